//! The page: a thin shell around the rules in `crates/archive`.
//!
//! Read in this order: [`embed`] is the door through which `public/monthwise.js` comes in, [`app`]
//! owns the state, `screen` and `components/` show it, `browser/` is all that touches the world outside.

mod app;
mod browser;
mod components;
mod embed;
mod load;
mod screen;

fn main() {
    // Nothing starts by itself: an element of a page calls `embed::mount` when it is there.
    browser::panic::report();
}

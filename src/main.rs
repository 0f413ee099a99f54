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

/// In the place of the standard library's, for a tenth of its bytes.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: memory::Memory = memory::Memory::new();

fn main() {
    // Nothing starts by itself: an element of a page calls `embed::mount` when it is there.
    // A released page has lost the words of its panics (`xtask/src/panics.rs`).
    if cfg!(debug_assertions) {
        browser::panic::report();
    }
}

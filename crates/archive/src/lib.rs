//! Every rule of Monthwise, as plain functions on plain values.
//!
//! # Where to start
//!
//! The modules stand in the order in which the news passes through them:
//!
//! 1. [`feed`] reads the bytes of a JSON Feed: lenient item by item, exact about what it refuses.
//! 2. [`archive`] holds what was read, checked and in reading order, but for what a host's [`lock`]
//!    leaves out; it never changes.
//! 3. [`filter`] is what a visitor chose; [`query`] writes it into an address and reads it back.
//! 4. [`selection`] is an archive seen through a filter: which items are listed, and every count.
//! 5. [`view`] turns a selection into the words and values that the page prints.
//! 6. [`markup`] prints months and items, the same for the page and for a file.
//!
//! # What is deliberately absent
//!
//! No browser, no clock, no time zone, no file, no network and no language: names, numbers and
//! sentences come from a [`language::Language`] that is handed in. Nothing here panics on any input.

// A test fails by panicking.
#![cfg_attr(test, allow(clippy::expect_used, clippy::panic))]

pub mod archive;
pub mod bits;
pub mod date;
pub mod digits;
pub mod export;
pub mod facets;
pub mod feed;
pub mod filter;
pub mod language;
pub mod link;
pub mod lock;
pub mod markup;
mod order;
pub mod query;
pub mod regions;
pub mod search;
pub mod selection;
pub mod text;
pub mod view;

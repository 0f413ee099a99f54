//! The parts of the page. Each is made once, from markup that `crates/archive` prints, and then
//! brought up to date with each new view: data comes in that way, and intent goes out as a
//! [`intent::Intent`]. A component decides nothing about news.
//!
//! They are plain nodes under one reactive root, not a tree of reactive views: an archive never
//! changes, and a filter changes flags, numbers and a few sentences. `docs/ARCHITECTURE.md` has the
//! bytes that this saves.

pub(crate) mod chips;
pub(crate) mod facets;
pub(crate) mod failed;
pub(crate) mod index;
pub(crate) mod intent;
pub(crate) mod months;
pub(crate) mod notices;
pub(crate) mod page;

//! The page's allocator. The standard library's weighs 8 kB in WebAssembly, this one a tenth of that.
//!
//! [`Heap`] has all the rules and is tested natively; [`Memory`] is the heap of a page, in WebAssembly.

#![no_std]
#![allow(unsafe_code, reason = "an allocator hands out raw memory; no other crate here may")]

#[cfg(test)]
extern crate std;

mod heap;
#[cfg(target_arch = "wasm32")]
mod page;

pub use heap::{Heap, Pages};
#[cfg(target_arch = "wasm32")]
pub use page::Memory;

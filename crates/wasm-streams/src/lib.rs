//! Stands in for the crate `wasm-streams`, which Leptos links for its server functions.
//!
//! This page has no server and so calls none. But the real crate exports classes to JavaScript, and
//! what is exported no linker may drop: with their closures they weigh 3 kB on the wire, and are
//! never run. This has the part of the interface that Leptos needs to compile, and streams nothing.
//! `[patch.crates-io]` in the workspace's Cargo.toml puts it in the place of the other.

use futures_util::stream::{self, Empty, Stream};
use wasm_bindgen::{JsCast, JsValue};

/// A stream of the browser.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// A stream that gives nothing.
    #[must_use]
    pub fn from_stream<S>(_: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        Self(JsValue::UNDEFINED.unchecked_into())
    }

    /// A stream of the browser.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The stream of the browser that it was made from.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream that has ended.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        stream::empty()
    }
}

//! The standard library for WebAssembly, which the page is compiled with.

use crate::run::{output, program, run};
use anyhow::{Context, Result};
use std::path::Path;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain in use, where it is missing.
pub(crate) fn ensure() -> Result<()> {
    let folder = output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run(program("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("Rust cannot compile for {TARGET} here; install it with `rustup target add {TARGET}` or by your system's packages")
    })
}

//! Says on the console where a panic was, since WebAssembly itself only says "unreachable".

use archive::digits::decimal;

/// Reports every panic from now on. A released page has lost the words of its panics
/// (`xtask/src/panics.rs`), and this with them.
pub(crate) fn report() {
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            super::console::warn(
                &["panic at ", place.file(), ":", &decimal(place.line() as usize)].concat(),
            );
        }
    }));
}

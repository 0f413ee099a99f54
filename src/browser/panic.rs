//! Says on the console where a panic was, since WebAssembly itself only says "unreachable".

/// Reports every panic from now on.
pub(crate) fn report() {
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            super::console::warn(
                &["panic at ", place.file(), ":", &place.line().to_string()].concat(),
            );
        }
    }));
}

//! Says on the console where a panic was, since WebAssembly itself only says "unreachable".

use archive::digits::decimal;

/// Reports every panic from now on.
pub(crate) fn report() {
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            let place = ["panic at ", place.file(), ":", &decimal(place.line() as usize)].concat();
            web_sys::console::warn_2(&"Monthwise:".into(), &place.into());
        }
    }));
}

//! Says on the console what a developer or an editor may want to know and a visitor does not.

/// Prints a warning.
pub(crate) fn warn(text: &str) {
    web_sys::console::warn_2(&"Monthwise:".into(), &text.into());
}

//! The content security policies of a site's pages: nothing is allowed but what a page uses (W3C
//! Content Security Policy Level 3). They stand in the pages themselves, as a file host sends none.

/// What every page forbids: all that is not allowed by name, and every way by which a text becomes a
/// program.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of the page with the list. `elsewhere` are the origins of feed files that are not the
/// site's own.
pub(super) fn of_page(elsewhere: &[String]) -> String {
    let connect = connect(elsewhere);
    format!(
        "{NOTHING}; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         {connect}; {TRUSTED_TYPES}"
    )
}

/// Where a page with the list may ask for files: at its own site, and `elsewhere`.
pub(super) fn connect(elsewhere: &[String]) -> String {
    let elsewhere = elsewhere.iter().flat_map(|origin| [" ", origin]).collect::<String>();
    format!("connect-src 'self'{elsewhere}")
}

/// The policy of a plain page: a style and an icon, and no script.
pub(super) fn of_plain_page() -> String {
    format!("{NOTHING}; style-src 'self'; img-src 'self'; {TRUSTED_TYPES}")
}

/// The policy of the page for addresses that have none: the style that stands in it. `hash` is that
/// style's, SHA-256 in base64.
pub(super) fn of_not_found(hash: &str) -> String {
    format!("{NOTHING}; style-src 'sha256-{hash}'; {TRUSTED_TYPES}")
}

#[cfg(test)]
mod tests;

//! Decides which addresses may be linked to, and makes relative ones whole.
//!
//! The page never links to anything but http, https and mailto. What a scheme is follows RFC 3986,
//! section 3.1; the joining of a reference to its base follows section 5.2. Dots in paths are left
//! for the browser to fold.

use crate::text::split_at_last;

/// The address to put in an `href`, or none where it must not be linked to.
///
/// `base` is the absolute address of the file that holds it; where it is not absolute, relative
/// addresses stay as they are.
#[must_use]
pub fn resolve(address: &str, base: &str) -> Option<String> {
    // Browsers drop white space around an address and line breaks and tabs within it; one that
    // relies on this would hide its scheme from the check below.
    let address = address.trim_matches(|character: char| character <= ' ');
    if address.is_empty() || address.contains(|character: char| character.is_ascii_control()) {
        return None;
    }
    match scheme(address) {
        Some(scheme) => ["http", "https", "mailto"]
            .iter()
            .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
            .then(|| address.to_owned()),
        None => Some(join(address, base)),
    }
}

/// What stands before the first colon, if it can be a scheme.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    (bytes.next()?.is_ascii_alphabetic()
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')))
    .then_some(scheme)
}

fn join(reference: &str, base: &str) -> String {
    let base = base.split('#').next().unwrap_or_default();
    let Some((scheme, rest)) = base.split_once(':').filter(|(_, rest)| rest.starts_with("//"))
    else {
        return reference.to_owned();
    };
    // The parts of the base: its authority with both slashes, its path, its query with the mark.
    let is_end = |character: char| matches!(character, '/' | '?');
    let length =
        rest.chars().skip(2).take_while(|character| !is_end(*character)).map(char::len_utf8);
    let (authority, rest) = rest.split_at_checked(2 + length.sum::<usize>()).unwrap_or((rest, ""));
    let path = rest.split('?').next().unwrap_or_default();
    let folder = split_at_last(path, '/').map_or("", |(folder, _)| folder);

    let mut whole = [scheme, ":"].concat();
    // A browser reads a backslash in these places as a slash.
    let mut begin =
        reference.chars().map(|character| if character == '\\' { '/' } else { character });
    match (begin.next(), begin.next()) {
        (Some('/'), Some('/')) => {}
        (Some('/'), _) => whole.push_str(authority),
        (Some('?'), _) => whole.extend([authority, path]),
        (Some('#'), _) => whole.extend([authority, rest]),
        _ => whole.extend([authority, folder, "/"]),
    }
    whole.push_str(reference);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_are_linked_to() {
        for address in [
            "http://example.org/",
            "https://example.org/a?b#c",
            "HTTPS://EXAMPLE.ORG",
            "mailto:news@example.org",
        ] {
            assert_eq!(resolve(address, "").as_deref(), Some(address));
        }
        for address in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.org/1",
            "tel:1",
            "",
            "  ",
        ] {
            assert_eq!(resolve(address, "https://example.org/"), None, "{address:?}");
        }
    }

    #[test]
    fn relative_addresses_are_joined_to_the_feeds_own() {
        let base = "https://example.org/news/feed.json?x=/y#z";
        for (reference, whole) in [
            ("a.html", "https://example.org/news/a.html"),
            ("../a", "https://example.org/news/../a"),
            ("/a", "https://example.org/a"),
            ("//cdn.example.org/a", "https://cdn.example.org/a"),
            ("\\\\cdn.example.org/a", "https:\\\\cdn.example.org/a"),
            ("?page=2", "https://example.org/news/feed.json?page=2"),
            ("#a", "https://example.org/news/feed.json?x=/y#a"),
            ("./a:b", "https://example.org/news/./a:b"),
        ] {
            assert_eq!(resolve(reference, base).as_deref(), Some(whole));
        }
        assert_eq!(resolve("a", "https://example.org").as_deref(), Some("https://example.org/a"));
        assert_eq!(resolve("a", "https://x.org?q=/").as_deref(), Some("https://x.org/a"));
        assert_eq!(resolve("a", "news.json").as_deref(), Some("a"));
    }
}

//! Decides which addresses may be linked to, makes relative ones whole, and keeps those of items.
//!
//! The page never links to anything but http, https and mailto. What a scheme is follows RFC 3986,
//! section 3.1; the joining of a reference to its base follows section 5.2. Dots in paths are left
//! for the browser to fold.

use std::sync::Arc;

use crate::text::split_at_last;

/// An item's address. Most end with the item's id, and what stands before it is that of the items around: then it
/// is kept once for all of them, and the id is where it is anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    before: Arc<String>,
    ends_with_id: bool,
}

impl Link {
    /// The address of the item that goes by an id.
    #[must_use]
    pub fn new(address: &str, id: &str) -> Self {
        Self::like(None, address, id)
    }

    /// The same; where it begins as that of another item does, both keep one beginning.
    pub(crate) fn like(other: Option<&Self>, address: &str, id: &str) -> Self {
        let shorter = address.strip_suffix(id);
        let before = shorter.unwrap_or(address);
        let before = match other {
            Some(other) if *other.before == before => other.before.clone(),
            _ => Arc::new(before.to_owned()),
        };
        Self { before, ends_with_id: shorter.is_some() }
    }

    /// The whole address, where that is the item's id.
    #[must_use]
    pub fn whole(&self, id: &str) -> String {
        [self.before.as_str(), if self.ends_with_id { id } else { "" }].concat()
    }
}

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
    fn items_share_what_stands_before_their_ids() {
        let first = Link::new("https://example.org/a", "a");
        for (address, id, is_shared) in [
            ("https://example.org/b", "b", true),
            ("https://example.org/", "b", true),
            ("https://example.org/b/b", "b", false),
            ("b", "b", false),
            ("https://example.org/a", "b", false),
        ] {
            let second = Link::like(Some(&first), address, id);
            assert_eq!(second.whole(id), address);
            assert_eq!(Arc::ptr_eq(&first.before, &second.before), is_shared, "{address}");
            assert_eq!(second, Link::new(address, id));
        }
    }

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

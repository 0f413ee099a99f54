//! HTML, read without a browser: the page runs under a policy that forbids every browser function
//! that parses HTML (Trusted Types), and an allow-list that is a Rust enum cannot leak.
//!
//! The tokenizer follows the HTML Standard, section 13.2.5, as far as text, tags, attributes and
//! comments go.

use super::printer::{Kind, Printer};
use super::{cut, entities, split};
use crate::link;
use crate::markup::Sink;

/// The elements that mean something to us, by their names.
const ELEMENTS: &[(Kind, &str)] = &[
    (
        Kind::Paragraph,
        "p div section article header footer main aside nav figure figcaption details table tr td \
         th thead tbody tfoot dl dd address center form fieldset hr",
    ),
    (Kind::Break, "br"),
    (Kind::Link, "a"),
    (Kind::Strong, "strong b"),
    (Kind::Emphasis, "em i cite dfn var"),
    (Kind::Entry, "li"),
    (Kind::Bulleted, "ul menu"),
    (Kind::Numbered, "ol"),
    (Kind::Heading, "h1 h2 h3 h4 h5 h6 summary dt caption"),
    (Kind::Quote, "blockquote"),
    (Kind::Code, "code kbd samp tt"),
    (Kind::Preformatted, "pre"),
];

/// Elements whose content is no text for readers.
const SKIPPED: &str = "script style template iframe object svg math noscript head title textarea \
    select button audio video canvas";

// What ends what within a tag.
const SPACE: &[u8] = b"\t\n\x0c\r ";
const BETWEEN_ATTRIBUTES: &[u8] = b"\t\n\x0c\r /=";
const TAG_NAME_END: &[u8] = b"\t\n\x0c\r />";
const ATTRIBUTE_NAME_END: &[u8] = b"\t\n\x0c\r />=";
const VALUE_END: &[u8] = b"\t\n\x0c\r >";

pub(super) fn print(html: &str, base: &str, sink: &mut dyn Sink) {
    let mut printer = Printer::new(sink);
    let mut rest = html;
    loop {
        printer.text(&entities::decode(cut(&mut rest, b"<", false)));
        let Some(tag) = rest.strip_prefix('<') else { break };
        rest = tag;
        let end_tag = tag.strip_prefix('/');
        let named = end_tag.unwrap_or(tag);
        if named.starts_with(|first: char| first.is_ascii_alphabetic()) {
            rest = named;
            let name = cut(&mut rest, TAG_NAME_END, false);
            let href = attributes(&mut rest);
            let kind = ELEMENTS.iter().find(|(_, names)| has(names, name)).map(|(kind, _)| *kind);
            match kind {
                Some(kind) if end_tag.is_some() => printer.end(kind),
                Some(kind) => {
                    let href = href.and_then(|href| link::resolve(&entities::decode(href), base));
                    printer.start(kind, href);
                }
                None if end_tag.is_none() && has(SKIPPED, name) => rest = from_end_tag(rest, name),
                None => {}
            }
        } else if tag.starts_with("!--") {
            // The hyphens that begin a comment may end it too: "<!-->".
            let end = tag.as_bytes().windows(3).position(|bytes| bytes == b"-->");
            rest = end.map_or("", |end| split(tag, end + 3).1);
        } else if end_tag.is_some() || tag.starts_with(['!', '?']) {
            cut(&mut rest, b">", false);
            rest = split(rest, 1).1;
        } else {
            // A lone "less than" is text.
            printer.text("<");
        }
    }
    printer.finish();
}

/// Whether the name is among these, which are set apart by spaces.
fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

/// What follows an element's content, from its end tag on. Nothing else ends the content: a script
/// may hold what looks like tags and comments.
fn from_end_tag<'a>(html: &'a str, name: &str) -> &'a str {
    let mut rest = html;
    loop {
        cut(&mut rest, b"<", false);
        let Some(tag) = rest.strip_prefix('<') else { return "" };
        if let Some(mut end_tag) = tag.strip_prefix('/')
            && cut(&mut end_tag, TAG_NAME_END, false).eq_ignore_ascii_case(name)
        {
            return rest;
        }
        rest = tag;
    }
}

/// Passes over a tag's attributes and its end, and gives the first `href`, as it is written.
fn attributes<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let mut href = None;
    loop {
        cut(rest, BETWEEN_ATTRIBUTES, true);
        if rest.is_empty() {
            return href;
        }
        if let Some(after) = rest.strip_prefix('>') {
            *rest = after;
            return href;
        }
        let name = cut(rest, ATTRIBUTE_NAME_END, false);
        cut(rest, SPACE, true);
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            *rest = after;
            cut(rest, SPACE, true);
            let (quote, quoted) = split(rest, 1);
            if matches!(quote, "\"" | "'") {
                *rest = quoted;
                value = cut(rest, quote.as_bytes(), false);
                *rest = split(rest, 1).1;
            } else {
                value = cut(rest, VALUE_END, false);
            }
        }
        if href.is_none() && name.eq_ignore_ascii_case("href") {
            href = Some(value);
        }
    }
}

#[cfg(test)]
mod tests;

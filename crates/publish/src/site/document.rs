//! A document of the site: the head that all of them have, around what is printed.

use super::bundle::Bundle;
use crate::locale;

/// What a document says of itself.
pub(super) struct Document<'a> {
    /// The language of its words (BCP 47).
    pub(super) language: &'a str,
    /// Its content security policy.
    pub(super) policy: String,
    /// Its title.
    pub(super) title: String,
    /// What stands in its head besides, line by line, as HTML.
    pub(super) head: Vec<String>,
    /// What stands in its body, as HTML.
    pub(super) body: String,
}

impl Document<'_> {
    /// The document as HTML.
    pub(super) fn write(&self) -> String {
        let is_rtl = locale::is_rtl(self.language);
        let direction: &[(&str, &str)] = if is_rtl { &[("dir", "rtl")] } else { &[] };
        let html = tag("html", &[&[("lang", self.language)], direction].concat());
        let policy = ("content", &*self.policy);
        let mut lines = vec![
            tag("meta", &[("charset", "utf-8")]),
            tag("meta", &[("http-equiv", "content-security-policy"), policy]),
            tag(
                "meta",
                &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
            ),
            format!("<title>{}</title>", escaped(&self.title)),
            tag("meta", &[("name", "color-scheme"), ("content", "light dark")]),
        ];
        lines.extend_from_slice(&self.head);
        let Self { body, .. } = self;
        let head = lines.join("\n    ");
        format!(
            "<!doctype html>\n{html}\n  <head>\n    {head}\n  </head>\n  <body>\n{body}\n  </body>\n</html>\n"
        )
    }
}

/// The sheets and the icon of a page; `up` leads from it to the site's first folder.
pub(super) fn looks(bundle: &Bundle<'_>, up: &str) -> Vec<String> {
    let at = |path: &str| [up, bundle.folder, "/", path].concat();
    vec![
        icon(up),
        tag("link", &[("rel", "stylesheet"), ("href", &at("monthwise.css"))]),
        tag("link", &[("rel", "stylesheet"), ("href", &at("standalone.css"))]),
    ]
}

/// The icon of a page; `up` leads from it to the site's first folder.
pub(super) fn icon(up: &str) -> String {
    let href = [up, "icon.svg"].concat();
    tag("link", &[("rel", "icon"), ("href", &href), ("type", "image/svg+xml")])
}

/// The description of a page.
pub(super) fn description(text: &str) -> String {
    tag("meta", &[("name", "description"), ("content", text)])
}

/// A tag with its attributes (HTML Standard, section 13.1.2.1).
pub(super) fn tag(name: &str, attributes: &[(&str, &str)]) -> String {
    let attributes: String =
        attributes.iter().map(|(name, value)| attribute(name, value)).collect();
    format!("<{name}{attributes}>")
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { format!(" {name}") } else { format!(" {name}=\"{}\"", escaped(value)) }
}

/// An element that holds a text.
pub(super) fn element(name: &str, attributes: &[(&str, &str)], text: &str) -> String {
    format!("{}{}</{name}>", tag(name, attributes), escaped(text))
}

/// A text as HTML has it, in an attribute as well. U+0000 cannot stand in a document (HTML Standard,
/// section 13.2.3.5), and a return would be read as a line break.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    text.replace('\0', "").replace('\r', "&#13;")
}

#[cfg(test)]
mod tests;

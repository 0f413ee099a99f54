//! Says each fault of the page in words for an editor: what is wrong, and what to write instead.

use archive::feed::{FeedError, Found, Reason};
use archive::text::one_line;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::dates::{self, Field};
use super::nearest::Near;
use crate::report::{Lines, quoted};

/// A fault in words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// What kind of fault it is.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

impl Words {
    pub(super) fn new(
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// Why a file is refused.
pub(super) fn refused(error: &FeedError, text: &str) -> Words {
    match error {
        FeedError::NotJson { found: Found::Mistake, line, column } => {
            let at = Lines::new(text).offset(*line, *column);
            let (mistake, help) = mistake(text, text.get(at..).unwrap_or_default());
            Words::new("not-json", format!("the file is not JSON: {mistake}"), help)
        }
        FeedError::NotJson { found: Found::Html, .. } if is_xml_feed(text) => Words::new(
            "xml-feed",
            "the file is a feed in XML, RSS or Atom, and not a JSON Feed",
            "make a JSON Feed of it: `monthwise import FILE --into news.json`",
        ),
        FeedError::NotJson { found: Found::Html, .. } => Words::new(
            "web-page",
            "the file is a web page and not a feed",
            "servers send a web page when a file is missing: look at what is at the feed's address, \
             and save the feed itself",
        ),
        FeedError::NotJson { found: Found::Utf16, .. } => Words::new(
            "utf-16",
            "the file is UTF-16, and JSON has to be UTF-8 (RFC 8259, section 8.1)",
            "save it as UTF-8; editors call it an encoding",
        ),
        FeedError::NotJson { found: Found::Nothing, .. } => {
            Words::new("empty-file", "the file is empty", format!("write a feed, at least {LEAST}"))
        }
        FeedError::NotAFeed => Words::new(
            "not-a-feed",
            "the file is JSON, but no feed: it is not an object with a list `items`",
            format!("write a feed, at least {LEAST}"),
        ),
    }
}

/// Whether the outermost element of a text is that of RSS or Atom.
fn is_xml_feed(text: &str) -> bool {
    let tags = text.split('<').skip(1);
    let mut elements = tags.filter(|tag| tag.starts_with(|first: char| first.is_alphabetic()));
    let root = elements.next().unwrap_or_default();
    let name = root.split([' ', '\t', '\r', '\n', '>']).next().unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or_default();
    matches!(local, "rss" | "feed" | "RDF")
}

/// The least that is a feed.
const LEAST: &str =
    r#"{ "version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [] }"#;

/// What the parser says of a text that is not JSON, and what most often is the cause, seen by what
/// stands where it stopped.
fn mistake(text: &str, rest: &str) -> (String, &'static str) {
    let said = match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    let mistake = said.split(" at line ").next().unwrap_or_default().to_owned();
    let help = match (&*mistake, rest.chars().next()) {
        (_, _) if mistake.starts_with("EOF") => {
            "the file ends too early: a quotation mark or a closing bracket is missing, or it was \
             not copied to its end"
        }
        (_, _) if mistake.starts_with("control character") => {
            "write a line break within a text as \\n and a tab as \\t"
        }
        (_, Some('/' | '#')) => "take out comments: JSON has none (RFC 8259)",
        (_, Some('“' | '”' | '„' | '‘' | '’' | '«' | '\'' | '`')) => {
            "write straight quotation marks, \", around names and texts"
        }
        ("key must be a string" | "expected value" | "trailing comma", Some('}' | ']' | ',')) => {
            "take out the comma: none stands after the last value, and never two"
        }
        ("key must be a string", _) => "write the name of a field in quotation marks: \"title\"",
        ("expected `,` or `}`" | "expected `,` or `]`", _) => {
            "look at the end of the value before this place: a comma is missing after it, or a \
             quotation mark within it needs a backslash: \\\""
        }
        ("expected `:`", _) => {
            "write a colon between a field's name and its value: \"title\": \"News\""
        }
        ("trailing characters", _) => {
            "take out what stands after the feed's last brace, or a brace too many before it"
        }
        ("invalid escape", _) => "write a backslash twice, \\\\, where it means itself",
        _ => "write texts in quotation marks, and numbers in plain digits",
    };
    (mistake, help)
}

/// What is known about a fault beside its reason.
#[derive(Debug, Default)]
pub(super) struct Around<'a> {
    /// The path of the field.
    pub(super) field: &'a str,
    /// Whether it is a fault of an item and not of the feed.
    pub(super) is_of_item: bool,
    /// The value, as it is written.
    pub(super) written: &'a str,
    /// Whether it stands in the place of a list, and not in a list.
    pub(super) is_alone: bool,
    /// What may be meant by an id that means nothing.
    pub(super) near: &'a [Near],
    /// Where an id stands first, in words.
    pub(super) first: Option<String>,
}

/// What is wrong with an item or a field.
pub(super) fn fault(reason: &Reason, around: &Around<'_>) -> Words {
    let field = around.field;
    match reason {
        Reason::NotAnObject => Words::new(
            "not-an-object",
            format!(
                "it is {}, and an item is an object in braces; it is skipped",
                kind(around.written)
            ),
            match serde_json::from_str(around.written) {
                Ok(Value::String(text)) => {
                    format!("write {{ \"title\": {} }}, or take it out", quoted(&text))
                }
                _ => "write { \"id\": \"…\", \"title\": \"…\" }, or take it out".to_owned(),
            },
        ),
        Reason::NothingToRead => Words::new(
            "nothing-to-read",
            "the item has neither title nor text; it is skipped",
            "add a \"title\", or a text as \"content_text\", \"content_html\" or \"summary\"",
        ),
        Reason::WrongType => wrong_type(around),
        Reason::NotADate(text) => Words::new(
            "not-a-date",
            format!("{} is no date", quoted(text)),
            match field {
                "date_published" => dates::help(text, Field::Published),
                _ => dates::help(text, Field::Partial),
            },
        ),
        Reason::UnsafeLink(address) => unsafe_link(address),
        Reason::NoId => Words::new(
            "no-id",
            "the item has neither `id` nor an address: its permalink changes when its words do",
            "add an \"id\" of its own, such as \"2007-07-launch\", and keep it",
        ),
        Reason::DuplicateId(id) => Words::new(
            "duplicate-id",
            match &around.first {
                Some(first) => format!("the id {} is that of {first}", quoted(id)),
                None => format!("another item goes by the id {}", quoted(id)),
            },
            format!(
                "give it an id of its own; as it is, links to the item end in the next number that \
                 is free, such as {}",
                quoted(&format!("{id}-2"))
            ),
        ),
        Reason::UnknownRegion(id) => unknown_region(id, around.near),
        Reason::UndeclaredPartner(id) => Words::new(
            "undeclared-partner",
            format!("the partner {} is not declared", quoted(id)),
            meant(
                around.near,
                &format!(
                    "declare it in the feed: \"_monthwise\": {{ \"partners\": [{{ \"id\": {}, \"name\": \"…\" }}] }}",
                    quoted(id)
                ),
            ),
        ),
        Reason::LongTitle(length) => Words::new(
            "long-title",
            format!("the title has {length} characters, and a heading at most 300"),
            "write a heading as \"title\", and the rest as \"content_text\"",
        ),
        Reason::NotUtf8 => Words::new(
            "not-utf-8",
            "here, and maybe further down, a byte is not UTF-8; � is shown in its place",
            "save the file as UTF-8; editors call it an encoding",
        ),
        Reason::LoneSurrogate => Words::new(
            "lone-surrogate",
            "here, and maybe further down, stands half of a character; � is shown in its place",
            "write the character itself, such as 💡, or both halves: \\ud83d\\udca1",
        ),
    }
}

/// A region that means nothing, or a country that is none.
pub(super) fn unknown_region(id: &str, near: &[Near]) -> Words {
    let message = if archive::regions::is_country(id) {
        format!("no country has the code {} (ISO 3166-1)", quoted(id))
    } else {
        format!("the region {} is no country, no area of UN M49 and not declared", quoted(id))
    };
    let declare = format!(
        "declare it in the feed: \"_monthwise\": {{ \"regions\": [{{ \"id\": {}, \"name\": \"…\" }}] }}",
        quoted(id)
    );
    let declare = if near.is_empty() {
        format!("write the two letters of a country (ISO 3166-1), such as \"GE\", or {declare}")
    } else {
        declare
    };
    let code = if archive::regions::is_country(id) { "unknown-country" } else { "unknown-region" };
    Words::new(code, message, meant(near, &declare))
}

fn meant(near: &[Near], or: &str) -> String {
    let near: Vec<String> = near.iter().map(Near::in_words).collect();
    if near.is_empty() { or.to_owned() } else { format!("write {}, or {or}", near.join(" or ")) }
}

fn unsafe_link(address: &str) -> Words {
    let shown = quoted(address);
    let address = address.trim_matches(|character: char| character <= ' ');
    if address.contains(|character: char| character.is_ascii_control()) {
        let whole: String =
            address.chars().filter(|character| !character.is_ascii_control()).collect();
        return Words::new(
            "unsafe-link",
            format!("the address {shown} has a control character in it, such as a line break"),
            format!("write {}", quoted(&whole)),
        );
    }
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    let message =
        format!("the address {shown} begins with `{}:`, and is not linked to", one_line(scheme));
    // `example.org:8080/a` reads as if `example.org` were its scheme.
    let help = if scheme.contains('.') && rest.starts_with(|first: char| first.is_ascii_digit()) {
        format!("write {}", quoted(&format!("https://{address}")))
    } else if rest.starts_with("//") && !scheme.eq_ignore_ascii_case("file") {
        format!("write an address of the web, such as {}", quoted(&format!("https:{rest}")))
    } else {
        "write an address that begins with \"https://\", \"http://\" or \"mailto:\"".to_owned()
    };
    Words::new("unsafe-link", message, help)
}

fn wrong_type(around: &Around<'_>) -> Words {
    let Around { field, is_of_item, written, is_alone, .. } = *around;
    let name = field.rsplit('.').next().unwrap_or(field);
    let found = kind(written);
    let value: Value = serde_json::from_str(written).unwrap_or_default();
    let is_declared = !is_of_item && matches!(field, "_monthwise.regions" | "_monthwise.partners");
    let is_list = matches!(name, "tags" | "regions" | "partners" | "aliases" | "members");
    let (message, help) = if name == "_monthwise" {
        let example = if is_of_item {
            r#""_monthwise": { "date": "2007-07", "regions": ["GE"] }"#
        } else {
            r#""_monthwise": { "regions": [], "partners": [] }"#
        };
        (format!("`{field}` is {found}, and takes an object"), format!("write {example}"))
    } else if is_declared {
        declaration(field, &value, is_alone)
    } else if is_list {
        list(name, field, &value)
    } else {
        let example = match &value {
            Value::Array(entries) => entries.first().and_then(Value::as_str),
            _ => None,
        };
        let example = example.map_or_else(|| example_of(name).to_owned(), quoted);
        (
            format!("`{field}` is {found}, and takes a text"),
            format!("write a text in quotation marks: \"{name}\": {example}"),
        )
    };
    Words::new("wrong-type", message, help)
}

fn declaration(field: &str, value: &Value, is_alone: bool) -> (String, String) {
    let example = if field.ends_with("regions") {
        r#"{ "id": "south-caucasus", "name": "South Caucasus", "members": ["AM", "AZ", "GE"] }"#
    } else {
        r#"{ "id": "ilo", "name": "International Labour Organization", "short": "ILO" }"#
    };
    match value {
        _ if is_alone => (
            format!("`{field}` is {}, and takes a list", kind(&value.to_string())),
            format!("write a list of objects: [{example}]"),
        ),
        Value::Object(fields) if fields.get("id").and_then(Value::as_str) == Some("not-stated") => {
            (
                format!("an entry of `{field}` has the id \"not-stated\", which is reserved"),
                "give it another \"id\"".to_owned(),
            )
        }
        Value::Object(_) => (
            format!("an entry of `{field}` has no `id`; it is left out"),
            "add the \"id\" by which items name it".to_owned(),
        ),
        Value::String(id) => (
            format!("an entry of `{field}` is a text, and has to be an object"),
            format!("write {{ \"id\": {}, \"name\": \"…\" }}", quoted(id)),
        ),
        _ => (
            format!(
                "an entry of `{field}` is {}, and has to be an object",
                kind(&value.to_string())
            ),
            format!("write an object with an \"id\": {example}"),
        ),
    }
}

fn list(name: &str, field: &str, value: &Value) -> (String, String) {
    match value {
        Value::String(text) => {
            let entries: Vec<&str> =
                text.split([',', ';']).map(str::trim).filter(|entry| !entry.is_empty()).collect();
            let entries: Vec<String> = entries.into_iter().take(3).map(quoted).collect();
            (
                format!("`{field}` is a text alone, and takes a list"),
                format!("write a list, even of one: \"{name}\": [{}]", entries.join(", ")),
            )
        }
        Value::Number(number) => (
            format!("`{field}` is a number alone, and takes a list"),
            format!("write a list, even of one: \"{name}\": [\"{number}\"]"),
        ),
        _ => (
            format!("`{field}` takes a list of texts, and this is {}", kind(&value.to_string())),
            format!("write texts in quotation marks: \"{name}\": [{}]", example_of(name)),
        ),
    }
}

/// What stands in a field, for whom does not know.
fn example_of(name: &str) -> &'static str {
    match name {
        "id" => "\"2007-07-launch\"",
        "language" => "\"en\"",
        "date" => "\"2007-07-12\"",
        "date_published" => "\"2007-07-12T12:00:00Z\"",
        "url" | "external_url" | "home_page_url" => "\"https://example.org/\"",
        "next_url" => "\"older.json\"",
        "content_html" => "\"<p>Text</p>\"",
        "tags" => "\"recruitment\"",
        "regions" | "members" => "\"GE\", \"150\"",
        "partners" => "\"ilo\"",
        _ => "\"…\"",
    }
}

/// What kind of value is written.
fn kind(written: &str) -> &'static str {
    match written.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests;

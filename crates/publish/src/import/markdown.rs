//! Reads Markdown with front matter, as Jekyll, Hugo and Eleventy keep it: an entry a file.
//!
//! YAML is read by serde-saphyr, which passes the YAML test suite, has no unsafe code and is
//! maintained; `serde_yaml`, which most code still uses, no longer is.

use std::path::Path;
use std::rc::Rc;

use archive::date::PartialDate;
use archive::link;
use archive::text::one_line;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};
use url::Url;

use super::date::DayOrder;
use super::entry::{Entry, Input, Place, Read};
use super::html;
use crate::report::{Finding, Severity};

/// Reads a file of Markdown. `name` is its path from the folder that was named, which it goes by
/// where its front matter has no id.
pub(super) fn read(input: &Rc<Input>, name: &Path, order: Option<DayOrder>) -> Read {
    let mut read = Read::default();
    let at = |line| Place { input: Rc::clone(input), item: 1, span: input.lines.line(line) };
    let (matter, body) = match front_matter(input.text()) {
        Ok((matter, body)) => (matter, body),
        Err((line, message)) => {
            let message = format!("its front matter cannot be read, and it is left out: {message}");
            read.findings.push(at(line).finding(Severity::Error, "front-matter", message));
            return read;
        }
    };
    let matter = Matter(matter);
    // What is not published where it comes from is not published here.
    if matter.first(&["draft"]) == Some(&Value::Bool(true)) {
        return read;
    }
    match entry(at(1), &matter, body, name, order, &mut read.findings) {
        Ok(entry) => read.take(entry),
        Err(finding) => read.findings.push(*finding),
    }
    read
}

fn entry(
    place: Place,
    matter: &Matter,
    body: &str,
    name: &Path,
    order: Option<DayOrder>,
    findings: &mut Vec<Finding>,
) -> Result<Entry, Box<Finding>> {
    let mut entry = Entry::new(place);
    for (names, link) in [
        (&["url", "link", "permalink"][..], &mut entry.url),
        (&["external_url"], &mut entry.external_url),
    ] {
        *link = matter.text(names).and_then(|address| link::resolve(&address, ""));
    }
    let name = name.with_extension("").to_string_lossy().replace('\\', "/");
    // Its name stays when its link changes, and one address may be that of several files.
    entry.id = matter.text(&["id"]).or_else(|| entry.url.clone()).or(Some(name.clone()));

    let (heading, body) = heading(body);
    let title = matter.text(&["title"]);
    let body = match (&title, &heading) {
        // The front matter's title is often repeated as the first heading.
        (Some(title), Some((heading, rest))) if title == heading => rest,
        (None, Some((_, rest))) => rest,
        _ => body,
    };
    entry.title = title.or(heading.map(|(heading, _)| heading));
    let base = entry.url.as_ref().and_then(|url| Url::parse(url).ok());
    let mut markup = String::new();
    pulldown_cmark::html::push_html(&mut markup, Parser::new_ext(body, OPTIONS));
    entry.text = html::text(&markup, base.as_ref());
    entry.summary = matter.text(&["summary", "description", "excerpt"]);
    entry.language = matter.text(&["language", "lang"]);
    entry.categories = matter.texts(&["tags", "topics", "categories", "category"]);
    entry.regions = matter.texts(&["regions", "region", "countries", "country"]);
    entry.partners = matter.texts(&["partners", "partner"]);
    if let Some(date) = matter.text(&["date", "published", "date_published"]) {
        entry.date(&date, order, findings)?;
    } else {
        // Jekyll has the date in the name of the file.
        let file = name.rsplit('/').next().unwrap_or_default();
        let is_named = file.get(10..).is_some_and(|rest| rest.starts_with('-'));
        entry.date = is_named.then(|| PartialDate::written_in(file)).flatten();
    }
    Ok(entry)
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// The heading of the first level that a text begins with, and what follows it.
fn heading(body: &str) -> (Option<(String, &str)>, &str) {
    let mut events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    let begins = matches!(
        events.next(),
        Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), _))
    );
    let mut words = String::new();
    for (event, range) in events.take_while(|_| begins) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(TagEnd::Heading(_)) => {
                let words = one_line(&words);
                let heading = (!words.is_empty()).then(|| (words, &body[range.end..]));
                return (heading, body);
            }
            _ => {}
        }
    }
    (None, body)
}

/// What stands between the marks at the beginning of a file.
struct Matter(Map<String, Value>);

impl Matter {
    fn first(&self, names: &[&str]) -> Option<&Value> {
        let written = names.iter().find_map(|name| {
            self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        });
        written.filter(|value| !value.is_null())
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        self.first(names).and_then(text)
    }

    /// All values of all these, each a text or a list.
    fn texts(&self, names: &[&str]) -> Vec<String> {
        let values = names.iter().filter_map(|name| self.first(&[name]));
        let values = values.flat_map(|value| match value {
            Value::Array(values) => values.iter().filter_map(text).collect(),
            Value::String(text) => text.split(',').map(one_line).collect(),
            value => text(value).into_iter().collect::<Vec<_>>(),
        });
        values.filter(|text| !text.is_empty()).collect()
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => one_line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Whether a text begins with front matter.
pub(super) fn has_front_matter(text: &str) -> bool {
    let first = text.lines().next().map(str::trim_end);
    matches!(first, Some("---" | "+++"))
}

/// A line, and what is wrong there.
type Mistake = (usize, String);

/// The front matter of a text, and the text behind it.
fn front_matter(text: &str) -> Result<(Map<String, Value>, &str), Mistake> {
    if !has_front_matter(text) {
        return Ok((Map::new(), text));
    }
    let mut lines = text.split_inclusive('\n');
    let mark = lines.next().unwrap_or_default();
    let is_yaml = mark.starts_with('-');
    let begin = mark.len();
    let mut end = begin;
    for line in lines {
        let is_end = line.trim_end() == mark.trim_end() || is_yaml && line.trim_end() == "...";
        if is_end {
            let matter = &text[begin..end];
            let matter = if is_yaml { yaml(matter) } else { toml(matter) };
            return Ok((matter?, &text[end + line.len()..]));
        }
        end += line.len();
    }
    Err((1, format!("no line `{}` ends it", mark.trim_end())))
}

fn yaml(text: &str) -> Result<Map<String, Value>, Mistake> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    // Norway is `NO`, which older YAML takes for a "no".
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(0, |location| location.line());
        // The place that it says is one within the front matter.
        let message = first_line(&error.to_string());
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        (usize::try_from(line).unwrap_or_default() + 1, message)
    })
}

fn toml(text: &str) -> Result<Map<String, Value>, Mistake> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        (before.matches('\n').count() + 2, first_line(error.message()))
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, json(value))).collect())
}

/// A date of TOML becomes the text that it was written as.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, json(value))).collect()
        }
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_set_apart() {
        for (text, matter, body) in [
            ("Text", "{}", "Text"),
            ("---\n---\nText", "{}", "Text"),
            ("---\r\ntitle: A\r\n---\r\nText", r#"{"title":"A"}"#, "Text"),
            ("--- \ntitle: A\n...\nText", r#"{"title":"A"}"#, "Text"),
            ("+++\ntitle = 'A'\n+++\nText", r#"{"title":"A"}"#, "Text"),
            // Dates stay as they are written, and Norway is no "no".
            ("---\ndate: 2007-07\n---\n", r#"{"date":"2007-07"}"#, ""),
            ("---\ndate: 2007-07-12\n---\n", r#"{"date":"2007-07-12"}"#, ""),
            ("---\nid: 2007\n---\n", r#"{"id":2007}"#, ""),
            ("---\nregions: [NO, GE]\n---\n", r#"{"regions":["NO","GE"]}"#, ""),
            (
                "+++\ndate = 2007-07-31T23:30:00-11:00\n+++\n",
                r#"{"date":"2007-07-31T23:30:00-11:00"}"#,
                "",
            ),
            ("+++\ndate = 2007-07-31\n+++\n", r#"{"date":"2007-07-31"}"#, ""),
        ] {
            let (read, rest) = front_matter(text).unwrap();
            assert_eq!((Value::Object(read).to_string().as_str(), rest), (matter, body), "{text}");
        }
    }

    #[test]
    fn a_mistake_in_front_matter_has_its_line() {
        for (text, line) in [
            ("---\ntitle: A\n", 1),
            ("---\ntitle: A\ntags: [a\n---\n", 3),
            ("---\n- a\n---\n", 2),
            ("+++\ntitle = A\n+++\n", 2),
            ("+++\na = 1\nb = \n+++\n", 3),
        ] {
            assert_eq!(front_matter(text).unwrap_err().0, line, "{text}");
        }
    }

    #[test]
    fn a_first_heading_is_a_title() {
        for (body, found) in [
            ("# A *title*, `code`\n\nText", Some(("A title, code", "\nText"))),
            ("Title\n=====\nText", Some(("Title", "Text"))),
            ("## A section\n\nText", None),
            ("Text\n\n# Later", None),
            ("#\n", None),
            ("", None),
        ] {
            let (read, _) = heading(body);
            assert_eq!(read.as_ref().map(|(title, rest)| (title.as_str(), *rest)), found, "{body}");
        }
    }
}

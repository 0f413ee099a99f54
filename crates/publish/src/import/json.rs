//! Reads a JSON Feed, by the same lenient code as the page.

use std::rc::Rc;

use archive::feed::{self, Fault, FeedError, Found, Item, Reason};
use archive::link;
use archive::text::Source;
use serde_json::{Map, Value};
use url::Url;

use super::entry::{At, Entry, Head, Input, Place, Read};
use super::html;
use super::progress::Progress;
use crate::report::{Finding, Severity};

/// The fields that an entry has a place for.
const KNOWN: &[&str] = &[
    "id",
    "title",
    "url",
    "external_url",
    "content_html",
    "content_text",
    "summary",
    "date_published",
    "language",
    "tags",
    "_monthwise",
];

/// Reads a JSON Feed.
pub(super) fn read(input: &Rc<Input>, progress: &Progress) -> Read {
    // The values as they are written: for what Monthwise passes over and other readers do not.
    let raw: Value = serde_json::from_str(&input.text).unwrap_or_default();
    let base = ["feed_url", "home_page_url"]
        .iter()
        .find_map(|field| raw.get(field)?.as_str())
        .and_then(|base| Url::parse(base).ok());
    let address = base.as_ref().map_or("", Url::as_str);
    let page = match feed::decode(input.text.as_bytes(), address) {
        Ok(page) => page,
        Err(error) => return Read::refused(refused(input, &error)),
    };
    let declared = |name| raw["_monthwise"][name].as_array().cloned().unwrap_or_default();
    let head = Head {
        title: page.title,
        description: page.description,
        language: page.language,
        home_page_url: page.home_page_url,
        regions: declared("regions"),
        partners: declared("partners"),
    };
    let mut read = Read { head, ..Read::default() };
    read.findings.extend(page.faults.iter().filter_map(|fault| finding(input, fault)));
    let no_fields = Map::new();
    for mut item in page.items {
        let number = item.number;
        progress.step(format_args!("{}: {number} entries read", input.path.display()));
        let is_made_up = page
            .faults
            .iter()
            .any(|fault| fault.item == Some(item.number) && fault.reason == Reason::NoId);
        // An id that was made from the words is none: it would change with them.
        let id = (!is_made_up).then(|| std::mem::take(&mut item.id));
        let written = raw["items"][item.number - 1].as_object().unwrap_or(&no_fields);
        read.take(Entry { id, ..entry(input, item, written, base.as_ref()) });
    }
    read
}

fn entry(input: &Rc<Input>, item: Item, written: &Map<String, Value>, base: Option<&Url>) -> Entry {
    let place = Place { input: Rc::clone(input), item: item.number, at: At::Line(item.line) };
    let mut entry = Entry::new(place);
    let text_of = |field| written.get(field).and_then(Value::as_str);
    let address =
        |field| text_of(field).and_then(|link| link::resolve(link, base.map_or("", Url::as_str)));
    entry.title = item.title().map(str::to_owned);
    entry.url = address("url");
    entry.external_url = address("external_url");
    if entry.external_url.is_none() {
        entry.url = item.link;
    }
    entry.summary = text_of("summary").map(archive::text::one_line).filter(|text| !text.is_empty());
    entry.text = match item.text {
        Source::Html(text) => html::text(&text, base),
        // A summary stands in for a text, and is not one.
        Source::Plain(_) if text_of("content_text").is_none_or(|text| text.trim().is_empty()) => {
            Source::None
        }
        text => text,
    };
    entry.date = item.date;
    entry.published = text_of("date_published").map(str::to_owned).filter(|written| {
        // What was reported as no date does not arrive.
        archive::date::PartialDate::written_in(written).is_some()
    });
    entry.language = item.language;
    entry.categories = item.topics;
    entry.regions = item.regions;
    entry.partners = item.partners;
    let others = written.iter().filter(|(field, _)| !KNOWN.contains(&field.as_str()));
    entry.others = others.map(|(field, value)| (field.clone(), value.clone())).collect();
    entry
}

/// What costs an item or one of the fields that arrive; the rest is for `monthwise check`.
fn finding(input: &Input, fault: &Fault) -> Option<Finding> {
    let (severity, code, message) = match &fault.reason {
        Reason::NotAnObject => {
            let message = "it is not a JSON object in braces; it is left out".to_owned();
            (Severity::Error, "not-an-entry", message)
        }
        Reason::NothingToRead => {
            let message = "it has neither a title nor a text; it is left out".to_owned();
            (Severity::Error, "nothing-to-read", message)
        }
        Reason::NotADate(text) => {
            (Severity::Warning, "not-a-date", format!("{text:?} is not a date"))
        }
        Reason::UnsafeLink(text) => {
            let message = format!("{text:?} is no http, https or mailto address; it is left out");
            (Severity::Warning, "unsafe-link", message)
        }
        _ => return None,
    };
    Some(Finding {
        line: Some(fault.line),
        column: Some(1),
        item: fault.item,
        id: fault.id.clone(),
        field: Some(fault.field.clone()).filter(|field| !field.is_empty()),
        ..Finding::of_file(severity, code, &input.path, message)
    })
}

/// Why nothing of a file can be read.
pub(super) fn refused(input: &Input, error: &FeedError) -> Finding {
    let of_file =
        |message: &str| Finding::of_file(Severity::Error, "not-a-feed", &input.path, message);
    match error {
        FeedError::NotAFeed => of_file("it is JSON, but no object with a list `items`")
            .help("a JSON Feed looks as docs/FEED.md shows"),
        FeedError::NotJson { line, column, found } => {
            let finding = of_file(match found {
                Found::Nothing => "it is empty",
                Found::Html => "it is a web page, not a feed",
                Found::Utf16 | Found::Mistake => "it is not JSON: reading stopped here",
            });
            Finding { line: Some(*line), column: Some(*column), ..finding }
        }
    }
}

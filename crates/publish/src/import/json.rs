//! Reads a JSON Feed, by the same lenient code as the page.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use archive::feed::{Item, Reason};
use archive::link;
use archive::text::Source;
use serde_json::{Map, Value};
use url::Url;

use super::entry::{Entry, Head, Input, Place, Read};
use super::html;
use crate::check;
use crate::report::{Finding, Progress, Severity};
use crate::source::File;
use crate::source::places::{Places, repaired};

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
pub(super) fn read(input: &Rc<Input>, progress: &mut Progress) -> Read {
    // The values as they are written: for what Monthwise passes over and other readers do not.
    let raw = serde_json::from_str::<Value>(&repaired(input.text()));
    let base = ["feed_url", "home_page_url"]
        .iter()
        .find_map(|field| raw.as_ref().ok()?.get(field)?.as_str())
        .and_then(|base| Url::parse(base).ok());
    let address = base.as_ref().map_or("", Url::as_str);
    let file = File::new(input.path.clone(), PathBuf::new(), input.text().into(), address);
    let findings = check::alone(&file, is_lost);
    let Ok(page) = file.page else {
        return Read { findings, ..Read::default() };
    };
    let raw = match raw {
        Ok(raw) => raw,
        // What the page does not look into may be too deep, or a number too large.
        Err(error) => {
            let message = format!("it cannot be read: {error}");
            let finding = Finding::of_file(Severity::Error, "unreadable", &input.path, message);
            return Read::refused(finding.help("take out what stands there"));
        }
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
    let mut read = Read { head, findings, ..Read::default() };
    let places = Places::new(input.text());
    let no_fields = Map::new();
    for item in page.items {
        let number = item.number;
        progress.say(format_args!("{}: {number} entries read", input.path.display()));
        let is_made_up = page
            .faults
            .iter()
            .any(|fault| fault.item == Some(item.number) && fault.reason == Reason::NoId);
        // An id that was made from the words is none: it would change with them.
        let id = (!is_made_up).then(|| item.id.clone());
        let written = raw["items"][item.number - 1].as_object().unwrap_or(&no_fields);
        let span = places.item(number).map_or_else(|| input.lines.line(item.line), |it| it.span);
        let place = Place { input: Rc::clone(input), item: number, span };
        read.take(Entry { id, ..entry(place, item, written, base.as_ref()) });
    }
    read
}

/// Whether a fault costs an item, or something of the fields that arrive; the rest is for `monthwise check`.
fn is_lost(reason: &Reason) -> bool {
    reason.skips_item()
        || matches!(reason, Reason::NotADate(_) | Reason::UnsafeLink(_) | Reason::LoneSurrogate)
}

fn entry(place: Place, item: Item, written: &Map<String, Value>, base: Option<&Url>) -> Entry {
    let mut entry = Entry::new(place);
    let text_of = |field| written.get(field).and_then(Value::as_str);
    let address =
        |field| text_of(field).and_then(|link| link::resolve(link, base.map_or("", Url::as_str)));
    entry.title = item.title().map(str::to_owned);
    entry.url = address("url");
    entry.external_url = address("external_url");
    if entry.external_url.is_none() {
        entry.url = item.address();
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
    entry.categories = Arc::unwrap_or_clone(item.topics);
    entry.regions = Arc::unwrap_or_clone(item.regions);
    entry.partners = Arc::unwrap_or_clone(item.partners);
    let others = written.iter().filter(|(field, _)| !KNOWN.contains(&field.as_str()));
    entry.others = others.map(|(field, value)| (field.clone(), value.clone())).collect();
    entry
}

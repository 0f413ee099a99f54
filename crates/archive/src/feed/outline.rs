//! Defines the outline of a feed: all that a list shows, filters and counts of its items, but for their
//! texts, in one small file. So a page with a hundred thousand items is usable when it has this, and
//! fetches the texts where they are read.
//!
//! `monthwise build` writes it beside a feed that it cuts into several files, and names it in the first
//! of them, as `_monthwise.outline`. It is one JSON object of lists, a column each:
//!
//! | key | an entry |
//! |---|---|
//! | `files` | the address of a file of the feed, in their order |
//! | `sizes` | how many of the items are in that file |
//! | `ids` | an item's id, in the feed's order |
//! | `headings` | its heading |
//! | `links` | its address, with a space for the id that it ends with |
//! | `dates` | its date |
//! | `languages` | the language of its text, where that is not the feed's |
//! | `region`, `partner`, `topic` | a value that items carry |
//! | `regions`, `partners`, `topics` | which of these an item carries, by their places in the list |
//!
//! An entry of `links` or `dates` is empty where it is written as the one before, and `-` where the item
//! has none. A column in which all entries would be empty may be left out. Who cannot use an outline reads the
//! feed's files one after another, by `next_url`.

use std::borrow::Cow;

use super::Item;
use super::json::{Document, Fields, Raw};
use crate::date::PartialDate;
use crate::digits::decimal;
use crate::export::Json;
use crate::facets::{Facet, NOT_STATED};
use crate::link;
use crate::order::Names;
use crate::text::Source;

/// The outline of a feed, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The files of the feed: the address of each, absolute where the base was, and how many of the
    /// items are in it.
    pub files: Vec<(String, usize)>,
    /// The items of all files, in the feed's order, whose texts are [away](Source::Away).
    pub items: Vec<Item>,
}

/// What stands for the item's id at the end of its link, as no link ends with it.
const ID: &str = " ";

/// What stands for no link, and for no date.
const NONE: &str = "-";

/// Reads an outline. Addresses that are not absolute are resolved against `base`, its own. None where
/// it is broken in any way: half an outline would miscount.
#[must_use]
pub fn read(bytes: &[u8], base: &str) -> Option<Outline> {
    let document = Document::new(bytes);
    let fields = document.root().ok()?.object()?;
    let (ids, headings) = (texts(&fields, "ids")?, texts(&fields, "headings")?);
    let column = |name: &str| {
        let column = texts(&fields, name)?;
        let is_whole = column.is_empty() || column.len() == ids.len();
        is_whole.then_some(column)
    };
    let (links, dates, languages) = (column("links")?, column("dates")?, column("languages")?);
    let values = [texts(&fields, "region")?, texts(&fields, "partner")?, texts(&fields, "topic")?];
    let (regions, partners, topics) = (column("regions")?, column("partners")?, column("topics")?);
    let mut items = Vec::with_capacity(ids.len());
    let (mut link, mut date) = ("", "");
    for (place, id) in ids.iter().enumerate() {
        for (before, column) in [(&mut link, &links), (&mut date, &dates)] {
            let written = entry(column, place);
            if !written.is_empty() {
                *before = written;
            }
        }
        let address = match link.strip_suffix(ID) {
            Some(before) => [before, id].concat(),
            None => link.to_owned(),
        };
        let carried = |facet: Facet, column| carried(entry(column, place), &values[facet as usize]);
        let heading = entry(&headings, place);
        if id.is_empty() || heading.is_empty() {
            return None;
        }
        items.push(Item {
            number: 0,
            line: 0,
            place,
            id: id.to_string(),
            heading: heading.to_owned(),
            long_title: None,
            text: Source::Away,
            link: link::resolve(&address, base).filter(|_| link != NONE),
            date: PartialDate::parse(date),
            regions: carried(Facet::Region, &regions)?,
            partners: carried(Facet::Partner, &partners)?,
            topics: carried(Facet::Topic, &topics)?,
            language: Some(entry(&languages, place))
                .filter(|language| !language.is_empty())
                .map(str::to_owned),
        });
    }

    let sizes = texts(&fields, "sizes")?;
    let size = |(url, size): (Cow<'_, str>, &Cow<'_, str>)| {
        Some((link::resolve(&url, base)?, size.parse().ok()?))
    };
    let files = texts(&fields, "files")?.into_iter().zip(&sizes).map(size);
    let files: Vec<(String, usize)> = files.collect::<Option<_>>()?;
    let total = files.iter().fold(0_usize, |total, (_, size)| total.saturating_add(*size));
    let is_whole = headings.len() == ids.len() && total == ids.len() && total > 0;
    is_whole.then_some(Outline { files, items })
}

/// An entry of a column, which is empty where the column is.
fn entry<'a>(column: &'a [Cow<'_, str>], at: usize) -> &'a str {
    column.get(at).map_or("", |entry| entry)
}

/// A column: empty where it is left out, none where it is no list of texts.
fn texts<'a>(fields: &Fields<'a>, name: &str) -> Option<Vec<Cow<'a, str>>> {
    let Some(raw) = fields.get(name) else { return Some(Vec::new()) };
    raw.list()?.into_iter().map(Raw::written).collect()
}

/// The values that an item carries, each once, by their places in the list of all.
fn carried(written: &str, values: &[Cow<'_, str>]) -> Option<Vec<String>> {
    let mut carried: Vec<String> = Vec::new();
    for place in written.split_ascii_whitespace() {
        let value = values.get(place.parse::<usize>().ok()?)?;
        if value != NOT_STATED && !value.is_empty() && !carried.iter().any(|known| known == value) {
            carried.push(value.to_string());
        }
    }
    Some(carried)
}

/// A column of which an entry is empty where it is the one before.
fn changes(entries: impl Iterator<Item = Option<String>>) -> Vec<String> {
    let mut before = String::new();
    let written = entries.map(|entry| {
        let entry = entry.unwrap_or_else(|| NONE.to_owned());
        if entry == before {
            return String::new();
        }
        before.clone_from(&entry);
        entry
    });
    written.collect()
}

/// Writes the outline of these items, which stand in these files: the address of each, and how many of
/// the items are in it.
#[must_use]
pub fn write(files: &[(String, usize)], items: &[Item]) -> String {
    let mut json = Json::default();
    json.open('{');
    let mut column = |name: &str, entries: Vec<String>| {
        if entries.iter().any(|entry| !entry.is_empty()) {
            json.texts(name, &entries);
        }
    };
    column("files", files.iter().map(|(url, _)| url.clone()).collect());
    column("sizes", files.iter().map(|(_, size)| decimal(*size)).collect());
    let of_items =
        |entry: fn(&Item) -> &str| items.iter().map(|item| entry(item).to_owned()).collect();
    column("ids", of_items(|item| &item.id));
    column("headings", of_items(|item| &item.heading));
    column("languages", of_items(|item| item.language.as_deref().unwrap_or_default()));
    let link = |item: &Item| {
        let link = item.link.as_ref()?;
        Some(match link.strip_suffix(item.id.as_str()) {
            Some(before) => [before, ID].concat(),
            None if link == NONE => ["./", link].concat(),
            None => link.clone(),
        })
    };
    column("links", changes(items.iter().map(link)));
    column("dates", changes(items.iter().map(|item| item.date.map(PartialDate::iso))));
    for facet in Facet::ALL {
        let mut names = Names::default();
        let mut values: Vec<String> = Vec::new();
        let entry = |item: &Item| {
            let place = |value: &String| {
                let place = names.number(value);
                if place == values.len() {
                    values.push(value.clone());
                }
                decimal(place)
            };
            facet.values_of(item).iter().map(place).collect::<Vec<_>>().join(" ")
        };
        let places = items.iter().map(entry).collect();
        column(facet.key(), values);
        column(&[facet.key(), "s"].concat(), places);
    }
    json.close('}');
    json.0
}

#[cfg(test)]
mod tests;

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
use std::sync::Arc;

use super::Item;
use super::json::{Document, Fields, Parts, Raw};
use crate::date::PartialDate;
use crate::digits::decimal;
use crate::export::Json;
use crate::facets::{Facet, NOT_STATED};
use crate::link::{self, Link};
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
    let column = |name: &str| Column::of(&fields, name);
    let (mut ids, mut headings, mut languages) =
        (column("ids"), column("headings"), column("languages"));
    let (mut links, mut dates) = (column("links"), column("dates"));
    let [mut regions, mut partners, mut topics] =
        Facet::ALL.map(|facet| Lists::new(&fields, facet));
    let (mut urls, mut sizes) = (column("files"), column("sizes"));
    let (mut files, mut total) = (Vec::new(), 0_usize);
    while urls.has_more() {
        let (url, size) = (link::resolve(&urls.next(), base)?, sizes.next().parse().ok()?);
        total = total.saturating_add(size);
        files.push((url, size));
    }
    // No more than the file has room for, whatever it says: an id and a heading are eight bytes at least.
    let mut items: Vec<Item> = Vec::with_capacity(total.min(bytes.len() / 8));
    let (mut link, mut date) = (Cow::default(), Cow::default());
    let mut is_whole = total > 0;
    while ids.has_more() {
        let (id, heading, language) = (ids.next(), headings.next(), languages.next());
        is_whole &= !id.is_empty() && !heading.is_empty();
        for (before, column) in [(&mut link, &mut links), (&mut date, &mut dates)] {
            let written = column.next();
            if !written.is_empty() {
                *before = written;
            }
        }
        let address = match link.strip_suffix(ID) {
            Some(before) => link::resolve(&[before, &id].concat(), base),
            None if link == NONE => None,
            None => link::resolve(&link, base),
        };
        let like = items.last().and_then(|item| item.link.as_ref());
        items.push(Item {
            number: 0,
            line: 0,
            place: items.len(),
            link: address.map(|address| Link::like(like, &address, &id)),
            id: id.into_owned(),
            heading: heading.into_owned(),
            long_title: None,
            text: Source::Away,
            date: PartialDate::parse(&date),
            regions: regions.next(),
            partners: partners.next(),
            topics: topics.next(),
            language: Some(language.into_owned()).filter(|language| !language.is_empty()),
        });
    }
    let [regions, partners, topics] = [&regions.column, &partners.column, &topics.column];
    for column in [&headings, &languages, &links, &dates, &sizes, regions, partners, topics] {
        is_whole &= !column.is_broken && !column.has_more();
    }
    (is_whole && total == items.len()).then_some(Outline { files, items })
}

/// A column, read entry by entry, so that there is no more of it than what is read.
struct Column<'a> {
    /// None where it is left out: then all of its entries are empty.
    entries: Option<Parts<'a>>,
    /// Whether it is no list, or more was read than it has, or something that is no text.
    is_broken: bool,
}

impl<'a> Column<'a> {
    fn of(fields: &Fields<'a>, name: &str) -> Self {
        let written = fields.get(name);
        let entries = written.and_then(Raw::list);
        Self { is_broken: written.is_some() && entries.is_none(), entries }
    }

    fn has_more(&self) -> bool {
        self.entries.as_ref().is_some_and(Parts::has_more)
    }

    /// Its next entry.
    fn next(&mut self) -> Cow<'a, str> {
        let Some(entries) = &mut self.entries else { return Cow::default() };
        let entry = entries.next().and_then(Raw::written);
        self.is_broken |= entry.is_none();
        entry.unwrap_or_default()
    }
}

/// The lists of values that items carry, of which each is kept once for all the items that carry the same.
struct Lists<'a> {
    values: Vec<Cow<'a, str>>,
    column: Column<'a>,
    /// As they are written.
    written: Names,
    read: Vec<Arc<Vec<String>>>,
}

impl<'a> Lists<'a> {
    fn new(fields: &Fields<'a>, facet: Facet) -> Self {
        let mut column = Column::of(fields, &[facet.key(), "s"].concat());
        let mut all = Column::of(fields, facet.key());
        let mut values = Vec::new();
        while all.has_more() {
            values.push(all.next());
        }
        column.is_broken |= all.is_broken;
        Self { values, column, written: Names::default(), read: Vec::new() }
    }

    /// The values that the next item carries, each once.
    fn next(&mut self) -> Arc<Vec<String>> {
        let written = self.column.next();
        let number = self.written.number(&written);
        if number == self.read.len() {
            let mut carried: Vec<String> = Vec::new();
            for place in written.split_ascii_whitespace() {
                let value = place.parse::<usize>().ok().and_then(|place| self.values.get(place));
                self.column.is_broken |= value.is_none();
                let value = value.map_or("", |value| value);
                if value != NOT_STATED && !value.is_empty() && !carried.iter().any(|it| it == value)
                {
                    carried.push(value.to_owned());
                }
            }
            self.read.push(Arc::new(carried));
        }
        self.read[number].clone()
    }
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
        let link = item.address()?;
        Some(match link.strip_suffix(item.id.as_str()) {
            Some(before) => [before, ID].concat(),
            None if link == NONE => ["./", &link].concat(),
            None => link,
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

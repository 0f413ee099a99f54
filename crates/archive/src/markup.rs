//! Prints months and items, node by node, into whatever takes nodes.
//!
//! The list has one markup and two homes: the page builds it from nodes of the browser, a built site
//! writes it into a file. Hosts style it and testers find things by it, so it stands here once.

pub mod frame;

use std::borrow::Cow;

use crate::archive::{Archive, Section};
use crate::date::PartialDate;
use crate::digits::decimal;
use crate::facets::Facet;
use crate::feed::Item;
use crate::language::{Language, Phrase};
use crate::view;

/// Takes nodes in the order of the document.
pub trait Sink {
    /// Begins an element.
    fn open(&mut self, tag: &str);
    /// Adds an attribute to the element that has just begun.
    fn attribute(&mut self, name: &str, value: &str);
    /// Adds text.
    fn text(&mut self, text: &str);
    /// Ends the innermost element.
    fn close(&mut self);
}

/// Prints an archive in a language.
pub struct Printer<'a> {
    /// What is printed.
    pub archive: &'a Archive,
    /// In which words.
    pub language: &'a Language,
    /// The level of the title's heading, from 1 on; the list's is one below, then months', then
    /// items'.
    pub level: u8,
}

impl Printer<'_> {
    /// Prints a month with its heading and, as its last element, the list for its items.
    pub fn section(&self, section: &Section, sink: &mut impl Sink) {
        sink.open("section");
        sink.attribute("class", "month");
        sink.attribute("id", &section.period.id());
        sink.attribute("part", "month");
        sink.attribute("aria-labelledby", &heading_id(section));
        self.heading(section, sink);
        sink.open("ol");
        sink.attribute("class", "month__entries");
        sink.close();
        sink.close();
    }

    fn heading(&self, section: &Section, sink: &mut impl Sink) {
        sink.open(heading_tag(self.level.saturating_add(2)));
        sink.attribute("class", "month__heading");
        sink.attribute("id", &heading_id(section));
        sink.attribute("part", "month-heading");
        sink.attribute("tabindex", "-1");
        sink.text(&view::heading(section.period, self.language));
        sink.close();
    }

    /// Prints an item as an entry of its month's list, with its number there, counted from 1.
    pub fn item(&self, item: &Item, number: usize, sink: &mut impl Sink) {
        sink.open("li");
        sink.attribute("class", "month__entry");
        sink.attribute("value", &decimal(number));
        sink.open("article");
        sink.attribute("class", "item");
        sink.attribute("id", &anchor(&item.id));
        sink.attribute("part", "item");
        if let Some(language) = item.language.as_ref().or(self.archive.language.as_ref()) {
            sink.attribute("lang", language);
        }
        self.title(item, sink);
        if let Some(date) = item.date {
            self.date(date, sink);
        }
        if let Some(title) = &item.long_title {
            sink.open("p");
            sink.attribute("dir", "auto");
            sink.text(title);
            sink.close();
        }
        item.text.print(&self.archive.base, sink);
        self.labels(item, sink);
        sink.close();
        sink.close();
    }

    fn title(&self, item: &Item, sink: &mut impl Sink) {
        sink.open(heading_tag(self.level.saturating_add(3)));
        sink.attribute("class", "item__title");
        sink.attribute("dir", "auto");
        sink.attribute("part", "item-title");
        if let Some(href) = &item.link {
            open_link(href, sink);
        }
        sink.text(&item.heading);
        if item.link.is_some() {
            sink.close();
        }
        sink.close();
    }

    fn date(&self, date: PartialDate, sink: &mut impl Sink) {
        sink.open("p");
        sink.attribute("class", "item__date");
        self.interface_language(sink);
        sink.open("time");
        sink.attribute("datetime", &date.iso());
        sink.attribute("part", "item-date");
        sink.text(&self.language.locale().date(date));
        sink.close();
        sink.close();
    }

    /// The item's regions, partners and topics, each a button that narrows the list to it.
    fn labels(&self, item: &Item, sink: &mut impl Sink) {
        if Facet::ALL.iter().all(|facet| facet.values_of(item).is_empty()) {
            return;
        }
        sink.open("ul");
        sink.attribute("class", "item__labels");
        sink.attribute("aria-label", self.language.say(Phrase::LabelsOfItem));
        self.interface_language(sink);
        for facet in Facet::ALL {
            for id in facet.values_of(item) {
                sink.open("li");
                sink.open("button");
                sink.attribute("type", "button");
                sink.attribute("class", "label");
                sink.attribute("part", "label");
                sink.attribute("data-facet", facet.key());
                sink.attribute("value", id);
                sink.attribute("aria-pressed", "false");
                let short = view::short_name(self.archive, self.language, facet, id);
                let name = view::name(self.archive, self.language, facet, id);
                if short != name {
                    sink.attribute("title", &name);
                }
                sink.text(&short);
                sink.close();
                sink.close();
            }
        }
        sink.close();
    }

    /// Marks words of the interface within a text of the feed.
    fn interface_language(&self, sink: &mut impl Sink) {
        sink.attribute("lang", self.language.locale().tag());
    }
}

/// What the id of a section's heading ends with, after the id of the section.
pub(crate) const HEADING: &str = "-heading";

/// The id of a section's heading, by which the section is labelled.
fn heading_id(section: &Section) -> String {
    [&section.period.id(), HEADING].concat()
}

/// An item's id as the `id` of its element, which may hold no white space (HTML Standard, section
/// 3.2.6). A permalink is read by the same rule.
#[must_use]
pub fn anchor(id: &str) -> Cow<'_, str> {
    if id.contains(|character: char| character.is_ascii_whitespace()) {
        Cow::Owned(id.split_ascii_whitespace().collect::<Vec<_>>().join("-"))
    } else {
        Cow::Borrowed(id)
    }
}

const fn heading_tag(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// Begins a link to an address that may be linked to.
pub(crate) fn open_link(href: &str, sink: &mut dyn Sink) {
    sink.open("a");
    sink.attribute("href", href);
    sink.attribute("rel", "noopener");
}

#[cfg(test)]
mod tests;

//! Prints months and items, node by node, into whatever takes nodes.
//!
//! The list has one markup and two homes: the page builds it from nodes of the browser, a built site
//! writes it into a file. Hosts style it and testers find things by it, so it stands here once.

mod adapt;
pub mod frame;
pub mod html;
mod index;

use std::borrow::Cow;

use crate::archive::{Archive, Section};
use crate::digits::decimal;
use crate::facets::Facet;
use crate::feed::Item;
use crate::filter::Filter;
use crate::language::{Language, Phrase};
use crate::query;
use crate::search::Term;
use crate::text::Source;
use crate::view;
use adapt::{Folding, Marked};
use frame::{action, begin, button};

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
    /// What is chosen.
    pub filter: &'a Filter,
    /// The words to mark.
    pub terms: &'a [Term],
    /// What stands before a `#` in links to places of the page; nothing where the page has no base
    /// address but its own.
    pub page: &'a str,
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
        sink.text(" ");
        begin(sink, "span", "month__count");
        sink.close();
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
        self.content(item, sink);
        sink.close();
        sink.close();
    }

    /// Prints what stands in an item's `article`.
    pub fn content(&self, item: &Item, sink: &mut impl Sink) {
        self.title(item, sink);
        self.about(item, sink);
        if let Some(title) = &item.long_title {
            sink.open("p");
            sink.attribute("dir", "auto");
            self.marked(sink).text(title);
            sink.close();
        }
        if item.text == Source::Away {
            begin(sink, "p", "item__away");
            self.interface_language(sink);
            sink.text(self.language.say(Phrase::TextAway));
            sink.close();
        }
        match item.text.fold() {
            None => item.text.print(&self.archive.base, &mut self.marked(sink)),
            Some(kept) => {
                let mut marked = self.marked(sink);
                let mut folding = Folding { sink: &mut marked, kept, depth: 0 };
                item.text.print(&self.archive.base, &mut folding);
                folding.close();
                button(sink, "button button--quiet item__more", action::MORE);
                self.interface_language(sink);
                let title = [("title", &*item.heading)];
                sink.attribute("aria-label", &self.language.fill(Phrase::MoreOf, &title));
                sink.text(self.language.say(Phrase::More));
                sink.close();
            }
        }
        self.labels(item, sink);
    }

    fn marked<'b>(&'b self, sink: &'b mut dyn Sink) -> Marked<'b> {
        Marked { sink, terms: self.terms, locale: self.language.locale() }
    }

    fn title(&self, item: &Item, sink: &mut impl Sink) {
        sink.open(heading_tag(self.level.saturating_add(3)));
        sink.attribute("class", "item__title");
        sink.attribute("dir", "auto");
        sink.attribute("part", "item-title");
        if let Some(href) = item.address() {
            open_link(&href, sink);
        }
        self.marked(sink).text(&item.heading);
        if item.link.is_some() {
            sink.close();
        }
        sink.close();
    }

    /// The item's date, the link to it, and the button that copies this link.
    fn about(&self, item: &Item, sink: &mut impl Sink) {
        begin(sink, "p", "item__about");
        self.interface_language(sink);
        if let Some(date) = item.date {
            sink.open("time");
            sink.attribute("datetime", &date.iso());
            sink.attribute("part", "item-date");
            sink.text(&self.language.locale().date(date));
            sink.close();
            sink.text(" ");
        }
        let title = [("title", &*item.heading)];
        self.link_to(&anchor(&item.id), "place item__link", sink);
        sink.attribute("aria-label", &self.language.fill(Phrase::PermalinkOf, &title));
        sink.text(self.language.say(Phrase::Permalink));
        sink.close();
        sink.text(" ");
        button(sink, "item__copy", action::COPY);
        sink.attribute("aria-label", &self.language.fill(Phrase::CopyLinkOf, &title));
        sink.text(self.language.say(Phrase::CopyLink));
        sink.close();
        sink.close();
    }

    /// Begins a link to a place in the page.
    fn link_to(&self, id: &str, class: &str, sink: &mut impl Sink) {
        begin(sink, "a", class);
        sink.attribute("href", &[self.page, "#", &query::fragment(id)].concat());
    }

    /// Prints what a month says of which texts could not be loaded.
    pub fn without_texts(&self, sink: &mut impl Sink) {
        begin(sink, "div", "month__failed");
        begin(sink, "p", "notice");
        sink.text(self.language.say(Phrase::TextsFailed));
        sink.close();
        self.retry(sink);
        sink.close();
    }

    /// Prints what an item says that the filter leaves out.
    pub fn outside(&self, sink: &mut impl Sink) {
        begin(sink, "p", "notice item__outside");
        sink.text(self.language.say(Phrase::Outside));
        sink.text(" ");
        button(sink, "button button--quiet", action::SHOW_ALL);
        sink.text(self.language.say(Phrase::ShowAll));
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
                let is_chosen = self.filter.choice(facet).contains(id);
                sink.attribute("aria-pressed", if is_chosen { "true" } else { "false" });
                let short = view::short_name(self.archive, self.language, facet, id);
                let name = view::name(self.archive, self.language, facet, id);
                if short != name {
                    sink.attribute("title", &name);
                }
                self.marked(sink).text(&short);
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

/// The selector of the labels that name a value and are not pressed. In a string of a selector whatever could end it is
/// escaped (CSS Syntax 3, section 4.3.5).
#[must_use]
pub fn unpressed(facet: Facet, id: &str) -> String {
    let mut selector = ["[data-facet=", facet.key(), "][aria-pressed=false][value=\""].concat();
    for character in id.chars() {
        match character {
            '"' | '\\' => selector.extend(['\\', character]),
            '\n' => selector.push_str("\\a "),
            '\r' => selector.push_str("\\d "),
            '\u{c}' => selector.push_str("\\c "),
            _ => selector.push(character),
        }
    }
    selector.push_str("\"]");
    selector
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

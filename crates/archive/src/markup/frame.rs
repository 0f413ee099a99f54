//! Prints what stands around the list: title, facets, and the places for what changes with a filter.
//!
//! What a press on a control means is written on it: `data-facet` and `value` name what it is about,
//! `data-action` what it does where that is not choosing a value. So one listener serves them all.

use super::{Printer, Sink, heading_tag};
use crate::digits::decimal;
use crate::filter::{Message, Mode};
use crate::language::{Language, Phrase};
use crate::link::resolve;
use crate::view::index::Year;
use crate::view::{self, Chip, FacetView, Suggestion, ValueView};

/// What a button does, as its `data-action`.
pub mod action {
    /// Removes a chip's filter.
    pub const REMOVE: &str = "remove";
    /// Removes all filters.
    pub const CLEAR: &str = "clear";
    /// Opens and closes the facets where they have no place of their own.
    pub const FILTERS: &str = "filters";
    /// Goes from there to the list.
    pub const LIST: &str = "list";
    /// Tries again what could not be loaded.
    pub const RETRY: &str = "retry";
    /// Finds the words of a box.
    pub const SEARCH: &str = "search";
    /// Lets go of what leaves nothing to list.
    pub const WITHOUT: &str = "without";
    /// Sets the first month of the span.
    pub const FROM: &str = "from";
    /// Sets the last month of the span.
    pub const TO: &str = "to";
    /// Shows a hidden item's neighbours too, by removing all filters.
    pub const SHOW_ALL: &str = "show-all";
    /// Opens the rest of a text.
    pub const MORE: &str = "more";
    /// Copies the link to an item.
    pub const COPY: &str = "copy";
    /// Prints the list.
    pub const PRINT: &str = "print";
    /// Saves the list as CSV.
    pub const CSV: &str = "csv";
    /// Saves the list as a JSON Feed.
    pub const JSON_FEED: &str = "json-feed";
    /// Saves the list as citations.
    pub const CITATIONS: &str = "citations";
}

/// What says of the page that it has no facets beside its list.
pub const BARE: &str = "data-bare";

/// The value of a facet's choice between any and all of the chosen values.
#[must_use]
pub const fn mode_value(mode: Mode) -> &'static str {
    match mode {
        Mode::Any => "any",
        Mode::All => "all",
    }
}

impl Printer<'_> {
    /// Prints the page of an archive without its months and its chips.
    ///
    /// Where the browser has no field for a month, `has_month_field` is false and the months to
    /// choose from are listed.
    pub fn frame(
        &self,
        facets: &[FacetView],
        years: &[Year],
        has_month_field: bool,
        sink: &mut impl Sink,
    ) {
        sink.open("div");
        sink.attribute("class", "page");
        sink.attribute("part", "page");
        self.interface_language(sink);
        self.header(sink);
        self.only(sink);
        begin(sink, "div", "page__body");
        if facets.is_empty() {
            sink.attribute(BARE, "");
        }
        self.filters(facets, sink);
        self.list(years, has_month_field, sink);
        sink.close();
        sink.close();
    }

    fn header(&self, sink: &mut impl Sink) {
        begin(sink, "header", "page__header");
        if let Some(language) = &self.archive.language {
            sink.attribute("lang", language);
        }
        begin(sink, heading_tag(self.level), "page__title");
        sink.attribute("part", "title");
        sink.attribute("dir", "auto");
        sink.text(&view::title(self.archive, self.language));
        sink.close();
        if let Some(description) = &self.archive.description {
            begin(sink, "p", "page__description");
            sink.attribute("dir", "auto");
            sink.text(description);
            sink.close();
        }
        sink.close();
    }

    /// What the host has locked, in words, and the way to all the news where the feed names it.
    fn only(&self, sink: &mut impl Sink) {
        let Some(only) = view::only(self.archive, self.language) else { return };
        begin(sink, "p", "page__only");
        sink.attribute("part", "only");
        sink.text(&only);
        let home = self.archive.home_page_url.as_deref();
        if let Some(home) = home.and_then(|home| resolve(home, &self.archive.base)) {
            sink.text(" ");
            sink.open("a");
            sink.attribute("href", &home);
            sink.text(self.language.say(Phrase::AllNews));
            sink.close();
        }
        sink.close();
    }

    fn filters(&self, facets: &[FacetView], sink: &mut impl Sink) {
        let label = self.language.say(Phrase::Filters);
        begin(sink, "search", "filters");
        sink.attribute("part", "filters");
        sink.attribute("aria-label", label);
        begin(sink, heading_tag(self.level.saturating_add(1)), "filters__heading");
        sink.text(label);
        sink.close();
        // Browsers that help with forms look through the form of a control that changes, and without one
        // through all that a page has. Nothing is sent: this method closes a dialog, where there is one.
        begin(sink, "form", "filters__form");
        sink.attribute("method", "dialog");
        begin(sink, "label", "search");
        begin(sink, "span", "search__label");
        sink.text(self.language.say(Phrase::Search));
        sink.close();
        begin(sink, "input", "field search__box");
        sink.attribute("type", "search");
        sink.attribute("data-action", action::SEARCH);
        sink.attribute("aria-description", self.language.say(Phrase::SearchHint));
        sink.attribute("autocomplete", "off");
        sink.attribute("enterkeyhint", "search");
        sink.close();
        sink.close();
        button(sink, "button filters__open", action::FILTERS);
        sink.attribute("aria-expanded", "false");
        sink.attribute("aria-controls", "monthwise-filters");
        sink.close();
        begin(sink, "div", "filters__panel");
        sink.attribute("id", "monthwise-filters");
        sink.attribute("data-open", "false");
        begin(sink, "div", "filters__facets");
        self.facets(facets, sink);
        sink.close();
        button(sink, "button filters__done", action::LIST);
        sink.close();
        sink.close();
        sink.close();
        sink.close();
    }

    /// Prints the facets with no value chosen.
    pub fn facets(&self, facets: &[FacetView], sink: &mut impl Sink) {
        for facet in facets {
            begin(sink, "fieldset", "facet");
            sink.attribute("part", "facet");
            sink.attribute("data-facet", facet.facet.key());
            begin(sink, "legend", "facet__legend");
            sink.text(&facet.legend);
            sink.close();
            if let Some(label) = &facet.combine {
                begin(sink, "select", "facet__combine");
                sink.attribute("aria-label", label);
                for (mode, phrase) in [(Mode::Any, Phrase::MatchAny), (Mode::All, Phrase::MatchAll)]
                {
                    option(mode_value(mode), self.language.say(phrase), sink);
                }
                sink.close();
            }
            if let Some(label) = &facet.find {
                begin(sink, "input", "field facet__find");
                sink.attribute("type", "search");
                sink.attribute("aria-label", label);
                sink.attribute("placeholder", label);
                sink.close();
                begin(sink, "p", "facet__none");
                sink.attribute("hidden", "");
                sink.text(self.language.say(Phrase::NoValue));
                sink.close();
            }
            let is_long = facet.find.is_some();
            let class = if is_long { "facet__values facet__values--long" } else { "facet__values" };
            begin(sink, "ul", class);
            facet.values.iter().for_each(|value| value_row(value, sink));
            sink.close();
            sink.close();
        }
    }

    /// The list with the places for its chips, count, sentences and months.
    fn list(&self, years: &[Year], has_month_field: bool, sink: &mut impl Sink) {
        begin(sink, "section", "page__list");
        sink.attribute("part", "list");
        sink.attribute("aria-labelledby", "monthwise-list");
        begin(sink, heading_tag(self.level.saturating_add(1)), "page__list-heading");
        sink.attribute("id", "monthwise-list");
        sink.attribute("tabindex", "-1");
        sink.text(self.language.say(Phrase::ListHeading));
        sink.close();
        begin(sink, "div", "chips");
        sink.attribute("role", "group");
        sink.attribute("aria-label", self.language.say(Phrase::Chosen));
        sink.attribute("hidden", "");
        begin(sink, "ul", "chips__list");
        sink.close();
        button(sink, "button button--quiet", action::CLEAR);
        sink.text(self.language.say(Phrase::ClearAll));
        sink.close();
        sink.close();
        begin(sink, "p", "page__count");
        sink.attribute("part", "count");
        sink.attribute("role", "status");
        sink.close();
        self.take(sink);
        begin(sink, "p", "page__source");
        sink.close();
        begin(sink, "p", "page__said");
        sink.attribute("aria-live", "polite");
        sink.close();
        place(sink, "p", "notice page__ignored");
        place(sink, "p", "notice page__unknown");
        begin(sink, "div", "index");
        sink.attribute("part", "index");
        sink.attribute("role", "group");
        sink.attribute("aria-label", self.language.say(Phrase::MonthIndex));
        self.index(years, has_month_field, sink);
        sink.close();
        place(sink, "p", "page__nothing");
        place(sink, "ul", "suggestions");
        begin(sink, "div", "months");
        sink.close();
        place(sink, "div", "rest");
        place(sink, "details", "skipped");
        sink.close();
    }

    /// The ways to take the list away.
    fn take(&self, sink: &mut impl Sink) {
        begin(sink, "div", "take");
        sink.attribute("part", "take");
        sink.attribute("role", "group");
        sink.attribute("aria-label", self.language.say(Phrase::Take));
        begin(sink, "span", "take__label");
        sink.attribute("aria-hidden", "true");
        sink.text(self.language.say(Phrase::Take));
        sink.close();
        for (action, phrase) in [
            (action::PRINT, Phrase::Print),
            (action::CSV, Phrase::Csv),
            (action::JSON_FEED, Phrase::JsonFeed),
            (action::CITATIONS, Phrase::Citations),
        ] {
            button(sink, "button button--quiet", action);
            sink.text(self.language.say(phrase));
            sink.close();
        }
        begin(sink, "a", "button button--quiet take__feed");
        sink.text(self.language.say(Phrase::Subscribe));
        sink.close();
        sink.close();
    }

    /// Prints suggestions as entries of their list.
    pub fn suggestions(&self, suggestions: &[Suggestion], sink: &mut impl Sink) {
        for (at, suggestion) in suggestions.iter().enumerate() {
            sink.open("li");
            button(sink, "button", action::WITHOUT);
            sink.attribute("value", &decimal(at));
            sink.text(&suggestion.text);
            sink.close();
            sink.close();
        }
    }

    /// Prints a chip as an entry of their list.
    pub fn chip(&self, chip: &Chip, sink: &mut impl Sink) {
        sink.open("li");
        button(sink, "chip", action::REMOVE);
        sink.attribute("part", "chip");
        if let Message::Remove(facet, id) = &chip.message {
            sink.attribute("data-facet", facet.key());
            sink.attribute("value", id);
        }
        sink.attribute("aria-label", &chip.action);
        sink.open("bdi");
        sink.text(&chip.name);
        sink.close();
        sink.close();
        sink.close();
    }

    /// Prints a button that tries again.
    pub fn retry(&self, sink: &mut impl Sink) {
        button(sink, "button", action::RETRY);
        sink.text(self.language.say(Phrase::Retry));
        sink.close();
    }
}

fn value_row(value: &ValueView, sink: &mut impl Sink) {
    begin(sink, "li", if value.area.is_some() { "value value--within" } else { "value" });
    begin(sink, "label", "value__label");
    begin(sink, "input", "value__box");
    sink.attribute("type", "checkbox");
    sink.attribute("value", &value.id);
    sink.close();
    begin(sink, "bdi", "value__name");
    sink.text(&value.name);
    sink.close();
    // A label's words run together without it, for whoever hears them.
    sink.text(" ");
    begin(sink, "span", "value__count");
    sink.close();
    sink.close();
    sink.close();
}

/// Begins a button, which its caller ends.
pub(super) fn button(sink: &mut impl Sink, class: &str, action: &str) {
    begin(sink, "button", class);
    sink.attribute("type", "button");
    sink.attribute("data-action", action);
}

/// Prints one of the values that a `select` offers.
pub(super) fn option(value: &str, text: &str, sink: &mut impl Sink) {
    sink.open("option");
    sink.attribute("value", value);
    sink.text(text);
    sink.close();
}

/// Begins an element of a class.
pub(super) fn begin(sink: &mut impl Sink, tag: &str, class: &str) {
    sink.open(tag);
    sink.attribute("class", class);
}

/// An empty element that is hidden until there is something to say in it.
fn place(sink: &mut impl Sink, tag: &str, class: &str) {
    begin(sink, tag, class);
    sink.attribute("hidden", "");
    sink.close();
}

/// Prints what is said of items that cannot be shown: a sentence, and a line an item on demand.
pub fn skipped(sentence: &str, lines: &[String], sink: &mut impl Sink) {
    sink.open("summary");
    sink.text(sentence);
    sink.close();
    sink.open("ul");
    for line in lines {
        sink.open("li");
        sink.attribute("dir", "auto");
        sink.text(line);
        sink.close();
    }
    sink.close();
}

/// Prints the frame of a failure: its heading, the places for its text and for the address of its cure,
/// and a button to try again.
pub fn failure(language: &Language, level: u8, sink: &mut impl Sink) {
    begin(sink, "div", "failed");
    sink.attribute("part", "failed");
    sink.attribute("role", "alert");
    begin(sink, heading_tag(level), "failed__heading");
    sink.text(language.say(Phrase::FailedHeading));
    sink.close();
    begin(sink, "p", "failed__text");
    sink.attribute("dir", "auto");
    sink.close();
    begin(sink, "a", "failed__cure");
    sink.text(language.say(Phrase::Cure));
    sink.close();
    sink.close();
    // Beside the alert, not in it: an alert is read out whenever its text changes.
    button(sink, "button", action::RETRY);
    sink.text(language.say(Phrase::Retry));
    sink.close();
}

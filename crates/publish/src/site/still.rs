//! The list as it stands before any script runs, and where none ever does: the page's own markup with
//! the newest months in it, in the very state in which the app leaves it when nothing is chosen.
//!
//! The app does the same to its nodes in `src/components`; the story "the list in the file is the list
//! that is mounted" compares both in a browser.

use archive::archive::Archive;
use archive::date::{PartialDate, Period};
use archive::facets::Facet;
use archive::filter::Filter;
use archive::language::Language;
use archive::markup::{Printer, anchor, frame};
use archive::query::{self, Asked};
use archive::view::index::years;
use archive::view::{self, View};

use super::publication::Publication;
use super::tree::{Element, Node};

/// What stands before the paths of the site's feeds, in its page.
pub(super) const FEEDS: &str = "./";

/// What of an archive stands in its page before any script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Newest {
    /// How many of the newest sections.
    pub(super) sections: usize,
    /// How many items of these. The last section may go on.
    pub(super) items: usize,
}

/// The newest sections of an archive that hold at least so many items. The last one is whole, unless
/// that makes more than twice as many.
pub(super) fn newest(archive: &Archive, items: usize) -> Newest {
    let sections = archive.sections();
    let before = sections.iter().take_while(|section| section.items.end < items).count();
    let sections = sections.get(..=before).unwrap_or(sections);
    let end = sections.last().map_or(0, |section| section.items.end);
    Newest { sections: sections.len(), items: end.min(items.saturating_mul(2)) }
}

/// The folder of the plain page that holds a period: `2007/`, or `undated/`.
pub(super) fn folder(period: Period) -> String {
    let year = period.year().map(|year| PartialDate::Year(year).iso());
    [&year.unwrap_or_else(|| period.id()), "/"].concat()
}

/// A printer for a title's heading at a level, with nothing chosen.
pub(super) fn printer<'a>(
    archive: &'a Archive,
    language: &'a Language,
    filter: &'a Filter,
    level: u8,
) -> Printer<'a> {
    Printer { archive, language, level, filter, terms: &[], page: "" }
}

/// The page with its newest items, as the only child of what is given.
pub(super) fn page(archive: &Archive, language: &Language, newest: Newest) -> Element {
    let facets = view::facets(archive, language);
    let view = View::new(archive, &facets, &mut None, &Asked::default(), language);
    let printer = printer(archive, language, &view.filter, 1);
    let mut root = Element::default();
    // Browsers without a field for a month print two lists of the same size in their place.
    root.print(|sink| printer.frame(&facets, &years(archive, language), true, sink));

    root.each("filters__open", |button| {
        button.say(&view.filters_button);
        button.hide(facets.is_empty());
    });
    root.each("filters__panel", |panel| panel.hide(facets.is_empty()));
    root.each("filters__done", |button| button.say(&view.list_button));
    root.each("page__count", |count| count.say(&view.count));
    root.each("take__feed", |link| {
        let feed = view.feed(archive).unwrap_or_default();
        link.set("href", &[FEEDS, &feed].concat());
    });
    let states = view.values.iter().flatten();
    for (row, state) in root.all("value").into_iter().zip(states) {
        row.each("value__count", |count| count.say(&state.written));
        row.each("value__label", |label| label.set("data-none", boolean(state.count == 0)));
    }
    for (bar, state) in root.all("index__month").into_iter().zip(&view.months) {
        bar.set("aria-label", &state.label);
        bar.set("aria-disabled", boolean(state.count == 0));
        bar.set("data-listed", &state.level.to_string());
    }
    root.each("index", |index| index.hide(archive.sections().is_empty()));
    if let Some(text) = &view.nothing {
        root.each("page__nothing", |place| {
            place.say(text);
            place.hide(false);
        });
    }
    if let Some((sentence, lines)) = view::skipped(archive, language) {
        root.each("skipped", |place| {
            place.hide(false);
            place.print(|sink| frame::skipped(&sentence, &lines, sink));
        });
    }
    root.each("months", |months| print_months(&printer, 0..newest.sections, newest.items, months));
    root.map(&mut |element| still(element, archive, newest.sections));
    root
}

/// Prints sections of the archive with their items, up to the one at the position `end`.
pub(super) fn print_months(
    printer: &Printer<'_>,
    sections: std::ops::Range<usize>,
    end: usize,
    into: &mut Element,
) {
    let archive = printer.archive;
    for section in archive.sections().get(sections).unwrap_or_default() {
        into.print(|sink| printer.section(section, sink));
        let Some(Node::Element(month)) = into.children.last_mut() else { continue };
        month.each("month__entries", |entries| {
            let items = section.items.start..section.items.end.min(end);
            let items = archive.items().get(items).unwrap_or_default();
            for (number, item) in (1..).zip(items) {
                entries.print(|sink| printer.item(item, number, sink));
            }
        });
    }
}

const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// What an element is where no script runs. A control that does nothing yet says so: it is disabled.
/// What is not in this file is linked to on the plain page of its year.
fn still(mut element: Element, archive: &Archive, sections: usize) -> Vec<Node> {
    if element.is("index__month") {
        let id = element.get("href").and_then(|href| href.strip_prefix('#')).unwrap_or_default();
        let older = archive.sections().get(sections..).unwrap_or_default();
        if let Some(section) = older.iter().find(|section| section.period.id() == id) {
            element.set("href", &place(section.period, id));
        }
    } else if element.tag == "details" && element.get("hidden").is_some() {
        // It has no summary yet, which it must have.
        return Vec::new();
    } else if matches!(element.tag.as_str(), "button" | "input" | "select") {
        element.set("disabled", "");
    } else if element.is("item") {
        let period = element.get("id").and_then(|id| period_of(archive, id));
        let href = period.map(|period| place(period, element.get("id").unwrap_or_default()));
        element.each("item__more", |more| {
            "a".clone_into(&mut more.tag);
            for name in ["type", "disabled"] {
                more.unset(name);
            }
            more.set("href", href.as_deref().unwrap_or_default());
        });
    }
    vec![Node::Element(element)]
}

/// The address of a place on the plain page that holds a period.
pub(super) fn place(period: Period, id: &str) -> String {
    [&folder(period), "#", &query::fragment(id)].concat()
}

fn period_of(archive: &Archive, id: &str) -> Option<Period> {
    let at = archive.items().iter().position(|item| anchor(&item.id) == id)?;
    archive.sections().iter().find(|section| section.items.contains(&at)).map(|it| it.period)
}

/// What an element is on the plain page in a folder, where no script ever runs: nothing that is pressed
/// is left, labels lead to the list that they would narrow, and texts are whole.
pub(super) fn plain(mut element: Element, site: &Publication<'_>, folder: &str) -> Vec<Node> {
    if element.is("label") {
        let facet = element.get("data-facet").and_then(Facet::from_key);
        let (Some(facet), Some(id)) = (facet, element.get("value")) else { return Vec::new() };
        let mut filter = Filter::default();
        filter.choice_mut(facet).add(id);
        let href = query::at("../", &query::write(&filter, "", ""));
        "a".clone_into(&mut element.tag);
        for name in ["type", "data-facet", "value", "aria-pressed"] {
            element.unset(name);
        }
        element.set("href", &href);
    } else if element.tag == "button" {
        return Vec::new();
    } else if element.is("item__rest") {
        return element.children;
    } else if let Some(href) = element.get("href").filter(|_| !element.is("place")) {
        element.set("href", &site.link(folder, href));
    }
    vec![Node::Element(element)]
}

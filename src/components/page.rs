//! The page of an archive: its parts, and the order in which they are brought up to date.

use archive::archive::Archive;
use archive::export::{Format, Taken};
use archive::filter::Message;
use archive::language::Phrase;
use archive::markup::Printer;
use archive::markup::frame::{BARE, action};
use archive::query;
use archive::view::index::{Year, years};
use archive::view::{self, FacetView, View};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement};

use super::chips::Chips;
use super::facets::Facets;
use super::index::Index;
use super::months::{Months, open};
use super::notices::{Notices, Wait};
use crate::browser::dom::{self, Nodes};
use crate::embed::Settings;
use crate::load::Rest;

/// Everything there is to see once the feed has been read.
pub(crate) struct Page {
    root: Element,
    body: Element,
    list_heading: Element,
    count: Element,
    take: Element,
    feed: Element,
    source: Element,
    said: Element,
    search: HtmlInputElement,
    filters_open: Element,
    filters_panel: Element,
    filters_done: Element,
    facets: Facets,
    chips: Chips,
    notices: Notices,
    index: Index,
    months: Months,
}

impl Page {
    /// Puts the page where the script says. None where the document does not let it.
    pub(crate) fn new(
        archive: &Archive,
        facets: &[FacetView],
        rest: Rest,
        view: &View,
        settings: &Settings,
    ) -> Option<Self> {
        // What was published is of the whole feed.
        let is_whole = rest == Rest::None && archive.lock().is_open();
        let made_of = if is_whole { archive.fingerprint } else { 0 };
        let root = &settings.browser.place(made_of);
        let printer = printer(archive, view, settings);
        let years = years(archive, &settings.language);
        let has_month_field = settings.browser.has_month_field();
        printer.frame(facets, &years, has_month_field, &mut Nodes::into(root));
        Some(Self {
            body: dom::find(root, ".page__body")?,
            list_heading: dom::find(root, ".page__list-heading")?,
            count: dom::find(root, ".page__count")?,
            take: dom::find(root, ".take")?,
            feed: dom::find(root, ".take__feed")?,
            source: dom::find(root, ".page__source")?,
            said: dom::find(root, ".page__said")?,
            search: dom::find(root, ".search__box")?.unchecked_into(),
            filters_open: dom::find(root, ".filters__open")?,
            filters_panel: dom::find(root, ".filters__panel")?,
            filters_done: dom::find(root, ".filters__done")?,
            facets: Facets::new(root)?,
            chips: Chips::new(root)?,
            notices: Notices::new(root)?,
            index: Index::new(root, &years)?,
            months: Months::new(root, settings.browser.lazy())?,
            root: root.clone(),
        })
    }

    /// Prints the facets and the month index again, as there may be more values and months.
    pub(crate) fn refill(
        &mut self,
        archive: &Archive,
        facets: &[FacetView],
        view: &View,
        settings: &Settings,
    ) {
        let printer = printer(archive, view, settings);
        self.facets.fill(facets, &printer);
        let years: Vec<Year> = years(archive, &settings.language);
        self.index.fill(&years, settings.browser.has_month_field(), &printer);
    }

    /// Adds what of the archive is not on the page yet.
    pub(crate) fn fill(&mut self, archive: &Archive, view: &View, settings: &Settings) {
        let printer = printer(archive, view, settings);
        self.months.fill(&printer);
        self.notices.fill(archive, printer.language);
    }

    /// Shows texts that have come, and says which did not.
    pub(crate) fn receive(
        &mut self,
        settled: &[usize],
        archive: &Archive,
        view: &View,
        settings: &Settings,
    ) {
        let focused = dom::focused(&self.root);
        self.months.receive(settled, &printer(archive, view, settings));
        self.keep_focus(focused);
    }

    /// Says what the visitor may be waiting for.
    pub(crate) fn wait(&mut self, wait: Wait, archive: &Archive, view: &View, settings: &Settings) {
        let focused = dom::focused(&self.root);
        self.notices.wait(wait, &printer(archive, view, settings));
        self.keep_focus(focused);
    }

    /// The items of the months that are near.
    pub(crate) fn near_items(&self) -> impl Iterator<Item = usize> {
        self.months.near_items()
    }

    /// Shows the archive through a filter, which an address has. The focus never falls out of the page: where what
    /// had it is gone or hidden, the list's heading gets it.
    pub(crate) fn update(
        &mut self,
        archive: &Archive,
        facets: &[FacetView],
        rest: Rest,
        view: &View,
        address: &str,
        settings: &Settings,
    ) {
        let focused = dom::focused(&self.root);
        let printer = printer(archive, view, settings);
        // Nobody takes half a list for the whole.
        dom::toggle(&self.take, "inert", rest == Rest::Coming);
        let feed = view.feed(archive).filter(|_| !settings.feeds.is_empty());
        dom::hide(&self.feed, feed.is_none());
        if let Some(path) = feed {
            dom::set(&self.feed, "href", &[&settings.feeds, &*path].concat());
        }
        dom::toggle(&self.body, BARE, facets.is_empty());
        dom::hide(&self.filters_open, facets.is_empty());
        dom::hide(&self.filters_panel, facets.is_empty());
        // A space behind the words is on its way to another word.
        if self.search.value().trim() != view.filter.words {
            self.search.set_value(&view.filter.words);
        }
        self.facets.update(facets, view);
        self.chips.update(&view.chips, &printer);
        self.notices.update(view, settings.standalone && rest != Rest::Coming, &printer);
        self.index.update(view);
        self.months.update(view, &printer);
        dom::say(&self.source, &taken(archive, view, address, settings).source());
        dom::say(&self.filters_open, &view.filters_button);
        dom::say(&self.filters_done, &view.list_button);
        dom::say(&self.count, &view.count);
        self.keep_focus(focused);
    }

    /// Gives the list's heading the focus where what had it is gone or hidden.
    fn keep_focus(&self, before: Option<Element>) {
        if before.is_some_and(|before| is_gone(&before))
            && dom::focused(&self.root).is_none_or(|now| is_gone(&now))
        {
            self.focus_list();
        }
    }

    /// Prints some more of the list, or of all of it for paper, and says whether there is more.
    pub(crate) fn go_on(
        &mut self,
        is_paper: bool,
        archive: &Archive,
        view: &View,
        settings: &Settings,
    ) -> bool {
        self.months.go_on(is_paper, &printer(archive, view, settings))
    }

    /// Leads to the place that the address names.
    pub(crate) fn go_to_place(&mut self, archive: &Archive, view: &View, settings: &Settings) {
        if let Some(place) = &view.place {
            self.months.go_to(place, &printer(archive, view, settings), &settings.browser);
        }
    }

    /// Marks what is looked for in a month that comes near.
    pub(crate) fn near(
        &mut self,
        section: &Element,
        event: &Event,
        archive: &Archive,
        view: &View,
        settings: &Settings,
    ) {
        let is_near = !event.unchecked_ref::<StateChange>().skipped();
        self.months.near(section, is_near, &printer(archive, view, settings));
    }

    /// Opens the rest of the text that a button, or the rest itself, stands in.
    pub(crate) fn open(&self, within: &Element) {
        let has_focus = dom::focused(&self.root).as_ref() == Some(within);
        let rest = within.closest(".item").ok().flatten().and_then(|item| open(&item));
        if let Some(rest) = rest.filter(|_| has_focus) {
            dom::set(&rest, "tabindex", "-1");
            dom::focus(&rest);
        }
    }

    /// Copies the link to the item that a button stands in.
    pub(crate) fn copy(&self, button: &Element, settings: &Settings) {
        let Ok(Some(item)) = button.closest(".item") else { return };
        let (page, address) = (settings.browser.page(), settings.browser.address());
        let link = query::permalink(&page, &address, &settings.prefix, &item.id());
        let (copied, refused) = (Phrase::Copied, Phrase::CopyRefused);
        let say = |phrase| settings.language.say(phrase);
        settings.browser.copy(&link, button, &self.said, say(copied), say(refused));
    }

    /// The span that the fields of the month index ask for.
    pub(crate) fn limits(&self) -> Option<Message> {
        self.index.limits()
    }

    /// Answers to keys and to dragging in the month index.
    pub(crate) fn walk_index(&self, event: &Event, settings: &Settings) -> Option<Message> {
        self.index.answer(event, &settings.browser)
    }

    /// Opens the facets, or closes them, where they have no place of their own.
    pub(crate) fn toggle_filters(&self) {
        let open = self.filters_panel.get_attribute("data-open").as_deref() == Some("true");
        self.open_filters(!open);
    }

    /// Closes the facets and goes to the list.
    pub(crate) fn show_list(&self) {
        self.open_filters(false);
        self.focus_list();
    }

    fn open_filters(&self, open: bool) {
        let open = if open { "true" } else { "false" };
        dom::set(&self.filters_panel, "data-open", open);
        dom::set(&self.filters_open, "aria-expanded", open);
    }

    /// Gives the list's heading the focus, so that a keyboard and a screen reader go on from there.
    pub(crate) fn focus_list(&self) {
        dom::focus(&self.list_heading);
    }

    /// Answers to typing in a facet's box.
    pub(crate) fn find_value(&self, event: &Event, facets: &[FacetView], settings: &Settings) {
        self.facets.find(event, facets, &settings.language);
    }
}

#[wasm_bindgen]
extern "C" {
    /// The event by which the browser tells that a month comes near or goes. (`web-sys` does not
    /// know it.)
    type StateChange;

    #[wasm_bindgen(method, getter)]
    fn skipped(this: &StateChange) -> bool;
}

fn printer<'a>(archive: &'a Archive, view: &'a View, settings: &'a Settings) -> Printer<'a> {
    Printer {
        archive,
        language: &settings.language,
        level: settings.heading_level,
        filter: &view.filter,
        terms: &view.terms,
        page: &settings.page,
    }
}

/// Prints the list, or saves it as a file.
pub(crate) fn take(way: &str, archive: &Archive, view: &View, settings: &Settings) {
    let format = match way {
        action::CSV => Format::Csv,
        action::JSON_FEED => Format::JsonFeed,
        action::CITATIONS => Format::Citations,
        _ => return settings.browser.print(),
    };
    let name = [&view::title(archive, &settings.language), format.extension()].concat();
    let text = taken(archive, view, &settings.browser.address(), settings).write(format);
    settings.browser.save(&name, format.media_type(), &text);
}

fn taken<'a>(
    archive: &'a Archive,
    view: &'a View,
    address: &str,
    settings: &'a Settings,
) -> Taken<'a> {
    Taken {
        archive,
        language: &settings.language,
        view,
        day: settings.browser.today(),
        page: settings.browser.page(),
        query: query::with_place(address, ""),
        prefix: &settings.prefix,
    }
}

fn is_gone(element: &Element) -> bool {
    !element.is_connected() || matches!(element.closest("[hidden]"), Ok(Some(_)))
}

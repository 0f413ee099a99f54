//! The page of an archive: its parts, and the order in which they are brought up to date.

use archive::archive::Archive;
use archive::markup::Printer;
use archive::view::{FacetView, View};
use web_sys::{Element, Event};

use super::chips::Chips;
use super::facets::Facets;
use super::months::Months;
use super::notices::Notices;
use crate::browser::dom::{self, Nodes};
use crate::embed::Settings;
use crate::load::Rest;

/// Everything there is to see once the feed has been read.
pub(crate) struct Page {
    root: Element,
    list_heading: Element,
    count: Element,
    filters: Element,
    filters_open: Element,
    filters_panel: Element,
    filters_done: Element,
    facets: Facets,
    chips: Chips,
    notices: Notices,
    months: Months,
}

impl Page {
    /// Puts the page into `root`, in the place of all there was. None where the document does not
    /// let it.
    pub(crate) fn new(
        root: &Element,
        archive: &Archive,
        facets: &[FacetView],
        settings: &Settings,
    ) -> Option<Self> {
        root.set_text_content(None);
        printer(archive, settings).frame(facets, &mut Nodes::into(root));
        Some(Self {
            list_heading: dom::find(root, ".page__list-heading")?,
            count: dom::find(root, ".page__count")?,
            filters: dom::find(root, ".filters")?,
            filters_open: dom::find(root, ".filters__open")?,
            filters_panel: dom::find(root, ".filters__panel")?,
            filters_done: dom::find(root, ".filters__done")?,
            facets: Facets::new(root)?,
            chips: Chips::new(root)?,
            notices: Notices::new(root)?,
            months: Months::new(root)?,
            root: root.clone(),
        })
    }

    /// Prints the facets again, as they may have more values.
    pub(crate) fn refill(&mut self, archive: &Archive, facets: &[FacetView], settings: &Settings) {
        self.facets.fill(facets, &printer(archive, settings));
    }

    /// Adds what of the archive is not on the page yet.
    pub(crate) fn fill(&mut self, archive: &Archive, rest: Rest, settings: &Settings) {
        let printer = printer(archive, settings);
        self.months.fill(&printer);
        self.notices.fill(archive, printer.language);
        self.notices.rest(rest, &printer);
    }

    /// Shows the archive through a filter. The focus never falls out of the page: where what had it
    /// is gone or hidden, the list's heading gets it.
    pub(crate) fn update(
        &mut self,
        archive: &Archive,
        facets: &[FacetView],
        view: &View,
        settings: &Settings,
    ) {
        let focused = dom::focused(&self.root);
        dom::hide(&self.filters, facets.is_empty());
        self.facets.update(facets, view);
        self.chips.update(&view.chips, &printer(archive, settings));
        self.notices.update(view);
        self.months.update(archive, view);
        dom::say(&self.filters_open, &view.filters_button);
        dom::say(&self.filters_done, &view.list_button);
        dom::say(&self.count, &view.count);
        if focused.is_some_and(|focused| is_gone(&focused))
            && dom::focused(&self.root).is_none_or(|now| is_gone(&now))
        {
            self.focus_list();
        }
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

fn printer<'a>(archive: &'a Archive, settings: &'a Settings) -> Printer<'a> {
    Printer { archive, language: &settings.language, level: settings.heading_level }
}

fn is_gone(element: &Element) -> bool {
    !element.is_connected() || matches!(element.closest("[hidden]"), Ok(Some(_)))
}

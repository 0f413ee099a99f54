//! What stands in the element: nothing yet, a failure, or the page. Shows a state, and remembers
//! what it showed, so that only what changed is shown again.

use archive::archive::Archive;
use archive::query;
use archive::view::{self, FacetView, View};
use web_sys::Element;

use crate::browser::location;
use crate::components::failed::Failed;
use crate::components::intent::Intent;
use crate::components::page::Page;
use crate::embed::{Event, Settings};
use crate::load::{LoadState, Rest};

/// What stands in the element.
pub(crate) struct Screen {
    settings: Settings,
    failed: Option<Failed>,
    page: Option<Page>,
    shown: Option<Shown>,
}

/// What the page shows.
struct Shown {
    /// How many files of the feed had been read.
    files: usize,
    facets: Vec<FacetView>,
    rest: Rest,
    view: View,
}

impl Screen {
    /// An empty screen.
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, failed: None, page: None, shown: None }
    }

    /// Shows the state of loading under a query, and says what the host may want to know of it.
    pub(crate) fn show(
        &mut self,
        root: &Element,
        load: &LoadState,
        query: &str,
    ) -> Option<(Event, String)> {
        match load {
            // The element says that it waits: it has waited for this code before.
            LoadState::Loading => None,
            LoadState::Failed { failure, retrying } => {
                let Settings { src, language, heading_level, .. } = &self.settings;
                let text = failure.explain(src, language);
                self.failed
                    .get_or_insert_with(|| Failed::new(root, language, *heading_level))
                    .update(&text, failure.may_pass(), *retrying, language);
                (!retrying).then_some((Event::Error, text))
            }
            LoadState::Ready { archive, rest } => {
                let event = if self.shown.is_some() { Event::Change } else { Event::Ready };
                self.show_page(root, archive, *rest, query)?;
                Some((event, self.shown.as_ref()?.view.count.clone()))
            }
        }
    }

    fn show_page(
        &mut self,
        root: &Element,
        archive: &Archive,
        rest: Rest,
        query: &str,
    ) -> Option<()> {
        let settings = &self.settings;
        let before = self.shown.take();
        let shown_rest = before.as_ref().map(|before| before.rest);
        let before = before.filter(|before| before.files == archive.files());
        let is_new = before.is_none();
        let facets = match before {
            Some(before) => before.facets,
            None => view::facets(archive, &settings.language),
        };
        let asked = query::read(query, &settings.prefix);
        let view = View::new(archive, &facets, &asked, &settings.language);

        match &mut self.page {
            None => self.page = Page::new(root, archive, &facets, settings),
            Some(page) if is_new => page.refill(archive, &facets, settings),
            Some(_) => {}
        }
        let page = self.page.as_mut()?;
        if is_new || shown_rest != Some(rest) {
            page.fill(archive, rest, settings);
        }
        page.update(archive, &facets, &view, settings);
        if self.failed.take().is_some() {
            // The button that was pressed is gone.
            page.focus_list();
        }
        if settings.standalone {
            leptos::prelude::document().set_title(&view.title(archive, &settings.language));
        }
        self.shown = Some(Shown { files: archive.files(), facets, rest, view });
        Some(())
    }

    /// Does what the visitor wants; where that is another filter, gives the query for it.
    pub(crate) fn act(
        &self,
        intent: &Intent,
        event: &web_sys::Event,
        load: &LoadState,
    ) -> Option<String> {
        let (page, shown) = (self.page.as_ref()?, self.shown.as_ref()?);
        match intent {
            Intent::Filter(message) => {
                let LoadState::Ready { archive, .. } = load else { return None };
                let filter = shown.view.filter.after(message, archive);
                // The address as it is now: others write to it too.
                return Some(query::write(&filter, &location::current(), &self.settings.prefix));
            }
            Intent::ToggleFilters => page.toggle_filters(),
            Intent::ShowList => page.show_list(),
            Intent::FindValue => page.find_value(event, &shown.facets, &self.settings),
            Intent::Retry => {}
        }
        None
    }
}

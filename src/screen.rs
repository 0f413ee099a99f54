//! What stands in the element: nothing yet, a failure, or the page. Shows a state, and remembers
//! what it showed, so that only what changed is shown again.

use archive::archive::Archive;
use archive::digits::decimal;
use archive::filter::{Filter, Message};
use archive::query;
use archive::search::Haystack;
use archive::view::{self, FacetView, Place, View};
use web_sys::Element;

use crate::browser::dom;
use crate::browser::location::Step;
use crate::components::failed::Failed;
use crate::components::intent::Intent;
use crate::components::page::{Page, take};
use crate::embed::{Event, Settings};
use crate::load::{LoadState, Rest};

/// What parts the details of an event: the Unit Separator of ASCII, which no text has.
const DETAIL: &str = "\u{1f}";

/// What stands in the element.
pub(crate) struct Screen {
    settings: Settings,
    failed: Option<Failed>,
    page: Option<Page>,
    shown: Option<Shown>,
    /// The place of the address that the visitor was led to.
    went_to: Option<String>,
}

/// What the page shows.
struct Shown {
    /// How many files of the feed had been read.
    files: usize,
    facets: Vec<FacetView>,
    rest: Rest,
    /// The archive's texts as they are searched, once that was needed.
    haystack: Option<Haystack>,
    view: View,
}

impl Screen {
    /// An empty screen.
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, failed: None, page: None, shown: None, went_to: None }
    }

    /// Shows the state of loading under a query, and says what the host may want to know of it: an
    /// event and its details, which are parted by [`DETAIL`]. Of a failure these are a sentence and its
    /// key, else a sentence, how many items are listed, and the filter as a query.
    pub(crate) fn show(
        &mut self,
        root: &Element,
        load: &LoadState,
        address: &str,
    ) -> Option<(Event, String)> {
        match load {
            // The element says that it waits: it has waited for this code before.
            LoadState::Loading => None,
            LoadState::Failed { failure, retrying } => {
                let Settings { src, language, heading_level, cures, .. } = &self.settings;
                let text = failure.explain(src, language);
                let key = failure.phrase().key();
                self.failed
                    .get_or_insert_with(|| Failed::new(root, language, *heading_level))
                    .update(&text, &[cures, key].concat(), failure.may_pass(), *retrying, language);
                (!retrying).then(|| (Event::Error, [&text, DETAIL, key].concat()))
            }
            LoadState::Ready { archive, rest } => {
                let event = if self.shown.is_some() { Event::Change } else { Event::Ready };
                self.show_page(root, archive, *rest, address)?;
                let View { count, selection, filter, .. } = &self.shown.as_ref()?.view;
                let (number, filter) = (decimal(selection.count), query::write(filter, "", ""));
                Some((event, [count, DETAIL, &number, DETAIL, &filter].concat()))
            }
        }
    }

    fn show_page(
        &mut self,
        root: &Element,
        archive: &Archive,
        rest: Rest,
        address: &str,
    ) -> Option<()> {
        let settings = &self.settings;
        let before = self.shown.take();
        let shown_rest = before.as_ref().map(|before| before.rest);
        let before = before.filter(|before| before.files == archive.files());
        let is_new = before.is_none();
        let (facets, mut haystack) = match before {
            Some(before) => (before.facets, before.haystack),
            None => (view::facets(archive, &settings.language), None),
        };
        let asked = query::read(address, &settings.prefix);
        let view = View::new(archive, &facets, &mut haystack, &asked, &settings.language);

        match &mut self.page {
            None => self.page = Page::new(root, archive, &facets, &view, settings),
            Some(page) if is_new => page.refill(archive, &facets, &view, settings),
            Some(_) => {}
        }
        let page = self.page.as_mut()?;
        if is_new || shown_rest != Some(rest) {
            page.fill(archive, rest, &view, settings);
        }
        page.update(archive, &facets, rest, &view, settings);
        if self.failed.take().is_some() {
            // The button that was pressed is gone.
            page.focus_list();
        }
        if settings.standalone {
            dom::document().set_title(&view.title(archive, &settings.language));
        }
        // A place is gone to once: what changes later does not take the visitor back there.
        let place = asked.place.into_iter().next();
        let is_known = !matches!(view.place, Some(Place::Unknown(_)));
        if is_known && self.went_to != place {
            self.went_to = place;
            page.go_to_place(archive, &view, settings);
        }
        self.shown = Some(Shown { files: archive.files(), facets, rest, haystack, view });
        Some(())
    }

    /// Does what the visitor wants; where that is another address, gives it.
    pub(crate) fn act(
        &mut self,
        intent: Intent,
        event: &web_sys::Event,
        load: &LoadState,
    ) -> Option<(String, Step)> {
        let (page, shown) = (self.page.as_mut()?, self.shown.as_ref()?);
        let LoadState::Ready { archive, .. } = load else { return None };
        let (view, settings) = (&shown.view, &self.settings);
        let is_show_all = matches!(intent, Intent::ShowAll);
        let after = |message: &Message| view.filter.after(message, archive);
        let (filter, step) = match intent {
            Intent::Filter(message, step) => (after(&message), step),
            Intent::Without(number) => (after(&view.suggestions.get(number)?.message), Step::Own),
            Intent::Limit => (after(&page.limits()?), Step::Own),
            Intent::Index => (after(&page.walk_index(event, settings)?), Step::Own),
            Intent::ShowAll => {
                self.went_to = None;
                (Filter::default(), Step::Own)
            }
            Intent::Go(id) => {
                self.went_to = None;
                return Some((query::with_place(&settings.browser.address(), &id), Step::Own));
            }
            _ => {
                match intent {
                    Intent::ToggleFilters => page.toggle_filters(),
                    Intent::ShowList => page.show_list(),
                    Intent::FindValue => page.find_value(event, &shown.facets, settings),
                    Intent::Open(within) => page.open(&within),
                    Intent::Copy(button) => page.copy(&button, settings),
                    Intent::Take(way) => take(&way, archive, view, settings),
                    // Whoever asks goes on asking while this is answered so.
                    Intent::GoOn if page.go_on(archive, view, settings) => event.prevent_default(),
                    Intent::Near(section) => page.near(&section, event, archive, view, settings),
                    _ => {}
                }
                return None;
            }
        };
        // The address as it is now: others write to it too.
        let now = settings.browser.address();
        Some((view.address(&filter, &now, &settings.prefix, is_show_all), step))
    }
}

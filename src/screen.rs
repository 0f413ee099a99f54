//! What stands in the element: nothing yet, a failure, or the page. Shows a state, and remembers
//! what it showed, so that only what changed is shown again.

use archive::archive::{Archive, Standing};
use archive::digits::decimal;
use archive::filter::{Filter, Message};
use archive::query;
use archive::search::Haystack;
use archive::view::{self, FacetView, Place, View};
use web_sys::Element;

use crate::browser::location::Step;
use crate::components::failed::Failed;
use crate::components::intent::Intent;
use crate::components::notices::Wait;
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
    /// The way in which the list is taken away, once all its texts are here.
    taking: Option<String>,
}

/// What the page shows.
struct Shown {
    /// How many files of the feed had been read.
    files: usize,
    /// How many files with texts had come or failed.
    settled: usize,
    /// What the address said.
    address: String,
    facets: Vec<FacetView>,
    rest: Rest,
    /// The archive's texts as they are searched, once that was needed.
    haystack: Option<Haystack>,
    view: View,
}

impl Screen {
    /// An empty screen.
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, failed: None, page: None, shown: None, went_to: None, taking: None }
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
            LoadState::Ready { archive, rest } if self.is_shown(archive, *rest, address) => {
                self.receive(archive);
                Some((Event::More, String::new()))
            }
            LoadState::Ready { archive, rest } => {
                let event = if self.shown.is_some() { Event::Change } else { Event::Ready };
                self.show_page(archive, *rest, address)?;
                self.receive(archive);
                let View { count, selection, filter, .. } = &self.shown.as_ref()?.view;
                let (number, filter) = (decimal(selection.count), query::write(filter, "", ""));
                Some((event, [count, DETAIL, &number, DETAIL, &filter].concat()))
            }
        }
    }

    fn show_page(&mut self, archive: &Archive, rest: Rest, address: &str) -> Option<()> {
        let settings = &self.settings;
        let before = self.shown.take();
        if before.as_ref().is_none_or(|before| before.address != address) {
            // What was to be taken away is not what is listed now.
            self.taking = None;
        }
        let before = before.filter(|before| before.files == archive.files());
        let is_new = before.is_none();
        let (facets, mut haystack, settled) = match before {
            Some(before) => (before.facets, before.haystack, before.settled),
            None => (view::facets(archive, &settings.language), None, archive.settled().len()),
        };
        let asked = query::read(address, &settings.prefix);
        let view = View::new(archive, &facets, &mut haystack, &asked, &settings.language);

        match &mut self.page {
            None => self.page = Page::new(archive, &facets, rest, &view, settings),
            Some(page) if is_new => page.refill(archive, &facets, &view, settings),
            Some(_) => {}
        }
        let page = self.page.as_mut()?;
        if is_new {
            page.fill(archive, &view, settings);
        }
        page.update(archive, &facets, rest, &view, address, settings);
        if self.failed.take().is_some() {
            // The button that was pressed is gone.
            page.focus_list();
        }
        if settings.standalone {
            settings.browser.set_title(&view.title(archive, &settings.language));
        }
        // A place is gone to once: what changes later does not take the visitor back there.
        let place = asked.place.into_iter().next();
        let is_known = !matches!(view.place, Some(Place::Unknown(_)));
        if is_known && self.went_to != place {
            self.went_to = place;
            page.go_to_place(archive, &view, settings);
        }
        let (files, address) = (archive.files(), address.to_owned());
        self.shown = Some(Shown { files, settled, address, facets, rest, haystack, view });
        Some(())
    }

    /// Whether nothing is new but texts, in which nothing is looked for.
    fn is_shown(&self, archive: &Archive, rest: Rest, address: &str) -> bool {
        let Some(shown) = &self.shown else { return false };
        shown.files == archive.files()
            && shown.rest == rest
            && shown.address == address
            && shown.view.terms.is_empty()
            && shown.settled < archive.settled().len()
    }

    /// Shows the texts that have come, takes the list away where that waited for them, and says what
    /// is still waited for.
    fn receive(&mut self, archive: &Archive) {
        let (Some(page), Some(shown)) = (&mut self.page, &mut self.shown) else { return };
        let settled = archive.settled().get(shown.settled..).unwrap_or_default();
        if !settled.is_empty() {
            page.receive(settled, archive, &shown.view, &self.settings);
            shown.settled = archive.settled().len();
        }
        let listed = archive.standing_of(shown.view.selection.listed.positions());
        let wait = match (shown.rest, &self.taking, listed) {
            (Rest::Coming, ..) => Wait::Items,
            (_, Some(_), Standing::Coming) => Wait::Texts,
            (_, Some(_), Standing::Failed) => Wait::TextsFailed,
            (rest, ..) => {
                if let Some(way) = self.taking.take() {
                    take(&way, archive, &shown.view, &self.settings);
                }
                let is_searched = !shown.view.terms.is_empty();
                match archive.standing_of(0..archive.items().len()) {
                    _ if rest == Rest::Failed => Wait::ItemsFailed,
                    Standing::Coming if is_searched => Wait::Words,
                    Standing::Failed if is_searched => Wait::TextsFailed,
                    _ => Wait::None,
                }
            }
        };
        page.wait(wait, archive, &shown.view, &self.settings);
    }

    /// The files with texts that are wanted, the first of them first.
    pub(crate) fn wanted(&self, load: &LoadState) -> Vec<usize> {
        let (Some(page), Some(shown)) = (&self.page, &self.shown) else { return Vec::new() };
        let LoadState::Ready { archive, .. } = load else { return Vec::new() };
        let taken = self.taking.iter().flat_map(|_| shown.view.selection.listed.positions());
        archive.wanted(page.near_items().chain(taken), !shown.view.terms.is_empty())
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
                    Intent::Take(way) => {
                        self.taking = Some(way);
                        self.receive(archive);
                    }
                    // Whoever asks goes on asking while this is answered so.
                    Intent::GoOn if page.go_on(false, archive, view, settings) => {
                        event.prevent_default();
                    }
                    Intent::Paper if page.go_on(true, archive, view, settings) => {
                        event.prevent_default();
                    }
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

//! Turns an archive and a filter into what the page prints: plain values and whole sentences.
//!
//! [`facets()`] is what stays while the filter changes, [`View`] what changes with it.

mod facets;
mod failure;
pub mod index;
mod nothing;

pub use facets::{FacetView, ValueView, facets, name, short_name};
pub use failure::Failure;
pub use nothing::Suggestion;

pub(crate) use facets::names;

use crate::archive::Archive;
use crate::bits::Bits;
use crate::date::{PartialDate, Period, Span};
use crate::digits::decimal;
use crate::facets::{Facet, NOT_STATED};
use crate::feed::{Fault, Reason};
use crate::filter::{Filter, Message, Standing};
use crate::language::{Language, Phrase};
use crate::markup::anchor;
use crate::query::{self, Asked};
use crate::search::{Haystack, Term, terms};
use crate::selection::Selection;

/// Something that is chosen, as a button that removes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What removes it.
    pub message: Message,
    /// What is chosen: the name of a value, or a span of months.
    pub name: String,
    /// What a press does, in words.
    pub action: String,
}

/// A value's count and how it stands, in the order of [`FacetView::values`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueState {
    /// How many items it would list.
    pub count: usize,
    /// The count as it is written.
    pub written: String,
    /// Whether it is chosen.
    pub standing: Standing,
}

/// All that the page shows of an archive under a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The filter, without what the archive does not know.
    pub filter: Filter,
    /// What is listed.
    pub selection: Selection,
    /// How many items are listed, as a sentence.
    pub count: String,
    /// What to say in the place of a list that is empty.
    pub nothing: Option<String>,
    /// What would bring items back to a list that is empty.
    pub suggestions: Vec<Suggestion>,
    /// The words and phrases that are looked for.
    pub terms: Vec<Term>,
    /// How each section of the archive stands.
    pub months: Vec<MonthState>,
    /// The place in the page that the address names.
    pub place: Option<Place>,
    /// What is chosen.
    pub chips: Vec<Chip>,
    /// For each facet of [`facets`], its values.
    pub values: Vec<Vec<ValueState>>,
    /// What of the address is ignored, as a sentence.
    pub ignored: Option<String>,
    /// The button that opens the facets where they have no room beside the list.
    pub filters_button: String,
    /// The button that leads from there back to the list.
    pub list_button: String,
}

/// A section's heading and its bar in the month index under a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthState {
    /// How many of its items are listed.
    pub count: usize,
    /// Whether it lies in the chosen span.
    pub is_chosen: bool,
    /// The height of its bar, in [`index::STEPS`] of the fullest month's.
    pub level: usize,
    /// Its name and how many of its items are listed, as a sentence.
    pub label: String,
    /// How many of its items are listed, as its heading says it; empty where all are.
    pub written: String,
}

/// A place in the page that an address can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The item at this position.
    Item(usize),
    /// The section of this number.
    Section(usize),
    /// Nothing that the archive has: what to say of it.
    Unknown(String),
}

impl View {
    /// What to show of an archive when the address asks for this. The haystack is made when there
    /// are words to find for the first time.
    #[must_use]
    pub fn new(
        archive: &Archive,
        facets: &[FacetView],
        haystack: &mut Option<Haystack>,
        asked: &Asked,
        language: &Language,
    ) -> Self {
        let (filter, unknown) = asked.filter.known_to(archive);
        let terms = terms(&filter.words, language.locale());
        let found: Vec<&Bits> = if terms.is_empty() {
            Vec::new()
        } else {
            let haystack = haystack.get_or_insert_with(|| Haystack::new(archive, language));
            haystack.catch_up(archive, language);
            haystack.find(archive, &terms)
        };
        let selection = Selection::new(archive, &filter, &found);
        let chips = chips(archive, &filter, language);
        // Of words without a letter nothing is searched.
        let is_all = chips.is_empty() && terms.is_empty();
        let values = facets.iter().map(|view| {
            let states = view.values.iter().map(|value| {
                let items = archive.index().items(view.facet, &value.id);
                let count = items.map_or(0, |items| selection.count_of(view.facet, items));
                let standing = filter.standing(view.facet, &value.id, archive);
                ValueState { count, written: language.locale().number(count), standing }
            });
            states.collect()
        });
        let filters_button = match chips.len() {
            0 => language.say(Phrase::Filters).to_owned(),
            chosen => language.count(Phrase::FiltersChosen, chosen, &[]),
        };
        Self {
            count: count(archive.items().len(), selection.count, is_all, language),
            nothing: nothing(archive, &selection, language),
            suggestions: nothing::suggestions(
                archive, &filter, &selection, &terms, &found, language,
            ),
            months: index::months(archive, &selection, &filter, language),
            place: place(archive, &asked.place, language),
            terms,
            ignored: ignored(archive, asked, unknown, language),
            values: values.collect(),
            filters_button,
            list_button: language.count(Phrase::ShowList, selection.count, &[]),
            chips,
            selection,
            filter,
        }
    }

    /// The item that the address names though the filter leaves it out.
    #[must_use]
    pub fn outside(&self) -> Option<usize> {
        match self.place {
            Some(Place::Item(position)) if !self.selection.listed.contains(position) => {
                Some(position)
            }
            _ => None,
        }
    }

    /// The address `now` with another filter. Whoever filters on leaves the item or month that it
    /// names, unless it `stays` in sight; a place that is none of ours stays as it is.
    #[must_use]
    pub fn address(&self, filter: &Filter, now: &str, prefix: &str, stays: bool) -> String {
        let address = query::write(filter, now, prefix);
        let is_kept = stays || matches!(self.place, None | Some(Place::Unknown(_)));
        query::with_place(&address, if is_kept { query::place_of(now) } else { "" })
    }

    /// Where in its site the feed stands of what is listed: of all, or of one region or partner. Other
    /// lists have none.
    #[must_use]
    pub fn feed(&self, archive: &Archive) -> Option<String> {
        let locked = &archive.lock().asked.filter;
        if !self.filter.words.is_empty() || !self.filter.span.is_open() || !locked.span.is_open() {
            return None;
        }
        let mut values = locked.values().chain(self.filter.values());
        let path = match (values.next(), values.next()) {
            (None, _) => "feed".to_owned(),
            (Some((facet, id)), None) if facet != Facet::Topic && id != NOT_STATED => {
                query::feed_of(facet, id)?
            }
            _ => return None,
        };
        Some([&path, ".xml"].concat())
    }

    /// What the list is, in words, e.g. for the title of a document: the feed's title and what is
    /// chosen.
    #[must_use]
    pub fn title(&self, archive: &Archive, language: &Language) -> String {
        let title = title(archive, language);
        let mut names = locked(archive, language);
        names.extend(chosen(&self.chips, &self.terms, language));
        if names.is_empty() {
            return title;
        }
        let list = language.locale().list(&names);
        language.fill(Phrase::ListOf, &[("title", &title), ("list", &list)])
    }
}

fn chips(archive: &Archive, filter: &Filter, language: &Language) -> Vec<Chip> {
    let chip = |message, name: String| {
        let action = language.fill(Phrase::RemoveFilter, &[("name", &name)]);
        Chip { message, name, action }
    };
    let values = filter.values().map(|(facet, id)| {
        chip(Message::Remove(facet, id.to_owned()), name(archive, language, facet, id))
    });
    let mut chips: Vec<Chip> = values.collect();
    if let Some(name) = span(filter.span, language) {
        chips.push(chip(Message::Show(Span::default()), name));
    }
    chips
}

/// A span of months in words; none where it is open.
fn span(span: Span, language: &Language) -> Option<String> {
    let month = |month| language.locale().date(PartialDate::Month(month));
    Some(match (span.from().map(month), span.to().map(month)) {
        (None, None) => return None,
        (Some(from), None) => language.fill(Phrase::SpanFrom, &[("month", &from)]),
        (None, Some(to)) => language.fill(Phrase::SpanTo, &[("month", &to)]),
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => language.fill(Phrase::Span, &[("from", &from), ("to", &to)]),
    })
}

/// All that narrows the list, in words.
fn chosen(chips: &[Chip], terms: &[Term], language: &Language) -> Vec<String> {
    let mut names: Vec<String> = chips.iter().map(|chip| chip.name.clone()).collect();
    names.extend(terms.iter().map(|term| quoted(term, language)));
    names
}

/// A word or phrase that is looked for, in quotation marks.
fn quoted(term: &Term, language: &Language) -> String {
    language.fill(Phrase::Quoted, &[("words", term.words())])
}

/// The place that the address names, if it names one. As it is written it counts before it is
/// decoded (HTML Standard, section 7.4.6.4).
fn place(archive: &Archive, asked: &[String], language: &Language) -> Option<Place> {
    let written = asked.first().filter(|written| !written.is_empty())?;
    let known = asked.iter().find_map(|id| {
        let anchor_of_it = anchor(id);
        let item = archive.items().iter().position(|item| anchor(&item.id) == anchor_of_it);
        item.map(Place::Item).or_else(|| {
            archive
                .sections()
                .iter()
                .position(|section| section.period.id() == *id)
                .map(Place::Section)
        })
    });
    let name = asked.last().unwrap_or(written);
    Some(
        known.unwrap_or_else(|| {
            Place::Unknown(language.fill(Phrase::UnknownPlace, &[("name", name)]))
        }),
    )
}

/// What is locked, as a sentence; none where nothing is.
#[must_use]
pub fn only(archive: &Archive, language: &Language) -> Option<String> {
    let names = locked(archive, language);
    let list = language.locale().list(&names);
    (!names.is_empty()).then(|| language.fill(Phrase::Only, &[("list", &list)]))
}

/// All that is locked, in words.
fn locked(archive: &Archive, language: &Language) -> Vec<String> {
    let lock = archive.lock();
    let mut names = chosen(&chips(archive, &lock.asked.filter, language), &[], language);
    if lock.limit > 0 {
        names.push(language.count(Phrase::Newest, lock.limit, &[]));
    }
    names
}

/// The feed's title.
#[must_use]
pub fn title(archive: &Archive, language: &Language) -> String {
    archive.title.clone().unwrap_or_else(|| language.say(Phrase::UntitledFeed).to_owned())
}

/// How many items of how many are listed, as a sentence.
fn count(total: usize, listed: usize, all: bool, language: &Language) -> String {
    match listed {
        0 if total > 0 => language.count(Phrase::CountNone, total, &[]),
        _ if all => language.count(Phrase::CountAll, total, &[]),
        shown => {
            let shown = language.locale().number(shown);
            language.count(Phrase::CountSome, total, &[("shown", &shown)])
        }
    }
}

fn nothing(archive: &Archive, selection: &Selection, language: &Language) -> Option<String> {
    match (archive.items().len(), selection.count) {
        (0, _) => Some(language.say(Phrase::EmptyFeed).to_owned()),
        (_, 0) => Some(language.say(Phrase::NothingFound).to_owned()),
        _ => None,
    }
}

fn ignored(
    archive: &Archive,
    asked: &Asked,
    unknown: Vec<(Facet, String)>,
    language: &Language,
) -> Option<String> {
    let unknown = unknown.into_iter().map(|(facet, id)| [facet.key(), "=", &id].concat());
    let broken = archive.lock().asked.broken.iter().chain(&asked.broken);
    let broken = broken.map(|(key, value)| [key, "=", value].concat());
    let list: Vec<String> = unknown.chain(broken).collect();
    (!list.is_empty())
        .then(|| language.fill(Phrase::Ignored, &[("list", &language.locale().list(&list))]))
}

/// The heading of a month, a year or the undated items.
#[must_use]
pub fn heading(period: Period, language: &Language) -> String {
    match period {
        Period::Month(month) => language.locale().date(PartialDate::Month(month)),
        Period::Year(year) => {
            let year = language.locale().date(PartialDate::Year(year));
            language.fill(Phrase::YearOnly, &[("year", &year)])
        }
        Period::Undated => language.say(Phrase::Undated).to_owned(),
    }
}

/// What the page says of the items that it cannot show: a sentence, and a line an item.
#[must_use]
pub fn skipped(archive: &Archive, language: &Language) -> Option<(String, Vec<String>)> {
    let lines: Vec<String> =
        archive.faults.iter().filter_map(|fault| skipped_line(fault, language)).collect();
    let sentence = language.count(Phrase::Skipped, lines.len(), &[]);
    (!lines.is_empty()).then_some((sentence, lines))
}

fn skipped_line(fault: &Fault, language: &Language) -> Option<String> {
    let reason = match fault.reason {
        Reason::NotAnObject => Phrase::ReasonNotAnObject,
        Reason::NothingToRead => Phrase::ReasonNothingToRead,
        _ => return None,
    };
    let number = decimal(fault.item?);
    let line = decimal(fault.line);
    let reason = language.say(reason);
    let mut places = vec![("number", &*number), ("line", &*line), ("reason", reason)];
    Some(match &fault.id {
        Some(id) => {
            places.push(("id", id));
            language.fill(Phrase::SkippedItemWithId, &places)
        }
        None => language.fill(Phrase::SkippedItem, &places),
    })
}

#[cfg(test)]
mod tests;

//! Lays out the month index: a list of all months that is also a chart of them.

use super::{MonthState, count, heading};
use crate::archive::{Archive, Section};
use crate::date::{Month, PartialDate, Period};
use crate::filter::Filter;
use crate::language::{Language, Phrase};
use crate::selection::Selection;

/// How many steps of height a bar has; a bar of few items still has one.
pub const STEPS: usize = 16;

/// A year of the month index, or what has no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// What it is called.
    pub label: String,
    /// Its months, newest first, then what of the year has no month. A month without items within
    /// the time of the archive is an empty slot, so that time runs evenly.
    pub slots: Vec<Option<Slot>>,
}

/// A bar of the month index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The number of its section in the archive.
    pub section: usize,
    /// What it stands for.
    pub period: Period,
    /// The height of its bar when nothing is chosen, in [`STEPS`] of the fullest month's.
    pub level: usize,
}

/// The years of an archive, newest first, undated items last. A year without items is left out: one
/// item from another century would push all others together.
#[must_use]
pub fn years(archive: &Archive, language: &Language) -> Vec<Year> {
    let fullest = fullest(archive);
    let mut months = archive.sections().iter().filter_map(|section| section.period.month());
    let newest = months.next();
    let oldest = months.next_back().or(newest);
    let mut years: Vec<(Option<i32>, Year)> = Vec::new();
    for (number, section) in archive.sections().iter().enumerate() {
        let (year, month) = (section.period.year(), section.period.month());
        if years.last().is_none_or(|(last, _)| *last != year) {
            let label = match year {
                Some(year) => language.locale().date(PartialDate::Year(year)),
                None => language.say(Phrase::Undated).to_owned(),
            };
            years.push((year, Year { label, slots: Vec::new() }));
        }
        let Some((_, Year { slots, .. })) = years.last_mut() else { continue };
        let level = level(section.items.len(), fullest);
        let slot = Some(Slot { section: number, period: section.period, level });
        let Some(month) = month else {
            slots.push(slot);
            continue;
        };
        // All months of the year that lie within the time of the archive.
        let edge = |edge: Option<Month>, otherwise| match edge {
            Some(edge) if edge.year() == month.year() => edge.number(),
            _ => otherwise,
        };
        let (first, last) = (edge(oldest, 1), edge(newest, 12));
        slots.resize((last - first + 1) as usize, None);
        slots[(last - month.number()) as usize] = slot;
    }
    years.into_iter().map(|(_, year)| year).collect()
}

/// How each section stands under a filter.
pub(super) fn months(
    archive: &Archive,
    selection: &Selection,
    filter: &Filter,
    language: &Language,
) -> Vec<MonthState> {
    let fullest = fullest(archive);
    let locale = language.locale();
    let state = |section: &Section| {
        let total = section.items.len();
        let listed = selection.listed.count_in(section.items.clone());
        let counted = count(total, listed, listed == total, language);
        let places = [("title", &*heading(section.period, language)), ("list", &counted)];
        let written = if listed == total {
            String::new()
        } else {
            let places = [("shown", &*locale.number(listed)), ("n", &locale.number(total))];
            language.fill(Phrase::CountOfMonth, &places)
        };
        MonthState {
            count: listed,
            is_chosen: filter.span.may_hold(section.period.date()),
            level: level(listed, fullest),
            label: language.fill(Phrase::ListOf, &places),
            written,
        }
    };
    archive.sections().iter().map(state).collect()
}

fn fullest(archive: &Archive) -> usize {
    archive.sections().iter().map(|section| section.items.len()).max().unwrap_or_default()
}

fn level(count: usize, fullest: usize) -> usize {
    (count * STEPS).div_ceil(fullest.max(1))
}

//! Defines a selection: an archive seen through a filter.
//!
//! Several values of one facet widen the list, or narrow it with *all of these*; different facets
//! narrow it, and so do words and a span of months. The count of a value is what the list would hold
//! if it alone were chosen in its facet, all else kept; with *all of these*, if it were chosen too.

use crate::archive::Archive;
use crate::bits::Bits;
use crate::facets::Facet;
use crate::filter::{Choice, Filter, Mode};

/// Which items are listed, and how many items each value would leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The listed items.
    pub listed: Bits,
    /// How many items are listed.
    pub count: usize,
    /// For each facet, what its values are counted in.
    bases: [Bits; 3],
}

impl Selection {
    /// What the filter lists, of the items that hold the words: a set a word. Values that the
    /// archive does not know list nothing.
    #[must_use]
    pub fn new(archive: &Archive, filter: &Filter, found: &[&Bits]) -> Self {
        let mut rest = Bits::all(archive.index().length());
        for items in found {
            rest.intersect(items);
        }
        if !filter.span.is_open() {
            for (position, item) in archive.items().iter().enumerate() {
                if !filter.span.may_hold(item.date) {
                    rest.remove(position);
                }
            }
        }
        let masks = Facet::ALL.map(|facet| mask(archive, facet, filter.choice(facet)));
        let bases = Facet::ALL.map(|facet| {
            let mut base = rest.clone();
            for other in Facet::ALL {
                if (other != facet || filter.choice(other).mode == Mode::All)
                    && let Some(mask) = &masks[other as usize]
                {
                    base.intersect(mask);
                }
            }
            base
        });
        let mut listed = rest;
        masks.iter().flatten().for_each(|mask| listed.intersect(mask));
        Self { count: listed.count(), listed, bases }
    }

    /// How many items carry a value, its own facet's choice set aside.
    #[must_use]
    pub fn count_of(&self, facet: Facet, items: &[usize]) -> usize {
        self.bases[facet as usize].count_of(items)
    }
}

/// The items that pass one facet; none where nothing is chosen in it.
fn mask(archive: &Archive, facet: Facet, choice: &Choice) -> Option<Bits> {
    if choice.values.is_empty() {
        return None;
    }
    let length = archive.index().length();
    let carrying = |id: &String| archive.index().items(facet, id).unwrap_or_default();
    let chosen = choice.values.iter().map(carrying);
    Some(match choice.mode {
        Mode::Any => chosen.flatten().fold(Bits::none(length), |mut mask, item| {
            mask.insert(*item);
            mask
        }),
        Mode::All => chosen.fold(Bits::all(length), |mut mask, items| {
            mask.intersect(&Bits::of(length, items));
            mask
        }),
    })
}

#[cfg(test)]
mod tests;

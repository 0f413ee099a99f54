//! Lays out the facets: their values with their names, and what stays of them while the filter changes.

use crate::archive::Archive;
use crate::facets::{Facet, NOT_STATED};
use crate::language::{Language, Phrase};
use crate::order::{arranged, order};
use crate::regions::m49;

/// A facet with more values than this gets a box to find one in.
const VALUES_WITHOUT_BOX: usize = 10;

/// A facet as it is printed: everything about it but counts and what is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetView {
    /// Which one.
    pub facet: Facet,
    /// Its legend.
    pub legend: String,
    /// The label of the box to find a value in, where there are many.
    pub find: Option<String>,
    /// The label of the choice between *any* and *all of these*, where an item can carry several.
    pub combine: Option<String>,
    /// Its values, each area followed by what is within it.
    pub values: Vec<ValueView>,
}

/// A value of a facet as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueView {
    /// What items, URLs and checkboxes name it by.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// The position of the area it stands under; a country may stand under several.
    pub area: Option<usize>,
    /// Its names without case and accents.
    folded: String,
}

/// The facets that have any value, in their order.
#[must_use]
pub fn facets(archive: &Archive, language: &Language) -> Vec<FacetView> {
    Facet::ALL
        .into_iter()
        .filter_map(|facet| {
            let values = values(archive, language, facet);
            let (legend, find) = match facet {
                Facet::Region => (Phrase::Regions, Phrase::FindRegion),
                Facet::Partner => (Phrase::Partners, Phrase::FindPartner),
                Facet::Topic => (Phrase::Topics, Phrase::FindTopic),
            };
            let is_long = values.len() > VALUES_WITHOUT_BOX;
            (!values.is_empty()).then(|| FacetView {
                facet,
                legend: language.say(legend).to_owned(),
                find: is_long.then(|| language.say(find).to_owned()),
                combine: archive
                    .items()
                    .iter()
                    .any(|item| facet.values_of(item).len() > 1)
                    .then(|| language.say(Phrase::Combine).to_owned()),
                values,
            })
        })
        .collect()
}

/// The values of a facet that any item carries: areas first, in the feed's order, each with what is
/// within it; then the rest by name; "not stated" last.
fn values(archive: &Archive, language: &Language, facet: Facet) -> Vec<ValueView> {
    let locale = language.locale();
    let carried: Vec<ValueView> = archive
        .index()
        .values(facet)
        .iter()
        .filter(|value| !value.items.is_empty())
        .map(|value| ValueView {
            id: value.id.clone(),
            name: name(archive, language, facet, &value.id),
            area: None,
            folded: locale.fold(&names(archive, language, facet, &value.id)),
        })
        .collect();
    let by_name = order(carried.len(), &|one, other| {
        locale.compare(&carried[one].name, &carried[other].name)
    });
    let mut carried = arranged(carried, &by_name);
    // Not a name among names: it closes the list.
    let not_stated = carried.iter().position(|value| value.id == NOT_STATED);
    let not_stated = not_stated.map(|at| carried.remove(at));

    let areas = if facet == Facet::Region { areas(archive, &carried) } else { Vec::new() };
    let contains = |area: &str, id: &str| archive.index().contains(facet, area, id);
    let rest: Vec<&ValueView> = carried.iter().filter(|value| !areas.contains(&value.id)).collect();
    let mut values = Vec::new();
    for area in &areas {
        let Some(value) = carried.iter().find(|value| value.id == *area) else { continue };
        let at = Some(values.len());
        values.push(value.clone());
        let within = rest.iter().filter(|value| contains(area, &value.id));
        values.extend(within.map(|&value| ValueView { area: at, ..value.clone() }));
    }
    let stands_alone = |value: &&ValueView| !areas.iter().any(|area| contains(area, &value.id));
    values.extend(rest.into_iter().filter(stands_alone).cloned());
    values.extend(not_stated);
    values
}

/// The areas that the tree of regions begins with: the declared ones, else the continents that
/// items lie in, by name.
fn areas(archive: &Archive, carried: &[ValueView]) -> Vec<String> {
    let declared: Vec<String> = archive.regions().areas().map(|area| area.id.clone()).collect();
    if !declared.is_empty() {
        return declared;
    }
    let mut continents: Vec<&str> = Vec::new();
    for area in carried.iter().filter_map(|value| m49::area_of(&value.id)) {
        if !continents.contains(&area) {
            continents.push(area);
        }
    }
    let ids = carried.iter().map(|value| &value.id);
    ids.filter(|id| continents.contains(&id.as_str())).cloned().collect()
}

impl FacetView {
    /// Which values a box's words leave: those whose names hold them, whatever stands under such an
    /// area, and the area over such a value.
    #[must_use]
    pub fn matching(&self, words: &str, language: &Language) -> Vec<bool> {
        let words = language.locale().fold(words);
        let found: Vec<bool> = self
            .values
            .iter()
            .map(|value| words.split_whitespace().all(|word| holds(&value.folded, word)))
            .collect();
        let mut shown = found.clone();
        for (at, value) in self.values.iter().enumerate() {
            if let Some(area) = value.area {
                shown[at] |= found[area];
                shown[area] |= found[at];
            }
        }
        shown
    }
}

/// Whether a text holds a word, which is not empty. (The standard library's search is made for long
/// texts, and weighs accordingly.)
fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window == word.as_bytes())
}

/// The name of a facet's value: the feed's own, else the browser's, else its id.
#[must_use]
pub fn name(archive: &Archive, language: &Language, facet: Facet, id: &str) -> String {
    let given = match facet {
        _ if id == NOT_STATED => Some(language.say(Phrase::NotStated).to_owned()),
        Facet::Region => {
            let own = archive.regions().find(id).and_then(|region| region.name.clone());
            own.or_else(|| language.area(id)).or_else(|| language.locale().region(id))
        }
        Facet::Partner => archive.partner(id).and_then(|partner| partner.name.clone()),
        Facet::Topic => None,
    };
    given.unwrap_or_else(|| id.to_owned())
}

/// The name in short, for the labels of an item.
#[must_use]
pub fn short_name(archive: &Archive, language: &Language, facet: Facet, id: &str) -> String {
    let short = match facet {
        Facet::Region => archive.regions().find(id).and_then(|region| region.short.clone()),
        Facet::Partner => archive.partner(id).and_then(|partner| partner.short.clone()),
        Facet::Topic => None,
    };
    short.unwrap_or_else(|| name(archive, language, facet, id))
}

/// Every name that finds a value, a line each.
pub(crate) fn names(archive: &Archive, language: &Language, facet: Facet, id: &str) -> String {
    let mut names = name(archive, language, facet, id);
    let others = match facet {
        Facet::Region => archive.regions().find(id).map(|region| (&region.short, &region.aliases)),
        Facet::Partner => archive.partner(id).map(|partner| (&partner.short, &partner.aliases)),
        Facet::Topic => None,
    };
    if let Some((short, aliases)) = others {
        for other in short.iter().chain(aliases) {
            names.push('\n');
            names.push_str(other);
        }
    }
    names
}

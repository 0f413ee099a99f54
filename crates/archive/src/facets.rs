//! Defines the facets, and the index that says which items carry which of their values.

use std::collections::BTreeMap;

use crate::feed::Item;
use crate::regions::{Declared, m49};

/// What the items can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Where it happened.
    Region,
    /// Which organisations it names.
    Partner,
    /// What it is about.
    Topic,
}

impl Facet {
    /// Every facet, in the order of the page and of the URL.
    pub const ALL: [Self; 3] = [Self::Region, Self::Partner, Self::Topic];

    /// What it is called in a URL and in the markup.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Partner => "partner",
            Self::Topic => "topic",
        }
    }

    /// The facet of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.key() == key)
    }

    /// The values that an item carries.
    #[must_use]
    pub fn values_of(self, item: &Item) -> &[String] {
        match self {
            Self::Region => &item.regions,
            Self::Partner => &item.partners,
            Self::Topic => &item.topics,
        }
    }
}

/// The value of the items that carry none. An item or a region that a feed calls so is read as if it
/// said nothing.
pub const NOT_STATED: &str = "not-stated";

/// A value and the items that carry it; for an area, those that carry it or anything within it.
#[derive(Clone, Debug)]
pub struct Value {
    /// What items, URLs and checkboxes name it by.
    pub id: String,
    /// The positions of the items that carry it, ascending. A list and no bits: of many values most
    /// are rare, and what they take together grows with what the items name and no faster.
    pub items: Vec<usize>,
    /// The places, ascending, of the values that lie in it; none but areas have any.
    within: Vec<usize>,
}

/// Which items carry which value of which facet.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Sorted by id, a list a facet.
    values: [Vec<Value>; 3],
    length: usize,
}

impl Index {
    pub(crate) fn new<'a>(
        items: &[Item],
        regions: &Declared,
        partners: impl Iterator<Item = &'a String>,
    ) -> Self {
        let mut carried = Facet::ALL.map(|facet| carried(facet, items));
        for area in areas(regions, &carried[Facet::Region as usize]) {
            carried[Facet::Region as usize].entry(area).or_default();
        }
        for partner in partners {
            carried[Facet::Partner as usize].entry(partner.clone()).or_default();
        }
        let mut values = carried.map(|carried| {
            let value = |(id, items)| Value { id, items, within: Vec::new() };
            carried.into_iter().map(value).collect::<Vec<_>>()
        });
        fill_areas(&mut values[Facet::Region as usize], regions);
        Self { values, length: items.len() }
    }

    /// How many items there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// The values of a facet, sorted by id. Declared ones that no item carries are among them.
    #[must_use]
    pub fn values(&self, facet: Facet) -> &[Value] {
        &self.values[facet as usize]
    }

    /// The items that carry a value; none where the archive does not know it.
    #[must_use]
    pub fn items(&self, facet: Facet, id: &str) -> Option<&[usize]> {
        let values = self.values(facet);
        Some(&values[place(values, id)?].items)
    }

    /// Whether one value of a facet lies in another, which is an area; none lies in itself.
    #[must_use]
    pub fn contains(&self, facet: Facet, area: &str, id: &str) -> bool {
        let values = self.values(facet);
        let area = place(values, area).map(|at| &values[at].within);
        let Some(within) = area.filter(|within| !within.is_empty()) else { return false };
        place(values, id).is_some_and(|place| within.binary_search(&place).is_ok())
    }
}

/// Where a value stands among those of its facet.
fn place(values: &[Value], id: &str) -> Option<usize> {
    values.binary_search_by(|value| value.id.as_str().cmp(id)).ok()
}

/// The values that items carry, and "not stated" where there are items without and items with any.
fn carried(facet: Facet, items: &[Item]) -> BTreeMap<String, Vec<usize>> {
    let mut carried: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut without = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let values = facet.values_of(item);
        if values.is_empty() {
            without.push(position);
        }
        for value in values {
            if let Some(positions) = carried.get_mut(value) {
                positions.push(position);
            } else {
                carried.insert(value.clone(), vec![position]);
            }
        }
    }
    if !carried.is_empty() && !without.is_empty() {
        carried.insert(NOT_STATED.to_owned(), without);
    }
    carried
}

/// The areas that the tree of regions begins with: the declared ones, else the continents of M49
/// that anything carried lies in.
fn areas(regions: &Declared, carried: &BTreeMap<String, Vec<usize>>) -> Vec<String> {
    let declared: Vec<String> = regions.areas().map(|area| area.id.clone()).collect();
    if !declared.is_empty() {
        return declared;
    }
    carried.keys().filter_map(|id| m49::area_of(id)).map(str::to_owned).collect()
}

/// Gives every area what lies in it, and the items of all that.
fn fill_areas(values: &mut [Value], regions: &Declared) {
    let mut filled = Vec::new();
    for (at, area) in values.iter().enumerate() {
        let reached = regions.reached_from(&area.id);
        let m49: Vec<&str> = reached.iter().copied().filter(|id| m49::is_area(id)).collect();
        let mut within: Vec<usize> = reached.iter().filter_map(|id| place(values, id)).collect();
        if !m49.is_empty() {
            let lies_in_m49 = |value: &Value| m49.iter().any(|area| m49::contains(area, &value.id));
            within.extend((0..values.len()).filter(|other| lies_in_m49(&values[*other])));
        }
        within.sort_unstable();
        within.dedup();
        let mut items: Vec<usize> =
            within.iter().flat_map(|other| &values[*other].items).copied().collect();
        items.sort_unstable();
        items.dedup();
        within.retain(|other| *other != at);
        filled.push((items, within));
    }
    for (value, (items, within)) in values.iter_mut().zip(filled) {
        value.items = items;
        value.within = within;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::archive::tests::{archive, feed};

    #[test]
    fn an_area_contains_what_lies_in_it_at_whatever_depth_and_never_itself() {
        let regions = json!([
            { "id": "caucasus", "members": ["AM", "AZ", "GE"] },
            { "id": "east", "members": ["caucasus", "UA"] },
            { "id": "a", "members": ["b"] },
            { "id": "b", "members": ["a", "FR", "b"] },
            { "id": "south", "members": ["002"] },
            { "id": "GB", "name": "Britain" },
        ]);
        let item = |region| json!({ "title": "x", "_monthwise": { "regions": [region] } });
        let items: Vec<Value> = ["GE", "UA", "FR", "NG", "015", "150", "GB"].map(item).into();
        let archive = archive(&feed(&items, &regions));
        for (area, region, contains) in [
            ("caucasus", "GE", true),
            ("east", "GE", true),
            ("east", "caucasus", true),
            ("caucasus", "east", false),
            ("caucasus", "UA", false),
            ("caucasus", "caucasus", false),
            ("a", "FR", true),
            ("a", "b", true),
            ("b", "a", true),
            ("a", "a", false),
            ("b", "b", false),
            ("south", "NG", true),
            ("south", "015", true),
            ("150", "FR", true),
            ("150", "150", false),
            ("FR", "150", false),
            ("GB", "GB", false),
            ("nowhere", "FR", false),
            ("east", "nowhere", false),
        ] {
            let found = archive.index().contains(Facet::Region, area, region);
            assert_eq!(found, contains, "{area} {region}");
            assert!(!archive.index().contains(Facet::Partner, area, region));
        }
    }

    #[test]
    fn a_facet_is_found_by_its_key() {
        for facet in Facet::ALL {
            assert_eq!(Facet::from_key(facet.key()), Some(facet));
        }
        assert_eq!(Facet::from_key("regions"), None);
    }
}

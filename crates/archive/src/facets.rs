//! Defines the facets, and the index that says which items carry which of their values.

use crate::bits::Bits;
use crate::feed::{Item, Partner};
use crate::order::Names;
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
    pub(crate) fn new(items: &[Item], regions: &Declared, partners: &[Partner]) -> Self {
        let mut values = Facet::ALL.map(|facet| {
            let mut carried = Carried::of(facet, items);
            match facet {
                Facet::Region => carried.add_areas(regions),
                Facet::Partner => partners.iter().for_each(|partner| carried.add(&partner.id)),
                Facet::Topic => {}
            }
            carried.into_values()
        });
        fill_areas(&mut values[Facet::Region as usize], regions, items.len());
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

/// The values of a facet with the positions of the items that carry them.
#[derive(Default)]
struct Carried {
    names: Names,
    items: Vec<Vec<usize>>,
}

impl Carried {
    /// The values that items carry, and "not stated" where there are items without and items with
    /// any.
    fn of(facet: Facet, items: &[Item]) -> Self {
        let mut carried = Self::default();
        let mut without = Vec::new();
        for (position, item) in items.iter().enumerate() {
            let values = facet.values_of(item);
            if values.is_empty() {
                without.push(position);
            }
            for value in values {
                carried.add(value);
                if let Some(number) = carried.names.get(value) {
                    carried.items[number].push(position);
                }
            }
        }
        if !carried.items.is_empty() && !without.is_empty() {
            carried.add(NOT_STATED);
            carried.items.pop();
            carried.items.push(without);
        }
        carried
    }

    /// Adds a value that no item may carry.
    fn add(&mut self, value: &str) {
        if self.names.number(value) == self.items.len() {
            self.items.push(Vec::new());
        }
    }

    /// Adds the areas that the tree of regions begins with: the declared ones, else the continents
    /// of M49 that anything carried lies in.
    fn add_areas(&mut self, regions: &Declared) {
        let mut areas: Vec<&str> = regions.areas().map(|area| area.id.as_str()).collect();
        if areas.is_empty() {
            areas = self.names.iter().filter_map(|(id, _)| m49::area_of(id)).collect();
        }
        for area in areas {
            self.add(area);
        }
    }

    fn into_values(mut self) -> Vec<Value> {
        let value = |(id, number): (&str, usize)| Value {
            id: id.to_owned(),
            items: std::mem::take(&mut self.items[number]),
            within: Vec::new(),
        };
        self.names.iter().map(value).collect()
    }
}

/// Gives every area what lies in it, and the items of all that.
fn fill_areas(values: &mut [Value], regions: &Declared, length: usize) {
    let filled: Vec<(Vec<usize>, Vec<usize>)> = (0..values.len())
        .map(|at| {
            let reached = regions.reached_from(&values[at].id);
            let mut within = Bits::none(values.len());
            reached
                .iter()
                .filter_map(|id| place(values, id))
                .for_each(|other| within.insert(other));
            for area in reached.iter().filter(|id| m49::is_area(id)) {
                let in_area = |other: &usize| m49::contains(area, &values[*other].id);
                (0..values.len()).filter(in_area).for_each(|other| within.insert(other));
            }
            let mut items = Bits::none(length);
            for other in within.positions() {
                values[other].items.iter().for_each(|position| items.insert(*position));
            }
            (items.positions().collect(), within.positions().filter(|other| *other != at).collect())
        })
        .collect();
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

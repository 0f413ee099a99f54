//! Knows the regions: what a feed declares, and what the world's geography says.
//!
//! A feed may declare areas. Where it declares none, countries roll up into the continents of the
//! UN's M49 standard. An M49 area contains what the standard says, whether it is declared or not.

pub mod m49;

use crate::feed::Region;
use crate::order::Names;

/// The regions that a feed declares.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// In the feed's order.
    regions: Vec<Region>,
    /// The place of each among them, by its id.
    places: Names,
}

impl Declared {
    /// These declarations and more of them; of two with one id the first counts.
    #[must_use]
    pub fn and(mut self, more: Vec<Region>) -> Self {
        for region in more {
            if !self.places.has(&region.id) {
                self.places.set(&region.id, self.regions.len());
                self.regions.push(region);
            }
        }
        self
    }

    /// The declared areas, in the feed's order. A country is declared only to give it a name.
    pub fn areas(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| !region.members.is_empty() || !is_country(&region.id))
    }

    /// All that is declared, in the feed's order.
    #[must_use]
    pub fn all(&self) -> &[Region] {
        &self.regions
    }

    /// The region that goes by an id, if the feed declares it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Region> {
        self.places.get(id).map(|place| &self.regions[place])
    }

    /// Whether the id means anything: a country's or an M49 area's code, or a declared region.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        is_country(id) || m49::is_area(id) || self.find(id).is_some()
    }

    /// A region with the members it declares, their members, and so on. What lies in the M49 areas
    /// among them is not listed: [`m49`] knows it.
    #[must_use]
    pub fn reached_from<'a>(&'a self, region: &'a str) -> Vec<&'a str> {
        let mut reached = vec![region];
        // Each is entered once: a feed may declare two areas as members of each other.
        let mut seen = Names::default();
        seen.set(region, 0);
        let mut at = 0;
        while let Some(id) = reached.get(at) {
            at += 1;
            for member in self.find(id).into_iter().flat_map(|region| &region.members) {
                if !seen.has(member) {
                    seen.set(member, at);
                    reached.push(member);
                }
            }
        }
        reached
    }
}

/// Whether the id is shaped like an ISO 3166-1 alpha-2 code. Which codes are in use changes, and the
/// browser knows; this knows no names.
#[must_use]
pub fn is_country(id: &str) -> bool {
    matches!(id.as_bytes(), [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: &str, members: &[&str]) -> Region {
        let members = members.iter().map(|&member| member.to_owned()).collect();
        let name = Some(format!("Name of {id}"));
        Region { id: id.to_owned(), name, short: None, aliases: Vec::new(), members }
    }

    fn declared() -> Declared {
        Declared::default().and(vec![
            region("caucasus", &["AM", "AZ", "GE"]),
            region("east", &["caucasus", "UA"]),
            region("a", &["b"]),
            region("b", &["a", "FR", "b"]),
            region("south", &["002"]),
            region("GB", &[]),
            region("empty", &[]),
            region("caucasus", &["RU"]),
        ])
    }

    #[test]
    fn an_area_reaches_its_members_and_theirs() {
        let declared = declared();
        for (area, reached) in [
            ("caucasus", "caucasus AM AZ GE"),
            ("east", "east caucasus UA AM AZ GE"),
            ("a", "a b FR"),
            ("b", "b a FR"),
            ("south", "south 002"),
            ("GB", "GB"),
            ("nowhere", "nowhere"),
        ] {
            let all: Vec<&str> = declared.reached_from(area);
            assert_eq!(all.join(" "), reached);
        }
    }

    #[test]
    fn of_two_declarations_of_one_id_the_first_counts() {
        let declared = declared().and(vec![Region { name: None, ..region("GB", &["FR"]) }]);
        assert_eq!(
            declared.find("GB").and_then(|region| region.name.as_deref()),
            Some("Name of GB")
        );
        assert!(!declared.reached_from("caucasus").contains(&"RU"));
    }

    #[test]
    fn a_country_without_members_is_declared_for_its_name_alone() {
        let declared = declared();
        let areas: Vec<&str> = declared.areas().map(|area| area.id.as_str()).collect();
        assert_eq!(areas, ["caucasus", "east", "a", "b", "south", "empty"]);
    }

    #[test]
    fn countries_m49_areas_and_declared_regions_are_known() {
        for (id, known) in [
            ("FR", true),
            ("419", true),
            ("east", true),
            ("europe", false),
            ("999", false),
            ("fr", false),
            ("", false),
        ] {
            assert_eq!(declared().knows(id), known, "{id}");
        }
    }
}

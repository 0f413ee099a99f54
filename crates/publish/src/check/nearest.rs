//! Knows what a region or a partner may be meant by, and finds the nearest to an id that means nothing.

use std::collections::HashMap;

use archive::feed::{Partner, Region};
use rust_iso3166::CountryCode;
use strsim::damerau_levenshtein;

use crate::report::quoted;

/// Names of countries that the standard has not, or in other words, and codes that are met in their
/// place: `UK` is reserved for one (ISO 3166-1, exceptional reservations), the European Union writes
/// `EL` for Greece, and `XK` for Kosovo is in use everywhere and nobody's code.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("CI", "Ivory Coast"),
    ("CD", "DR Congo"),
    ("CV", "Cape Verde"),
    ("GB", "UK"),
    ("GB", "Great Britain"),
    ("GB", "England"),
    ("GB", "Scotland"),
    ("GR", "EL"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MM", "Burma"),
    ("NL", "Holland"),
    ("SZ", "Swaziland"),
    ("TR", "Turkey"),
    ("XK", "Kosovo"),
];

/// The sentences of the interface, which name the areas of UN M49.
const NAMES_OF_AREAS: &str = include_str!("../../../../languages/en.json");

/// How many are named.
const MOST: usize = 3;

/// From how many letters on a name that is part of another is told from chance.
const SHORTEST_PART: usize = 4;

/// Whether a code of two capitals is a country's.
pub(crate) fn is_country(code: &str) -> bool {
    code == "XK" || rust_iso3166::from_alpha2(code).is_some()
}

/// What can be named, each with its id and all that it goes by.
#[derive(Debug, Default)]
pub(crate) struct Known {
    entries: Vec<Entry>,
    /// What was asked for already: of one mistake there are often many.
    asked: HashMap<String, Vec<Near>>,
}

#[derive(Debug)]
struct Entry {
    near: Near,
    /// In small letters, words with one space between.
    names: Vec<String>,
}

/// A region or a partner that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    /// What to write.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: Option<String>,
}

impl Near {
    /// As it stands in a sentence: `"GE" (Georgia)`.
    pub(crate) fn in_words(&self) -> String {
        let name = self.name.as_ref().filter(|name| **name != self.id);
        let name = name.map_or_else(String::new, |name| format!(" ({name})"));
        format!("{}{name}", quoted(&self.id))
    }
}

impl Known {
    /// The regions that the feed declares, the countries and the areas of M49.
    pub(crate) fn regions(declared: &[Region]) -> Self {
        let mut known = Self::default();
        for region in declared {
            known.add(
                &region.id,
                region.name.as_deref(),
                region.short.iter().chain(&region.aliases),
            );
        }
        for CountryCode { name, alpha2, alpha3, .. } in rust_iso3166::ALL {
            let others =
                OTHER_NAMES.iter().filter(|(code, _)| code == alpha2).map(|(_, name)| *name);
            known.add(alpha2, Some(name), others.chain([*alpha3]));
        }
        known.add("XK", Some("Kosovo"), [""; 0]);
        let areas: HashMap<String, String> =
            serde_json::from_str(NAMES_OF_AREAS).unwrap_or_default();
        let mut areas: Vec<(&str, &String)> = areas
            .iter()
            .filter_map(|(key, name)| Some((key.strip_prefix("area-")?, name)))
            .collect();
        areas.sort_unstable();
        for (code, name) in areas {
            known.add(code, Some(name), [""; 0]);
        }
        known
    }

    /// The partners that the feed declares.
    pub(super) fn partners(declared: &[Partner]) -> Self {
        let mut known = Self::default();
        for partner in declared {
            let others = partner.short.iter().chain(&partner.aliases);
            known.add(&partner.id, partner.name.as_deref(), others);
        }
        known
    }

    fn add(
        &mut self,
        id: &str,
        name: Option<&str>,
        others: impl IntoIterator<Item = impl AsRef<str>>,
    ) {
        let mut names = vec![folded(id)];
        if let Some(name) = name {
            names.push(folded(name));
            // The standard puts the long form behind: "Moldova (Republic of)".
            names.extend(name.split_once(" (").map(|(short, _)| folded(short)));
        }
        names.extend(others.into_iter().map(|name| folded(name.as_ref())));
        let near = Near { id: id.to_owned(), name: name.map(str::to_owned) };
        self.entries.push(Entry { near, names });
    }

    /// The nearest to what is written, nearest first: those of that very name, else those whose name
    /// is part of it or the other way round, else those that a slip of the pen is away.
    pub(crate) fn nearest(&mut self, written: &str) -> &[Near] {
        if !self.asked.contains_key(written) {
            let nearest = self.look_up(&folded(written));
            self.asked.insert(written.to_owned(), nearest);
        }
        self.asked.get(written).map_or(&[], Vec::as_slice)
    }

    fn look_up(&self, written: &str) -> Vec<Near> {
        let named = |fits: &dyn Fn(&str) -> bool| {
            let entries =
                self.entries.iter().filter(|entry| entry.names.iter().any(|name| fits(name)));
            entries.take(MOST).map(|entry| entry.near.clone()).collect::<Vec<_>>()
        };
        if written.is_empty() {
            return Vec::new();
        }
        let mut nearest = named(&|name| name == written);
        if nearest.is_empty() {
            nearest = named(&|name| has_part(written, name) || has_part(name, written));
        }
        // Two letters are often the first of a name: `SW`.
        if nearest.is_empty() {
            nearest = named(&|name| name.len() > written.len() && name.starts_with(written));
        }
        if nearest.is_empty() {
            nearest = self.a_slip_away(written);
        }
        nearest
    }

    /// A third of the letters may be wrong, as rustc has it; of two letters none, where nearly every
    /// code would fit.
    fn a_slip_away(&self, written: &str) -> Vec<Near> {
        let length = written.chars().count();
        let most = length / 3;
        let mut slips: Vec<(usize, &Near)> = Vec::new();
        for Entry { near, names } in &self.entries {
            let close = names.iter().filter(|name| name.chars().count().abs_diff(length) <= most);
            let distance = close.map(|name| damerau_levenshtein(name, written)).min();
            slips.extend(distance.filter(|distance| *distance <= most).map(|far| (far, near)));
        }
        slips.sort_by_key(|(distance, _)| *distance);
        let best = slips.first().map(|(distance, _)| *distance);
        let best = slips.into_iter().take_while(|(distance, _)| Some(*distance) == best);
        best.take(MOST).map(|(_, near)| near.clone()).collect()
    }
}

fn folded(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether whole words of a text are a name. Of both only the words are left, each after a space.
fn has_part(text: &str, name: &str) -> bool {
    let is_word = |(at, _): (usize, &str)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    };
    name.len() <= text.len()
        && name.chars().nth(SHORTEST_PART - 1).is_some()
        && text.match_indices(name).any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: &str, name: &str, aliases: &[&str]) -> Region {
        Region {
            id: id.to_owned(),
            name: Some(name.to_owned()),
            short: None,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            members: Vec::new(),
        }
    }

    #[test]
    fn the_nearest_regions_are_named() {
        let mut known = Known::regions(&[
            region("south-caucasus", "South Caucasus", &["Transcaucasia"]),
            region("americas", "Americas", &[]),
        ]);
        for (written, ids) in [
            ("Georgia", "GE"),
            ("georgia", "GE"),
            ("Gorgia", "GE"),
            ("GEO", "GE"),
            ("Tbilisi, Georgia", "GE"),
            ("UK", "GB"),
            ("EL", "GR"),
            ("USA", "US"),
            ("United Kingdom", "GB"),
            ("Kosovo", "XK"),
            ("Korea", "KP KR"),
            ("Macedonia", "MK"),
            ("Vietnam", "VN"),
            ("Turkey", "TR"),
            ("Turkiye", "TR"),
            ("Moldova", "MD"),
            ("Russia", "RU"),
            ("SW", "SZ SE CH"),
            ("southcaucasus", "south-caucasus"),
            ("South_Caucasus", "south-caucasus"),
            ("transcaucasia", "south-caucasus"),
            ("americas", "americas 019"),
            ("Western Europe", "155"),
            ("ZZ", ""),
            ("XX9", ""),
            ("", ""),
            ("Nowhere at all", ""),
        ] {
            let found: Vec<&str> =
                known.nearest(written).iter().map(|near| near.id.as_str()).collect();
            assert_eq!(found.join(" "), ids, "{written}");
        }
        assert_eq!(known.nearest("UK")[0].in_words().split_once(' ').unwrap().0, "\"GB\"");
        assert_eq!(known.nearest("Georgia")[0].in_words(), "\"GE\" (Georgia)");
    }

    #[test]
    fn the_nearest_partners_are_named() {
        let partner = |id: &str, name: Option<&str>, short: Option<&str>| Partner {
            id: id.to_owned(),
            name: name.map(str::to_owned),
            short: short.map(str::to_owned),
            aliases: Vec::new(),
            url: None,
        };
        let mut known = Known::partners(&[
            partner("osce", Some("Organization for Security and Co-operation in Europe"), None),
            partner("un", None, Some("UN")),
        ]);
        for (written, in_words) in [
            ("OSCE", "\"osce\" (Organization for Security and Co-operation in Europe)"),
            ("ocse", "\"osce\" (Organization for Security and Co-operation in Europe)"),
            ("UN", "\"un\""),
            ("ilo", ""),
        ] {
            let found: Vec<String> = known.nearest(written).iter().map(Near::in_words).collect();
            assert_eq!(found.join(", "), in_words, "{written}");
        }
    }

    #[test]
    fn codes_in_use_are_countries() {
        for (code, is) in [("GE", true), ("XK", true), ("UK", false), ("ZZ", false), ("EU", false)]
        {
            assert_eq!(is_country(code), is, "{code}");
        }
    }
}

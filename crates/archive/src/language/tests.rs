//! What every language file must hold, and a language to test with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::Datelike;

use super::*;
use crate::regions::m49;

/// English as the page speaks it, without a browser.
pub(crate) fn english() -> Language {
    Language::new(include_str!("../../../../languages/en.json"), Box::new(English))
}

/// What a browser would know of English, as far as the tests need it.
struct English;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const REGIONS: &[(&str, &str)] = &[
    ("AM", "Armenia"),
    ("AZ", "Azerbaijan"),
    ("CI", "Côte d’Ivoire"),
    ("CN", "China"),
    ("CO", "Colombia"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GE", "Georgia"),
    ("KE", "Kenya"),
    ("KR", "South Korea"),
    ("PA", "Panama"),
    ("PE", "Peru"),
    ("TJ", "Tajikistan"),
    ("TW", "Taiwan"),
    ("UA", "Ukraine"),
    ("US", "United States"),
];

impl Locale for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn number(&self, number: usize) -> String {
        number.to_string()
    }

    fn plural(&self, number: usize) -> String {
        if number == 1 { "one" } else { "other" }.to_owned()
    }

    fn list(&self, names: &[String]) -> String {
        match names {
            [names @ .., last] if !names.is_empty() => format!("{} and {last}", names.join(", ")),
            _ => names.concat(),
        }
    }

    fn date(&self, date: PartialDate) -> String {
        let month = |number: u32| MONTHS[number as usize - 1];
        match date {
            PartialDate::Year(year) => year.to_string(),
            PartialDate::Month(date) => format!("{} {}", month(date.number()), date.year()),
            PartialDate::Day(date) => {
                format!("{} {} {}", date.day(), month(date.month()), date.year())
            }
        }
    }

    fn month(&self, month: Month) -> String {
        MONTHS[month.number() as usize - 1][..3].to_owned()
    }

    fn region(&self, code: &str) -> Option<String> {
        let (_, name) = REGIONS.iter().find(|(known, _)| *known == code)?;
        Some((*name).to_owned())
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        one.to_lowercase().cmp(&other.to_lowercase())
    }

    fn fold(&self, text: &str) -> String {
        let mut folded = String::new();
        for character in text.to_lowercase().chars() {
            match LETTERS.iter().find(|(_, accented)| accented.contains(character)) {
                Some((plain, _)) => folded.push_str(plain),
                None if is_accent(character) => {}
                None => folded.push(character),
            }
        }
        folded
    }
}

/// Lower-case letters of Europe as the page folds them: those with accents, and those that no normal
/// form of Unicode takes apart.
const LETTERS: &[(&str, &str)] = &[
    ("a", "àáâãäåāăą"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ďđ"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("i", "ìíîïĩīĭįı"),
    ("k", "ķ"),
    ("l", "ĺļľł"),
    ("n", "ñńņň"),
    ("o", "òóôõöōŏőø"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("ss", "ß"),
    ("t", "ţťț"),
    ("u", "ùúûüũūŭůűų"),
    ("y", "ýÿŷ"),
    ("z", "źżž"),
    ("α", "ά"),
    ("ε", "έ"),
    ("η", "ή"),
    ("ι", "ίϊΐ"),
    ("ο", "ό"),
    ("σ", "ς"),
    ("υ", "ύϋΰ"),
    ("ω", "ώ"),
    ("и", "й"),
    ("е", "ё"),
];

/// An accent that stands behind its letter, a point of Hebrew or Arabic.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The plural categories of Unicode TR 35, part 3.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A key without its plural category.
fn base(key: &str) -> &str {
    match key.rsplit_once('.') {
        Some((base, category)) if CATEGORIES.contains(&category) => base,
        _ => key,
    }
}

/// The names in braces.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn parse(file: &str) -> BTreeMap<String, String> {
    serde_json::from_str(file).expect("a language file is one object of texts")
}

#[test]
fn every_language_file_holds_every_phrase_and_no_other() {
    let english = parse(include_str!("../../../../languages/en.json"));
    let areas = (0..1000).map(|code| format!("{code:03}")).filter(|code| m49::is_area(code));
    let areas: Vec<String> = areas.map(|code| format!("area-{code}")).collect();
    let phrases = Phrase::ALL.iter().map(|phrase| phrase.key());
    let known: BTreeSet<&str> = phrases
        .chain(SCRIPT_KEYS.iter().copied())
        .chain(areas.iter().map(String::as_str))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("there is a folder of languages") {
        let path = entry.expect("it can be read").path();
        let texts = parse(&std::fs::read_to_string(&path).expect("it is UTF-8"));
        files += 1;

        let held: BTreeSet<&str> = texts.keys().map(|key| base(key)).collect();
        assert_eq!(held, known, "{}", path.display());
        for (key, text) in &texts {
            assert!(!text.trim().is_empty(), "{key} of {}", path.display());
            let base = base(key);
            let same = english.get(base).or_else(|| english.get(&format!("{base}.other")));
            let same = same.expect("English has every phrase");
            // "1 item" may be written without its number.
            let may_lack =
                |place: &&str| *place == "n" && key != base && *key != format!("{base}.other");
            let missing: Vec<&str> = places(same).difference(&places(text)).copied().collect();
            assert!(missing.iter().all(may_lack), "{key} of {} lacks {missing:?}", path.display());
            let unknown: Vec<&str> = places(text).difference(&places(same)).copied().collect();
            assert!(unknown.is_empty(), "{key} of {} has {unknown:?}", path.display());
            if key != base {
                assert!(
                    texts.contains_key(&format!("{base}.other")),
                    "{base} of {}",
                    path.display()
                );
            }
        }
    }
    assert!(files > 0);
}

#[test]
fn no_two_phrases_share_a_key() {
    let keys: BTreeSet<&str> = Phrase::ALL.iter().map(|phrase| phrase.key()).collect();
    assert_eq!(keys.len(), Phrase::ALL.len());
}

#[test]
fn places_are_filled_once_and_from_left_to_right() {
    for (text, filled) in [
        ("{a} and {b}", "1 and {a}"),
        ("{b}{b}", "{a}{a}"),
        ("no place", "no place"),
        ("{unknown} {a}", "{unknown} 1"),
        ("{a", "{a"),
        ("{ {a}", "{ 1"),
        ("{{a}}", "{1}"),
        ("a} {a}", "a} 1"),
        ("{}", "{}"),
        ("é{a}é", "é1é"),
    ] {
        assert_eq!(fill(text, &[("a", "1"), ("b", "{a}")]), filled, "{text}");
    }
}

#[test]
fn a_number_decides_the_form_of_a_sentence() {
    let english = english();
    for (number, sentence) in [(0, "0 items"), (1, "1 item"), (2, "2 items")] {
        assert_eq!(english.count(Phrase::CountAll, number, &[]), sentence);
    }
    // A language without the form of its plural category has the general one.
    let only_other = Language::new(r#"{"count-all.other": "{n} in all"}"#, Box::new(English));
    assert_eq!(only_other.count(Phrase::CountAll, 1, &[]), "1 in all");
}

#[test]
fn without_a_language_file_every_sentence_is_its_key() {
    let broken = Language::new("<!doctype html>", Box::new(English));
    assert_eq!(broken.say(Phrase::ClearAll), "clear-all");
    assert_eq!(broken.count(Phrase::CountAll, 2, &[]), "count-all");
    assert_eq!(broken.fill(Phrase::RemoveFilter, &[("name", "x")]), "remove-filter");
}

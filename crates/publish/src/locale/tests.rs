//! What the browser says, word for word: `intl.json` holds what Chromium 156 (ICU 78, CLDR 48) gave
//! for these expressions, as in `intlOf` of `public/monthwise.js`. Node 20 gives the same but for the
//! names of FK, HK, MO and PS, which Chromium's copy of ICU has otherwise.
//!
//! | key of the file | expression, for each element of the list at the top of the file |
//! |---|---|
//! | `tags` | `Intl.getCanonicalLocales(tag)[0]`; `null` where it throws |
//! | `folded` | `intlOf("en").fold(text)` |
//! | `numbers` | `new Intl.NumberFormat(tag).format(number)` |
//! | `plurals` | `new Intl.PluralRules(tag).select(number)` |
//! | `lists` | `new Intl.ListFormat(tag).format(names)` |
//! | `dates` | `new Intl.DateTimeFormat(tag, { …, timeZone: "UTC", calendar: "gregory" }).format(date)` with the parts that the date has of `year: "numeric", month: "long", day: "numeric"` |
//! | `months` | the same with `month: "short"` alone, for January to December |
//! | `order` | `[...names].sort(new Intl.Collator(tag, { numeric: true }).compare)` |
//! | `regions` | `new Intl.DisplayNames(tag, { type: "region", fallback: "none" }).of(code)` |
//! | `nameless` | codes for which that throws or gives nothing, or that are no country's |
//!
//! A language `like` another says the same wherever it says nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Intl {
    tags: Vec<(String, Option<String>)>,
    folded: Vec<(String, String)>,
    numbers: Vec<usize>,
    plurals: Vec<usize>,
    lists: Vec<Vec<String>>,
    dates: Vec<String>,
    names: Vec<String>,
    nameless: Vec<String>,
    regions: Vec<String>,
    languages: BTreeMap<String, Said>,
}

/// What is said in a language.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Said {
    like: Option<String>,
    numbers: Option<Vec<String>>,
    plurals: Option<String>,
    lists: Option<Vec<String>>,
    dates: Option<Vec<String>>,
    months: Option<Vec<String>>,
    order: Option<Vec<String>>,
    regions: Option<Names>,
}

/// All names, or those that are not as in the language that this one is like.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Names {
    All(Vec<String>),
    Own(BTreeMap<String, String>),
}

fn intl() -> Intl {
    serde_json::from_str(include_str!("intl.json")).unwrap()
}

/// Each language of the file with what is said in it and the names of its regions, by their codes.
fn languages(intl: &Intl) -> Vec<(&str, Said, BTreeMap<&str, String>)> {
    let said = intl.languages.iter().map(|(tag, own)| {
        let base = own.like.as_ref().map_or(own, |like| &intl.languages[like]);
        let Some(Names::All(all)) = &base.regions else { panic!("{tag} has no names") };
        let mut names: BTreeMap<&str, String> =
            intl.regions.iter().map(String::as_str).zip(all.iter().cloned()).collect();
        assert_eq!(names.len(), all.len());
        if let Some(Names::Own(own)) = &own.regions {
            names.extend(own.iter().map(|(code, name)| (code.as_str(), name.clone())));
        }
        let said = Said {
            like: None,
            numbers: own.numbers.clone().or_else(|| base.numbers.clone()),
            plurals: own.plurals.clone().or_else(|| base.plurals.clone()),
            lists: own.lists.clone().or_else(|| base.lists.clone()),
            dates: own.dates.clone().or_else(|| base.dates.clone()),
            months: own.months.clone().or_else(|| base.months.clone()),
            order: own.order.clone().or_else(|| base.order.clone()),
            regions: None,
        };
        (tag.as_str(), said, names)
    });
    said.collect()
}

fn icu(tag: &str) -> Icu {
    Icu::new(tag).unwrap()
}

/// Tags that are another here than in the browser, and why.
const OTHER_TAGS: &[(&str, &str)] = &[
    // BCP 47 reserves five to eight letters for languages to come; ICU4X reads two or three.
    ("english", "en"),
    // ICU still writes a variant of POSIX as a key that it used for it.
    ("EN-LATN-us-POSIX", "en-Latn-US-posix"),
];

#[test]
fn a_tag_is_written_as_browsers_write_it_and_is_english_where_it_is_none() {
    for (tag, canonical) in intl().tags {
        let other = OTHER_TAGS.iter().find(|(known, _)| *known == tag);
        let expected = other.map_or(canonical.as_deref().unwrap_or("en"), |(_, here)| here);
        assert_eq!(icu(&tag).tag(), expected, "{tag:?}");
        assert!(other.is_none() || canonical.as_deref() != Some(expected), "{tag} is as elsewhere");
    }
}

#[test]
fn numbers_plurals_and_lists_are_the_browsers() {
    let intl = intl();
    for (tag, said, _) in languages(&intl) {
        let icu = icu(tag);
        let numbers: Vec<String> = intl.numbers.iter().map(|&number| icu.number(number)).collect();
        assert_eq!(Some(numbers), said.numbers, "{tag}");
        let plurals: Vec<String> = intl.plurals.iter().map(|&number| icu.plural(number)).collect();
        assert_eq!(Some(plurals.join(" ")), said.plurals, "{tag}");
        let lists: Vec<String> = intl.lists.iter().map(|names| icu.list(names)).collect();
        assert_eq!(Some(lists), said.lists, "{tag}");
    }
}

#[test]
fn dates_and_months_are_the_browsers() {
    let intl = intl();
    for (tag, said, _) in languages(&intl) {
        let icu = icu(tag);
        let dates: Vec<String> =
            intl.dates.iter().map(|date| icu.date(PartialDate::parse(date).unwrap())).collect();
        assert_eq!(Some(dates), said.dates, "{tag}");
        // A month's year is not said.
        let months = (1..=12).map(|number| icu.month(Month::new(1900, number).unwrap()));
        assert_eq!(Some(months.collect()), said.months, "{tag}");
    }
}

#[test]
fn names_stand_in_the_browsers_order() {
    let intl = intl();
    for (tag, said, _) in languages(&intl) {
        let icu = icu(tag);
        let mut names = intl.names.clone();
        names.sort_by(|one, other| icu.compare(one, other));
        assert_eq!(Some(names), said.order, "{tag}");
    }
}

#[test]
fn a_text_is_searched_as_in_the_browser() {
    for (text, folded) in intl().folded {
        assert_eq!(icu("en").fold(&text), folded, "{text:?}");
    }
}

/// Chromium's copy of ICU calls these islands by both of their names; ICU4X has the usual one alone.
const FALKLANDS: &[(&str, &str)] = &[
    ("ar ar-EG", "جزر فوكلاند"),
    ("de", "Falklandinseln"),
    ("en en-GB en-US", "Falkland Islands"),
    ("es es-MX", "Islas Malvinas"),
    ("fr", "Îles Malouines"),
    ("fr-CA", "îles Malouines"),
    ("ja", "フォークランド諸島"),
    ("pt-BR", "Ilhas Malvinas"),
    ("ru", "Фолклендские о-ва"),
    ("zh-Hant", "福克蘭群島"),
];

/// Names that CLDR 49 has changed. Chromium will say them so when its ICU is as new.
const NEWER: &[(&str, &str, &str)] = &[
    ("en en-GB en-US", "HM", "Heard Island & McDonald Islands"),
    ("en en-US", "SH", "St. Helena, Ascension & Tristan da Cunha"),
    ("en-GB", "SH", "St Helena, Ascension & Tristan da Cunha"),
    ("en en-GB en-US", "TF", "French Southern and Antarctic Lands"),
    ("es-MX", "CG", "Congo"),
    ("es-MX", "VI", "Islas Vírgenes de EE.UU."),
];

#[test]
fn countries_have_the_names_that_chromium_gives_them_but_for_those_known() {
    let falklands = FALKLANDS.iter().map(|&(tags, name)| (tags, "FK", name));
    let known: BTreeSet<(&str, &str, &str)> = falklands
        .chain(NEWER.iter().copied())
        .flat_map(|(tags, code, name)| tags.split(' ').map(move |tag| (tag, code, name)))
        .collect();
    let intl = intl();
    let mut other = Vec::new();
    for (tag, _, names) in languages(&intl) {
        let icu = icu(tag);
        for (code, name) in names {
            let here = icu.region(code).unwrap_or_default();
            if here != name {
                other.push((tag, code, here));
            }
        }
        for code in &intl.nameless {
            assert_eq!(icu.region(code), None, "{code} in {tag}");
        }
    }
    let other: BTreeSet<_> = other.iter().map(|(tag, code, here)| (*tag, *code, &**here)).collect();
    assert_eq!(other, known);
}

#[test]
fn a_country_that_is_no_more_goes_by_the_name_of_the_one_in_its_place() {
    let icu = icu("en");
    for (withdrawn, successor) in WITHDRAWN {
        assert!(icu.region(successor).is_some(), "{successor}");
        assert_eq!(icu.region(withdrawn), icu.region(successor), "{withdrawn}");
    }
}

/// The languages that Chromium knows, and writings and places in which they differ.
const TAGS: &str = "af am ar ar-SA az bg bn bs ca cs da de de-CH el en en-AU en-IN es es-419 et eu fa \
    fa-AF fi fil fr fr-CH gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my \
    nb ne nl no pa pl pt pt-BR pt-PT ro ru si sk sl sq sr sr-Latn sv sw ta te th tr uk ur uz vi zh zh-Hant \
    zu en-u-nu-arab en-u-nu-none th-u-ca-buddhist";

#[test]
fn every_day_that_there_is_can_be_said_in_every_language() {
    for tag in TAGS.split_whitespace() {
        let icu = icu(tag);
        for month in 1..=12 {
            let mut said = BTreeSet::new();
            for year in ["0000", "0001", "0099", "1582", "2007", "9999"] {
                let dates = [
                    year.to_owned(),
                    format!("{year}-{month:02}"),
                    format!("{year}-{month:02}-28"),
                ];
                for date in dates {
                    let text = icu.date(PartialDate::parse(&date).unwrap());
                    // What is printed for a month without a name.
                    assert!(!text.contains(&format!("M{month:02}")), "{tag}: {text}");
                    said.insert(text);
                }
            }
            // The years 0 and 1 are both a first one; only Thai adds before and after which birth.
            assert!(said.len() >= 15, "{tag}: {said:?}");
        }
    }
}

#[test]
fn a_plural_is_the_languages_in_whichever_script() {
    for (tag, categories) in [
        ("sr", "other one few few few other"),
        ("sr-Latn", "other one few few few other"),
        ("zh-Hant", "other other other other other other"),
        ("pt-PT", "other one other other other other"),
        ("pt", "one one other other other other"),
    ] {
        let icu = icu(tag);
        let said: Vec<String> = (0..=5).map(|number| icu.plural(number)).collect();
        assert_eq!(said.join(" "), categories, "{tag}");
    }
}

#[test]
fn a_language_without_data_is_said_in_english_under_its_own_tag() {
    for (tag, date) in [
        ("und", "July 12, 2007"),
        ("tlh", "July 12, 2007"),
        ("la", "July 12, 2007"),
        // Of a language in a foreign script its own is known.
        ("ja-Latn", "2007年7月12日"),
        ("zh-Latn-pinyin", "2007年7月12日"),
    ] {
        let icu = icu(tag);
        assert_eq!(icu.tag(), tag);
        assert_eq!(icu.date(PartialDate::parse("2007-07-12").unwrap()), date, "{tag}");
    }
}

#[test]
fn the_sentences_are_chosen_by_the_language_and_the_forms_by_all_of_the_tag() {
    let day = PartialDate::parse("2007-07-12").unwrap();
    for (tag, heading, date) in [
        ("en", "News items", "July 12, 2007"),
        ("en-GB", "News items", "12 July 2007"),
        ("de", "News items", "12. Juli 2007"),
        ("fr-CA", "Liste des actualités", "12 juillet 2007"),
        ("ES-mx", "Lista de noticias", "12 de julio de 2007"),
        ("ar-EG", "قائمة الأخبار", "١٢ يوليو ٢٠٠٧"),
        ("fr_CA", "News items", "July 12, 2007"),
        ("", "News items", "July 12, 2007"),
    ] {
        let language = language(tag).unwrap();
        assert_eq!(language.say(archive::language::Phrase::ListHeading), heading, "{tag}");
        assert_eq!(language.locale().date(day), date, "{tag}");
    }
}

#[test]
fn every_language_file_is_one_of_the_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, LANGUAGES.map(|(language, _)| language.to_owned()).into());
}

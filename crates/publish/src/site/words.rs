//! The sentences of a site around its list: a file a language in `languages/`, beside those of the
//! page, which visitors do not load.

use std::collections::BTreeMap;

/// The files, by the part of a language's tag that stands before the first hyphen.
const FILES: [(&str, &str); 4] = [
    ("en", include_str!("../../languages/en.json")),
    ("ar", include_str!("../../languages/ar.json")),
    ("es", include_str!("../../languages/es.json")),
    ("fr", include_str!("../../languages/fr.json")),
];

/// The sentences of one language.
#[derive(Debug)]
pub(super) struct Words(BTreeMap<String, String>);

impl Words {
    /// The sentences of a language; English where there are none in it.
    pub(super) fn of(tag: &str) -> Self {
        let base = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let file = FILES.iter().find(|(language, _)| *language == base).unwrap_or(&FILES[0]);
        Self(serde_json::from_str(file.1).unwrap_or_default())
    }

    /// A sentence with its places filled in. What a file lacks is its key: poor to read, but it loses
    /// nothing.
    pub(super) fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        let text = self.0.get(key).map_or(key, String::as_str);
        let mut parts = text.split('{');
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (place, rest) = part.split_once('}').unwrap_or((part, ""));
            let value = places.iter().find(|(name, _)| *name == place);
            said.push_str(value.map_or("", |(_, value)| value));
            said.push_str(rest);
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_all_that_english_says_with_the_same_places() {
        let places = |text: &str| -> Vec<String> {
            let mut places: Vec<String> = text
                .split('{')
                .skip(1)
                .map(|part| part.split('}').next().unwrap().into())
                .collect();
            places.sort();
            places
        };
        let english = Words::of("en").0;
        assert!(english.len() > 5);
        for (language, _) in FILES {
            let words = Words::of(language).0;
            assert!(words.keys().eq(english.keys()), "{language}");
            for (key, text) in &words {
                assert_eq!(places(text), places(&english[key]), "{language}: {key}");
            }
        }
    }

    #[test]
    fn places_are_filled_and_what_fills_them_is_not_filled_again() {
        let words = Words::of("fr-CA");
        let said = words.say("year", &[("title", "{year}"), ("year", "2007")]);
        assert_eq!(said, "{year} : 2007");
        assert_eq!(Words::of("xx").say("feeds", &[]), "Subscribe");
        assert_eq!(words.say("nothing", &[]), "nothing");
    }
}

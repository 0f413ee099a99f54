//! Writes a filter into the query of an address, and reads it back: the one place that knows how.
//!
//! The encoding is `application/x-www-form-urlencoded` (URL Standard, section 5; written out here,
//! where the crate of that name, the tests' referee, weighs 1 kB more). Parameters of
//! others stay in their place, byte for byte; ours stand together, in a fixed order, where the first
//! of them stood, else at the end. What is not chosen is not written.

use crate::facets::Facet;
use crate::filter::{Filter, Mode};

/// The value of `regions`, `partners` and `topics` that asks for *all of these*.
const ALL: &str = "all";

/// What a query asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What can be understood.
    pub filter: Filter,
    /// Parameters of ours whose value means nothing: name and value.
    pub broken: Vec<(String, String)>,
}

/// Reads the filter from a query (what stands behind the `?`). Our parameters begin with `prefix`.
#[must_use]
pub fn read(query: &str, prefix: &str) -> Asked {
    let mut asked = Asked::default();
    for pair in query.split('&') {
        let Some(parameter) = Parameter::of(pair, prefix) else { continue };
        let value = value_of(pair);
        match parameter {
            _ if value.is_empty() => {}
            Parameter::Value(facet) => asked.filter.choice_mut(facet).add(&value),
            Parameter::Mode(facet) if value == ALL => {
                asked.filter.choice_mut(facet).mode = Mode::All;
            }
            Parameter::Mode(_) => asked.broken.push((key_of(pair), value)),
        }
    }
    asked
}

/// The query with its filter replaced by this one.
#[must_use]
pub fn write(filter: &Filter, query: &str, prefix: &str) -> String {
    let mut ours = Vec::new();
    for (facet, value) in filter.values() {
        ours.push(pair(prefix, facet.key(), value));
    }
    for facet in Facet::ALL {
        if filter.choice(facet).mode == Mode::All {
            ours.push(pair(prefix, mode_key(facet), ALL));
        }
    }
    let mut pairs: Vec<&str> = Vec::new();
    let mut place = None;
    for pair in query.split('&').filter(|_| !query.is_empty()) {
        if Parameter::of(pair, prefix).is_some() {
            place.get_or_insert(pairs.len());
        } else {
            pairs.push(pair);
        }
    }
    let place = place.unwrap_or(pairs.len());
    pairs.splice(place..place, ours.iter().map(String::as_str));
    pairs.join("&")
}

/// What a parameter of ours says.
enum Parameter {
    /// A chosen value.
    Value(Facet),
    /// How the values of a facet are combined.
    Mode(Facet),
}

impl Parameter {
    fn of(pair: &str, prefix: &str) -> Option<Self> {
        let key = key_of(pair);
        let key = key.strip_prefix(prefix)?;
        Facet::from_key(key).map(Self::Value).or_else(|| {
            Facet::ALL.into_iter().find(|facet| mode_key(*facet) == key).map(Self::Mode)
        })
    }
}

const fn mode_key(facet: Facet) -> &'static str {
    match facet {
        Facet::Region => "regions",
        Facet::Partner => "partners",
        Facet::Topic => "topics",
    }
}

fn key_of(pair: &str) -> String {
    decoded(pair.split('=').next().unwrap_or_default())
}

fn value_of(pair: &str) -> String {
    decoded(pair.split_once('=').map_or("", |(_, value)| value))
}

fn pair(prefix: &str, key: &str, value: &str) -> String {
    let mut pair = String::new();
    encode(prefix, &mut pair);
    pair.push_str(key);
    pair.push('=');
    encode(value, &mut pair);
    pair
}

/// Appends a text with every byte escaped that a query cannot hold as it is.
fn encode(text: &str, encoded: &mut String) {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 });
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'*' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}

/// A text without its escapes; a `%` that is none stays, and bytes that are no text become U+FFFD.
fn decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let text = text.as_bytes();
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let escaped = (*byte == b'%')
            .then(|| Some(digit(text.get(at + 1))? << 4 | digit(text.get(at + 2))?))
            .flatten();
        at += if escaped.is_some() { 3 } else { 1 };
        bytes.push(match (escaped.map(u8::try_from), byte) {
            (Some(Ok(escaped)), _) => escaped,
            (_, b'+') => b' ',
            _ => *byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn filter(regions: &[&str], partners: &[&str], mode: Mode) -> Filter {
        let mut filter = Filter::default();
        for id in regions {
            filter.choice_mut(Facet::Region).add(id);
        }
        for id in partners {
            filter.choice_mut(Facet::Partner).add(id);
        }
        filter.choice_mut(Facet::Partner).mode = mode;
        filter
    }

    #[test]
    fn a_filter_is_written_in_a_fixed_order_without_its_defaults() {
        for (filter, query) in [
            (Filter::default(), ""),
            (filter(&["GE", "AM"], &["osce"], Mode::Any), "region=GE&region=AM&partner=osce"),
            (filter(&[], &["osce", "ec"], Mode::All), "partner=osce&partner=ec&partners=all"),
            (filter(&["a b&c#d\"é"], &[], Mode::Any), "region=a+b%26c%23d%22%C3%A9"),
        ] {
            assert_eq!(write(&filter, "", ""), query);
            assert_eq!(read(query, ""), Asked { filter, broken: vec![] });
        }
    }

    #[test]
    fn parameters_of_others_stay_as_they_are_and_where_they_are() {
        let georgia = filter(&["GE"], &[], Mode::Any);
        for (before, after) in [
            ("utm_source=a%20b", "utm_source=a%20b&region=GE"),
            ("a=1&region=AM&b=%zz&partner=x&c", "a=1&region=GE&b=%zz&c"),
            ("regions=all&Region=FR&&x==", "region=GE&Region=FR&&x=="),
            ("news.region=AM", "news.region=AM&region=GE"),
            ("%72egion=AM&a", "region=GE&a"),
        ] {
            assert_eq!(write(&georgia, before, ""), after);
        }
        assert_eq!(write(&Filter::default(), "a=1&region=AM&b=2", ""), "a=1&b=2");
    }

    #[test]
    fn with_a_prefix_only_what_begins_with_it_is_ours() {
        let query = "region=FR&news.region=GE&news.partners=all&other.region=IT";
        let mut expected = filter(&["GE"], &[], Mode::All);
        assert_eq!(read(query, "news.").filter, expected);
        expected.choice_mut(Facet::Region).add("AM");
        assert_eq!(
            write(&expected, query, "news."),
            "region=FR&news.region=GE&news.region=AM&news.partners=all&other.region=IT"
        );
    }

    #[test]
    fn values_that_mean_nothing_are_ignored_and_named() {
        let asked = read("region=&region=GE&region=GE&partners=some&topics=ALL&topic", "");
        assert_eq!(asked.filter, filter(&["GE"], &[], Mode::Any));
        let broken = [("partners", "some"), ("topics", "ALL")];
        assert_eq!(asked.broken, broken.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let choice = || (vec("\\PC{1,8}|[&#=+%\"' ]{1,3}", 0..4), any::<bool>());
        [choice(), choice(), choice()].prop_map(|choices| {
            let mut filter = Filter::default();
            for (facet, (values, all)) in Facet::ALL.into_iter().zip(choices) {
                let choice = filter.choice_mut(facet);
                for value in &values {
                    choice.add(value);
                }
                choice.mode = if all { Mode::All } else { Mode::Any };
            }
            filter
        })
    }

    proptest! {
        #[test]
        fn every_filter_survives_a_round_trip(
            filter in any_filter(),
            foreign in "(&?[a-z]{0,3}=?[a-z%+]{0,4}){0,4}",
            prefix in "|[a-zé&= ]{1,5}\\.",
        ) {
            let query = write(&filter, &foreign, &prefix);
            prop_assert_eq!(&read(&query, &prefix).filter, &filter);
            // Writing the same again changes nothing, and taking all back leaves the others' own.
            prop_assert_eq!(write(&filter, &query, &prefix), query.clone());
            let emptied = write(&Filter::default(), &query, &prefix);
            if prefix.is_empty() {
                prop_assert!(read(&emptied, &prefix).filter.is_empty());
            } else {
                prop_assert_eq!(emptied, foreign);
            }
        }

        #[test]
        fn texts_are_encoded_and_decoded_as_the_standard_says(text in "\\PC{0,20}|[a-f0-9%+ é]{0,12}") {
            let mut encoded = String::new();
            encode(&text, &mut encoded);
            let expected: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
            prop_assert_eq!(encoded, expected);
            let pair = text.replace(['&', '='], "");
            let expected = form_urlencoded::parse(pair.as_bytes()).next().map(|(key, _)| key.into_owned());
            prop_assert_eq!(decoded(&pair), expected.unwrap_or_default());
        }

        #[test]
        fn any_query_is_read(query in "\\PC{0,40}|[a-z=&%+;.]{0,40}") {
            let asked = read(&query, "");
            prop_assert!(asked.filter.values().all(|(_, value)| !value.is_empty()));
        }
    }
}

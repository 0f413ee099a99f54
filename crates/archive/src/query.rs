//! Writes a filter into the query of an address, and reads it back: the one place that knows how.
//!
//! The encoding is `application/x-www-form-urlencoded` (URL Standard, section 5; written out here,
//! where the crate of that name, the tests' referee, weighs 1 kB more). Parameters of
//! others stay in their place, byte for byte; ours stand together, in a fixed order, where the first
//! of them stood, else at the end. What is not chosen is not written.

use crate::date::{Month, PartialDate, Span};
use crate::digits::push_hex;
use crate::facets::Facet;
use crate::filter::{Filter, Mode};
use crate::text;

/// The value of `regions`, `partners` and `topics` that asks for *all of these*.
const ALL: &str = "all";

/// The parameters of the words and of the months to show.
const WORDS: &str = "q";
const FROM: &str = "from";
const TO: &str = "to";

/// The longest path of a feed, in bytes. Most disks take names of 255 bytes, with their endings.
const LONGEST_PATH: usize = 240;

/// What an address asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What can be understood.
    pub filter: Filter,
    /// Parameters of ours whose value means nothing: name and value.
    pub broken: Vec<(String, String)>,
    /// The place in the page, as it is written and as it is meant; nothing where none is named.
    pub place: Vec<String>,
}

/// Reads what an address asks for: a query (what stands behind the `?`) and, behind a `#`, the place
/// in the page. Our parameters begin with `prefix`.
#[must_use]
pub fn read(address: &str, prefix: &str) -> Asked {
    let mut asked = Asked::default();
    let mut span = (None, None);
    let (query, place) = parts(address);
    if !place.is_empty() {
        asked.place = vec![place.to_owned(), decoded(place, false)];
    }
    for pair in query.split('&') {
        let Some(parameter) = Parameter::of(pair, prefix) else { continue };
        let value = value_of(pair);
        match parameter {
            _ if value.is_empty() => {}
            Parameter::Value(facet) => asked.filter.choice_mut(facet).add(&value),
            Parameter::Mode(facet) if value == ALL => {
                asked.filter.choice_mut(facet).mode = Mode::All;
            }
            Parameter::Words => value.trim().clone_into(&mut asked.filter.words),
            Parameter::From | Parameter::To => match (Month::parse(&value), parameter) {
                (None, _) => asked.broken.push((key_of(pair), value)),
                (month, Parameter::From) => span.0 = month,
                (month, _) => span.1 = month,
            },
            Parameter::Mode(_) => asked.broken.push((key_of(pair), value)),
        }
    }
    asked.filter.span = Span::new(span.0, span.1);
    asked
}

/// The address with its filter replaced by this one, and without its place in the page.
#[must_use]
pub fn write(filter: &Filter, address: &str, prefix: &str) -> String {
    let (query, _) = parts(address);
    let mut ours = Vec::new();
    for (facet, value) in filter.values() {
        ours.push(pair(prefix, facet.key(), value));
    }
    if !filter.words.is_empty() {
        ours.push(pair(prefix, WORDS, &filter.words));
    }
    for (key, month) in [(FROM, filter.span.from()), (TO, filter.span.to())] {
        if let Some(month) = month {
            ours.push(pair(prefix, key, &PartialDate::Month(month).iso()));
        }
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

/// The whole address of a page: what stands before the query, and the query with its place.
#[must_use]
pub fn at(page: &str, address: &str) -> String {
    let mark = if address.is_empty() || address.starts_with('#') { "" } else { "?" };
    [page, mark, address].concat()
}

/// The address with another place in the page; with none where the id is empty.
#[must_use]
pub fn with_place(address: &str, id: &str) -> String {
    [parts(address).0, if id.is_empty() { "" } else { "#" }, id].concat()
}

/// The place in the page that an address or a link leads to; nothing where it names none.
#[must_use]
pub fn place_of(address: &str) -> &str {
    parts(address).1
}

/// The address of a place in a page, whatever is chosen there.
#[must_use]
pub fn permalink(page: &str, query: &str, prefix: &str, id: &str) -> String {
    at(page, &with_place(&write(&Filter::default(), query, prefix), &fragment(id)))
}

/// An id as a place in an address: a `%` of its own begins no escape there. The browser escapes what
/// else has to be.
#[must_use]
pub fn fragment(id: &str) -> String {
    id.split('%').collect::<Vec<_>>().join("%25")
}

/// Where in a site the feeds of one value stand, without their endings: `feeds/region-GE`. What is
/// neither letter, digit nor hyphen is written as `_` and two hexadecimal digits a byte, so that the
/// name is one of a file everywhere and two ids never share it. None where it would be longer than
/// disks allow.
#[must_use]
pub fn feed_of(facet: Facet, id: &str) -> Option<String> {
    let mut path = ["feeds/", facet.key(), "-"].concat();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            path.push(byte.into());
        } else {
            path.push('_');
            push_hex(&mut path, byte.into(), 2);
        }
    }
    Some(path).filter(|path| path.len() <= LONGEST_PATH)
}

/// What a parameter of ours says.
enum Parameter {
    /// A chosen value.
    Value(Facet),
    /// How the values of a facet are combined.
    Mode(Facet),
    /// The words to find.
    Words,
    /// The first month to show.
    From,
    /// The last month to show.
    To,
}

impl Parameter {
    fn of(pair: &str, prefix: &str) -> Option<Self> {
        let key = key_of(pair);
        let key = key.strip_prefix(prefix)?;
        Some(match key {
            WORDS => Self::Words,
            FROM => Self::From,
            TO => Self::To,
            _ => match Facet::from_key(key) {
                Some(facet) => Self::Value(facet),
                None => Self::Mode(Facet::ALL.into_iter().find(|facet| mode_key(*facet) == key)?),
            },
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

/// The query and the place in the page.
fn parts(address: &str) -> (&str, &str) {
    address.split_once('#').unwrap_or((address, ""))
}

fn key_of(pair: &str) -> String {
    decoded(pair.split('=').next().unwrap_or_default(), true)
}

fn value_of(pair: &str) -> String {
    decoded(pair.split_once('=').map_or("", |(_, value)| value), true)
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
/// Only in a query is a `+` a space.
fn decoded(text: &str, in_query: bool) -> String {
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
            (_, b'+') if in_query => b' ',
            _ => *byte,
        });
    }
    text::of_bytes(&bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn months(from: &str, to: &str) -> Span {
        Span::new(Month::parse(from), Month::parse(to))
    }

    /// A filter with these words and months too.
    fn with(mut filter: Filter, words: &str, from: &str, to: &str) -> Filter {
        words.clone_into(&mut filter.words);
        filter.span = months(from, to);
        filter
    }

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
            (
                with(
                    filter(&["GE"], &["osce", "ec"], Mode::All),
                    "labour \"côte\"",
                    "2007-05",
                    "2007-07",
                ),
                "region=GE&partner=osce&partner=ec&q=labour+%22c%C3%B4te%22&from=2007-05&to=2007-07&\
                 partners=all",
            ),
            (with(Filter::default(), "", "2007-05", ""), "from=2007-05"),
            (with(Filter::default(), "", "", "0001-01"), "to=0001-01"),
        ] {
            assert_eq!(write(&filter, "", ""), query);
            assert_eq!(read(query, ""), Asked { filter, ..Asked::default() });
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

    #[test]
    fn words_and_months_are_read_as_a_visitor_may_write_them() {
        for (query, words, from, to) in [
            ("q=labour+inspectors", "labour inspectors", "", ""),
            ("q=+labour%20%20inspectors%09", "labour  inspectors", "", ""),
            ("q=first&q=last", "last", "", ""),
            ("q=%2B1&Q=other&q", "+1", "", ""),
            ("from=2007-05&to=2007-07", "", "2007-05", "2007-07"),
            ("from=2007-07&to=2007-05", "", "2007-05", "2007-07"),
            ("to=2007-05", "", "", "2007-05"),
            ("from=&to=2007%2D05", "", "", "2007-05"),
        ] {
            let filter = with(Filter::default(), words, from, to);
            assert_eq!(read(query, ""), Asked { filter, ..Asked::default() }, "{query}");
        }
    }

    #[test]
    fn a_month_that_is_none_is_named_and_the_other_counts() {
        for value in ["2007", "2007-13", "2007-05-01", "07-2007", "May", "2007-5"] {
            let asked = read(&[&["x.from=", value].concat(), "x.to=2007-07"].join("&"), "x.");
            assert_eq!(asked.broken, [("x.from".to_owned(), value.to_owned())]);
            assert_eq!(asked.filter.span, months("", "2007-07"));
        }
        let asked = read("to=soon&to=2007-07&from=2007-05-01", "");
        assert_eq!(asked.filter.span, months("", "2007-07"), "the good one of two counts");
        assert_eq!(asked.broken.len(), 2);
    }

    #[test]
    fn a_place_is_taken_as_it_is_written_and_as_it_is_meant() {
        for (address, place) in [
            ("", &[][..]),
            ("region=GE", &[]),
            ("region=GE#", &[]),
            ("#2007-07", &["2007-07", "2007-07"]),
            ("region=GE&q=a#a", &["a", "a"]),
            ("#a%20b", &["a%20b", "a b"]),
            ("#%D1%8E%D0%B3", &["%D1%8E%D0%B3", "юг"]),
            ("#юг", &["юг", "юг"]),
            ("#a+b", &["a+b", "a+b"]),
            ("#100%", &["100%", "100%"]),
            ("#%ff", &["%ff", "\u{fffd}"]),
            ("#a#b?c&region=GE", &["a#b?c&region=GE", "a#b?c&region=GE"]),
        ] {
            let asked = read(address, "");
            assert_eq!(asked.place, place, "{address}");
            let has_region = address.starts_with("region=GE");
            assert_eq!(
                asked.filter.is_empty(),
                !has_region,
                "what is behind the # chooses nothing"
            );
            // A press on a filter leaves the place behind.
            assert!(!write(&asked.filter, address, "").contains('#'));
        }
    }

    #[test]
    fn a_permalink_keeps_what_is_not_ours_and_chooses_nothing() {
        for (page, query, prefix, link) in [
            ("https://x.org/", "", "", "https://x.org/#id"),
            ("https://x.org/", "region=GE&q=a&from=2007-05&partners=all", "", "https://x.org/#id"),
            ("https://x.org/n", "a=1&region=GE&b=%zz", "", "https://x.org/n?a=1&b=%zz#id"),
            ("", "region=GE&n.region=GE&n.q=a&m.to=2007-05", "n.", "?region=GE&m.to=2007-05#id"),
            ("https://x.org/", "a=1#2007-07", "", "https://x.org/?a=1#id"),
        ] {
            assert_eq!(permalink(page, query, prefix, "id"), link);
        }
        assert_eq!(permalink("", "", "", "é & 50%"), "#é & 50%25");
        for id in ["50%", "é%41", "a%20b"] {
            let place = read(&permalink("", "", "", id), "").place;
            assert_eq!(place.last().map(String::as_str), Some(id));
        }
    }

    fn any_month() -> impl Strategy<Value = Option<Month>> {
        proptest::option::of((0..=9999, 1_u32..=12))
            .prop_map(|month| Month::new(month?.0, month?.1))
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let choice = || (vec("\\PC{1,8}|[&#=+%\"' ]{1,3}", 0..4), any::<bool>());
        let words = "|\\PC{1,8}|[&#=+%\"' a]{1,6}";
        let all = ([choice(), choice(), choice()], words, any_month(), any_month());
        all.prop_map(|(choices, words, from, to)| {
            let mut filter = Filter::default();
            words.trim().clone_into(&mut filter.words);
            filter.span = Span::new(from, to);
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

    #[test]
    fn a_value_has_feeds_of_its_own() {
        for (id, path) in [
            ("GE", "feeds/region-GE"),
            ("europe-central-asia", "feeds/region-europe-central-asia"),
            ("../a b", "feeds/region-_2e_2e_2fa_20b"),
            ("_2e", "feeds/region-_5f2e"),
            ("é", "feeds/region-_c3_a9"),
        ] {
            assert_eq!(feed_of(Facet::Region, id).as_deref(), Some(path));
        }
        let whole = "x".repeat(LONGEST_PATH - "feeds/partner-".len());
        assert_eq!(feed_of(Facet::Partner, &whole).map(|path| path.len()), Some(LONGEST_PATH));
        assert_eq!(feed_of(Facet::Partner, &[&whole, "x"].concat()), None);
        assert_eq!(feed_of(Facet::Partner, &"ა".repeat(30)), None);
    }

    proptest! {
        #[test]
        fn every_filter_survives_a_round_trip(
            filter in any_filter(),
            foreign in "(&?([a-z]{0,3}|from|to|q)=?[a-z%+]{0,4}){0,4}",
            place in "|#[a-z#&=]{0,6}",
            prefix in "|[a-zé&= ]{1,5}\\.",
        ) {
            let query = write(&filter, &foreign, &prefix);
            prop_assert_eq!(&read(&query, &prefix).filter, &filter);
            // Writing the same again changes nothing, and taking all back leaves the others' own.
            prop_assert_eq!(write(&filter, &(query.clone() + &place), &prefix), query.clone());
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
            prop_assert_eq!(decoded(&pair, true), expected.unwrap_or_default());
        }

        #[test]
        fn any_query_is_read(query in "\\PC{0,40}|[a-z=&%+;.]{0,40}") {
            let asked = read(&query, "");
            prop_assert!(asked.filter.values().all(|(_, value)| !value.is_empty()));
        }
    }
}

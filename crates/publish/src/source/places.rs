//! Finds the place of a field or an entry in the text of a file, for whoever has to mend it.
//!
//! The page's decoder says the line of a fault and no more. Here the text is cut once again where it
//! was written, by `serde_json`'s raw values: the same parser, so that whatever the page reads has its
//! places here, however deep it is nested.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::Range;

use archive::facets::NOT_STATED;
use archive::text::one_line;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields that hold a list of texts.
const LISTS: [&str; 5] = ["tags", "regions", "partners", "aliases", "members"];

/// The lists of objects in the feed's own extension.
const DECLARED: [&str; 2] = ["_monthwise.regions", "_monthwise.partners"];

/// The places of the values of a file.
pub(crate) struct Places<'a> {
    text: &'a str,
    root: Option<&'a RawValue>,
    items: Vec<&'a RawValue>,
    /// What stands in a field of an item, or of the feed where it is of no item.
    looked_up: HashMap<(Option<usize>, String), Entries<'a>>,
}

/// What is looked for in a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sought<'a> {
    /// The value as a whole.
    Value,
    /// A value, or an entry of the list that it is, which is not of the field's type.
    WrongType,
    /// A value, or an entry of the list that it is, which says this.
    Text(&'a str),
}

/// The values of a field, or the entries of the lists that they are.
#[derive(Default)]
struct Entries<'a> {
    value: Option<&'a RawValue>,
    /// Those not of the field's type.
    wrong: VecDeque<&'a RawValue>,
    by_text: HashMap<String, VecDeque<&'a RawValue>>,
}

/// A value that was found: what is written there, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// As it is written.
    pub(crate) written: &'a str,
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
}

impl<'a> Place<'a> {
    /// What stands at a place of a text.
    pub(crate) fn of(text: &'a str, span: Range<usize>) -> Self {
        Self { written: text.get(span.clone()).unwrap_or_default(), span }
    }
}

impl<'a> Places<'a> {
    /// The places of a text; none where it is not JSON.
    pub(crate) fn new(text: &'a str) -> Self {
        let root: Option<&RawValue> = serde_json::from_str(text).ok();
        let items = root.and_then(|root| field(root, "items")).and_then(list).unwrap_or_default();
        Self { text, root, items, looked_up: HashMap::new() }
    }

    /// An item as a whole, counted from 1.
    pub(crate) fn item(&self, number: usize) -> Option<Place<'a>> {
        self.items.get(number.checked_sub(1)?).map(|raw| self.place(raw))
    }

    /// The place of something in a field of an item, or of the feed where no item is named. Where it
    /// stands several times, each call finds the next, and in the end the last.
    pub(crate) fn find(
        &mut self,
        item: Option<usize>,
        path: &str,
        sought: Sought<'_>,
    ) -> Option<Place<'a>> {
        let key = (item, path.to_owned());
        if !self.looked_up.contains_key(&key) {
            let entries = self.entries(item, path);
            self.looked_up.insert(key.clone(), entries);
        }
        let entries = self.looked_up.get_mut(&key)?;
        let raw = match sought {
            Sought::Value => entries.value,
            Sought::WrongType => next(&mut entries.wrong),
            Sought::Text(text) => entries.by_text.get_mut(&spelled(path, text)).and_then(next),
        };
        raw.map(|raw| self.place(raw))
    }

    fn entries(&self, item: Option<usize>, path: &str) -> Entries<'a> {
        let is_declared = item.is_none() && DECLARED.contains(&path);
        let is_list = is_declared || LISTS.contains(&path.rsplit('.').next().unwrap_or(path));
        let values = self.values(item, path);
        let mut entries = Entries { value: values.first().copied(), ..Entries::default() };
        for value in values {
            let list = list(value).filter(|_| is_list);
            let is_alone = is_list && list.is_none();
            for entry in list.unwrap_or_else(|| vec![value]) {
                let text = text_of(entry);
                let is_wrong = match path {
                    _ if is_alone => true,
                    _ if is_declared => !has_id(entry),
                    "_monthwise" => !entry.get().starts_with('{'),
                    _ => text.is_none(),
                };
                if is_wrong {
                    entries.wrong.push_back(entry);
                }
                if let Some(text) = text {
                    entries.by_text.entry(spelled(path, &text)).or_default().push_back(entry);
                }
            }
        }
        entries
    }

    /// What a field says, as the page reads it: a text, or a number in its own digits.
    pub(crate) fn text(&self, item: Option<usize>, path: &str) -> Option<String> {
        let text = text_of(self.values(item, path).first()?)?;
        (!text.trim().is_empty()).then_some(text)
    }

    /// All values that a path leads to: more than one where it leads through a list.
    fn values(&self, item: Option<usize>, path: &str) -> Vec<&'a RawValue> {
        let begin = match item {
            Some(number) => number.checked_sub(1).and_then(|at| self.items.get(at)).copied(),
            None => self.root,
        };
        let mut values: Vec<&RawValue> = begin.into_iter().collect();
        for name in path.split('.') {
            let step = |raw| {
                let entries = list(raw).map_or_else(
                    || vec![raw],
                    // An entry that goes by nothing is left out before anything else of it is read.
                    |entries| {
                        entries.into_iter().filter(|raw| name == "id" || has_id(raw)).collect()
                    },
                );
                entries.into_iter().filter_map(|raw| field(raw, name))
            };
            values = values.into_iter().flat_map(step).collect();
        }
        values
    }

    fn place(&self, raw: &'a RawValue) -> Place<'a> {
        let written = raw.get();
        // Every value is a slice of the text, so the distance of the two is its place.
        let begin = (written.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Place { written, span: begin..begin + written.len() }
    }
}

/// Takes the next of several, and leaves the last.
fn next<'a>(of: &mut VecDeque<&'a RawValue>) -> Option<&'a RawValue> {
    if of.len() > 1 { of.pop_front() } else { of.front().copied() }
}

/// The one spelling of what a field says. The code of a country is the same in small letters.
fn spelled(path: &str, text: &str) -> String {
    let text = one_line(text);
    if path.contains("regions") && text.len() == 2 { text.to_ascii_uppercase() } else { text }
}

fn has_id(raw: &RawValue) -> bool {
    let id = field(raw, "id").and_then(text_of).map(|id| one_line(&id));
    id.is_some_and(|id| !id.is_empty() && id != NOT_STATED)
}

/// The value of a field; of a key that stands twice the last counts, and `null` is as good as none.
fn field<'a>(raw: &'a RawValue, name: &str) -> Option<&'a RawValue> {
    let Fields(fields) = serde_json::from_str(raw.get()).ok()?;
    let (_, value) =
        fields.into_iter().rev().find(|(key, _)| text_of(key).as_deref() == Some(name))?;
    (value.get() != "null").then_some(value)
}

fn list(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// What a value says: a text, or a number in the digits it is written in.
fn text_of(raw: &RawValue) -> Option<String> {
    let written = raw.get();
    match written.as_bytes().first()? {
        b'"' => {
            serde_json::from_str(written).or_else(|_| serde_json::from_str(&repaired(written))).ok()
        }
        b'-' | b'0'..=b'9' => Some(written.to_owned()),
        _ => None,
    }
}

/// The text with `\ufffd` over every escaped surrogate that has no partner, as the page reads it.
pub(crate) fn repaired(text: &str) -> String {
    let mut repaired = text.to_owned();
    let mut from = 0;
    while let Some(lone) = lone_surrogate(&repaired, from) {
        from = lone.end;
        repaired.replace_range(lone, "\\ufffd");
    }
    repaired
}

/// The next escaped surrogate that has no partner (RFC 8259, section 8.2), from a place on.
pub(crate) fn lone_surrogate(text: &str, from: usize) -> Option<Range<usize>> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut at = from;
    while let Some(step) = text.get(at..)?.find('\\') {
        at += step;
        match (unit(at), unit(at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at += 12,
            (Some(0xd800..0xe000), _) => return Some(at..at + 6),
            // An escape of one character; the second may be a backslash itself.
            _ => at += 2,
        }
    }
    None
}

/// The fields of a text that is an object, as they are written, a key as often as it stands.
pub(crate) fn fields(text: &str) -> Option<Vec<(String, &str)>> {
    let Fields(fields) = serde_json::from_str(text).ok()?;
    fields.into_iter().map(|(key, value)| Some((text_of(key)?, value.get()))).collect()
}

/// The entries of a text that is a list, as they are written.
pub(crate) fn entries(text: &str) -> Option<Vec<&str>> {
    let entries: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(entries.into_iter().map(RawValue::get).collect())
}

/// The fields of an object in the order of the file, a key as often as it stands.
struct Fields<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{
  "title": true,
  "_monthwise": {
    "regions": [
      { "name": "no id", "members": [null] },
      { "id": "ge", "aliases": ["a", 1, {}], "members": "GE" },
      "FR",
      { "id": "x", "members": ["DE", []] }
    ],
    "partners": [{ "id": "a", "url": "x:" }, { "id": "b", "url": "x:" }]
  },
  "items": [
    { "id": "first", "title": "one", "title": "\u0074wo", "tags": [null, "a", {}] },
    { "id": 7, "tags": "alone", "_monthwise": { "regions": ["ge", " G  E O ", "\ud83d"], "date": "x" } }
  ]
}"#;

    #[test]
    fn the_place_of_each_value_is_found_in_the_order_of_the_file() {
        let mut places = Places::new(FEED);
        for (item, path, sought, written) in [
            (None, "title", Sought::WrongType, Some("true")),
            (Some(1), "title", Sought::Value, Some(r#""\u0074wo""#)),
            (Some(1), "tags", Sought::WrongType, Some("null")),
            (Some(1), "tags", Sought::WrongType, Some("{}")),
            (Some(1), "tags", Sought::WrongType, Some("{}")),
            (Some(1), "tags", Sought::Text("b"), None),
            (Some(2), "tags", Sought::WrongType, Some(r#""alone""#)),
            (Some(2), "_monthwise.regions", Sought::Text("GE"), Some(r#""ge""#)),
            (Some(2), "_monthwise.regions", Sought::Text("G E O"), Some(r#"" G  E O ""#)),
            (Some(2), "_monthwise.regions", Sought::Text("\u{fffd}"), Some(r#""\ud83d""#)),
            (Some(2), "_monthwise.date", Sought::Text("x"), Some(r#""x""#)),
            (Some(2), "_monthwise.partners", Sought::WrongType, None),
            (Some(3), "tags", Sought::WrongType, None),
            (
                None,
                "_monthwise.regions",
                Sought::WrongType,
                Some("{ \"name\": \"no id\", \"members\": [null] }"),
            ),
            (None, "_monthwise.regions", Sought::WrongType, Some("\"FR\"")),
            (None, "_monthwise.regions.aliases", Sought::WrongType, Some("{}")),
            (None, "_monthwise.regions.members", Sought::WrongType, Some("\"GE\"")),
            (None, "_monthwise.regions.members", Sought::WrongType, Some("[]")),
            (None, "_monthwise.partners.url", Sought::Text("x:"), Some("\"x:\"")),
        ] {
            let place = places.find(item, path, sought);
            assert_eq!(
                place.as_ref().map(|place| place.written),
                written,
                "{item:?} {path} {sought:?}"
            );
            if let Some(place) = place {
                assert_eq!(&FEED[place.span], place.written);
            }
        }
        let second = places.find(None, "_monthwise.partners.url", Sought::Text("x:")).unwrap();
        assert!(FEED[..second.span.start].ends_with(r#"{ "id": "b", "url": "#));
    }

    #[test]
    fn fields_are_read_as_the_page_reads_them() {
        let places = Places::new(FEED);
        assert!(places.item(2).is_some() && places.item(3).is_none() && places.item(0).is_none());
        for (item, path, text) in [
            (Some(1), "title", Some("two")),
            (Some(2), "id", Some("7")),
            (Some(2), "title", None),
            (None, "title", None),
        ] {
            assert_eq!(places.text(item, path).as_deref(), text, "{path}");
        }
    }

    #[test]
    fn what_is_nested_deep_has_its_places_too() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let text = format!(r#"{{"items": [{{"x": {deep}, "url": "x:"}}]}}"#);
        let place = Places::new(&text).find(Some(1), "url", Sought::Text("x:")).unwrap();
        assert_eq!(place.written, "\"x:\"");
    }

    #[test]
    fn half_a_surrogate_pair_is_found() {
        for (text, lone) in [
            (r"\ud83d\udca1", None),
            (r"a\ud83d", Some(1..7)),
            (r"\ud83d\ud83d\udca1", Some(0..6)),
            (r"\uD83D\uDCA1\uDCA1", Some(12..18)),
            (r"\\ud83d", None),
            (r"\\\ud83d", Some(2..8)),
            (r"é\ud7ff\ue000\u", None),
        ] {
            assert_eq!(lone_surrogate(text, 0), lone, "{text}");
        }
    }
}

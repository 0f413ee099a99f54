//! Reads JSON without letting one odd value spoil the rest.
//!
//! A document is checked as a whole by `serde_json`, which keeps every value as the slice of the
//! text it was written in. Each is then decoded alone; where it stands gives its line.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{FeedError, Found, Reason};

/// The text of a file, ready to be parsed.
pub(super) struct Document<'a> {
    text: Cow<'a, str>,
    /// Where the first bytes stood that are not UTF-8.
    not_utf8: Option<usize>,
    /// Where the first half of a surrogate pair stood alone.
    lone_surrogate: Option<usize>,
    looks_like: Option<Found>,
}

impl<'a> Document<'a> {
    /// Takes off a byte order mark, and puts U+FFFD in the place of what no Unicode text can hold.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let not_utf8 = str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        let begin = bytes.trim_ascii_start().first();
        let looks_like = match (bytes, begin) {
            ([0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..], _) => {
                Some(Found::Utf16)
            }
            (_, Some(b'<')) => Some(Found::Html),
            (_, None) => Some(Found::Nothing),
            _ => None,
        };
        let (text, lone_surrogate) = match repair_surrogates(&text) {
            Some((repaired, first)) => (Cow::Owned(repaired), Some(first)),
            None => (text, None),
        };
        Self { text, not_utf8, lone_surrogate, looks_like }
    }

    /// The fields of the object that the document is.
    pub(super) fn fields(&'a self) -> Result<Fields<'a>, FeedError> {
        serde_json::from_str(&self.text).map_err(|_| {
            match serde_json::from_str::<&RawValue>(&self.text) {
                Ok(_) => FeedError::NotAFeed,
                Err(error) => self.not_json(&error),
            }
        })
    }

    fn not_json(&self, error: &serde_json::Error) -> FeedError {
        let line = error.line().max(1);
        let text = self.text.split('\n').nth(line - 1).unwrap_or_default();
        // The parser counts bytes; people count characters.
        let bytes = error.column().saturating_sub(1);
        let column = 1 + text.char_indices().take_while(|(index, _)| *index < bytes).count();
        let found = match &self.looks_like {
            Some(Found::Utf16) => Found::Utf16,
            Some(Found::Html) => Found::Html,
            Some(Found::Nothing) => Found::Nothing,
            Some(Found::Mistake(_)) | None => {
                let mistake = error.to_string();
                // The place stands in the error already.
                Found::Mistake(mistake.split(" at line ").next().unwrap_or_default().to_owned())
            }
        };
        FeedError::NotJson { line, column, found }
    }

    /// What was put right before parsing, with the first place of each.
    pub(super) fn repairs(&self) -> impl Iterator<Item = (Reason, usize)> {
        let encoding = self.not_utf8.map(|offset| (Reason::NotUtf8, offset));
        let surrogate = self.lone_surrogate.map(|offset| (Reason::LoneSurrogate, offset));
        encoding.into_iter().chain(surrogate)
    }

    /// Where a value begins, in bytes.
    pub(super) fn offset_of(&self, raw: &RawValue) -> usize {
        // Every value is a slice of the text, so the distance of the two is its place.
        (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// Counts lines from place to place.
    pub(super) fn lines(&'a self) -> Lines<'a> {
        Lines { text: self.text.as_bytes(), offset: 0, line: 1 }
    }
}

/// The line of one place after another. It counts on from the place before, so that a file with a
/// fault in every item is read once and not once a fault.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    offset: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line that a place is in, counted from 1.
    pub(super) fn line_at(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let breaks =
            |from: usize, to: usize| self.text[from..to].split(|byte| *byte == b'\n').count() - 1;
        self.line = if offset < self.offset {
            self.line - breaks(offset, self.offset)
        } else {
            self.line + breaks(self.offset, offset)
        };
        self.offset = offset;
        self.line
    }
}

/// Writes `\ufffd` over every escaped surrogate that has no partner, since `serde_json` refuses the
/// whole string for it. The length stays, and so do lines and columns. Nothing where all is well.
fn repair_surrogates(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let mut repaired: Option<Vec<u8>> = None;
    let mut first = 0;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        at += step;
        match surrogate(bytes, at) {
            Some(Surrogate::High) if matches!(surrogate(bytes, at + 6), Some(Surrogate::Low)) => {
                at += 12;
            }
            Some(_) => {
                if repaired.is_none() {
                    first = at;
                }
                let copy = repaired.get_or_insert_with(|| bytes.to_vec());
                copy[at..at + 6].copy_from_slice(b"\\ufffd");
                at += 6;
            }
            // An escape of one character; the second may be a backslash itself.
            None => at += 2,
        }
        if at >= bytes.len() {
            break;
        }
    }
    Some((String::from_utf8(repaired?).ok()?, first))
}

enum Surrogate {
    High,
    Low,
}

/// Which half of a surrogate pair is escaped (`\uD800` to `\uDFFF`) at a place, if one is.
fn surrogate(bytes: &[u8], at: usize) -> Option<Surrogate> {
    match bytes.get(at..at + 6)? {
        [b'\\', b'u', b'd' | b'D', second, third, fourth]
            if third.is_ascii_hexdigit() && fourth.is_ascii_hexdigit() =>
        {
            match second {
                b'8' | b'9' | b'a' | b'b' | b'A' | b'B' => Some(Surrogate::High),
                b'c'..=b'f' | b'C'..=b'F' => Some(Surrogate::Low),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The fields of an object, each still as it is written. Of a key that stands twice the last value
/// counts, as in every browser.
#[derive(Default)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The value of a field; `null` is as good as none.
    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let (_, raw) = self.0.iter().rev().find(|(key, _)| key == name)?;
        (raw.get() != "null").then_some(raw)
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Key(key), raw)) = map.next_entry()? {
                    fields.push((key, raw));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A key, borrowed from the text unless it holds escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The value as an object.
pub(super) fn object(raw: &RawValue) -> Option<Fields<'_>> {
    serde_json::from_str(raw.get()).ok()
}

/// The value as a list.
pub(super) fn list(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// The value as text: a string, or a number in the digits it is written in.
pub(super) fn text(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'"' => serde_json::from_str(raw.get()).ok(),
        b'-' | b'0'..=b'9' => Some(raw.get().to_owned()),
        _ => None,
    }
}

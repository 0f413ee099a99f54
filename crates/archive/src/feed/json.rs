//! Reads JSON without letting one odd value spoil the rest.
//!
//! A document is checked as a whole by `serde_json`, which is exact about RFC 8259. Then it is cut
//! where it was written: every value is a slice of the text, and decoded alone. Where the slice
//! begins gives its line. (Decoding by `serde` into the same slices weighs more: docs/ARCHITECTURE.md.)

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::{FeedError, Found, Reason};
use crate::text;

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
        let (text, not_utf8) = text::of_bytes(bytes);
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

    /// The value that the document is.
    pub(super) fn root(&'a self) -> Result<Raw<'a>, FeedError> {
        match serde_json::from_str::<IgnoredAny>(&self.text) {
            Ok(_) => Ok(Raw(self.text.trim_ascii())),
            Err(error) => Err(self.not_json(&error)),
        }
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
            Some(Found::Mistake) | None => Found::Mistake,
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
    pub(super) fn offset_of(&self, raw: Raw<'_>) -> usize {
        // Every value is a slice of the text, so the distance of the two is its place.
        (raw.0.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
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

/// A value as it is written in a document that is JSON.
#[derive(Clone, Copy)]
pub(super) struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// The value as an object.
    pub(super) fn object(self) -> Option<Fields<'a>> {
        let mut parts = self.0.starts_with('{').then(|| Parts::within(self))?;
        let mut fields = Vec::new();
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            fields.push((unescaped(key.0), value));
        }
        Some(Fields(fields))
    }

    /// The value as a list.
    pub(super) fn list(self) -> Option<Parts<'a>> {
        self.0.starts_with('[').then(|| Parts::within(self))
    }

    /// The value as text: a string, or a number in the digits it is written in.
    pub(super) fn text(self) -> Option<String> {
        Some(self.written()?.into_owned())
    }

    /// The same, as it stands in the document wherever it can.
    pub(super) fn written(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first()? {
            b'"' => Some(unescaped(self.0)),
            b'-' | b'0'..=b'9' => Some(Cow::Borrowed(self.0)),
            _ => None,
        }
    }
}

/// The values within a list, or within an object by turns its keys and values: what stands between the commas and
/// colons of its own level. One is cut out when it is asked for, as some lists are as long as the file.
pub(super) struct Parts<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parts<'a> {
    /// A value alone, as if it were in a list.
    pub(super) fn one(raw: Raw<'a>) -> Self {
        Self { text: raw.0, at: 0 }
    }

    fn within(raw: Raw<'a>) -> Self {
        Self { text: raw.0, at: 1 }
    }

    /// Whether there is another.
    pub(super) fn has_more(&self) -> bool {
        Self { text: self.text, at: self.at }.next().is_some()
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        let bytes = self.text.as_bytes();
        let begin = self.at;
        let mut depth = 0;
        loop {
            match bytes.get(self.at) {
                None => break,
                Some(b',' | b':' | b']' | b'}') if depth == 0 => break,
                Some(b'"') => self.at = end_of_string(bytes, self.at),
                Some(b'[' | b'{') => depth += 1,
                Some(b']' | b'}') => depth -= 1,
                Some(_) => {}
            }
            self.at += 1;
        }
        let part = self.text.get(begin..self.at)?.trim_ascii();
        self.at += 1;
        (!part.is_empty()).then_some(Raw(part))
    }
}

/// The place of the quotation mark that ends the string which begins at a place.
fn end_of_string(bytes: &[u8], begin: usize) -> usize {
    let mut at = begin + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// What a string in quotation marks says (RFC 8259, section 7).
fn unescaped(quoted: &str) -> Cow<'_, str> {
    let mut rest = quoted.strip_prefix('"').unwrap_or(quoted);
    rest = rest.strip_suffix('"').unwrap_or(rest);
    if !rest.contains('\\') {
        return Cow::Borrowed(rest);
    }
    let mut text = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut characters = after.chars();
        text.push(match characters.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('u') => {
                let high = code_unit(characters.as_str());
                characters = characters.as_str().get(4..).unwrap_or_default().chars();
                // Only whole pairs are left, so the other half follows.
                if (0xd800..0xdc00).contains(&high) {
                    let low = code_unit(characters.as_str().get(2..).unwrap_or_default());
                    characters = characters.as_str().get(6..).unwrap_or_default().chars();
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low & 0x3ff);
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                } else {
                    char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
            }
            Some(character) => character,
            None => break,
        });
        rest = characters.as_str();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The number that four hexadecimal digits stand for.
fn code_unit(text: &str) -> u32 {
    text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// The fields of an object, each still as it is written. Of a key that stands twice the last value
/// counts, as in every browser.
#[derive(Default)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Raw<'a>)>);

impl<'a> Fields<'a> {
    /// The value of a field; `null` is as good as none.
    pub(super) fn get(&self, name: &str) -> Option<Raw<'a>> {
        let (_, raw) = self.0.iter().rev().find(|(key, _)| key == name)?;
        (raw.0 != "null").then_some(*raw)
    }

    /// All fields that are texts.
    pub(super) fn texts(self) -> Vec<(String, String)> {
        let text = |(key, raw): (Cow<'_, str>, Raw<'_>)| Some((key.into_owned(), raw.text()?));
        self.0.into_iter().filter_map(text).collect()
    }
}

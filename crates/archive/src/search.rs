//! Defines the search: which items hold the words that are looked for, and where in a text they
//! stand.
//!
//! A word is found at the start of words, so that "inspect" finds "inspectors"; all words must be
//! found; quotes make a phrase, whose last word is whole. Case and accents are folded away by the
//! language. Between words anything but letters and digits is one space, so "co-operation" is a
//! phrase of two words. Chinese, Japanese, Thai and their like put no spaces between words: there, a
//! word is found anywhere.
//!
//! Both the texts and the words are brought into one form, in which a word stands between spaces and
//! a part of a text is ended by a line feed. Then to find a word is to find a substring.
//!
//! A text of nothing but ASCII and quotation marks, as most English ones are, is looked through as it stands: nothing
//! would be folded away there but case, and a second copy of all texts is most of what a search would take.

mod scan;

use std::ops::Range;

use crate::archive::Archive;
use crate::bits::Bits;
use crate::facets::Facet;
use crate::feed::Item;
use crate::language::{Language, Locale};
use crate::text::{Source, Words, is_control, is_word};
use crate::view;
use scan::{Start, place, places};

/// The texts of how many items are brought into their form at a time. To ask the browser for each by itself would
/// cost more than the folding; and while it is done each text is there four times.
const AT_A_TIME: usize = 500;

/// ASCII's separators of records and of units. Texts that hold them lose them.
const RECORD: char = '\u{1e}';
const UNIT: char = '\u{1f}';

/// What begins and ends a phrase.
const QUOTES: &[char] = &['"', '“', '”', '„', '«', '»'];

/// A word or a phrase that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it was typed, with its quotes.
    pub typed: String,
    /// In the form in which it is found.
    needle: String,
}

impl Term {
    /// As it was typed, without its quotes.
    #[must_use]
    pub fn words(&self) -> &str {
        self.typed.trim_matches(QUOTES)
    }
}

/// The words and phrases of what was typed. What holds neither letters nor digits is none.
#[must_use]
pub fn terms(typed: &str, locale: &dyn Locale) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut term = String::new();
    let mut in_phrase = false;
    for character in typed.chars() {
        let is_quote = QUOTES.contains(&character);
        if in_phrase || !(is_quote || character.is_whitespace()) {
            term.push(character);
        }
        if is_quote || !in_phrase && character.is_whitespace() {
            end_term(&mut terms, &mut term, in_phrase, locale);
        }
        if is_quote {
            in_phrase = !in_phrase;
            if in_phrase {
                term.push(character);
            }
        }
    }
    end_term(&mut terms, &mut term, false, locale);
    terms
}

fn end_term(terms: &mut Vec<Term>, term: &mut String, is_closed: bool, locale: &dyn Locale) {
    let typed = std::mem::take(term);
    let form = Form::of(&locale.fold(typed.trim_matches(QUOTES)));
    let words = form.text.trim_matches(' ');
    let starts_anywhere = words.starts_with(is_spaceless);
    let ends_anywhere = !is_closed || words.ends_with(is_spaceless);
    if !words.is_empty() {
        let before = if starts_anywhere { "" } else { " " };
        let behind = if ends_anywhere { "" } else { " " };
        terms.push(Term { needle: [before, words, behind].concat(), typed });
    }
}

/// The words as typed, without one of their terms.
#[must_use]
pub fn without(terms: &[Term], left_out: usize) -> String {
    let mut words = String::new();
    for (at, term) in terms.iter().enumerate() {
        if at != left_out {
            words.push_str(if words.is_empty() { "" } else { " " });
            words.push_str(&term.typed);
        }
    }
    words
}

/// All texts of an archive, as words are found in them.
#[derive(Debug)]
pub struct Haystack {
    /// How many items the archive has.
    length: usize,
    /// The names of values, once for all items that carry them, and which value each is.
    names: Piece,
    values: Vec<(Facet, usize)>,
    /// Titles of all items, and the texts as they came.
    texts: Vec<Texts>,
    /// How many of the archive's [settled](Archive::settled) files were looked at.
    settled: usize,
    /// What was found last: whoever looks for the same again has only what has come since looked through.
    found: Vec<Found>,
}

/// The items that hold a term.
#[derive(Clone, Debug)]
struct Found {
    term: Term,
    items: Bits,
    /// In how many of the texts it was looked for.
    texts: usize,
}

/// The titles of some items, or their texts.
#[derive(Debug)]
struct Texts {
    of: Of,
    /// The items of which they are looked through as they stand.
    plain: Vec<usize>,
    /// All others.
    folded: Piece,
}

/// What of an item is looked through.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// Its title, as far as that is known before its text is.
    Title,
    /// Its text, and what of its title comes with that.
    Text,
}

impl Of {
    /// The one text that this is, if it is one.
    fn one(self, item: &Item) -> Option<&str> {
        match (self, &item.text) {
            _ if item.long_title.is_some() => None,
            (Self::Title, _) => Some(&item.heading),
            (Self::Text, Source::Plain(text)) => Some(text),
            _ => None,
        }
    }

    /// All words of it.
    fn print(self, item: &Item, words: &mut Words) {
        match self {
            Self::Title => words.part(item.whole_heading()),
            Self::Text => {
                words.part(item.long_title.as_deref().unwrap_or_default());
                words.0.push(UNIT);
                item.text.print("", words);
            }
        }
    }
}

/// Some texts in their form.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Which text each is, and where it ends.
    ends: Vec<(usize, usize)>,
}

impl Haystack {
    /// What can be found in an archive: titles, texts and topics, the names of regions and partners
    /// with all that they also go by. Of texts that come later, [`Haystack::catch_up`] adds what is here.
    #[must_use]
    pub fn new(archive: &Archive, language: &Language) -> Self {
        let mut values = Vec::new();
        for facet in Facet::ALL {
            for place in 0..archive.index().values(facet).len() {
                values.push((facet, place));
            }
        }
        let all: Vec<usize> = (0..values.len()).collect();
        let names = Piece::new(language, &all, &mut |number, words| {
            let (facet, place) = values[number];
            let value = &archive.index().values(facet)[place];
            for name in view::names(archive, language, facet, &value.id).split('\n') {
                words.part(name);
                words.0.push(UNIT);
            }
        });
        let length = archive.items().len();
        let (texts, found) = (Vec::new(), Vec::new());
        let mut haystack = Self { length, names, values, texts, settled: 0, found };
        let all: Vec<usize> = (0..length).collect();
        haystack.add(Of::Title, &all, archive, language);
        if archive.parts().is_empty() {
            haystack.add(Of::Text, &all, archive, language);
        }
        haystack
    }

    /// Adds the texts that have come since.
    pub fn catch_up(&mut self, archive: &Archive, language: &Language) {
        for number in archive.settled().get(self.settled..).unwrap_or_default() {
            if let Some(part) = archive.parts().get(*number) {
                self.add(Of::Text, &part.items, archive, language);
            }
        }
        self.settled = archive.settled().len();
    }

    /// Adds the titles or texts of items at these positions.
    fn add(&mut self, of: Of, positions: &[usize], archive: &Archive, language: &Language) {
        let items = archive.items();
        let is_plain = |position: &&usize| of.one(&items[**position]).is_some_and(is_plain);
        for some in positions.chunks(AT_A_TIME) {
            let (plain, others): (Vec<usize>, Vec<usize>) = some.iter().partition(is_plain);
            let folded = Piece::new(language, &others, &mut |position, words| {
                of.print(&items[position], words);
            });
            self.texts.push(Texts { of, plain, folded });
        }
    }

    /// The items that hold each of the terms, of the archive that it was made of.
    pub fn find(&mut self, archive: &Archive, terms: &[Term]) -> Vec<&Bits> {
        let before = std::mem::take(&mut self.found);
        for term in terms {
            let known = before.iter().find(|found| found.term == *term).cloned();
            let mut found = known.unwrap_or_else(|| Found {
                term: term.clone(),
                items: self.named(archive, term),
                texts: 0,
            });
            for texts in self.texts.iter().skip(found.texts) {
                texts.find(term, archive, &mut found.items);
            }
            found.texts = self.texts.len();
            self.found.push(found);
        }
        self.found.iter().map(|found| &found.items).collect()
    }

    /// The items of which a value's name holds a term.
    fn named(&self, archive: &Archive, term: &Term) -> Bits {
        let mut values = Bits::none(self.values.len());
        self.names.find(term, &mut values);
        let mut items = Bits::none(self.length);
        for number in values.positions() {
            let (facet, place) = self.values[number];
            let value = &archive.index().values(facet)[place];
            for position in &value.items {
                // Those of an area carry another value, which lies in it.
                if facet.values_of(&archive.items()[*position]).contains(&value.id) {
                    items.insert(*position);
                }
            }
        }
        items
    }
}

impl Texts {
    /// Adds the items whose texts hold a term.
    fn find(&self, term: &Term, archive: &Archive, found: &mut Bits) {
        self.folded.find(term, found);
        let Some(start) = Start::of(term.needle.as_bytes()) else { return };
        for position in &self.plain {
            let text = archive.items().get(*position).and_then(|item| self.of.one(item));
            if text.is_some_and(|text| start.stands_in(text.as_bytes())) {
                found.insert(*position);
            }
        }
    }
}

impl Piece {
    /// Adds the texts that hold a term.
    fn find(&self, term: &Term, found: &mut Bits) {
        let (text, needle) = (self.text.as_bytes(), term.needle.as_bytes());
        let mut ends = self.ends.iter();
        let mut begin = 0;
        while let Some(at) = place(text, needle, begin)
            && let Some((number, end)) = ends.find(|(_, end)| at < *end)
        {
            found.insert(*number);
            // No needle goes on from one text to the next.
            begin = *end;
        }
    }

    /// What `print` says of each of these numbers.
    fn new(
        language: &Language,
        numbers: &[usize],
        print: &mut dyn FnMut(usize, &mut Words),
    ) -> Self {
        let mut all = Words::default();
        for number in numbers {
            print(*number, &mut all);
            all.0.push(RECORD);
        }
        let folded = language.locale().fold(&all.0);
        drop(all);
        let mut form = Form::default();
        let mut ends = Vec::with_capacity(numbers.len());
        for character in folded.chars() {
            form.push(character);
            if character == RECORD
                && let Some(number) = numbers.get(ends.len())
            {
                ends.push((*number, form.text.len()));
            }
        }
        form.text.shrink_to_fit();
        Self { text: form.text, ends }
    }
}

/// Where in a text the terms stand: ranges of bytes, ascending and apart.
#[must_use]
pub fn marks(text: &str, terms: &[Term], locale: &dyn Locale) -> Vec<Range<usize>> {
    if terms.is_empty() {
        return Vec::new();
    }
    // Folded one character at a time, so that it is known what became of each.
    let mut apart = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        // The haystack has lost these, too.
        if !is_control(character) {
            apart.push(character);
        }
        apart.push(UNIT);
    }
    let folded = locale.fold(&apart);
    let mut form = Form::default();
    // Where the character begins that each byte of the form came from, and where each character
    // begins of which anything is left. An accent belongs to the letter before it.
    let (mut origins, mut starts) = (Vec::new(), Vec::new());
    for ((at, _), piece) in text.char_indices().zip(folded.split(UNIT)) {
        if !piece.is_empty() {
            starts.push(at);
            piece.chars().for_each(|character| form.push(character));
            origins.resize(form.text.len(), at);
        }
    }
    form.end_word();

    let mut marked = vec![false; text.len()];
    for term in terms {
        let words = term.needle.trim_matches(' ').len();
        let before = usize::from(term.needle.starts_with(' '));
        for place in places(form.text.as_bytes(), term.needle.as_bytes()) {
            let first = origins.get(place + before).copied().unwrap_or_default();
            let last = origins.get(place + before + words - 1).copied().unwrap_or_default();
            let end = starts.partition_point(|start| *start <= last);
            let end = starts.get(end).copied().unwrap_or(text.len());
            marked.iter_mut().take(end).skip(first).for_each(|marked| *marked = true);
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in (0..text.len()).filter(|at| marked[*at]) {
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

/// A text in the form in which words are found.
#[derive(Default)]
struct Form {
    text: String,
    /// Whether the last character belongs to a writing without spaces.
    is_spaceless: bool,
}

impl Form {
    fn of(folded: &str) -> Self {
        let mut form = Self::default();
        folded.chars().for_each(|character| form.push(character));
        form.end_word();
        form
    }

    fn push(&mut self, character: char) {
        if matches!(character, RECORD | UNIT) {
            self.end_word();
            self.text.push('\n');
        } else if is_word(character) {
            let is_spaceless = is_spaceless(character);
            if is_spaceless != self.is_spaceless
                || self.text.is_empty()
                || self.text.ends_with('\n')
            {
                self.end_word();
            }
            self.is_spaceless = is_spaceless;
            self.text.push(character);
        } else {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

/// Whether a text can be looked through as it stands: all letters and digits in it are those of ASCII, and what else
/// there is becomes none when it is folded.
fn is_plain(text: &str) -> bool {
    text.chars().all(|character| {
        matches!(character,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}' | '\u{2010}'..='\u{2027}')
    })
}

/// Whether the character belongs to a writing that puts no spaces between words: Thai, Lao, Burmese,
/// Khmer, Tibetan, Chinese and Japanese.
fn is_spaceless(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{312f}'
        | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;

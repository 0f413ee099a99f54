//! Prints an item's text as paragraphs, lists and links, node by node, as it is read.
//!
//! A feed's text is plain (`content_text`) or HTML (`content_html`). Both go through one printer,
//! which knows a few kinds of elements. There is no other way from a feed into the page's markup, so
//! what is not among these kinds cannot get there: no script, no style, no frame, no event handler,
//! no image. No tree is built on the way; the code that builds and walks one would be most of this.

mod address;
mod entities;
mod html;
mod plain;
mod printer;

use std::borrow::Cow;

use crate::markup::Sink;

/// An item's text as the feed has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// No text.
    #[default]
    None,
    /// Paragraphs, set apart by empty lines.
    Plain(String),
    /// HTML, of which the printer's kinds of elements are kept.
    Html(String),
    /// A text in a file of the feed that has not been read.
    Away,
}

impl Source {
    /// Prints the text. Relative links are resolved against `base`, the feed's address.
    pub fn print(&self, base: &str, sink: &mut dyn Sink) {
        match self {
            Self::None | Self::Away => {}
            Self::Plain(text) => plain::print(text, sink),
            Self::Html(html) => html::print(html, base, sink),
        }
    }

    /// Its words, without links and lists, a line a paragraph.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut words = Words::default();
        self.print("", &mut words);
        words.0.trim().to_owned()
    }

    /// After which of its paragraphs, lists and the like it folds, where it is long enough for that.
    #[must_use]
    pub fn fold(&self) -> Option<usize> {
        let mut lengths = Lengths::default();
        self.print("", &mut lengths);
        let mut before = 0;
        let total: usize = lengths.blocks.iter().sum();
        let kept = lengths.blocks.iter().position(|length| {
            before += length;
            before >= KEPT
        })?;
        (total - before >= FOLDED).then_some(kept + 1)
    }

    /// Its first characters on one line, at most `limit` of them; none where it says nothing.
    #[must_use]
    pub fn beginning(&self, limit: usize) -> Option<String> {
        let line = one_line(&self.plain());
        (!line.is_empty()).then(|| beginning(&line, limit))
    }
}

/// A folded text shows at least so many bytes, and hides at least so many: a fold that is opened for
/// one line more is a nuisance.
const KEPT: usize = 200;
const FOLDED: usize = 300;

/// Measures the outermost elements of a text, in bytes.
#[derive(Default)]
struct Lengths {
    blocks: Vec<usize>,
    depth: usize,
}

impl Sink for Lengths {
    fn open(&mut self, _: &str) {
        if self.depth == 0 {
            self.blocks.push(0);
        }
        self.depth += 1;
    }

    fn attribute(&mut self, _: &str, _: &str) {}

    fn text(&mut self, text: &str) {
        if let Some(block) = self.blocks.last_mut() {
            *block += text.len();
        }
    }

    fn close(&mut self) {
        self.depth -= 1;
    }
}

/// Keeps the words of a text without their form, lines apart. It has no control characters but line
/// feeds, so whoever keeps several texts in one may use any other to set them apart.
#[derive(Default)]
pub(crate) struct Words(pub(crate) String);

impl Words {
    pub(crate) fn part(&mut self, text: &str) {
        self.0.extend(text.split(is_control));
    }
}

/// A control character that is no white space.
pub(crate) fn is_control(character: char) -> bool {
    character.is_ascii_control() && !character.is_ascii_whitespace()
}

impl Sink for Words {
    fn open(&mut self, tag: &str) {
        if matches!(tag, "p" | "pre" | "br") {
            self.0.push('\n');
        }
    }

    fn attribute(&mut self, _: &str, _: &str) {}

    fn text(&mut self, text: &str) {
        self.part(text);
    }

    fn close(&mut self) {}
}

/// The text with each run of white space folded into one space.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The first words of a line, at most `limit` characters, with an ellipsis where any are left out.
#[must_use]
pub fn beginning(line: &str, limit: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(limit) else {
        return line.to_owned();
    };
    let cut = split(line, end).0;
    // Half a word is left out, unless the line is hardly more than that word.
    let words = match split_at_last(cut, ' ') {
        Some((words, _)) if words.len() > end / 2 => words,
        _ => cut,
    };
    let mut beginning = words.trim_end_matches([' ', ',', ';', ':', '.']).to_owned();
    beginning.push('…');
    beginning
}

/// The text in two. Unlike slicing, it cannot fail, and so brings no words for a failure into the
/// page: no text is longer than itself.
fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// What stands before and behind the last of a character. What the standard library has for it is half a kilobyte.
pub(crate) fn split_at_last(text: &str, mark: char) -> Option<(&str, &str)> {
    let (at, _) = text.char_indices().rev().find(|(_, character)| *character == mark)?;
    Some((split(text, at).0, split(text, at + mark.len_utf8()).1))
}

/// Bytes as text, with U+FFFD in the place of what is no UTF-8, and where the first of that stood. What the standard
/// library has for it is a kilobyte.
pub(crate) fn of_bytes(bytes: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    let (mut text, mut first, mut rest) = (String::new(), None, bytes);
    loop {
        let error = match str::from_utf8(rest) {
            Ok(all) if first.is_none() => return (Cow::Borrowed(all), None),
            Ok(end) => {
                text.push_str(end);
                break;
            }
            Err(error) => error,
        };
        let (valid, broken) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
        first = first.or(Some(valid.len()));
        text.push_str(str::from_utf8(valid).unwrap_or_default());
        text.push(char::REPLACEMENT_CHARACTER);
        // Nothing follows what is cut off at the end.
        rest = error.error_len().and_then(|length| broken.get(length..)).unwrap_or_default();
    }
    (Cow::Owned(text), first)
}

/// A letter or a digit of any script. Beyond ASCII this is what stands in no block of spaces and
/// punctuation, Arabic's and the wide forms of East Asia among them; the joiners of Persian and Hindi
/// are letters.
pub(crate) fn is_word(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}'
        | '\u{60c}'
        | '\u{61b}'..='\u{61f}'
        | '\u{66a}'..='\u{66d}'
        | '\u{6d4}'
        | '\u{2000}'..='\u{200b}'
        | '\u{200e}'..='\u{206f}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{ff00}'..='\u{ff1f}' => false,
        _ => true,
    }
}

/// Cuts off the front all bytes that are in the set, or all that are not; the set is ASCII.
fn cut<'a>(rest: &mut &'a str, set: &[u8], within: bool) -> &'a str {
    let end = rest.bytes().position(|byte| set.contains(&byte) != within);
    let (front, back) = split(rest, end.unwrap_or(rest.len()));
    *rest = back;
    front
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_become_the_text_that_the_standard_library_makes_of_them(
            parts in proptest::collection::vec(
                prop_oneof![".{0,3}".prop_map(String::into_bytes), proptest::collection::vec(0x80_u8.., 0..4)],
                0..5,
            ),
        ) {
            let bytes = parts.concat();
            let (text, broken) = of_bytes(&bytes);
            prop_assert_eq!(&text, &String::from_utf8_lossy(&bytes));
            prop_assert_eq!(broken, str::from_utf8(&bytes).err().map(|error| error.valid_up_to()));
        }

        #[test]
        fn a_text_is_parted_where_the_standard_library_parts_it(text in "[a/é]{0,6}") {
            for mark in ['/', 'é'] {
                prop_assert_eq!(split_at_last(&text, mark), text.rsplit_once(mark));
            }
        }
    }

    /// A text as it is printed, in short: of the attributes only links and classes of paragraphs.
    pub(super) fn show(source: &Source, base: &str) -> String {
        let mut shown = Shown::default();
        source.print(base, &mut shown);
        assert_eq!(shown.open, Vec::<String>::new(), "every element has ended");
        shown.written
    }

    #[derive(Default)]
    struct Shown {
        written: String,
        open: Vec<String>,
    }

    impl Sink for Shown {
        fn open(&mut self, tag: &str) {
            self.written.extend(["<", tag, ">"]);
            self.open.push(tag.to_owned());
        }

        fn attribute(&mut self, name: &str, value: &str) {
            assert_eq!(self.written.pop(), Some('>'), "an attribute stands before the content");
            if name == "href" || value == "item__heading" {
                self.written.extend([" ", &value.replace('&', "&amp;")]);
            }
            self.written.push('>');
        }

        fn text(&mut self, text: &str) {
            self.written += &text.replace('&', "&amp;").replace('<', "&lt;");
        }

        fn close(&mut self) {
            let tag = self.open.pop().expect("nothing ends that has not begun");
            if tag != "br" {
                self.written.extend(["</", &tag, ">"]);
            }
        }
    }

    #[test]
    fn a_beginning_ends_at_a_word() {
        for (line, limit, begin) in [
            ("Short", 10, "Short"),
            ("Exactly ten", 11, "Exactly ten"),
            ("Labour inspectors, from all regions", 22, "Labour inspectors…"),
            ("Donaudampfschifffahrt", 5, "Donau…"),
            ("a Donaudampfschifffahrt", 8, "a Donaud…"),
            ("日本語の文章です", 3, "日本語…"),
            ("", 3, ""),
        ] {
            assert_eq!(beginning(line, limit), begin);
        }
    }

    #[test]
    fn a_long_text_folds_where_enough_is_shown_and_enough_is_hidden() {
        for (lengths, fold) in [
            (&[][..], None),
            (&[100], None),
            (&[9999], None),
            (&[200, 299], None),
            (&[200, 300], Some(1)),
            (&[199, 1, 300], Some(2)),
            (&[199, 300, 299], None),
            (&[199, 300, 300], Some(2)),
            (&[50, 50, 50, 50, 100, 100, 100], Some(4)),
            (&[9999, 20], None),
            (&[9999, 20, 280], Some(1)),
        ] {
            let paragraphs: Vec<String> =
                lengths.iter().map(|length| "x".repeat(*length)).collect();
            assert_eq!(Source::Plain(paragraphs.join("\n\n")).fold(), fold, "{lengths:?}");
            let html = format!("<p>{}</p>", paragraphs.join("</p><p>"));
            assert_eq!(Source::Html(html).fold(), fold, "{lengths:?}");
            // A list is one of the elements that a text has, as long as all its entries.
            let list = format!("<ol><li>{}</ol>", paragraphs.join("<li>"));
            assert_eq!(Source::Html(list.clone()).fold(), None);
            let long: usize = lengths.iter().sum();
            let after = format!("<p>{}</p>{list}", "x".repeat(200));
            assert_eq!(Source::Html(after).fold(), (long >= 300).then_some(1));
        }
    }

    #[test]
    fn a_beginning_has_the_words_of_all_lines() {
        for (source, begin) in [
            (Source::None, None),
            (Source::Plain(" \n".into()), None),
            (Source::Plain("One  line\nand\n\nmore".into()), Some("One line and more")),
            (Source::Html("<p>&nbsp;</p>".into()), None),
            (
                Source::Html("<h2>On<b>e</b></h2>two<br>three<pre>four\n</pre><li>five".into()),
                Some("One two three four five"),
            ),
        ] {
            assert_eq!(source.beginning(99).as_deref(), begin);
        }
    }
}

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
}

impl Source {
    /// Prints the text. Relative links are resolved against `base`, the feed's address.
    pub fn print(&self, base: &str, sink: &mut dyn Sink) {
        match self {
            Self::None => {}
            Self::Plain(text) => plain::print(text, sink),
            Self::Html(html) => html::print(html, base, sink),
        }
    }

    /// Its first characters on one line, at most `limit` of them; none where it says nothing.
    #[must_use]
    pub fn beginning(&self, limit: usize) -> Option<String> {
        let mut words = Words(String::new());
        self.print("", &mut words);
        let line = one_line(&words.0);
        (!line.is_empty()).then(|| beginning(&line, limit))
    }
}

/// Keeps the words of a text without their form, lines apart.
struct Words(String);

impl Sink for Words {
    fn open(&mut self, tag: &str) {
        if matches!(tag, "p" | "pre" | "br") {
            self.0.push('\n');
        }
    }

    fn attribute(&mut self, _: &str, _: &str) {}

    fn text(&mut self, text: &str) {
        self.0.push_str(text);
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
    let words = match cut.rfind(' ') {
        Some(space) if space > end / 2 => split(cut, space).0,
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

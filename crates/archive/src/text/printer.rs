//! Prints a text as it is read: elements begin and end, and words come in between.
//!
//! An element is printed when the first word within it is, so nothing that says nothing appears. The
//! tree is simpler than a browser's: blocks hold blocks or lines, an end tag closes the nearest open
//! element of its kind, a block ends the line before it with all that is open in it, and what is
//! left open is closed at the end.

use super::{address, split};
use crate::markup::{Sink, open_link};

/// Elements nested deeper than this are read as if their tags were not there.
const DEEPEST: usize = 64;

/// What an element is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line break.
    Break,
    /// A line of text, and every block without a form of its own, e.g. `div`.
    Paragraph,
    /// A heading within the text, whatever its level was.
    Heading,
    /// A line whose white space counts.
    Preformatted,
    Bulleted,
    Numbered,
    Entry,
    Quote,
    Link,
    Emphasis,
    Strong,
    Code,
}

impl Kind {
    /// The tag that is printed. No other tag can be.
    fn tag(self) -> &'static str {
        match self {
            Self::Break => "br",
            // A text's own headings have no place in the page's outline.
            Self::Paragraph | Self::Heading => "p",
            Self::Preformatted => "pre",
            Self::Bulleted => "ul",
            Self::Numbered => "ol",
            Self::Entry => "li",
            Self::Quote => "blockquote",
            Self::Link => "a",
            Self::Emphasis => "em",
            Self::Strong => "strong",
            Self::Code => "code",
        }
    }

    fn is_line(self) -> bool {
        matches!(self, Self::Paragraph | Self::Heading | Self::Preformatted)
    }

    fn is_list(self) -> bool {
        matches!(self, Self::Bulleted | Self::Numbered)
    }

    fn is_inline(self) -> bool {
        matches!(self, Self::Link | Self::Emphasis | Self::Strong | Self::Code)
    }
}

pub(super) struct Printer<'a> {
    sink: &'a mut dyn Sink,
    /// The elements that have begun and not ended, outermost first.
    open: Vec<Kind>,
    /// How many of them are printed.
    printed: usize,
    /// What a line is that begins now.
    line: Kind,
    /// Where the open link leads.
    href: String,
    /// Text that is not yet printed.
    pub(super) run: String,
    /// Line breaks before it.
    breaks: usize,
}

impl<'a> Printer<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            open: Vec::new(),
            printed: 0,
            line: Kind::Paragraph,
            href: String::new(),
            run: String::new(),
            breaks: 0,
        }
    }

    /// Adds text from HTML: outside of `pre` each run of its white space is one space. A no-break
    /// space is kept: it is there on purpose.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            if self.line == Kind::Preformatted || !character.is_ascii_whitespace() {
                self.run.push(character);
            } else if !self.run.ends_with(' ') {
                self.run.push(' ');
            }
        }
    }

    /// Begins an element; `href` is where a link leads.
    pub(super) fn start(&mut self, kind: Kind, href: Option<String>) {
        if kind == Kind::Break {
            return self.end_row();
        }
        if kind.is_inline() {
            if self.line == Kind::Preformatted {
                return;
            }
            self.flush();
            if kind == Kind::Link {
                self.close_to(kind);
                let Some(href) = href else { return };
                self.href = href;
            }
            self.begin_line();
        } else {
            self.end_line();
            if kind.is_line() {
                self.line = kind;
                return;
            }
            if kind == Kind::Entry {
                let Some(list) = self.open.iter().rposition(|open| open.is_list()) else { return };
                // It ends the one before it, with all that was left open there.
                self.truncate(list + 1);
            }
        }
        if self.open.len() < DEEPEST {
            self.push(kind);
        }
    }

    /// Ends an element.
    pub(super) fn end(&mut self, kind: Kind) {
        if !kind.is_inline() {
            self.end_line();
        } else if self.line != Kind::Preformatted {
            self.flush();
        }
        // An entry is open until the next one begins: what stands loose between them is its own.
        if kind != Kind::Entry {
            self.close_to(kind);
        }
    }

    /// Breaks the line.
    pub(super) fn end_row(&mut self) {
        if self.line == Kind::Preformatted {
            self.run.push('\n');
        } else {
            self.flush();
            self.run.clear();
            self.breaks += 1;
        }
    }

    /// Ends the line with all that is open in it. White space and breaks at its end are left out.
    pub(super) fn end_line(&mut self) {
        self.flush();
        self.run.clear();
        self.breaks = 0;
        self.line = Kind::Paragraph;
        if let Some(line) = self.open.iter().position(|open| open.is_line()) {
            self.truncate(line);
        }
    }

    /// Ends all that is open.
    pub(super) fn finish(&mut self) {
        self.end_line();
        self.truncate(0);
    }

    fn begin_line(&mut self) {
        if !self.open.iter().any(|open| open.is_line()) {
            self.push(self.line);
        }
    }

    fn push(&mut self, kind: Kind) {
        // Nothing but entries stands in a list.
        if kind != Kind::Entry && self.open.last().is_some_and(|open| open.is_list()) {
            self.open.push(Kind::Entry);
        }
        self.open.push(kind);
    }

    fn close_to(&mut self, kind: Kind) {
        if let Some(at) = self.open.iter().rposition(|open| *open == kind) {
            self.truncate(at);
        }
    }

    fn truncate(&mut self, length: usize) {
        self.open.truncate(length);
        while self.printed > length {
            self.printed -= 1;
            self.sink.close();
        }
    }

    /// Prints the text so far, but for white space at its end: more may follow, or nothing.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let (space, words) = split(&run, run.len() - run.trim_start().len());
        if words.is_empty() {
            self.run = run;
            return;
        }
        let has_begun = self.open.iter().take(self.printed).any(|open| open.is_line());
        self.begin_line();
        if self.line == Kind::Preformatted {
            self.print_open();
            return self.sink.text(run.trim_matches('\n'));
        }
        let (words, behind) = split(words, words.trim_end().len());
        self.run.push_str(behind);
        let breaks = std::mem::take(&mut self.breaks);
        if has_begun {
            for _ in 0..breaks {
                self.sink.open(Kind::Break.tag());
                self.sink.close();
            }
            if breaks == 0 && !space.is_empty() {
                self.sink.text(space);
            }
        }
        self.print_open();
        if self.open.iter().any(|open| matches!(open, Kind::Link | Kind::Code)) {
            self.sink.text(words);
        } else {
            address::print(words, self.sink);
        }
    }

    /// Prints the tags of the open elements that are not printed yet.
    fn print_open(&mut self) {
        for kind in self.open.iter().skip(self.printed) {
            if *kind == Kind::Link {
                open_link(&self.href, self.sink);
                continue;
            }
            self.sink.open(kind.tag());
            match kind {
                Kind::Bulleted | Kind::Numbered => self.sink.attribute("class", "item__list"),
                Kind::Heading => self.sink.attribute("class", "item__heading"),
                _ => {}
            }
            if matches!(kind, Kind::Paragraph | Kind::Heading) {
                self.sink.attribute("dir", "auto");
            }
        }
        self.printed = self.open.len();
    }
}

//! Changes a text on its way into a sink: marks what was looked for, folds what is long.

use super::Sink;
use crate::language::Locale;
use crate::search::{Term, marks};

/// Marks the places where words stand that are looked for.
pub(super) struct Marked<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) terms: &'a [Term],
    pub(super) locale: &'a dyn Locale,
}

impl Sink for Marked<'_> {
    fn open(&mut self, tag: &str) {
        self.sink.open(tag);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.sink.attribute(name, value);
    }

    fn text(&mut self, text: &str) {
        let mut done = 0;
        for mark in marks(text, self.terms, self.locale) {
            self.plain(text, done, mark.start);
            self.sink.open("mark");
            self.plain(text, mark.start, mark.end);
            self.sink.close();
            done = mark.end;
        }
        self.plain(text, done, text.len());
    }

    fn close(&mut self) {
        self.sink.close();
    }
}

impl Marked<'_> {
    fn plain(&mut self, text: &str, start: usize, end: usize) {
        if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
            self.sink.text(part);
        }
    }
}

/// Puts all but the first elements into one of their own, which is hidden until it is opened, or
/// found by the browser's own search.
pub(super) struct Folding<'a> {
    pub(super) sink: &'a mut dyn Sink,
    /// How many elements are left before the fold.
    pub(super) kept: usize,
    pub(super) depth: usize,
}

impl Sink for Folding<'_> {
    fn open(&mut self, tag: &str) {
        if self.depth == 0 {
            if self.kept == 0 {
                self.sink.open("div");
                self.sink.attribute("class", "item__rest");
                self.sink.attribute("hidden", "until-found");
                self.depth += 1;
            } else {
                self.kept -= 1;
            }
        }
        self.depth += 1;
        self.sink.open(tag);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.sink.attribute(name, value);
    }

    fn text(&mut self, text: &str) {
        self.sink.text(text);
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.sink.close();
    }
}

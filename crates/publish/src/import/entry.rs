//! Defines an entry: one piece of news as a file of any kind has it, with its place in that file.

use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use archive::date::PartialDate;
use archive::text::Source;
use serde_json::{Map, Value};

use super::date::{self, DayOrder, Written};
use crate::report::{Finding, Lines, Severity, quoted};

/// A file to import, decoded.
#[derive(Debug)]
pub(super) struct Input {
    /// As it was named.
    pub(super) path: PathBuf,
    /// Its text. Its lines are counted once for all findings: there may be one for each of many
    /// thousand entries.
    pub(super) lines: Lines<'static>,
}

impl Input {
    /// A file with its text.
    pub(super) fn new(path: PathBuf, text: String) -> Self {
        Self { path, lines: Lines::new(text) }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        self.lines.text()
    }
}

/// Where an entry stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its file.
    pub(super) input: Rc<Input>,
    /// Which entry of the file it is, counted from 1.
    pub(super) item: usize,
    /// What shows it, in bytes of the text: its first line, or where it begins.
    pub(super) span: Range<usize>,
}

impl Place {
    /// A finding about the entry.
    pub(super) fn finding(
        &self,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
    ) -> Finding {
        let finding = Finding::of_file(severity, code, &self.input.path, message);
        let finding = finding.within(&self.input.lines, self.span.clone());
        Finding { item: Some(self.item), ..finding }
    }
}

/// One piece of news, not yet in the feed.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where it comes from.
    pub(super) place: Place,
    /// What its file calls it.
    pub(super) id: Option<String>,
    /// Its own page.
    pub(super) url: Option<String>,
    /// The page that it is about.
    pub(super) external_url: Option<String>,
    /// Its title, one line without markup.
    pub(super) title: Option<String>,
    /// Its text; HTML is clean.
    pub(super) text: Source,
    /// Its text in short, without markup.
    pub(super) summary: Option<String>,
    /// When it happened.
    pub(super) date: Option<PartialDate>,
    /// The same as a JSON Feed has it, with its time.
    pub(super) published: Option<String>,
    /// The language of its text.
    pub(super) language: Option<String>,
    /// What its file files it under: topics, unless the mapping says otherwise.
    pub(super) categories: Vec<String>,
    /// Regions by id or name.
    pub(super) regions: Vec<String>,
    /// Partners by id or name.
    pub(super) partners: Vec<String>,
    /// Fields of a JSON Feed that are nothing to Monthwise, and something to other readers.
    pub(super) others: Map<String, Value>,
}

impl Entry {
    /// An entry of which nothing is known yet.
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            id: None,
            url: None,
            external_url: None,
            title: None,
            text: Source::None,
            summary: None,
            date: None,
            published: None,
            language: None,
            categories: Vec::new(),
            regions: Vec::new(),
            partners: Vec::new(),
            others: Map::new(),
        }
    }

    /// Reads its date. What is no date is reported, and the entry goes without.
    ///
    /// # Errors
    /// When day and month cannot be told apart: then the entry would stand in a wrong month.
    pub(super) fn date(
        &mut self,
        text: &str,
        order: Option<DayOrder>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Box<Finding>> {
        match date::read(text, order) {
            Written::Nothing => {}
            Written::Date(date) => self.date = Some(date),
            Written::Ambiguous => {
                let message = format!("day and month of {} cannot be told apart", quoted(text));
                let finding = self.place.finding(Severity::Error, "ambiguous-date", message);
                return Err(Box::new(finding.help(
                    "add `--dates dmy` where the day comes first, `--dates mdy` where the month \
                     does",
                )));
            }
            Written::Nonsense => {
                let message = format!("{} is no date; the item is undated", quoted(text));
                let finding = self.place.finding(Severity::Warning, "not-a-date", message);
                findings.push(finding.help("write 2007, 2007-07 or 2007-07-12"));
            }
        }
        Ok(())
    }

    /// Whether a reader would see anything of it.
    pub(super) fn says_something(&self) -> bool {
        self.title.is_some() || self.text != Source::None || self.summary.is_some()
    }
}

/// What a file says of the feed as a whole.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its description.
    pub(super) description: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
    /// The page that it belongs to.
    pub(super) home_page_url: Option<String>,
    /// The regions that it declares.
    pub(super) regions: Vec<Value>,
    /// The partners that it declares.
    pub(super) partners: Vec<Value>,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// About the feed as a whole.
    pub(super) head: Head,
    /// The entries that could be read, in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
}

impl Read {
    /// A file of which nothing can be read.
    pub(super) fn refused(finding: Finding) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }

    /// Takes an entry, unless it says nothing.
    pub(super) fn take(&mut self, entry: Entry) {
        if entry.says_something() {
            self.entries.push(entry);
        } else {
            let message = "it has neither a title nor a text; it is left out";
            let finding = entry.place.finding(Severity::Error, "nothing-to-read", message);
            let finding = finding.help("give it a title or a text in its file");
            self.findings.push(Finding { id: entry.id, ..finding });
        }
    }
}

//! The subcommand `check`: says all that is wrong with a feed at once, with what to write instead.
//!
//! What costs items is judged by the page's own decoder and archive, so that check and page agree:
//! an error is a file that the page refuses or an item that it skips, and there are no others. All
//! else is a warning: what the page makes up for, and what only a reader would trip over ([`own`]).

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;
use archive::archive::Archive;
use archive::feed::{Fault, FeedError, Reason};
use archive::markup::anchor;
use chrono::NaiveDate;

use crate::Outcome;
use crate::arguments::{Check, Format};
use crate::report::{self, Finding, Items, Lines, Progress, Severity, count, counted};
use crate::source::places::{Place, Places, Sought, lone_surrogate};
use crate::source::{self, File, Source};
use nearest::Known;
use words::{Around, Words};

mod dates;
pub(crate) mod nearest;
mod own;
mod words;

/// Does what was asked for.
pub(crate) fn run(arguments: &Check) -> Result<Outcome> {
    let source = source::read(&arguments.feed, "")?;
    let today = arguments.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    let findings = findings(&source, today);
    let items = items(&source);
    let said = match arguments.format {
        Format::Json => report::document(&findings, Some(items)),
        format => {
            let summary = summary(&source, &findings, items);
            report::closed(&findings, format, &|path| source.text_of(path), &summary)
        }
    };
    report::print(&said)?;
    let (errors, warnings) = count(&findings);
    let faults = if arguments.strict { errors + warnings } else { errors };
    Ok(if faults > 0 { Outcome::Faults } else { Outcome::Fine })
}

/// All that is wrong with a feed, file by file and from top to bottom.
pub(crate) fn findings(source: &Source, today: NaiveDate) -> Vec<Finding> {
    let mut feed = Feed::new(source, today);
    let mut findings = Vec::new();
    let mut progress = Progress::new();
    for (number, file) in source.files.iter().enumerate() {
        let mut of_file = match &file.page {
            Ok(_) => {
                let mut checked = Checked::new(file);
                for fault in &file.faults {
                    progress.say(format_args!("checking {}", file.path.display()));
                    checked.say_fault(fault, &mut feed);
                }
                own::look_at(&mut checked, &mut feed, number == 0);
                checked.findings
            }
            Err(error) => vec![refused(file, error)],
        };
        of_file.extend(file.next.clone());
        of_file.sort_by_key(|finding| (finding.line, finding.column));
        findings.extend(of_file);
    }
    findings
}

/// What is wrong with a file that is looked at alone, as far as it is asked for.
pub(crate) fn alone(file: &File, is_asked_for: fn(&Reason) -> bool) -> Vec<Finding> {
    let page = match &file.page {
        Ok(page) => page,
        Err(error) => return vec![refused(file, error)],
    };
    let mut checked = Checked::new(file);
    for fault in page.faults.iter().filter(|fault| is_asked_for(&fault.reason)) {
        checked.say_fault(fault, &mut Feed::default());
    }
    checked.findings.sort_by_key(|finding| (finding.line, finding.column));
    checked.findings
}

/// What becomes of the items of a feed.
pub(crate) fn items(source: &Source) -> Items {
    let skipped = source.files.iter().flat_map(|file| &file.faults);
    Items {
        shown: source.archive.as_ref().map_or(0, |archive| archive.items().len()),
        skipped: skipped.filter(|fault| fault.reason.skips_item()).count(),
    }
}

/// How a check ends, in a line.
pub(crate) fn summary(source: &Source, findings: &[Finding], items: Items) -> String {
    let files = source.files.len();
    let Items { shown, skipped } = items;
    if findings.is_empty() {
        let first = source.files.first().map_or(Path::new(""), |file| &file.path).display();
        let more = match files - 1 {
            0 => String::new(),
            more => format!(" and {}", counted(more, "more file")),
        };
        return format!("{first}{more}: {}, nothing to mend.", counted(shown, "item"));
    }
    let (errors, warnings) = count(findings);
    let said = [(errors, "error"), (warnings, "warning")];
    let said: Vec<String> = said
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| counted(number, noun))
        .collect();
    let is = |number| if number == 1 { "is" } else { "are" };
    let becomes = match (shown, skipped) {
        _ if source.archive.is_none() => "the page shows nothing of it".to_owned(),
        (_, 0) => format!("{} {} shown", counted(shown, "item"), is(shown)),
        _ => format!(
            "{} {} shown, {skipped} {} skipped",
            counted(shown, "item"),
            is(shown),
            is(skipped)
        ),
    };
    format!("{} in {}; {becomes}.", said.join(", "), counted(files, "file"))
}

fn refused(file: &File, error: &FeedError) -> Finding {
    let Words { code, message, help } = words::refused(error, &file.text);
    let finding = Finding::of_file(Severity::Error, code, &file.path, message).help(help);
    match error {
        FeedError::NotJson { line, column, found: archive::feed::Found::Mistake } => {
            let lines = Lines::new(&*file.text);
            let begin = lines.offset(*line, *column);
            let length = file.text[begin..].chars().next().map_or(0, char::len_utf8);
            finding.within(&lines, begin..begin + length)
        }
        FeedError::NotJson { .. } | FeedError::NotAFeed => finding,
    }
}

/// What is known of the feed as a whole, while its files are looked at one by one.
#[derive(Default)]
struct Feed<'a> {
    archive: Option<&'a Archive>,
    today: NaiveDate,
    regions: Known,
    partners: Known,
    /// Where each id stands first, by what it is in the page: file, number of the item, line.
    first: HashMap<String, (&'a File, usize, usize)>,
    /// Under which name the feeds of a value are written, in small letters, and whose they are.
    names: HashMap<String, String>,
}

impl<'a> Feed<'a> {
    fn new(source: &'a Source, today: NaiveDate) -> Self {
        let archive = source.archive.as_ref();
        let mut first = HashMap::new();
        for file in &source.files {
            for item in file.page.iter().flat_map(|page| &page.items) {
                let place = (file, item.number, item.line);
                first.entry(anchor(&item.id).into_owned()).or_insert(place);
            }
        }
        Self {
            archive,
            today,
            regions: Known::regions(archive.map_or(&[], |archive| archive.regions().all())),
            partners: Known::partners(archive.map_or(&[], |archive| archive.partners())),
            first,
            names: HashMap::new(),
        }
    }
}

/// A file that is being looked at.
struct Checked<'a> {
    file: &'a File,
    lines: Lines<'a>,
    places: Places<'a>,
    findings: Vec<Finding>,
}

/// What a finding is about: an item with what it goes by, or the feed, and one of its fields.
#[derive(Clone, Copy)]
struct About<'a> {
    item: Option<usize>,
    id: Option<&'a str>,
    field: &'a str,
}

impl<'a> Checked<'a> {
    fn new(file: &'a File) -> Self {
        let lines = Lines::new(&*file.text);
        Self { file, lines, places: Places::new(&file.text), findings: Vec::new() }
    }

    fn warn(&mut self, about: About<'_>, place: Option<Place<'_>>, words: Words) {
        let finding = self.finding(Severity::Warning, about, words);
        self.findings.push(match place {
            Some(place) => finding.within(&self.lines, place.span),
            None => finding,
        });
    }

    fn finding(&self, severity: Severity, about: About<'_>, words: Words) -> Finding {
        let Words { code, message, help } = words;
        Finding {
            item: about.item,
            id: about.id.map(str::to_owned),
            field: (!about.field.is_empty()).then(|| about.field.to_owned()),
            ..Finding::of_file(severity, code, &self.file.path, message).help(help)
        }
    }

    /// Says a fault that the page found, at its exact place.
    fn say_fault(&mut self, fault: &Fault, feed: &mut Feed<'_>) {
        let place = self.place_of(fault);
        let about = About { item: fault.item, id: fault.id.as_deref(), field: &fault.field };
        let near = match &fault.reason {
            Reason::UnknownRegion(id) => feed.regions.nearest(id),
            Reason::UndeclaredPartner(id) => feed.partners.nearest(id),
            _ => &[],
        };
        let is_alone = match (&fault.reason, &place) {
            (Reason::WrongType, Some(place)) => {
                let value = self.places.find(fault.item, &fault.field, Sought::Value);
                value.is_some_and(|value| value.span == place.span)
            }
            _ => false,
        };
        let first = match &fault.reason {
            Reason::DuplicateId(id) => feed.first.get(&*anchor(id)),
            _ => None,
        };
        let first =
            first.filter(|(_, number, line)| (Some(*number), *line) != (fault.item, fault.line));
        let around = Around {
            field: &fault.field,
            is_of_item: fault.item.is_some(),
            written: place.as_ref().map_or("", |place| place.written),
            is_alone,
            near,
            first: first.map(|(file, number, line)| {
                format!("item {number} too, in line {line} of {}", file.path.display())
            }),
        };
        let words = words::fault(&fault.reason, &around);
        let severity = if fault.reason.skips_item() { Severity::Error } else { Severity::Warning };
        let finding = self.finding(severity, about, words);
        // Of what cannot be found the page at least knows the line.
        let span = place.map_or_else(|| self.lines.line(fault.line), |place| place.span);
        self.findings.push(finding.within(&self.lines, span));
    }

    fn place_of(&mut self, fault: &Fault) -> Option<Place<'a>> {
        let text = &*self.file.text;
        let Fault { item, field, .. } = fault;
        let whole = |places: &Places<'a>| item.and_then(|number| places.item(number));
        match &fault.reason {
            Reason::NotAnObject | Reason::NothingToRead | Reason::NoId => whole(&self.places),
            Reason::WrongType => self.places.find(*item, field, Sought::WrongType),
            Reason::LongTitle(_) => self.places.find(*item, field, Sought::Value),
            // Where it is made of an address, the fault stands there; of words, in no field.
            Reason::DuplicateId(_) => ["id", "url", "external_url"]
                .into_iter()
                .find_map(|field| self.places.find(*item, field, Sought::Value))
                .or_else(|| whole(&self.places)),
            Reason::NotADate(said)
            | Reason::UnsafeLink(said)
            | Reason::UnknownRegion(said)
            | Reason::UndeclaredPartner(said) => self.places.find(*item, field, Sought::Text(said)),
            Reason::NotUtf8 => {
                let unmarked = source::unmarked(&self.file.bytes);
                let begin = str::from_utf8(unmarked).err()?.valid_up_to();
                Some(Place::of(text, begin..begin + char::REPLACEMENT_CHARACTER.len_utf8()))
            }
            Reason::LoneSurrogate => Some(Place::of(text, lone_surrogate(text, 0)?)),
        }
    }
}

#[cfg(test)]
mod tests;

//! Says what is wrong: a finding with its place in a file, in the manner of rustc, as JSON, or as
//! GitHub's annotations.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use archive::text::{beginning, one_line};
use serde::{Serialize, Serializer};

use crate::arguments::Format;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// It costs an item, or all of them.
    Error,
    /// A reader would trip over it.
    Warning,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What kind of fault it is, in words with hyphens, e.g. `not-a-date`.
    pub(crate) code: &'static str,
    /// The file, as it was named.
    #[serde(serialize_with = "in_words")]
    pub(crate) file: PathBuf,
    /// The line, counted from 1; none where it is about the file as a whole.
    pub(crate) line: Option<usize>,
    /// The character in the line, counted from 1.
    pub(crate) column: Option<usize>,
    /// Which item of the file, counted from 1.
    pub(crate) item: Option<usize>,
    /// What the item goes by.
    pub(crate) id: Option<String>,
    /// The path of the field, e.g. `_monthwise.date`.
    pub(crate) field: Option<String>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: Option<String>,
    /// The bytes of the file's text that it is about.
    #[serde(skip)]
    pub(crate) span: Option<Range<usize>>,
}

impl Finding {
    /// A finding about a file as a whole.
    pub(crate) fn of_file(
        severity: Severity,
        code: &'static str,
        file: impl Into<PathBuf>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code,
            file: file.into(),
            line: None,
            column: None,
            item: None,
            id: None,
            field: None,
            message: message.into(),
            help: None,
            span: None,
        }
    }

    /// The finding with what to write instead.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The finding at a place of a text, in bytes.
    pub(crate) fn at(self, text: &str, span: Range<usize>) -> Self {
        self.within(&Lines::new(text), span)
    }

    /// The finding at a place of a text whose lines are counted already.
    pub(crate) fn within(mut self, lines: &Lines<'_>, span: Range<usize>) -> Self {
        let (line, column) = lines.place(span.start);
        self.line = Some(line);
        self.column = Some(column);
        self.span = Some(span);
        self
    }
}

/// A path as text; what in it is not Unicode is no reason to say nothing.
///
/// # Errors
/// When the serializer has one.
pub(crate) fn in_words<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// Where the lines of a text begin. It is counted once, so that each of many findings is placed in a
/// moment, and in a text that is one long line too.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: Cow<'a, str>,
    /// The byte that each line begins with.
    begins: Vec<usize>,
    /// How many characters stand before every so many bytes.
    characters: Vec<usize>,
}

/// After how many bytes characters are counted anew.
const STRIDE: usize = 1024;

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    pub(crate) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let begins = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let characters = text.as_bytes().chunks(STRIDE).scan(0, |sum, chunk| {
            let before = *sum;
            *sum += begun_in(chunk);
            Some(before)
        });
        let characters = characters.collect();
        Self { text, begins, characters }
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The line of a byte and the character in it, both counted from 1.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.begins.partition_point(|begin| *begin <= offset);
        let begin = self.begins[line - 1];
        (line, self.characters_before(offset) - self.characters_before(begin) + 1)
    }

    /// The byte where a line and a character in it begin; the end where there is none.
    pub(crate) fn offset(&self, line: usize, column: usize) -> usize {
        let line = self.line(line);
        let text = self.text.get(line.clone()).unwrap_or_default();
        text.char_indices()
            .nth(column.saturating_sub(1))
            .map_or(line.end, |(at, _)| line.start + at)
    }

    /// The bytes of a line, without what ends it.
    pub(crate) fn line(&self, number: usize) -> Range<usize> {
        let length = self.text.len();
        let begin = self.begins.get(number.saturating_sub(1)).copied().unwrap_or(length);
        let end = self.begins.get(number).map_or(length, |next| next - 1);
        begin..end.max(begin)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let counted = self.characters.get(stride).copied();
        let rest = &self.text.as_bytes()[stride * STRIDE..offset];
        counted
            .map_or_else(|| begun_in(&self.text.as_bytes()[..offset]), |sum| sum + begun_in(rest))
    }
}

/// How many characters begin in bytes of UTF-8.
fn begun_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// How many bytes of a line are shown before a place, and after it. Of a line that is longer not all
/// is shown: it would fill the terminal and say nothing.
const LONGEST: usize = 400;

/// How many bytes are shown before a place in a line that begins further up than that.
const BEFORE: usize = 60;

/// Findings in the form that was asked for. `text_of` gives the text of a file that findings name.
pub(crate) fn render<'a>(
    findings: &[Finding],
    format: Format,
    text_of: &dyn Fn(&Path) -> Option<&'a str>,
) -> String {
    match format {
        Format::Human => {
            let rendered = findings.iter().map(|finding| human(finding, text_of(&finding.file)));
            rendered.collect::<Vec<_>>().join("\n\n")
        }
        Format::Json => document(findings, None),
        Format::Github => findings.iter().map(github).collect::<Vec<_>>().join("\n"),
    }
}

/// Findings for people or for GitHub, and in the end what came of it.
pub(crate) fn closed<'a>(
    findings: &[Finding],
    format: Format,
    text_of: &dyn Fn(&Path) -> Option<&'a str>,
    summary: &str,
) -> String {
    if findings.is_empty() {
        return summary.to_owned();
    }
    let gap = if format == Format::Human { "\n\n" } else { "\n" };
    [&*render(findings, format, text_of), gap, summary].concat()
}

/// How many errors and warnings there are.
pub(crate) fn count(findings: &[Finding]) -> (usize, usize) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    (errors, findings.len() - errors)
}

fn human(finding: &Finding, text: Option<&str>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = match (&finding.id, finding.item) {
        (Some(id), Some(item)) => format!("item {item} ({id}): {}", finding.message),
        (None, Some(item)) => format!("item {item}: {}", finding.message),
        _ => finding.message.clone(),
    };
    let path = finding.file.display().to_string();
    let mut group = Group::with_title(level.primary_title(&title).id(finding.code));
    let excerpt = text.and_then(|text| Excerpt::of(text, finding.span.clone()?));
    let label = finding.field.as_deref().unwrap_or_default();
    group = match (finding.line.zip(finding.column), excerpt) {
        (Some((line, column)), Some(Excerpt { source, span, is_begin })) => {
            let annotation = AnnotationKind::Primary.span(span).label(label);
            let snippet = Snippet::source(source).line_start(line).annotation(annotation);
            if is_begin {
                group.element(snippet.path(&path))
            } else {
                // The snippet cannot know how much of its line stands before.
                let origin = Origin::path(&path).line(line).char_column(column);
                group.element(origin).element(snippet)
            }
        }
        (Some((line, column)), None) => {
            group.element(Origin::path(&path).line(line).char_column(column))
        }
        (None, _) => group.element(Origin::path(&path)),
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::styled().render(&[group])
}

/// The line that a place begins in, or what stands around it where the line is long.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    source: String,
    /// The place within it. Of a value of many lines the first is enough to find it.
    span: Range<usize>,
    /// Whether it begins where its line does.
    is_begin: bool,
}

impl Excerpt {
    fn of(text: &str, span: Range<usize>) -> Option<Self> {
        let (before, after) = text.split_at_checked(span.start)?;
        let back = |bytes| before.floor_char_boundary(before.len().saturating_sub(bytes));
        let line_begin = match before[back(LONGEST)..].rfind('\n') {
            Some(at) => Some(back(LONGEST) + at + 1),
            None => (before.len() <= LONGEST).then_some(0),
        };
        let to = after.floor_char_boundary(LONGEST);
        let line_end = after[..to].find('\n');
        let is_cut_before = line_begin.is_none();
        let is_cut_after = line_end.is_none() && to < after.len();

        let before = &before[line_begin.unwrap_or_else(|| back(BEFORE))..];
        let after = after[..line_end.unwrap_or(to)].trim_end_matches('\r');
        let mark = |is_cut: bool| if is_cut { "…" } else { "" };
        let source = [mark(is_cut_before), before, after, mark(is_cut_after)].concat();
        let begin = mark(is_cut_before).len() + before.len();
        let length = after.floor_char_boundary(span.len());
        Some(Self { source, span: begin..begin + length, is_begin: !is_cut_before })
    }
}

/// What becomes of the items of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Items {
    /// How many the page shows.
    pub(crate) shown: usize,
    /// How many it skips.
    pub(crate) skipped: usize,
}

/// Findings for programs.
#[derive(Serialize)]
pub(crate) struct Document<'a> {
    errors: usize,
    warnings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Items>,
    findings: &'a [Finding],
}

impl<'a> Document<'a> {
    /// The findings, with the number of items where that is known.
    pub(crate) fn new(findings: &'a [Finding], items: Option<Items>) -> Self {
        let (errors, warnings) = count(findings);
        Self { errors, warnings, items, findings }
    }
}

/// The same as a text.
pub(crate) fn document(findings: &[Finding], items: Option<Items>) -> String {
    serde_json::to_string_pretty(&Document::new(findings, items)).unwrap_or_default()
}

/// A workflow command of GitHub Actions ("Setting an error message" in its documentation).
fn github(finding: &Finding) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut command = format!("::{kind} file={}", property(&finding.file.to_string_lossy()));
    if let (Some(line), Some(column)) = (finding.line, finding.column) {
        let _ = write!(command, ",line={line},col={column}");
    }
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    let item = finding.item.map_or_else(String::new, |item| format!("Item {item}: "));
    let message = escaped(&format!("{item}{}{help}", finding.message));
    let _ = write!(command, ",title={}::{message}", property(finding.code));
    command
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// Why a file cannot be read, as a sentence.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => format!("there is no file {path}"),
        ErrorKind::IsADirectory => format!("{path} is a folder, and has to be a file"),
        _ => format!("{path} cannot be read: {error}"),
    }
}

/// What could not be done, and why, for people.
pub(crate) fn failure(error: &anyhow::Error) -> String {
    Renderer::styled()
        .render(&[Group::with_title(Level::ERROR.primary_title(format!("{error:#}")))])
}

/// A text in quotation marks as JSON has them, its beginning where it is long. It is from a file, so
/// nothing in it may reach the terminal as a command.
pub(crate) fn quoted(text: &str) -> String {
    let text = beginning(&one_line(text), LONGEST_QUOTE);
    serde_json::Value::from(text).to_string()
}

/// How many characters of a text are said in a sentence.
const LONGEST_QUOTE: usize = 60;

/// A number with its noun: `1 item`, `2 items`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// Prints on the standard output, with colours where they are wanted. Whoever reads it may stop
/// reading, as `head` does.
///
/// # Errors
/// When it cannot be written for any other reason.
pub(crate) fn print(text: &str) -> std::io::Result<()> {
    match writeln!(anstream::stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Says on a terminal what is being done, once it takes long.
#[derive(Debug)]
pub(crate) struct Progress {
    /// When to say it next; never, where nobody looks.
    next: Option<Instant>,
    /// What stands there now.
    said: String,
}

/// How long nobody wonders.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a word is worth its reading: of thousands of items each is done in no time.
const PAUSE: Duration = Duration::from_millis(100);

/// Back to the begin of the line, and all of it away (ECMA-48, 8.3.41).
const CLEAR_LINE: &str = "\r\x1b[K";

impl Progress {
    /// Begins something that may take long.
    pub(crate) fn new() -> Self {
        let is_seen = std::io::stderr().is_terminal();
        Self { next: is_seen.then(|| Instant::now() + PATIENCE), said: String::new() }
    }

    /// Says what is being done, in the place of what was said before.
    pub(crate) fn say(&mut self, doing: impl Display) {
        if self.next.is_none_or(|next| Instant::now() < next) {
            return;
        }
        self.next = Some(Instant::now() + PAUSE);
        let doing = doing.to_string();
        if self.said != doing {
            // A terminal that cannot be written to is no reason to stop.
            let _ = write!(anstream::stderr(), "{CLEAR_LINE}{doing} …");
            self.said = doing;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if !self.said.is_empty() {
            let _ = write!(anstream::stderr(), "{CLEAR_LINE}");
        }
    }
}

#[cfg(test)]
mod tests;

//! The subcommand `import`: makes a feed from other files, or brings one up to date.
//!
//! The way: files are found and decoded, each is read by what it holds into entries, and these are
//! merged into the feed. Only then is anything written.

mod date;
mod decode;
mod elsewhere;
mod entry;
mod files;
mod html;
mod json;
mod mapping;
mod markdown;
mod merge;
mod table;
mod xml;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::arguments::{Format, Import};
use crate::report::{self, Finding, Progress, Severity, unreadable};
use crate::{Outcome, check, source};
pub(crate) use date::DayOrder;
use elsewhere::Elsewhere;
use entry::{Input, Read};
use files::{Draft, Found};
use mapping::Mapping;
use merge::{Counts, Ledger, Merge};
pub(crate) use table::Column;

/// Does what was asked for.
pub(crate) fn run(arguments: &Import) -> Result<Outcome> {
    table::say_once(&arguments.columns)?;
    let mapping = arguments.map.as_deref().map(Mapping::of_file).transpose()?;
    let mapping = mapping.unwrap_or_default();
    let found = files::find(&arguments.files)?;
    let into = fs::canonicalize(&arguments.into).ok();
    let is_into = |file: &&Found| into.is_some() && fs::canonicalize(&file.path).ok() == into;
    if let Some(file) = found.iter().find(is_into) {
        bail!(
            "{} is the feed to import into, so nothing was imported; name other files, or another \
             feed with --into",
            file.path.display()
        );
    }
    let old = feed_of(&arguments.into)?;
    let is_new = old.is_none();
    let old = old.unwrap_or_default();
    let ledger_path = ledger_path(&arguments.into);
    let old_ledger = ledger_of(&ledger_path)?;

    let mut feed = old.clone();
    let mut ledger = old_ledger.clone();
    let mut findings = Vec::new();
    let mut entries = Vec::new();
    let mut inputs = Vec::new();
    let mut progress = Progress::new();
    let mut heads = Vec::new();
    for (at, file) in found.iter().enumerate() {
        let all = found.len();
        progress.say(format_args!("{}: {} of {all} files", file.path.display(), at + 1));
        let bytes = fs::read(&file.path).map_err(|error| files::unreadable(&file.path, &error))?;
        let input = Rc::new(Input::new(file.path.clone(), decode::text(&bytes)));
        let read = read(&input, file, arguments, &mut progress);
        findings.extend(read.findings);
        entries.extend(read.entries);
        heads.push(read.head);
        inputs.push(input);
    }
    drop(progress);

    let has_entries = !entries.is_empty();
    let mut merge = Merge {
        feed: &mut feed,
        ledger: &mut ledger,
        mapping: &mapping,
        elsewhere: &Elsewhere::of(&arguments.into, &old),
        findings: &mut findings,
        unknown: HashSet::new(),
    };
    if has_entries {
        for head in heads {
            merge.head(head);
        }
    }
    let counts = merge.entries(entries);
    // Where there is nothing to write, no empty feed appears.
    let is_changed = feed != old && (has_entries || !is_new);
    if !arguments.dry_run {
        let feed = is_changed.then(|| Draft::new(&arguments.into, &pretty(&feed)?)).transpose()?;
        let is_ledger_changed = ledger != old_ledger;
        let ledger =
            is_ledger_changed.then(|| Draft::new(&ledger_path, &pretty(&ledger)?)).transpose()?;
        // Should it end between the two, the feed has what it had, and what differs from the ledger
        // counts as the editor's.
        ledger.map(Draft::publish).transpose()?;
        feed.map(Draft::publish).transpose()?;
    }

    let texts: HashMap<&Path, &str> =
        inputs.iter().map(|input| (input.path.as_path(), input.text())).collect();
    let summary = Summary::new(arguments, counts, is_changed, &findings);
    report::print(&match arguments.format {
        Format::Json => serde_json::to_string_pretty(&summary)?,
        format => {
            let text_of = |path: &Path| texts.get(path).copied();
            report::closed(&findings, format, &text_of, &summary.line())
        }
    })?;
    let has_faults = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if has_faults { Outcome::Faults } else { Outcome::Fine })
}

/// Reads a file as what it holds, whatever it is called.
fn read(input: &Rc<Input>, file: &Found, arguments: &Import, progress: &mut Progress) -> Read {
    let text = input.text().trim_start();
    let columns = &arguments.columns;
    let refused = |message: &str, help: &str| {
        let finding = Finding::of_file(Severity::Error, "unreadable", &input.path, message);
        Read::refused(finding.help(help))
    };
    if file.is_markdown || markdown::has_front_matter(input.text()) {
        return markdown::read(input, &file.name, arguments.dates);
    }
    if text.is_empty() {
        return refused("it is empty", "name a file that holds a feed");
    }
    if text.starts_with('{') {
        return json::read(input, progress);
    }
    if text.starts_with('<') {
        return xml::read(input, arguments.dates, progress).unwrap_or_else(|| {
            let start = text.get(..1000).unwrap_or(text).to_lowercase();
            if start.contains("<!doctype html") || start.contains("<html") {
                let help = "servers send one where a file is missing; fetch the feed itself, whose \
                            address the page may name behind `application/rss+xml`";
                return refused("it is a web page, not a feed", help);
            }
            refused("it is XML, but neither RSS nor Atom", "name a file of RSS or Atom")
        });
    }
    if files::is_markdown(&input.path) {
        return markdown::read(input, &file.name, arguments.dates);
    }
    if text.starts_with('[') {
        return json::read(input, progress);
    }
    if table::is_table(input.text(), columns) {
        return table::read(input, columns, arguments.dates, progress);
    }
    refused(
        "it is neither RSS, Atom, JSON Feed, CSV with a column for titles or texts, nor Markdown",
        "if it is CSV, say which column is the title: `--columns title=Headline`",
    )
}

/// The feed to import into; none where there is none yet.
fn feed_of(path: &Path) -> Result<Option<Map<String, Value>>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => bail!(unreadable(path, &error)),
    };
    let file = source::File::new(path.to_owned(), PathBuf::new(), decode::text(&bytes).into(), "");
    let refused = |what: &str| {
        anyhow!(
            "{} is no feed to import into, and stays as it is: {what}; or name another feed with \
             --into",
            path.display()
        )
    };
    if let Some(finding) = check::alone(&file, |_| false).pop() {
        let place = finding.line.zip(finding.column);
        let place = place.map_or_else(String::new, |(line, column)| format!("{line}:{column}: "));
        let help = finding.help.unwrap_or_default();
        return Err(refused(&format!("{place}{}; {help}", finding.message)));
    }
    match serde_json::from_str(&file.text) {
        Ok(Value::Object(feed)) => Ok(Some(feed)),
        Ok(_) => Err(refused("it is no object in braces")),
        Err(error) => Err(refused(&error.to_string())),
    }
}

/// Where what was imported is remembered: `news.imported.json` beside `news.json`.
fn ledger_path(feed: &Path) -> PathBuf {
    feed.with_extension("imported.json")
}

fn ledger_of(path: &Path) -> Result<Ledger> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Ledger::new()),
        Err(error) => bail!(unreadable(path, &error)),
    };
    serde_json::from_str(&text).with_context(|| {
        format!(
            "{} is not what import wrote; without it, regions and partners that are in the feed \
             count as yours",
            path.display()
        )
    })
}

fn pretty(value: &impl Serialize) -> Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// What came of it.
#[derive(Serialize)]
struct Summary<'a> {
    #[serde(serialize_with = "report::in_words")]
    into: &'a Path,
    /// Whether the feed was written: nothing is where nothing changed, or with `--dry-run`.
    written: bool,
    #[serde(flatten)]
    counts: Counts,
    skipped: usize,
    #[serde(flatten)]
    findings: report::Document<'a>,
    #[serde(skip)]
    is_dry_run: bool,
}

impl<'a> Summary<'a> {
    fn new(
        arguments: &'a Import,
        counts: Counts,
        is_changed: bool,
        findings: &'a [Finding],
    ) -> Self {
        let is_skipped =
            |finding: &&Finding| finding.severity == Severity::Error && finding.item.is_some();
        Self {
            into: &arguments.into,
            written: is_changed && !arguments.dry_run,
            counts,
            skipped: findings.iter().filter(is_skipped).count(),
            findings: report::Document::new(findings, None),
            is_dry_run: arguments.dry_run,
        }
    }

    /// All of it on one line.
    fn line(&self) -> String {
        let Counts { added, updated, unchanged, repeated } = self.counts;
        let skipped = self.skipped;
        let mut line =
            format!("{added} added, {updated} updated, {unchanged} unchanged, {skipped} skipped");
        if repeated > 0 {
            line = format!("{line}, {repeated} repeated");
        }
        line = format!("{line} → {}", self.into.display());
        if self.is_dry_run {
            line.push_str(" (nothing was written: --dry-run)");
        } else if !self.into.exists() {
            line.push_str(" (nothing arrived, so no feed was made)");
        }
        line
    }
}

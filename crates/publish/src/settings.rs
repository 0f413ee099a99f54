//! The settings of a site: the file `monthwise.toml` beside its feed.
//!
//! Editors write it by hand, so all that is wrong with it is said at once, each at its place and with
//! what to write instead. A setting that is not there has its usual value, and so has a file that is
//! not there.

use std::error::Error;
use std::fmt::{self, Display};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use icu::locale::Locale;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::report::{Finding, Severity, unreadable};

/// The name of the file.
pub(crate) const FILE: &str = "monthwise.toml";

/// Every setting's name, and a line that sets it.
pub(crate) const EXAMPLES: [(&str, &str); 6] = [
    ("feed", "feed = \"news.json\""),
    ("out", "out = \"site\""),
    ("language", "language = \"en\""),
    ("address", "address = \"https://example.org/news/\""),
    ("image", "image = \"picture.png\""),
    ("items_in_page", "items_in_page = 50"),
];

/// Two names closer than this, of at most 1, are taken for one with a slip of the hand.
const ALIKE: f64 = 0.8;

/// What may be said of a site. Paths start from the folder of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The feed's first file.
    pub(crate) feed: PathBuf,
    /// The folder that the site is written into. It holds neither the settings nor the feed nor the
    /// picture, as each build takes a new folder in its place.
    pub(crate) out: PathBuf,
    /// The language of the interface (BCP 47); the feed's where it is not said.
    pub(crate) language: Option<String>,
    /// Where the site will be read, e.g. `https://example.org/news/`, with a slash at its end.
    /// Without it there is no sitemap, and what must have an absolute address is left out.
    pub(crate) address: Option<String>,
    /// A picture for whoever shares a link, at least 1200 by 630 pixels.
    pub(crate) image: Option<PathBuf>,
    /// How many of the newest items stand in the page before any script runs, at least 1. The last
    /// month is finished, unless that makes more than twice as many.
    pub(crate) items_in_page: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            feed: "news.json".into(),
            out: "site".into(),
            language: None,
            address: None,
            image: None,
            items_in_page: 50,
        }
    }
}

/// Why there are no settings: a file with faults, and its text.
#[derive(Debug)]
pub(crate) struct Refused {
    /// What is wrong, in the order of the file; at least one.
    pub(crate) findings: Vec<Finding>,
    /// The file's text.
    pub(crate) text: String,
}

impl Settings {
    /// The settings of a folder; the usual ones where it has no file for them.
    ///
    /// # Errors
    /// When the file is there and cannot be opened.
    pub(crate) fn of_folder(dir: &Path) -> Result<Result<Self, Box<Refused>>> {
        let path = file_of(dir);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => bail!(unreadable(&path, &error)),
        };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let finding =
                    Finding::of_file(Severity::Error, "not-utf-8", path, "the file is not UTF-8")
                        .help("save it in the encoding UTF-8");
                return Ok(Err(Box::new(Refused { findings: vec![finding], text })));
            }
        };
        let read = Self::read(dir, &text);
        Ok(read.map_err(|findings| Box::new(Refused { findings, text })))
    }

    /// The settings that a text says, for a folder.
    fn read(dir: &Path, text: &str) -> Result<Self, Vec<Finding>> {
        let mut reader = Reader { file: file_of(dir), text, findings: Vec::new() };
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let message = format!("the settings cannot be read: {}", error.message());
                let place = error.span().unwrap_or(0..0);
                let help = "a setting is a line such as `feed = \"news.json\"`, \
                            with texts in quotation marks";
                reader.add("not-toml", None, place, &message, help);
                return Err(reader.findings);
            }
        };
        let table = table.into_inner();
        let settings = reader.settings(&table);
        reader.keep_apart(dir, &table, &settings);
        if reader.findings.is_empty() {
            return Ok(settings);
        }
        // Of the table the names come in the order of the alphabet.
        reader.findings.sort_by_key(|finding| finding.span.as_ref().map(|span| span.start));
        Err(reader.findings)
    }
}

/// The file of a folder, as findings name it.
pub(crate) fn file_of(dir: &Path) -> PathBuf {
    // GitHub shows no annotation at `./monthwise.toml`.
    if dir == Path::new(".") { FILE.into() } else { dir.join(FILE) }
}

/// Why a value breaks the rule of its setting, also where it is said on the command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    message: &'static str,
    /// What to write instead.
    help: String,
}

impl Wrong {
    fn new(message: &'static str, instead: impl Display) -> Self {
        Self { message, help: format!("write {instead}") }
    }
}

impl Display for Wrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}; {}", self.message, self.help)
    }
}

impl Error for Wrong {}

/// An address where a site may be read, whole and with a slash at its end.
///
/// # Errors
/// When it is none.
pub(crate) fn address(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let Ok(mut url) = Url::parse(text) else {
        let whole = format!("https://{}/", text.trim_matches('/'));
        let forgotten = text.contains('.') && Url::parse(&whole).is_ok();
        let instead = if forgotten { &whole } else { "one such as https://example.org/news/" };
        return Err(Wrong::new("it is no whole address", instead));
    };
    if !matches!(url.scheme(), "http" | "https") {
        let instead = "one such as https://example.org/news/";
        return Err(Wrong::new("it begins with neither https:// nor http://", instead));
    }
    if url.query().is_some() || url.fragment().is_some() {
        url.set_query(None);
        url.set_fragment(None);
        return Err(Wrong::new("it goes on behind the path, with ? or #", url));
    }
    let (folder, last) = url.path().rsplit_once('/').unwrap_or_default();
    let parent = format!("{folder}/");
    if last.to_ascii_lowercase().ends_with(".html") {
        url.set_path(&parent);
        return Err(Wrong::new("it is the address of a file, not of the site", url));
    }
    if !last.is_empty() {
        let path = format!("{parent}{last}/");
        url.set_path(&path);
    }
    Ok(url.into())
}

/// A tag of a language (BCP 47) in its usual spelling.
///
/// # Errors
/// When it is none.
pub(crate) fn language(text: &str) -> Result<String, Wrong> {
    let locale = Locale::try_from_str(text.trim());
    let tag =
        locale.map_err(|_| Wrong::new("it is no language tag", "one such as en, fr or pt-BR"));
    tag.map(|tag| tag.to_string())
}

/// Reads one setting after the other and keeps the book of what is wrong.
struct Reader<'a> {
    file: PathBuf,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn add(
        &mut self,
        code: &'static str,
        name: Option<&str>,
        span: Range<usize>,
        message: &str,
        help: &str,
    ) {
        let finding = Finding::of_file(Severity::Error, code, &self.file, message).help(help);
        let mut finding = finding.at(self.text, span);
        finding.field = name.map(str::to_owned);
        self.findings.push(finding);
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "feed" => settings.feed = self.path(name, value).unwrap_or(settings.feed),
                "out" => settings.out = self.path(name, value).unwrap_or(settings.out),
                "image" => settings.image = self.path(name, value),
                "language" => settings.language = self.checked(name, value, language),
                "address" => settings.address = self.checked(name, value, address),
                "items_in_page" => {
                    settings.items_in_page =
                        self.count(name, value).unwrap_or(settings.items_in_page);
                }
                _ => self.unknown(name, key.span()),
            }
        }
        settings
    }

    fn unknown(&mut self, name: &str, span: Range<usize>) {
        let names = EXAMPLES.map(|(name, _)| name);
        let nearest = names
            .into_iter()
            .map(|known| (strsim::jaro_winkler(&name.to_lowercase(), known), known))
            .filter(|(likeness, _)| *likeness > ALIKE)
            .max_by(|(one, _), (other, _)| one.total_cmp(other));
        let help = match nearest {
            Some((_, known)) => format!("write `{known}`"),
            None => format!("there are {}", names.join(", ")),
        };
        let message = format!("there is no setting `{name}`");
        self.add("unknown-setting", Some(name), span, &message, &help);
    }

    fn wrong_type(&mut self, name: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let is = match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => "empty",
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a group of settings",
        };
        let example = EXAMPLES.iter().find(|(known, _)| *known == name);
        let example = example.map_or_else(String::new, |(_, line)| format!("write `{line}`"));
        let message = format!("`{name}` is {is}, and must be {wanted}");
        self.add("wrong-type", Some(name), value.span(), &message, &example);
    }

    fn text(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.wrong_type(name, value, "a text in quotation marks");
        }
        text.map(str::to_owned)
    }

    fn path(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<PathBuf> {
        self.text(name, value).map(PathBuf::from)
    }

    /// A text that has to follow a rule.
    fn checked(
        &mut self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        rule: fn(&str) -> Result<String, Wrong>,
    ) -> Option<String> {
        match rule(&self.text(name, value)?) {
            Ok(text) => Some(text),
            Err(wrong) => {
                let message = format!("`{name}` is wrong: {}", wrong.message);
                self.add("wrong-value", Some(name), value.span(), &message, &wrong.help);
                None
            }
        }
    }

    fn count(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<usize> {
        let number = value.get_ref().as_integer();
        let number = number.and_then(|it| usize::from_str_radix(it.as_str(), it.radix()).ok());
        let number = number.filter(|number| *number >= 1);
        if number.is_none() {
            self.wrong_type(name, value, "a whole number from 1 on");
        }
        number
    }

    /// A build takes a new folder in the place of `out`, and the old one away, so nothing that is
    /// read may lie in it.
    fn keep_apart(&mut self, dir: &Path, table: &DeTable<'_>, settings: &Settings) {
        let at = |name: &str| table.get(name).map(Spanned::span);
        let dir = place(dir);
        let out = place(&dir.join(&settings.out));
        let image = settings.image.as_deref().map(|image| ("the picture", image, "image"));
        let read = [
            ("the folder of these settings", Path::new(""), "out"),
            ("the feed", settings.feed.as_path(), "feed"),
        ];
        for (what, path, name) in read.into_iter().chain(image) {
            if !place(&dir.join(path)).starts_with(&out) {
                continue;
            }
            // Where `out` is not said, the other one is.
            let (name, span) = match (at("out"), at(name)) {
                (Some(span), _) => ("out", span),
                (None, Some(span)) => (name, span),
                (None, None) => continue,
            };
            let message = format!(
                "{what} lies in `out`, {}, and each build takes a new folder in its place",
                settings.out.display()
            );
            let help = "give the site a folder of its own, such as `out = \"site\"`";
            self.add("out-holds-input", Some(name), span, &message, help);
            return;
        }
    }
}

/// A path by which two that lead to one place are equal, as far as the place is there already.
fn place(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let mut place = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            Component::CurDir => {}
            _ => place.push(part),
        }
    }
    place
}

#[cfg(test)]
mod tests;

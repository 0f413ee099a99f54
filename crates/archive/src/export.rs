//! Writes what is listed as files that are taken away: CSV, a JSON Feed, plain-text citations.
//!
//! Each holds exactly the listed items in their order, and says which list it is: the filter in
//! words, the day it was taken, and its address.

use crate::archive::Archive;
use crate::date::PartialDate;
use crate::facets::Facet;
use crate::feed::{Item, Partner, Region};
use crate::language::{Language, Phrase};
use crate::markup::html::Html;
use crate::query;
use crate::text::Source;
use crate::view::{self, View};

/// A list that is taken away.
pub struct Taken<'a> {
    /// What is listed from.
    pub archive: &'a Archive,
    /// In which words.
    pub language: &'a Language,
    /// What is listed.
    pub view: &'a View,
    /// The day it is taken, as it is written in a feed.
    pub day: String,
    /// The address of the page, without its query.
    pub page: String,
    /// The query of that address.
    pub query: String,
    /// What our parameters in it begin with.
    pub prefix: &'a str,
}

/// In what form a list is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For feed readers, and for Monthwise.
    JsonFeed,
    /// For people.
    Citations,
}

impl Format {
    /// How the name of a file of this form ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => ".csv",
            Self::JsonFeed => ".json",
            Self::Citations => ".txt",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::JsonFeed => "application/feed+json",
            Self::Citations => "text/plain;charset=utf-8",
        }
    }
}

/// The columns of a CSV file.
const COLUMNS: [&str; 11] = [
    "date",
    "title",
    "text",
    "link",
    "regions",
    "partners",
    "topics",
    "permalink",
    "list",
    "address",
    "day",
];

/// What a cell may not begin with, or a spreadsheet takes it for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

impl Taken<'_> {
    /// The list as a file of this form.
    #[must_use]
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Csv => self.csv(),
            Format::JsonFeed => self.json_feed(),
            Format::Citations => self.citations(),
        }
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        let listed = self.view.selection.listed.positions();
        listed.filter_map(|position| self.archive.items().get(position))
    }

    fn address(&self) -> String {
        query::at(&self.page, &self.query)
    }

    fn permalink(&self, item: &Item) -> String {
        query::permalink(&self.page, &self.query, self.prefix, &crate::markup::anchor(&item.id))
    }

    fn day_in_words(&self) -> String {
        let day = PartialDate::parse(&self.day);
        day.map_or_else(String::new, |day| self.language.locale().date(day))
    }

    /// Which list it is, in words: its title and filter, how many items, the day, the address.
    #[must_use]
    pub fn source(&self) -> String {
        let places = [
            ("list", &*self.title()),
            ("count", &*self.view.count),
            ("day", &self.day_in_words()),
            ("address", &self.address()),
        ];
        self.language.fill(Phrase::Taken, &places)
    }

    fn title(&self) -> String {
        self.view.title(self.archive, self.language)
    }

    /// As CSV (RFC 4180), in UTF-8 with a byte order mark, so that spreadsheets read it. The source
    /// of the list is in the last columns of each row: CSV has no other place for it.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = String::from("\u{feff}");
        row(&mut csv, &COLUMNS);
        let (title, address) = (self.title(), self.address());
        for item in self.items() {
            let names = Facet::ALL.map(|facet| {
                let ids = facet.values_of(item).iter();
                let names: Vec<String> =
                    ids.map(|id| view::name(self.archive, self.language, facet, id)).collect();
                names.join("; ")
            });
            let [regions, partners, topics] = &names;
            row(
                &mut csv,
                &[
                    &item.date.map_or_else(String::new, PartialDate::iso),
                    item.whole_heading(),
                    &item.text.plain(),
                    &item.address().unwrap_or_default(),
                    regions,
                    partners,
                    topics,
                    &self.permalink(item),
                    &title,
                    &address,
                    &self.day,
                ],
            );
        }
        csv
    }

    /// As a JSON Feed 1.1, which reads like the one it came from.
    #[must_use]
    pub fn json_feed(&self) -> String {
        let (title, description, address) = (self.title(), self.source(), self.address());
        let about = About {
            title: &title,
            description: Some(&description),
            home_page_url: Some(&address),
            feed_url: None,
            language: self.archive.language.as_deref(),
        };
        let regions = self.archive.regions().all().iter();
        let partners = self.archive.partners().iter();
        json_feed(&about, regions, partners, self.items(), &self.archive.base)
    }

    /// As citations, a line each, below the source of the list.
    #[must_use]
    pub fn citations(&self) -> String {
        let mut text = [&self.source(), "\n\n"].concat();
        let feed = view::title(self.archive, self.language);
        for item in self.items() {
            let address = item.address().unwrap_or_else(|| self.permalink(item));
            let date = item.date.map(|date| self.language.locale().date(date));
            let phrase = if date.is_some() { Phrase::Citation } else { Phrase::CitationUndated };
            let places = [
                ("title", item.whole_heading()),
                ("feed", &feed),
                ("date", date.as_deref().unwrap_or_default()),
                ("address", &address),
            ];
            text.push_str(&self.language.fill(phrase, &places));
            text.push('\n');
        }
        text
    }
}

/// What a JSON Feed says of itself.
pub struct About<'a> {
    /// Which list it is.
    pub title: &'a str,
    /// What that list is about.
    pub description: Option<&'a str>,
    /// The address of the page that shows the list.
    pub home_page_url: Option<&'a str>,
    /// The address of the feed itself.
    pub feed_url: Option<&'a str>,
    /// The language of its texts (BCP 47).
    pub language: Option<&'a str>,
}

/// Items as a JSON Feed 1.1, with the regions and partners that it declares. Relative links in texts
/// are resolved against `base`.
#[must_use]
pub fn json_feed<'a>(
    about: &About,
    regions: impl Iterator<Item = &'a Region>,
    partners: impl Iterator<Item = &'a Partner>,
    items: impl Iterator<Item = &'a Item>,
    base: &str,
) -> String {
    let mut json = Json::default();
    json.open('{');
    json.text("version", "https://jsonfeed.org/version/1.1");
    json.text("title", about.title);
    json.optional("description", about.description);
    json.optional("home_page_url", about.home_page_url);
    json.optional("feed_url", about.feed_url);
    json.optional("language", about.language);
    json.key("_monthwise");
    json.open('{');
    json.key("regions");
    json.open('[');
    for region in regions {
        json.open('{');
        json.text("id", &region.id);
        json.optional("name", region.name.as_deref());
        json.optional("short", region.short.as_deref());
        json.texts("aliases", &region.aliases);
        json.texts("members", &region.members);
        json.close('}');
    }
    json.close(']');
    json.key("partners");
    json.open('[');
    for partner in partners {
        json.open('{');
        json.text("id", &partner.id);
        json.optional("name", partner.name.as_deref());
        json.optional("short", partner.short.as_deref());
        json.texts("aliases", &partner.aliases);
        json.optional("url", partner.url.as_deref());
        json.close('}');
    }
    json.close(']');
    json.close('}');
    json.key("items");
    json.open('[');
    items.for_each(|item| json.item(item, base));
    json.close(']');
    json.close('}');
    json.0
}

/// Appends a record. Every cell is quoted, so that none has to be looked at.
fn row(csv: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        csv.push_str(if at == 0 { "\"" } else { ",\"" });
        if cell.trim_start().starts_with(FORMULA) {
            csv.push('\'');
        }
        for character in cell.chars() {
            csv.push_str(if character == '"' { "\"" } else { "" });
            csv.push(character);
        }
        csv.push('"');
    }
    csv.push_str("\r\n");
}

/// Writes JSON (RFC 8259).
#[derive(Default)]
pub(crate) struct Json(pub(crate) String);

impl Json {
    pub(crate) fn open(&mut self, bracket: char) {
        self.separate();
        self.0.push(bracket);
    }

    pub(crate) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    fn separate(&mut self) {
        if self.0.ends_with(['}', ']', '"']) {
            self.0.push(',');
        }
    }

    fn key(&mut self, key: &str) {
        self.value(key);
        self.0.push(':');
    }

    fn value(&mut self, text: &str) {
        self.separate();
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => self.0.extend(['\\', character]),
                '\0'..='\u{1f}' => {
                    self.0.push_str("\\u");
                    crate::digits::push_hex(&mut self.0, u32::from(character), 4);
                }
                _ => self.0.push(character),
            }
        }
        self.0.push('"');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.value(text);
    }

    fn optional(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    pub(crate) fn texts(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.key(key);
            self.open('[');
            for text in texts {
                self.value(text);
            }
            self.close(']');
        }
    }

    fn item(&mut self, item: &Item, base: &str) {
        self.open('{');
        self.text("id", &item.id);
        if let Some(title) = item.title() {
            self.text("title", title);
        }
        match &item.text {
            Source::None | Source::Away => {}
            Source::Plain(text) => self.text("content_text", text),
            Source::Html(html) => {
                let printed = |base| {
                    let mut printed = Html::default();
                    item.text.print(base, &mut printed);
                    printed.finish()
                };
                // As it is, unless it has links that would lead nowhere from a file.
                let resolved = printed(base);
                let is_whole = resolved == printed("");
                self.text("content_html", if is_whole { html } else { &resolved });
            }
        }
        self.optional("external_url", item.address().as_deref());
        if let Some(date) = item.date.filter(|date| date.day().is_some()) {
            self.text("date_published", &[&date.iso(), "T12:00:00Z"].concat());
        }
        self.optional("language", item.language.as_deref());
        self.texts("tags", &item.topics);
        self.key("_monthwise");
        self.open('{');
        if let Some(date) = item.date {
            self.text("date", &date.iso());
        }
        self.texts("regions", &item.regions);
        self.texts("partners", &item.partners);
        self.close('}');
        self.close('}');
    }
}

#[cfg(test)]
mod tests;

//! Reads a feed: the bytes of a JSON Feed 1.0 or 1.1 (<https://www.jsonfeed.org/version/1.1/>),
//! with the `_monthwise` extension where there is one.
//!
//! Two promises. What is not JSON by RFC 8259 is refused, with line and column. What is JSON is read
//! as far as it can be: items one at a time and fields one at a time, so that one fault costs one
//! item at most, and nearly always no more than the field it is in. Every fault is reported.

mod json;
pub mod outline;

use json::{Document, Fields, Lines, Parts, Raw};
use std::convert::identity;
use std::sync::Arc;

use crate::date::PartialDate;
use crate::digits::push_hex;
use crate::facets::NOT_STATED;
use crate::link::{self, Link};
use crate::order::Names;
use crate::text::{self, Source};

/// The extension object's key, on the feed and on an item.
const EXTENSION: &str = "_monthwise";

/// A heading longer than this is no heading: the page shows its beginning there, and all of it as
/// the first paragraph of the text.
const LONGEST_HEADING: usize = 300;

/// How much of its text stands in for a title that an item does not have.
const BORROWED_HEADING: usize = 90;

/// One file of a feed, decoded. Lists are in the order of the file.
#[derive(Debug, Default)]
pub struct Page {
    /// The feed's title.
    pub title: Option<String>,
    /// The feed's description.
    pub description: Option<String>,
    /// The language of the feed's texts (a BCP 47 tag, as written).
    pub language: Option<String>,
    /// The address of the page that the feed belongs to.
    pub home_page_url: Option<String>,
    /// The address of the feed's next file, absolute where the base was.
    pub next_url: Option<String>,
    /// The address of the feed's [outline], absolute where the base was.
    pub outline_url: Option<String>,
    /// The regions that the feed declares: areas, and countries with a name of their own.
    pub regions: Vec<Region>,
    /// The partners that the feed declares.
    pub partners: Vec<Partner>,
    /// The items that can be read.
    pub items: Vec<Item>,
    /// All that is wrong with the file, in its order.
    pub faults: Vec<Fault>,
    /// Tells the file from others, as [`fingerprint`] does.
    pub fingerprint: u32,
}

/// A number that two files with other bytes hardly have in common: FNV-1a, of 32 bits
/// (RFC 9923). Who publishes a page writes into it of which file it was made, and so the app knows it again.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// A region that the feed declares: an area with its members, or a country by a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// ISO 3166-1 alpha-2, UN M49, or an id of the feed's own.
    pub id: String,
    /// The feed's own name for it.
    pub name: Option<String>,
    /// Its name in short.
    pub short: Option<String>,
    /// Other names that find it.
    pub aliases: Vec<String>,
    /// The ids of the regions within it.
    pub members: Vec<String>,
}

/// A partner that the feed declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// What items name it by.
    pub id: String,
    /// Its name in full.
    pub name: Option<String>,
    /// Its name in short, e.g. an acronym.
    pub short: Option<String>,
    /// Other names that find it.
    pub aliases: Vec<String>,
    /// Its website.
    pub url: Option<String>,
}

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which item of its file it is, counted from 1, skipped ones included.
    pub number: usize,
    /// The line of its file that it begins in, counted from 1.
    pub line: usize,
    /// Its place in the whole feed, counted from 0: what is the editor's order stays.
    pub place: usize,
    /// What permalinks name it by. Unique within an archive, not within a page.
    pub id: String,
    /// One line to stand over it: its title, or the beginning of whichever text it has.
    pub heading: String,
    /// A title too long to be a heading, in full.
    pub long_title: Option<String>,
    /// Its text.
    pub text: Source,
    /// Where its title links to: http, https or mailto. It is whole with the item's id ([`Item::address`]): whoever
    /// gives an item another id makes it anew.
    pub link: Option<Link>,
    /// When it happened, as precisely as is known.
    pub date: Option<PartialDate>,
    /// The ids of its regions, each once. This and the next two lists may be those of many items.
    pub regions: Arc<Vec<String>>,
    /// The ids of its partners, each once.
    pub partners: Arc<Vec<String>>,
    /// Its topics, each once.
    pub topics: Arc<Vec<String>>,
    /// The language of its text, where it differs from the feed's.
    pub language: Option<String>,
}

impl Item {
    /// What it is called, in full.
    #[must_use]
    pub fn whole_heading(&self) -> &str {
        self.long_title.as_ref().unwrap_or(&self.heading)
    }

    /// Its address, in full.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        Some(self.link.as_ref()?.whole(&self.id))
    }

    /// Its title in full; none where its heading is only the beginning of its text.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let borrowed = self.text.beginning(BORROWED_HEADING);
        Some(self.whole_heading()).filter(|title| borrowed.as_deref() != Some(title))
    }
}

/// Why a file is no feed at all.
#[derive(Debug, PartialEq, Eq)]
pub enum FeedError {
    /// Not JSON by RFC 8259.
    NotJson {
        /// The line, counted from 1.
        line: usize,
        /// The character in the line, counted from 1.
        column: usize,
        /// What it is instead.
        found: Found,
    },
    /// JSON, but no object with a list of items.
    NotAFeed,
}

/// What a file holds that is not JSON.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// JSON with a mistake.
    Mistake,
    /// An HTML page, as servers send it in place of a file that is missing.
    Html,
    /// Text in UTF-16, which JSON may not be (RFC 8259, section 8.1).
    Utf16,
    /// Nothing at all.
    Nothing,
}

/// Something wrong with a feed, precise enough to find and mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which item of the file, counted from 1; none for the feed itself.
    pub item: Option<usize>,
    /// What the item goes by, where that is known.
    pub id: Option<String>,
    /// The path of the field, e.g. `_monthwise.date`; empty for the whole item or file.
    pub field: String,
    /// The line of the file where it stands, or else where its item begins, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with an item or a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The item is no JSON object: it is skipped.
    NotAnObject,
    /// The item has neither title nor text: it is skipped.
    NothingToRead,
    /// The value is not of the type that the field takes: it is read as if it were not there.
    WrongType,
    /// Not a date, or one that the calendar does not have.
    NotADate(String),
    /// An address that is not http, https or mailto: its text is shown without a link.
    UnsafeLink(String),
    /// The item has neither id nor url: its permalink changes when its words do.
    NoId,
    /// Another item has the same id: this one gets an id of its own.
    DuplicateId(String),
    /// No country, UN M49 area or declared region.
    UnknownRegion(String),
    /// A partner that the feed does not declare: it is shown by its id.
    UndeclaredPartner(String),
    /// A title of so many characters: its beginning becomes the heading.
    LongTitle(usize),
    /// Bytes that are not UTF-8: each is shown as U+FFFD.
    NotUtf8,
    /// Half of a surrogate pair: it is shown as U+FFFD (RFC 8259, section 8.2).
    LoneSurrogate,
}

impl Reason {
    /// Whether the item is lost to readers because of it.
    #[must_use]
    pub fn skips_item(&self) -> bool {
        matches!(self, Self::NotAnObject | Self::NothingToRead)
    }
}

/// Decodes one file of a feed. Links that are not absolute are resolved against `base`, the file's
/// own address.
///
/// # Errors
/// When the bytes are not JSON, or not an object with a list of `items`.
pub fn decode(bytes: &[u8], base: &str) -> Result<Page, FeedError> {
    let document = Document::new(bytes);
    let fields = document.root()?.object().ok_or(FeedError::NotAFeed)?;
    let lines = document.lines();
    let mut reader =
        Reader { document: &document, lines, base, at: At::default(), faults: Vec::new() };
    for (reason, offset) in document.repairs() {
        reader.fault_at(offset, "", reason);
    }
    let items = fields.get("items").and_then(Raw::list).ok_or(FeedError::NotAFeed)?;
    let extension = reader.object(&fields, EXTENSION);
    let page = Page {
        title: reader.line(&fields, "title"),
        description: reader.line(&fields, "description"),
        language: reader.line(&fields, "language"),
        home_page_url: reader.link(&fields, "home_page_url"),
        next_url: reader.link(&fields, "next_url"),
        outline_url: extension.as_ref().and_then(|extension| reader.outline(extension)),
        regions: reader.declared(extension.as_ref(), "regions", Reader::region),
        partners: reader.declared(extension.as_ref(), "partners", Reader::partner),
        items: (1..).zip(items).filter_map(|(number, raw)| reader.item(number, raw)).collect(),
        faults: reader.faults,
        fingerprint: fingerprint(bytes),
    };
    Ok(page)
}

/// The fields of a JSON object that are texts, e.g. of a language file; none where it is no JSON.
pub(crate) fn texts(file: &str) -> Vec<(String, String)> {
    let document = Document::new(file.as_bytes());
    let fields = document.root().ok().and_then(Raw::object).unwrap_or_default();
    fields.texts()
}

/// Where the reader is, for its faults.
#[derive(Default)]
struct At {
    item: Option<usize>,
    id: Option<String>,
    /// The path of the object that is being read, with a dot behind it.
    prefix: String,
}

/// Reads fields leniently and keeps the book of faults.
struct Reader<'a> {
    document: &'a Document<'a>,
    lines: Lines<'a>,
    base: &'a str,
    at: At,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, field: &str, raw: Raw<'_>, reason: Reason) {
        self.fault_at(self.document.offset_of(raw), field, reason);
    }

    fn fault_at(&mut self, offset: usize, field: &str, reason: Reason) {
        self.faults.push(Fault {
            item: self.at.item,
            id: self.at.id.clone(),
            field: [&self.at.prefix, field].concat(),
            line: self.lines.line_at(offset),
            reason,
        });
    }

    /// The field as text: a string, or a number as it is written.
    fn text(&mut self, fields: &Fields<'a>, name: &str) -> Option<String> {
        let raw = fields.get(name)?;
        let text = raw.text();
        if text.is_none() {
            self.fault(name, raw, Reason::WrongType);
        }
        text.filter(|text| !text.trim().is_empty())
    }

    /// The field as one line of text, its white space folded.
    fn line(&mut self, fields: &Fields<'a>, name: &str) -> Option<String> {
        self.text(fields, name).map(|text| text::one_line(&text))
    }

    /// The field as an address that may be linked to.
    fn link(&mut self, fields: &Fields<'a>, name: &str) -> Option<String> {
        let address = self.text(fields, name)?;
        let link = link::resolve(&address, self.base);
        if let (None, Some(raw)) = (&link, fields.get(name)) {
            self.fault(name, raw, Reason::UnsafeLink(address));
        }
        link
    }

    fn object(&mut self, fields: &Fields<'a>, name: &str) -> Option<Fields<'a>> {
        let raw = fields.get(name)?;
        let object = raw.object();
        if object.is_none() {
            self.fault(name, raw, Reason::WrongType);
        }
        object
    }

    /// The field as a list of ids or names, each once and in its one spelling. A text alone is a
    /// list of one, as it is met in the wild; it is read and reported.
    fn texts(
        &mut self,
        fields: &Fields<'a>,
        name: &str,
        spell: fn(String) -> String,
    ) -> Vec<String> {
        let Some(raw) = fields.get(name) else { return Vec::new() };
        let list = raw.list();
        if list.is_none() {
            self.fault(name, raw, Reason::WrongType);
        }
        let is_list = list.is_some();
        let mut seen = Names::default();
        let mut texts = Vec::new();
        for value in list.unwrap_or_else(|| Parts::one(raw)) {
            if let Some(text) = value.text() {
                let text = spell(text::one_line(&text));
                if !text.is_empty() && text != NOT_STATED && !seen.has(&text) {
                    seen.set(&text, texts.len());
                    texts.push(text);
                }
            } else if is_list {
                self.fault(name, value, Reason::WrongType);
            }
        }
        texts
    }

    /// Where the feed's outline is.
    fn outline(&mut self, extension: &Fields<'a>) -> Option<String> {
        self.at.prefix = [EXTENSION, "."].concat();
        let url = self.link(extension, "outline");
        self.at.prefix.clear();
        url
    }

    /// A list of objects in the feed's extension; what has no id is reported and left out.
    fn declared<T>(
        &mut self,
        extension: Option<&Fields<'a>>,
        name: &'static str,
        read: fn(&mut Self, &Fields<'a>) -> Option<T>,
    ) -> Vec<T> {
        let Some(raw) = extension.and_then(|fields| fields.get(name)) else { return Vec::new() };
        let field = [EXTENSION, ".", name].concat();
        let Some(values) = raw.list() else {
            self.fault(&field, raw, Reason::WrongType);
            return Vec::new();
        };
        let mut declared = Vec::new();
        for value in values {
            self.at.prefix = [&field, "."].concat();
            let one = value.object().and_then(|fields| read(self, &fields));
            self.at.prefix.clear();
            match one {
                Some(one) => declared.push(one),
                None => self.fault(&field, value, Reason::WrongType),
            }
        }
        declared
    }

    fn region(&mut self, fields: &Fields<'a>) -> Option<Region> {
        Some(Region {
            id: region_id(self.declared_id(fields)?),
            name: self.line(fields, "name"),
            short: self.line(fields, "short"),
            aliases: self.texts(fields, "aliases", identity),
            members: self.texts(fields, "members", region_id),
        })
    }

    fn declared_id(&mut self, fields: &Fields<'a>) -> Option<String> {
        self.line(fields, "id").filter(|id| id != NOT_STATED)
    }

    fn partner(&mut self, fields: &Fields<'a>) -> Option<Partner> {
        Some(Partner {
            id: self.declared_id(fields)?,
            name: self.line(fields, "name"),
            short: self.line(fields, "short"),
            aliases: self.texts(fields, "aliases", identity),
            url: self.link(fields, "url"),
        })
    }

    fn item(&mut self, number: usize, raw: Raw<'a>) -> Option<Item> {
        self.at = At { item: Some(number), ..At::default() };
        let line = self.lines.line_at(self.document.offset_of(raw));
        let Some(fields) = raw.object() else {
            self.fault("", raw, Reason::NotAnObject);
            return None;
        };
        let id = self.line(&fields, "id");
        self.at.id.clone_from(&id);

        let title = self.line(&fields, "title");
        let text = self.source(&fields);
        let Some(words) = title.clone().or_else(|| text.beginning(BORROWED_HEADING)) else {
            self.fault("", raw, Reason::NothingToRead);
            return None;
        };
        // Counted one by one: the standard library's way is for longer texts, and weighs more.
        let length = |title: &String| title.chars().fold(0, |length, _| length + 1);
        let (heading, long_title) = match title.as_ref().map(length) {
            Some(length) if length > LONGEST_HEADING => {
                self.fault("title", fields.get("title").unwrap_or(raw), Reason::LongTitle(length));
                (text::beginning(&words, BORROWED_HEADING), title)
            }
            _ => (words, None),
        };

        let href = match self.link(&fields, "url") {
            Some(href) => Some(href),
            None => self.link(&fields, "external_url"),
        };
        let id = id.or_else(|| href.clone()).unwrap_or_else(|| {
            self.fault("id", raw, Reason::NoId);
            derived_id(&heading)
        });

        let published = self.date_published(&fields);
        let topics = self.texts(&fields, "tags", identity);
        let language = self.line(&fields, "language");
        let extension = self.object(&fields, EXTENSION).unwrap_or_default();
        self.at.prefix = [EXTENSION, "."].concat();
        let date = self.date(&extension).or(published);
        let regions = self.texts(&extension, "regions", region_id);
        let partners = self.texts(&extension, "partners", identity);
        self.at.prefix.clear();

        Some(Item {
            number,
            line,
            place: number,
            link: href.map(|href| Link::new(&href, &id)),
            id,
            heading,
            long_title,
            text,
            date,
            regions: Arc::new(regions),
            partners: Arc::new(partners),
            topics: Arc::new(topics),
            language,
        })
    }

    /// The text to show: HTML where it says anything, else plain text, else the summary.
    fn source(&mut self, fields: &Fields<'a>) -> Source {
        let html = self.text(fields, "content_html").map(Source::Html);
        html.filter(|html| html.beginning(1).is_some())
            .or_else(|| self.text(fields, "content_text").map(Source::Plain))
            .or_else(|| self.text(fields, "summary").map(Source::Plain))
            .unwrap_or_default()
    }

    fn date(&mut self, extension: &Fields<'a>) -> Option<PartialDate> {
        let text = self.line(extension, "date")?;
        let date = PartialDate::parse(&text);
        if let (None, Some(raw)) = (date, extension.get("date")) {
            self.fault("date", raw, Reason::NotADate(text));
        }
        date
    }

    fn date_published(&mut self, fields: &Fields<'a>) -> Option<PartialDate> {
        let text = self.line(fields, "date_published")?;
        let date = PartialDate::written_in(&text);
        if let (None, Some(raw)) = (date, fields.get("date_published")) {
            self.fault("date_published", raw, Reason::NotADate(text));
        }
        date
    }
}

/// A region's id in its one spelling: country codes are upper case.
fn region_id(id: String) -> String {
    match id.as_bytes() {
        [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => id.to_ascii_uppercase(),
        _ => id,
    }
}

/// An id from an item's own words, so that its permalink outlives new items.
fn derived_id(heading: &str) -> String {
    let mut id = String::from("item-");
    push_hex(&mut id, fingerprint(heading.as_bytes()), 8);
    id
}

#[cfg(test)]
mod tests;

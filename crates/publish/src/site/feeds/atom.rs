//! Writes an Atom feed (RFC 4287).

use anyhow::{Context, Result};
use archive::feed::Item;
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig,
};
use chrono::{NaiveDate, NaiveTime};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;

use super::{ATOM, Channel};
use crate::site::publication::{Publication, first_day};

/// How many items a feed holds. Readers fetch it whole, many times a day; whoever wants all news has
/// the JSON feeds.
const NEWEST: usize = 100;

/// The marks that an IRI may hold as they are: the unreserved and the reserved ones, and the one that
/// escapes (RFC 3987, section 2.2). Brackets may stand around a number of a host only, which is none
/// that lasts.
const MARKS_OF_AN_IRI: &str = "-._~:/?#@!$&'()*+,;=%";

/// The ASCII characters that no URI holds (RFC 3986, section 2).
const NOT_IN_A_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The feed of a list, which will stand at `path` in the site.
pub(super) fn write(publication: &Publication, channel: &Channel, path: &str) -> Result<String> {
    let oldest = publication.archive.items().iter().filter_map(first_day).min();
    // An entry must have a date. Where no item has one, it is the first day that computers know.
    let undated = oldest.unwrap_or_default();
    let newest = channel.items.iter().take(NEWEST);
    let entries: Vec<Entry> = newest
        .filter_map(|position| publication.archive.items().get(*position))
        .map(|item| entry(publication, item, path, undated))
        .collect();
    let mut links = vec![link("alternate", &publication.reference(path, &channel.page()))];
    if publication.address.is_some() {
        let mut this = link("self", &publication.reference(path, path));
        this.mime_type = Some(ATOM.to_owned());
        links.push(this);
    }
    let feed = Feed {
        title: Text::plain(&channel.title),
        subtitle: channel.description.as_ref().map(Text::plain),
        id: urn(publication, "feed", path),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
        // Section 4.1.1: a feed has an author, unless each of its entries has one.
        authors: vec![Person { name: publication.title(), ..Person::default() }],
        generator: Some(Generator { value: "Monthwise".to_owned(), ..Generator::default() }),
        links,
        entries,
        lang: tag(Some(publication.language_of_texts())),
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let written = feed.write_with_config(Vec::new(), config);
    let written = written.with_context(|| format!("{path} cannot be written"))?;
    let text = String::from_utf8(written).with_context(|| format!("{path} is no text"))?;
    Ok(text
        .chars()
        .map(|character| if may_hold(character) { character } else { '\u{fffd}' })
        .collect())
}

fn entry(publication: &Publication, item: &Item, path: &str, undated: NaiveDate) -> Entry {
    let permalink = publication.permalink(path, item);
    let href = item.address().map(|href| publication.link(path, &href));
    let html = publication.html(path, item);
    let lang = tag(item.language.as_deref());
    let content = Content {
        lang: lang.clone(),
        value: Some(html),
        content_type: Some("html".to_owned()),
        ..Content::default()
    };
    Entry {
        title: Text { lang, ..Text::plain(item.whole_heading()) },
        id: id(publication, item),
        updated: at_noon(first_day(item).unwrap_or(undated)),
        categories: item
            .topics
            .iter()
            .map(|topic| Category { term: topic.clone(), ..Category::default() })
            .collect(),
        links: vec![link("alternate", href.as_deref().unwrap_or(&permalink))],
        content: Some(content).filter(|content| content.value.as_deref() != Some("")),
        ..Entry::default()
    }
}

/// A language as Atom's schema takes it (section 2); none where the feed says something else.
fn tag(language: Option<&str>) -> Option<String> {
    let language = language?;
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let begins_with_letters = language.split('-').next()?.bytes().all(|b| b.is_ascii_alphabetic());
    (begins_with_letters && language.split('-').all(is_part)).then(|| language.to_owned())
}

fn link(rel: &str, href: &str) -> Link {
    let href = utf8_percent_encode(href, NOT_IN_A_URI).to_string();
    Link { rel: rel.to_owned(), href, ..Link::default() }
}

/// What readers know an item by, the same in every feed of the site: its own id where that is
/// already one for the whole world, else a number made from the feed's title and the id. It must
/// never change (section 4.2.6), so it does not say where the site is read.
fn id(publication: &Publication, item: &Item) -> String {
    if is_iri(&item.id) { item.id.clone() } else { urn(publication, "item", &item.id) }
}

fn is_iri(id: &str) -> bool {
    let may_stand =
        |character: char| character.is_alphanumeric() || MARKS_OF_AN_IRI.contains(character);
    id.chars().all(may_stand) && Url::parse(id).is_ok()
}

/// The name of a thing of this kind where no address can name it: a UUID of version 8, made from
/// a hash (RFC 9562, section 5.8 and appendix B.2), so that it is the same whenever the site is built.
fn urn(publication: &Publication, kind: &str, name: &str) -> String {
    let mut hash = Sha256::new();
    for part in [&publication.title(), kind, name] {
        // With their lengths, so that no two lists of parts make one text.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Uuid::new_v8(bytes).urn().to_string()
}

/// A day as an instant. At noon it is the same day nearly everywhere that readers are.
fn at_noon(day: NaiveDate) -> FixedDateTime {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    day.and_time(noon).and_utc().fixed_offset()
}

/// Whether XML 1.0 can hold a character at all (section 2.2); no escape helps there.
fn may_hold(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

//! Cuts a long feed into files, and writes its outline: a page with a hundred thousand items then needs
//! the first file and the outline to be whole, and fetches the others where their texts are read.
//!
//! The files are the feed still: the first stands in its place, each names the next by `next_url`, and
//! every item stands in one of them as it was written. They hold whole months where these fit, and go
//! from the newest item to the oldest, as the page does.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use archive::archive::Archive;
use archive::feed::{self, Page, outline};
use serde_json::{Map, Value};

use super::publication::File;
use super::{in_address, still};
use crate::source::{Source, places};

/// A feed of more bytes than this is cut.
const LONGEST: usize = 250_000;

/// How many bytes of items a file holds where no item is longer. Compressed it is a quarter of that: on a
/// slow line it is not long on its way when the server has been asked.
const FILE: usize = 64_000;

/// What a long feed became.
pub(super) struct Cut {
    /// Its files, the first one first, and its outline.
    pub(super) files: Vec<File>,
    /// The address of its outline, from the site's first folder.
    pub(super) outline: String,
    /// What all its files make.
    pub(super) archive: Archive,
}

/// A feed as it is written.
struct Written<'a> {
    /// The fields of its first file but for items, the next file and the extension.
    about: Vec<(String, &'a str)>,
    /// The extension, with all that any file declares.
    extension: Map<String, Value>,
    /// The items that are read, in the order of the feed.
    items: Vec<&'a str>,
    /// Those that are skipped.
    skipped: Vec<&'a str>,
}

/// Cuts a feed whose first file is called `name` and stands at `base`, if it is long. The first file
/// holds so many of the newest items at least as stand in the page. `version` tells this state of the feed
/// from others: browsers then never mix files of two. None where the feed is short, or cannot be put
/// together from its files.
///
/// # Errors
/// When what was written cannot be read again.
pub(super) fn cut(
    source: &Source,
    name: &str,
    base: &str,
    items_in_page: usize,
    version: &str,
) -> Result<Option<Cut>> {
    let length: usize = source.files.iter().map(|file| file.bytes.len()).sum();
    let (Some(archive), true) = (&source.archive, length > LONGEST) else { return Ok(None) };
    let Some(written) = Written::of(source) else { return Ok(None) };
    let ordered: Option<Vec<&str>> =
        archive.items().iter().map(|item| written.items.get(item.place).copied()).collect();
    let ordered = ordered.context("the feed has other items than its files")?;
    let first = still::newest(archive, items_in_page).items;
    let sections = archive.sections().iter().map(|section| section.items.clone());
    let ranges = ranges(sections, &ordered, first);

    let at = |number: usize| match number {
        0 => name.to_owned(),
        _ => beside(name, &(number + 1).to_string()),
    };
    let address = |path: &str| format!("{}?{version}", in_address(path));
    let outline = beside(name, "outline");
    let mut pages = Vec::new();
    let mut files = Vec::new();
    for (number, range) in ranges.iter().enumerate() {
        let next = (number + 1 < ranges.len()).then(|| address(&at(number + 1)));
        let mut items = ordered.get(range.clone()).unwrap_or_default().to_vec();
        let is_first = number == 0;
        if is_first {
            // Whoever reads the first file is told of them.
            items.extend(&written.skipped);
        }
        let text = written.page(is_first.then(|| address(&outline)), next, &items);
        files.push(File::text(at(number), text));
        pages.push((address(&at(number)), range.len()));
    }
    // The news as it will be read: from these files.
    let mut whole = Page::default();
    for file in &files {
        let page = feed::decode(&file.bytes, base);
        let page = page.map_err(|_| anyhow!("{} could not be read again", file.path))?;
        if whole.items.is_empty() {
            whole = page;
        } else {
            whole.items.extend(page.items);
            whole.faults.extend(page.faults);
        }
    }
    let archive = Archive::new(whole, base);
    files.push(File::text(outline.clone(), outline::write(&pages, archive.items())));
    Ok(Some(Cut { files, outline: address(&outline), archive }))
}

impl<'a> Written<'a> {
    /// The feed that these files are. None where they do not stand in one folder, where one is not read,
    /// or where the extension cannot be written again.
    fn of(source: &'a Source) -> Option<Self> {
        let mut written = Self {
            about: Vec::new(),
            extension: Map::new(),
            items: Vec::new(),
            skipped: Vec::new(),
        };
        for (number, file) in source.files.iter().enumerate() {
            let is_beside = file.place.parent() == Some(Path::new(""));
            let page = file.page.as_ref().ok().filter(|_| is_beside && file.next.is_none())?;
            let mut fields = places::fields(&file.text)?;
            let mut items = Vec::new();
            let mut extension = Map::new();
            // Of a key that stands twice the last value counts.
            for (key, value) in &fields {
                match key.as_str() {
                    "items" => items = places::entries(value)?,
                    "_monthwise" => extension = serde_json::from_str(value).ok()?,
                    _ => {}
                }
            }
            let mut read = page.items.iter().map(|item| item.number).peekable();
            for (number, item) in (1..).zip(items) {
                let is_read = read.next_if_eq(&number).is_some();
                if is_read { &mut written.items } else { &mut written.skipped }.push(item);
            }
            if number == 0 {
                fields.retain(|(key, _)| {
                    !["items", "next_url", "_monthwise"].contains(&key.as_str())
                });
                written.about = fields;
                written.extension = extension;
                continue;
            }
            for key in ["regions", "partners"] {
                let Some(Value::Array(more)) = extension.remove(key) else { continue };
                match written.extension.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
                    Value::Array(declared) => declared.extend(more),
                    other => *other = Value::Array(more),
                }
            }
        }
        Some(written)
    }

    /// A file with some of the items. The first names the outline, and says all that the feed says of
    /// itself; of the others each is a feed as far as it has to be.
    fn page(&self, outline: Option<String>, next: Option<String>, items: &[&str]) -> String {
        let text = |text: String| Value::String(text).to_string();
        let is_first = outline.is_some();
        let about = self
            .about
            .iter()
            .filter(|(key, _)| is_first || ["version", "title"].contains(&key.as_str()));
        let mut fields: Vec<(String, String)> =
            about.map(|(key, value)| (key.clone(), (*value).to_owned())).collect();
        if let Some(next) = next {
            fields.push(("next_url".to_owned(), text(next)));
        }
        if let Some(outline) = outline {
            let mut extension = self.extension.clone();
            extension.insert("outline".to_owned(), Value::String(outline));
            fields.push(("_monthwise".to_owned(), Value::Object(extension).to_string()));
        }
        fields.push(("items".to_owned(), format!("[\n{}\n]", items.join(",\n"))));
        let fields: Vec<String> =
            fields.into_iter().map(|(key, value)| format!("{}: {value}", text(key))).collect();
        format!("{{\n{}\n}}\n", fields.join(",\n"))
    }
}

/// Which items each file holds: whole sections as far as these fit, in the first so many items at least.
fn ranges(
    sections: impl Iterator<Item = Range<usize>>,
    items: &[&str],
    first: usize,
) -> Vec<Range<usize>> {
    let length = |range: Range<usize>| {
        items.get(range).unwrap_or_default().iter().map(|item| item.len()).sum::<usize>()
    };
    let mut ranges: Vec<Range<usize>> = std::iter::once(0..first).collect();
    let mut fits = |range: Range<usize>| {
        let last = ranges.last_mut().filter(|last| length(last.start..range.end) <= FILE);
        match last {
            Some(last) => last.end = range.end,
            None => ranges.push(range),
        }
    };
    for section in sections {
        let section = section.start.max(first)..section.end;
        if section.is_empty() {
            continue;
        }
        if length(section.clone()) <= FILE {
            fits(section);
        } else {
            section.for_each(|at| fits(at..at + 1));
        }
    }
    ranges
}

/// The name of a file beside another: `news.2.json` beside `news.json`.
fn beside(name: &str, mark: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{mark}.{extension}"),
        None => format!("{name}.{mark}"),
    }
}

#[cfg(test)]
mod tests;

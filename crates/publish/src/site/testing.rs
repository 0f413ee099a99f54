//! Archives to publish in tests, and a language to publish them in.

use std::cmp::Ordering;
use std::path::Path;

use archive::archive::Archive;
use archive::date::{Month, PartialDate};
use archive::feed::decode;
use archive::language::{Language, Locale};
use serde_json::Value;

use super::publication::Publication;

/// Where the sites of the tests are read.
pub(super) const ADDRESS: &str = "https://news.example.org/archive/";

/// The addresses that every site must work with.
pub(super) const ADDRESSES: [Option<&str>; 2] = [None, Some(ADDRESS)];

/// English, with the few names that tests ask for.
pub(super) fn english() -> Language {
    Language::new(include_str!("../../../../languages/en.json"), Box::new(English))
}

struct English;

impl Locale for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn number(&self, number: usize) -> String {
        number.to_string()
    }

    fn plural(&self, number: usize) -> String {
        if number == 1 { "one" } else { "other" }.to_owned()
    }

    fn list(&self, names: &[String]) -> String {
        names.join(", ")
    }

    fn date(&self, date: PartialDate) -> String {
        date.iso()
    }

    fn month(&self, month: Month) -> String {
        month.number().to_string()
    }

    fn region(&self, code: &str) -> Option<String> {
        let name = match code {
            "AM" => "Armenia",
            "FR" => "France",
            "GE" => "Georgia",
            _ => return None,
        };
        Some(name.to_owned())
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        one.cmp(other)
    }

    fn fold(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

/// An archive in a place.
pub(super) fn publication<'a>(
    archive: &'a Archive,
    language: &'a Language,
    address: Option<&'a str>,
) -> Publication<'a> {
    Publication { archive, language, address, feed: "news.json", image: None }
}

/// The archive of a feed whose own address is `base`; none where it is no feed.
pub(super) fn archive_of(bytes: &[u8], base: &str) -> Option<Archive> {
    Some(Archive::new(decode(bytes, base).ok()?, base))
}

/// The archive of a feed that is written in a test.
pub(super) fn archive(feed: &Value) -> Archive {
    archive_of(feed.to_string().as_bytes(), "").expect("it is a feed")
}

/// Every feed of the repository that can be read, with its name.
pub(super) fn feeds() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::fs::read_dir(root.join("tests/fixtures/feeds")).expect("there are feeds");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.push(root.join("public/news.json"));
    let feeds = paths.into_iter().map(|path| {
        let bytes = std::fs::read(&path).expect("it can be read");
        (path.display().to_string(), bytes)
    });
    let feeds: Vec<_> = feeds.filter(|(_, bytes)| decode(bytes, "").is_ok()).collect();
    assert!(feeds.len() > 15, "these are most of the files: {}", feeds.len());
    feeds
}

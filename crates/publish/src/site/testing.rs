//! Archives to publish in tests, and a language to publish them in.

use std::path::Path;

use archive::archive::Archive;
use archive::feed::decode;
use archive::language::Language;
use serde_json::Value;

use super::publication::Publication;

/// Where the sites of the tests are read.
pub(super) const ADDRESS: &str = "https://news.example.org/archive/";

/// The addresses that every site must work with.
pub(super) const ADDRESSES: [Option<&str>; 2] = [None, Some(ADDRESS)];

/// English, as a site of the tests speaks it.
pub(super) fn english() -> Language {
    crate::locale::language("en").expect("ICU4X has its data")
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

//! That a feed which is cut is the same feed, and which feeds are not cut.

use std::fs;

use archive::feed::{Item, outline};
use archive::text::Source as Text;
use serde_json::json;

use super::*;
use crate::source;

const BASE: &str = "https://example.org/news.json";

/// A feed in these files, cut.
fn cut_of(files: &[(&str, String)]) -> (Source, Option<Cut>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let source = source::read(&folder.path().join("news.json"), BASE).unwrap();
    let cut = cut(&source, "news.json", BASE, 20, "v1").unwrap();
    (source, cut)
}

/// An item of so many bytes, a month older with every hundred.
fn item(number: usize, length: usize) -> Value {
    let month = number / 100;
    json!({
        "id": format!("item-{number}"),
        "title": format!("Title {number}"),
        "content_text": "x".repeat(length),
        "_monthwise": { "date": format!("{}-{:02}", 2020 - month / 12, 12 - month % 12), "partners": ["osce"] },
    })
}

fn feed(items: &[Value]) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Cut",
        "language": "en",
        "_monthwise": { "partners": [{ "id": "osce" }], "own": 1 },
        "items": items,
    })
}

fn long(count: usize) -> Value {
    feed(&(0..count).map(|number| item(number, 500)).collect::<Vec<_>>())
}

fn json_of(file: &File) -> Value {
    serde_json::from_slice(&file.bytes).unwrap()
}

/// Items without where they stand in files.
fn shown(archive: &Archive) -> Vec<Item> {
    let items = archive.items().iter();
    items.map(|item| Item { number: 0, line: 0, place: 0, ..item.clone() }).collect()
}

#[test]
fn a_long_feed_is_the_same_in_several_files() {
    let (source, cut) = cut_of(&[("news.json", long(1000).to_string())]);
    let Cut { files, outline, archive } = cut.unwrap();
    assert_eq!(outline, "news.outline.json?v1");
    assert_eq!(shown(&archive), shown(source.archive.as_ref().unwrap()));

    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(&paths[..2], ["news.json", "news.2.json"]);
    assert_eq!(paths.last(), Some(&"news.outline.json"));
    let pages = &files[..files.len() - 1];
    let first = json_of(&pages[0]);
    let of_feed = json!({ "partners": [{ "id": "osce" }], "own": 1, "outline": outline });
    assert_eq!((&first["_monthwise"], &first["language"]), (&of_feed, &json!("en")));
    for (number, page) in pages.iter().enumerate() {
        let json = json_of(page);
        assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(json["title"], "Cut");
        let next = (number + 1 < pages.len()).then(|| format!("news.{}.json?v1", number + 2));
        assert_eq!(json["next_url"].as_str(), next.as_deref());
        assert!((30_000..80_000).contains(&page.bytes.len()), "{}", page.bytes.len());
        // A month of a hundred items of 600 bytes fits, and two do not.
        let dates =
            json["items"].as_array().unwrap().iter().map(|item| item["_monthwise"]["date"].clone());
        let mut dates: Vec<Value> = dates.collect();
        dates.dedup();
        assert_eq!(dates.len(), 1);
    }
}

#[test]
fn the_outline_is_that_of_the_files() {
    let (_, cut) = cut_of(&[("news.json", long(1000).to_string())]);
    let Cut { files, archive, .. } = cut.unwrap();
    let (last, pages) = files.split_last().unwrap();
    let outline = outline::read(&last.bytes, "https://example.org/news.outline.json").unwrap();
    let sizes = pages.iter().map(|page| json_of(page)["items"].as_array().unwrap().len());
    let expected = pages
        .iter()
        .zip(sizes)
        .map(|(page, size)| (format!("https://example.org/{}?v1", page.path), size));
    assert_eq!(outline.files, expected.collect::<Vec<_>>());
    let without: Vec<Item> = archive
        .items()
        .iter()
        .map(|item| Item { number: 0, line: 0, text: Text::Away, ..item.clone() })
        .collect();
    assert_eq!(outline.items, without);
    // What it is for: some 50 bytes an item where these are compressed.
    assert!(last.bytes.len() < 60 * 1000, "{}", last.bytes.len());
}

#[test]
fn the_first_file_holds_what_stands_in_the_page() {
    // A month of ten items, each longer than a file.
    let items: Vec<Value> = (0..10).map(|number| item(number, 70_000)).collect();
    let (_, cut) = cut_of(&[("news.json", feed(&items).to_string())]);
    let pages: Vec<usize> = cut
        .unwrap()
        .files
        .iter()
        .filter_map(|file| json_of(file)["items"].as_array().map(Vec::len))
        .collect();
    assert_eq!(pages, [10]);
    let items: Vec<Value> = (0..100).map(|number| item(number, 30_000)).collect();
    let (_, cut) = cut_of(&[("news.json", feed(&items).to_string())]);
    let files = cut.unwrap().files;
    assert_eq!(json_of(&files[0])["items"].as_array().unwrap().len(), 40);
    assert_eq!(json_of(&files[1])["items"].as_array().unwrap().len(), 2);
}

#[test]
fn items_that_are_skipped_stand_in_the_first_file() {
    let mut feed = long(1000);
    feed["items"][900] = json!("no item");
    feed["items"][990] = json!({ "id": "empty" });
    let (source, cut) = cut_of(&[("news.json", feed.to_string())]);
    let Cut { files, archive, .. } = cut.unwrap();
    let first = json_of(&files[0]);
    let items = first["items"].as_array().unwrap();
    assert_eq!(items[items.len() - 2..], [json!("no item"), json!({ "id": "empty" })]);
    let skipped =
        |archive: &Archive| archive.faults.iter().filter(|fault| fault.reason.skips_item()).count();
    assert_eq!((skipped(&archive), skipped(source.archive.as_ref().unwrap())), (2, 2));
    assert_eq!(archive.items().len(), 998);
}

#[test]
fn a_feed_in_several_files_is_cut_as_one() {
    let mut first = feed(&(0..400).map(|number| item(number, 400)).collect::<Vec<_>>());
    first["next_url"] = json!("older.json");
    let mut second = feed(&(300..700).map(|number| item(number, 400)).collect::<Vec<_>>());
    second["_monthwise"] = json!({ "partners": [{ "id": "un" }], "regions": [{ "id": "north" }] });
    let (source, cut) =
        cut_of(&[("news.json", first.to_string()), ("older.json", second.to_string())]);
    let Cut { files, archive, .. } = cut.unwrap();
    assert!(files.iter().all(|file| file.path != "older.json"));
    let extension = &json_of(&files[0])["_monthwise"];
    assert_eq!(extension["partners"], json!([{ "id": "osce" }, { "id": "un" }]));
    assert_eq!(extension["regions"], json!([{ "id": "north" }]));
    let headings = |archive: &Archive| {
        archive.items().iter().map(|item| item.heading.clone()).collect::<Vec<_>>()
    };
    assert_eq!(headings(&archive), headings(source.archive.as_ref().unwrap()));
}

#[test]
fn what_cannot_be_put_together_stays_as_it_is() {
    let mut leading = long(1000);
    leading["next_url"] = json!("https://elsewhere.example/older.json");
    let mut deeper = long(1000);
    deeper["next_url"] = json!("old/older.json");
    let mut odd = long(1000);
    odd["_monthwise"] = json!([]);
    for files in [
        vec![("news.json", long(100).to_string())],
        vec![("news.json", leading.to_string())],
        vec![("news.json", deeper.to_string()), ("old/older.json", long(10).to_string())],
        vec![("news.json", odd.to_string())],
    ] {
        assert!(
            cut_of(&files).1.is_none(),
            "{:?}",
            files.iter().map(|(name, _)| name).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_file_stands_beside_the_feed() {
    for (name, expected) in
        [("news.json", "news.2.json"), ("a.b.json", "a.b.2.json"), ("feed", "feed.2")]
    {
        assert_eq!(beside(name, "2"), expected);
    }
}

//! Which files of a feed are read, and what is said where one is not.

use std::fs;

use archive::feed::decode;

use super::*;

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A file of a feed, with one item.
fn page(next: &str, item: &str) -> String {
    format!(r#"{{"next_url": "{next}", "items": [{{"id": "{item}", "title": "T"}}]}}"#)
}

/// The files that are read, and what is said in the end.
fn read_from(folder: &tempfile::TempDir, base: &str) -> (String, Option<&'static str>) {
    let source = read(&folder.path().join("news.json"), base).unwrap();
    let places: Vec<String> =
        source.files.iter().map(|file| file.place.display().to_string()).collect();
    (places.join(" "), source.files.last().unwrap().next.as_ref().map(|finding| finding.code))
}

#[test]
fn files_are_followed_within_the_folder() {
    let last = r#"{"items": []}"#;
    for (next, base, read, said) in [
        ("old/2.json", "", "news.json old/2.json old/3 b.json", None),
        ("./old/../old/2.json", "", "news.json old/2.json old/3 b.json", None),
        (
            "https://example.org/news/old/2.json",
            "https://example.org/news/news.json",
            "news.json old/2.json old/3 b.json",
            None,
        ),
        ("https://example.org/news/old/2.json", "", "news.json", Some("next-elsewhere")),
        ("/old/2.json", "", "news.json", Some("next-elsewhere")),
        ("//example.org/2.json", "", "news.json", Some("next-elsewhere")),
        ("news.json?page=2", "", "news.json", Some("next-elsewhere")),
        ("../2.json", "", "news.json", Some("next-elsewhere")),
        ("%2e%2e/2.json", "", "news.json", Some("next-elsewhere")),
        ("mailto:a@example.org", "", "news.json", Some("next-elsewhere")),
        ("news.json", "", "news.json", Some("next-read-before")),
        ("#", "", "news.json", Some("next-read-before")),
        ("older.json", "", "news.json", Some("next-missing")),
        ("old", "", "news.json", Some("next-missing")),
        ("javascript:1", "", "news.json", None),
        ("", "", "news.json", None),
    ] {
        let folder = folder(&[
            ("news.json", &page(next, "a")),
            ("old/2.json", &page("3%20b.json", "b")),
            ("old/3 b.json", last),
        ]);
        assert_eq!(read_from(&folder, base), (read.to_owned(), said), "{next} from {base:?}");
    }
}

#[test]
fn the_folder_may_be_named_in_any_way() {
    let folder = folder(&[("x/news.json", &page("2.json", "a")), ("x/2.json", &page("", "b"))]);
    let path = folder.path().join("x/../x/news.json");
    let source = read(&path, "").unwrap();
    let paths: Vec<&Path> = source.files.iter().map(|file| file.path.as_path()).collect();
    assert_eq!(paths, [&*path, &*folder.path().join("x/../x/2.json")]);
    assert!(source.text_of(&path).is_some());
}

#[test]
fn what_is_said_of_a_next_file_stands_where_it_is_named() {
    let folder = folder(&[("news.json", "{\n  \"next_url\": \"older.json\",\n  \"items\": []\n}")]);
    let source = read(&folder.path().join("news.json"), "").unwrap();
    let finding = source.files[0].next.as_ref().unwrap();
    assert_eq!((finding.line, finding.column), (Some(2), Some(15)));
    let path = folder.path().join("older.json");
    let message = format!("the feed's next file is missing: there is no file {}", path.display());
    assert_eq!(finding.message, message);
}

#[test]
fn faults_are_those_of_the_page_each_with_its_file() {
    let first = r#"{"next_url": "2.json", "items": [
        {"id": "a", "title": "T", "_monthwise": {"regions": ["north", "south"], "partners": ["p"]}},
        {"id": "a", "title": "T", "tags": 1}
    ]}"#;
    let second = r#"{"items": [{"id": "a", "title": "T", "_monthwise": {"partners": ["q"]}}, 3],
        "_monthwise": {"regions": [{"id": "north"}], "partners": [{"id": "p"}]}}"#;
    let folder = folder(&[("news.json", first), ("2.json", second)]);
    let source = read(&folder.path().join("news.json"), "").unwrap();
    let faults: Vec<Vec<&Reason>> = source
        .files
        .iter()
        .map(|file| file.faults.iter().map(|fault| &fault.reason).collect())
        .collect();
    let duplicate = Reason::DuplicateId("a".to_owned());
    assert_eq!(
        faults,
        [
            vec![&Reason::WrongType, &Reason::UnknownRegion("south".to_owned()), &duplicate],
            vec![&Reason::NotAnObject, &Reason::UndeclaredPartner("q".to_owned()), &duplicate],
        ]
    );
    let pages = [first, second].map(|text| decode(text.as_bytes(), "").unwrap());
    let [one, two] = pages;
    let of_page = Archive::new(one, "").with(two);
    let archive = source.archive.unwrap();
    assert_eq!(archive.faults, of_page.faults);
    assert_eq!(archive.items(), of_page.items());
}

#[test]
fn after_a_file_that_is_refused_none_is_read() {
    let folder = folder(&[("news.json", &page("2.json", "a")), ("2.json", "<html>")]);
    let source = read(&folder.path().join("news.json"), "").unwrap();
    assert_eq!(source.archive.map(|archive| archive.items().len()), Some(1));
    assert!(source.files[1].page.is_err());

    fs::write(folder.path().join("news.json"), "{").unwrap();
    let source = read(&folder.path().join("news.json"), "").unwrap();
    assert!(source.archive.is_none());
    assert_eq!(source.files.len(), 1);
}

#[test]
fn links_of_a_later_file_start_from_its_own_address() {
    let second = r#"{"items": [{"id": "b", "title": "T", "url": "x/"}]}"#;
    let folder = folder(&[("news.json", &page("old/2.json", "a")), ("old/2.json", second)]);
    let base = "https://example.org/news/news.json";
    let source = read(&folder.path().join("news.json"), base).unwrap();
    let archive = source.archive.unwrap();
    assert_eq!(archive.items()[1].address().as_deref(), Some("https://example.org/news/old/x/"));
    assert_eq!(archive.base, base);
}

#[test]
fn a_feed_that_cannot_be_read_at_all_is_named() {
    let folder = folder(&[]);
    let path = folder.path().join("news.json");
    let error = read(&path, "").unwrap_err().to_string();
    assert_eq!(error, format!("there is no file {}", path.display()));
    let error = read(folder.path(), "").unwrap_err().to_string();
    assert_eq!(error, format!("{} is a folder; name the feed in it", folder.path().display()));
}

//! What an outline says, which outlines are refused, and that one written is read as it was.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed};

const BASE: &str = "https://example.org/news/news.outline.json";

fn outline(value: &Value) -> Option<Outline> {
    read(value.to_string().as_bytes(), BASE)
}

/// Two items in two files.
fn two() -> Value {
    json!({
        "files": ["news.json?1", "news.2.json?1"],
        "sizes": ["1", "1"],
        "ids": ["spring", "https://example.org/winter"],
        "headings": ["A meeting in spring", "A report"],
        "links": ["more.html", " "],
        "dates": ["2007-04-02", ""],
        "languages": ["", "fr"],
        "region": ["GE", "AM", "not-stated"],
        "regions": ["1 0 1", "2"],
        "topic": ["law and order"],
        "topics": ["", "0"],
    })
}

#[test]
fn an_outline_says_all_of_an_item_but_its_text() {
    let outline = outline(&two()).expect("it is an outline");
    let urls = ["https://example.org/news/news.json?1", "https://example.org/news/news.2.json?1"];
    assert_eq!(outline.files, urls.map(|url| (url.to_owned(), 1)));
    let [spring, winter] = outline.items.as_slice() else { panic!("two items") };
    assert_eq!(spring.heading, "A meeting in spring");
    assert_eq!(spring.address().as_deref(), Some("https://example.org/news/more.html"));
    assert_eq!(*spring.regions, ["AM", "GE"], "each once");
    assert_eq!((spring.place, &spring.text), (0, &Source::Away));
    assert_eq!(winter.address().as_deref(), Some(&*winter.id));
    assert_eq!((winter.date, winter.place), (spring.date, 1));
    assert_eq!(
        (winter.regions.as_slice(), winter.topics.as_slice()),
        (&[][..], &["law and order".to_owned()][..])
    );
    assert_eq!((spring.language.as_deref(), winter.language.as_deref()), (None, Some("fr")));
}

#[test]
fn what_is_not_written_out_is_as_it_says() {
    for (dates, expected) in [
        (["2007-04", ""], [Some("2007-04"), Some("2007-04")]),
        (["2007", "-"], [Some("2007"), None]),
        (["", "2007"], [None, Some("2007")]),
        (["nonsense", ""], [None, None]),
    ] {
        let mut feed = two();
        feed["dates"] = json!(dates);
        let outline = outline(&feed).expect("it is an outline");
        let dates: Vec<_> =
            outline.items.iter().map(|item| item.date.map(PartialDate::iso)).collect();
        assert_eq!(dates, expected.map(|date| date.map(str::to_owned)));
    }
    for (links, expected) in [
        (["", ""], [None, None]),
        (["x", ""], [Some("x"), Some("x")]),
        (["x", "-"], [Some("x"), None]),
        (["./-", "?a="], [Some("./-"), Some("?a=")]),
        (["a/ ", ""], [Some("a/spring"), Some("a/https://example.org/winter")]),
    ] {
        let mut feed = two();
        feed["links"] = json!(links);
        let outline = read(feed.to_string().as_bytes(), "").expect("it is an outline");
        let links: Vec<_> = outline.items.iter().map(Item::address).collect();
        assert_eq!(links, expected.map(|link| link.map(str::to_owned)));
    }
    let mut bare = two();
    for column in ["links", "dates", "languages", "region", "regions", "topic", "topics"] {
        bare.as_object_mut().expect("it is one").remove(column);
    }
    assert_eq!(outline(&bare).map(|outline| outline.items.len()), Some(2));
}

#[test]
fn links_are_those_that_were_written() {
    let links = ["-", "https://x.org/a", "https://x.org/b", "?a=", "x", "x"];
    let items: Vec<Value> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .zip(links)
        .map(|(id, link)| json!({ "id": id, "title": id, "external_url": link }))
        .chain([json!({ "id": "g", "title": "g" })])
        .collect();
    let page = crate::feed::decode(feed(&items, &json!([])).to_string().as_bytes(), "")
        .expect("it is a feed");
    let written = write(&[("news.json".to_owned(), 7)], &page.items);
    let outline = read(written.as_bytes(), "").expect("it is an outline");
    let read: Vec<_> = outline.items.iter().map(Item::address).collect();
    // A dash alone stands for none, and leads where this leads.
    let expected = ["./-", "https://x.org/a", "https://x.org/b", "?a=", "x", "x"];
    let expected = expected.map(|link| Some(link.to_owned()));
    assert_eq!(read, [&expected[..], &[None]].concat());
}

#[test]
fn half_an_outline_is_none() {
    for (column, value) in [
        ("files", json!(["news.json"])),
        ("files", json!(["javascript:alert(1)", "news.2.json"])),
        ("files", json!("news.json")),
        ("sizes", json!(["1"])),
        ("sizes", json!(["1", "2"])),
        ("sizes", json!(["1", "-1"])),
        ("sizes", json!(["4294967295", "18446744073709551615"])),
        ("ids", json!(["spring"])),
        ("ids", json!(["spring", ""])),
        ("ids", json!([["spring"], "winter"])),
        ("headings", json!(["A meeting in spring"])),
        ("headings", json!(["A meeting in spring", ""])),
        ("headings", json!(null)),
        ("links", json!(["more.html"])),
        ("dates", json!(["2007", "", ""])),
        ("languages", json!({})),
        ("regions", json!(["0", "3"])),
        ("regions", json!(["0", "x"])),
        ("regions", json!(["0"])),
        ("topic", json!([])),
    ] {
        let mut broken = two();
        broken[column] = value.clone();
        assert_eq!(outline(&broken), None, "{column}: {value}");
    }
    for file in ["", "[]", "{}", "<!doctype html>", "{\"files\":[]"] {
        assert_eq!(read(file.as_bytes(), BASE), None, "{file}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(items in any_items(12), areas in any_areas(), sizes in proptest::collection::vec(0..5_usize, 0..5)) {
        let archive = archive(&feed(&items, &areas));
        let mut files: Vec<(String, usize)> = Vec::new();
        let mut left = archive.items().len();
        for size in sizes {
            files.push((format!("https://example.org/{}.json", files.len()), size.min(left)));
            left -= size.min(left);
        }
        files.push(("https://example.org/last.json".to_owned(), left));
        let written = write(&files, archive.items());
        // An empty feed has no columns; nobody cuts one.
        if archive.items().is_empty() {
            return Ok(());
        }
        let outline = read(written.as_bytes(), BASE).expect("it is an outline");
        prop_assert_eq!(outline.files, files);
        let expected: Vec<Item> = (0..).zip(archive.items()).map(|(place, item)| Item {
            number: 0,
            line: 0,
            place,
            text: Source::Away,
            ..item.clone()
        }).collect();
        prop_assert_eq!(outline.items, expected);
    }

    #[test]
    fn no_bytes_make_it_fail(file in "\\{(\"(ids|headings|files|sizes|region|regions)\":\\[(\"[0-9a]{0,2}\",?){0,3}\\],?){0,6}\\}") {
        let _ = read(file.as_bytes(), BASE);
    }
}

//! Linked data, read back as JSON.

use archive::archive::Archive;
use serde_json::json;

use super::*;
use crate::site::testing::{ADDRESS, ADDRESSES, archive, archive_of, english, feeds, publication};

fn written(archive: &Archive, address: Option<&str>, path: &str, items: &[usize]) -> String {
    let language = english();
    let publication = publication(archive, &language, address);
    text(&publication, &Page { path, title: "News: 2007", items })
}

fn news() -> Archive {
    archive(&json!({
        "title": "News",
        "description": "Month by month.",
        "language": "en",
        "_monthwise": { "partners": [
            { "id": "osce", "name": "OSCE in full", "url": "https://www.osce.org/" },
            { "id": "un", "name": "United Nations" },
        ] },
        "items": [
            {
                "id": "launch",
                "title": "A project begins",
                "external_url": "report.html",
                "language": "fr",
                "tags": ["law"],
                "_monthwise": {
                    "date": "2007-07",
                    "regions": ["GE", "150"],
                    "partners": ["osce", "un"],
                },
            },
            { "id": "undated", "title": "No more is known" },
        ],
    }))
}

#[test]
fn a_page_says_what_stands_in_it() {
    assert_eq!(
        serde_json::from_str::<Value>(&written(&news(), Some(ADDRESS), "2007/", &[0, 1]))
            .expect("it is JSON"),
        json!({
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "url": "https://news.example.org/archive/2007/",
            "name": "News: 2007",
            "description": "Month by month.",
            "inLanguage": "en",
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": 2,
                "itemListElement": [
                    { "@type": "ListItem", "position": 1, "item": {
                        "@type": "NewsArticle",
                        "@id": "https://news.example.org/archive/2007/#launch",
                        "url": "https://news.example.org/archive/report.html",
                        "headline": "A project begins",
                        "datePublished": "2007-07",
                        "inLanguage": "fr",
                        "contentLocation": [
                            { "@type": "Place", "name": "Georgia" },
                            { "@type": "Place", "name": "Europe" },
                        ],
                        "mentions": [
                            {
                                "@type": "Organization",
                                "name": "OSCE in full",
                                "url": "https://www.osce.org/",
                            },
                            { "@type": "Organization", "name": "United Nations" },
                        ],
                        "keywords": ["law"],
                    } },
                    { "@type": "ListItem", "position": 2, "item": {
                        "@type": "NewsArticle",
                        "@id": "https://news.example.org/archive/2007/#item-undated",
                        "url": "https://news.example.org/archive/2007/#item-undated",
                        "headline": "No more is known",
                    } },
                ],
            },
        })
    );
}

#[test]
fn only_the_items_of_the_page_are_named_and_from_where_it_stands() {
    for (address, path, place) in [
        (None, "2007/", "../2007/#item-undated"),
        (None, "", "./#item-undated"),
        (Some(ADDRESS), "2007/", "https://news.example.org/archive/2007/#item-undated"),
        (Some(ADDRESS), "", "https://news.example.org/archive/#item-undated"),
    ] {
        let text = written(&news(), address, path, &[1]);
        let data: Value = serde_json::from_str(&text).expect("it is JSON");
        let own = address.map(|address| Value::from([address, path].concat()));
        assert_eq!(data.get("url"), own.as_ref());
        assert_eq!(data["mainEntity"]["numberOfItems"], 1);
        let item = &data["mainEntity"]["itemListElement"][0]["item"];
        assert_eq!([&item["@id"], &item["url"]], [place; 2]);
    }
}

#[test]
fn no_feed_ends_the_script_that_it_stands_in() {
    let mut seen = 0;
    for (name, bytes) in feeds() {
        for address in ADDRESSES {
            let archive = archive_of(&bytes, "").expect("it is a feed");
            let items: Vec<usize> = (0..archive.items().len()).collect();
            let text = written(&archive, address, "", &items);
            assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\n']), "{name}");
            seen += text.matches("\\u003c/script\\u003e").count();
            let data: Value = serde_json::from_str(&text).expect("it is JSON");
            let list = data["mainEntity"]["itemListElement"].as_array().expect("there is a list");
            let headlines: Vec<&str> =
                list.iter().filter_map(|entry| entry["item"]["headline"].as_str()).collect();
            let expected: Vec<&str> =
                archive.items().iter().map(|item| item.heading.as_str()).collect();
            assert_eq!(headlines, expected, "{name}");
        }
    }
    assert!(seen > 0, "a feed that tries it is among them");
}

#[test]
fn what_a_script_could_not_hold_is_escaped_and_means_the_same() {
    let title = "</script><!-- & --> \u{2028}\u{2029}";
    let written = for_a_script(&json!(title).to_string());
    assert_eq!(written, r#""\u003c/script\u003e\u003c!-- \u0026 --\u003e \u2028\u2029""#);
    assert_eq!(serde_json::from_str::<String>(&written).expect("it is JSON"), title);
}

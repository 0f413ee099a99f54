//! Sitemaps, compared byte for byte.

use serde_json::json;

use super::*;
use crate::site::testing::{ADDRESS, archive, english, publication};

fn page<'a>(path: &'a str, items: &'a [usize]) -> Page<'a> {
    Page { path, title: "", items }
}

#[test]
fn every_page_is_listed() {
    let archive = archive(&json!({ "items": [
        { "title": "a", "_monthwise": { "date": "2007-07-12" } },
        { "title": "b", "_monthwise": { "date": "2006-05" } },
        { "title": "c" },
    ] }));
    let language = english();
    let publication = publication(&archive, &language, Some("https://x.org/a&b/"));
    let pages = [page("2007/", &[0]), page("2006/", &[1]), page("undated/", &[2])];
    let file = file(&publication, &pages).expect("it is written").expect("there is one");
    assert_eq!(file.path, "sitemap.xml");
    assert_eq!(
        String::from_utf8(file.bytes).expect("it is text"),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <url>
  <loc>https://x.org/a&amp;b/</loc>
 </url>
 <url>
  <loc>https://x.org/a&amp;b/2007/</loc>
 </url>
 <url>
  <loc>https://x.org/a&amp;b/2006/</loc>
 </url>
 <url>
  <loc>https://x.org/a&amp;b/undated/</loc>
 </url>
</urlset>"#
    );
}

#[test]
fn there_is_none_without_an_address_and_none_too_long() {
    let archive = archive(&json!({ "items": [] }));
    let language = english();
    let nowhere = publication(&archive, &language, None);
    assert_eq!(file(&nowhere, &[page("2007/", &[])]).expect("it is written"), None);

    let paths: Vec<String> = (0..50_001).map(|year| format!("{year}/")).collect();
    let pages: Vec<Page> = paths.iter().map(|path| page(path, &[])).collect();
    let somewhere = publication(&archive, &language, Some(ADDRESS));
    let file = file(&somewhere, &pages).expect("it is written").expect("there is one");
    let text = String::from_utf8(file.bytes).expect("it is text");
    assert_eq!(text.matches("<loc>").count(), 50_000);
}

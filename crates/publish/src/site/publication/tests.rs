//! How the files of a site lead to each other.

use serde_json::json;

use super::*;
use crate::site::testing::{ADDRESS, archive, english, publication};

#[test]
fn files_name_each_other_wherever_the_site_is_read() {
    let (archive, language) = (Archive::default(), english());
    for (from, to, relative, whole) in [
        ("", "", "./", ""),
        ("", "?region=GE", "./?region=GE", "?region=GE"),
        ("feed.xml", "#a", "./#a", "#a"),
        ("2007/index.html", "", "../", ""),
        ("feeds/region-GE.xml", "", "../", ""),
        ("feeds/region-GE.xml", "news.json", "../news.json", "news.json"),
    ] {
        assert_eq!(publication(&archive, &language, None).reference(from, to), relative);
        let at_address = publication(&archive, &language, Some(ADDRESS)).reference(from, to);
        assert_eq!(at_address, [ADDRESS, whole].concat());
    }
}

#[test]
fn a_link_leads_from_every_file_where_it_led_from_the_feed() {
    let (archive, language) = (Archive::default(), english());
    for (href, in_root, in_folder, whole) in [
        ("a.html", "./a.html", "../a.html", "https://news.example.org/archive/a.html"),
        ("../a", "./../a", "../../a", "https://news.example.org/archive/../a"),
        ("/a", "/a", "/a", "https://news.example.org/a"),
        ("//x.org/a", "//x.org/a", "//x.org/a", "https://x.org/a"),
        ("?a", "./news.json?a", "../news.json?a", "https://news.example.org/archive/news.json?a"),
        ("#a", "./news.json#a", "../news.json#a", "https://news.example.org/archive/news.json#a"),
        ("https://x.org/a", "https://x.org/a", "https://x.org/a", "https://x.org/a"),
        ("mailto:a@x.org", "mailto:a@x.org", "mailto:a@x.org", "mailto:a@x.org"),
        ("https://", "https://", "https://", "https://"),
    ] {
        let nowhere = publication(&archive, &language, None);
        assert_eq!(nowhere.link("feed.xml", href), in_root);
        assert_eq!(nowhere.link("feeds/region-GE.xml", href), in_folder);
        let somewhere = publication(&archive, &language, Some(ADDRESS));
        assert_eq!(somewhere.link("feeds/region-GE.xml", href), whole);
    }
    let in_a_folder =
        Publication { feed: "data/news.json", ..publication(&archive, &language, None) };
    assert_eq!(in_a_folder.link("2007/index.html", "a.html"), "../data/a.html");
    assert_eq!(in_a_folder.link("2007/index.html", "?a"), "../data/news.json?a");
}

#[test]
fn links_in_a_text_are_links_like_others() {
    let archive = archive(&json!({ "items": [{
        "id": 1,
        "content_html": "<p>See <a href='more.html'>more</a>, <a href='https://x.org/?a&amp;b'>b</a>.",
    }] }));
    let language = english();
    let publication = publication(&archive, &language, None);
    assert_eq!(
        publication.html("feeds/region-GE.xml", &archive.items()[0]),
        "<p dir=\"auto\">See <a href=\"../more.html\" rel=\"noopener\">more</a>, \
         <a href=\"https://x.org/?a&amp;b\" rel=\"noopener\">b</a>.</p>"
    );
}

#[test]
fn a_permalink_is_a_uri_whatever_the_id_is() {
    for (id, fragment) in [
        ("2007-07-launch", "2007-07-launch"),
        ("a b", "a-b"),
        ("50 %", "50-%25"),
        ("<é#[1]>\"", "%3C%C3%A9%23%5B1%5D%3E%22"),
        ("https://x.org/?a=1&b", "https://x.org/?a=1&b"),
    ] {
        let archive = archive(&json!({ "items": [{ "id": id, "title": "x" }] }));
        let language = english();
        let publication = publication(&archive, &language, Some(ADDRESS));
        let permalink = publication.permalink("feed.xml", &archive.items()[0]);
        assert_eq!(permalink, format!("{ADDRESS}#{fragment}"));
        assert_eq!(Url::parse(&permalink).expect("it is an address").as_str(), permalink);
    }
}

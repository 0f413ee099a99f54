//! Texts of a feed, hostile ones, in all places of a page.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::site::testing::ADDRESS;
use crate::site::tests::html::{self, Found};
use crate::site::tests::{documents, site, text_of};

/// What an attribute says of the element that is known by an attribute.
fn value<'a>(page: &'a [Found], [name, is]: [&str; 2], attribute: &str) -> Option<&'a str> {
    page.iter().find(|found| found.says(name, is))?.get(attribute)
}

/// The text of the first such element.
fn text(page: &[Found], is: impl Fn(&Found) -> bool) -> Option<&str> {
    page.iter().find(|found| is(found)).map(|found| &*found.text)
}

/// A text as it can stand in a page: nothing is lost of it but what HTML has no way to say.
fn in_html(text: &str) -> String {
    text.replace('\0', "")
}

/// Builds a site of a feed whose every text is this, and looks for it in all places.
fn assert_is_held(hostile: &str) {
    let feed = json!({
        "title": hostile,
        "description": hostile,
        "_monthwise": {
            "partners": [{ "id": "a", "name": hostile }],
            "regions": [{ "id": "b", "name": hostile }],
        },
        "items": [{
            "id": hostile,
            "title": hostile,
            "content_text": hostile,
            "content_html": hostile,
            "tags": [hostile],
            "language": hostile,
            "_monthwise": { "date": "2007-07", "partners": ["a"], "regions": ["b"] },
        }],
    });
    let expected = hostile.split_whitespace().collect::<Vec<_>>().join(" ");
    let data = |page: &[Found]| -> Value {
        let data = text(page, |found| found.says("type", "application/ld+json")).unwrap();
        assert!(!data.contains(['<', '>', '&']), "it is text to every reader: {data}");
        serde_json::from_str(data).unwrap()
    };
    let files = site(&feed, Some(ADDRESS));
    // Each page can be read, whatever was in the feed.
    assert_eq!(documents(&files).len(), 6);
    let of_year = format!("{expected}: 2007");
    let about_year = format!("{of_year}, month by month.");
    for (path, title, about) in
        [("index.html", &expected, &expected), ("2007/index.html", &of_year, &about_year)]
    {
        let page = html::read(text_of(&files, path));
        let in_page = in_html(title);
        assert_eq!(text(&page, |found| found.tag == "title"), Some(&*in_page));
        assert_eq!(text(&page, |found| found.tag == "h1"), Some(&*in_page));
        assert_eq!(value(&page, ["property", "og:title"], "content"), Some(&*in_page));
        let all = in_html(&expected);
        assert_eq!(value(&page, ["property", "og:site_name"], "content"), Some(&*all));
        assert_eq!(value(&page, ["name", "description"], "content"), Some(&*in_html(about)));
        assert_eq!(value(&page, ["rel", "alternate"], "title"), Some(&*all));
        assert_eq!(text(&page, |found| found.is("item__title")), Some(&*all));
        let data = data(&page);
        assert_eq!(data["name"], *title);
        let item = &data["mainEntity"]["itemListElement"][0]["item"];
        assert_eq!(item["headline"], expected);
        assert_eq!(item["keywords"], json!([expected]));
    }
    let all = in_html(&expected);
    let page = html::read(text_of(&files, "frame/index.html"));
    for tag in ["title", "a"] {
        assert_eq!(text(&page, |found| found.tag == tag), Some(&*all), "{tag}");
    }
    let page = html::read(text_of(&files, "feeds/index.html"));
    assert_eq!(text(&page, |found| found.tag == "title"), Some(&*format!("{all}: Subscribe")));
    let names: Vec<&str> =
        page.iter().filter(|found| found.tag == "bdi").map(|found| &*found.text).collect();
    assert_eq!(names, ["All news", &all, &all]);
}

#[test]
fn no_text_gets_out_of_its_place() {
    for hostile in [
        "\"><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "</script><!--<script>",
        "'; alert(1); //",
        "--><img src=x onerror=alert(1)>",
        "<!-- <script> <!doctype html> <![CDATA[ ]]>",
        "&quot;&lt;&amp;amp;&#60;&",
        "a\" onload=\"alert(1)",
        "{year} {title}",
        "\u{0}</\u{0}script>",
        "\u{2028}\u{2029}\u{feff}\u{202e}\u{fffe}",
        "\r\n\t a \r b",
        "\\u003c/script>\\",
        "</textarea></style></noscript></template>",
    ] {
        assert_is_held(hostile);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_stays_in_its_place(
        hostile in "(<|>|\"|'|&|/|=| |!--|-->|script|title|style|\\\\|\\{|\\}|\u{0}|\r|[a-z]|\\PC){1,24}"
    ) {
        prop_assume!(!hostile.trim().is_empty() && hostile.chars().any(char::is_alphabetic));
        assert_is_held(&hostile);
    }
}

//! What a link shows where it is shared.

use archive::archive::Archive;
use serde_json::json;

use super::*;
use crate::site::testing::{ADDRESS, archive, english, publication};

fn written(archive: &Archive, address: Option<&str>, image: Option<&str>) -> Vec<String> {
    let language = english();
    let publication = Publication { image, ..publication(archive, &language, address) };
    let page = Page { path: "2007/", title: "News: 2007", items: &[] };
    let card = of(&publication, &page).into_iter();
    card.map(|meta| format!("{} {}: {}", meta.attribute, meta.name, meta.content)).collect()
}

#[test]
fn a_page_has_a_card_with_what_is_known() {
    let news = archive(&json!({
        "title": "News", "description": "Month by month.", "language": "fr", "items": []
    }));
    assert_eq!(
        written(&news, Some(ADDRESS), Some("card.png")),
        [
            "property og:type: website",
            "property og:site_name: News",
            "property og:title: News: 2007",
            "property og:description: Month by month.",
            "property og:locale: fr_FR",
            "property og:url: https://news.example.org/archive/2007/",
            "property og:image: https://news.example.org/archive/card.png",
            "name twitter:card: summary_large_image",
        ]
    );
    let bare = archive(&json!({ "items": [], "language": "no language at all" }));
    assert_eq!(
        written(&bare, None, Some("card.png")),
        [
            "property og:type: website",
            "property og:site_name: News",
            "property og:title: News: 2007",
            "name twitter:card: summary",
        ]
    );
    assert!(written(&bare, Some(ADDRESS), None).contains(&"name twitter:card: summary".to_owned()));
}

#[test]
fn a_language_has_the_territory_that_it_names_or_else_the_likeliest() {
    for (tag, expected) in [
        ("en", Some("en_US")),
        ("en-GB", Some("en_GB")),
        ("pt", Some("pt_BR")),
        ("ar", Some("ar_EG")),
        ("zh-Hant", Some("zh_TW")),
        ("es-419", None),
        ("", None),
        ("English", None),
    ] {
        assert_eq!(locale(tag).as_deref(), expected, "{tag}");
    }
}

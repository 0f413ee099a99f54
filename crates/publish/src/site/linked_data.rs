//! Says in JSON-LD (<https://www.w3.org/TR/json-ld11/>) and the words of <https://schema.org> what
//! stands in a page, for search engines.

use archive::facets::Facet;
use archive::feed::Item;
use archive::view;
use serde_json::{Map, Value, json};

use super::publication::{Page, Publication};

/// The text of a page's `<script type="application/ld+json">`, safe to stand there as it is.
pub(super) fn text(publication: &Publication, page: &Page) -> String {
    let items = page.items.iter().filter_map(|at| publication.archive.items().get(*at));
    let entries: Vec<Value> = (1..)
        .zip(items)
        .map(|(number, item)| {
            let article = article(publication, page.path, item);
            json!({ "@type": "ListItem", "position": number, "item": article })
        })
        .collect();
    let mut about = Map::new();
    about.insert("@context".to_owned(), "https://schema.org".into());
    about.insert("@type".to_owned(), "CollectionPage".into());
    if publication.address.is_some() {
        about.insert("url".to_owned(), publication.reference("", page.path).into());
    }
    about.insert("name".to_owned(), page.title.into());
    if let Some(description) = &publication.archive.description {
        about.insert("description".to_owned(), description.as_str().into());
    }
    about.insert("inLanguage".to_owned(), publication.language_of_texts().into());
    let list = json!({
        "@type": "ItemList",
        "numberOfItems": entries.len(),
        "itemListElement": entries,
    });
    about.insert("mainEntity".to_owned(), list);
    for_a_script(&Value::Object(about).to_string())
}

/// An item, as the page at `from` names it. What it does not say is left out.
fn article(publication: &Publication, from: &str, item: &Item) -> Value {
    let name =
        |facet, id: &String| view::name(publication.archive, publication.language, facet, id);
    let places: Vec<Value> = item
        .regions
        .iter()
        .map(|id| json!({ "@type": "Place", "name": name(Facet::Region, id) }))
        .collect();
    let organizations: Vec<Value> = item
        .partners
        .iter()
        .map(|id| {
            let mut partner = Map::new();
            partner.insert("@type".to_owned(), "Organization".into());
            partner.insert("name".to_owned(), name(Facet::Partner, id).into());
            let url = publication.archive.partner(id).and_then(|partner| partner.url.as_ref());
            if let Some(url) = url {
                partner.insert("url".to_owned(), publication.link(from, url).into());
            }
            partner.into()
        })
        .collect();
    // Where it stands without a script, so that whoever follows it is there.
    let permalink = publication.place(from, from, item);
    let link = item.address().map(|href| publication.link(from, &href));
    let mut article = Map::new();
    article.insert("@type".to_owned(), "NewsArticle".into());
    article.insert("@id".to_owned(), permalink.as_str().into());
    article.insert("url".to_owned(), link.unwrap_or(permalink).into());
    article.insert("headline".to_owned(), item.heading.as_str().into());
    if let Some(date) = item.date {
        // ISO 8601 allows a month or a year alone, and so does schema.org's Date.
        article.insert("datePublished".to_owned(), date.iso().into());
    }
    if let Some(language) = &item.language {
        article.insert("inLanguage".to_owned(), language.as_str().into());
    }
    for (key, values) in [
        ("contentLocation", places),
        ("mentions", organizations),
        ("keywords", item.topics.iter().map(|topic| topic.as_str().into()).collect()),
    ] {
        if !values.is_empty() {
            article.insert(key.to_owned(), values.into());
        }
    }
    article.into()
}

/// JSON that ends no script, begins no comment there, and is one line to everybody. These characters
/// stand in texts only, where an escape says the same (RFC 8259, section 7).
fn for_a_script(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests;

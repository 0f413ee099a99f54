//! Says what a page shows where a link to it is shared: Open Graph (<https://ogp.me>) and the tags of
//! X, formerly Twitter, which reads the former for all that it has no tag of its own for.

use icu::locale::subtags::Region;
use icu::locale::{LanguageIdentifier, LocaleExpander};

use super::publication::{Page, Publication};

/// A `<meta>` element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meta {
    /// The attribute that holds the name: `property` or `name`.
    pub(super) attribute: &'static str,
    /// What it says.
    pub(super) name: &'static str,
    /// How it is.
    pub(super) content: String,
}

/// The card of a page. What needs a whole address is left out where none is known.
pub(super) fn of(publication: &Publication, page: &Page) -> Vec<Meta> {
    let at = |path: &str| publication.address.map(|_| publication.reference("", path));
    let image = publication.image.and_then(at);
    let card = if image.is_some() { "summary_large_image" } else { "summary" };
    let open_graph = [
        ("og:type", Some("website".to_owned())),
        ("og:site_name", Some(publication.title())),
        ("og:title", Some(page.title.to_owned())),
        ("og:description", publication.archive.description.clone()),
        ("og:locale", locale(publication.language_of_texts())),
        ("og:url", at(page.path)),
        ("og:image", image),
    ];
    let open_graph = open_graph.into_iter().filter_map(|(name, content)| {
        Some(Meta { attribute: "property", name, content: content? })
    });
    let twitter = Meta { attribute: "name", name: "twitter:card", content: card.to_owned() };
    open_graph.chain([twitter]).collect()
}

/// A language as Open Graph takes it, `language_TERRITORY`: where the tag names no territory, the one
/// where most of its readers are (Unicode TR 35, "Likely Subtags"). None where the tag is none.
fn locale(tag: &str) -> Option<String> {
    let mut language: LanguageIdentifier = tag.parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut language);
    let territory = language.region.filter(Region::is_alphabetic)?;
    Some(format!("{}_{territory}", language.language))
}

#[cfg(test)]
mod tests;

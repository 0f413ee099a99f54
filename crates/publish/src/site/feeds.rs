//! Writes the feeds of a site besides its own: an Atom feed of the news, and one Atom and one JSON
//! feed for every region and partner, so that whoever cares for one of them can subscribe to it.

mod atom;
mod json;

use std::collections::BTreeSet;

use anyhow::Result;
use archive::export::Format;
use archive::facets::{Facet, NOT_STATED};
use archive::filter::Filter;
use archive::language::Phrase;
use archive::{query, view};

use super::publication::{File, Publication};

/// The media type of Atom (RFC 4287, section 7).
const ATOM: &str = "application/atom+xml";

/// With more feeds than this, the head of a page names none but those of all news: it would grow by
/// a kilobyte for every ten (200 bytes compressed), before anything that a reader sees.
const MOST_ALTERNATES: usize = 100;

/// How many of the feeds that heads name are those of all news; they come first.
pub(super) const ALTERNATES_OF_ALL: usize = 2;

/// A feed that the head of a page names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alternate {
    /// Its path in the site.
    pub(super) path: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Its title.
    pub(super) title: String,
}

/// A list of items that has feeds of its own.
struct Channel {
    /// Where its feeds stand in the site, without their endings.
    path: String,
    /// What it is called.
    title: String,
    /// The query by which the page shows it.
    query: String,
    /// What it is about.
    description: Option<String>,
    /// The positions of its items.
    items: Vec<usize>,
}

impl Channel {
    fn atom_path(&self) -> String {
        format!("{}.xml", self.path)
    }

    fn json_path(&self) -> String {
        format!("{}.json", self.path)
    }

    /// The page that shows the list, as a path in the site.
    fn page(&self) -> String {
        query::at("", &self.query)
    }
}

/// Every feed but the site's own.
///
/// # Errors
/// When an Atom feed cannot be written.
pub(super) fn files(publication: &Publication) -> Result<Vec<File>> {
    let all = all(publication);
    let atom = |channel: &Channel| {
        let path = channel.atom_path();
        let bytes = atom::write(publication, channel, &path)?.into_bytes();
        Ok::<File, anyhow::Error>(File { path, bytes })
    };
    let mut files = vec![atom(&all)?];
    for channel in of_values(publication) {
        files.push(atom(&channel)?);
        let path = channel.json_path();
        let bytes = json::write(publication, &channel, &path).into_bytes();
        files.push(File { path, bytes });
    }
    Ok(files)
}

/// The feeds that the head of a page names: those of all news and, where they are not too many,
/// those of a region or partner.
pub(super) fn alternates(publication: &Publication) -> Vec<Alternate> {
    let all = all(publication);
    let json = Format::JsonFeed.media_type();
    let mut alternates = vec![
        Alternate { path: publication.feed.to_owned(), media_type: json, title: all.title.clone() },
        Alternate { path: all.atom_path(), media_type: ATOM, title: all.title },
    ];
    let of_values: Vec<Alternate> = of_values(publication)
        .into_iter()
        .flat_map(|channel| {
            let title = channel.title.clone();
            [
                Alternate { path: channel.json_path(), media_type: json, title },
                Alternate { path: channel.atom_path(), media_type: ATOM, title: channel.title },
            ]
        })
        .collect();
    if alternates.len() + of_values.len() <= MOST_ALTERNATES {
        alternates.extend(of_values);
    }
    alternates
}

fn all(publication: &Publication) -> Channel {
    Channel {
        path: "feed".to_owned(),
        title: publication.title(),
        query: String::new(),
        description: publication.archive.description.clone(),
        items: (0..publication.archive.items().len()).collect(),
    }
}

/// Whether the values of a facet have feeds of their own.
pub(super) fn has_feeds(facet: Facet) -> bool {
    facet != Facet::Topic
}

/// The lists of the regions and partners that any item carries, in the order of the page. An area
/// holds all that lies in it.
fn of_values(publication: &Publication) -> Vec<Channel> {
    let Publication { archive, language, .. } = *publication;
    let title = publication.title();
    let mut channels = Vec::new();
    for facet in view::facets(archive, language) {
        if !has_feeds(facet.facet) {
            continue;
        }
        // A country stands under every area that it lies in.
        let mut seen = BTreeSet::from([NOT_STATED.to_owned()]);
        for value in facet.values {
            if !seen.insert(value.id.clone()) {
                continue;
            }
            let Some(path) = query::feed_of(facet.facet, &value.id) else { continue };
            let mut filter = Filter::default();
            filter.choice_mut(facet.facet).add(&value.id);
            let items = archive.index().items(facet.facet, &value.id);
            let places = [("title", title.as_str()), ("list", value.name.as_str())];
            channels.push(Channel {
                path,
                title: language.fill(Phrase::ListOf, &places),
                query: query::write(&filter, "", ""),
                description: None,
                items: items.unwrap_or_default().to_vec(),
            });
        }
    }
    channels
}

#[cfg(test)]
mod tests;

//! Writes a JSON Feed (<https://www.jsonfeed.org/version/1.1/>) of some of the news, which reads in
//! Monthwise like the feed that it is a part of.

use std::collections::BTreeSet;

use archive::export::{self, About};
use archive::facets::Facet;
use archive::feed::{Item, Partner, Region};
use archive::link::Link;
use archive::markup::html::Html;
use archive::text::Source;

use super::Channel;
use crate::site::publication::Publication;

/// The feed of a list, which will stand at `path` in the site.
pub(super) fn write(publication: &Publication, channel: &Channel, path: &str) -> String {
    let archive = publication.archive;
    let items = channel.items.iter().filter_map(|position| archive.items().get(*position));
    let items: Vec<Item> = items.map(|item| placed(publication, item, path)).collect();
    let carried = |facet: Facet| -> BTreeSet<&str> {
        items.iter().flat_map(|item| facet.values_of(item)).map(String::as_str).collect()
    };
    // Of what the feed declares only what these items need, or a hundred feeds of partners would
    // each declare all hundred.
    let regions = carried(Facet::Region);
    let is_needed = |region: &&Region| {
        let contains = |id: &&str| archive.index().contains(Facet::Region, &region.id, id);
        regions.contains(region.id.as_str()) || regions.iter().any(contains)
    };
    let partners = carried(Facet::Partner);
    let partners = archive.partners().iter().filter(|partner| partners.contains(&*partner.id));
    let partners: Vec<Partner> = partners
        .map(|partner| {
            let url = partner.url.as_ref().map(|url| publication.link(path, url));
            Partner { url, ..partner.clone() }
        })
        .collect();

    let at_address = |to: &str| publication.address.map(|_| publication.reference(path, to));
    let (page, feed) = (at_address(&channel.page()), at_address(path));
    let about = About {
        title: &channel.title,
        description: channel.description.as_deref(),
        home_page_url: page.as_deref(),
        feed_url: feed.as_deref(),
        language: archive.language.as_deref(),
    };
    let regions = archive.regions().all().iter().filter(is_needed);
    export::json_feed(&about, regions, partners.iter(), items.iter(), "")
}

/// The item as it stands in the file at `path`.
fn placed(publication: &Publication, item: &Item, path: &str) -> Item {
    let text = match &item.text {
        // An item must have a text, if an empty one ("content_html and content_text are each optional
        // strings — but one or both must be present").
        Source::None | Source::Away => Source::Plain(String::new()),
        Source::Plain(text) => Source::Plain(text.clone()),
        Source::Html(html) => {
            let mut as_it_is = Html::default();
            item.text.print("", &mut as_it_is);
            let leading = publication.html(path, item);
            Source::Html(if leading == as_it_is.finish() { html.clone() } else { leading })
        }
    };
    let link = item.address().map(|href| Link::new(&publication.link(path, &href), &item.id));
    Item { text, link, ..item.clone() }
}

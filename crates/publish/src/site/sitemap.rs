//! Writes the list of a site's pages for search engines (<https://www.sitemaps.org/protocol.html>).

use anyhow::{Context, Result};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::publication::{File, Page, Publication};

/// How many addresses one file may hold, by the protocol.
const MOST_ADDRESSES: usize = 50_000;

/// The sitemap of the page with everything and the plain pages; none where it is not known where they
/// will be read, as it holds whole addresses only. It does not say when a page changed: a feed does not
/// say when an item was mended.
///
/// # Errors
/// When it cannot be written.
pub(super) fn file(publication: &Publication, plain: &[Page]) -> Result<Option<File>> {
    if publication.address.is_none() {
        return Ok(None);
    }
    let plain = plain.iter().map(|page| page.path);
    let pages = std::iter::once("").chain(plain).take(MOST_ADDRESSES);

    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let write = || -> std::io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let sitemap = writer.create_element("urlset");
        let sitemap =
            sitemap.with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        sitemap.write_inner_content(|writer| {
            for path in pages {
                writer.create_element("url").write_inner_content(|writer| {
                    let address = publication.reference("", path);
                    let element = writer.create_element("loc");
                    element.write_text_content(BytesText::new(&address))?;
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(())
    };
    write().context("sitemap.xml cannot be written")?;
    Ok(Some(File { path: "sitemap.xml".to_owned(), bytes: writer.into_inner() }))
}

#[cfg(test)]
mod tests;

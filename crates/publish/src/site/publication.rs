//! Defines what is published and where, and how the files of a site lead to each other: by whole
//! addresses where it is known where the site will be read, else by relative ones, which work under
//! any address.

use archive::archive::Archive;
use archive::date::PartialDate;
use archive::feed::Item;
use archive::language::Language;
use archive::link;
use archive::markup::html::Html;
use archive::markup::{Sink, anchor};
use archive::view;
use chrono::NaiveDate;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{ParseError, Url};

/// What is published, and where.
pub(super) struct Publication<'a> {
    /// The news.
    pub(super) archive: &'a Archive,
    /// The language of the interface.
    pub(super) language: &'a Language,
    /// Where the site will be read, ending in `/`; none where that is not known.
    pub(super) address: Option<&'a str>,
    /// The path of the feed's first file in the site, e.g. `news.json`.
    pub(super) feed: &'a str,
    /// The path of the picture for whoever shares a link.
    pub(super) image: Option<&'a str>,
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// Its path in the site, with `/`.
    pub(super) path: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
}

impl File {
    /// A file that holds a text.
    pub(super) fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: text.into().into_bytes() }
    }
}

/// A page of the site: the one with everything, or the plain page of a year.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// Its path in the site; empty for the page with everything.
    pub(super) path: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// The positions of the items that stand in it.
    pub(super) items: &'a [usize],
}

/// What a fragment may not hold as it is (RFC 3986, section 3.5).
const NOT_IN_A_FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'?');

impl Publication<'_> {
    /// The feed's title.
    pub(super) fn title(&self) -> String {
        view::title(self.archive, self.language)
    }

    /// The language of the feed's texts: where the feed does not say it, the interface's.
    pub(super) fn language_of_texts(&self) -> &str {
        let own = self.archive.language.as_deref();
        own.unwrap_or_else(|| self.language.locale().tag())
    }

    /// How the file at `from` names what stands at `to`. Both are paths in the site; an empty `to` is
    /// the page with everything, and a query or a place in it may follow.
    pub(super) fn reference(&self, from: &str, to: &str) -> String {
        if let Some(address) = self.address {
            return format!("{address}{to}");
        }
        match from.matches('/').count() {
            0 => format!("./{to}"),
            depth => "../".repeat(depth) + to,
        }
    }

    /// The link to an item in the page with everything, as the file at `from` names it.
    pub(super) fn permalink(&self, from: &str, item: &Item) -> String {
        self.place(from, "", item)
    }

    /// The link to an item in the page at `path`, as the file at `from` names it.
    pub(super) fn place(&self, from: &str, path: &str, item: &Item) -> String {
        let anchor = anchor(&item.id);
        let fragment = utf8_percent_encode(&anchor, NOT_IN_A_FRAGMENT);
        self.reference(from, &format!("{path}#{fragment}"))
    }

    /// How the file at `from` names what the feed names by a link of its own. A relative one starts
    /// from the feed, which may stand in another folder.
    pub(super) fn link(&self, from: &str, href: &str) -> String {
        if Url::parse(href) != Err(ParseError::RelativeUrlWithoutBase) {
            return href.to_owned();
        }
        match (self.address, href.chars().next()) {
            (Some(address), _) => {
                let base = [address, self.feed].concat();
                link::resolve(href, &base).unwrap_or_else(|| href.to_owned())
            }
            (None, Some('/' | '\\')) => href.to_owned(),
            (None, Some('?' | '#')) => self.reference(from, self.feed) + href,
            (None, _) => {
                let folder = self.feed.rsplit_once('/').map_or("", |(folder, _)| folder);
                let slash = if folder.is_empty() { "" } else { "/" };
                self.reference(from, &[folder, slash, href].concat())
            }
        }
    }

    /// An item's text as HTML, for the file at `from`.
    pub(super) fn html(&self, from: &str, item: &Item) -> String {
        let mut text = Text { html: Html::default(), publication: self, from };
        item.text.print(&self.archive.base, &mut text);
        text.html.finish()
    }
}

/// The first day on which an item may have happened.
pub(super) fn first_day(item: &Item) -> Option<NaiveDate> {
    match item.date? {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(month) => NaiveDate::from_ymd_opt(month.year(), month.number(), 1),
        PartialDate::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
    }
}

/// Prints a text whose links lead from a file where they led from the feed.
struct Text<'a> {
    html: Html,
    publication: &'a Publication<'a>,
    from: &'a str,
}

impl Sink for Text<'_> {
    fn open(&mut self, tag: &str) {
        self.html.open(tag);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if name == "href" {
            self.html.attribute(name, &self.publication.link(self.from, value));
        } else {
            self.html.attribute(name, value);
        }
    }

    fn text(&mut self, text: &str) {
        self.html.text(text);
    }

    fn close(&mut self) {
        self.html.close();
    }
}

#[cfg(test)]
mod tests;

//! The pages of a site: the one with the list, the same for a frame in pages of others, the one on
//! which lines for such pages are put together, a plain one for every year, and the one for addresses
//! that have none.

use std::ops::Range;

use archive::archive::{Archive, Section};
use archive::date::{PartialDate, Period};
use archive::facets::NOT_STATED;
use archive::filter::Filter;
use archive::markup::anchor;
use archive::query;
use archive::view::FacetView;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};

use super::bundle::{Bundle, SCRIPT};
use super::card;
use super::document::{Document, description, element, escaped, icon, looks, tag};
use super::feeds::{self, Alternate};
use super::linked_data;
use super::policy;
use super::publication::{File, Page, Publication};
use super::still;
use super::tree::Element;
use super::words::Words;
use crate::locale;

/// The page that the bundle carries, and that [`Pages::builder`] fits to the site.
pub(super) const BUILDER: &str = "embed/index.html";

/// What the pages are made with.
pub(super) struct Pages<'a> {
    pub(super) publication: &'a Publication<'a>,
    pub(super) bundle: Bundle<'a>,
    pub(super) words: Words,
    /// How many of the newest items stand in the page at least.
    pub(super) items_in_page: usize,
    /// A hash of the feed's files. The page asks for the feed by it, so that a browser never shows a
    /// list older than the one in the page.
    pub(super) feed_version: String,
    /// Tells the feed's first file from others. The list in the page becomes the app's where that is of the same build
    /// and has read the same file.
    pub(super) fingerprint: u32,
    /// The address of the feed's outline, where it has one.
    pub(super) outline: Option<&'a str>,
    /// The feeds that heads name.
    pub(super) alternates: Vec<Alternate>,
    /// The origins of the feed's files that are not the site's own.
    pub(super) elsewhere: &'a [String],
}

/// A year of the archive, or what has no date: a page of its own.
pub(super) struct Year {
    /// The folder of its page, e.g. `2007/`.
    pub(super) folder: String,
    /// What it is called.
    pub(super) label: String,
    /// Its sections in the archive.
    pub(super) sections: Range<usize>,
}

/// The place in the element in which its content is shown. The element makes one where there is none; but then the
/// browser lays out the list that it has shown already a second time, while the visitor waits for the filters.
const SLOT: &str = "<template shadowrootmode=\"open\"><slot></slot></template>";

impl Pages<'_> {
    /// The years of the archive, newest first, undated items last.
    pub(super) fn years(&self) -> Vec<Year> {
        let Publication { archive, language, .. } = *self.publication;
        let mut years: Vec<Year> = Vec::new();
        for (number, section) in archive.sections().iter().enumerate() {
            let folder = still::folder(section.period);
            if let Some(year) = years.last_mut().filter(|year| year.folder == folder) {
                year.sections.end = number + 1;
                continue;
            }
            let label = match section.period.year() {
                Some(year) => language.locale().date(PartialDate::Year(year)),
                None => archive::view::heading(Period::Undated, language),
            };
            years.push(Year { folder, label, sections: number..number + 1 });
        }
        years
    }

    /// The page with the list: whole as the feed is, of which the newest months stand in it.
    pub(super) fn index(&self, years: &[Year]) -> File {
        let Publication { archive, language, feed, .. } = *self.publication;
        let newest = still::newest(archive, self.items_in_page);
        let list = still::page(archive, language, newest);
        let goes_on = archive.items().get(newest.items).and_then(|item| {
            let of_item = |section: &&Section| section.items.contains(&newest.items);
            let section = archive.sections().iter().find(of_item)?;
            let month = archive::view::heading(section.period, language);
            let text = self.words.say("goes-on", &[("month", &month)]);
            let id = if section.items.start == newest.items {
                section.period.id()
            } else {
                anchor(&item.id).into_owned()
            };
            let href = still::place(section.period, &id);
            let link = element("a", &[("href", &href)], &text);
            Some(format!("<p class=\"site__more\">{link}</p>"))
        });
        let feed = self.newest(feed);
        let attributes = [
            ("class", "monthwise"),
            ("src", &*feed),
            ("feeds", still::FEEDS),
            ("lang", language.locale().tag()),
            ("heading-level", "1"),
            ("standalone", ""),
        ];
        let body = format!(
            "    <main class=\"site__main\">\n      {}{SLOT}\n        <div class=\"root\" data-made=\"{} {}\">{}</div>\n        {}\n      \
             </monthwise-news>\n    </main>\n{}",
            tag("monthwise-news", &attributes),
            self.bundle.folder,
            self.fingerprint,
            list.inner_html(),
            goes_on.unwrap_or_default(),
            self.footer(years, ""),
        );
        let title = self.publication.title();
        let items: Vec<usize> = (0..newest.items).collect();
        let page = Page { path: "", title: &title, items: &items };
        let head = self.head(&page, self.loads(""));
        let policy = policy::of_page(self.elsewhere);
        let body = body + &self.data(&page);
        File::text("index.html", self.document(policy, title.clone(), head, body))
    }

    /// The page with the list for a frame in a page of somebody else: `public/frame/` has its style and its
    /// script, and the same page with another feed.
    pub(super) fn frame(&self) -> File {
        const UP: &str = "../";
        let language = self.publication.language.locale().tag();
        let title = self.publication.title();
        let feed = [UP, &self.newest(self.publication.feed)].concat();
        let attributes = [("src", &*feed), ("feeds", UP), ("lang", language), ("eager", "")];
        let body = format!(
            "    <main>\n      {}<p>{}</p></monthwise-news>\n    </main>",
            tag("monthwise-news", &attributes),
            element("a", &[("href", UP)], &title),
        );
        let mut head = vec![
            // The list is found by its own page.
            tag("meta", &[("name", "robots"), ("content", "noindex")]),
            // Links lead on in the window, not in the frame.
            tag("base", &[("target", "_top")]),
            icon(UP),
            tag("link", &[("rel", "stylesheet"), ("href", "frame.css")]),
            // First: it sets attributes of the element.
            element("script", &[("type", "module"), ("src", "frame.js")], ""),
        ];
        head.extend(self.loads(UP));
        let policy = policy::of_page(self.elsewhere);
        File::text("frame/index.html", self.document(policy, title, head, body))
    }

    /// The page on which the lines for a page of others are put together, as the bundle has it but for
    /// the feed, and the origins that it may be at. The lines are to last, so they name no version of it.
    pub(super) fn builder(&self, carried: &[u8]) -> File {
        let feed = format!("src=\"../{}\"", self.publication.feed);
        let page = String::from_utf8_lossy(carried).replace("src=\"../news.json\"", &feed);
        File::text(BUILDER, page.replace("connect-src 'self'", &policy::connect(self.elsewhere)))
    }

    /// The feed as pages ask for it.
    fn newest(&self, feed: &str) -> String {
        format!("{feed}?{}", self.feed_version)
    }

    /// The script, and what it will ask for, so that the browser asks at once. Not the style: it is in
    /// use. `up` leads to the site's first folder.
    fn loads(&self, up: &str) -> Vec<String> {
        let language = locale::file_of(self.publication.language.locale().tag());
        let folder = self.bundle.folder;
        let mut asked = vec![
            format!("{up}{folder}/monthwise.bin"),
            [up, &self.newest(self.publication.feed)].concat(),
        ];
        asked.extend(self.outline.map(|outline| [up, outline].concat()));
        asked.push(format!("{up}{folder}/languages/{language}.json"));
        let script = [up, SCRIPT].concat();
        let mut loads = vec![element("script", &[("type", "module"), ("src", &script)], "")];
        loads.extend(asked.iter().map(|path| {
            let cors = ("crossorigin", "anonymous");
            tag("link", &[("rel", "preload"), ("href", path), ("as", "fetch"), cors])
        }));
        loads
    }

    /// The plain page of a year.
    pub(super) fn year(&self, at: usize, years: &[Year]) -> Option<File> {
        let Publication { archive, language, .. } = *self.publication;
        let year = years.get(at)?;
        let filter = Filter::default();
        let mut months = Element::default();
        let printer = still::printer(archive, language, &filter, 0);
        still::print_months(&printer, year.sections.clone(), usize::MAX, &mut months);
        months.map(&mut |element| still::plain(element, self.publication, &year.folder));
        let name = self.title_of(year);
        let title = [
            ("class", "page__title"),
            ("lang", self.publication.language_of_texts()),
            ("dir", "auto"),
        ];
        let step = |year: Option<&Year>, key: &str, rel: &str| {
            let Year { folder, label, .. } = year?;
            let text = self.words.say(key, &[("year", label)]);
            let href = ["../", folder].concat();
            Some(format!("<li>{}</li>", element("a", &[("href", &href), ("rel", rel)], &text)))
        };
        let links = [
            Some(format!(
                "<li>{}</li>",
                element("a", &[("href", "../")], &self.words.say("search", &[]))
            )),
            step(at.checked_sub(1).and_then(|at| years.get(at)), "previous", "prev"),
            step(years.get(at + 1), "next", "next"),
        ];
        let body = format!(
            "    <div class=\"monthwise root site__main\">\n      <header class=\"page__header\">\n        \
             {}\n        <ul class=\"site__links\">{}</ul>\n      \
             </header>\n      <main class=\"months\">{}</main>\n    </div>\n{}",
            element("h1", &title, &name),
            links.into_iter().flatten().collect::<String>(),
            months.inner_html(),
            self.footer(years, "../"),
        );
        let items = positions(archive, &year.sections);
        let page = Page { path: &year.folder, title: &name, items: &items };
        let (head, body) = (self.head(&page, Vec::new()), body + &self.data(&page));
        let document = self.document(policy::of_plain_page(), name.clone(), head, body);
        Some(File::text([&year.folder, "index.html"].concat(), document))
    }

    /// The plain page of all feeds: whoever cares for one region or partner finds its feed there.
    pub(super) fn feeds(&self, years: &[Year]) -> File {
        let Publication { archive, language, .. } = *self.publication;
        let say = |key: &str| escaped(&self.words.say(key, &[]));
        let entry = |class: &str, name: &str, path: &str, json: &str| {
            let links = [("Atom", [path, ".xml"].concat()), ("JSON Feed", json.to_owned())];
            let links =
                links.map(|(text, href)| element("a", &[("href", &["../", &href].concat())], text));
            let (open, name) = (tag("li", &[("class", class)]), escaped(name));
            format!("{open}<bdi>{name}</bdi>: {}</li>", links.join(", "))
        };
        let name = self.words.say("all-news", &[]);
        let all = entry("value", &name, "feed", self.publication.feed);
        let list = |facet: &FacetView| {
            let values = facet.values.iter().filter(|value| value.id != NOT_STATED);
            let entries = values.filter_map(|value| {
                let path = query::feed_of(facet.facet, &value.id)?;
                let class = if value.area.is_some() { "value--within" } else { "value" };
                Some(entry(class, &value.name, &path, &[&path, ".json"].concat()))
            });
            let entries: String = entries.collect();
            let heading = element("h2", &[("class", "month__heading")], &facet.legend);
            format!("<section class=\"month\">{heading}<ul>{entries}</ul></section>")
        };
        let facets = archive::view::facets(archive, language);
        let facets = facets.iter().filter(|facet| feeds::has_feeds(facet.facet));
        let lists = facets.map(list).collect::<String>();
        let title = self.publication.title();
        let body = format!(
            "    <main class=\"monthwise root site__main\">\n      <h1 class=\"page__title\">{}</h1>\n      \
             <ul class=\"site__links\"><li><a href=\"../\">{}</a></li></ul>\n      \
             <ul class=\"month\">{all}</ul>{lists}\n    </main>\n{}",
            say("feeds"),
            escaped(&title),
            self.footer(years, "../"),
        );
        let name =
            self.words.say("year", &[("title", &title), ("year", &self.words.say("feeds", &[]))]);
        let mut head = looks(&self.bundle, "../");
        head.extend(Self::links_to(&self.alternates, "../"));
        let document = self.document(policy::of_plain_page(), name, head, body);
        File::text("feeds/index.html", document)
    }

    /// The title of a year's page.
    pub(super) fn title_of(&self, year: &Year) -> String {
        let title = self.publication.title();
        self.words.say("year", &[("title", &title), ("year", &year.label)])
    }

    /// The page for addresses that have none. It may be shown at any depth, so nothing in it is
    /// relative: it has its own style, and a link only where the site's address is known.
    pub(super) fn not_found(&self) -> File {
        const STYLE: &str = ":root{color-scheme:light dark;background:light-dark(#fdfcfa,#15181a);\
            color:light-dark(#1c2124,#e7e9ea);font-family:system-ui,sans-serif;line-height:1.5}\
            body{max-width:40rem;margin:20vh auto;padding:0 1.5rem}\
            h1{font-family:Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif}\
            a{color:light-dark(#0b5d66,#7fd0d9)}";
        let say = |key: &str| self.words.say(key, &[]);
        let way = match self.publication.address {
            Some(address) => element("a", &[("href", address)], &say("not-found-home")),
            None => escaped(&say("not-found-up")),
        };
        let body = format!(
            "    <main>\n      {}\n      {}\n      <p>{way}</p>\n    </main>",
            element("h1", &[], &say("not-found")),
            element("p", &[], &say("not-found-text")),
        );
        let policy = policy::of_not_found(&BASE64_STANDARD.encode(Sha256::digest(STYLE)));
        // Some hosts send it with the status 200.
        let robots = tag("meta", &[("name", "robots"), ("content", "noindex")]);
        let head = vec![robots, format!("<style>{STYLE}</style>")];
        let places = [("title", &*self.publication.title()), ("year", &say("not-found"))];
        let title = self.words.say("year", &places);
        File::text("404.html", self.document(policy, title, head, body))
    }

    fn document(&self, policy: String, title: String, head: Vec<String>, body: String) -> String {
        let language = self.publication.language.locale().tag();
        Document { language, policy, title, head, body }.write()
    }

    /// What a page says of itself in its head; first of all, what it loads.
    fn head(&self, page: &Page<'_>, loads: Vec<String>) -> Vec<String> {
        let publication = self.publication;
        let up = if page.path.is_empty() { "" } else { "../" };
        let about = publication.archive.description.clone().filter(|_| page.path.is_empty());
        let about =
            about.unwrap_or_else(|| self.words.say("description", &[("title", page.title)]));
        let mut head = looks(&self.bundle, up);
        head.extend(loads);
        head.push(description(&about));
        if let Some(address) = publication.address {
            let own = [address, page.path].concat();
            head.push(tag("link", &[("rel", "canonical"), ("href", &own)]));
        }
        // The page of a year is none of a region.
        let of_all = self.alternates.len().min(feeds::ALTERNATES_OF_ALL);
        let named = if up.is_empty() { &self.alternates[..] } else { &self.alternates[..of_all] };
        head.extend(Self::links_to(named, up));
        for meta in card::of(publication, page) {
            head.push(tag("meta", &[(meta.attribute, meta.name), ("content", &meta.content)]));
        }
        head
    }

    /// What a page says of itself to search engines. It stands at its end: readers come first.
    fn data(&self, page: &Page<'_>) -> String {
        let data = linked_data::text(self.publication, page);
        format!("\n    <script type=\"application/ld+json\">{data}</script>")
    }

    /// The links by which feed readers find feeds; `up` leads to the site's first folder.
    fn links_to(alternates: &[Alternate], up: &str) -> Vec<String> {
        let link = |alternate: &Alternate| {
            let href = [up, &alternate.path].concat();
            let (kind, title) = (alternate.media_type, &*alternate.title);
            tag("link", &[("rel", "alternate"), ("type", kind), ("href", &href), ("title", title)])
        };
        alternates.iter().map(link).collect()
    }

    /// What stands under every page: the ways to all years, to the feeds, and into pages of others.
    fn footer(&self, years: &[Year], up: &str) -> String {
        let entry =
            |href: &str, text: &str| format!("<li>{}</li>", element("a", &[("href", href)], text));
        let years: String =
            years.iter().map(|year| entry(&[up, &year.folder].concat(), &year.label)).collect();
        let feed = [up, self.publication.feed].concat();
        let feeds = [
            entry(&[up, "feed.xml"].concat(), "Atom"),
            entry(&feed, "JSON Feed"),
            entry(&[up, "feeds/"].concat(), &self.words.say("all-feeds", &[])),
            entry(&[up, "embed/"].concat(), &self.words.say("embed", &[])),
        ];
        let list = |key: &str, entries: &str| {
            let label = self.words.say(key, &[]);
            if entries.is_empty() {
                return String::new();
            }
            format!(
                "      <nav class=\"site__nav\" aria-label=\"{0}\"><h2 class=\"site__heading\">{0}</h2>\
                 <ul class=\"site__links\">{entries}</ul></nav>\n",
                escaped(&label)
            )
        };
        format!(
            "    <footer class=\"monthwise root site__footer\">\n{}{}    </footer>",
            list("years", &years),
            list("feeds", &feeds.concat()),
        )
    }
}

/// The positions of the items of sections.
pub(super) fn positions(archive: &Archive, sections: &Range<usize>) -> Vec<usize> {
    let sections = archive.sections().get(sections.clone()).unwrap_or_default();
    sections.iter().flat_map(|section| section.items.clone()).collect()
}

#[cfg(test)]
mod tests;

//! Reads RSS 2.0, 0.9x and 1.0 and Atom, an entry at a time.
//!
//! feed-rs reads them, but gives up a whole file for one entry, says no line, and leaves out
//! `dc:subject`, `isPermaLink` and most of `xml:base`. So the file is cut into its entries first,
//! with quick-xml, which feed-rs stands on, and each entry is read as a feed of its own.

mod cut;

use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use archive::text::Source;
use feed_rs::model::{self, FeedType, Text};
use feed_rs::parser::{Builder, ParseErrorKind, ParseFeedError, ParseFeedResult};
use url::Url;

use super::date::DayOrder;
use super::entry::{Entry, Head, Input, Place, Read};
use super::html;
use crate::report::{Finding, Progress, Severity, quoted};
use cut::{Cut, Piece};

/// Reads a feed in XML; none where it is no feed.
pub(super) fn read(
    input: &Rc<Input>,
    order: Option<DayOrder>,
    progress: &mut Progress,
) -> Option<Read> {
    let cut = cut::cut(input.text())?;
    let feed = Reader::new(None).parse(&cut.head).ok();
    let head = feed.as_ref().map(head).unwrap_or_default();
    let home = head.home_page_url.clone();
    let mut read = Read { head, ..Read::default() };
    // What `xml:base` starts from, and links where there is none.
    let outer = home.and_then(|home| Url::parse(&home).ok());
    let reader = Reader::new(outer);
    for (item, piece) in (1..).zip(&cut.pieces) {
        let all = cut.pieces.len();
        progress.say(format_args!("{}: {item} of {all} entries read", input.path.display()));
        let span = piece.tag.clone();
        let mut entry = Entry::new(Place { input: Rc::clone(input), item, span });
        match reader.entry(&cut, piece, &mut entry, &mut read, order) {
            Ok(()) => read.take(entry),
            Err(finding) => read.findings.push(*finding),
        }
    }
    if let Some(half) = cut.half {
        let message = "the file breaks off here; what stands before it arrived";
        let finding = Finding::of_file(Severity::Error, "half-a-file", &input.path, message);
        let finding = finding.within(&input.lines, half.at).help("fetch the file again");
        let item = half.is_entry.then_some(cut.pieces.len() + 1);
        read.findings.push(Finding { item, ..finding });
    }
    Some(read)
}

fn head(feed: &model::Feed) -> Head {
    let line = |text: &Option<Text>| one_line(text.as_ref()?, is_rss(feed));
    Head {
        title: line(&feed.title),
        description: line(&feed.description),
        language: feed.language.clone(),
        home_page_url: alternate(&feed.links).map(ToString::to_string),
        ..Head::default()
    }
}

fn is_rss(feed: &model::Feed) -> bool {
    feed.feed_type != FeedType::Atom
}

/// Reads pieces of a feed with feed-rs, and keeps the dates that it meets.
///
/// It asks for an instant and would convert it to UTC, which moves days. What it is given instead
/// is, as seconds, the number of the written date in a list.
struct Reader {
    base: Option<Url>,
    dates: Arc<Mutex<Vec<String>>>,
}

impl Reader {
    fn new(base: Option<Url>) -> Self {
        Self { base, dates: Arc::default() }
    }

    /// Reads a feed. A parser is made for each: one that has failed once panics the next time.
    fn parse(&self, xml: &str) -> ParseFeedResult<model::Feed> {
        let met = Arc::clone(&self.dates);
        Builder::new()
            .base_uri(self.base.as_ref())
            .sanitize_content(false)
            // An id that is made from a title would change with it, unseen.
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(move |written| {
                let mut dates = met.lock().unwrap_or_else(PoisonError::into_inner);
                dates.push(written.to_owned());
                chrono::DateTime::from_timestamp(i64::try_from(dates.len() - 1).ok()?, 0)
            })
            .build()
            .parse(xml.as_bytes())
    }

    /// The date that stands for an instant.
    fn written(&self, instant: Option<chrono::DateTime<chrono::Utc>>) -> Option<String> {
        let dates = self.dates.lock().unwrap_or_else(PoisonError::into_inner);
        dates.get(usize::try_from(instant?.timestamp()).ok()?).cloned()
    }

    fn entry(
        &self,
        cut: &Cut,
        piece: &Piece,
        entry: &mut Entry,
        read: &mut Read,
        order: Option<DayOrder>,
    ) -> Result<(), Box<Finding>> {
        let parsed = self
            .parse(&cut.alone(piece))
            .map_err(|error| Box::new(refused(&entry.place, &error)))?;
        let is_rss = is_rss(&parsed);
        let Some(found) = parsed.entries.into_iter().next() else {
            let message = "an RSS 1.0 item without a link cannot be read; it is left out";
            return Err(Box::new(entry.place.finding(Severity::Error, "not-an-entry", message)));
        };
        let id = Some(found.id.trim().to_owned()).filter(|id| !id.is_empty());
        entry.id = id.or_else(|| piece.about.clone());
        entry.title = found.title.as_ref().and_then(|title| one_line(title, is_rss));
        entry.url = alternate(&found.links).map(ToString::to_string).or_else(|| {
            // RSS 2.0: a guid is an address, unless it says that it is none.
            let is_address = |id: &String| id.starts_with("http://") || id.starts_with("https://");
            (is_rss && piece.is_permalink).then(|| entry.id.clone().filter(is_address)).flatten()
        });

        let base = self.base_of(piece, found.base.as_deref(), entry.url.as_deref());
        let content = found.content.and_then(|content| {
            let Some(text) = content.body else {
                // Atom's content may be a file elsewhere.
                let src = base.as_ref().zip(content.src);
                let src = src.and_then(|(base, src)| base.join(&src.href).ok());
                entry.url = entry.url.take().or(src.map(String::from));
                return None;
            };
            body(&text, content.content_type.as_ref(), base.as_ref())
        });
        let summary = found.summary.map(|text| {
            let kind = if is_rss { "text/html" } else { text.content_type.as_ref() };
            body(&text.content, kind, base.as_ref()).unwrap_or_default()
        });
        match (content.filter(|text| *text != Source::None), summary) {
            (Some(text), summary) => {
                entry.text = text;
                entry.summary = summary.map(|text| text.plain()).filter(|text| !text.is_empty());
            }
            (None, Some(summary)) => entry.text = summary,
            (None, None) => {}
        }

        let date = self.written(found.published).or_else(|| self.written(found.updated));
        entry.date(&date.unwrap_or_default(), order, &mut read.findings)?;
        entry.language = found.language;
        let categories = found.categories.into_iter();
        entry.categories = categories
            .map(|category| category.label.unwrap_or(category.term))
            .chain(piece.subjects.iter().cloned())
            .filter_map(|category| html::line(&category))
            .collect();
        Ok(())
    }

    /// What relative links of an entry's text start from: `xml:base`, each on top of the one
    /// around it, or else the entry's own address, or the feed's.
    fn base_of(&self, piece: &Piece, content: Option<&str>, url: Option<&str>) -> Option<Url> {
        let mut base = self.base.clone();
        let bases = piece.bases.iter().map(String::as_str).chain(content);
        let mut is_said = false;
        for said in bases {
            let joined = match &base {
                Some(base) => base.join(said).ok(),
                None => Url::parse(said).ok(),
            };
            is_said |= joined.is_some();
            base = joined.or(base);
        }
        let own = url.filter(|_| !is_said).and_then(|url| Url::parse(url).ok());
        own.or(base)
    }
}

/// Why an entry cannot be read.
fn refused(place: &Place, error: &ParseFeedError) -> Finding {
    let finding = |message: String| {
        let message = format!("it is left out: {message}");
        place.finding(Severity::Error, "not-an-entry", message)
    };
    match error {
        ParseFeedError::XmlReader(error) => {
            let error = error.to_string();
            let error = error.rsplit(": ").next().unwrap_or_default();
            finding(format!("it is not well-formed XML ({error})"))
                .help("end every tag, and write `&amp;` for `&` and `&lt;` for `<`")
        }
        ParseFeedError::ParseError(ParseErrorKind::UnknownMimeType { mime, .. }) => {
            finding(format!("{} is no type that a text can have", quoted(mime)))
                .help("the type is text, html or xhtml (RFC 4287, section 4.1.3.1)")
        }
        ParseFeedError::ParseError(ParseErrorKind::MissingContent { reference, .. }) => {
            finding(format!("{reference} is missing"))
        }
        error => finding(error.to_string()),
    }
}

/// The address of the page that an entry or a feed is.
fn alternate(links: &[model::Link]) -> Option<&str> {
    let is_alternate = |link: &&model::Link| {
        link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
    };
    links.iter().find(is_alternate).map(|link| link.href.as_str()).filter(|href| !href.is_empty())
}

/// A title or the like. RSS does not say whether it is HTML, and it is met both ways.
fn one_line(text: &Text, is_rss: bool) -> Option<String> {
    if !is_rss && text.content_type.as_str() == "text/plain" {
        let line = archive::text::one_line(&text.content);
        return (!line.is_empty()).then_some(line);
    }
    html::line(&text.content)
}

/// A text by its media type; none where it is no text, e.g. a picture.
fn body(text: &str, kind: &str, base: Option<&Url>) -> Option<Source> {
    match kind {
        "text/plain" => {
            let text = text.trim();
            let plain = Source::Plain(text.to_owned());
            Some(if text.is_empty() { Source::None } else { plain })
        }
        "text/html" => Some(html::text(text, base)),
        // feed-rs writes `<br></br>`, which HTML reads as two, and leaves the type without its end.
        "application/xhtml" | "application/xhtml+xml" => {
            Some(html::text(&text.replace("</br>", ""), base))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    fn read_text(text: &str) -> Option<Read> {
        let input = Rc::new(Input::new(PathBuf::from("feed.xml"), text.to_owned()));
        read(&input, None, &mut Progress::new())
    }

    /// Why the file is cut: were this to fail, the cutting could go.
    #[test]
    fn feed_rs_gives_up_a_file_for_one_entry() {
        let feed = "<rss version='2.0'><channel><item><title>A</title></item>\
                    <item><title>B & C</title></item></channel></rss>";
        assert!(feed_rs::parser::parse(feed.as_bytes()).is_err());
        let read = read_text(feed).unwrap();
        assert_eq!((read.entries.len(), read.findings.len()), (1, 1));
    }

    #[test]
    fn films_do_not_arrive_and_do_no_harm() {
        for namespace in
            ["http://search.yahoo.com/mrss/", "http://www.itunes.com/dtds/podcast-1.0.dtd"]
        {
            let read = read_text(&format!(
                "<rss version='2.0' xmlns:m='{namespace}'><channel><item><title>A</title>\
                 <m:title>Not this</m:title><m:duration>99999999999999999999999</m:duration>\
                 <m:starRating average='5'/></item></channel></rss>"
            ));
            let entry = &read.unwrap().entries[0];
            assert_eq!(entry.title.as_deref(), Some("A"));
        }
    }

    #[test]
    fn relative_links_start_from_the_nearest_base() {
        for (root, channel, item, link, whole) in [
            ("", "", "", "https://example.org/a/b", "https://example.org/a/x"),
            ("", "", "", "/a/b", "https://home.example/a/x"),
            ("https://one.example/", "", "", "https://example.org/a/b", "https://one.example/x"),
            (
                "https://one.example/",
                "two/",
                "three/",
                "https://example.org/",
                "https://one.example/two/three/x",
            ),
            ("", "", "down/", "https://example.org/", "https://home.example/down/x"),
        ] {
            let base = |base: &str| match base {
                "" => String::new(),
                base => format!("xml:base='{base}'"),
            };
            let read = read_text(&format!(
                "<rss version='2.0' {}><channel {}><link>https://home.example/</link><item {}>\
                 <link>{link}</link><description>&lt;a href='x'>x&lt;/a></description></item>\
                 </channel></rss>",
                base(root),
                base(channel),
                base(item),
            ));
            let html = Source::Html(format!("<a href=\"{whole}\">x</a>"));
            assert_eq!(read.unwrap().entries[0].text, html, "{root} {channel} {item} {link}");
        }
    }

    proptest! {
        #[test]
        fn any_feed_is_survived(
            root in "(feed xmlns='http://www.w3.org/2005/Atom'|rss|RDF)",
            text in "(<(/)?(entry|item|channel|title|link href='x'|content type='xhtml'|pubDate|updated|p)>|\\PC{0,4}|&amp;|&|<){0,24}",
        ) {
            read_text(&format!("<{root}>{text}"));
        }
    }
}

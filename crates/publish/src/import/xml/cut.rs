//! Cuts a feed in XML into its entries, each of which can then be read alone.

use std::ops::Range;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// Namespaces of films and the like, which do not arrive. feed-rs panics over some of their durations.
const MEDIA: [&str; 3] = [
    "http://search.yahoo.com/mrss/",
    "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "https://podcastindex.org/namespace/1.0",
];

/// A feed in pieces.
#[derive(Debug)]
pub(super) struct Cut {
    /// The feed without its entries, whole.
    pub(super) head: String,
    /// Its entries.
    pub(super) pieces: Vec<Piece>,
    /// Where reading stopped before the feed ended: the start tag of the entry that does not end,
    /// or a place between entries.
    pub(super) half: Option<Half>,
    /// What stands around an entry.
    open: String,
    close: String,
}

/// Where a feed breaks off.
#[derive(Debug)]
pub(super) struct Half {
    /// In bytes of the file.
    pub(super) at: Range<usize>,
    /// Whether an entry is lost there.
    pub(super) is_entry: bool,
}

/// An entry, and what feed-rs does not say of it.
#[derive(Debug, Default)]
pub(super) struct Piece {
    xml: String,
    /// Its start tag, in bytes of the file.
    pub(super) tag: Range<usize>,
    /// Each `xml:base` around it and its own, the outermost first.
    pub(super) bases: Vec<String>,
    /// Its categories by Dublin Core.
    pub(super) subjects: Vec<String>,
    /// What RSS 1.0 calls it (`rdf:about`).
    pub(super) about: Option<String>,
    /// Whether its `guid` is an address, as it is unless it says otherwise.
    pub(super) is_permalink: bool,
}

impl Cut {
    /// A feed with this entry and no other.
    pub(super) fn alone(&self, piece: &Piece) -> String {
        without_media([&self.open, &piece.xml, &self.close].map(String::as_str).concat())
    }
}

/// The same, with films and the like in a namespace that nobody knows.
fn without_media(mut xml: String) -> String {
    for media in MEDIA {
        for quote in ["\"", "'"] {
            let quoted = [quote, media, quote].concat();
            if xml.contains(&quoted) {
                xml = xml.replace(&quoted, "\"urn:not-read\"");
            }
        }
    }
    xml
}

/// What the outermost element says of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rss,
    Rdf,
    Atom,
}

impl Kind {
    /// What an entry is called.
    fn entry(self) -> &'static str {
        match self {
            Self::Rss | Self::Rdf => "item",
            Self::Atom => "entry",
        }
    }
}

/// Cuts a feed into its entries; none where the text is no feed. What is broken within an entry stays
/// within it: its end is looked for by its name alone.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut cutter = None::<Cutter<'_>>;
    let mut stopped = Some(text.len());
    loop {
        let begin = position(&reader);
        let Ok((namespace, event)) = reader.read_resolved_event() else {
            stopped = Some(begin);
            break;
        };
        let is_dublin_core =
            matches!(namespace, ResolveResult::Bound(name) if name.as_ref() == DUBLIN_CORE);
        let is_empty = matches!(event, Event::Empty(_));
        let tag = begin..position(&reader);
        match (event, &mut cutter) {
            (Event::Eof, _) => break,
            (Event::Start(root) | Event::Empty(root), None) => {
                cutter = Some(Cutter::new(text, &root, tag.end)?);
            }
            (Event::Start(start) | Event::Empty(start), Some(cutter)) => {
                cutter.start(&start, tag, is_empty, is_dublin_core);
            }
            (Event::End(end), Some(cutter)) => {
                let has_ended = cutter.end(end.name().as_ref(), begin);
                stopped = stopped.filter(|_| !has_ended);
            }
            (Event::Text(words), Some(cutter)) => cutter.words(&words),
            (Event::CData(words), Some(cutter)) => cutter.words(&words),
            // Entities are for whoever reads the category as HTML.
            (Event::GeneralRef(entity), Some(cutter)) => {
                cutter.words(&format!("&{};", entity.as_ref()));
            }
            _ => {}
        }
    }
    Some(cutter?.finish(stopped))
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where the cutting stands.
struct Cutter<'a> {
    text: &'a str,
    cut: Cut,
    kind: Kind,
    root: String,
    /// Each `xml:base` around the entries.
    bases: Vec<String>,
    /// Where the head begins and, once there is an entry, ends.
    head: (usize, Option<usize>),
    /// The entry that has begun, and its name.
    piece: Option<(Piece, String)>,
    is_in_subject: bool,
}

impl<'a> Cutter<'a> {
    /// A feed whose outermost element has begun; none where that is no feed's.
    fn new(text: &'a str, start: &BytesStart<'_>, end: usize) -> Option<Self> {
        let kind = match start.local_name().as_ref() {
            "rss" => Kind::Rss,
            "RDF" => Kind::Rdf,
            "feed" => Kind::Atom,
            _ => return None,
        };
        let root = start.name().as_ref().to_owned();
        let cut = Cut {
            head: String::new(),
            pieces: Vec::new(),
            half: None,
            open: root_tag(start, kind),
            close: format!("</{root}>"),
        };
        Some(Self {
            text,
            cut,
            kind,
            root,
            bases: attribute(start, "xml:base").into_iter().collect(),
            head: (end, None),
            piece: None,
            is_in_subject: false,
        })
    }

    fn start(
        &mut self,
        start: &BytesStart<'_>,
        tag: Range<usize>,
        is_empty: bool,
        is_dublin_core: bool,
    ) {
        let name = start.name();
        let local = name.local_name();
        if let Some((piece, entry)) = &mut self.piece
            && name.as_ref() != entry
        {
            self.is_in_subject = is_dublin_core && local.as_ref() == "subject" && !is_empty;
            if self.is_in_subject {
                piece.subjects.push(String::new());
            }
            if local.as_ref() == "guid" {
                let said = attribute(start, "isPermaLink");
                piece.is_permalink = said.is_none_or(|said| said != "false");
            }
        } else if self.kind == Kind::Rss && local.as_ref() == "channel" {
            self.bases.extend(attribute(start, "xml:base"));
            self.head.0 = tag.end;
            self.cut.open.push_str(&self.text[tag]);
            self.cut.close.insert_str(0, "</channel>");
        } else if local.as_ref() == self.kind.entry() {
            self.head.1.get_or_insert(tag.start);
            // One that did not end ends where the next begins.
            self.end_entry(tag.start);
            let own = attribute(start, "xml:base");
            let end = tag.end;
            let piece = Piece {
                tag,
                bases: self.bases.iter().cloned().chain(own).collect(),
                about: attribute(start, "rdf:about"),
                is_permalink: true,
                ..Piece::default()
            };
            self.piece = Some((piece, name.as_ref().to_owned()));
            if is_empty {
                self.end_entry(end);
            }
        }
    }

    /// Whether it is the feed that ends.
    fn end(&mut self, name: &str, begin: usize) -> bool {
        self.is_in_subject = false;
        if self.piece.as_ref().is_some_and(|(_, entry)| entry == name) {
            self.end_entry(begin);
        }
        self.piece.is_none() && name == self.root
    }

    fn words(&mut self, words: &str) {
        if let Some((piece, _)) = &mut self.piece
            && let Some(subject) = piece.subjects.last_mut().filter(|_| self.is_in_subject)
        {
            subject.push_str(words);
        }
    }

    fn end_entry(&mut self, end: usize) {
        if let Some((mut piece, name)) = self.piece.take() {
            let xml = &self.text[piece.tag.start..end];
            let is_ended = piece.tag.end == end && xml.ends_with("/>");
            piece.xml = if is_ended { xml.to_owned() } else { [xml, "</", &name, ">"].concat() };
            self.cut.pieces.push(piece);
        }
    }

    fn finish(mut self, stopped: Option<usize>) -> Cut {
        self.cut.half = match self.piece {
            Some((piece, _)) => Some(Half { at: piece.tag, is_entry: true }),
            None => stopped.map(|stopped| Half { at: stopped..stopped, is_entry: false }),
        };
        let (begin, end) = self.head;
        let head = self.text.get(begin..end.unwrap_or(self.text.len())).unwrap_or_default();
        // Where it has no entry, it has ended itself.
        self.cut.head = without_media([&self.cut.open, head, &self.cut.close].concat());
        self.cut
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok()??;
    let value = quick_xml::escape::unescape(&attribute.value).ok()?;
    Some(value.into_owned())
}

/// The start tag of the outermost element, as feed-rs knows it: RSS of any version, in no namespace.
fn root_tag(start: &BytesStart<'_>, kind: Kind) -> String {
    let mut root = format!("<{}", start.name().as_ref());
    for attribute in start.attributes().flatten() {
        let name = attribute.key.as_ref();
        if kind == Kind::Rss && matches!(name, "version" | "xmlns") {
            continue;
        }
        root.extend([" ", name, "=\"", &attribute.value.replace('"', "&quot;"), "\""]);
    }
    if kind == Kind::Rss {
        root.push_str(" version=\"2.0\"");
    }
    root.push('>');
    root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_entry_stands_alone_with_what_is_around_it() {
        for (text, alone) in [
            (
                "<rss version='0.93' xmlns='urn:x' xmlns:a='urn:a'><channel a:b='c'><title/><item>A</item></channel></rss>",
                &[
                    "<rss xmlns:a=\"urn:a\" version=\"2.0\"><channel a:b='c'><item>A</item></channel></rss>",
                ][..],
            ),
            (
                "<feed><entry/><entry>B</entry></feed>",
                &["<feed><entry/></feed>", "<feed><entry>B</entry></feed>"],
            ),
            (
                "<a:feed xmlns:a='urn:a'><a:entry>A</a:entry></a:feed>",
                &["<a:feed xmlns:a=\"urn:a\"><a:entry>A</a:entry></a:feed>"],
            ),
            (
                "<feed><entry>A<entry>B</entry></feed>",
                &["<feed><entry>A</entry></feed>", "<feed><entry>B</entry></feed>"],
            ),
            (
                "<feed><entry><![CDATA[</entry>]]></entry></feed>",
                &["<feed><entry><![CDATA[</entry>]]></entry></feed>"],
            ),
            ("<feed><entry><p>A<br></entry></feed>", &["<feed><entry><p>A<br></entry></feed>"]),
            ("<feed><!-- <entry/> --></feed>", &[]),
        ] {
            let cut = cut(text).unwrap();
            let pieces: Vec<_> = cut.pieces.iter().map(|piece| cut.alone(piece)).collect();
            assert_eq!(pieces, alone, "{text}");
            assert!(cut.half.is_none(), "{text}");
        }
    }

    #[test]
    fn it_is_said_where_a_feed_breaks_off() {
        for (text, half) in [
            ("<feed><entry/></feed>", None),
            ("<feed><entry/>", Some((14..14, false))),
            ("<feed><entry/><entry>A", Some((14..21, true))),
            ("<feed><entry>A</ent", Some((6..13, true))),
            ("<feed><entry/><!-- ", Some((14..14, false))),
        ] {
            let found = cut(text).unwrap().half.map(|half| (half.at, half.is_entry));
            assert_eq!(found, half, "{text}");
        }
    }

    #[test]
    fn what_feed_rs_does_not_say_is_known() {
        let cut = cut(
            "<rss xml:base='https://example.org/' xmlns:d='http://purl.org/dc/elements/1.1/'>\
             <channel xml:base='a/'><item xml:base='b/'><guid isPermaLink='false'/>\
             <d:subject>Law &amp; <![CDATA[order]]></d:subject><subject>no</subject></item></channel></rss>",
        )
        .unwrap();
        let piece = &cut.pieces[0];
        assert_eq!(piece.bases, ["https://example.org/", "a/", "b/"]);
        assert_eq!(piece.subjects, ["Law &amp; order"]);
        assert!(!piece.is_permalink);
    }

    #[test]
    fn what_is_no_feed_is_not_cut() {
        for text in ["", "text", "<html><entry/></html>", "<", "<?xml version='1.0'?>"] {
            assert!(cut(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "<(feed|rss|RDF)>(<(/)?(entry|item|channel|guid|a:b|entry/|!--)>|\\PC{0,4}|&|<){0,20}") {
            cut(&text);
        }
    }
}

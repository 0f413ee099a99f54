//! What is printed: the promise to hosts and testers, and that nothing gets out of its place.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, fixture, news};
use crate::language::tests::english;

/// Writes HTML, and holds what is asked of it to the rules of a document.
#[derive(Default)]
struct Html {
    written: String,
    open: Vec<String>,
    /// The attributes of the element that has just begun.
    begun: Option<BTreeSet<String>>,
    ids: Vec<String>,
}

impl Html {
    fn end_tag(&mut self) {
        if self.begun.take().is_some() {
            self.written.push('>');
        }
    }

    fn finish(self) -> String {
        assert_eq!(self.open, Vec::<String>::new(), "every element has ended");
        let ids: BTreeSet<&String> = self.ids.iter().collect();
        assert_eq!(ids.len(), self.ids.len(), "{:?}", self.ids);
        self.written
    }
}

impl Sink for Html {
    fn open(&mut self, tag: &str) {
        const TAGS: [&str; 22] = [
            "section",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ol",
            "ul",
            "li",
            "article",
            "p",
            "time",
            "button",
            "a",
            "em",
            "strong",
            "code",
            "br",
            "blockquote",
            "pre",
            "s",
        ];
        assert!(TAGS.contains(&tag), "{tag}");
        let around = |outer: &str| self.open.iter().any(|open| open == outer);
        assert!(!around("br") && !around("button"), "{tag} in {:?}", self.open);
        assert!(tag != "a" || !around("a"), "a link in a link");
        assert!(tag != "p" || !around("p"), "a paragraph in a paragraph");
        self.end_tag();
        self.written.extend(["<", tag]);
        self.open.push(tag.to_owned());
        self.begun = Some(BTreeSet::new());
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let begun = self.begun.as_mut().expect("an attribute stands before the content");
        assert!(begun.insert(name.to_owned()), "{name} twice");
        match name {
            "id" => {
                assert!(!value.is_empty() && !value.contains(char::is_whitespace), "{value:?}");
                self.ids.push(value.to_owned());
            }
            "href" => assert!(
                ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)),
                "{value}"
            ),
            _ => assert!(!name.starts_with("on") && name != "style", "{name}"),
        }
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        self.written.extend([" ", name, "=\"", &value, "\""]);
    }

    fn text(&mut self, text: &str) {
        self.end_tag();
        self.written += &text.replace('&', "&amp;").replace('<', "&lt;");
    }

    fn close(&mut self) {
        self.end_tag();
        let tag = self.open.pop().expect("nothing ends that has not begun");
        if tag != "br" {
            self.written.extend(["</", &tag, ">"]);
        }
    }
}

/// All of an archive, as a built site would have it but for the lists' own tags.
fn print(archive: &Archive) -> String {
    let printer = Printer { archive, language: &english(), level: 1 };
    let mut html = Html::default();
    for section in archive.sections() {
        printer.section(section, &mut html);
        for (number, item) in (1..).zip(&archive.items()[section.items.clone()]) {
            printer.item(item, number, &mut html);
        }
    }
    html.finish()
}

#[test]
fn a_month_is_a_section_with_a_heading_and_a_list() {
    let archive = news();
    let mut html = Html::default();
    let printer = Printer { archive: &archive, language: &english(), level: 1 };
    printer.section(&archive.sections()[0], &mut html);
    assert_eq!(
        html.finish(),
        "<section class=\"month\" id=\"2007-07\" part=\"month\" aria-labelledby=\"2007-07-heading\">\
         <h3 class=\"month__heading\" id=\"2007-07-heading\" part=\"month-heading\" tabindex=\"-1\">\
         July 2007</h3><ol class=\"month__entries\"></ol></section>"
    );
}

#[test]
fn an_item_is_printed_with_all_it_has() {
    let archive = archive(&json!({
        "language": "fr",
        "items": [{
            "id": "a b",
            "url": "/a?b&c",
            "title": "Title & <b>",
            "language": "de",
            "content_html": "<h2>Head</h2><p>One <em>two</em><br><a href=x>three</a></p>\
                <ol><li>Four</ol><blockquote><b>Five</b></blockquote><pre> six\n</pre><code>7</code>",
            "tags": ["law"],
            "_monthwise": { "date": "2007-07", "regions": ["GE"], "partners": ["osce", "who"] },
        }],
        "_monthwise": { "partners": [{ "id": "osce", "name": "The \"OSCE\"", "short": "OSCE" }] },
    }));
    let mut html = Html::default();
    let printer = Printer { archive: &archive, language: &english(), level: 1 };
    printer.item(&archive.items()[0], 4, &mut html);
    let label = |facet: &str, id: &str, rest: &str| {
        format!(
            "<li><button type=\"button\" class=\"label\" part=\"label\" data-facet=\"{facet}\" \
             value=\"{id}\" aria-pressed=\"false\"{rest}</button></li>"
        )
    };
    assert_eq!(
        html.finish(),
        [
            "<li class=\"month__entry\" value=\"4\">",
            "<article class=\"item\" id=\"a-b\" part=\"item\" lang=\"de\">",
            "<h4 class=\"item__title\" dir=\"auto\" part=\"item-title\">",
            "<a href=\"https://example.org/a?b&amp;c\" rel=\"noopener\">Title &amp; &lt;b></a></h4>",
            "<p class=\"item__date\" lang=\"en\">",
            "<time datetime=\"2007-07\" part=\"item-date\">July 2007</time></p>",
            "<p class=\"item__heading\" dir=\"auto\">Head</p>",
            "<p dir=\"auto\">One <em>two</em><br>",
            "<a href=\"https://example.org/x\" rel=\"noopener\">three</a></p>",
            "<ol class=\"item__list\"><li><p dir=\"auto\">Four</p></li></ol>",
            "<blockquote><p dir=\"auto\"><strong>Five</strong></p></blockquote>",
            "<pre> six</pre><p dir=\"auto\"><code>7</code></p>",
            "<ul class=\"item__labels\" aria-label=\"Regions, partners and topics\" lang=\"en\">",
            &label("region", "GE", ">Georgia"),
            &label("partner", "osce", " title=\"The &quot;OSCE&quot;\">OSCE"),
            &label("partner", "who", ">who"),
            &label("topic", "law", ">law"),
            "</ul></article></li>",
        ]
        .concat()
    );
}

#[test]
fn an_item_with_a_title_alone_is_no_more_than_that() {
    let archive =
        archive(&json!({ "items": [{ "id": "a", "title": "Title", "content_text": "" }] }));
    let mut html = Html::default();
    let printer = Printer { archive: &archive, language: &english(), level: 1 };
    printer.item(&archive.items()[0], 1, &mut html);
    assert_eq!(
        html.finish(),
        "<li class=\"month__entry\" value=\"1\"><article class=\"item\" id=\"a\" part=\"item\">\
         <h4 class=\"item__title\" dir=\"auto\" part=\"item-title\">Title</h4></article></li>"
    );
}

#[test]
fn a_title_too_long_for_a_heading_is_a_paragraph_in_full() {
    let title = "word ".repeat(100);
    let archive = archive(&json!({ "items": [{ "id": "a", "title": title }] }));
    let html = print(&archive);
    assert!(html.contains(&format!("<p dir=\"auto\">{}</p>", title.trim())), "{html}");
    assert!(html.contains("word…</h4>"), "{html}");
}

#[test]
fn headings_go_no_deeper_than_html_does() {
    for (level, month, item) in
        [(0, "h2", "h3"), (1, "h3", "h4"), (3, "h5", "h6"), (4, "h6", "h6"), (255, "h6", "h6")]
    {
        let archive = news();
        let printer = Printer { archive: &archive, language: &english(), level };
        let mut html = Html::default();
        printer.section(&archive.sections()[0], &mut html);
        printer.item(&archive.items()[0], 1, &mut html);
        let html = html.finish();
        assert!(html.contains(&format!("<{month} class=\"month__heading\"")), "{level}");
        assert!(html.contains(&format!("<{item} class=\"item__title\"")), "{level}");
    }
}

#[test]
fn dates_are_written_at_their_own_precision() {
    let html = print(&Archive::new(fixture("partial-dates.json"), ""));
    for time in [
        "<time datetime=\"2007-07-12\" part=\"item-date\">12 July 2007</time>",
        "<time datetime=\"2007-07\" part=\"item-date\">July 2007</time>",
        "<time datetime=\"2007\" part=\"item-date\">2007</time>",
    ] {
        assert!(html.contains(time), "{time}");
    }
    assert_eq!(html.matches("<time").count(), 14, "five items are undated");
}

#[test]
fn hostile_texts_are_printed_as_they_are_written() {
    let html = print(&Archive::new(fixture("hostile.json"), "https://example.org/"));
    for printed in [
        "id=\"<b>bold</b>\"",
        "&lt;b>Bold&lt;/b> &amp; \"quotes\" &amp;amp; 'more' &lt;/script>&lt;script>alert(6)&lt;/script>",
        "&lt;img src=x onerror=alert(7)> stays text. &amp;lt;b&amp;gt; stays as it is written.",
        "<a href=\"https://example.org/?a=1&amp;b=\" rel=\"noopener\">https://example.org/?a=1&amp;b=</a>&lt;2>",
        "id=\"id-with-spaces-/-slashes-#hash-&amp;amp;?q=1%20\"",
        "id=\"item-2024-03\"",
        "value=\"a&amp;b=c#d\" aria-pressed=\"false\" title=\"Smith &amp; Sons <script>alert(4)</script>\">S&amp;S</button>",
    ] {
        assert!(html.contains(printed), "{printed}\n{html}");
    }
    assert_eq!(html.matches("<article").count(), 8);

    let html = print(&Archive::new(fixture("wordpress.json"), "https://example.org/feed/json/"));
    for gone in
        ["<script", "<iframe", "<img", "<svg", "<style", "<form", "<input", "alert(", "evil"]
    {
        assert!(!html.contains(gone), "{gone}\n{html}");
    }
    for kept in [
        "<a href=\"https://example.org/wp-content/uploads/diary.pdf?a=1&amp;b=2\" rel=\"noopener\">whole diary</a>",
        "<a href=\"https://example.org/2024/06/\" rel=\"noopener\">older ones</a>",
        "A bad link, a worse link, a data link, a hidden link and a <a href=\"mailto:press@example.org\"",
        "<p dir=\"auto\">After the script.</p>",
        "5 &lt; 7",
    ] {
        assert!(html.contains(kept), "{kept}\n{html}");
    }
}

#[test]
fn an_anchor_has_no_white_space() {
    for (id, place) in [("a", "a"), (" a \t\n b", "a-b"), ("a\u{c}b", "a-b"), ("é/#?", "é/#?")] {
        assert_eq!(anchor(id), place);
    }
}

proptest! {
    /// The sink checks the rest: balanced tags, ids once and without white space, safe addresses.
    #[test]
    fn every_generated_feed_is_printed_whole(
        items in any_items(10),
        areas in any_areas(),
        texts in proptest::collection::vec(
            "(<(p|li|ul|a href='(/x|javascript:1|mailto:a@b.c)'|b|pre|td|script|div)>|</(p|ul|a|b|pre|script)>|[a-z&;<>\" ]{1,6}|https://x.org/a|\\PC){0,30}",
            10,
        ),
        plain in any::<bool>(),
    ) {
        let mut items = items;
        for (item, text) in items.iter_mut().zip(texts) {
            let field = if plain { "content_text" } else { "content_html" };
            item[field] = text.into();
        }
        let archive = archive(&feed(&items, &areas));
        let html = print(&archive);
        prop_assert_eq!(html.matches("<article ").count(), items.len());
        for item in archive.items() {
            let label = |facet: &Facet| facet.values_of(item).len();
            let labels: usize = Facet::ALL.iter().map(label).sum();
            let mut printed = Html::default();
            let printer = Printer { archive: &archive, language: &english(), level: 1 };
            printer.item(item, 1, &mut printed);
            prop_assert_eq!(printed.finish().matches("<button ").count(), labels);
        }
    }
}

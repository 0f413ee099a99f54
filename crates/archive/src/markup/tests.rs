//! What is printed: the promise to hosts and testers, and that nothing gets out of its place.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, fixture, news};
use crate::filter::Message;
use crate::language::tests::english;
use crate::query;
use crate::search::{Haystack, terms};
use crate::text::Source;

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
        const TAGS: [&str; 36] = [
            "section",
            "search",
            "form",
            "header",
            "fieldset",
            "legend",
            "bdi",
            "details",
            "label",
            "input",
            "select",
            "option",
            "div",
            "span",
            "mark",
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
        assert!(!around("br") && !around("input"), "{tag} in {:?}", self.open);
        assert!(!around("button") || tag == "mark", "{tag} in {:?}", self.open);
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
            // A place in the page, or what may be linked to.
            "href" => assert!(
                ["#", "http://", "https://", "mailto:"]
                    .iter()
                    .any(|begin| value.starts_with(begin)),
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
        if tag != "br" && tag != "input" {
            self.written.extend(["</", &tag, ">"]);
        }
    }
}

/// What of an archive is printed when its address asks for this.
fn printed(
    archive: &Archive,
    level: u8,
    query: &str,
    print: impl Fn(&Printer<'_>, &mut Html),
) -> String {
    let language = english();
    let filter = query::read(query, "").filter;
    let terms = terms(&filter.words, language.locale());
    let page = "";
    let mut html = Html::default();
    let language = &language;
    print(&Printer { archive, language, level, filter: &filter, terms: &terms, page }, &mut html);
    html.finish()
}

/// All of an archive, as a built site would have it but for the lists' own tags.
fn print(archive: &Archive, query: &str) -> String {
    printed(archive, 1, query, |printer, html| {
        for section in archive.sections() {
            printer.section(section, html);
            for (number, item) in (1..).zip(&archive.items()[section.items.clone()]) {
                printer.item(item, number, html);
            }
        }
    })
}

/// The first item, as the one of this number.
fn first(archive: &Archive, number: usize) -> String {
    printed(archive, 1, "", |printer, html| printer.item(&archive.items()[0], number, html))
}

#[test]
fn a_month_is_a_section_with_a_heading_and_a_list() {
    let archive = news();
    assert_eq!(
        printed(&archive, 1, "", |printer, html| printer.section(&archive.sections()[0], html)),
        "<section class=\"month\" id=\"2007-07\" part=\"month\" aria-labelledby=\"2007-07-heading\">\
         <h3 class=\"month__heading\" id=\"2007-07-heading\" part=\"month-heading\" tabindex=\"-1\">\
         July 2007 <span class=\"month__count\"></span></h3><ol class=\"month__entries\"></ol></section>"
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
    let label = |facet: &str, id: &str, rest: &str| {
        format!(
            "<li><button type=\"button\" class=\"label\" part=\"label\" data-facet=\"{facet}\" \
             value=\"{id}\" aria-pressed=\"false\"{rest}</button></li>"
        )
    };
    assert_eq!(
        first(&archive, 4),
        [
            "<li class=\"month__entry\" value=\"4\">",
            "<article class=\"item\" id=\"a-b\" part=\"item\" lang=\"de\">",
            "<h4 class=\"item__title\" dir=\"auto\" part=\"item-title\">",
            "<a href=\"https://example.org/a?b&amp;c\" rel=\"noopener\">Title &amp; &lt;b></a></h4>",
            "<p class=\"item__about\" lang=\"en\">",
            "<time datetime=\"2007-07\" part=\"item-date\">July 2007</time>",
            " <a class=\"place item__link\" href=\"#a-b\" ",
            "aria-label=\"Link to “Title &amp; <b>”\">Link</a>",
            " <button class=\"item__copy\" type=\"button\" data-action=\"copy\" ",
            "aria-label=\"Copy link to “Title &amp; <b>”\">Copy link</button></p>",
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
fn an_item_with_a_title_alone_is_no_more_than_that_and_its_link() {
    let archive =
        archive(&json!({ "items": [{ "id": "a", "title": "Title", "content_text": "" }] }));
    assert_eq!(
        first(&archive, 1),
        "<li class=\"month__entry\" value=\"1\"><article class=\"item\" id=\"a\" part=\"item\">\
         <h4 class=\"item__title\" dir=\"auto\" part=\"item-title\">Title</h4>\
         <p class=\"item__about\" lang=\"en\">\
         <a class=\"place item__link\" href=\"#a\" aria-label=\"Link to “Title”\">Link</a> \
         <button class=\"item__copy\" type=\"button\" data-action=\"copy\" \
         aria-label=\"Copy link to “Title”\">Copy link</button></p></article></li>"
    );
}

#[test]
fn a_title_too_long_for_a_heading_is_a_paragraph_in_full() {
    let title = "word ".repeat(100);
    let archive = archive(&json!({ "items": [{ "id": "a", "title": title }] }));
    let html = print(&archive, "");
    assert!(html.contains(&format!("<p dir=\"auto\">{}</p>", title.trim())), "{html}");
    assert!(html.contains("word…</h4>"), "{html}");
}

#[test]
fn headings_go_no_deeper_than_html_does() {
    for (level, month, item) in
        [(0, "h2", "h3"), (1, "h3", "h4"), (3, "h5", "h6"), (4, "h6", "h6"), (255, "h6", "h6")]
    {
        let archive = news();
        let html = printed(&archive, level, "", |printer, html| {
            printer.section(&archive.sections()[0], html);
            printer.item(&archive.items()[0], 1, html);
        });
        assert!(html.contains(&format!("<{month} class=\"month__heading\"")), "{level}");
        assert!(html.contains(&format!("<{item} class=\"item__title\"")), "{level}");
    }
}

#[test]
fn dates_are_written_at_their_own_precision() {
    let html = print(&Archive::new(fixture("partial-dates.json"), ""), "");
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
    let html = print(&Archive::new(fixture("hostile.json"), "https://example.org/"), "");
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

    let html =
        print(&Archive::new(fixture("wordpress.json"), "https://example.org/feed/json/"), "");
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
fn what_was_looked_for_is_marked_in_titles_texts_and_labels() {
    let archive = archive(&json!({
        "items": [{
            "id": "labour",
            "url": "https://x.org/labour",
            "title": "Labour & law",
            "content_html": "<p>Forced l<b>abour</b> <a href='/labour'>labour laws</a></p>",
            "tags": ["labour"],
            "_monthwise": { "date": "2007-03", "partners": ["osce"] },
        }, {
            "id": "long",
            "title": "labour ".repeat(60),
            "content_text": "See https://x.org/labour",
        }],
        "_monthwise": { "partners": [{ "id": "osce", "name": "Labour Organization", "short": "The LO" }] },
    }));
    let html = print(&archive, "q=labour+march+lo+link&topic=labour");
    let marks: Vec<&str> =
        html.split("<mark>").skip(1).filter_map(|mark| mark.split("</mark>").next()).collect();
    let repeated = ["labour"; 60 + 12];
    assert_eq!(marks[..4], ["Labour", "labour", "LO", "labour"]);
    assert_eq!(marks[4..marks.len() - 1], repeated, "its heading and its title in full");
    for printed in [
        "rel=\"noopener\"><mark>Labour</mark> &amp; law</a></h4>",
        "<p dir=\"auto\">Forced l<strong>abour</strong> ",
        "rel=\"noopener\"><mark>labour</mark> laws</a></p>",
        "title=\"Labour Organization\">The <mark>LO</mark></button>",
        "value=\"labour\" aria-pressed=\"true\"><mark>labour</mark></button>",
        "value=\"osce\" aria-pressed=\"false\"",
        "rel=\"noopener\">https://x.org/<mark>labour</mark></a>",
        "part=\"item-date\">March 2007</time>",
    ] {
        assert!(html.contains(printed), "{printed}\n{html}");
    }
    assert!(!print(&archive, "q=%22+-").contains("<mark>"));
}

#[test]
fn a_long_text_is_folded_into_an_element_of_its_own() {
    let paragraph = |word: &str| word.repeat(60);
    let text = ["one ", "two ", "three "].map(paragraph).join("\n\n");
    let archive = archive(&json!({ "items": [{ "id": "a", "title": "T", "content_text": text }] }));
    let html = print(&archive, "q=three");
    let (before, after) =
        html.split_once("<div class=\"item__rest\" hidden=\"until-found\">").expect("it folds");
    assert!(before.contains("one one") && !before.contains("two"), "{before}");
    let (rest, behind) = after.split_once("</div>").expect("it ends");
    assert!(rest.starts_with("<p dir=\"auto\">two") && rest.ends_with("</mark></p>"), "{rest}");
    assert!(behind.contains("data-action=\"more\""), "{behind}");
    assert!(behind.contains("aria-label=\"Show more of “T”\">Show more</button>"), "{behind}");
    let short = self::archive(
        &json!({ "items": [{ "id": "a", "title": "T", "content_text": paragraph("one ") }] }),
    );
    assert!(!print(&short, "").contains("item__rest"));
}

#[test]
fn links_to_places_stand_on_the_page_they_belong_to() {
    let language = english();
    let archive = archive(&json!({ "items": [{ "id": "a b", "title": "x" }] }));
    let page = "https://example.org/n?a=b";
    let printer = Printer {
        archive: &archive,
        language: &language,
        level: 1,
        filter: &Filter::default(),
        terms: &[],
        page,
    };
    let mut html = Html::default();
    printer.item(&archive.items()[0], 1, &mut html);
    printer.index(&view::index::years(&archive, &language), true, &mut html);
    let html = html.finish();
    for href in ["#a-b", "#undated"] {
        assert!(html.contains(&format!("href=\"https://example.org/n?a=b{href}\"")), "{html}");
    }
}

#[test]
fn the_labels_of_a_value_are_found_whatever_its_letters() {
    for (id, written) in [
        ("osce", "osce"),
        ("]é国🌍'", "]é国🌍'"),
        ("\"", "\\\""),
        ("a\\", "a\\\\"),
        ("one\ntwo\rthree\u{c}four", "one\\a two\\d three\\c four"),
    ] {
        let expected = format!("[data-facet=topic][aria-pressed=false][value=\"{written}\"]");
        assert_eq!(unpressed(Facet::Topic, id), expected);
    }
}

#[test]
fn the_month_index_is_a_list_of_links_and_two_fields() {
    let archive = dated(&["2007-03", "2007-01", "2007", ""]);
    let years = view::index::years(&archive, &english());
    let index = |has_month_field| {
        printed(&archive, 1, "", |printer, html| printer.index(&years, has_month_field, html))
    };
    let html = index(true);
    let hrefs: Vec<&str> =
        html.split("href=\"").skip(1).filter_map(|link| link.split('"').next()).collect();
    assert_eq!(hrefs, ["#2007-03", "#2007-01", "#2007", "#undated"]);
    assert_eq!(html.matches("aria-hidden=\"true\"").count(), 1, "February is an empty slot");
    assert_eq!(html.matches("tabindex=\"0\"").count(), 1, "one stop for the keyboard");
    assert!(html.contains("data-level=\"16\""), "{html}");
    assert!(
        html.contains(
            "href=\"#2007-03\" draggable=\"false\" tabindex=\"0\" data-name=\"Mar\" \
                       data-level=\"16\" data-listed=\"16\"></a>"
        ),
        "{html}"
    );
    for action in ["from", "to"] {
        let field =
            format!("data-action=\"{action}\" type=\"month\" min=\"2007-01\" max=\"2007-03\"");
        assert!(html.contains(&field), "{html}");
    }
    // Where the browser has no such field, the months are listed.
    let options = "<option value=\"\">any month</option><option value=\"2007-03\">March 2007</option>\
                   <option value=\"2007-01\">January 2007</option></select>";
    assert_eq!(index(false).matches(options).count(), 2);
    assert!(!index(false).contains("<input"));

    // There is no span to choose in one month.
    let one = dated(&["2007-03", "2007", ""]);
    let years = view::index::years(&one, &english());
    let html = printed(&one, 1, "", |printer, html| printer.index(&years, true, html));
    assert!(!html.contains("<input"), "{html}");
}

#[test]
fn the_month_index_knows_how_much_room_it_needs() {
    for (newest, size) in
        [("2001-07", "few"), ("2001-08", "some"), ("2002-12", "some"), ("2003-01", "many")]
    {
        // A year without items is left out, so each has one.
        let archive = dated(
            &["2001-01", "2002-01", newest]
                .iter()
                .filter(|date| **date <= newest)
                .copied()
                .collect::<Vec<_>>(),
        );
        let years = view::index::years(&archive, &english());
        let html = printed(&archive, 1, "", |printer, html| printer.index(&years, true, html));
        assert!(html.contains(&format!("data-size=\"{size}\"")), "{newest}: {html}");
    }
}

#[test]
fn the_frame_has_a_place_for_all_that_changes() {
    let archive = Archive::new(fixture("many-values.json"), "");
    let language = english();
    let (facets, years) =
        (view::facets(&archive, &language), view::index::years(&archive, &language));
    let html = printed(&archive, 1, "", |printer, html| printer.frame(&facets, &years, true, html));
    let (before, search) = html.split_once("<search ").expect("there is a landmark");
    assert!(!before.contains("data-bare"), "{before}");
    let bare = printed(&archive, 1, "", |printer, html| printer.frame(&[], &years, true, html));
    assert!(bare.contains("<div class=\"page__body\" data-bare"), "{bare}");
    let (search, list) = search.split_once("</search>").expect("it ends");
    assert!(search.contains("type=\"search\" data-action=\"search\""), "{search}");
    assert_eq!(search.matches("<fieldset ").count(), 3);
    assert_eq!(list.matches("role=\"status\"").count(), 1);
    for action in ["print", "csv", "json-feed", "citations", "from", "to", "clear"] {
        assert_eq!(list.matches(&format!("data-action=\"{action}\"")).count(), 1, "{action}");
    }
}

#[test]
fn an_item_outside_of_the_filter_says_so_and_offers_all() {
    let html = printed(&news(), 1, "", |printer, html| {
        printer.outside(html);
    });
    assert!(html.contains("This item is outside of the filter. <button"), "{html}");
    assert!(html.ends_with("Clear the filter</button></p>"), "{html}");
}

#[test]
fn what_would_bring_items_back_is_a_list_of_buttons() {
    let language = english();
    let archive = news();
    let facets = view::facets(&archive, &language);
    let asked = query::read("region=GE&partner=acftu", "");
    let view = view::View::new(&archive, &facets, &mut None, &asked, &language);
    let html =
        printed(&archive, 1, "", |printer, html| printer.suggestions(&view.suggestions, html));
    for (at, text) in
        ["Without Georgia: 1 item", "Without All-China Federation of Trade Unions: 2 items"]
            .into_iter()
            .enumerate()
    {
        let button = format!("data-action=\"without\" value=\"{at}\">{text}</button></li>");
        assert!(html.contains(&button), "{html}");
    }
    assert_eq!(html.matches("<li>").count(), 2);
}

/// An archive with an item of each of these dates.
fn dated(dates: &[&str]) -> Archive {
    let item = |date: &&str| json!({ "title": "x", "_monthwise": { "date": date } });
    archive(&json!({ "items": dates.iter().map(item).collect::<Vec<_>>() }))
}

#[test]
fn an_anchor_has_no_white_space() {
    for (id, place) in [("a", "a"), (" a \t\n b", "a-b"), ("a\u{c}b", "a-b"), ("é/#?", "é/#?")] {
        assert_eq!(anchor(id), place);
    }
}

/// What a reader may meet in a text, many paragraphs of it.
fn any_text() -> impl Strategy<Value = String> {
    let part = "<(p|ul|li|ol|pre|blockquote|b|a href='/x'|br)>|</(p|ul|pre|blockquote|b|a)>|\n\n|[a-z]{1,9}( [a-z]{1,9}){9}";
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn the_fold_hides_nothing_but_behind_itself(text in any_text(), kept in 1_usize..5, plain in any::<bool>()) {
        let source = if plain { Source::Plain(text) } else { Source::Html(text) };
        let mut whole = Html::default();
        source.print("https://x.org/", &mut whole);
        let whole = whole.finish();

        let kept = source.fold().unwrap_or(kept);
        let mut folded = Html::default();
        let mut folding = Folding { sink: &mut folded, kept, depth: 0 };
        source.print("https://x.org/", &mut folding);
        let has_folded = folding.depth > 0;
        if has_folded {
            folding.close();
        }
        prop_assert!(has_folded || source.fold().is_none(), "what is long has a rest");
        let folded = folded.finish();
        let unfolded = folded.replacen("<div class=\"item__rest\" hidden=\"until-found\">", "", 1);
        let unfolded = if has_folded { unfolded.strip_suffix("</div>") } else { Some(&*unfolded) };
        prop_assert_eq!(unfolded, Some(&*whole), "{}", folded);
    }

    #[test]
    fn marks_change_nothing_but_themselves_and_whoever_is_marked_is_found(
        items in any_items(6),
        areas in any_areas(),
        texts in proptest::collection::vec("[abé.<> ]{0,12}", 6),
        words in "[abé]{1,2}( [abé]| \"[abé]{1,2} [ab]\")?|2007|fr|la|work|os|nort",
    ) {
        let mut items = items;
        for (item, text) in items.iter_mut().zip(texts) {
            item["content_text"] = text.into();
        }
        let archive = archive(&feed(&items, &areas));
        let query = query::write(&query::read("", "").filter.after(&Message::Search(words), &archive), "", "");
        let marked = print(&archive, &query);
        let plain = marked.replace("<mark>", "").replace("</mark>", "");
        prop_assert_eq!(plain, print(&archive, ""));

        let language = english();
        let terms = terms(&query::read(&query, "").filter.words, language.locale());
        let mut haystack = Haystack::new(&archive, &language);
        let found = haystack.find(&archive, &terms);
        for (term, found) in terms.into_iter().zip(found) {
            for (position, item) in archive.items().iter().enumerate() {
                let filter = Filter::default();
                let terms = std::slice::from_ref(&term);
                let printer =
                    Printer { archive: &archive, language: &language, level: 1, filter: &filter, terms, page: "" };
                let mut html = Html::default();
                printer.item(item, 1, &mut html);
                let html = html.finish();
                prop_assert!(found.contains(position) || !html.contains("<mark>"), "{:?} in {}", terms, html);
            }
        }
    }

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
        let html = print(&archive, "");
        prop_assert_eq!(html.matches("<article ").count(), items.len());
        for item in archive.items() {
            let label = |facet: &Facet| facet.values_of(item).len();
            let labels: usize = Facet::ALL.iter().map(label).sum();
            let html = printed(&archive, 1, "", |printer, html| printer.item(item, 1, html));
            prop_assert_eq!(html.matches("<button type=\"button\" class=\"label\"").count(), labels);
        }
    }
}

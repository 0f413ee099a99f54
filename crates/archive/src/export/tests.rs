//! Files that are taken away, read back by other parsers.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, fixture, news};
use crate::feed::{Reason, decode};
use crate::language::tests::english;

const PAGE: &str = "https://example.org/news/";

/// The file that is taken of an archive when the page's address asks for this.
fn taken(archive: &Archive, query: &str, format: Format) -> String {
    let language = english();
    let facets = view::facets(archive, &language);
    let view = View::new(archive, &facets, &mut None, &query::read(query, "n."), &language);
    let taken = Taken {
        archive,
        language: &language,
        view: &view,
        day: "2026-03-01".into(),
        page: PAGE.into(),
        query: query.into(),
        prefix: "n.",
    };
    taken.write(format)
}

/// The items that the list of this address holds.
fn listed<'a>(archive: &'a Archive, query: &str) -> Vec<&'a Item> {
    let language = english();
    let facets = view::facets(archive, &language);
    let view = View::new(archive, &facets, &mut None, &query::read(query, "n."), &language);
    view.selection.listed.positions().map(|position| &archive.items()[position]).collect()
}

/// The records of a CSV file, as the crate of that name reads them; it refuses uneven ones.
fn records(file: &str) -> Vec<Vec<String>> {
    let file = file.strip_prefix('\u{feff}').expect("a spreadsheet knows UTF-8 by its mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
    let records = reader.records().map(|record| record.expect("it is CSV"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// All that is read of an item but where it stood in its file.
fn content(item: &Item) -> Item {
    Item { number: 0, line: 0, place: 0, ..item.clone() }
}

/// The archive of a feed that was taken away, with nothing in it that an editor would have to mend.
fn read_again(file: &str) -> Archive {
    let page = decode(file.as_bytes(), "https://elsewhere.example/").expect("it is a feed");
    for fault in &page.faults {
        assert!(matches!(fault.reason, Reason::LongTitle(_)), "{fault:?}");
    }
    Archive::new(page, "")
}

fn assert_feed_holds_the_list(archive: &Archive, query: &str) {
    let file = taken(archive, query, Format::JsonFeed);
    let json: Value = serde_json::from_str(&file).expect("it is JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["home_page_url"], query::at(PAGE, query));
    let again = read_again(&file);
    let items: Vec<Item> = again.items().iter().map(content).collect();
    let expected: Vec<Item> = listed(archive, query).into_iter().map(content).collect();
    assert_eq!(items, expected, "{query}");
    assert_eq!(again.regions().all(), archive.regions().all());
    assert_eq!(again.partners(), archive.partners());
    assert_eq!(again.language, archive.language);
}

#[test]
fn a_spreadsheet_has_a_row_an_item_and_says_in_each_which_list_it_is() {
    assert_eq!(
        taken(&news(), "utm=1&n.region=TJ", Format::Csv),
        "\u{feff}\"date\",\"title\",\"text\",\"link\",\"regions\",\"partners\",\"topics\",\
         \"permalink\",\"list\",\"address\",\"day\"\r\n\
         \"2007-07-09\",\"New UN initiative to fight human trafficking and poverty in Tajikistan\",\
         \"\",\"\",\"Tajikistan\",\"United Nations\",\"\",\
         \"https://example.org/news/?utm=1#2007-07-tajikistan-un-initiative\",\
         \"News on forced labour: Tajikistan\",\
         \"https://example.org/news/?utm=1&n.region=TJ\",\"2026-03-01\"\r\n"
    );
    let archive = archive(&json!({ "items": [{
        "id": "a b",
        "url": "/a?b,c",
        "title": "Say \"yes\",\nor no",
        "content_html": "<p>One, <b>two</b><br>three</p><p>\"four\"</p>",
        "tags": ["law; order", "work"],
        "_monthwise": { "date": "2007", "regions": ["FR", "XX"] },
    }] }));
    let records = records(&taken(&archive, "", Format::Csv));
    assert_eq!(
        records[1],
        [
            "2007",
            "Say \"yes\", or no",
            "One, two\nthree\n\"four\"",
            "https://example.org/a?b,c",
            "France; XX",
            "",
            "law; order; work",
            "https://example.org/news/#a-b",
            "News",
            "https://example.org/news/",
            "2026-03-01",
        ]
    );
    assert_eq!(self::records(&taken(&archive, "n.q=nowhere", Format::Csv)).len(), 1);
}

#[test]
fn no_cell_is_a_formula() {
    for title in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "＝1",
        "\u{a0}=1",
        "\u{2003}-1",
        "=HYPERLINK(\"https://evil.example\",\"x\")",
    ] {
        let item = json!({ "title": title, "content_text": title, "tags": [title] });
        let records = records(&taken(&archive(&json!({ "items": [item] })), "", Format::Csv));
        for (cell, column) in records[1].iter().zip(&records[0]) {
            assert!(!cell.trim().starts_with(['=', '+', '-', '@', '＝']), "{column}: {cell}");
        }
        assert_eq!(records[1][1].trim_start_matches('\''), title.trim());
    }
}

#[test]
fn a_feed_that_was_taken_is_the_feed_it_was_taken_from() {
    for name in [
        "bom.json",
        "duplicate-id.json",
        "hostile.json",
        "hugo.json",
        "latin1.json",
        "lone-surrogate.json",
        "many-values.json",
        "odd-shapes.json",
        "one-bad-item.json",
        "partial-dates.json",
        "rtl.json",
        "version-1.json",
        "wordpress.json",
    ] {
        let archive = Archive::new(fixture(name), "");
        for query in ["", "a=b&n.q=a", "n.from=2007-06", "n.q=nowhere&n.topic=%22"] {
            assert_feed_holds_the_list(&archive, query);
        }
    }
    let paged = Archive::new(fixture("paged-1.json"), "").with(fixture("paged-2.json"));
    assert_feed_holds_the_list(&paged, "");
}

#[test]
fn a_feed_that_was_taken_says_which_list_it_is() {
    let json: Value =
        serde_json::from_str(&taken(&news(), "n.region=GE&n.to=2007-06", Format::JsonFeed))
            .expect("it is JSON");
    assert_eq!(json["title"], "News on forced labour: Georgia and Until June 2007");
    assert_eq!(
        json["description"],
        "News on forced labour: Georgia and Until June 2007. 1 of 10 items, 1 March 2026. \
         https://example.org/news/?n.region=GE&n.to=2007-06"
    );
    // Readers without the extension know the day, where there is one, and the topics.
    let archive = Archive::new(fixture("many-values.json"), "");
    let file = taken(&archive, "", Format::JsonFeed);
    let json: Value = serde_json::from_str(&file).expect("it is JSON");
    for (item, written) in archive.items().iter().zip(json["items"].as_array().expect("a list")) {
        let day = item.date.and_then(PartialDate::day).map(|day| format!("{day}T12:00:00Z"));
        assert_eq!(written["date_published"].as_str(), day.as_deref());
        let tags = written["tags"].as_array().map_or(0, Vec::len);
        assert_eq!(tags, item.topics.len());
    }
}

#[test]
fn links_of_a_feed_lead_where_they_led_before() {
    let html = "<h2>See</h2><p><a href=\"/more\">more</a>";
    let archive = archive(&json!({ "items": [{ "id": 1, "content_html": html }] }));
    let again = read_again(&taken(&archive, "", Format::JsonFeed));
    assert_eq!(
        again.items()[0].text,
        Source::Html(
            "<p class=\"item__heading\" dir=\"auto\">See</p><p dir=\"auto\">\
             <a href=\"https://example.org/more\" rel=\"noopener\">more</a></p>"
                .to_owned()
        )
    );
}

#[test]
fn citations_stand_below_what_they_were_taken_from() {
    assert_eq!(
        taken(&news(), "n.region=GE&n.q=tacis", Format::Citations),
        "News on forced labour: Georgia and “tacis”. 2 of 10 items, 1 March 2026. \
         https://example.org/news/?n.region=GE&n.q=tacis\n\
         \n\
         “Tbilisi, Georgia: Launch of the regional project \"Development of comprehensive \
         anti-trafficking response in Armenia, Azerbaijan and Georgia\"”. News on forced labour, \
         12 July 2007. https://example.org/news/#2007-07-southern-caucasus-launch\n\
         “Workshop on research and statistics on trafficking in human beings”. News on forced \
         labour, June 2007. https://example.org/news/#2007-06-trafficking-statistics-workshop\n"
    );
    let archive = archive(&json!({
        "title": "{date}",
        "items": [
            { "id": 1, "title": "{address}", "url": "https://x.org/a" },
            { "id": 2, "title": "long ".repeat(80) + "end", "_monthwise": { "date": "2007" } },
        ],
    }));
    let file = taken(&archive, "", Format::Citations);
    let lines: Vec<&str> = file.lines().skip(2).collect();
    let long = "long ".repeat(80);
    assert_eq!(
        lines,
        [
            format!("“{long}end”. {{date}}, 2007. https://example.org/news/#2"),
            "“{address}”. {date}. https://x.org/a".to_owned(),
        ]
    );
}

/// Texts that a file has to hold without being changed by them.
const TEXTS: &str =
    "\\PC{0,12}|[\u{0}-\u{1f}\"\\\\,;' =+@<>&-]{0,9}|(<p>|</p>|<br>|[a-c\"]|\\\\u00){0,9}";

proptest! {
    #[test]
    fn every_cell_is_read_back_as_it_was_and_harmless(
        texts in vec((TEXTS, TEXTS, vec(TEXTS, 0..3), any::<bool>()), 0..5),
    ) {
        let items = texts.iter().map(|(title, text, topics, is_html)| {
            let field = if *is_html { "content_html" } else { "content_text" };
            json!({ "title": title, field: text, "tags": topics })
        });
        let archive = archive(&json!({ "items": items.collect::<Vec<_>>() }));
        let records = records(&taken(&archive, "", Format::Csv));
        prop_assert_eq!(records.len(), archive.items().len() + 1);
        for (record, item) in records[1..].iter().zip(archive.items()) {
            let expected = [&item.heading, &item.text.plain(), &item.topics.join("; ")];
            for (cell, expected) in [1, 2, 6].map(|column| &record[column]).into_iter().zip(expected) {
                let begin = |text: &str| text.trim_start().chars().next();
                let is_formula = |text: &str| begin(text).is_some_and(|begin| "=+-@＝＋－＠".contains(begin));
                prop_assert!(!is_formula(cell), "{:?}", cell);
                let plain = if is_formula(expected) { &cell[1..] } else { cell };
                prop_assert_eq!(plain, expected);
            }
        }
    }

    #[test]
    fn any_list_is_read_back_from_its_feed(
        items in any_items(12),
        areas in any_areas(),
        texts in vec((TEXTS, TEXTS, any::<bool>()), 12),
        query in "|n\\.region=(FR|142|all|not-stated)|n\\.q=(2007|us|c)|n\\.(from|to)=2007-02|n\\.partner=ec&n\\.topic=law",
    ) {
        let mut items = items;
        for (item, (title, text, is_html)) in items.iter_mut().zip(texts) {
            // A title that is blank is none, and one of nothing but its text's beginning is borrowed.
            if title.len() % 3 > 0 {
                item["title"] = title.into();
            }
            item[if is_html { "content_html" } else { "content_text" }] = text.into();
        }
        assert_feed_holds_the_list(&archive(&feed(&items, &areas)), &query);
    }
}

//! What is read of a feed, what is refused, and what is said about it.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{any_areas, any_items, feed, file, fixture, page};

const BASE: &str = "https://example.org/news/feed.json";

fn read(json: &str) -> Page {
    decode(json.as_bytes(), BASE).expect("it is a feed")
}

/// The items of a feed with one field each, as the field is written.
fn items(fields: &[&str]) -> Page {
    let items: Vec<String> =
        fields.iter().map(|field| format!(r#"{{"id": "x", "title": "T", {field}}}"#)).collect();
    read(&format!(r#"{{"items": [{}]}}"#, items.join(", ")))
}

/// A page in short: an item a line with all that was read of it, then the faults.
fn outline(page: &Page) -> String {
    let mut outline = String::new();
    for item in &page.items {
        let date = item.date.map(PartialDate::iso);
        let date = date.as_deref().unwrap_or("-");
        let _ = write!(outline, "{} {} {date} [{}]", item.number, item.id, item.heading);
        for values in [&item.regions, &item.partners, &item.topics] {
            let _ = write!(outline, " {}", values.join(","));
        }
        let _ = writeln!(outline, " {}", item.address().as_deref().unwrap_or("-"));
    }
    outline + &faults(page)
}

/// The faults in short, one a line: item, id, field, line and reason.
fn faults(page: &Page) -> String {
    let mut outline = String::new();
    for Fault { item, id, field, line, reason } in &page.faults {
        let item = item.map_or("feed".to_owned(), |number| format!("item {number}"));
        let id = id.as_deref().unwrap_or("-");
        let _ = writeln!(outline, "{item} ({id}) {field}, line {line}: {reason:?}");
    }
    outline
}

#[test]
fn every_fixture_is_read_as_far_as_it_can_be() {
    for (name, expected) in [
        ("bom.json", "
            1 mark 2024-03-14 [Saved on Windows]    -
            2 second 2024-02-01 [A second item]    -"),
        ("one-bad-item.json", "
            1 guide 2024-03-14 [Guide for labour inspectors published]    -
            2 round-table 2024-03-05 [Round table on fair recruitment]    -
            5 survey 2024-02-11 [Survey of domestic workers begins]    -
            item 3 (-) , line 19: NotAnObject
            item 4 (no-words) , line 20: NothingToRead"),
        ("lone-surrogate.json", "
            1 cut 2024-03-14 [Seminar in Oslo: what we learned \u{fffd}]    -
            2 whole 2024-03-01 [Seminar in Bergen: what we learned 💡]    -
            feed (-) , line 8: LoneSurrogate"),
        ("latin1.json", "
            1 conference 2024-03-14 [Conf\u{fffd}rence sur le recrutement]    -
            feed (-) , line 8: NotUtf8"),
        ("duplicate-id.json", "
            1 annual-report 2024-03-20 [Annual report 2023]    -
            2 visit 2024-03-02 [Visit to a fishing port]    -
            3 annual-report 2023-03-21 [Annual report 2022]    -"),
        ("empty.json", ""),
        ("version-1.json", "
            1 1042 2019-08-21 [Harvest season: what to look for]   agriculture https://example.org/notes/1042/
            2 1041 2019-08-02 [A short note without a title, as microblogs write them.]    https://example.org/notes/1041/
            3 9007199254740993 2019-07-15 [A number too long for JavaScript]    -
            4 7.5 - [A note without a date]    -"),
        ("wordpress.json", "
            1 https://example.org/?p=2214 2024-07-01 [The inspectors’ night shift … a diary]   harbours,News https://example.org/2024/07/01/night-shift/
            2 https://example.org/?p=2190 2024-06-30 [A checklist for buyers]   buyers https://example.org/2024/06/30/checklist/
            3 https://example.org/?p=2175 2024-06-12 [A post that somebody tampered with]   News https://example.org/2024/06/12/attack/
            4 https://example.org/?p=2101 2024-05-03 [Café talk & more 🍽]    https://example.org/2024/05/03/caf-talk/"),
        ("hugo.json", "
            1 https://example.org/diary/2023-11-loom/ 2023-11-20 [The second loom arrived today, and eleven weavers tried it out before the afternoon was…]    https://example.org/diary/2023-11-loom/
            2 https://example.org/diary/2023-11-dye/ 2023-11-04 [Indigo, madder and walnut: three vats, three weeks.]    https://example.org/diary/2023-11-dye/
            3 https://example.org/diary/2023-10-opening/ 2023-10-09 [Opening day]    https://example.org/diary/2023-10-opening/"),
        ("paged-1.json", "
            1 p1-spring-meeting 2024-03-25 [Spring meeting] KE who  -
            2 p1-field-visit 2024-02-18 [Field visit to Kisumu] KE fao  -
            3 p1-open-call 2024-02 [Open call for papers]    -"),
        ("paged-2.json", "
            1 p2-water-report 2024-03-11 [Water report] UG who  -
            2 p2-new-year 2024-01-08 [New year, new office] UG   -"),
        ("paged-3.json", "
            1 p3-seed-fair 2024-02-27 [Seed fair] TZ fao,unicef  -
            2 p3-winter-school 2023-12-04 [Winter school] TZ unicef  -"),
        ("paged-loop.json", "
            1 around 2024-03-04 [Round and round]    -
            2 again 2024-02-04 [And again]    -"),
        ("paged-broken.json", "
            1 here 2024-03-04 [What is here stays readable]    -
            2 too 2024-02-04 [This too]    -"),
        ("rtl.json", "
            1 amman-workshop 2024-05-21 [ورشة عمل في عمّان حول تفتيش العمل] JO,IQ,LB alo,fair-network تفتيش العمل -
            2 tunis-report 2024-05 [تقرير جديد عن العمل المنزلي (ILO C189)] TN fair-network العمل المنزلي -
            3 rabat-meeting 2024-03-02 [اجتماع الخبراء في الرباط] MA,DZ   -"),
        ("odd-shapes.json", "
            1 tags-text 2024-03-20 [Tags as a text]   trafficking -
            2 regions-text 2024-03-19 [Regions as a text] GE known  -
            3 date-number 2007 [A date as a number]    -
            4 null-extension 2024-03-17 [A null extension]    -
            5 more-fields 2024-03-16 [Fields that nobody knows] GE   -
            6 same-key-twice 2024-03-15 [The last of two titles]    -
            7 unknown-regions 2024-03-14 [Regions that do not exist] ZZ,XX9,GE   -
            8 unknown-partner 2024-03-13 [A partner that is not declared]  known,not-declared  -
            item 1 (tags-text) tags, line 10: WrongType
            item 2 (regions-text) _monthwise.regions, line 17: WrongType
            item 2 (regions-text) _monthwise.partners, line 17: WrongType"),
    ] {
        let expected: String =
            expected.lines().skip(1).flat_map(|line| [line.trim_start(), "\n"]).collect();
        assert_eq!(outline(&fixture(name)), expected, "{name}");
    }
}

#[test]
fn impossible_dates_are_reported_where_they_stand() {
    let page = fixture("partial-dates.json");
    assert_eq!(page.items.len(), 19);
    assert_eq!(
        faults(&page),
        "item 12 (february-30) _monthwise.date, line 74: NotADate(\"2007-02-30\")\n\
         item 13 (month-13) _monthwise.date, line 80: NotADate(\"2007-13\")\n\
         item 16 (not-a-date) date_published, line 99: NotADate(\"last Tuesday\")\n"
    );
}

#[test]
fn the_feed_of_many_values_has_no_fault() {
    let page = fixture("many-values.json");
    assert_eq!((page.items.len(), page.partners.len(), faults(&page)), (60, 14, String::new()));
}

#[test]
fn the_hostile_feed_is_read_as_it_is_written_and_its_addresses_are_refused() {
    let page = fixture("hostile.json");
    let ids: Vec<&str> = page.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "<b>bold</b>",
            "id with spaces / slashes #hash &amp;?q=1%20",
            "новость-日本語-عربي",
            "2024-03",
            "rtl-override",
            "👩‍👩‍👧‍👦",
            "item-0dbdc630",
            "__proto__",
        ]
    );
    assert_eq!(page.home_page_url, None);
    assert!(page.items.iter().all(|item| item.link.is_none()));
    assert_eq!(page.items[6].heading, "The id and the title are only spaces.");
    assert_eq!(page.regions[0].id, "area #1 & <more>");
    assert_eq!(
        faults(&page),
        "feed (-) home_page_url, line 6: UnsafeLink(\"javascript:alert(3)\")\n\
         feed (-) _monthwise.partners.url, line 17: UnsafeLink(\"javascript:alert(5)\")\n\
         item 2 (id with spaces / slashes #hash &amp;?q=1%20) external_url, line 37: UnsafeLink(\"javascript:alert(9)\")\n\
         item 7 (-) id, line 69: NoId\n"
    );
}

#[test]
fn what_is_no_feed_is_refused_with_what_it_is() {
    let not_json = |line, column, found| FeedError::NotJson { line, column, found };
    let fixture = |name: &str| file(&format!("tests/fixtures/feeds/{name}"));
    for (bytes, error) in [
        (fixture("html.json"), not_json(1, 1, Found::Html)),
        (fixture("utf16.json"), not_json(1, 1, Found::Utf16)),
        (fixture("broken.json"), not_json(9, 7, Found::Mistake)),
        (fixture("not-a-feed.json"), FeedError::NotAFeed),
        (b"".to_vec(), not_json(1, 1, Found::Nothing)),
        (b" \n\t\n".to_vec(), not_json(3, 1, Found::Nothing)),
        (b"\xef\xbb\xbf".to_vec(), not_json(1, 1, Found::Nothing)),
        (b"\xef\xbb\xbf <p>".to_vec(), not_json(1, 2, Found::Html)),
        (b"{\0\"\0".to_vec(), not_json(1, 2, Found::Utf16)),
        (b"\0{\0\"".to_vec(), not_json(1, 1, Found::Utf16)),
        (b"hello".to_vec(), not_json(1, 1, Found::Mistake)),
        (b"[]".to_vec(), FeedError::NotAFeed),
        (b"null".to_vec(), FeedError::NotAFeed),
        (b"3".to_vec(), FeedError::NotAFeed),
        (b"\"{}\"".to_vec(), FeedError::NotAFeed),
        (b"{}".to_vec(), FeedError::NotAFeed),
        (b"{\"items\": null}".to_vec(), FeedError::NotAFeed),
        (b"{\"items\": {}}".to_vec(), FeedError::NotAFeed),
        (b"{\"items\": []} x".to_vec(), not_json(1, 15, Found::Mistake)),
        (b"{\"items\": [],}".to_vec(), not_json(1, 14, Found::Mistake)),
    ] {
        let refused = decode(&bytes, BASE).map(|page| page.items.len());
        assert_eq!(refused, Err(error), "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_mistake_is_found_by_its_line_and_character() {
    for (json, line, column) in [
        ("{\n  \"items\": [1 2]\n}", 2, 15),
        ("{\"title\": \"é日💡\" \"x\"}", 1, 17),
        ("{\"é\": tru }", 1, 10),
        ("{\r\n\"items\": [\r\n  'a'\r\n]}", 3, 3),
        ("{\"items\": [", 1, 11),
        ("{\"items\": [\n", 2, 1),
        // A control character: the one before it is named.
        ("{\"title\": \"a\tb\"}", 1, 12),
        ("\u{feff}{\"items\": x}", 1, 11),
        ("{\"title\": \"\\x\"}", 1, 13),
        ("{\"a\": \"\\ud800\", \"é\": \"\\ud800\" é}", 1, 31),
    ] {
        match decode(json.as_bytes(), BASE) {
            Err(FeedError::NotJson { line: found, column: character, .. }) => {
                assert_eq!((found, character), (line, column), "{json}");
            }
            other => panic!("{json}: {other:?}"),
        }
    }
    // What is not UTF-8 counts as one character too.
    let bytes = b"{\"title\": \"\xe9\xe9\" x";
    let Err(FeedError::NotJson { line: 1, column: 16, .. }) = decode(bytes, BASE) else {
        panic!("{:?}", decode(bytes, BASE));
    };
}

#[test]
fn all_of_the_json_test_suite_is_judged_as_rfc_8259_judges() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/json-test-suite");
    let mut judged = 0;
    for entry in std::fs::read_dir(folder).expect("the suite is there") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        judged += 1;
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name");
        let bytes = std::fs::read(&path).expect("it can be read");
        let is_json = !matches!(decode(&bytes, BASE), Err(FeedError::NotJson { .. }));
        match name.as_bytes()[0] {
            b'y' => assert!(is_json, "{name}"),
            b'n' => assert!(!is_json, "{name}"),
            other => assert_eq!(other, b'i', "{name}"),
        }
        // Inside a feed it is no more and no less: one odd value costs one item.
        let items =
            [b"{\"items\": [{\"title\": \"A\"},", &bytes[..], b",{\"title\": \"B\"}]}"].concat();
        if let Ok(page) = decode(&items, BASE)
            && name.starts_with('y')
        {
            assert_eq!(page.items.first().map(|item| item.heading.as_str()), Some("A"), "{name}");
            assert_eq!(page.items.last().map(|item| item.heading.as_str()), Some("B"), "{name}");
        }
    }
    assert_eq!(judged, 318);
}

#[test]
fn values_are_taken_in_every_form_that_is_met_and_the_rest_is_reported() {
    for (field, outline) in [
        (
            r#""tags": ["a", "a", " a ", "", "b", 3, null, {}, true]"#,
            "a,b,3 -\n\
            item 1 (x) tags, line 1: WrongType\n\
            item 1 (x) tags, line 1: WrongType\n\
            item 1 (x) tags, line 1: WrongType\n",
        ),
        (r#""tags": true"#, " -\nitem 1 (x) tags, line 1: WrongType\n"),
        (r#""tags": ["not-stated", "a"]"#, "a -\n"),
        (r#""tags": null"#, " -\n"),
        (r#""tags": "a \n b""#, "a b -\nitem 1 (x) tags, line 1: WrongType\n"),
        (r#""url": "/a""#, " https://example.org/a\n"),
        (
            r#""url": "javascript:1", "external_url": "b""#,
            " https://example.org/news/b\n\
            item 1 (x) url, line 1: UnsafeLink(\"javascript:1\")\n",
        ),
        (r#""url": "https://a.example/", "external_url": "data:,""#, " https://a.example/\n"),
        (r#""url": []"#, " -\nitem 1 (x) url, line 1: WrongType\n"),
        (r#""url": "  ""#, " -\n"),
    ] {
        assert_eq!(
            super::tests::outline(&items(&[field])),
            format!("1 x - [T]   {outline}"),
            "{field}"
        );
    }
    for (extension, regions) in [
        (r#"["ge", "GE", "Ge", "150", "gee"]"#, "GE 150 gee"),
        (r#"["not-stated"]"#, ""),
        ("[142, 7.5]", "142 7.5"),
    ] {
        let page = items(&[&format!(r#""_monthwise": {{"regions": {extension}}}"#)]);
        assert_eq!(page.items[0].regions.join(" "), regions);
    }
}

#[test]
fn dates_come_from_the_extension_else_as_they_are_written() {
    for (fields, date) in [
        (r#""date_published": "2007-07-31T23:30:00-11:00""#, "2007-07-31"),
        (
            r#""date_published": "2007-07-31T23:30:00Z", "_monthwise": {"date": "2007-06"}"#,
            "2007-06",
        ),
        (
            r#""date_published": "2007-07-31T23:30:00Z", "_monthwise": {"date": "soon"}"#,
            "2007-07-31",
        ),
        (r#""date_published": "2007-07-31T23:30:00Z", "_monthwise": {"date": null}"#, "2007-07-31"),
        (r#""_monthwise": {"date": 2007}"#, "2007"),
        (r#""date_modified": "2007-07-31T23:30:00Z""#, "-"),
    ] {
        let date_of = |item: &Item| item.date.map_or("-".to_owned(), PartialDate::iso);
        assert_eq!(date_of(&items(&[fields]).items[0]), date, "{fields}");
    }
}

#[test]
fn an_item_without_an_id_goes_by_its_address_or_its_words() {
    let page = read(
        r#"{"items": [
            {"url": "https://example.org/a", "title": "A"},
            {"external_url": "https://example.org/b", "title": "B"},
            {"title": "C"},
            {"title": "C", "content_text": "The same title"},
            {"id": false, "title": "D"},
            {"id": 1.50e3, "title": "E"}
        ]}"#,
    );
    let ids: Vec<&str> = page.items.iter().map(|item| item.id.as_str()).collect();
    // Made of the words alone, so that permalinks of old feeds stay.
    assert_eq!(
        ids,
        [
            "https://example.org/a",
            "https://example.org/b",
            "item-c60bf9f2",
            "item-c60bf9f2",
            "item-c10bf213",
            "1.50e3",
        ]
    );
    assert_eq!(
        faults(&page),
        "item 3 (-) id, line 4: NoId\n\
         item 4 (-) id, line 5: NoId\n\
         item 5 (-) id, line 6: WrongType\n\
         item 5 (-) id, line 6: NoId\n"
    );
}

#[test]
fn the_text_is_the_first_that_says_anything() {
    let html = |text: &str| Source::Html(text.to_owned());
    let plain = |text: &str| Source::Plain(text.to_owned());
    for (fields, text) in [
        (r#""content_html": "<p>H", "content_text": "T", "summary": "S""#, html("<p>H")),
        (r#""content_html": "<p> <img>", "content_text": "T""#, plain("T")),
        (r#""content_html": null, "content_text": " ", "summary": "S""#, plain("S")),
        (r#""content_text": """#, Source::None),
        (r#""content_text": 3"#, plain("3")),
        (r#""summary": {}"#, Source::None),
    ] {
        assert_eq!(items(&[fields]).items[0].text, text, "{fields}");
    }
    let page = items(&[r#""content_text": """#, r#""content_html": "<script>1</script>""#]);
    assert_eq!(faults(&page), "", "a title alone is an item");
}

#[test]
fn an_item_without_words_is_skipped_and_the_one_after_it_is_not() {
    let page = read(
        "{\"items\": [\n{\"id\": \"a\"},\n{\"title\": \" \", \"content_text\": \"\"},\nnull,\n[],\n\
         {\"content_html\": \"<p></p><!-- x -->\"},\n{\"title\": \"T\"}]}",
    );
    assert_eq!(page.items.iter().map(|item| item.number).collect::<Vec<_>>(), [6]);
    assert_eq!(
        faults(&page),
        "item 1 (a) , line 2: NothingToRead\n\
         item 2 (-) , line 3: NothingToRead\n\
         item 3 (-) , line 4: NotAnObject\n\
         item 4 (-) , line 5: NotAnObject\n\
         item 5 (-) , line 6: NothingToRead\n\
         item 6 (-) id, line 7: NoId\n"
    );
}

#[test]
fn a_title_of_a_megabyte_is_a_heading_and_a_paragraph() {
    for title in ["word ".repeat(200_000), "日".repeat(350_000)] {
        let page = read(&json!({ "items": [{ "id": "a", "title": title }] }).to_string());
        let item = &page.items[0];
        assert!(item.heading.chars().count() <= BORROWED_HEADING + 1, "{}", item.heading);
        assert_eq!(item.long_title.as_deref(), Some(title.trim()));
        let length = title.trim().chars().count();
        assert_eq!(faults(&page), format!("item 1 (a) title, line 1: LongTitle({length})\n"));
    }
    let page = items(&[&format!(r#""title": "{}""#, "x".repeat(LONGEST_HEADING))]);
    assert_eq!((page.items[0].heading.len(), &page.items[0].long_title), (LONGEST_HEADING, &None));
}

#[test]
fn faults_have_their_own_lines_in_whatever_order_the_fields_stand() {
    let page = read(
        "{\"items\": [{\n\"tags\": 1,\n\"_monthwise\": {\n\"partners\": [\n{}],\n\"date\": \"x\"},\n\
         \"url\": \"x:\",\n\"id\": [],\n\"title\": \"T\"}],\n\"title\": {}}",
    );
    assert_eq!(
        faults(&page),
        "feed (-) title, line 10: WrongType\n\
         item 1 (-) id, line 8: WrongType\n\
         item 1 (-) url, line 7: UnsafeLink(\"x:\")\n\
         item 1 (-) id, line 1: NoId\n\
         item 1 (-) tags, line 2: WrongType\n\
         item 1 (-) _monthwise.date, line 6: NotADate(\"x\")\n\
         item 1 (-) _monthwise.partners, line 5: WrongType\n"
    );
}

#[test]
fn what_the_feed_declares_is_read_one_by_one() {
    let page = read(
        r#"{"items": [], "title": " A \n b ", "description": 3, "language": true, "next_url": "2.json", "_monthwise": {
            "regions": [
                {"id": "ge", "name": "Sakartvelo"},
                {"id": "north", "short": " N. ", "aliases": ["Nord", 4], "members": ["fr", "FR", "not-stated", "north"]},
                {"name": "no id"},
                {"id": "not-stated", "members": ["FR"]},
                "FR",
                {"id": "south", "members": "it"}
            ],
            "partners": [
                {"id": 7, "name": null, "short": "S", "aliases": ["a", null], "url": "/p"},
                {"id": "not-stated"}
            ]
        }}"#,
    );
    assert_eq!(page.title.as_deref(), Some("A b"));
    assert_eq!(page.description.as_deref(), Some("3"));
    assert_eq!(page.next_url.as_deref(), Some("https://example.org/news/2.json"));
    let region = |id: &str, name: Option<&str>, members: &[&str]| Region {
        id: id.to_owned(),
        name: name.map(str::to_owned),
        short: None,
        aliases: Vec::new(),
        members: members.iter().map(|member| (*member).to_owned()).collect(),
    };
    assert_eq!(
        page.regions,
        [
            region("GE", Some("Sakartvelo"), &[]),
            Region {
                short: Some("N.".into()),
                aliases: vec!["Nord".into(), "4".into()],
                ..region("north", None, &["FR", "north"])
            },
            region("south", None, &["IT"]),
        ]
    );
    assert_eq!(
        page.partners,
        [Partner {
            id: "7".into(),
            name: None,
            short: Some("S".into()),
            aliases: vec!["a".into()],
            url: Some("https://example.org/p".into()),
        }]
    );
    assert_eq!(
        faults(&page),
        "feed (-) language, line 1: WrongType\n\
         feed (-) _monthwise.regions, line 5: WrongType\n\
         feed (-) _monthwise.regions, line 6: WrongType\n\
         feed (-) _monthwise.regions, line 7: WrongType\n\
         feed (-) _monthwise.regions.members, line 8: WrongType\n\
         feed (-) _monthwise.partners.aliases, line 11: WrongType\n\
         feed (-) _monthwise.partners, line 12: WrongType\n"
    );
    for (extension, field) in [("[]", "_monthwise"), (r#"{"regions": {}}"#, "_monthwise.regions")] {
        let page = read(&format!(r#"{{"items": [], "_monthwise": {extension}}}"#));
        assert_eq!(faults(&page), format!("feed (-) {field}, line 1: WrongType\n"));
    }
}

#[test]
fn a_title_that_was_borrowed_from_the_text_is_none() {
    let long = "long ".repeat(70) + "end";
    let page = read(
        &json!({ "items": [
            { "title": "Title", "content_text": "Text" },
            { "content_text": "Text alone" },
            { "content_html": "<p>".to_owned() + &long },
            { "title": long, "content_text": "Text" },
            { "title": long },
            { "title": "Text", "content_text": "Text" },
        ] })
        .to_string(),
    );
    let titles: Vec<Option<&str>> = page.items.iter().map(Item::title).collect();
    assert_eq!(titles, [Some("Title"), None, None, Some(&*long), Some(&*long), None]);
}

#[test]
fn half_a_surrogate_pair_is_replaced_and_all_others_stay() {
    for (written, read) in [
        (r"\ud83d\udca1", "💡"),
        (r"\uD83D\uDCA1", "💡"),
        (r"a\ud83d", "a\u{fffd}"),
        (r"\ud83d\ud83d\udca1", "\u{fffd}💡"),
        (r"\udca1\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\\udca1", "\u{fffd}\\udca1"),
        (r"\\ud83d", r"\ud83d"),
        (r"\\\ud83d", "\\\u{fffd}"),
        (r"\ud83d\n\udca1", "\u{fffd} \u{fffd}"),
        (r"\ud7ff\ue000", "\u{d7ff}\u{e000}"),
    ] {
        let page = self::read(&format!(r#"{{"items": [{{"id": "a", "title": "{written}"}}]}}"#));
        assert_eq!(page.items[0].heading, read, "{written}");
        let is_replaced = page.faults.iter().any(|fault| fault.reason == Reason::LoneSurrogate);
        assert_eq!(is_replaced, read.contains('\u{fffd}'), "{written}");
    }
}

/// Each of these would take minutes if any of it were done once a fault, a value or a character.
#[test]
fn large_feeds_full_of_faults_are_read_in_a_moment() {
    let wrong =
        json!({ "title": "T", "tags": [null, {}], "url": "x:", "_monthwise": { "date": "?" } });
    let page = read(
        &serde_json::to_string_pretty(&json!({ "items": vec![wrong; 20_000] })).expect("JSON"),
    );
    assert_eq!((page.items.len(), page.faults.len()), (20_000, 100_000));
    assert!(page.faults.windows(2).all(|pair| pair[0].item <= pair[1].item));

    let tags = vec![Value::Null; 200_000];
    let page = read(&json!({ "items": [{ "id": "a", "title": "T", "tags": tags }] }).to_string());
    assert_eq!(page.faults.len(), 200_000);

    let tags: Vec<String> = (0..100_000).map(|at| format!("tag {at}")).collect();
    let page = read(&json!({ "items": [{ "id": "a", "title": "T", "tags": tags }] }).to_string());
    assert_eq!(page.items[0].topics.len(), 100_000);

    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let page = items(&[&format!(r#""x": {deep}, "tags": {deep}"#)]);
    assert_eq!(faults(&page), "item 1 (x) tags, line 1: WrongType\n");

    let texts =
        ["&".repeat(1_000_000), "<".repeat(300_000), "<b>x".repeat(200_000), "</".repeat(500_000)];
    for text in texts {
        let page = read(
            &json!({ "items": [{ "id": "a", "title": "T", "content_html": text }] }).to_string(),
        );
        assert_eq!(page.items.len(), 1);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = decode(&bytes, BASE);
        // Within a feed, and with what JSON is made of.
        let inside = [b"{\"items\": [{\"title\": \"", &bytes[..], b"\"}]}"].concat();
        let _ = decode(&inside, BASE);
    }

    #[test]
    fn no_near_json_makes_it_fail(text in "[{}\\[\\]\",:0-9a-fu\\\\ntruels \n\u{e9}-]{0,60}") {
        let _ = decode(text.as_bytes(), BASE);
        let _ = decode(format!(r#"{{"items": [{{"title": "\ud8{text}"}}]}}"#).as_bytes(), BASE);
    }

    /// Whatever becomes of one item, the others are read as if nothing were.
    #[test]
    fn one_odd_item_keeps_all_others(
        items in any_items(8),
        areas in any_areas(),
        at in any::<proptest::sample::Index>(),
        key in proptest::sample::select(&[
            "id", "title", "url", "content_html", "content_text", "date_published", "tags",
            "language", "_monthwise",
        ][..]),
        odd in any_value(),
        whole in any::<bool>(),
    ) {
        prop_assume!(!items.is_empty());
        let at = at.index(items.len());
        let good = page(&feed(&items, &areas));
        let mut mutated = items;
        if whole {
            mutated[at] = odd;
        } else {
            mutated[at][key] = odd;
        }
        let bad = page(&feed(&mutated, &areas));
        let others = |page: &Page| {
            page.items.iter().filter(|item| item.number != at + 1).cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(others(&good), others(&bad));
        prop_assert_eq!(good.regions, bad.regions);
        let others = |page: Vec<Fault>| {
            page.into_iter().filter(|fault| fault.item != Some(at + 1)).collect::<Vec<_>>()
        };
        prop_assert_eq!(others(good.faults), others(bad.faults));
    }
}

/// Any JSON that is not deep.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(json!("<p>text")),
        Just(json!("2007-07-12")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("date|regions|title|id|[a-z]{1,3}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn a_fingerprint_is_fnv_1a_as_others_count_it() {
    // RFC 9923 has these among its test vectors.
    for (bytes, expected) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
        assert_eq!(super::fingerprint(bytes.as_bytes()), expected, "{bytes}");
    }
}

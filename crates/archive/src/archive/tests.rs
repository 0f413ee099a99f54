//! In which order the news stands, and by which ids.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::feed::decode;

/// The archive of a feed.
pub(crate) fn archive(feed: &Value) -> Archive {
    Archive::new(page(feed), "https://example.org/news.json")
}

pub(crate) fn page(feed: &Value) -> Page {
    decode(feed.to_string().as_bytes(), "https://example.org/news.json").expect("it is a feed")
}

/// A file of the repository, by its path from the root.
pub(crate) fn file(path: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn fixture(name: &str) -> Page {
    let base = format!("https://example.org/news/{name}");
    decode(&file(&format!("tests/fixtures/feeds/{name}")), &base).expect("it is a feed")
}

/// The first feed of the world: `public/news.json`.
pub(crate) fn news() -> Archive {
    let page = decode(&file("public/news.json"), "https://example.org/news.json");
    Archive::new(page.expect("it is a feed"), "https://example.org/news.json")
}

/// Items of the generated feeds: a date, regions, partners and topics from small sets, so that they
/// meet often.
pub(crate) fn any_items(most: usize) -> impl Strategy<Value = Vec<Value>> {
    fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
        proptest::collection::vec(proptest::sample::select(of), 0..4)
    }
    let item = (
        prop_oneof![
            "2007-0[1-3]-(0[1-4])",
            "2007-0[1-3]",
            "200[67]",
            "2007-02-30",
            Just(String::new()),
        ],
        proptest::sample::select(
            &["a", "b", "c d", "c-d", "2007-01", "undated", "2007-02-heading"][..],
        ),
        some(&["FR", "GE", "AM", "US", "TW", "142", "north", "all", "odd"]),
        some(&["osce", "ec", "not-declared"]),
        some(&["work", "law", "not-stated"]),
    )
        .prop_map(|(date, id, regions, partners, topics)| {
            json!({
                "id": id,
                "title": format!("{date} {id} {regions:?}"),
                "tags": topics,
                "_monthwise": { "date": date, "regions": regions, "partners": partners },
            })
        });
    proptest::collection::vec(item, 0..=most)
}

/// What the generated feeds declare: areas in areas, areas of M49, areas in a circle, or nothing.
pub(crate) fn any_areas() -> impl Strategy<Value = Value> {
    proptest::sample::select(vec![
        json!([]),
        json!([{ "id": "north", "members": ["FR", "GE"] }, { "id": "odd", "members": ["TW", "FR"] }]),
        json!([
            { "id": "all", "members": ["north", "142"] },
            { "id": "north", "members": ["FR", "odd"] },
            { "id": "odd", "members": ["north", "US"] },
        ]),
        json!([{ "id": "FR", "name": "La France" }]),
        json!([{ "id": "142", "members": ["US"] }, { "id": "all", "members": ["142", "150"] }]),
    ])
}

pub(crate) fn feed(items: &[Value], regions: &Value) -> Value {
    let partners = json!([{ "id": "osce", "name": "The OSCE" }, { "id": "ec" }, { "id": "un" }]);
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Generated",
        "items": items,
        "_monthwise": { "regions": regions, "partners": partners },
    })
}

/// Each section as `2007-07: id id …`.
fn outline(archive: &Archive) -> Vec<String> {
    let ids = |section: &Section| {
        let items = &archive.items()[section.items.clone()];
        items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    archive
        .sections()
        .iter()
        .map(|section| format!("{}: {}", section.period.id(), ids(section)))
        .collect()
}

/// The ids of a feed whose items have these dates, named by their places.
fn order(dates: &[&str]) -> String {
    let items: Vec<Value> = dates
        .iter()
        .enumerate()
        .map(|(at, date)| json!({ "id": at, "title": "x", "_monthwise": { "date": date } }))
        .collect();
    outline(&archive(&json!({ "items": items }))).join(" | ")
}

#[test]
fn the_first_feed_is_as_it_was_published() {
    let archive = news();
    assert_eq!(archive.faults, []);
    let mut rows = Vec::new();
    for section in archive.sections() {
        for (number, item) in (1..).zip(&archive.items()[section.items.clone()]) {
            let list = |ids: &[String]| ids.join(" ");
            rows.push((
                section.period.id(),
                number,
                item.date.map(PartialDate::iso).unwrap_or_default(),
                item.heading.clone(),
                list(&item.regions),
                list(&item.partners),
            ));
        }
    }
    let expected = [
        (
            "2007-07",
            1,
            "2007-07-12",
            "Tbilisi, Georgia: Launch of the regional project",
            "AM AZ GE",
            "osce icmpd ec",
        ),
        ("2007-07", 2, "2007-07", "ILO/ACFTU Workshop on Labour standards", "CN", "acftu"),
        (
            "2007-07",
            3,
            "2007-07-09",
            "New UN initiative to fight human trafficking and poverty in Tajikistan",
            "TJ",
            "un",
        ),
        ("2007-07", 4, "2007-07-05", "Collection of legal cases - Call for contributions", "", ""),
        (
            "2007-06",
            1,
            "2007-06",
            "Workshop on research and statistics on trafficking",
            "AM AZ GE",
            "osce ec",
        ),
        ("2007-06", 2, "2007-06", "Building a Global Alliance against Forced Labour", "", ""),
        (
            "2007-05",
            1,
            "2007-05-09",
            "UK Action Plan on Tackling Human Trafficking",
            "GB",
            "uk-government",
        ),
        (
            "2007-05",
            2,
            "2007-05-09",
            "Launch of the Project for the Elimination",
            "MD UA",
            "ec icmpd",
        ),
        (
            "2007-05",
            3,
            "2007-05-09",
            "Forced Labour to be included in trade deals",
            "US CO PA PE KR",
            "",
        ),
        (
            "2007-05",
            4,
            "2007-05",
            "Nordic Expert Seminar on trafficking for forced Labour",
            "DK FI IS NO SE",
            "osce unodc",
        ),
    ];
    assert_eq!(rows.len(), expected.len());
    for (row, (month, number, date, title, regions, partners)) in rows.iter().zip(expected) {
        assert_eq!(
            (row.0.as_str(), row.1, row.2.as_str(), row.4.as_str(), row.5.as_str()),
            (month, number, date, regions, partners)
        );
        assert!(row.3.starts_with(title), "{}", row.3);
    }
}

#[test]
fn a_month_goes_from_its_newest_day_back_and_what_has_no_day_follows_what_it_followed() {
    for (dates, ids) in [
        (&["2007-07-01", "2007-07-03", "2007-07-02"][..], "2007-07: 1 2 0"),
        (&["2007-07-12", "2007-07", "2007-07-09"], "2007-07: 0 1 2"),
        (&["2007-07-09", "2007-07", "2007-07-12"], "2007-07: 2 0 1"),
        (&["2007-07", "2007-07-09", "2007-07-12"], "2007-07: 0 2 1"),
        (&["2007-07-09", "2007-07", "2007-07", "2007-07-12", "2007-07"], "2007-07: 3 4 0 1 2"),
        (&["2007-07-09", "2007-06-30", "2007-07", "2007-07-12"], "2007-07: 3 0 2 | 2007-06: 1"),
        (&["2007-07-09", "2007-07-09", "2007-07-09"], "2007-07: 0 1 2"),
        (&["2007-07", "2007-07"], "2007-07: 0 1"),
        (&["2007", "2007-01", "2006-12-31", "2008"], "2008: 3 | 2007-01: 1 | 2007: 0 | 2006-12: 2"),
        (&["", "2007-01", "soon", "0000"], "2007-01: 1 | 0000: 3 | undated: 0 2"),
        (&["9999-12-31", "0001-01"], "9999-12: 0 | 0001-01: 1"),
        (&[], ""),
    ] {
        assert_eq!(order(dates), ids, "{dates:?}");
    }
}

#[test]
fn dates_of_every_precision_stand_where_the_fixture_says() {
    assert_eq!(
        outline(&Archive::new(fixture("partial-dates.json"), "")),
        [
            "2008-01: january-2008",
            "2007-07: july-opens july-12 july-after-12 july-12-too july-05 july-after-05 july-after-that",
            "2007-06: june-30 june-30-evening",
            "2007-05: may-wins day-only",
            "2007: year-2007",
            "2006: year-2006",
            "undated: undated-1 february-30 month-13 not-a-date undated-2",
        ]
    );
}

#[test]
fn a_feed_in_three_files_is_one_archive() {
    let mut archive = Archive::new(fixture("paged-1.json"), "");
    assert_eq!(archive.partner("unicef"), None);
    archive = archive.with(fixture("paged-2.json")).with(fixture("paged-3.json"));
    assert_eq!(
        outline(&archive),
        [
            "2024-03: p1-spring-meeting p2-water-report",
            "2024-02: p3-seed-fair p1-field-visit p1-open-call",
            "2024-01: p2-new-year",
            "2023-12: p3-winter-school",
        ]
    );
    let unicef = archive.partner("unicef").and_then(|partner| partner.short.as_deref());
    assert_eq!(unicef, Some("UNICEF"));
    assert_eq!(archive.faults, []);
}

#[test]
fn what_a_later_file_declares_is_no_fault_any_more() {
    let item = json!({ "id": "a", "title": "x", "_monthwise": { "regions": ["north"], "partners": ["un"] } });
    let declaring = json!({
        "items": [],
        "_monthwise": { "regions": [{ "id": "north", "name": "The North" }], "partners": [{ "id": "un" }] },
    });
    let archive = archive(&json!({ "items": [item] }));
    let reasons: Vec<&Reason> = archive.faults.iter().map(|fault| &fault.reason).collect();
    assert_eq!(
        reasons,
        [&Reason::UnknownRegion("north".into()), &Reason::UndeclaredPartner("un".into())]
    );
    let archive = archive.with(page(&declaring));
    assert_eq!(archive.faults, []);
    assert_eq!(
        archive.regions().find("north").and_then(|region| region.name.as_deref()),
        Some("The North")
    );
}

#[test]
fn the_first_file_says_what_the_feed_is_called() {
    let first = json!({ "title": "First", "items": [] });
    let second = json!({ "title": "Second", "language": "ka", "items": [] });
    let archive = archive(&first).with(page(&second));
    assert_eq!(archive.title.as_deref(), Some("First"));
    assert_eq!(archive.language.as_deref(), Some("ka"));
}

#[test]
fn no_two_items_and_no_item_and_month_have_one_id() {
    for (given, taken) in [
        (&["a", "a", "a"][..], "a a-2 a-3"),
        (&["a", "a-2", "a", "a"], "a a-2 a-3 a-4"),
        (&["a b", "a-b", "a  b"], "a b|a-b-2|a b-3"),
        (
            &["2007-07", "2007", "undated", "2007-07-12"],
            "item-2007-07 item-2007 item-undated 2007-07-12",
        ),
        (
            &["2007-07-heading", "undated-heading", "heading"],
            "item-2007-07-heading item-undated-heading heading",
        ),
        (&["2007 07", "item-2007-07"], "item-2007 07|item-2007-07-2"),
        (&["2007-13", "12"], "2007-13 12"),
        (&["A", "a"], "A a"),
    ] {
        let items: Vec<Value> = given.iter().map(|id| json!({ "id": id, "title": "x" })).collect();
        let archive = archive(&json!({ "items": items }));
        let ids: Vec<&str> = archive.items().iter().map(|item| item.id.as_str()).collect();
        let separator = if taken.contains('|') { "|" } else { " " };
        assert_eq!(ids.join(separator), taken, "{given:?}");
    }
}

#[test]
fn an_id_given_twice_is_reported_with_the_item_that_loses_it() {
    let archive = Archive::new(fixture("duplicate-id.json"), "");
    assert_eq!(
        archive.faults,
        [Fault {
            item: Some(3),
            id: Some("annual-report".into()),
            field: "id".into(),
            line: 18,
            reason: Reason::DuplicateId("annual-report".into()),
        }]
    );
    assert_eq!(outline(&archive), ["2024-03: annual-report visit", "2023-03: annual-report-2"]);
}

#[test]
fn an_item_that_gets_another_id_keeps_its_address() {
    let item = |id, url| json!({ "id": id, "url": url, "title": "x" });
    let items = [item("a", "https://x.org/a"), item("a", "https://x.org/a"), item("2007", "/2007")];
    let archive = archive(&json!({ "items": items }));
    let items = archive.items().iter().map(|item| (&*item.id, item.address().unwrap_or_default()));
    let expected = [
        ("a", "https://x.org/a"),
        ("a-2", "https://x.org/a"),
        ("item-2007", "https://example.org/2007"),
    ];
    assert!(items.eq(expected.map(|(id, address)| (id, address.to_owned()))));
}

#[test]
fn ten_thousand_equal_ids_are_told_apart() {
    let items = vec![json!({ "id": "same", "title": "x" }); 10_000];
    let archive = archive(&json!({ "items": items }));
    assert_eq!(archive.items()[9_999].id, "same-10000");
}

#[test]
fn a_topic_of_its_own_for_every_item_takes_no_more_than_the_items() {
    let items: Vec<Value> =
        (0..50_000).map(|at| json!({ "id": at, "title": "x", "tags": [at] })).collect();
    let archive = archive(&json!({ "items": items }));
    let values = archive.index().values(crate::facets::Facet::Topic);
    assert_eq!(values.iter().map(|value| value.items.len()).sum::<usize>(), 50_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_item_stands_once_in_order_and_by_its_own_id(items in any_items(30)) {
        let archive = archive(&feed(&items, &json!([])));
        let items = archive.items();

        let places: BTreeSet<usize> = items.iter().map(|item| item.place).collect();
        prop_assert_eq!(places.len(), items.len());
        prop_assert!(places.into_iter().eq(0..items.len()));

        let mut ids: Vec<String> = items.iter().map(|item| markup::anchor(&item.id).into_owned()).collect();
        for section in archive.sections() {
            ids.push(section.period.id());
            ids.push(section.period.id() + "-heading");
        }
        prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{:?}", ids);

        let mut end = 0;
        for section in archive.sections() {
            prop_assert_eq!(section.items.start, end);
            prop_assert!(!section.items.is_empty());
            end = section.items.end;
        }
        prop_assert_eq!(end, items.len());
        let periods: Vec<Period> = archive.sections().iter().map(|section| section.period).collect();
        prop_assert!(periods.windows(2).all(|pair| pair[0] < pair[1]));

        for section in archive.sections() {
            let month = &items[section.items.clone()];
            let period = |item: &Item| item.date.map_or(Period::Undated, PartialDate::period);
            prop_assert!(month.iter().all(|item| period(item) == section.period));
            let days: Vec<NaiveDate> = month.iter().filter_map(|item| item.date?.day()).collect();
            prop_assert!(days.windows(2).all(|pair| pair[0] >= pair[1]));
            for (at, item) in month.iter().enumerate() {
                if item.date.and_then(PartialDate::day).is_none() {
                    // The last of this month that stands before it in the file.
                    let earlier = month.iter().map(|other| other.place).filter(|p| *p < item.place);
                    let before = at.checked_sub(1).map(|at| month[at].place);
                    prop_assert_eq!(earlier.max(), before);
                }
            }
        }
    }

    #[test]
    fn files_one_by_one_are_the_same_as_all_in_one(
        items in any_items(30),
        areas in any_areas(),
        one in 0_usize..31,
        other in 0_usize..31,
    ) {
        let one = one.min(items.len());
        let other = other.clamp(one, items.len().max(one));
        let whole = archive(&feed(&items, &areas));
        let parts = archive(&feed(&items[..one], &areas))
            .with(page(&feed(&items[one..other], &areas)))
            .with(page(&feed(&items[other..], &areas)));
        let seen = |archive: &Archive| {
            let items = archive.items().iter();
            items.map(|item| (item.place, item.id.clone(), item.heading.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(seen(&whole), seen(&parts));
        prop_assert_eq!(whole.sections(), parts.sections());
        prop_assert_eq!(format!("{:?}", whole.index()), format!("{:?}", parts.index()));
    }
}

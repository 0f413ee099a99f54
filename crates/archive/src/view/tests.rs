//! Every word that the page says of an archive, a filter and a failure.

use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{archive, feed, fixture, news};
use crate::feed::{FeedError, Found};
use crate::filter::Message;
use crate::language::tests::english;
use crate::query;

/// What the page shows when the address asks for this.
fn view(archive: &Archive, query: &str) -> View {
    let language = english();
    View::new(archive, &facets(archive, &language), &query::read(query, ""), &language)
}

/// A facet's values with their counts, what stands in an area indented.
fn outline(archive: &Archive, facet: usize, query: &str) -> Vec<String> {
    let facets = facets(archive, &english());
    let states = &view(archive, query).values[facet];
    let values = facets[facet].values.iter().zip(states).map(|(value, state)| {
        let area = value.area.map_or("", |_| "  ");
        let mark = match state.standing {
            Standing::Free => "",
            Standing::Partly => "~",
            Standing::Chosen => "*",
        };
        format!("{area}{mark}{} {}", value.name, state.written)
    });
    values.collect()
}

#[test]
fn the_regions_of_the_first_feed_stand_in_its_own_areas() {
    let archive = news();
    let facets = facets(&archive, &english());
    let legends: Vec<&str> = facets.iter().map(|facet| facet.legend.as_str()).collect();
    assert_eq!(legends, ["Regions", "Partners"], "no item has a topic");
    assert_eq!(
        outline(&archive, 0, ""),
        [
            "Americas 1",
            "  Colombia 1",
            "  Panama 1",
            "  Peru 1",
            "  United States 1",
            "Asia and the Pacific 2",
            "  China 1",
            "  South Korea 1",
            "Europe and Central Asia 6",
            "  Armenia 2",
            "  Azerbaijan 2",
            "  DK 1",
            "  FI 1",
            "  Georgia 2",
            "  IS 1",
            "  MD 1",
            "  NO 1",
            "  SE 1",
            "  Tajikistan 1",
            "  Ukraine 1",
            "  United Kingdom 1",
            "Not stated 2",
        ]
    );
    assert_eq!(
        outline(&archive, 1, ""),
        [
            "All-China Federation of Trade Unions 1",
            "European Commission 3",
            "Government of the United Kingdom 1",
            "International Centre for Migration Policy Development 2",
            "Organization for Security and Co-operation in Europe 3",
            "United Nations 1",
            "United Nations Office on Drugs and Crime 1",
            "Not stated 3",
        ]
    );
    assert_eq!(facets[0].find.as_deref(), Some("Find a region"));
    assert_eq!(facets[1].find, None, "eight values need no box");
    for value in &facets[0].values {
        if let Some(area) = value.area {
            assert_eq!(facets[0].values[area].area, None);
        }
    }
}

#[test]
fn counts_and_standings_follow_the_filter_and_values_keep_their_place() {
    let archive = news();
    let all = outline(&archive, 1, "");
    let some = outline(&archive, 1, "region=GE&partner=osce");
    assert_eq!(
        some,
        [
            "All-China Federation of Trade Unions 0",
            "European Commission 2",
            "Government of the United Kingdom 0",
            "International Centre for Migration Policy Development 1",
            "*Organization for Security and Co-operation in Europe 2",
            "United Nations 0",
            "United Nations Office on Drugs and Crime 0",
            "Not stated 0",
        ]
    );
    assert_eq!(all.len(), some.len());
    let regions = outline(&archive, 0, "region=GE");
    assert!(regions.contains(&"~Europe and Central Asia 6".to_owned()), "{regions:?}");
    assert!(regions.contains(&"  *Georgia 2".to_owned()), "{regions:?}");
    let regions = outline(&archive, 0, "region=europe-central-asia");
    assert!(regions.contains(&"  *Georgia 2".to_owned()), "{regions:?}");
}

#[test]
fn without_declared_areas_countries_stand_in_their_continents() {
    let item = |regions: Value| json!({ "title": "x", "_monthwise": { "regions": regions } });
    let items = [
        item(json!(["US", "GE", "TW"])),
        item(json!(["FR", "AQ", "150"])),
        item(json!(["CI"])),
        item(json!([])),
    ];
    let own_name = json!([{ "id": "GE", "name": "Sakartvelo" }]);
    assert_eq!(
        outline(&archive(&feed(&items, &own_name)), 0, ""),
        [
            "Africa 1",
            "  Côte d’Ivoire 1",
            "Americas 1",
            "  United States 1",
            "Asia 1",
            "  Sakartvelo 1",
            "Europe 1",
            "  France 1",
            "AQ 1",
            "Taiwan 1",
            "Not stated 1",
        ]
    );
}

#[test]
fn a_country_stands_in_every_area_that_has_it_and_an_area_in_none() {
    let item = |region| json!({ "title": "x", "_monthwise": { "regions": [region] } });
    let areas = json!([
        { "id": "z", "name": "Zone", "members": ["east"] },
        { "id": "east", "name": "East", "members": ["GE", "AM"] },
        { "id": "empty", "name": "Empty", "members": ["PE"] },
    ]);
    assert_eq!(
        outline(&archive(&feed(&[item("GE"), item("AM"), item("FR")], &areas)), 0, "region=east"),
        [
            "~Zone 2",
            "  *Armenia 1",
            "  *Georgia 1",
            "*East 2",
            "  *Armenia 1",
            "  *Georgia 1",
            "France 1",
        ]
    );
}

#[test]
fn the_box_finds_what_a_reader_means() {
    let language = english();
    let many = Archive::new(fixture("many-values.json"), "");
    let news = news();
    for (archive, facet, words, found) in [
        (&many, 1, "cote", "Fondation Côte d'Azur"),
        (&many, 1, "  CORDOBA ", "Universidad de Córdoba"),
        (&many, 1, "united children", "United Nations Children's Fund"),
        (&many, 1, "ituc", "International Trade Union Confederation"),
        (&news, 1, "co-op", "Organization for Security and Co-operation in Europe"),
        (&news, 1, "cooperation", "Organization for Security and Co-operation in Europe"),
        (&news, 1, "british", "Government of the United Kingdom"),
        (&news, 0, "georg", "Europe and Central Asia, Georgia"),
        (&news, 0, "asia pacific", "Asia and the Pacific, China, South Korea"),
        (&news, 0, "not st", "Not stated"),
        (&news, 0, "atlantis", ""),
    ] {
        let facet = &facets(archive, &language)[facet];
        let shown = facet.values.iter().zip(facet.matching(words, &language));
        let names: Vec<&str> =
            shown.filter(|(_, shown)| *shown).map(|(value, _)| value.name.as_str()).collect();
        assert_eq!(names.join(", "), found, "{words}");
    }
    let facet = &facets(&news, &language)[0];
    assert!(facet.matching(" ", &language).into_iter().all(|shown| shown));
}

#[test]
fn how_many_items_are_shown_is_a_sentence() {
    let one = archive(&json!({ "items": [
        { "title": "x", "tags": ["a"], "_monthwise": { "partners": ["p"] } },
    ] }));
    let two = archive(&json!({ "items": [
        { "title": "x", "tags": ["a"], "_monthwise": { "partners": ["p"] } },
        { "title": "x", "tags": ["b"], "_monthwise": { "partners": ["q"] } },
    ] }));
    let none = archive(&json!({ "items": [] }));
    let nothing = "Nothing carries all of what is chosen. Remove a filter to see more.";
    for (archive, query, count, list_button, empty) in [
        (&news(), "", "10 items", "Show 10 items", None),
        (&news(), "region=GE", "2 of 10 items", "Show 2 items", None),
        (&news(), "region=TJ", "1 of 10 items", "Show 1 item", None),
        (&news(), "region=GE&partner=acftu", "None of 10 items", "Show 0 items", Some(nothing)),
        (&news(), "regions=all", "10 items", "Show 10 items", None),
        (&news(), "region=XX", "10 items", "Show 10 items", None),
        (&one, "", "1 item", "Show 1 item", None),
        (&one, "topic=a", "1 of 1 item", "Show 1 item", None),
        (&two, "topic=a&partner=q", "None of 2 items", "Show 0 items", Some(nothing)),
        (&none, "", "0 items", "Show 0 items", Some("There are no news items yet.")),
    ] {
        let view = view(archive, query);
        let said = (view.count.as_str(), view.list_button.as_str(), view.nothing.as_deref());
        assert_eq!(said, (count, list_button, empty), "{query}");
    }
}

#[test]
fn what_is_chosen_stands_as_chips_in_the_order_of_choosing() {
    let archive = news();
    let view = view(&archive, "partner=osce&region=GE&region=americas&region=not-stated");
    let chips: Vec<(&str, &str, &str)> = view
        .chips
        .iter()
        .map(|chip| (chip.facet.key(), chip.id.as_str(), chip.name.as_str()))
        .collect();
    assert_eq!(
        chips,
        [
            ("region", "GE", "Georgia"),
            ("region", "americas", "Americas"),
            ("region", "not-stated", "Not stated"),
            ("partner", "osce", "Organization for Security and Co-operation in Europe"),
        ]
    );
    assert_eq!(view.chips[0].action, "Remove filter: Georgia");
    assert_eq!(view.filters_button, "Filters (4 chosen)");
    assert_eq!(
        view.title(&archive, &english()),
        "News on forced labour: Georgia, Americas, Not stated and Organization for Security and \
         Co-operation in Europe"
    );
    for chip in &view.chips {
        let message = Message::Remove(chip.facet, chip.id.clone());
        assert_eq!(view.filter.after(&message, &archive).values().count(), 3);
    }
    let view = self::view(&archive, "");
    assert_eq!(view.chips, []);
    assert_eq!(view.filters_button, "Filters");
    assert_eq!(view.title(&archive, &english()), "News on forced labour");
}

#[test]
fn what_the_address_asks_for_in_vain_is_named() {
    for (query, ignored) in [
        ("region=GE", None),
        ("utm=1&Region=XX", None),
        ("region=XX", Some("region=XX")),
        (
            "topic=a&partner=who&region=GE&partners=some",
            Some("partner=who, topic=a and partners=some"),
        ),
        ("region=%7Blist%7D", Some("region={list}")),
    ] {
        let sentence = ignored.map(|list| {
            format!(
                "The address asks for {list}, which this archive does not have. It is left aside."
            )
        });
        assert_eq!(view(&news(), query).ignored, sentence, "{query}");
    }
}

#[test]
fn a_heading_is_a_month_a_year_or_undated() {
    let archive = Archive::new(fixture("partial-dates.json"), "");
    let headings: Vec<String> =
        archive.sections().iter().map(|section| heading(section.period, &english())).collect();
    assert_eq!(
        headings,
        [
            "January 2008",
            "July 2007",
            "June 2007",
            "May 2007",
            "2007, month not stated",
            "2006, month not stated",
            "Undated",
        ]
    );
}

#[test]
fn names_are_the_feeds_own_else_the_browsers_else_the_ids() {
    let language = english();
    let hostile = Archive::new(fixture("hostile.json"), "");
    for (facet, id, full, short) in [
        (Facet::Region, "область/юг", "Юг & Кавказ", "Юг & Кавказ"),
        (Facet::Region, "GE", "Georgia", "Georgia"),
        (Facet::Region, "XX", "XX", "XX"),
        (Facet::Partner, "a&b=c#d", "Smith & Sons <script>alert(4)</script>", "S&S"),
        (Facet::Partner, "nobody", "nobody", "nobody"),
        (Facet::Topic, "GE", "GE", "GE"),
        (Facet::Topic, NOT_STATED, "Not stated", "Not stated"),
    ] {
        assert_eq!(name(&hostile, &language, facet, id), full);
        assert_eq!(short_name(&hostile, &language, facet, id), short);
    }
    assert_eq!(title(&archive(&json!({ "items": [] })), &language), "News");
}

#[test]
fn what_cannot_be_read_is_said_in_one_line_and_a_line_an_item() {
    let said = skipped(&Archive::new(fixture("one-bad-item.json"), ""), &english());
    assert_eq!(
        said,
        Some((
            "2 items of this feed could not be read.".to_owned(),
            vec![
                "Item 3, line 19: it is not a JSON object in braces.".to_owned(),
                "Item 4 (no-words), line 20: it has neither a title nor a text.".to_owned(),
            ]
        ))
    );
    let one = skipped(&archive(&json!({ "items": [3] })), &english());
    assert_eq!(
        one.map(|(sentence, _)| sentence).as_deref(),
        Some("1 item of this feed could not be read.")
    );
    // What only its editor minds is not said to visitors.
    let odd = Archive::new(fixture("odd-shapes.json"), "");
    assert!(!odd.faults.is_empty());
    assert_eq!(skipped(&odd, &english()), None);
}

#[test]
fn every_failure_says_what_happened_and_what_to_do() {
    let not_json = |found| Failure::Feed(FeedError::NotJson { line: 9, column: 7, found });
    for (failure, words) in [
        (
            Failure::NoSource,
            "No feed is named. The element needs the attribute “src” with the address of a JSON Feed.",
        ),
        (Failure::Offline, "This device is offline. Connect to the network, then try again."),
        (
            Failure::Unreachable { elsewhere: false },
            "news.json could not be reached. Check the connection, then try again.",
        ),
        (
            Failure::Unreachable { elsewhere: true },
            "news.json could not be reached from this page. Either the connection is down, or that \
             server does not let other sites read the file (CORS): it has to send the header \
             “Access-Control-Allow-Origin”.",
        ),
        (
            Failure::Status(404),
            "There is no file at news.json (404). Its address may have changed; whoever runs this \
             site can mend it.",
        ),
        (
            Failure::Status(410),
            "There is no file at news.json (404). Its address may have changed; whoever runs this \
             site can mend it.",
        ),
        (
            Failure::Status(503),
            "The server of news.json answered with an error (503). It may pass: try again in a \
             moment.",
        ),
        (
            Failure::Feed(FeedError::NotAFeed),
            "news.json is JSON, but not a JSON Feed: it has no list named “items”.",
        ),
        (
            not_json(Found::Mistake),
            "news.json is not valid JSON: line 9, character 7. Whoever edits the feed can mend it \
             there.",
        ),
        (
            not_json(Found::Html),
            "news.json is a web page, not a feed. Servers send one when a file is missing; check \
             the address of the feed.",
        ),
        (not_json(Found::Utf16), "news.json is stored as UTF-16. Save it as UTF-8."),
        (not_json(Found::Nothing), "news.json is an empty file."),
    ] {
        assert_eq!(failure.explain("news.json", &english()), words);
        assert_eq!(failure.may_pass(), failure != Failure::NoSource);
    }
}

//! Every word that the page says of an archive, a filter and a failure.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, fixture, news};
use crate::date::Month;
use crate::facets::NOT_STATED;
use crate::feed::{FeedError, Found};
use crate::filter::Mode;
use crate::language::tests::english;
use crate::query;

/// What the page shows when the address asks for this.
fn view(archive: &Archive, query: &str) -> View {
    let language = english();
    let facets = facets(archive, &language);
    View::new(archive, &facets, &mut None, &query::read(query, ""), &language)
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
        (&many, 1, "lodz", "Łódź Labour Observatory"),
        (&many, 1, "ozgur calisma", "Özgür Çalışma Derneği"),
        (&many, 1, "grosse STRASSE", "Große Straße Stiftung"),
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
fn texts_are_searched_once_there_are_words_to_find() {
    let archive = news();
    let language = english();
    let facets = facets(&archive, &language);
    let mut haystack = None;
    let mut view = |query| {
        View::new(&archive, &facets, &mut haystack, &query::read(query, ""), &language).count
    };
    assert_eq!(view("region=GE&q=+-+"), "2 of 10 items");
    assert_eq!(view("region=GE&q=tacis+fund"), "1 of 10 items");
    assert_eq!(view("q=tacis+-"), "2 of 10 items");
    assert!(haystack.is_some());
    // Where nothing is looked for, nothing is made for it.
    let mut unused = None;
    let asked = query::read("region=GE&from=2007-05&q=%22%22", "");
    let view = View::new(&archive, &facets, &mut unused, &asked, &language);
    assert!(unused.is_none() && view.terms.is_empty());
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
    let nothing = "Nothing matches all of what is chosen.";
    for (archive, query, count, list_button, empty) in [
        (&news(), "", "10 items", "Show 10 items", None),
        (&news(), "region=GE", "2 of 10 items", "Show 2 items", None),
        (&news(), "region=TJ", "1 of 10 items", "Show 1 item", None),
        (&news(), "region=GE&partner=acftu", "None of 10 items", "Show 0 items", Some(nothing)),
        (&news(), "q=sap-fl", "2 of 10 items", "Show 2 items", None),
        (&news(), "q=+-+", "10 items", "Show 10 items", None),
        (&news(), "to=2007-06&q=ilo", "3 of 10 items", "Show 3 items", None),
        (&news(), "from=2008-01", "None of 10 items", "Show 0 items", Some(nothing)),
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
    let query = "from=2007-05&partner=osce&region=GE&region=americas&region=not-stated&to=2007-07";
    let view = view(&archive, query);
    let names: Vec<&str> = view.chips.iter().map(|chip| chip.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Georgia",
            "Americas",
            "Not stated",
            "Organization for Security and Co-operation in Europe",
            "May 2007 to July 2007",
        ]
    );
    assert_eq!(view.chips[0].action, "Remove filter: Georgia");
    assert_eq!(view.filters_button, "Filters (5 chosen)");
    assert_eq!(
        view.title(&archive, &english()),
        "News on forced labour: Georgia, Americas, Not stated, Organization for Security and \
         Co-operation in Europe and May 2007 to July 2007"
    );
    for (chip, left) in view.chips.iter().zip([
        "region=americas&region=not-stated&partner=osce&from=2007-05&to=2007-07",
        "region=GE&region=not-stated&partner=osce&from=2007-05&to=2007-07",
        "region=GE&region=americas&partner=osce&from=2007-05&to=2007-07",
        "region=GE&region=americas&region=not-stated&from=2007-05&to=2007-07",
        "region=GE&region=americas&region=not-stated&partner=osce",
    ]) {
        let filter = view.filter.after(&chip.message, &archive);
        assert_eq!(query::write(&filter, "", ""), left, "without {}", chip.name);
    }
    let view = self::view(&archive, "");
    assert_eq!(view.chips, []);
    assert_eq!(view.filters_button, "Filters");
    assert_eq!(view.title(&archive, &english()), "News on forced labour");
}

#[test]
fn a_span_of_months_is_one_chip() {
    for (query, name) in [
        ("from=2007-05&to=2007-07", Some("May 2007 to July 2007")),
        ("from=2007-07&to=2007-05", Some("May 2007 to July 2007")),
        ("from=2007-05", Some("From May 2007")),
        ("to=2007-05", Some("Until May 2007")),
        ("from=2007-05&to=2007-05", Some("May 2007")),
        ("from=2007&to=soon", None),
    ] {
        let chips = view(&news(), query).chips;
        assert_eq!(chips.first().map(|chip| chip.name.as_str()), name, "{query}");
        assert!(chips.len() < 2);
    }
}

#[test]
fn the_title_names_the_words_after_what_is_chosen() {
    let news = news();
    for (query, title) in [
        ("q=labour", "News on forced labour: “labour”"),
        (
            "q=+labour++\"Special+Action\"+&region=GB",
            "News on forced labour: United Kingdom, “labour” and “Special Action”",
        ),
        (
            "q=%C2%ABUN%C2%BB+%22open&to=2007-06",
            "News on forced labour: Until June 2007, “UN” and “open”",
        ),
        ("q=%22-%22+%26", "News on forced labour"),
    ] {
        assert_eq!(view(&news, query).title(&news, &english()), title, "{query}");
    }
}

#[test]
fn all_news_and_those_of_one_region_or_partner_have_a_feed() {
    for (query, feed) in [
        ("", Some("feed.xml")),
        ("region=GE", Some("feeds/region-GE.xml")),
        ("region=GE&regions=all", Some("feeds/region-GE.xml")),
        ("partner=osce", Some("feeds/partner-osce.xml")),
        ("topic=work", None),
        ("region=GE&region=AM", None),
        ("region=GE&partner=osce", None),
        ("region=GE&q=labour", None),
        ("partner=osce&from=2007-05", None),
        ("q=labour", None),
        ("region=not-stated", None),
    ] {
        let page = json!({ "items": [{
            "title": "x",
            "tags": ["work"],
            "_monthwise": { "date": "2007-05", "regions": ["GE", "AM"], "partners": ["osce"] },
        }, { "title": "labour" }] });
        let archive = archive(&page);
        assert_eq!(view(&archive, query).feed(&archive).as_deref(), feed, "{query}");
    }
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
        ("to=2007&region=XX&from=2007-05&q=nowhere", Some("region=XX and to=2007")),
    ] {
        let sentence = ignored.map(|list| {
            format!(
                "The address asks for {list}, which this archive does not have. It is left aside."
            )
        });
        assert_eq!(view(&news(), query).ignored, sentence, "{query}");
    }
}

/// An archive with items of these dates, as many of each as stands behind it.
fn dated(dates: &[(&str, usize)]) -> Archive {
    let item = |date: &str| json!({ "title": "x", "_monthwise": { "date": date } });
    let items = dates.iter().flat_map(|(date, count)| vec![item(date); *count]);
    archive(&json!({ "items": items.collect::<Vec<_>>() }))
}

/// Each year of the month index, its bars with their heights, `-` where a month has no items.
fn chart(archive: &Archive) -> Vec<String> {
    let years = index::years(archive, &english());
    let bar = |slot: &Option<index::Slot>| {
        let bar = slot.as_ref().map(|slot| {
            assert_eq!(archive.sections()[slot.section].period, slot.period);
            format!("{} {}", slot.period.id(), slot.level)
        });
        bar.unwrap_or_else(|| "-".to_owned())
    };
    let slots = |year: &index::Year| year.slots.iter().map(bar).collect::<Vec<_>>().join(", ");
    years.iter().map(|year| format!("{}: {}", year.label, slots(year))).collect()
}

#[test]
fn the_month_index_runs_evenly_from_the_newest_month_to_the_oldest() {
    for (archive, expected) in [
        (news(), &["2007: 2007-07 16, 2007-06 8, 2007-05 16"][..]),
        (dated(&[("2007-03-31", 1), ("2007-01", 1)]), &["2007: 2007-03 16, -, 2007-01 16"]),
        (dated(&[("2008-02", 1), ("2007-11", 1)]), &["2008: 2008-02 16, -", "2007: -, 2007-11 16"]),
        (
            dated(&[("2008-02", 1), ("2007-06", 1), ("2006-12", 1)]),
            &[
                "2008: 2008-02 16, -",
                "2007: -, -, -, -, -, -, 2007-06 16, -, -, -, -, -",
                "2006: 2006-12 16",
            ],
        ),
        // A year without items is left out.
        (dated(&[("2007-01", 1), ("1957-12", 1)]), &["2007: 2007-01 16", "1957: 1957-12 16"]),
        // What has no month stands beside the months and adds none to them.
        (
            dated(&[("2009", 1), ("2007-02", 2), ("2007", 1), ("1999", 1), ("", 1)]),
            &["2009: 2009 8", "2007: 2007-02 16, 2007 8", "1999: 1999 8", "Undated: undated 8"],
        ),
        (dated(&[("", 3)]), &["Undated: undated 16"]),
        (dated(&[]), &[]),
    ] {
        assert_eq!(chart(&archive), expected);
    }
}

#[test]
fn a_bar_is_as_high_as_its_month_is_full_and_never_nothing() {
    for (counts, heights) in [
        (&[1, 100, 7, 50, 6][..], &[1, 16, 2, 8, 1][..]),
        (&[3, 2, 1], &[16, 11, 6]),
        (&[1], &[16]),
        (&[1, 1000], &[1, 16]),
    ] {
        let dates: Vec<String> = (1..=counts.len()).map(|month| format!("2007-0{month}")).collect();
        let dates: Vec<(&str, usize)> =
            dates.iter().map(String::as_str).zip(counts.iter().copied()).collect();
        let months = view(&dated(&dates), "").months;
        let levels: Vec<usize> = months.iter().rev().map(|month| month.level).collect();
        assert_eq!(levels, heights, "{counts:?}");
    }
}

#[test]
fn every_month_says_how_many_of_its_items_are_listed() {
    let mut items = vec![json!({ "title": "x", "_monthwise": { "date": "2007-03" } }); 9];
    for item in &mut items[2..5] {
        item["tags"] = json!(["law"]);
    }
    items.push(json!({ "title": "x", "tags": ["law"], "_monthwise": { "date": "2007" } }));
    items.push(json!({ "title": "x" }));
    let archive = archive(&json!({ "items": items }));
    // For each section: how high, whether in the span, its label, and what its heading adds.
    for (query, expected) in [
        (
            "",
            [
                (16, true, "March 2007: 9 items", ""),
                (2, true, "2007, month not stated: 1 item", ""),
                (2, true, "Undated: 1 item", ""),
            ],
        ),
        (
            "topic=law",
            [
                (6, true, "March 2007: 3 of 9 items", "3 of 9"),
                (2, true, "2007, month not stated: 1 item", ""),
                (0, true, "Undated: Not the one item there is", "0 of 1"),
            ],
        ),
        (
            "from=2007-04",
            [
                (0, false, "March 2007: None of 9 items", "0 of 9"),
                (2, true, "2007, month not stated: 1 item", ""),
                (0, false, "Undated: Not the one item there is", "0 of 1"),
            ],
        ),
        (
            "to=2007-03&q=nowhere",
            [
                (0, true, "March 2007: None of 9 items", "0 of 9"),
                (0, true, "2007, month not stated: Not the one item there is", "0 of 1"),
                (0, false, "Undated: Not the one item there is", "0 of 1"),
            ],
        ),
    ] {
        let view = view(&archive, query);
        let months = view.months.iter();
        let said: Vec<(usize, bool, &str, &str)> = months
            .map(|month| (month.level, month.is_chosen, &*month.label, &*month.written))
            .collect();
        assert_eq!(said, expected, "{query}");
        let counts: usize = view.months.iter().map(|month| month.count).sum();
        assert_eq!(counts, view.selection.count);
    }
}

#[test]
fn where_nothing_is_found_each_way_out_says_how_many_come_back() {
    let archive = news();
    for (query, expected) in [
        ("region=GE", &[][..]),
        ("", &[]),
        ("q=nowhere", &[": Without “nowhere”: 10 items"]),
        (
            "region=GE&partner=acftu",
            &[
                "partner=acftu: Without Georgia: 1 item",
                "region=GE: Without All-China Federation of Trade Unions: 2 items",
            ],
        ),
        (
            "q=nordic+\"legal cases\"+sap-fl",
            &[
                "q=%22legal+cases%22+sap-fl: Without “nordic”: 1 item",
                "q=nordic+sap-fl: Without “legal cases”: 1 item",
            ],
        ),
        (
            "q=tacis&from=2008-01&region=GE",
            &["region=GE&q=tacis: Without From January 2008: 2 items"],
        ),
        // No single one is enough.
        (
            "q=nowhere+nobody&to=2006-01",
            &[": Without Until January 2006, “nowhere” and “nobody”: 10 items"],
        ),
        (
            "region=GE&region=AM&partner=acftu&q=nowhere",
            &[
                ": Without Georgia, Armenia, All-China Federation of Trade Unions and “nowhere”: 10 items",
            ],
        ),
    ] {
        let view = view(&archive, query);
        let seen: Vec<String> = view
            .suggestions
            .iter()
            .map(|suggestion| {
                let filter = view.filter.after(&suggestion.message, &archive);
                format!("{}: {}", query::write(&filter, "", ""), suggestion.text)
            })
            .collect();
        assert_eq!(seen, expected, "{query}");
    }
}

/// The place that an address names.
fn place_of(archive: &Archive, address: &str) -> String {
    let view = view(archive, address);
    match view.place {
        None => "none".to_owned(),
        Some(Place::Item(position)) => {
            let outside = if view.outside() == Some(position) { " outside" } else { "" };
            format!("item {}{outside}", archive.items()[position].id)
        }
        Some(Place::Section(section)) => {
            format!("month {}", archive.sections()[section].period.id())
        }
        Some(Place::Unknown(said)) => said,
    }
}

#[test]
fn whoever_filters_on_leaves_the_place_behind() {
    let archive = archive(&json!({
        "items": [{ "id": "a", "title": "x", "_monthwise": { "date": "2007-07", "regions": ["GE"] } }],
    }));
    for (address, stays, next) in [
        ("", false, "region=GE"),
        ("x=1#a", false, "x=1&region=GE"),
        ("#2007-07", false, "region=GE"),
        ("region=FR#a", true, "region=GE#a"),
        // A place of the host's.
        ("q=y#comments", false, "region=GE#comments"),
    ] {
        let view = view(&archive, address);
        let mut filter = Filter::default();
        filter.choice_mut(Facet::Region).add("GE");
        assert_eq!(view.address(&filter, address, "", stays), next, "{address}");
    }
}

#[test]
fn the_place_that_an_address_names_is_an_item_a_month_or_unknown() {
    let dates = ["2007-07", "2007-06", "2007", "", "", "", "", "", ""];
    let ids = ["a b", "c%20d", "c d", "100%", "50%", "50%25", "юг", "2007-07", "x#y?z"];
    let item = |(id, date): (&str, &str)| json!({ "id": id, "title": "x", "tags": [id], "_monthwise": { "date": date } });
    let items: Vec<Value> = ids.into_iter().zip(dates).map(item).collect();
    let archive = archive(&json!({ "items": items }));
    let unknown =
        |name| format!("The address points to “{name}”, which this archive does not have.");
    for (address, place) in [
        ("", "none"),
        ("topic=50%25#", "none"),
        ("#2007-07", "month 2007-07"),
        ("#2007", "month 2007"),
        ("#undated", "month undated"),
        ("topic=a+b#2007-07", "month 2007-07"),
        ("topic=a+b#2007-06", "month 2007-06"),
        ("#item-2007-07", "item item-2007-07"),
        ("#a-b", "item a b"),
        ("#a%20b", "item a b"),
        ("q=x&topic=a+b#a-b", "item a b"),
        ("q=nowhere#a-b", "item a b outside"),
        ("to=2007-05#a-b", "item a b outside"),
        ("topic=100%25#a-b", "item a b outside"),
        // What is written counts before what it means.
        ("#c%20d", "item c%20d"),
        ("#c-d", "item c d"),
        ("#c%2520d", "item c%20d"),
        ("#100%", "item 100%"),
        ("#100%25", "item 100%"),
        ("#50%25", "item 50%25"),
        ("#50%", "item 50%"),
        ("#%D1%8E%D0%B3", "item юг"),
        ("#x#y?z", "item x#y?z"),
        ("#2007-08", &unknown("2007-08")),
        ("#A-b", &unknown("A-b")),
        ("q=nowhere#no%20{place}", &unknown("no {place}")),
    ] {
        assert_eq!(place_of(&archive, address), place, "{address}");
    }
}

/// The address as a browser has it: what stands behind the `#` is encoded (URL Standard, section
/// 4.4, by the fragment percent-encode set).
fn by_the_browser(address: &str) -> String {
    let (query, place) = address.split_once('#').expect("it names a place");
    let encoded = place.bytes().map(|byte| match byte {
        b'!' | b'#'..=b';' | b'=' | b'?'..=b'_' | b'a'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("{query}#{}", encoded.collect::<String>())
}

#[test]
fn every_item_is_found_by_its_permalink() {
    for name in ["hostile.json", "hugo.json", "rtl.json", "wordpress.json", "duplicate-id.json"] {
        let archive = Archive::new(fixture(name), "");
        for item in archive.items() {
            let link = query::permalink("", "a=b", "", &anchor(&item.id));
            let address = by_the_browser(link.trim_start_matches('?'));
            assert_eq!(place_of(&archive, &address), format!("item {}", item.id), "{address}");
        }
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

proptest! {
    /// Where one id is another as the browser writes it (`%22` and `"`), the written one counts.
    #[test]
    fn a_permalink_leads_to_its_item_and_no_other(
        ids in proptest::collection::vec("[ab4 %]{1,5}|2007|[ab#\"<é]{1,4}", 1..6),
    ) {
        let items = ids.iter().map(|id| json!({ "id": id, "title": "x" }));
        let archive = archive(&json!({ "items": items.collect::<Vec<_>>() }));
        for item in archive.items() {
            let link = query::permalink("", "", "", &anchor(&item.id));
            prop_assert_eq!(place_of(&archive, &by_the_browser(&link)), format!("item {}", item.id));
        }
    }

    #[test]
    fn the_month_index_holds_every_month_once_and_leaves_no_gap_unseen(
        dates in proptest::collection::vec("(200[0-4]|1990)(-(0[1-9]|1[0-2]))?|", 0..9),
    ) {
        let dates: Vec<(&str, usize)> = dates.iter().map(|date| (date.as_str(), 1)).collect();
        let archive = dated(&dates);
        let years = index::years(&archive, &english());
        let sections = years.iter().flat_map(|year| year.slots.iter().flatten());
        let sections: Vec<usize> = sections.map(|slot| slot.section).collect();
        prop_assert_eq!(sections, (0..archive.sections().len()).collect::<Vec<_>>());

        // Month by month through all the time of the archive.
        let months: Vec<Month> = dates.iter().filter_map(|(date, _)| Month::parse(date)).collect();
        let time = months.iter().min().copied().zip(months.iter().max().copied());
        for year in &years {
            let slots = |year: i32| {
                let (oldest, newest) = time?;
                let all = (1..=12).filter_map(|number| Month::new(year, number));
                let within = all.filter(|month| (oldest..=newest).contains(month)).count();
                months.iter().any(|month| month.year() == year).then_some(within)
            };
            let period = |slot: &index::Slot| slot.period.year();
            let number = year.slots.iter().flatten().find_map(period);
            let others = year.slots.iter().flatten().filter(|slot| slot.period.month().is_none());
            let expected = number.and_then(slots).unwrap_or(0) + others.count();
            prop_assert_eq!(year.slots.len(), expected, "{:?}", year);
        }
    }

    #[test]
    fn what_is_suggested_is_all_that_brings_items_back(
        items in any_items(12),
        areas in any_areas(),
        chosen in proptest::collection::vec((0..3_usize, any::<proptest::sample::Index>()), 0..4),
        all in any::<bool>(),
        words in proptest::collection::vec(
            proptest::sample::select(&["2007", "fr", "osce", "law", "\"c d\"", "nowhere", "us"][..]),
            0..4,
        ),
        months in proptest::array::uniform2("|200[67]-0[1-4]"),
    ) {
        let archive = archive(&feed(&items, &areas));
        let mut filter = Filter::default();
        for (facet, at) in chosen {
            let facet = Facet::ALL[facet];
            let values = archive.index().values(facet);
            if !values.is_empty() {
                filter.choice_mut(facet).add(&values[at.index(values.len())].id);
            }
        }
        filter.choice_mut(Facet::Region).mode = if all { Mode::All } else { Mode::Any };
        filter.words = words.join(" ");
        filter.span = Span::new(Month::parse(&months[0]), Month::parse(&months[1]));

        let query = query::write(&filter, "", "");
        let view = view(&archive, &query);
        // Each chosen thing by itself, taken out of the address; what is chosen twice, once.
        let taken_out: Vec<String> = query
            .split('&')
            .filter(|pair| !["q=", "from=", "to=", "regions="].iter().any(|key| pair.starts_with(key)))
            .map(|pair| query.split('&').filter(|other| other != &pair).collect::<Vec<_>>().join("&"))
            .chain((!filter.span.is_open()).then(|| {
                let pairs = query.split('&');
                let others = pairs.filter(|pair| !pair.starts_with("from=") && !pair.starts_with("to="));
                others.collect::<Vec<_>>().join("&")
            }))
            .chain((0..words.len()).map(|left_out| {
                let mut words = words.clone();
                words.remove(left_out);
                let mut filter = filter.clone();
                filter.words = words.join(" ");
                query::write(&filter, "", "")
            }))
            .collect();
        let expected: Vec<(String, usize)> = taken_out
            .into_iter()
            .map(|query| (self::view(&archive, &query).selection.count, query))
            .filter(|(count, _)| *count > 0 && view.selection.count == 0 && !filter.is_empty())
            .map(|(count, query)| (query, count))
            .collect();
        let after = |suggestion: &Suggestion| {
            let query = query::write(&filter.after(&suggestion.message, &archive), "", "");
            let count = self::view(&archive, &query).selection.count;
            let items = if count == 1 { "item" } else { "items" };
            let is_said = suggestion.text.ends_with(&format!(": {count} {items}"));
            assert!(is_said, "{} of {count}", suggestion.text);
            (query, count)
        };
        let suggested: Vec<(String, usize)> = view.suggestions.iter().map(after).collect();
        if expected.is_empty() && view.selection.count == 0 && !filter.is_empty() && !items.is_empty() {
            prop_assert_eq!(suggested, [(String::new(), items.len())]);
        } else {
            prop_assert_eq!(suggested, expected);
        }
    }
}

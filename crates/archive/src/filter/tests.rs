//! What a press does to a filter.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, news};
use crate::date::Month;
use crate::query;
use crate::selection::Selection;

/// An archive with an item for each of these regions.
fn places(regions: &[&str], areas: &Value) -> Archive {
    let item = |region| json!({ "title": "x", "_monthwise": { "regions": [region] } });
    let items: Vec<Value> = regions.iter().map(item).collect();
    archive(&feed(&items, areas))
}

/// Messages in short, as a story: `+GE` a press in the facet, `.GE` one on an item's label, `-GE`
/// one on a chip, `any` and `all` the ways to combine, `0` clear all.
fn after(story: &str, archive: &Archive) -> Filter {
    let region = |id: &str| (Facet::Region, id.to_owned());
    story.split(' ').fold(Filter::default(), |filter, press| {
        let (sign, id) = press.split_at(1);
        let (facet, id) = region(id);
        let message = match (sign, press) {
            (_, "any") => Message::Combine(facet, Mode::Any),
            (_, "all") => Message::Combine(facet, Mode::All),
            (_, "0") => Message::Clear,
            ("+", _) => Message::Toggle(facet, id),
            (".", _) => Message::Choose(facet, id),
            ("-", _) => Message::Remove(facet, id),
            _ => panic!("{press}"),
        };
        filter.after(&message, archive)
    })
}

fn chosen(filter: &Filter) -> String {
    filter.choice(Facet::Region).values.join(" ")
}

#[test]
fn every_press_does_what_its_visitor_means() {
    let areas = json!([
        { "id": "north", "members": ["NO", "SE", "FI"] },
        { "id": "baltic", "members": ["SE", "FI", "EE"] },
        { "id": "world", "members": ["north", "baltic", "PE"] },
    ]);
    let archive = places(&["NO", "SE", "FI", "EE", "PE", "US"], &areas);
    for (story, left) in [
        ("+NO", "NO"),
        ("+NO +PE", "NO PE"),
        ("+NO +PE +NO", "PE"),
        ("+NO -NO", ""),
        ("+NO -PE", "NO"),
        // An area swallows what is in it, and gives it back but for what is un-chosen.
        ("+NO +US +north", "US north"),
        ("+north +NO", "FI SE"),
        ("+north +NO +NO", "FI SE NO"),
        ("+north +US +NO", "US FI SE"),
        ("+north +north", ""),
        // Un-chosen through the only area around it, what is left is left in as few chips as can be.
        ("+world +PE", "baltic north"),
        ("+world +NO", "PE baltic"),
        ("+world +SE", "EE FI NO PE"),
        ("+world +north", "PE baltic"),
        ("+north +baltic +SE", "EE FI NO"),
        ("+world +north +world", "world"),
        // A label narrows to itself.
        (".NO", "NO"),
        (".NO .NO", ""),
        ("+north .NO", "NO"),
        ("+NO .north", "north"),
        // With "all of these" an area and a country in it are two conditions.
        ("all +north +NO", "north NO"),
        ("all +north +NO +north", "NO"),
        ("all +NO +north any +SE", "NO FI"),
        ("all +NO +north any +NO", "FI SE"),
        ("all .north .NO", "north NO"),
        ("+NO 0", ""),
        ("+not-stated +NO", "not-stated NO"),
    ] {
        assert_eq!(chosen(&after(story, &archive)), left, "{story}");
    }
    assert_eq!(after("all 0", &archive), Filter::default());
    assert_eq!(after("all +NO", &archive).choice(Facet::Region).mode, Mode::All);
}

#[test]
fn without_declared_areas_the_continents_swallow_their_countries() {
    let archive = places(&["GE", "AM", "FR", "145", "TW"], &json!([]));
    for (story, left) in [
        ("+GE +FR +142", "FR 142"),
        ("+142 +TW", "142 TW"),
        ("+142 +GE", "AM"),
        ("+145 +GE", "AM"),
        ("+142 +FR", "142 FR"),
    ] {
        assert_eq!(chosen(&after(story, &archive)), left, "{story}");
    }
}

#[test]
fn areas_in_a_circle_can_be_chosen_and_left() {
    let areas =
        json!([{ "id": "a", "members": ["b", "FR"] }, { "id": "b", "members": ["a", "IT"] }]);
    let archive = places(&["FR", "IT", "a", "b"], &areas);
    for (story, left) in [("+a", "a"), ("+a +b", ""), ("+a +FR", "IT"), ("+FR +b", "b")] {
        assert_eq!(chosen(&after(story, &archive)), left, "{story}");
    }
}

#[test]
fn the_facets_do_not_touch_each_other() {
    let archive = news();
    let press = |facet, id: &str| Message::Toggle(facet, id.to_owned());
    let filter = Filter::default()
        .after(&press(Facet::Region, "GE"), &archive)
        .after(&press(Facet::Partner, "osce"), &archive)
        .after(&Message::Combine(Facet::Partner, Mode::All), &archive)
        .after(&press(Facet::Partner, "ec"), &archive)
        .after(&press(Facet::Region, "GE"), &archive);
    let values: Vec<(Facet, &str)> = filter.values().collect();
    assert_eq!(values, [(Facet::Partner, "osce"), (Facet::Partner, "ec")]);
    assert_eq!(filter.choice(Facet::Region).mode, Mode::Any);
    assert!(!filter.is_empty());
}

#[test]
fn words_and_months_are_chosen_and_left_like_all_else() {
    let archive = news();
    let months = |from, to| Span::new(Month::parse(from), Month::parse(to));
    let search = |words: &str| Message::Search(words.to_owned());
    for (messages, query) in [
        (&[search("  labour  inspectors\n")][..], "q=labour++inspectors"),
        (&[search("labour"), search("inspectors")], "q=inspectors"),
        (&[search("labour"), search("  ")], ""),
        (&[search("labour"), Message::Toggle(Facet::Region, "GE".into())], "region=GE&q=labour"),
        (&[Message::Show(months("2007-07", "2007-05"))], "from=2007-05&to=2007-07"),
        (
            &[
                search("a"),
                Message::Show(months("2007-05", "")),
                Message::Show(months("", "2007-07")),
            ],
            "q=a&to=2007-07",
        ),
        (&[Message::Show(months("2007-05", "")), Message::Show(Span::default())], ""),
        (&[search("a"), Message::Show(months("2007-05", "")), Message::Clear], ""),
    ] {
        let start = Filter::default();
        let filter = messages.iter().fold(start, |filter, message| filter.after(message, &archive));
        assert_eq!(query::write(&filter, "", ""), query, "{messages:?}");
        assert_eq!(filter.is_empty(), query.is_empty());
        // What no archive can know or not know stays.
        assert_eq!(filter.known_to(&archive), (filter, vec![]));
    }
}

#[test]
fn a_value_is_free_partly_chosen_or_chosen() {
    let archive = news();
    for (story, id, standing) in [
        ("+GE", "GE", Standing::Chosen),
        ("+GE", "europe-central-asia", Standing::Partly),
        ("+GE", "AM", Standing::Free),
        ("+GE", "americas", Standing::Free),
        ("+europe-central-asia", "GE", Standing::Chosen),
        ("+europe-central-asia", "US", Standing::Free),
        ("all +europe-central-asia", "GE", Standing::Free),
        ("all +GE", "europe-central-asia", Standing::Partly),
    ] {
        assert_eq!(
            after(story, &archive).standing(Facet::Region, id, &archive),
            standing,
            "{story}: {id}"
        );
    }
}

#[test]
fn what_the_archive_does_not_know_is_left_aside_and_named() {
    let archive = news();
    let mut filter = Filter::default();
    for id in ["XX", "GE", "africa", "ge", ""] {
        filter.choice_mut(Facet::Region).add(id);
    }
    filter.choice_mut(Facet::Partner).add("who");
    filter.choice_mut(Facet::Topic).add(crate::facets::NOT_STATED);
    let (known, unknown) = filter.known_to(&archive);
    assert_eq!(
        known.values().collect::<Vec<_>>(),
        [(Facet::Region, "GE"), (Facet::Region, "africa")]
    );
    let unknown: Vec<(Facet, &str)> =
        unknown.iter().map(|(facet, id)| (*facet, id.as_str())).collect();
    assert_eq!(
        unknown,
        [
            (Facet::Region, "XX"),
            (Facet::Region, "ge"),
            (Facet::Region, ""),
            (Facet::Partner, "who"),
            (Facet::Topic, "not-stated"),
        ]
    );
}

/// Presses on values that there are.
fn any_presses(most: usize) -> impl Strategy<Value = Vec<(u8, Facet, proptest::sample::Index)>> {
    let facet = proptest::sample::select(Facet::ALL.to_vec());
    proptest::collection::vec((0..12_u8, facet, any::<proptest::sample::Index>()), 0..most)
}

fn message(
    archive: &Archive,
    (kind, facet, at): &(u8, Facet, proptest::sample::Index),
) -> Option<Message> {
    let values = archive.index().values(*facet);
    let id = (!values.is_empty()).then(|| values[at.index(values.len())].id.clone())?;
    Some(match kind {
        0 => Message::Combine(*facet, Mode::All),
        1 => Message::Combine(*facet, Mode::Any),
        2 => Message::Remove(*facet, id),
        3..=5 => Message::Choose(*facet, id),
        _ => Message::Toggle(*facet, id),
    })
}

proptest! {
    #[test]
    fn whatever_is_pressed_no_value_is_chosen_twice_and_every_press_shows(
        items in any_items(12),
        areas in any_areas(),
        presses in any_presses(20),
    ) {
        let archive = archive(&feed(&items, &areas));
        let mut filter = Filter::default();
        for press in &presses {
            let Some(message) = message(&archive, press) else { continue };
            let before = filter.clone();
            filter = filter.after(&message, &archive);
            for facet in Facet::ALL {
                let mut values = filter.choice(facet).values.clone();
                let count = values.len();
                values.sort();
                values.dedup();
                prop_assert_eq!(values.len(), count);
            }
            prop_assert_eq!(filter.known_to(&archive).1, vec![]);

            let Message::Toggle(facet, id) = &message else { continue };
            let index = archive.index();
            let was = before.standing(*facet, id, &archive);
            let is = filter.standing(*facet, id, &archive);
            prop_assert_ne!(was == Standing::Chosen, is == Standing::Chosen, "{} {:?}", id, before);
            for value in index.values(*facet) {
                let other = &value.id;
                let is_apart = other != id
                    && !index.contains(*facet, other, id)
                    && !index.contains(*facet, id, other);
                if is_apart
                    && !value.items.is_empty()
                    && before.standing(*facet, other, &archive) == Standing::Chosen
                    && was == Standing::Chosen
                {
                    let stays = filter.standing(*facet, other, &archive);
                    prop_assert_eq!(stays, Standing::Chosen, "{} without {}", other, id);
                }
            }
        }
    }

    #[test]
    fn a_second_press_takes_the_first_one_back(
        items in any_items(12),
        areas in any_areas(),
        presses in any_presses(6),
        last in any_presses(2),
    ) {
        let archive = archive(&feed(&items, &areas));
        let filter = presses.iter().filter_map(|press| message(&archive, press))
            .fold(Filter::default(), |filter, message| filter.after(&message, &archive));
        for (_, facet, at) in &last {
            let Some(message) = message(&archive, &(12, *facet, *at)) else { continue };
            let Message::Toggle(facet, id) = &message else { continue };
            prop_assume!(filter.standing(*facet, id, &archive) == Standing::Free);
            let twice = filter.after(&message, &archive).after(&message, &archive);
            let listed = |filter| Selection::new(&archive, filter, &[]).listed;
            prop_assert_eq!(listed(&twice), listed(&filter));
        }
    }
}

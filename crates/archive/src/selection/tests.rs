//! What is listed and counted, against the design's own sentences, taken literally and slowly.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, news};
use crate::date::{Month, PartialDate, Span};
use crate::facets::NOT_STATED;
use crate::feed::Item;
use crate::regions::m49;

/// "Choosing an area chooses everything in it": by the feed's own members, and by M49.
fn lies_in(archive: &Archive, area: &str, region: &str, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    let declared = archive.regions().areas().find(|declared| declared.id == area);
    let mut members = declared.iter().flat_map(|declared| &declared.members);
    m49::contains(area, region)
        || members.any(|member| member == region || lies_in(archive, member, region, depth - 1))
}

fn carries(archive: &Archive, item: &Item, facet: Facet, id: &str) -> bool {
    let values = facet.values_of(item);
    if id == NOT_STATED {
        return values.is_empty();
    }
    values
        .iter()
        .any(|value| value == id || (facet == Facet::Region && lies_in(archive, id, value, 6)))
}

/// "Several values of one facet widen the list (any of them)", or with *all of these* narrow it.
fn passes(archive: &Archive, item: &Item, facet: Facet, filter: &Filter) -> bool {
    let Choice { values, mode } = filter.choice(facet);
    let mut carried = values.iter().map(|id| carries(archive, item, facet, id));
    values.is_empty()
        || match mode {
            Mode::Any => carried.any(|carried| carried),
            Mode::All => carried.all(|carried| carried),
        }
}

/// A span of months holds what is written with one of them, or with a year that has one of them.
fn is_within(item: &Item, span: Span) -> bool {
    let Some(date) = item.date.map(PartialDate::iso) else { return span.is_open() };
    // As far as the date is known, texts are in the order of time.
    let order = |month: Option<Month>| {
        let month = PartialDate::Month(month?).iso();
        let length = month.len().min(date.len());
        Some(date[..length].cmp(&month[..length]))
    };
    order(span.from()) != Some(Ordering::Less) && order(span.to()) != Some(Ordering::Greater)
}

/// "Different facets narrow it (all of them)", and so do words and a span of months.
fn is_listed(archive: &Archive, position: usize, filter: &Filter, found: &[&Bits]) -> bool {
    let item = &archive.items()[position];
    Facet::ALL.iter().all(|facet| passes(archive, item, *facet, filter))
        && is_within(item, filter.span)
        && found.iter().all(|word| word.contains(position))
}

/// "The items that carry it, its own facet's choice set aside, the other filters kept (with *all of
/// these*, the choice counts too)."
fn count(archive: &Archive, facet: Facet, id: &str, filter: &Filter, found: &[&Bits]) -> usize {
    let mut aside = filter.clone();
    if filter.choice(facet).mode == Mode::Any {
        aside.choice_mut(facet).values.clear();
    }
    let listed = (0..archive.items().len()).filter(|at| is_listed(archive, *at, &aside, found));
    listed.filter(|at| carries(archive, &archive.items()[*at], facet, id)).count()
}

fn filter(values: &[(Facet, &str)], all: &[Facet]) -> Filter {
    let mut filter = Filter::default();
    for (facet, id) in values {
        filter.choice_mut(*facet).add(id);
    }
    for facet in all {
        filter.choice_mut(*facet).mode = Mode::All;
    }
    filter
}

/// Every count of a facet that is not zero, by id.
fn counts(archive: &Archive, facet: Facet, filter: &Filter, found: &[&Bits]) -> String {
    let selection = Selection::new(archive, filter, found);
    let values = archive.index().values(facet).iter();
    let counts = values.map(|value| (&value.id, selection.count_of(facet, &value.items)));
    let counts = counts.filter(|(_, count)| *count > 0);
    counts.map(|(id, count)| format!("{id} {count}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_first_feed_has_the_counts_of_its_issue() {
    let archive = news();
    let nothing = Filter::default();
    assert_eq!(
        counts(&archive, Facet::Partner, &nothing, &[]),
        "acftu 1, ec 3, icmpd 2, not-stated 3, osce 3, uk-government 1, un 1, unodc 1"
    );
    assert_eq!(
        counts(&archive, Facet::Region, &nothing, &[]),
        "AM 2, AZ 2, CN 1, CO 1, DK 1, FI 1, GB 1, GE 2, IS 1, KR 1, MD 1, NO 1, PA 1, PE 1, SE 1, \
         TJ 1, UA 1, US 1, americas 1, asia-pacific 2, europe-central-asia 6, not-stated 2"
    );
    assert_eq!(counts(&archive, Facet::Topic, &nothing, &[]), "");
    assert_eq!(Selection::new(&archive, &nothing, &[]).count, 10);
}

#[test]
fn facets_widen_within_and_narrow_across() {
    use Facet::{Partner, Region};
    let archive = news();
    for (values, all, places) in [
        (&[(Region, "GE")][..], &[][..], "0 4"),
        (&[(Region, "GE"), (Region, "CN")], &[], "0 1 4"),
        (&[(Region, "GE"), (Partner, "icmpd")], &[], "0"),
        (&[(Region, "europe-central-asia")], &[], "0 2 4 6 7 9"),
        (&[(Region, "europe-central-asia"), (Partner, "osce"), (Partner, "un")], &[], "0 2 4 9"),
        (&[(Region, "not-stated")], &[], "3 5"),
        (&[(Region, "not-stated"), (Region, "US")], &[], "3 5 8"),
        (&[(Partner, "osce"), (Partner, "ec")], &[], "0 4 7 9"),
        (&[(Partner, "osce"), (Partner, "ec")], &[Partner], "0 4"),
        (&[(Region, "americas"), (Region, "asia-pacific")], &[Region], "8"),
        (&[(Region, "GE"), (Region, "not-stated")], &[Region], ""),
        (&[(Region, "africa")], &[], ""),
        (&[(Region, "nowhere")], &[], ""),
        (&[], &[Region, Partner], "0 1 2 3 4 5 6 7 8 9"),
    ] {
        let selection = Selection::new(&archive, &filter(values, all), &[]);
        let listed: Vec<String> = (0..archive.items().len())
            .filter(|position| selection.listed.contains(*position))
            .map(|position| archive.items()[position].place.to_string())
            .collect();
        assert_eq!(listed.join(" "), places, "{values:?} {all:?}");
        assert_eq!(selection.count, listed.len());
    }
}

#[test]
fn a_count_sets_its_own_facet_aside_and_keeps_the_others() {
    let archive = news();
    let osce = filter(&[(Facet::Partner, "osce")], &[]);
    assert_eq!(
        counts(&archive, Facet::Region, &osce, &[]),
        "AM 2, AZ 2, DK 1, FI 1, GE 2, IS 1, NO 1, SE 1, europe-central-asia 3"
    );
    assert_eq!(
        counts(&archive, Facet::Partner, &osce, &[]),
        counts(&archive, Facet::Partner, &Filter::default(), &[])
    );
    let osce = filter(&[(Facet::Partner, "osce")], &[Facet::Partner]);
    assert_eq!(counts(&archive, Facet::Partner, &osce, &[]), "ec 2, icmpd 1, osce 3, unodc 1");
}

#[test]
fn words_and_months_narrow_lists_and_counts() {
    let archive = news();
    let word = |places: &[usize]| {
        let items = archive.items().iter().enumerate();
        let places = items.filter(|(_, item)| places.contains(&item.place)).map(|(at, _)| at);
        Bits::of(archive.items().len(), &places.collect::<Vec<_>>())
    };
    let (one, other) = (word(&[0, 1, 4, 9]), word(&[0, 4, 5]));
    let osce = filter(&[(Facet::Partner, "osce")], &[]);
    let months = |from, to| Span::new(Month::parse(from), Month::parse(to));
    for (base, found, span, places, partners) in [
        (
            &Filter::default(),
            &[&one][..],
            Span::default(),
            "0 1 4 9",
            "acftu 1, ec 2, icmpd 1, osce 3, unodc 1",
        ),
        (&Filter::default(), &[&one, &other], Span::default(), "0 4", "ec 2, icmpd 1, osce 2"),
        (&osce, &[&one, &other], months("2007-06", "2007-06"), "4", "ec 1, osce 1"),
        (&osce, &[&other], months("", "2007-06"), "4", "ec 1, not-stated 1, osce 1"),
        (
            &osce,
            &[],
            months("2007-06", ""),
            "0 4",
            "acftu 1, ec 2, icmpd 1, not-stated 2, osce 2, un 1",
        ),
        (&osce, &[], months("2008-01", ""), "", ""),
    ] {
        let mut filter = base.clone();
        filter.span = span;
        let selection = Selection::new(&archive, &filter, found);
        let listed = selection.listed.positions().map(|at| archive.items()[at].place.to_string());
        assert_eq!(listed.collect::<Vec<_>>().join(" "), places);
        assert_eq!(selection.count, places.split_whitespace().count());
        assert_eq!(counts(&archive, Facet::Partner, &filter, found), partners);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_list_and_count_is_what_the_sentences_say(
        items in any_items(16),
        areas in any_areas(),
        chosen in proptest::collection::vec((0..3_usize, any::<proptest::sample::Index>()), 0..6),
        all in any::<[bool; 3]>(),
        months in proptest::array::uniform2("|200[67]-0[1-4]|2006-12"),
        words in proptest::collection::vec(proptest::collection::vec(0_usize..16, 4..16), 0..3),
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
        for (facet, all) in Facet::ALL.into_iter().zip(all) {
            filter.choice_mut(facet).mode = if all { Mode::All } else { Mode::Any };
        }

        filter.span = Span::new(Month::parse(&months[0]), Month::parse(&months[1]));
        let words: Vec<Bits> = words.iter().map(|found| Bits::of(archive.items().len(), found)).collect();
        let found: Vec<&Bits> = words.iter().collect();

        let selection = Selection::new(&archive, &filter, &found);
        for (position, item) in archive.items().iter().enumerate() {
            let listed = is_listed(&archive, position, &filter, &found);
            prop_assert_eq!(selection.listed.contains(position), listed, "{:?} {:?}", item, filter);
        }
        for facet in Facet::ALL {
            for value in archive.index().values(facet) {
                prop_assert_eq!(
                    selection.count_of(facet, &value.items),
                    count(&archive, facet, &value.id, &filter, &found),
                    "{} under {:?}", value.id, filter
                );
            }
            // Everything that an item carries, and "not stated", can be chosen.
            for item in archive.items() {
                for id in facet.values_of(item) {
                    prop_assert!(archive.index().items(facet, id).is_some());
                }
            }
            let carrying = archive.items().iter().filter(|item| !facet.values_of(item).is_empty());
            let mixed = ![0, archive.items().len()].contains(&carrying.count());
            prop_assert_eq!(archive.index().items(facet, NOT_STATED).is_some(), mixed);
        }
    }
}

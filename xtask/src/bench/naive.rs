//! What every page has to show, counted in the plainest way there is: item by item, letter by letter.
//!
//! A page whose counts are not these would be fast by doing less, and the run fails.

use super::{
    feed::Item,
    words::{PARTNERS, REGIONS},
};
use serde_json::{Value, json};

/// How a page matches words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matching {
    /// At the beginning of words.
    Starts,
    /// Anywhere, as List.js does.
    Anywhere,
    /// At the beginning of words, surely for whole ones alone, as Pagefind does: its index is in pieces, and the
    /// first letters of a word are looked for in some of them.
    Whole,
}

/// What is chosen.
#[derive(Debug, Clone, Copy, Default)]
struct Chosen<'a> {
    region: Option<usize>,
    partner: Option<usize>,
    word: Option<(&'a str, Matching)>,
}

/// How many of the newest listed items are compared one by one.
pub(super) const COMPARED: usize = 20;

/// What is typed, letter by letter. A whole word whose stem is itself, so that a search by stems finds the same.
const TYPED: &str = "forum";

/// The values that are pressed: frequent, and not the most frequent ones.
const PRESSED: (usize, usize) = (2, 1);

/// Everything that is done to a page, in this order, and what it has to show after each step.
pub(super) fn steps(items: &[Item]) -> Value {
    let (region, partner) = (Some(PRESSED.0), Some(PRESSED.1));
    let chosen = [
        (REGIONS[PRESSED.0].0, Chosen { region, ..Chosen::default() }),
        (PARTNERS[PRESSED.1].0, Chosen { region, partner, word: None }),
        (REGIONS[PRESSED.0].0, Chosen { partner, ..Chosen::default() }),
        (PARTNERS[PRESSED.1].0, Chosen::default()),
    ];
    let presses =
        chosen.map(|(value, chosen)| json!({ "press": value, "shows": shows(items, chosen) }));
    let typed = |matching| -> Vec<Value> {
        let words = (1..=TYPED.len()).map(|end| &TYPED[..end]);
        let step = |word: &str| {
            let chosen = Chosen { word: Some((word, matching)), ..Chosen::default() };
            json!({ "key": word.chars().last(), "shows": shows(items, chosen) })
        };
        words.map(step).collect()
    };
    json!({
        "all": shows(items, Chosen::default()),
        "presses": presses,
        "starts": typed(Matching::Starts),
        "anywhere": typed(Matching::Anywhere),
    })
}

fn shows(items: &[Item], chosen: Chosen<'_>) -> Value {
    // By words first: the same for every count.
    let is_found =
        |item: &&Item| chosen.word.is_none_or(|(word, matching)| is_found(item, word, matching));
    let found: Vec<_> = items.iter().filter(is_found).collect();
    let is_in = |item: &Item| chosen.region.is_none_or(|region| item.regions.contains(&region));
    let is_with =
        |item: &Item| chosen.partner.is_none_or(|partner| item.partners.contains(&partner));

    let listed: Vec<_> = found.iter().filter(|item| is_in(item) && is_with(item)).collect();
    let first: Vec<_> = listed.iter().take(COMPARED).map(|item| &item.id).collect();
    let mut values = serde_json::Map::new();
    // A facet's own choice is set aside for its own counts. Values that no item has are not offered.
    for (place, (id, _)) in REGIONS.iter().enumerate() {
        let has = |item: &Item| item.regions.contains(&place);
        if items.iter().any(has) {
            let count = found.iter().filter(|item| is_with(item) && has(item)).count();
            values.insert((*id).to_owned(), count.into());
        }
    }
    for (place, (id, ..)) in PARTNERS.iter().enumerate() {
        let has = |item: &Item| item.partners.contains(&place);
        if items.iter().any(has) {
            let count = found.iter().filter(|item| is_in(item) && has(item)).count();
            values.insert((*id).to_owned(), count.into());
        }
    }
    // Newest first, so that those of a month stand together.
    let mut months: Vec<_> = listed.iter().map(|item| item.month()).collect();
    months.dedup();
    json!({ "count": listed.len(), "first": first, "months": months.len(), "values": values })
}

/// Whether a word stands in an item's title, text or one of the names that it carries.
fn is_found(item: &Item, word: &str, matching: Matching) -> bool {
    let regions = item.regions.iter().map(|place| REGIONS[*place].1);
    let partners = item.partners.iter().flat_map(|place| [PARTNERS[*place].1, PARTNERS[*place].2]);
    [&*item.title, &*item.text].into_iter().chain(regions).chain(partners).any(|text| {
        let text = text.to_lowercase();
        match matching {
            Matching::Anywhere => text.contains(word),
            Matching::Starts | Matching::Whole => text
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|found| found.starts_with(word)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{TYPED, steps};
    use crate::bench::feed::{Item, generate};

    fn item(id: &str, title: &str, regions: &[usize], partners: &[usize]) -> Item {
        Item {
            id: id.to_owned(),
            title: title.to_owned(),
            text: String::new(),
            day: 0,
            regions: regions.to_vec(),
            partners: partners.to_vec(),
        }
    }

    #[test]
    fn a_facet_s_own_choice_is_set_aside_for_its_counts() {
        let items = [
            item("a", "One", &[0, 2], &[1]),
            item("b", "Two", &[2], &[0]),
            item("c", "Three", &[0], &[1]),
        ];
        let steps = steps(&items);
        let brazil = &steps["presses"][0];
        assert_eq!(brazil["press"], "BR");
        assert_eq!(brazil["shows"]["count"], 2);
        assert_eq!(brazil["shows"]["first"], serde_json::json!(["a", "b"]));
        assert_eq!(
            brazil["shows"]["values"],
            serde_json::json!({ "GE": 2, "BR": 2, "iom": 1, "osce": 1 })
        );
        let both = &steps["presses"][1];
        assert_eq!(both["shows"]["count"], 1);
        assert_eq!(both["shows"]["months"], 1);
        assert_eq!(
            both["shows"]["values"],
            serde_json::json!({ "GE": 2, "BR": 1, "iom": 1, "osce": 1 })
        );
        assert_eq!(steps["presses"][3]["shows"], steps["all"]);
    }

    #[test]
    fn words_are_found_at_their_beginnings_or_anywhere() {
        let items = [item("a", "A Platform of forums", &[0], &[]), item("b", "Reforms", &[0], &[])];
        let steps = steps(&items);
        let counts = |matching: &str| -> Vec<_> {
            steps[matching]
                .as_array()
                .into_iter()
                .flatten()
                .map(|step| step["shows"]["count"].clone())
                .collect()
        };
        assert_eq!(counts("starts"), [1, 1, 1, 1, 1]);
        assert_eq!(counts("anywhere"), [2, 2, 2, 1, 1]);
    }

    #[test]
    fn each_step_changes_what_is_listed() {
        let steps = steps(&generate(1_000, 1));
        let of = |steps: &serde_json::Value| -> Vec<u64> {
            let steps = steps.as_array().into_iter().flatten();
            steps.filter_map(|step| step["shows"]["count"].as_u64()).collect()
        };
        for kind in ["starts", "anywhere"] {
            let counts = of(&steps[kind]);
            assert_eq!(counts.len(), TYPED.len());
            assert!(
                counts[0] > counts[1] && counts.is_sorted_by(|one, next| one >= next),
                "{counts:?}"
            );
            assert!(counts.last().is_some_and(|count| *count > 10), "{counts:?}");
        }
        let counts = of(&steps["presses"]);
        assert!(counts[1] > 0 && counts[1] < counts[0] && counts[2] < counts[3], "{counts:?}");
    }
}

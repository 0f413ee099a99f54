//! The figures that Monthwise promises, each with what it must be, what it is to become, and what it is.

use super::{
    measured::{Growth, Metric, Results},
    peers::{AGAIN, HAND, INSTANTSEARCH, REACT, STATIC, US},
    plan::LARGE,
    tables::{self, NOTHING, milliseconds, percent, row, whole},
};
use crate::size::grouped;

/// How a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Goal,
    Must,
    Neither,
    Unknown,
}

struct Figure {
    name: &'static str,
    must: &'static str,
    goal: &'static str,
    is: String,
    met: Met,
}

/// What answers a press or a key by the next frame takes no longer than this: a frame of a sixtieth of a second,
/// of which a part has passed when the key goes down, and half of one more for the way to the screen.
const FRAME: f64 = 25.0;

const THOUSAND: usize = 1_000;
const TEN_THOUSAND: usize = 10_000;

/// The table.
pub(super) fn table(results: &Results) -> String {
    let mut rows = vec![row(["", "must", "goal", "is", "met"])];
    for figure in figures(results) {
        let met = match figure.met {
            Met::Goal => "goal",
            Met::Must => "must",
            Met::Neither => "neither",
            Met::Unknown => "not measured",
        };
        rows.push(row([figure.name, figure.must, figure.goal, &figure.is, met]));
    }
    tables::table(&rows)
}

/// A check is none where it could not be made.
fn met(must: Option<bool>, goal: Option<bool>) -> Met {
    match (must, goal) {
        (None, _) => Met::Unknown,
        (Some(false), _) => Met::Neither,
        (Some(true), Some(true)) => Met::Goal,
        (Some(true), _) => Met::Must,
    }
}

/// All of some checks: not where one failed, and unknown where one of the others could not be made.
fn all<const N: usize>(checks: [Option<bool>; N]) -> Option<bool> {
    if checks.contains(&Some(false)) {
        Some(false)
    } else {
        (!checks.contains(&None)).then_some(true)
    }
}

fn figures(results: &Results) -> Vec<Figure> {
    vec![
        bytes(results),
        first(results),
        usable(results),
        press(results),
        key(results),
        memory(results),
        growth(results),
        shift(results),
        violations(results),
        whole_archive(results),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "these are kilobytes")]
fn bytes(results: &Results) -> Figure {
    const MUST: usize = 90_000;
    const GOAL: usize = 64_000;
    let code = results.run.code;
    let size = results.groups().first().map_or(THOUSAND, |(size, _)| *size);
    let of = |page| {
        let mut slow = [false, true].into_iter();
        slow.find_map(|slow| results.median(size, slow, page, |visit| Some(visit.load.sent.code)))
    };
    let (instantsearch, react) = (of(INSTANTSEARCH), of(REACT));
    let below = |limit: Option<f64>| limit.is_none_or(|limit| (code as f64) < limit);
    let named = |name: &str, size: Option<f64>| {
        size.map(|size| format!("; {name} {} kB", whole(size / 1_000.0)))
    };
    let peers = [named("InstantSearch", instantsearch), named("React", react)];
    Figure {
        name: "all code on the wire (WebAssembly, JavaScript, CSS)",
        must: "≤ 90 kB, less than InstantSearch with a local client",
        goal: "≤ 64 kB, less than a small React page",
        is: format!("{} bytes{}", grouped(code), peers.into_iter().flatten().collect::<String>()),
        met: met(Some(code <= MUST && below(instantsearch)), Some(code <= GOAL && below(react))),
    }
}

fn first(results: &Results) -> Figure {
    let ratio = |size| Some(results.ratio(size, true, Metric::First, US, STATIC)?.median);
    let sizes: Vec<_> =
        results.groups().into_iter().filter(|(_, slow)| *slow).map(|(size, _)| size).collect();
    let is = sizes.iter().filter_map(|&size| of_base(results, size, true, Metric::First, STATIC));
    let within = |size, limit: f64| ratio(size).map(|ratio| ratio <= limit);
    Figure {
        name: "first month readable, slow 4G and slow processor, against plain HTML",
        must: "≤ 1.5× at 1,000 and 10,000",
        goal: "≤ 1.1× at every size up to 100,000",
        is: listed(is),
        met: met(
            all([within(THOUSAND, 1.5), within(TEN_THOUSAND, 1.5)]),
            all([within(THOUSAND, 1.1), within(TEN_THOUSAND, 1.1), within(LARGE, 1.1)]),
        ),
    }
}

fn usable(results: &Results) -> Figure {
    let within = |size, limit| against_hand(results, size, true, Metric::Usable, limit);
    let is = [THOUSAND, TEN_THOUSAND, LARGE];
    let is = is.iter().filter_map(|&size| of_base(results, size, true, Metric::Usable, HAND));
    Figure {
        name: "filters usable, slow 4G and slow processor, against the hand-written page",
        must: "≤ 1.25× at 1,000",
        goal: "≤ 1.0× at 1,000, ≤ 0.5× at 10,000",
        is: listed(is),
        met: met(within(THOUSAND, 1.25), all([within(THOUSAND, 1.0), within(TEN_THOUSAND, 0.5)])),
    }
}

fn press(results: &Results) -> Figure {
    let painted = against_hand(results, TEN_THOUSAND, false, Metric::Press, 1.0);
    let slow = against_hand(results, TEN_THOUSAND, true, Metric::Press, 1.0);
    // Where it was not measured with the brake, the other counts.
    let must = painted.map(|painted| painted && slow.unwrap_or(true));
    let frame = within_a_frame(results, LARGE, Metric::Press);
    let cpu = against_hand(results, LARGE, false, Metric::PressCpu, 0.33);
    let is = [
        of_base(results, TEN_THOUSAND, false, Metric::Press, HAND),
        of_base(results, TEN_THOUSAND, true, Metric::Press, HAND)
            .map(|text| text + " with the brake"),
        of_base(results, LARGE, false, Metric::Press, HAND),
        of_base(results, LARGE, false, Metric::PressCpu, HAND).map(|text| text + " of CPU"),
    ];
    Figure {
        name: "press on a value → painted, all counts and months updated",
        must: "≤ the hand-written page at 10,000",
        goal: "one frame at 100,000, ≤ 0.33× of its CPU",
        is: listed(is.into_iter().flatten()),
        met: met(must, all([frame, cpu])),
    }
}

fn key(results: &Results) -> Figure {
    let is = [TEN_THOUSAND, LARGE]
        .iter()
        .filter_map(|&size| of_base(results, size, false, Metric::Key, HAND));
    Figure {
        name: "key press → painted",
        must: "one frame at 10,000",
        goal: "one frame at 100,000",
        is: listed(is),
        met: met(
            within_a_frame(results, TEN_THOUSAND, Metric::Key),
            within_a_frame(results, LARGE, Metric::Key),
        ),
    }
}

fn memory(results: &Results) -> Figure {
    let is = [TEN_THOUSAND, LARGE].into_iter().filter_map(|size| {
        let own = results.median(size, false, US, |visit| Metric::Memory.of(visit))?;
        let ratio = results.ratio(size, false, Metric::Memory, US, HAND)?;
        Some(format!("{}: {:.1} MB, {:.2}×", grouped(size), own / 1_000_000.0, ratio.median))
    });
    Figure {
        name: "memory (JavaScript and WebAssembly), against the hand-written page",
        must: "≤ 1.0× at 10,000",
        goal: "≤ 0.5× at 100,000",
        is: listed(is),
        met: met(
            against_hand(results, TEN_THOUSAND, false, Metric::Memory, 1.0),
            against_hand(results, LARGE, false, Metric::Memory, 0.5),
        ),
    }
}

fn growth(results: &Results) -> Figure {
    let own = || results.growth.iter().filter(|growth| growth.page == US);
    let is = own().map(|growth| format!("{}: {}", grouped(growth.size), percent(growth.part())));
    let largest = own().map(Growth::part).reduce(f64::max);
    Figure {
        name: "growth of that memory over 1,000 changes",
        must: NOTHING,
        goal: "≤ 1 %",
        is: listed(is),
        met: met(largest.map(|_| true), largest.map(|largest| largest <= 0.01)),
    }
}

fn shift(results: &Results) -> Figure {
    let largest = results
        .visits
        .iter()
        .filter(|visit| visit.page == US)
        .map(|visit| visit.shift)
        .reduce(f64::max);
    let none = largest.map(|largest| largest < 0.0005);
    Figure {
        name: "layout shift",
        must: "0",
        goal: "0",
        is: largest.map_or(NOTHING.to_owned(), |largest| format!("{largest:.3} at most")),
        met: met(none, none),
    }
}

fn violations(results: &Results) -> Figure {
    let visits: Vec<_> = results.visits.iter().filter(|visit| visit.page == US).collect();
    let violations: usize = visits.iter().map(|visit| visit.violations).sum();
    let none = (!visits.is_empty()).then_some(violations == 0);
    Figure {
        name: "violations of the strict policy",
        must: "0 over the whole test run",
        goal: "0",
        is: format!("{violations} in {} visits here; every story fails by one", visits.len()),
        met: met(none, none),
    }
}

fn whole_archive(results: &Results) -> Figure {
    let own = || results.compared.iter().filter(|compared| compared.page == US);
    let is =
        own().map(|compared| format!("{} of {}", grouped(compared.items), grouped(compared.size)));
    let holds =
        |size| own().find(|compared| compared.size == size).map(|compared| compared.items == size);
    Figure {
        name: "items that stand in the page, for its browser's own search and for printing",
        must: "all, up to 10,000",
        goal: "all, up to 100,000, by months that open",
        is: listed(is),
        met: met(holds(TEN_THOUSAND), holds(LARGE)),
    }
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { NOTHING.to_owned() } else { parts.join("; ") }
}

/// What was measured of ours, and its ratio to another page's.
fn of_base(
    results: &Results,
    size: usize,
    slow: bool,
    metric: Metric,
    base: &str,
) -> Option<String> {
    let own = results.median(size, slow, US, |visit| metric.of(visit))?;
    let ratio = results.ratio(size, slow, metric, US, base)?;
    Some(format!("{}: {}, {}", grouped(size), milliseconds(own), tables::ratio(ratio)))
}

/// Whether ours is within that part of the hand-written page's, as far as the noise lets anybody say: where that
/// page is slower than itself in a quarter of the rounds, ours may be.
fn against_hand(
    results: &Results,
    size: usize,
    slow: bool,
    metric: Metric,
    limit: f64,
) -> Option<bool> {
    let own = results.ratio(size, slow, metric, US, HAND)?;
    let noise =
        results.ratio(size, slow, metric, AGAIN, HAND).map_or(1.0, |again| again.high.max(1.0));
    Some(own.median <= limit * noise)
}

fn within_a_frame(results: &Results, size: usize, metric: Metric) -> Option<bool> {
    Some(results.median(size, false, US, |visit| metric.of(visit))? <= FRAME)
}

#[cfg(test)]
mod tests {
    use super::{Met, all, figures, met};
    use crate::bench::measured::{Compared, Results, Run, tests::visit};

    fn results(pages: &[(&str, f64)]) -> Results {
        let mut results = Results::default();
        for size in [1_000, 10_000, 100_000] {
            for slow in [false, true] {
                let visits = pages.iter().map(|(page, took)| visit(page, size, slow, 0, *took));
                results.visits.extend(visits);
            }
            results.compared.push(Compared {
                size,
                page: "us".to_owned(),
                items: size.min(10_000),
            });
        }
        results
    }

    fn stands(results: &Results, name: &str) -> Met {
        let figures = figures(results);
        figures
            .iter()
            .find(|figure| figure.name.starts_with(name))
            .map_or(Met::Unknown, |figure| figure.met)
    }

    #[test]
    fn a_figure_is_met_by_what_could_be_measured() {
        for (must, goal, expected) in [
            (None, Some(true), Met::Unknown),
            (Some(false), Some(true), Met::Neither),
            (Some(true), None, Met::Must),
            (Some(true), Some(false), Met::Must),
            (Some(true), Some(true), Met::Goal),
        ] {
            assert_eq!(met(must, goal), expected);
        }
    }

    #[test]
    fn what_misses_at_one_size_is_not_saved_by_another_that_was_not_measured() {
        for (checks, expected) in [
            ([Some(true), Some(true)], Some(true)),
            ([Some(true), None], None),
            ([None, Some(true)], None),
            ([None, Some(false)], Some(false)),
            ([Some(false), None], Some(false)),
        ] {
            assert_eq!(all(checks), expected, "{checks:?}");
        }
    }

    #[test]
    fn figures_stand_as_they_were_measured() {
        let good = results(&[("static", 20.0), ("hand", 50.0), ("us", 20.0)]);
        let fair = results(&[("static", 20.0), ("hand", 25.0), ("us", 25.0)]);
        let poor = results(&[("static", 20.0), ("hand", 25.0), ("us", 40.0)]);
        for (name, of_good, of_fair, of_poor) in [
            ("first month", Met::Goal, Met::Must, Met::Neither),
            ("filters usable", Met::Goal, Met::Must, Met::Neither),
            ("key press", Met::Goal, Met::Goal, Met::Neither),
            ("memory", Met::Goal, Met::Must, Met::Neither),
            ("layout shift", Met::Goal, Met::Goal, Met::Goal),
            ("items that stand", Met::Must, Met::Must, Met::Must),
            ("growth", Met::Unknown, Met::Unknown, Met::Unknown),
        ] {
            let found = [&good, &fair, &poor].map(|results| stands(results, name));
            assert_eq!(found, [of_good, of_fair, of_poor], "{name}");
        }
        for (code, expected) in [(64_000, Met::Goal), (90_000, Met::Must), (90_001, Met::Neither)] {
            let results = Results { run: Run { code, ..Run::default() }, ..Results::default() };
            assert_eq!(stands(&results, "all code"), expected, "{code}");
        }
    }

    #[test]
    fn what_the_hand_written_page_differs_from_itself_is_noise() {
        let alone = results(&[("hand", 20.0), ("us", 21.0)]);
        assert_eq!(stands(&alone, "press"), Met::Neither);
        let noisy = results(&[("hand", 20.0), ("hand-again", 22.0), ("us", 21.0)]);
        assert_ne!(stands(&noisy, "press"), Met::Neither);
    }

    #[test]
    fn nothing_is_met_by_what_was_not_measured() {
        let nothing = Results::default();
        for figure in figures(&nothing).iter().skip(1) {
            assert_eq!(figure.met, Met::Unknown, "{}", figure.name);
        }
    }
}

//! The tables: what was measured, as rows of text that are read in a terminal and in a document alike.

use super::{
    measured::{Metric, Results, Sent, Traced, Until, Visit},
    peers::{HAND, PEERS, Peer, STATIC},
    statistics::{Spread, median},
};
use crate::size::grouped;

/// A table in Markdown, its columns lined up for whoever reads the text itself.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
            .max(3)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = widths.iter().enumerate().map(|(column, width)| {
            let cell = row.get(column).map_or("", String::as_str);
            format!(" {cell:<width$} |")
        });
        format!("|{}\n", cells.collect::<String>())
    };
    let rules: Vec<_> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
    let mut lines = rows.iter().map(line);
    let head = lines.next().unwrap_or_default();
    [head, format!("|{}|\n", rules.join("|")), lines.collect()].concat()
}

/// A row of text.
pub(super) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// What is written where nothing was measured.
pub(super) const NOTHING: &str = "–";

/// A number of items, bytes or milliseconds, without a fraction.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is rounded, and none is below nothing"
)]
pub(super) fn whole(number: f64) -> String {
    grouped(number.round().max(0.0) as usize)
}

/// Milliseconds: with a tenth below ten.
pub(super) fn milliseconds(number: f64) -> String {
    if number < 10.0 { format!("{number:.1} ms") } else { format!("{} ms", whole(number)) }
}

/// A size in its thousands (of 1,000 bytes).
fn kilobytes(number: f64) -> String {
    let thousands = number / 1_000.0;
    if thousands > 0.0 && thousands < 9.95 { format!("{thousands:.1}") } else { whole(thousands) }
}

fn megabytes(number: f64) -> String {
    format!("{:.1}", number / 1_000_000.0)
}

/// A ratio and where the middle half of them lies.
pub(super) fn ratio(spread: Spread) -> String {
    let Spread { low, median, high } = spread;
    format!("{median:.2}× ({low:.2}–{high:.2})")
}

/// How quick each page is: medians, and behind them what they are of another page's.
pub(super) fn times(results: &Results, size: usize, slow: bool) -> String {
    let columns = [
        (Metric::First, STATIC),
        (Metric::Usable, HAND),
        (Metric::LoadCpu, HAND),
        (Metric::Press, HAND),
        (Metric::PressCpu, HAND),
        (Metric::FirstWord, HAND),
        (Metric::Key, HAND),
        (Metric::KeyCpu, HAND),
    ];
    let mut rows = vec![row([
        "page",
        "first month readable",
        "filters usable",
        "CPU until at rest",
        "press → painted",
        "CPU of a press",
        "first key → all found",
        "key → painted",
        "CPU of a key",
    ])];
    for peer in visited(results, size, slow) {
        let cells = columns
            .iter()
            .map(|&(metric, base)| cell(results, size, slow, metric, peer.name, base));
        rows.push([peer.title.to_owned()].into_iter().chain(cells).collect());
    }
    table(&rows)
}

fn cell(
    results: &Results,
    size: usize,
    slow: bool,
    metric: Metric,
    page: &str,
    base: &str,
) -> String {
    let Some(median) = results.median(size, slow, page, |visit| metric.of(visit)) else {
        return NOTHING.to_owned();
    };
    let own = milliseconds(median);
    match results.ratio(size, slow, metric, page, base) {
        Some(spread) if page != base => format!("{own}, {}", ratio(spread)),
        _ => own,
    }
}

/// Answers whose first part was painted well before all of it was.
pub(super) fn late(results: &Results) -> Vec<String> {
    /// More than a frame.
    const LATE: f64 = 20.0;
    let mut lines = Vec::new();
    for (size, slow) in results.groups() {
        for peer in visited(results, size, slow) {
            for (what, painted, right) in [
                ("a press", Metric::Press, Metric::PressWhole),
                ("a key", Metric::Key, Metric::KeyWhole),
            ] {
                let median = |metric: Metric| {
                    results.median(size, slow, peer.name, |visit| metric.of(visit))
                };
                if let (Some(painted), Some(right)) = (median(painted), median(right))
                    && right > painted + LATE
                {
                    lines.push(format!(
                        "{}, {} items{}: {what} is painted after {}, all of the answer after {}",
                        peer.title,
                        grouped(size),
                        brake(slow),
                        milliseconds(painted),
                        milliseconds(right)
                    ));
                }
            }
        }
    }
    lines
}

pub(super) fn brake(slow: bool) -> &'static str {
    if slow { ", slow 4G and a slow processor" } else { "" }
}

/// What each page weighs: on the wire, in memory, and how steady it is.
pub(super) fn weights(results: &Results, size: usize) -> String {
    let mut rows = vec![row([
        "page",
        "page, kB",
        "code, kB",
        "data, kB",
        "requests",
        "whole visit, kB",
        "JavaScript, MB",
        "WebAssembly, MB",
        "document, MB",
        "growth",
        "layout shift",
    ])];
    for peer in visited(results, size, false) {
        let median = |of: fn(&Visit) -> f64| {
            results.median(size, false, peer.name, |visit| Some(of(visit))).unwrap_or_default()
        };
        let growth =
            results.growth.iter().find(|growth| growth.size == size && growth.page == peer.name);
        rows.push(vec![
            peer.title.to_owned(),
            kilobytes(median(|visit| visit.load.sent.document)),
            kilobytes(median(|visit| visit.load.sent.code)),
            kilobytes(median(|visit| visit.load.sent.data)),
            whole(median(|visit| visit.load.sent.requests)),
            kilobytes(median(|visit| total(&visit.sent))),
            megabytes(median(|visit| visit.memory.heap)),
            megabytes(median(|visit| visit.memory.wasm)),
            megabytes(median(|visit| visit.memory.document)),
            growth.map_or(NOTHING.to_owned(), |growth| percent(growth.part())),
            format!("{:.3}", median(|visit| visit.shift)),
        ]);
    }
    table(&rows)
}

fn total(sent: &Sent) -> f64 {
    sent.document + sent.code + sent.data
}

pub(super) fn percent(part: f64) -> String {
    format!("{:+.1} %", part * 100.0)
}

/// What the main thread does until something is painted, by the traces: the middle of several presses and keys.
pub(super) fn traces(results: &Results) -> String {
    let mut rows = vec![row([
        "until",
        "items",
        "page",
        "all",
        "waiting",
        "script",
        "style, layout",
        "painting",
        "parsing",
        "garbage",
        "other",
    ])];
    let kinds: [fn(&Traced) -> f64; 7] = [
        |traced| traced.waiting,
        |traced| traced.script,
        |traced| traced.layout,
        |traced| traced.painting,
        |traced| traced.parsing,
        |traced| traced.garbage,
        |traced| traced.other,
    ];
    let parts = [
        (Until::First, "first month readable"),
        (Until::Usable, "filters usable"),
        (Until::Press, "a press is painted"),
        (Until::Key, "a key is painted"),
    ];
    for (until, name) in parts {
        for (size, slow) in results.groups() {
            for peer in visited(results, size, slow) {
                let is_of = |traced: &&Traced| {
                    let of = (traced.until, traced.size, traced.slow, traced.page.as_str());
                    of == (until, size, slow, peer.name)
                };
                let all: Vec<_> = results.traced.iter().filter(is_of).collect();
                let medians = kinds.map(|kind| median(all.iter().map(|&traced| kind(traced))));
                let medians: Option<Vec<f64>> = medians.into_iter().collect();
                let Some(medians) = medians else { continue };
                let names = [name.to_owned(), grouped(size), peer.title.to_owned()];
                let numbers = [medians.iter().sum()].into_iter().chain(medians).map(milliseconds);
                rows.push(names.into_iter().chain(numbers).collect());
            }
        }
    }
    table(&rows)
}

/// The pages that were visited in a group, in their order.
fn visited(results: &Results, size: usize, slow: bool) -> impl Iterator<Item = &'static Peer> {
    PEERS.iter().filter(move |peer| results.visits(size, slow, peer.name).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::{kilobytes, late, milliseconds, row, table, times, traces};
    use crate::bench::measured::{Results, Traced, Until, tests::visit};

    #[test]
    fn columns_line_up() {
        let rows = [row(["page", "ms"]), row(["Plain HTML", "1,234"]), row(["a ×", ""])];
        let expected = "\
| page       | ms    |
|------------|-------|
| Plain HTML | 1,234 |
| a ×        |       |
";
        assert_eq!(table(&rows), expected);
    }

    #[test]
    fn numbers_have_as_many_digits_as_they_are_good_for() {
        for (number, expected) in [(3.12, "3.1 ms"), (16.6, "17 ms"), (1_234.0, "1,234 ms")] {
            assert_eq!(milliseconds(number), expected);
        }
        for (number, expected) in
            [(0.0, "0"), (1_450.0, "1.4"), (9_960.0, "10"), (1_170_000.0, "1,170")]
        {
            assert_eq!(kilobytes(number), expected);
        }
    }

    #[test]
    fn a_trace_is_told_by_kind_of_work_and_steps_by_their_middle() {
        let line = |page: &str, until, script| Traced {
            size: 10,
            slow: false,
            page: page.to_owned(),
            until,
            waiting: 0.0,
            script,
            layout: 20.0,
            painting: 30.0,
            parsing: 0.0,
            garbage: 0.0,
            other: 1.0,
        };
        let traced = [
            line("us", Until::Press, 40.0),
            line("us", Until::Press, 10.0),
            line("us", Until::Press, 12.0),
            line("hand", Until::Key, 5.0),
        ];
        let visits = ["us", "hand"].map(|page| visit(page, 10, false, 0, 1.0));
        let results =
            Results { traced: traced.into(), visits: visits.into(), ..Results::default() };
        let table = traces(&results);
        let cells: Vec<Vec<&str>> = table
            .lines()
            .skip(2)
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let press = ["a press is painted", "10", "Monthwise", "63 ms", "0.0 ms", "12 ms"];
        assert_eq!(cells[0][..6], press, "{table}");
        let key = ["a key is painted", "10", "Hand-written", "56 ms", "0.0 ms", "5.0 ms"];
        assert_eq!(cells[1][..6], key, "{table}");
        assert_eq!(cells.len(), 2, "{table}");
    }

    #[test]
    fn a_page_is_told_by_its_median_and_by_the_ratios_of_its_rounds() {
        let visits = [(0, 10.0, 20.0, 100.0), (1, 20.0, 20.0, 110.0), (2, 20.0, 40.0, 120.0)];
        let visits = visits.into_iter().flat_map(|(round, floor, hand, us)| {
            [("static", floor), ("hand", hand), ("us", us)]
                .map(|(page, took)| visit(page, 10, false, round, took))
        });
        let results = Results { visits: visits.collect(), ..Results::default() };
        let table = times(&results, 10, false);
        let line = |title: &str| {
            table.lines().find(|line| line.contains(title)).map(str::to_owned).unwrap_or_default()
        };
        assert!(line("Plain HTML").contains("| 20 ms "), "{table}");
        assert!(
            line("Monthwise").contains("110 ms, 6.00× (5.75–8.00) | 110 ms, 5.00× (4.00–5.25)"),
            "{table}"
        );
        assert!(line("Hand-written").contains("| 20 ms, 2.00× (1.50–2.00)"), "{table}");
        assert!(!table.contains("again"), "{table}");
    }

    #[test]
    fn an_answer_in_two_parts_is_told() {
        let mut found = visit("us", 10_000, true, 0, 17.0);
        found.keys[0].right = 300.0;
        let results = Results { visits: vec![found], ..Results::default() };
        assert_eq!(
            late(&results),
            [
                "Monthwise, 10,000 items, slow 4G and a slow processor: a key is painted after 17 ms, all of the answer after 300 ms"
            ]
        );
    }
}

//! The document `docs/BENCHMARKS.md`: written wholly from what was measured, so it says nothing that nobody measured.

use super::{
    figures,
    measured::{Machine, Results, Run},
    peers::{MOST, PEERS},
    plan::LARGE,
    tables::{self, row},
};
use crate::size::grouped;
use std::fmt::Write;

/// The document.
pub(super) fn document(results: &Results) -> String {
    let mut text = format!(
        "# Benchmarks\n\n\
         Monthwise beside other ways to show the same archive, measured in one run of a real browser. \
         `{call}` wrote this file; nothing in it is written by hand.\n\
         Ratios count. The times are those of one machine, and another has others.\n\n\
         [Figures](#figures) · [Times](#times) · [Weights](#weights) · [Where the time goes](#where-the-time-goes) · \
         [The pages](#the-pages) · [How it is measured](#how-it-is-measured) · [Machine and versions](#machine-and-versions)\n\n\
         ## Figures\n\n\
         What Monthwise promises, and what it is. A ratio stands with its middle half: 1.05× (1.02–1.09).\n\n{figures}\n\
         \"One frame\" is a median of at most 25 ms from the event on. \"≤ the hand-written page\" is met within the noise: \
         that page is measured twice in each round, and where it is slower than itself in a quarter of the rounds, ours may \
         be so too. [Where the time goes](#where-the-time-goes) tells what keeps the others from being met.\n\n",
        call = results.run.call,
        figures = figures::table(results),
    );
    if !results.is_whole {
        text += "This run was stopped before its end: what is missing was not measured, and each group says how many \
                 rounds it had.\n\n";
    }
    text += "## Times\n\n\
             Medians. Behind them stands the ratio to plain HTML (first month readable) or to the hand-written page (all \
             else), and where the middle half of the rounds' ratios lies.\n\n";
    for (size, slow) in results.groups() {
        let _ = write!(
            text,
            "### {} items{}\n\nRounds: {}.\n\n{}\n",
            grouped(size),
            tables::brake(slow),
            results.rounds(size, slow),
            tables::times(results, size, slow)
        );
    }
    let late = tables::late(results);
    if !late.is_empty() {
        text += "Some answers come in two parts:\n\n";
        for line in late {
            let _ = writeln!(text, "- {line}.");
        }
        text.push('\n');
    }
    text += &left_out(results);
    text += "## Weights\n\n\
             On the wire, with headers, until the page is at rest; then the whole visit with four presses and a word. Memory \
             after that, with what nobody needs any more collected. Growth is what 1,000 changes add to JavaScript and \
             WebAssembly.\n\n";
    for (size, _) in results.groups().into_iter().filter(|(_, slow)| !slow) {
        let _ = write!(text, "### {} items\n\n{}\n", grouped(size), tables::weights(results, size));
    }
    let _ = write!(
        text,
        "## Where the time goes\n\n\
         What the main thread does until something is painted, by kind of work, as a trace of one more visit tells: with the \
         brake while a page loads, without on presses and keys, of which the middle stands here. To be traced takes time \
         itself, so the parts count, and not their sum. It waits for the network, and for the next frame. `cargo xtask bench \
         --profile` shows the functions.\n\n{}\n",
        tables::traces(results)
    );
    text += &pages();
    text += METHOD;
    text += &machine(&results.machine, &results.run);
    text
}

/// What was not measured, and why.
fn left_out(results: &Results) -> String {
    let groups = results.groups();
    if groups.contains(&(LARGE, true)) || !groups.contains(&(LARGE, false)) {
        return String::new();
    }
    format!(
        "{} items were not loaded with the brake, where each page that loads the whole archive waits a minute for it: \
         `--long` does.\n\n",
        grouped(LARGE)
    )
}

fn pages() -> String {
    let mut rows = vec![row(["page", "holds", "what it is"])];
    for peer in PEERS {
        rows.push(row([peer.title, &peer.holds(), peer.about]));
    }
    let few =
        PEERS.iter().filter(|peer| peer.most == MOST).map(|peer| peer.title).collect::<Vec<_>>();
    format!(
        "## The pages\n\n\
         All show the same generated news with regions and partners as facets with live counts, and a box for words. They \
         stand in `bench/peers`, each in the strongest form we know; whoever knows a stronger one is welcome to it. A page \
         that shows 20 or 50 items has less to do than one that holds the whole archive, which can be searched by the \
         browser and printed.\n\n\
         The peers read columns with dictionaries, which weigh less and are read quicker than a JSON Feed; ours reads what \
         `monthwise build` publishes. Their files are minified by esbuild and linked so that news and script load side by \
         side. None but plain HTML and ours has items in its HTML.\n\n{}\n\
         To keep a run short, some are measured with at most {most} items: {few}.\n\n",
        tables::table(&rows),
        most = grouped(MOST),
        few = few.join(", ")
    )
}

const METHOD: &str = "\
## How it is measured

- **One run, interleaved.** Each round visits every page once, in an order by chance and seed. Ratios are taken within a round. Each visit is a new visitor's, with nothing in the cache.
- **Nobody wins by doing less.** Before the first round each page does all that is measured, and shows what it has to, after each step: the number of items, the count of each value, which items are listed and in which order, and in how many months. It is compared with a naive count over the generated news. A wrong number ends the run.
- **Files are compressed before the clock runs**: that first visit asks for all of them.
- **Input is real**: moved, pressed and typed by the browser's own protocol, through everything a mouse and a keyboard go through.
- **Painted** is measured in the page: in each frame `requestAnimationFrame` posts a message, which arrives after the frame was laid out and painted. If number, counts and first item are then right, the time is taken. A press counts from the click's time stamp, a key from that of its key going down; several of one visit count as their median.
- **First key → all found**: a page may load or make what it searches when somebody begins to search. So the first key is pressed once, until everything is right, and taken back. Then keys are timed.
- **First month readable**: the newest ten items are painted. **Filters usable**: the page says that it would answer, and its controls and its count are painted.
- **CPU** is the main thread's, from before the event until it has nothing left to do for it.
- **The brake** is the browser's own: 1.6 Mbit/s, 150 ms for each request, a processor four times slower. It knows no slow start and no TLS.
- **Memory** is JavaScript's heap and all WebAssembly memories. The document's own (nodes, style, layout trees in Blink's heap) is told apart.

What it does not tell: other browsers, real phones, and a second visit with files in the cache.

";

fn machine(machine: &Machine, run: &Run) -> String {
    let mut rows = vec![row(["", ""])];
    let mut say = |name: &str, value: &str| rows.push(row([name, value]));
    say("date", &machine.date);
    say("processor", &format!("{}, {} of them", machine.processor, machine.processors));
    say("memory", &format!("{:.0} GB", machine.memory / 1e9));
    say("system", &machine.system);
    say("browser", &format!("Chromium {}, headless, without GPU", machine.browser));
    say("Node", &machine.node);
    say("seed", &run.seed.to_string());
    for (name, version) in &run.versions {
        say(name, version);
    }
    format!("## Machine and versions\n\n{}", tables::table(&rows))
}

#[cfg(test)]
mod tests {
    use super::document;
    use crate::bench::{
        measured::{Results, Run, tests::visit},
        peers::PEERS,
    };

    fn of(groups: &[(usize, bool)]) -> String {
        let visits = groups.iter().flat_map(|&(size, slow)| {
            PEERS.iter().map(move |peer| visit(peer.name, size, slow, 1, 20.0))
        });
        let run = Run {
            call: "cargo xtask bench --rounds 2".to_owned(),
            seed: 1,
            code: 64_000,
            versions: vec![("react".to_owned(), "19.3.1".to_owned())],
        };
        document(&Results { run, visits: visits.collect(), is_whole: true, ..Results::default() })
    }

    #[test]
    fn a_run_that_was_stopped_says_so() {
        assert!(document(&Results::default()).contains("stopped before its end"));
        assert!(!of(&[(1_000, false)]).contains("stopped before its end"));
    }

    #[test]
    fn every_group_has_its_table_and_every_page_its_row() {
        let text = of(&[(1_000, false), (1_000, true)]);
        assert!(text.contains("### 1,000 items\n\nRounds: 2."), "{text}");
        assert!(text.contains("### 1,000 items, slow 4G and a slow processor"), "{text}");
        for peer in PEERS {
            // In two tables of times, one of weights, and where it is said what it is.
            let rows = text.lines().filter(|line| line.starts_with(&format!("| {} ", peer.title)));
            let rows = rows.filter(|line| {
                line.split('|').nth(1).is_some_and(|cell| cell.trim() == peer.title)
            });
            assert_eq!(rows.count(), 4, "{}", peer.title);
        }
    }

    #[test]
    fn it_says_how_it_was_made_and_what_is_left_out() {
        let text = of(&[(100_000, false)]);
        for part in [
            "`cargo xtask bench --rounds 2` wrote this file",
            "| react ",
            "`--long` does",
            "not measured",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!of(&[(1_000, false)]).contains("`--long` does"));
    }
}

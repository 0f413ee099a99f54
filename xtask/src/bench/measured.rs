//! What was measured: the lines of the driver in `bench/driver`, and one of our own before them.

use super::statistics::{self, Spread};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// A line.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line {
    Run(Run),
    Machine(Machine),
    Compared(Compared),
    Visit(Box<Visit>),
    Growth(Growth),
    Traced(Traced),
    End,
}

/// How a run was made.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Run {
    /// The call, as it would be typed.
    pub(super) call: String,
    pub(super) seed: u64,
    /// What all code of ours weighs, compressed, in bytes.
    pub(super) code: usize,
    /// Names and versions of what was measured, and of what it was measured with.
    pub(super) versions: Vec<(String, String)>,
}

impl Run {
    /// The line that stands before the driver's.
    pub(super) fn line(&self) -> Result<String> {
        let mut line = serde_json::to_value(self)?;
        line["kind"] = "run".into();
        Ok(line.to_string())
    }
}

/// Where it was measured.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Machine {
    pub(super) date: String,
    pub(super) processor: String,
    pub(super) processors: usize,
    /// In bytes.
    pub(super) memory: f64,
    pub(super) system: String,
    pub(super) node: String,
    pub(super) browser: String,
}

/// A page whose counts were all right, and how many items stand in it.
#[derive(Debug, Deserialize)]
pub(super) struct Compared {
    pub(super) size: usize,
    pub(super) page: String,
    pub(super) items: usize,
}

/// A visit to a page. Times are in ms, sizes in bytes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Visit {
    pub(super) size: usize,
    pub(super) slow: bool,
    pub(super) round: u32,
    pub(super) page: String,
    pub(super) first: f64,
    pub(super) usable: f64,
    pub(super) load: Load,
    pub(super) presses: Vec<Step>,
    pub(super) keys: Vec<Step>,
    /// How long the first key took until all was found: what is searched may have to be loaded or made for it.
    #[serde(rename = "firstWord")]
    pub(super) first_word: f64,
    pub(super) memory: Memory,
    pub(super) shift: f64,
    pub(super) violations: usize,
    pub(super) sent: Sent,
}

/// What loading took until the page was at rest.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Load {
    /// Of the browser's main thread.
    pub(super) cpu: f64,
    #[serde(flatten)]
    pub(super) sent: Sent,
}

/// What came over the wire.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Sent {
    pub(super) document: f64,
    pub(super) code: f64,
    pub(super) data: f64,
    pub(super) requests: f64,
}

/// A press or a key.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Step {
    /// Until something of it was painted.
    pub(super) painted: f64,
    /// Until all of it was.
    pub(super) right: f64,
    /// Of the browser's main thread, until it had nothing left to do for it.
    pub(super) cpu: f64,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Memory {
    pub(super) heap: f64,
    pub(super) wasm: f64,
    pub(super) document: f64,
}

impl Memory {
    /// What the figures speak of.
    pub(super) fn counted(&self) -> f64 {
        self.heap + self.wasm
    }
}

/// What a page held after a few changes, and after many.
#[derive(Debug, Deserialize)]
pub(super) struct Growth {
    pub(super) size: usize,
    pub(super) page: String,
    pub(super) before: Memory,
    pub(super) after: Memory,
}

impl Growth {
    /// By how much it grew; 0.01 is a hundredth.
    pub(super) fn part(&self) -> f64 {
        self.after.counted() / self.before.counted() - 1.0
    }
}

/// Until when a trace was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Until {
    First,
    Usable,
    Press,
    Key,
}

/// What the main thread did until something was painted, in ms by kind of work. Several presses and keys have a line each.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Traced {
    pub(super) size: usize,
    pub(super) slow: bool,
    pub(super) page: String,
    pub(super) until: Until,
    /// For the network, for the next frame, for another process.
    pub(super) waiting: f64,
    pub(super) script: f64,
    /// Styles, too: in a container that is asked for its size they are found while it is laid out.
    pub(super) layout: f64,
    pub(super) painting: f64,
    pub(super) parsing: f64,
    pub(super) garbage: f64,
    pub(super) other: f64,
}

/// Everything that was measured in a run.
#[derive(Debug, Default)]
pub(super) struct Results {
    pub(super) run: Run,
    pub(super) machine: Machine,
    pub(super) compared: Vec<Compared>,
    pub(super) visits: Vec<Visit>,
    pub(super) growth: Vec<Growth>,
    pub(super) traced: Vec<Traced>,
    /// Whether the run came to its end, and was not stopped before.
    pub(super) is_whole: bool,
}

/// Something that is measured in each visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    First,
    Usable,
    Press,
    PressWhole,
    Key,
    KeyWhole,
    FirstWord,
    PressCpu,
    KeyCpu,
    LoadCpu,
    Memory,
}

impl Metric {
    /// Its value in a visit; none where the page has no such thing. Several presses or keys of one visit count
    /// as their median.
    pub(super) fn of(self, visit: &Visit) -> Option<f64> {
        let steps = |steps: &[Step], of: fn(&Step) -> f64| statistics::median(steps.iter().map(of));
        let value = match self {
            Self::First => Some(visit.first),
            Self::Usable => Some(visit.usable),
            Self::Press => steps(&visit.presses, |step| step.painted),
            Self::PressWhole => steps(&visit.presses, |step| step.right),
            Self::Key => steps(&visit.keys, |step| step.painted),
            Self::KeyWhole => steps(&visit.keys, |step| step.right),
            Self::FirstWord => Some(visit.first_word),
            Self::PressCpu => steps(&visit.presses, |step| step.cpu),
            Self::KeyCpu => steps(&visit.keys, |step| step.cpu),
            Self::LoadCpu => Some(visit.load.cpu),
            Self::Memory => Some(visit.memory.counted()),
        };
        value.filter(|value| *value > 0.0)
    }
}

impl Results {
    /// Reads the lines.
    pub(super) fn read(lines: &str) -> Result<Self> {
        let mut results = Self::default();
        for line in lines.lines() {
            let line = serde_json::from_str(line)
                .with_context(|| format!("this line of a measurement could not be read: {line}"))?;
            match line {
                Line::Run(run) => results.run = run,
                Line::Machine(machine) => results.machine = machine,
                Line::Compared(compared) => results.compared.push(compared),
                Line::Visit(visit) => results.visits.push(*visit),
                Line::Growth(growth) => results.growth.push(growth),
                Line::Traced(traced) => results.traced.push(traced),
                Line::End => results.is_whole = true,
            }
        }
        Ok(results)
    }

    /// The visits to a page.
    pub(super) fn visits(
        &self,
        size: usize,
        slow: bool,
        page: &str,
    ) -> impl Iterator<Item = &Visit> {
        let page = page.to_owned();
        self.visits
            .iter()
            .filter(move |visit| visit.size == size && visit.slow == slow && visit.page == page)
    }

    /// The middle of what was measured in the visits to a page.
    pub(super) fn median(
        &self,
        size: usize,
        slow: bool,
        page: &str,
        of: impl Fn(&Visit) -> Option<f64>,
    ) -> Option<f64> {
        statistics::median(self.visits(size, slow, page).filter_map(of))
    }

    /// How a page compares with another one, round by round.
    pub(super) fn ratio(
        &self,
        size: usize,
        slow: bool,
        metric: Metric,
        page: &str,
        base: &str,
    ) -> Option<Spread> {
        let of = |page: &str| -> Vec<_> {
            let visits = self.visits(size, slow, page);
            visits.filter_map(|visit| Some((visit.round, metric.of(visit)?))).collect()
        };
        statistics::ratios(&of(page), &of(base))
    }

    /// The groups that were visited: how many items, and whether with the brake, in this order.
    pub(super) fn groups(&self) -> Vec<(usize, bool)> {
        let mut groups: Vec<_> = self.visits.iter().map(|visit| (visit.size, visit.slow)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    pub(super) fn rounds(&self, size: usize, slow: bool) -> usize {
        let rounds = self.visits.iter().filter(|visit| visit.size == size && visit.slow == slow);
        rounds.map(|visit| visit.round as usize + 1).max().unwrap_or_default()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Memory, Metric, Results, Run, Step, Until, Visit};

    /// A visit in which everything takes as long.
    pub(in crate::bench) fn visit(
        page: &str,
        size: usize,
        slow: bool,
        round: u32,
        took: f64,
    ) -> Visit {
        let step = Step { painted: took, right: took, ..Step::default() };
        Visit {
            size,
            slow,
            round,
            page: page.to_owned(),
            first: took,
            usable: took,
            presses: vec![step],
            keys: vec![step],
            memory: Memory { heap: took, wasm: 0.0, document: 0.0 },
            ..Visit::default()
        }
    }

    #[test]
    fn the_lines_of_a_run_are_read() -> anyhow::Result<()> {
        let run =
            Run { seed: 7, versions: vec![("a".to_owned(), "1".to_owned())], ..Run::default() };
        let results = Results::read(&run.line()?)?;
        assert_eq!((results.run.seed, &results.run.versions), (7, &run.versions));
        let lines = r#"{"kind":"machine","date":"2026-11-25","processor":"P","processors":2,"memory":1e9,"system":"linux","node":"v20","browser":"150"}
{"kind":"compared","size":10,"page":"us","items":10}
{"kind":"visit","size":10,"slow":true,"round":0,"page":"us","first":5.5,"usable":9,"load":{"cpu":3,"document":7,"code":8,"data":9,"requests":3},"presses":[{"painted":1,"right":2,"cpu":4},{"painted":3,"right":5,"cpu":6}],"keys":[],"firstWord":70,"memory":{"heap":10,"wasm":5,"document":2},"shift":0,"violations":0,"sent":{"document":7,"code":8,"data":19,"requests":4},"items":10}
{"kind":"growth","size":10,"page":"us","before":{"heap":100,"wasm":100,"document":1},"after":{"heap":102,"wasm":100,"document":1}}
{"kind":"traced","size":10,"slow":true,"page":"us","until":"first","waiting":1,"script":2,"layout":3,"painting":4,"parsing":5,"garbage":6,"other":7}"#;
        let results = Results::read(lines)?;
        assert!(!results.is_whole, "it was stopped");
        assert!(Results::read(&[lines, "{\"kind\":\"end\"}"].join("\n"))?.is_whole);
        assert_eq!(results.machine.processors, 2);
        assert_eq!(results.compared[0].items, 10);
        let visit = &results.visits[0];
        assert_eq!(Metric::First.of(visit), Some(5.5));
        assert_eq!(Metric::Press.of(visit), Some(2.0));
        assert_eq!(Metric::PressCpu.of(visit), Some(5.0));
        assert_eq!(Metric::Key.of(visit), None);
        assert_eq!(Metric::FirstWord.of(visit), Some(70.0));
        assert_eq!(Metric::Memory.of(visit), Some(15.0));
        assert!((visit.load.sent.code - 8.0).abs() < f64::EPSILON);
        assert!((results.growth[0].part() - 0.01).abs() < 1e-9);
        assert_eq!(results.traced[0].until, Until::First);
        assert!(Results::read("{\"kind\":\"other\"}").is_err());
        Ok(())
    }

    #[test]
    fn pages_are_compared_within_their_group_alone() {
        let visits = vec![
            visit("us", 10, false, 0, 10.0),
            visit("hand", 10, false, 0, 5.0),
            visit("us", 10, true, 0, 100.0),
            visit("hand", 20, false, 0, 1.0),
        ];
        let results = Results { visits, ..Results::default() };
        let ratio = |size, slow| results.ratio(size, slow, Metric::Usable, "us", "hand");
        assert_eq!(ratio(10, false).map(|spread| spread.median), Some(2.0));
        assert_eq!(ratio(10, true), None);
        assert_eq!(ratio(20, false), None);
        assert_eq!(results.groups(), [(10, false), (10, true), (20, false)]);
    }
}

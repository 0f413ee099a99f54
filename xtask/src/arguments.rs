//! The arguments: what may be written after `cargo xtask`, and the help that says so.

use crate::bench::{self, Brake, Options};
use std::str::FromStr;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Serve(Serve),
    Test(Test),
    Build,
    Size,
    Bench(Options),
    Finish,
}

/// How to serve.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Serve {
    pub(crate) port: Option<u16>,
    pub(crate) release: bool,
}

/// What to test.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) only: Option<Group>,
    pub(crate) for_playwright: Vec<String>,
}

/// Checks that are run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Lint,
    Native,
    Browser,
}

pub(crate) const HELP: &str = "\
Usage: cargo xtask TASK

  serve    build the page, serve it as GitHub Pages would, rebuild on a change
             --port N      this port (otherwise 8080 or the next free one)
             --release     the page as visitors get it (otherwise a quick build)
  test     run every check, and stop at the first that fails
             --only GROUP  lint (formatting, Clippy, TypeScript), native (Rust tests)
                           or browser (build, size, markup, Playwright)
             -- ARGUMENTS  handed on to Playwright, such as a file's name or --headed
  build    build the page as visitors get it, into dist/, and the program monthwise
  size     say what of the page weighs how much, by crate and by function
  bench    measure the page beside its peers in a browser, and write docs/BENCHMARKS.md
             --sizes LIST  with how many items (otherwise 1000,10000,100000)
             --rounds N    how often each page is visited (otherwise 3; with 100000 items half as often)
             --only LIST   these pages alone, such as us,hand
             --brake KIND  none, slow (slow 4G and a slow processor) or both (otherwise both)
             --long        100000 items with the brake, too
             --seed N      other news, in another order
             --again       measure nothing: write what was measured last
             --profile     show in which functions the time goes, and write nothing
  finish   the last step of a build; Trunk calls it
  help     this text

Tools that are missing are installed into target/tools. CHROMIUM names the browser to test with.";

/// Reads the arguments; the error says what is wrong with them.
pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut arguments = arguments.peekable();
    let Some(task) = arguments.next() else {
        return Err("Which task?".to_owned());
    };
    let mut task = match task.as_str() {
        "help" | "--help" | "-h" => return Ok(Task::Help),
        "serve" => Task::Serve(Serve::default()),
        "test" => Task::Test(Test::default()),
        "build" => Task::Build,
        "size" => Task::Size,
        "bench" => Task::Bench(Options::default()),
        "finish" => Task::Finish,
        other => return Err(format!("There is no task \"{other}\".")),
    };
    while let Some(argument) = arguments.next() {
        match (&mut task, argument.as_str()) {
            (_, "--help" | "-h") => return Ok(Task::Help),
            (Task::Serve(serve), "--release") => serve.release = true,
            (Task::Serve(serve), "--port") => serve.port = Some(port(arguments.next())?),
            (Task::Test(test), "--only") => test.only = Some(group(arguments.next().as_deref())?),
            (Task::Test(test), "--") => test.for_playwright = arguments.by_ref().collect(),
            (Task::Bench(bench), "--long") => bench.long = true,
            (Task::Bench(bench), "--again") => bench.again = true,
            (Task::Bench(bench), "--profile") => bench.profile = true,
            (Task::Bench(bench), "--sizes") => bench.sizes = sizes(arguments.next())?,
            (Task::Bench(bench), "--rounds") => {
                bench.rounds = number("--rounds", arguments.next())?;
            }
            (Task::Bench(bench), "--seed") => bench.seed = number("--seed", arguments.next())?,
            (Task::Bench(bench), "--only") => bench.only = pages(arguments.next())?,
            (Task::Bench(bench), "--brake") => bench.brake = brake(arguments.next().as_deref())?,
            (_, other) => return Err(format!("This task takes no \"{other}\".")),
        }
    }
    Ok(task)
}

fn port(value: Option<String>) -> Result<u16, String> {
    let value = value.ok_or("--port wants a number.")?;
    match value.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("--port wants a number from 1 to 65535, not \"{value}\".")),
    }
}

/// A whole number from 1 on.
fn number<T: FromStr + From<u8> + PartialOrd>(
    option: &str,
    value: Option<String>,
) -> Result<T, String> {
    let value = value.ok_or(format!("{option} wants a number."))?;
    match value.parse() {
        Ok(number) if number >= T::from(1) => Ok(number),
        _ => Err(format!("{option} wants a number from 1 on, not \"{value}\".")),
    }
}

fn sizes(value: Option<String>) -> Result<Vec<usize>, String> {
    let value = value.ok_or("--sizes wants numbers with commas between them.")?;
    value.split(',').map(|size| number("--sizes", Some(size.to_owned()))).collect()
}

fn pages(value: Option<String>) -> Result<Vec<String>, String> {
    let known = bench::names().collect::<Vec<_>>();
    let all = known.join(", ");
    let value = value.ok_or(format!("--only wants some of {all}."))?;
    let named: Vec<_> = value.split(',').map(str::to_owned).collect();
    match named.iter().find(|name| !known.contains(&name.as_str())) {
        Some(other) => Err(format!("--only wants some of {all}, not \"{other}\".")),
        None => Ok(named),
    }
}

fn brake(value: Option<&str>) -> Result<Brake, String> {
    match value {
        Some("none") => Ok(Brake::None),
        Some("slow") => Ok(Brake::Slow),
        Some("both") => Ok(Brake::Both),
        Some(other) => Err(format!("--brake wants none, slow or both, not \"{other}\".")),
        None => Err("--brake wants none, slow or both.".to_owned()),
    }
}

fn group(value: Option<&str>) -> Result<Group, String> {
    match value {
        Some("lint") => Ok(Group::Lint),
        Some("native") => Ok(Group::Native),
        Some("browser") => Ok(Group::Browser),
        Some(other) => Err(format!("--only wants lint, native or browser, not \"{other}\".")),
        None => Err("--only wants lint, native or browser.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Brake, Group, Options, Serve, Task, Test, read};

    fn of(line: &str) -> Result<Task, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn right_calls() {
        let serve = |port, release| Task::Serve(Serve { port, release });
        let test = |only, arguments: &[&str]| {
            let for_playwright = arguments.iter().map(ToString::to_string).collect();
            Task::Test(Test { only, for_playwright })
        };
        for (line, expected) in [
            ("help", Task::Help),
            ("-h", Task::Help),
            ("serve --help", Task::Help),
            ("build", Task::Build),
            ("size", Task::Size),
            ("finish", Task::Finish),
            ("bench", Task::Bench(Options::default())),
            (
                "bench --sizes 100,1000 --rounds 2 --only us,hand --brake slow --seed 9 --long --again --profile",
                Task::Bench(Options {
                    sizes: vec![100, 1_000],
                    rounds: 2,
                    only: vec!["us".to_owned(), "hand".to_owned()],
                    brake: Brake::Slow,
                    seed: 9,
                    long: true,
                    again: true,
                    profile: true,
                }),
            ),
            ("serve", serve(None, false)),
            ("serve --port 9000 --release", serve(Some(9000), true)),
            ("test", test(None, &[])),
            ("test --only native", test(Some(Group::Native), &[])),
            (
                "test --only browser -- --headed -h story",
                test(Some(Group::Browser), &["--headed", "-h", "story"]),
            ),
        ] {
            assert_eq!(of(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn wrong_calls_are_told_what_is_wrong() {
        for (line, expected) in [
            ("", "Which task?"),
            ("sevre", "There is no task \"sevre\"."),
            ("build --port 1", "This task takes no \"--port\"."),
            ("build -- a", "This task takes no \"--\"."),
            ("serve --port", "--port wants a number."),
            ("serve --port 0", "--port wants a number from 1 to 65535, not \"0\"."),
            ("serve --port 70000", "--port wants a number from 1 to 65535, not \"70000\"."),
            ("bench --sizes", "--sizes wants numbers with commas between them."),
            ("bench --sizes 100,", "--sizes wants a number from 1 on, not \"\"."),
            ("bench --rounds 0", "--rounds wants a number from 1 on, not \"0\"."),
            ("bench --brake fast", "--brake wants none, slow or both, not \"fast\"."),
            ("test --only", "--only wants lint, native or browser."),
            ("test --only all", "--only wants lint, native or browser, not \"all\"."),
        ] {
            assert_eq!(of(line), Err(expected.to_owned()), "{line}");
        }
    }
}

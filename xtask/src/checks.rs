//! The checks: everything that must hold before a change goes in, one after the other, the quick ones first.

use crate::{
    arguments::{Group, Test},
    hosting::{self, HOSTS_AT, PAGE_AT, SITES_AT},
    inside,
    page::{self, Profile},
    places::{self, BENCH, HOSTS, HTML_RULES, PLAYWRIGHT, SITES, TESTS, TYPESCRIPT},
    run::{duration, program, run, say},
    size,
    tools::{self, PageTools},
};
use anyhow::{Context, Result, anyhow};
use pages::{Running, Server};
use std::{
    net::Ipv4Addr,
    time::{Duration, Instant},
};

/// One thing that must hold.
struct Check {
    name: &'static str,
    group: Group,
    /// How to run it on its own.
    alone: &'static str,
    run: fn(&Test) -> Result<()>,
}

const LINT: &str = "cargo xtask test --only lint";
const BROWSER: &str = "cargo xtask test --only browser";

const CHECKS: &[Check] = &[
    Check {
        name: "formatting",
        group: Group::Lint,
        alone: "cargo fmt --all --check (`cargo fmt --all` mends it)",
        run: |_| formatting(),
    },
    Check { name: "Clippy, native", group: Group::Lint, alone: LINT, run: |_| clippy_native() },
    Check { name: "Clippy, WebAssembly", group: Group::Lint, alone: LINT, run: |_| clippy_page() },
    Check {
        name: "Rust tests",
        group: Group::Native,
        alone: "cargo test --workspace",
        run: |_| rust_tests(),
    },
    Check {
        name: "build",
        group: Group::Browser,
        alone: "cargo xtask build",
        run: |_| page::build(Profile::Release),
    },
    Check {
        name: "size",
        group: Group::Browser,
        alone: BROWSER,
        run: |_| size::check(&Profile::Release.folder()).and_then(|()| inside::check()),
    },
    Check {
        name: "command",
        group: Group::Browser,
        alone: "cargo build --package monthwise",
        run: |_| page::command(Profile::Development).map(|_| ()),
    },
    Check { name: "TypeScript", group: Group::Lint, alone: LINT, run: |_| typescript() },
    Check { name: "markup", group: Group::Browser, alone: BROWSER, run: |_| markup() },
    Check { name: "Playwright", group: Group::Browser, alone: BROWSER, run: playwright },
];

/// Runs the checks that were asked for, up to the first that fails.
pub(crate) fn test(options: &Test) -> Result<()> {
    let mut done: Vec<(&str, Duration)> = Vec::new();
    let start = Instant::now();
    install(options.only)?;
    done.push(("tools", start.elapsed()));
    for check in CHECKS.iter().filter(|check| options.only.is_none_or(|only| only == check.group)) {
        say(format_args!("\n== {}", check.name));
        let start = Instant::now();
        (check.run)(options).map_err(|error| {
            anyhow!(
                "{error:#}\nThe check \"{}\" failed. To run it again: {}",
                check.name,
                check.alone
            )
        })?;
        done.push((check.name, start.elapsed()));
    }
    say(summary(&done));
    Ok(())
}

/// First of all, so that no check waits for an installation halfway.
fn install(only: Option<Group>) -> Result<()> {
    match only {
        Some(Group::Native) => {}
        Some(Group::Lint) => {
            tools::wasm_target()?;
            tools::npm()?;
        }
        Some(Group::Browser) | None => {
            PageTools::ensure()?;
            tools::chromium()?;
        }
    }
    Ok(())
}

fn summary(done: &[(&str, Duration)]) -> String {
    let width = done.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines =
        done.iter().map(|(name, time)| format!("{name:width$}  {:>11}  passed\n", duration(*time)));
    let total = done.iter().map(|(_, time)| *time).sum();
    format!("\n{}All checks passed in {}.", lines.collect::<String>(), duration(total))
}

fn formatting() -> Result<()> {
    run(program("cargo").args(["fmt", "--all", "--check"]))
}

fn clippy_native() -> Result<()> {
    run(program("cargo").args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn clippy_page() -> Result<()> {
    let packages = ["--package", "monthwise-page", "--package", "unpack"];
    let target = ["--target", tools::WASM_TARGET];
    run(program("cargo").arg("clippy").args(packages).args(target).args(["--", "-D", "warnings"]))
}

fn rust_tests() -> Result<()> {
    run(program("cargo").args(["test", "--workspace"]))
}

fn typescript() -> Result<()> {
    if !places::at(TYPESCRIPT).is_file() {
        say(format_args!("There is no {TYPESCRIPT}."));
        return Ok(());
    }
    let npm = tools::npm()?;
    [TESTS, BENCH]
        .iter()
        .try_for_each(|project| run(npm.command("tsc").args(["--noEmit", "--project", project])))
}

/// The recommended rules but for some: we write the doctype small, white space at the end of a line is what
/// Trunk leaves where it takes its own links out, a list may have a name, and the id of a month begins with a
/// digit, as it may in HTML.
fn markup() -> Result<()> {
    let site = places::at(SITES).join("markup");
    let mut command = program(page::command(Profile::Development)?);
    run(command.args(["build", "--address", "https://example.org/news/", "--out"]).arg(&site))?;
    let hosts = places::files_of(&places::at(HOSTS), "html");
    let mut check = tools::npm()?.command("html-validate");
    check.arg("--config").arg(places::at(HTML_RULES));
    check.arg(Profile::Release.folder().join("index.html")).args(hosts);
    run(check.args(places::files_of(&site, "html")))
}

fn playwright(options: &Test) -> Result<()> {
    let (site, other) = (release_server()?, release_server()?);
    let origin = |server: &Running| format!("http://{}", server.address());
    let mut playwright = tools::npm()?.command("playwright");
    playwright
        .args(["test", "--config", PLAYWRIGHT])
        .args(&options.for_playwright)
        .env("CHROMIUM", tools::chromium()?)
        .env("MONTHWISE_URL", format!("{}{PAGE_AT}", origin(&site)))
        .env("MONTHWISE_HOSTS_URL", format!("{}{HOSTS_AT}", origin(&site)))
        .env("MONTHWISE_COMMAND", page::command(Profile::Development)?)
        .env("MONTHWISE_SITES", places::at(SITES))
        .env("MONTHWISE_SITES_URL", format!("{}{SITES_AT}", origin(&site)))
        // The same site once more, for embeds whose files come from elsewhere.
        .env("MONTHWISE_OTHER_ORIGIN", origin(&other));
    run(&mut playwright)
}

/// A server on any free port; it keeps its files' lifetimes, as Pages does.
fn release_server() -> Result<Running> {
    let server =
        Server::bind((Ipv4Addr::LOCALHOST, 0)).context("no port can be used on this machine")?;
    hosting::mounted(server, &Profile::Release.folder())?
        .start()
        .context("the server did not start")
}

#[cfg(test)]
mod tests {
    use super::summary;
    use std::time::Duration;

    #[test]
    fn the_summary_has_a_line_a_check_and_the_total() {
        let done =
            [("size", Duration::from_millis(1_500)), ("Rust tests", Duration::from_secs(90))];
        let expected = "
size              1.5 s  passed
Rust tests   1 min 30 s  passed
All checks passed in 1 min 31 s.";
        assert_eq!(summary(&done), expected);
    }
}

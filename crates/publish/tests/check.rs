//! What `monthwise check` prints, and how it ends, compared with what is kept in `tests/check/`.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use support::{command, is_kept, run};

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// Runs the command beside the feeds that are kept, and compares all that comes of it.
fn holds(name: &str, arguments: &[&str]) {
    let said = run(&kept().join("feeds"), arguments);
    let code = said.code.map_or("killed".to_owned(), |code| code.to_string());
    let written =
        format!("$ monthwise {}\n{}{}[{code}]\n", arguments.join(" "), said.out, said.err);
    is_kept(&kept().join(name).with_extension("txt"), &written);
}

/// A day on which none of the feeds that are kept changes its meaning.
const TODAY: [&str; 2] = ["--today", "2024-12-31"];

fn check(name: &str, arguments: &[&str]) {
    holds(name, &[&["check"], arguments, &TODAY].concat());
}

#[test]
fn a_feed_with_one_of_everything_is_told_all_at_once() {
    check("everything", &["everything.json"]);
    check("everything-json", &["everything.json", "--format", "json"]);
    check("everything-github", &["everything.json", "--format", "github"]);
}

#[test]
fn what_is_no_feed_is_told_why() {
    check("not-json", &["not-json.json"]);
    check("web-page", &["web-page.json"]);
    check("not-a-feed", &["not-a-feed.json"]);
    check("empty", &["empty.json"]);
    check("utf-16", &["utf-16.json"]);
}

#[test]
fn a_feed_in_xml_is_told_how_to_become_one() {
    check("rss", &["rss.xml"]);
}

/// GitHub shows no annotation at `./clean.json`.
#[test]
fn a_file_is_named_without_a_dot_before_it() {
    let said = run(&kept().join("feeds"), ["check", "./clean.json"]);
    assert!(said.out.starts_with("clean.json: "), "{}", said.out);
}

#[test]
fn a_feed_with_nothing_to_mend_ends_well() {
    check("clean", &["clean.json"]);
    check("clean-json", &["clean.json", "--format", "json"]);
    check("clean-github", &["clean.json", "--format", "github"]);
}

#[test]
fn warnings_count_where_that_is_asked_for() {
    check("warnings", &["warnings.json"]);
    check("warnings-strict", &["warnings.json", "--strict"]);
}

#[test]
fn one_long_line_is_shown_around_the_place() {
    check("one-line", &["one-line.json"]);
}

#[test]
fn a_wrong_use_is_told_from_faults() {
    check("missing", &["missing.json"]);
    check("folder", &["."]);
    holds("wrong-option", &["check", "clean.json", "--colour"]);
    holds("wrong-day", &["check", "clean.json", "--today", "tomorrow"]);
    holds("no-feed", &["check"]);
}

#[test]
fn help_is_complete() {
    holds("help", &["check", "--help"]);
}

/// The same bytes reach a terminal with colours; nobody who reads a file wants them.
#[test]
fn colours_are_for_terminals() {
    let has_colours = |variable: &str| {
        let mut command = command(&kept().join("feeds"), ["check", "warnings.json"]);
        command.env(variable, "1").output().unwrap().stdout.contains(&b'\x1b')
    };
    assert!(has_colours("CLICOLOR_FORCE"));
    assert!(!has_colours("NO_COLOR"));
    assert!(!has_colours("MONTHWISE"));
}

/// `monthwise check … | head -1` is no failure.
#[test]
fn whoever_reads_may_stop_reading() {
    let mut child = command(&kept().join("feeds"), ["check", "everything.json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
}

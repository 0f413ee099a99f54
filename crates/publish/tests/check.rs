//! What `monthwise check` prints, and how it ends, compared with what is kept in `tests/check/`.
//!
//! To renew what is kept: `MONTHWISE_RENEW=1 cargo test -p monthwise --test check`; then read the diff.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// Runs the command beside the feeds that are kept, and compares all that comes of it.
fn holds(name: &str, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_monthwise"))
        .args(arguments)
        .current_dir(kept().join("feeds"))
        .stdin(Stdio::null())
        // Whoever runs the tests may have wishes about colours and widths.
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("monthwise.exe", "monthwise");
    let written = format!(
        "$ monthwise {}\n{}{}[{}]\n",
        arguments.join(" "),
        text(output.stdout),
        text(output.stderr),
        output.status.code().map_or("killed".to_owned(), |code| code.to_string()),
    );
    let path = kept().join(name).with_extension("txt");
    if std::env::var_os("MONTHWISE_RENEW").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == written, "{} differs from this:\n{written}", path.display());
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
    let run = |variable: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_monthwise"));
        command.args(["check", "warnings.json"]).current_dir(kept().join("feeds"));
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env(variable, "1");
        command.output().unwrap().stdout.contains(&b'\x1b')
    };
    assert!(run("CLICOLOR_FORCE"));
    assert!(!run("NO_COLOR"));
    assert!(!run("MONTHWISE"));
}

/// `monthwise check … | head -1` is no failure.
#[test]
fn whoever_reads_may_stop_reading() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_monthwise"))
        .args(["check", "everything.json"])
        .current_dir(kept().join("feeds"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
}

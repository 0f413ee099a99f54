//! What an editor meets who makes a folder with `monthwise new`.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::fs;
use std::path::Path;

use support::{Said, run};

/// The exit code, what was said, and what was said of errors.
fn monthwise(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Said { code, out, err } = run(dir, arguments);
    (code.unwrap(), out, err)
}

#[test]
fn a_new_folder_is_made_once_and_its_feed_has_no_fault() {
    let root = tempfile::tempdir().unwrap();
    let new = ["new", "our news", "--title", "Our news", "--language", "fr"];
    let (code, said, errors) = monthwise(root.path(), &new);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(said.starts_with("Written into our news:\n  news.json "), "{said}");
    // Piped, it is plain text.
    assert!(!said.contains('\u{1b}'), "{said}");

    let dir = root.path().join("our news");
    let feed = fs::read_to_string(dir.join("news.json")).unwrap();
    assert!(feed.contains("\"title\": \"Our news\"") && feed.contains("\"language\": \"fr\""));
    let (code, said, errors) = monthwise(&dir, &["check", "--strict", "news.json"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");

    fs::write(dir.join("news.json"), "own").unwrap();
    let (code, said, errors) = monthwise(root.path(), &new);
    assert_eq!((code, said.as_str()), (2, ""));
    for name in ["news.json", "monthwise.toml", "README.md", "monthwise.yml", ".gitignore"] {
        assert!(errors.contains(name), "{name}: {errors}");
    }
    assert_eq!(fs::read_to_string(dir.join("news.json")).unwrap(), "own");
}

#[test]
fn a_wrong_use_says_what_to_write_and_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    for (arguments, expected) in [
        (&["new"] as &[&str], "<DIR>"),
        (&["new", "news", "--language", "English"], "write one such as en, fr or pt-BR"),
        (&["new", "news", "--title", " "], "it is empty"),
    ] {
        let (code, said, errors) = monthwise(root.path(), arguments);
        assert_eq!((code, said.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
    }
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn a_program_is_told_which_files_there_are_now() {
    let root = tempfile::tempdir().unwrap();
    let (code, said, errors) = monthwise(root.path(), &["new", "news", "--format", "json"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["folder"], "news");
    let written = said["written"].as_array().unwrap();
    assert_eq!(written.len(), 7);
    for path in written {
        assert!(root.path().join("news").join(path.as_str().unwrap()).is_file(), "{path}");
    }
}

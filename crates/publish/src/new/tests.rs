//! What a new folder holds, and what becomes of one that holds something already.

use super::*;
use crate::arguments::Arguments;
use crate::settings::Settings;
use clap::Parser as _;
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../../docs/PUBLISHING.md");
const OWN_WORKFLOW: &str = include_str!("../../../../.github/workflows/pages.yml");
const RELEASE: &str = include_str!("../../../../.github/workflows/release.yml");

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2007, 7, 5).unwrap()
}

fn text_of(path: &str, title: &str, language: &str) -> String {
    files(title, language, day()).into_iter().find(|file| file.path == path).unwrap().text
}

fn workflow() -> String {
    text_of(".github/workflows/monthwise.yml", "News", "en")
}

/// The names of everything below a folder.
fn names(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        if path.is_dir() {
            names.extend(self::names(&path));
        }
    }
    names.sort();
    names
}

/// All values of a key in a document, at whatever depth.
fn all<'a>(key: &str, value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|value| all(key, value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| all(key, value, found)),
        _ => {}
    }
}

/// The commands of a text that call this program, as they would be called.
fn calls(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
    let calls = lines.filter(|line| line.starts_with("monthwise "));
    // What stands in quotation marks is one word.
    let call = |line: &str| -> Vec<String> {
        let parts = line.split('"').enumerate();
        let words = parts.flat_map(|(number, part)| match number % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        });
        words.map(|word| word.replace("$ADDRESS", "https://example.org/news")).collect()
    };
    calls.map(call).collect()
}

fn assert_all_can_be_called(calls: &[Vec<String>]) {
    for call in calls {
        let error = Arguments::try_parse_from(call).err();
        // The version is asked for by an error, of a kind of its own.
        let error = error.filter(|error| error.exit_code() != 0);
        assert!(error.is_none(), "{call:?}: {error:?}");
    }
}

#[test]
fn the_feed_is_without_fault_and_explains_itself() {
    let feed = text_of("news.json", "News", "en");
    let page = archive::feed::decode(feed.as_bytes(), "").unwrap();
    assert_eq!(page.faults, []);
    assert_eq!((page.title.as_deref(), page.language.as_deref()), (Some("News"), Some("en")));
    let [item] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(item.date.unwrap().iso(), "2007-07-05");
    assert_eq!((item.id.as_str(), item.language.as_deref()), ("2007-07-example", None));
    assert!(feed.contains("2007, 2007-07 or 2007-07-05."), "{feed}");
    let declared: Vec<_> = page.partners.iter().map(|partner| partner.id.as_str()).collect();
    assert_eq!(*item.partners, declared);
}

#[test]
fn a_title_may_hold_anything_and_the_example_says_its_language() {
    for text in ["Côte d'Ivoire \"live\"", "a \\ b", "{language} {day} {title}", "</script>"] {
        let page = text_of("news.json", text, "pt-BR");
        let page = archive::feed::decode(page.as_bytes(), "").unwrap();
        assert_eq!((page.title.as_deref(), page.faults), (Some(text), vec![]));
        assert_eq!(page.language.as_deref(), Some("pt-BR"));
        assert_eq!(page.items[0].language.as_deref(), Some("en"));
        assert!(text_of("README.md", text, "en").starts_with(&format!("# {text}\n")));
    }
    let english = text_of("news.json", "News", "en-GB");
    assert_eq!(archive::feed::decode(english.as_bytes(), "").unwrap().items[0].language, None);
}

#[test]
fn a_title_is_one_line_that_is_not_empty() {
    assert_eq!(title(" News \n on  work "), Ok("News on work".to_owned()));
    assert_eq!(title(" \n "), Err("it is empty"));
}

#[test]
fn the_settings_show_every_setting_and_change_none() {
    let text = text_of(crate::settings::FILE, "News", "en");
    let dir = tempfile::tempdir().unwrap();
    let read = |text: &str| {
        fs::write(dir.path().join(crate::settings::FILE), text).unwrap();
        Settings::of_folder(dir.path()).unwrap().unwrap()
    };
    assert_eq!(read(&text), Settings::default());
    // With their `#` taken away, the examples are settings that can be read.
    let is_setting = |line: &&str| {
        let name = line.strip_prefix("# ").and_then(|line| line.split_once(" = "));
        name.is_some_and(|(name, _)| !name.contains(' '))
    };
    let used: Vec<_> = text.lines().filter(is_setting).map(|line| &line[2..]).collect();
    assert_eq!(used, crate::settings::EXAMPLES.map(|(_, line)| line));
    let settings = read(&used.join("\n"));
    // The first two and the last are the usual values.
    let usual = Settings::default();
    assert_eq!((settings.feed, settings.out), (usual.feed, usual.out));
    assert_eq!(settings.items_in_page, usual.items_in_page);
}

#[test]
fn the_workflow_is_what_github_expects() {
    let text = workflow();
    let workflow: Value = serde_saphyr::from_str(&text).unwrap();
    assert_eq!(workflow["on"]["push"]["branches"], serde_json::json!(["main"]));
    assert!(workflow["on"].as_object().unwrap().contains_key("workflow_dispatch"));
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let permissions = |job: &str| workflow["jobs"][job]["permissions"].clone();
    assert_eq!(permissions("build"), serde_json::json!({ "contents": "read", "pages": "read" }));
    assert_eq!(permissions("deploy"), serde_json::json!({ "pages": "write", "id-token": "write" }));
    assert_eq!(workflow["jobs"]["deploy"]["needs"], "build");

    let mut scripts = Vec::new();
    all("run", &workflow, &mut scripts);
    assert_eq!(scripts.len(), 3);
    for script in scripts {
        // What comes from outside must not become a part of a script.
        assert!(!script.as_str().unwrap().contains("${{"), "{script}");
    }

    let mut actions = Vec::new();
    all("uses", &workflow, &mut actions);
    assert_eq!(actions.len(), 5);
    for action in actions {
        let action = action.as_str().unwrap();
        assert!(OWN_WORKFLOW.contains(action), "{action} is not what this repository uses");
    }
}

#[test]
fn the_workflow_takes_the_program_that_wrote_it_as_it_is_released() {
    let workflow: Value = serde_saphyr::from_str(&workflow()).unwrap();
    let install = &workflow["jobs"]["build"]["steps"][1]["env"];
    assert_eq!(install["VERSION"], VERSION);
    assert_eq!(install["RELEASES"], format!("{REPOSITORY}/releases/download"));
    let package = install["PACKAGE"].as_str().unwrap();
    let target = package.strip_prefix("monthwise-").unwrap().strip_suffix(".tar.gz").unwrap();
    let release: Value = serde_saphyr::from_str(RELEASE).unwrap();
    let mut targets = Vec::new();
    all("target", &release, &mut targets);
    assert!(targets.contains(&&Value::from(target)), "{target} is not released: {targets:?}");
}

#[test]
fn every_command_that_is_written_down_can_be_called() {
    let in_workflow = calls(&workflow().replace("run: ", "\n"));
    let [check, build] = in_workflow.as_slice() else { panic!("{in_workflow:?}") };
    assert_eq!(check, &["monthwise", "check", "--format", "github", "news.json"]);
    assert_eq!(build[..5], ["monthwise", "build", "--format", "github", "--address"]);
    let in_readme = calls(&text_of("README.md", "News", "en"));
    assert_eq!(in_readme.len(), 4);
    let in_document = calls(DOCUMENT);
    assert!(in_document.len() > 4, "{in_document:?}");
    for calls in [in_workflow, in_readme, in_document] {
        assert_all_can_be_called(&calls);
    }
}

#[test]
fn the_document_shows_the_very_workflow() {
    let shown = format!("```yaml\n{}```\n", workflow());
    assert!(DOCUMENT.contains(&shown), "docs/PUBLISHING.md has to show this:\n{shown}");
}

#[test]
fn nothing_is_left_in_braces() {
    for file in files("News", "en", day()) {
        for name in ["{documents}", "{repository}", "{version}", "{title}", "{language}", "{day}"] {
            assert!(!file.text.contains(name), "{}: {name}", file.path);
        }
    }
}

#[test]
fn a_folder_may_be_new_deep_or_there_already() {
    let root = tempfile::tempdir().unwrap();
    let repository = root.path().join("repository");
    fs::create_dir_all(repository.join(".git")).unwrap();
    fs::write(repository.join("LICENSE"), "own").unwrap();
    for dir in [root.path().join("a/b/news"), repository] {
        write(&dir, &files("News", "en", day())).unwrap();
        for file in files("News", "en", day()) {
            assert_eq!(fs::read_to_string(dir.join(file.path)).unwrap(), file.text);
        }
    }
}

#[test]
fn what_is_there_already_is_named_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(dir.path().join("README.md"), "own").unwrap();
    let error = write(dir.path(), &files("News", "en", day())).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{} is there already, so nothing was written; move it away, or choose another folder",
            path("README.md")
        )
    );
    fs::create_dir_all(dir.path().join(".github/workflows/monthwise.yml")).unwrap();
    let error = write(dir.path(), &files("News", "en", day())).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{}, {} are there already, so nothing was written; \
             move them away, or choose another folder",
            path("README.md"),
            path(".github/workflows/monthwise.yml"),
        )
    );
    assert_eq!(names(dir.path()), [".github", "README.md", "monthwise.yml", "workflows"]);
    assert_eq!(fs::read_to_string(dir.path().join("README.md")).unwrap(), "own");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_there_already() {
    let dir = tempfile::tempdir().unwrap();
    let elsewhere = dir.path().join("elsewhere.json");
    std::os::unix::fs::symlink(&elsewhere, dir.path().join("news.json")).unwrap();
    let error = write(dir.path(), &files("News", "en", day())).unwrap_err();
    assert!(error.to_string().contains("news.json is there already"), "{error}");
    assert!(!elsewhere.exists());
}

#[test]
fn where_one_file_cannot_be_written_none_stays() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("news");
    fs::create_dir(&dir).unwrap();
    // No folder can be made in its place; it comes after files that can be written.
    fs::write(dir.join(".vscode"), "own").unwrap();
    let error = write(&dir, &files("News", "en", day())).unwrap_err();
    let path = dir.join(".vscode/settings.json");
    assert_eq!(error.to_string(), format!("{} cannot be written", path.display()));
    assert_eq!(names(&dir), [".vscode"]);
    assert_eq!(fs::read_to_string(dir.join(".vscode")).unwrap(), "own");
}

#[test]
fn the_report_says_what_was_written_and_what_comes_next() {
    let files = files("News", "en", day());
    let said = report(Path::new("our news"), &files);
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines[0], "Written into our news:");
    assert_eq!(lines[1], "  news.json                        the feed, with one example item");
    assert_eq!(lines.len(), files.len() + 3);
    let next = |dir: &str| report(Path::new(dir), &files).lines().last().unwrap().to_owned();
    for (dir, command) in [
        (".", "`monthwise preview`"),
        ("news", "`monthwise preview news`"),
        ("our news", "`monthwise preview \"our news\"`"),
    ] {
        assert!(next(dir).contains(command), "{}", next(dir));
    }
}

#[test]
fn the_news_in_the_document_is_without_fault() {
    let feed = DOCUMENT.split("```json\n").nth(1).and_then(|text| text.split("```").next());
    let feed = feed.unwrap();
    let page = archive::feed::decode(feed.as_bytes(), "").unwrap();
    assert_eq!((page.items.len(), page.faults), (1, vec![]));
    // The drawing of a failed check names its line.
    assert!(feed.lines().nth(9).unwrap().contains("\"date\""));
    let more = DOCUMENT.split("```json\n").nth(2).and_then(|text| text.split("```").next());
    let more = format!("{{ \"items\": [{}] }}", more.unwrap());
    let page = archive::feed::decode(more.as_bytes(), "").unwrap();
    assert_eq!((page.items.len(), page.faults), (2, vec![]));
}

#[test]
fn the_document_shows_pictures_that_are_there_and_says_what_is_in_them() {
    let pictures: Vec<_> = DOCUMENT.split("<img ").skip(1).collect();
    assert!(pictures.len() > 5);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for picture in pictures {
        let value = |name: &str| picture.split(name).nth(1)?.split('"').nth(1);
        let path = docs.join(value("src=").unwrap());
        assert!(path.is_file(), "{}", path.display());
        assert!(value("alt=").unwrap().len() > 20, "{picture}");
    }
}

//! The stories of `monthwise import`, told by the command itself.
//!
//! The files in `tests/import/` are written by hand after the odd corners of their specifications.
//! What each comes to is in `tests/import/expected/`: the feed, and what was said. With `BLESS=1` the
//! tests write these files; read the difference before you commit it.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder to import in, with files of its own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With all fixtures.
    fn with_fixtures() -> Self {
        let folder = Self::new();
        copy(&fixtures(), folder.0.path());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// Runs `monthwise import` there, with these arguments.
    fn import(&self, arguments: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_monthwise"))
            .arg("import")
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The items of the feed, by id, and a field of each.
    fn items(&self, field: &str) -> Vec<(String, Value)> {
        let feed = self.json("news.json");
        let items = feed["items"].as_array().unwrap().iter();
        items
            .map(|item| {
                let value = item.pointer(field).cloned().unwrap_or_default();
                (item["id"].as_str().unwrap().to_owned(), value)
            })
            .collect()
    }
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn is(&self, code: i32, summary: &str) {
        assert_eq!((self.code, self.out.trim_end()), (code, summary), "{}", self.err);
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Compares with a file of what is expected.
#[track_caller]
fn is_expected(name: &str, content: &str) {
    let path = fixtures().join("expected").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(content == expected, "{name} is not as expected, but:\n{content}");
}

const WITH_MAPPING: &str = "--map mapping.toml";

/// Each fixture with its options, and the code that the command ends with.
const FIXTURES: &[(&str, &str, i32)] = &[
    ("rss.xml", WITH_MAPPING, 1),
    ("atom.xml", WITH_MAPPING, 1),
    ("rss-0.91.xml", "", 0),
    ("rdf.xml", "", 0),
    ("latin-1.xml", "", 0),
    ("half.xml", "", 1),
    ("feed.json", WITH_MAPPING, 1),
    ("table.csv", WITH_MAPPING, 1),
    ("excel.csv", "--columns id=Kennung,title=überschrift,date=Tag,text=Inhalt", 0),
    ("posts", WITH_MAPPING, 1),
];

#[test]
fn each_fixture_comes_to_the_feed_that_is_expected() {
    for (file, options, code) in FIXTURES {
        let folder = Folder::with_fixtures();
        let said = folder.import(&format!("{file} {options}"));
        assert_eq!(said.code, *code, "{file}");
        is_expected(&format!("{file}.json"), &folder.read("news.json"));
        is_expected(&format!("{file}.txt"), &format!("{}{}", said.err, said.out));
    }
}

#[test]
fn what_was_imported_can_all_be_read() {
    for (file, options, _) in FIXTURES {
        let folder = Folder::with_fixtures();
        folder.import(&format!("{file} {options}"));
        let feed = archive::feed::decode(folder.read("news.json").as_bytes(), "").unwrap();
        assert!(!feed.items.is_empty(), "{file}");
        let skipped: Vec<_> =
            feed.faults.iter().filter(|fault| fault.reason.skips_item()).collect();
        assert!(skipped.is_empty(), "{file}: {skipped:?}");
    }
}

#[test]
fn to_import_twice_changes_nothing() {
    for (file, options, code) in FIXTURES {
        let folder = Folder::with_fixtures();
        folder.import(&format!("{file} {options}"));
        let feed = folder.read("news.json");
        let ledger = folder.read("news.imported.json");
        let said = folder.import(&format!("{file} {options}"));
        assert_eq!(said.code, *code);
        assert!(said.out.starts_with("0 added, 0 updated, "), "{file}: {}", said.out);
        assert_eq!(folder.read("news.json"), feed, "{file}");
        assert_eq!(folder.read("news.imported.json"), ledger, "{file}");
    }
}

#[test]
fn a_table_reads_the_same_with_the_line_ends_of_windows_and_a_byte_order_mark() {
    let folder = Folder::with_fixtures();
    folder.import("table.csv");
    let feed = folder.read("news.json");
    let table = folder.read("table.csv");
    folder.write(
        "table.csv",
        format!("\u{feff}{}", table.trim_start_matches('\u{feff}').replace('\n', "\r\n")),
    );
    fs::remove_file(folder.path("news.json")).unwrap();
    fs::remove_file(folder.path("news.imported.json")).unwrap();
    folder.import("table.csv");
    assert_eq!(folder.read("news.json"), feed);
    assert!(feed.contains(r#""content_text": "One.\n\nTwo, with a comma.""#), "{feed}");
}

#[test]
fn a_date_of_numbers_is_read_as_it_is_said() {
    for (order, date) in [("dmy", "2007-04-03"), ("mdy", "2007-03-04")] {
        let folder = Folder::with_fixtures();
        folder.import(&format!("table.csv --dates {order}"));
        let dates = folder.items("/_monthwise/date");
        assert!(dates.contains(&("3".to_owned(), json!(date))), "{dates:?}");
    }
}

#[test]
fn a_feed_keeps_what_import_does_not_know() {
    let folder = Folder::new();
    folder.write(
        "news.json",
        r#"{"x-first":1,"title":"Mine","items":[{"zzz":[1,2],"id":"a","title":"Old","aaa":null},"odd",{"title":"By hand"}],"last":{}}"#,
    );
    folder.write("a.csv", "id,title,date\na,New,2007-07-12\nb,Older,2007-06\nc,Newer,2007-08\n");
    folder.import("a.csv").is(0, "2 added, 1 updated, 0 unchanged, 0 skipped → news.json");
    let kept: Value = serde_json::from_str(
        r#"{"version":"https://jsonfeed.org/version/1.1","x-first":1,"title":"Mine","items":[
            {"id":"c","title":"Newer","_monthwise":{"date":"2007-08"}},
            {"id":"b","title":"Older","_monthwise":{"date":"2007-06"}},
            {"zzz":[1,2],"id":"a","title":"New","aaa":null,"date_published":"2007-07-12T00:00:00Z",
             "_monthwise":{"date":"2007-07-12"}},
            "odd",{"title":"By hand"}],"last":{}}"#,
    )
    .unwrap();
    // As texts, so that the order of fields counts.
    assert_eq!(folder.json("news.json").to_string(), kept.to_string());
}

#[test]
fn an_editors_regions_and_partners_stay_and_those_that_were_imported_follow_the_source() {
    let folder = Folder::new();
    let import = |regions: &str, partners: &str| {
        folder.write("a.csv", format!("id,title,regions,partners\na,A,{regions},{partners}\n"));
        folder.import("a.csv")
    };
    let edit = |from: &str, to: &str| {
        let feed = folder.read("news.json");
        assert!(feed.contains(from), "{feed}");
        folder.write("news.json", feed.replace(from, to));
    };
    let shows = |regions: &[&str], partners: &[&str]| {
        let (_, item) = folder.items("/_monthwise").remove(0);
        let list = |name: &str| item.get(name).cloned().unwrap_or_else(|| json!([]));
        assert_eq!((list("regions"), list("partners")), (json!(regions), json!(partners)));
    };
    import("GE", "osce");
    shows(&["GE"], &["osce"]);
    import("AM", "osce");
    shows(&["AM"], &["osce"]);
    // The editor changes the region only.
    edit("\"AM\"", "\"AZ\"");
    import("MD", "icmpd");
    shows(&["AZ"], &["icmpd"]);
    // And again, whatever the source has meanwhile.
    import("AZ", "");
    shows(&["AZ"], &[]);
    import("UA", "osce");
    shows(&["AZ"], &["osce"]);
    // What the editor took away stays away.
    edit("\"osce\"", "");
    import("UA", "icmpd");
    shows(&["AZ"], &[]);
    // Without the memory of what was imported all that is there is the editor's.
    fs::remove_file(folder.path("news.imported.json")).unwrap();
    import("GB", "iom");
    shows(&["AZ"], &["iom"]);
}

#[test]
fn what_the_source_says_anew_is_taken_over_and_what_it_no_longer_says_stays() {
    let folder = Folder::new();
    folder.write(
        "a.csv",
        "id,title,html,date,url,tags\na,A,<b>One</b>,2007-07-12,https://example.org/a,x\nb,B,,,,\n",
    );
    folder.import("a.csv").is(0, "2 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    folder.write("a.csv", "id,title,text,date,url,tags\na,A again,Two,2007-08,,\n");
    folder.import("a.csv").is(0, "0 added, 1 updated, 0 unchanged, 0 skipped → news.json");
    let items = folder.json("news.json")["items"].clone();
    assert_eq!(
        items,
        json!([
            {
                "id": "a", "url": "https://example.org/a", "title": "A again", "content_text": "Two",
                "tags": ["x"], "_monthwise": { "date": "2007-08" },
            },
            { "id": "b", "title": "B" },
        ])
    );
}

#[test]
fn an_item_is_found_by_its_address_where_that_is_its_own() {
    let folder = Folder::new();
    folder.write(
        "news.json",
        r#"{"items":[
            {"id":"mine","title":"Mine","external_url":"https://example.org/a"},
            {"id":"one","title":"One","url":"https://example.org/"},
            {"id":"two","title":"Two","url":"https://example.org/"}]}"#,
    );
    folder.write(
        "a.csv",
        "id,title,url\ntheirs,Theirs,https://example.org/a\nthree,Three,https://example.org/\n",
    );
    folder.import("a.csv").is(0, "1 added, 1 updated, 0 unchanged, 0 skipped → news.json");
    let titles = folder.items("/title");
    let titles: Vec<_> =
        titles.iter().map(|(id, title)| (id.as_str(), title.as_str().unwrap())).collect();
    assert_eq!(titles, [("three", "Three"), ("mine", "Theirs"), ("one", "One"), ("two", "Two")]);
}

#[test]
fn what_stands_in_another_file_of_the_feed_is_not_added_again() {
    let folder = Folder::new();
    folder.write(
        "news.json",
        r#"{"next_url":"https://example.org/older.json","items":[{"id":"a","title":"A"}]}"#,
    );
    folder.write(
        "older.json",
        r#"{"next_url":"news.json","items":[{"id":"b","title":"B"},{"id":3,"title":"C"}]}"#,
    );
    folder.write("a.csv", "id,title\na,A\nb,B\n3,C again\nd,D\n");
    let said = folder.import("a.csv");
    said.is(0, "1 added, 0 updated, 1 unchanged, 0 skipped → news.json");
    assert!(said.err.contains("2 of the entries are items of this file"), "{}", said.err);
    assert!(said.err.contains("--into older.json"), "{}", said.err);
    let ids: Vec<_> = folder.items("/title").into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["d", "a"]);
}

#[test]
fn two_without_an_id_are_two_unless_they_are_the_same() {
    let folder = Folder::new();
    folder.write(
        "a.csv",
        "title,date,text\nStatement,2007,One\nStatement,2007,Two\nStatement,2007,One\n",
    );
    let said = folder.import("a.csv");
    said.is(0, "2 added, 0 updated, 0 unchanged, 0 skipped, 1 repeated → news.json");
    let ids: Vec<_> = folder.items("/title").into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["2007-statement", "2007-statement-2"]);
}

#[test]
fn one_broken_file_leaves_the_others() {
    let folder = Folder::with_fixtures();
    folder.write("empty.xml", " ");
    folder.write("noise.bin", [0, 159, 146, 150]);
    folder.write("svg.xml", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    folder.write("cut.json", "{\"items\": [");
    let said = folder.import("page.html empty.xml noise.bin svg.xml cut.json rdf.xml");
    said.is(1, "1 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    is_expected("broken.txt", &said.err);
}

#[test]
fn where_nothing_arrives_no_feed_is_made() {
    let folder = Folder::with_fixtures();
    let said = folder.import("page.html");
    said.is(1, "0 added, 0 updated, 0 unchanged, 0 skipped → news.json (nothing arrived, so no feed was made)");
    assert!(!folder.path("news.json").exists());
    assert!(!folder.path("news.imported.json").exists());
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::with_fixtures();
    let said = folder.import("rdf.xml --dry-run");
    said.is(
        0,
        "1 added, 0 updated, 0 unchanged, 0 skipped → news.json (nothing was written: --dry-run)",
    );
    assert!(!folder.path("news.json").exists());
    assert!(!folder.path("news.imported.json").exists());
}

#[test]
fn a_wrong_use_ends_with_2_before_anything_is_written() {
    let folder = Folder::with_fixtures();
    fs::create_dir(folder.path("no-posts")).unwrap();
    folder.write("list.json", "[1]");
    folder.write("not.json", "{\"items\": [}");
    folder.write("odd.toml", "[region]\n");
    for (arguments, message) in [
        ("rdf.xml missing.xml", "missing.xml cannot be read, so nothing was imported"),
        ("rdf.xml no-posts", "no-posts holds no Markdown file (.md), so nothing was imported"),
        (
            "rdf.xml --into list.json",
            "list.json is no feed to import into: it is JSON, but no object with a list `items`",
        ),
        ("rdf.xml --into not.json", "not.json is no feed to import into (1:12): it is not JSON"),
        ("rdf.xml --map missing.toml", "the mapping file missing.toml cannot be read"),
        (
            "rdf.xml --map odd.toml",
            "it has [region]; there are only [regions], [partners] and [topics]",
        ),
        ("rdf.xml --columns titel=x", "no field is called \"titel\"; there are id, title, date"),
        ("rdf.xml --into missing/news.json", "missing/news.json cannot be written"),
        ("", "required arguments were not provided"),
    ] {
        let said = folder.import(arguments);
        assert_eq!(said.code, 2, "{arguments}: {}", said.err);
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
        assert!(!folder.path("news.json").exists(), "{arguments}");
    }
    assert_eq!(folder.read("not.json"), "{\"items\": [}");
    folder.import("rdf.xml");
    let feed = folder.read("news.json");
    folder.write("news.imported.json", "not mine");
    let said = folder.import("latin-1.xml");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("news.imported.json is not what import wrote"), "{}", said.err);
    assert_eq!(folder.read("news.json"), feed);
}

#[test]
fn programs_get_one_json_document() {
    let folder = Folder::with_fixtures();
    let said = folder.import("half.xml rdf.xml --format json");
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    is_expected("format.json", &said.out);
}

#[test]
fn github_gets_annotations() {
    let folder = Folder::with_fixtures();
    let said = folder.import("half.xml --format github");
    is_expected("format-github.txt", &said.out);
}

#[cfg(unix)]
#[test]
fn a_feed_keeps_its_permissions_and_its_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::with_fixtures();
    folder.write("real.json", "{\"items\": []}");
    fs::set_permissions(folder.path("real.json"), fs::Permissions::from_mode(0o664)).unwrap();
    symlink("real.json", folder.path("news.json")).unwrap();
    folder.import("rdf.xml").is(0, "1 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    assert!(folder.path("news.json").is_symlink());
    let mode = fs::metadata(folder.path("real.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o664);
    // A feed that is made can be read by a web server.
    let mode = fs::metadata(folder.path("news.imported.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o444, 0o444);
}

#[test]
fn help_names_every_option() {
    let said = Folder::new().import("--help");
    assert_eq!(said.code, 0);
    for option in ["FILE", "--into", "--map", "--columns", "--dates", "--format", "--dry-run"] {
        assert!(said.out.contains(option), "{option}:\n{}", said.out);
    }
    assert!(said.out.contains("1 where an entry or a file was left out"), "{}", said.out);
}

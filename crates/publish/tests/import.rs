//! The stories of `monthwise import`, told by the command itself.
//!
//! The files in `tests/import/` are written by hand after the odd corners of their specifications.
//! What each comes to is in `tests/import/expected/`: the feed, and what was said.

// A test fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Said, is_kept, run};
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
        run(self.0.path(), ["import"].into_iter().chain(arguments.split_whitespace()))
    }

    /// All that `monthwise check` says of the feed there.
    fn check(&self) -> String {
        run(self.0.path(), ["check", "news.json"]).out
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

impl Said {
    /// How it ended, with its code and its last line.
    #[track_caller]
    fn is(&self, code: i32, summary: &str) {
        let last = self.out.lines().last();
        assert_eq!((self.code, last), (Some(code), Some(summary)), "{}{}", self.out, self.err);
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

#[track_caller]
fn is_expected(name: &str, content: &str) {
    is_kept(&fixtures().join("expected").join(name), content);
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
        assert_eq!(said.code, Some(*code), "{file}");
        is_expected(&format!("{file}.json"), &folder.read("news.json"));
        assert_eq!(said.err, "", "{file}");
        is_expected(&format!("{file}.txt"), &said.out);
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
        assert_eq!(said.code, Some(*code));
        let last = said.out.lines().last().unwrap();
        assert!(last.starts_with("0 added, 0 updated, "), "{file}: {last}");
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
            {"zzz":[1,2],"id":"a","title":"New","aaa":null,"date_published":"2007-07-12T12:00:00Z",
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
    edit("[\n          \"osce\"\n        ]", "[]");
    import("UA", "undp");
    shows(&["AZ"], &[]);
    // Without the memory of what was imported all that is there is the editor's.
    fs::remove_file(folder.path("news.imported.json")).unwrap();
    import("GB", "iom");
    shows(&["AZ"], &["iom"]);
    // Only what an item shows was declared.
    let feed = folder.json("news.json");
    let declared = feed["_monthwise"]["partners"].as_array().unwrap().iter();
    let declared: Vec<_> = declared.map(|partner| partner["id"].as_str().unwrap()).collect();
    assert_eq!(declared, ["osce", "icmpd", "iom"]);
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
    assert!(said.out.contains("2 of the entries are items of this file"), "{}", said.out);
    assert!(said.out.contains("--into older.json"), "{}", said.out);
    let ids: Vec<_> = folder.items("/title").into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["d", "a"]);
}

#[test]
fn files_in_folders_below_belong_to_the_feed_and_declare_for_it() {
    let folder = Folder::new();
    fs::create_dir(folder.path("old")).unwrap();
    folder.write("news.json", r#"{"next_url":"old/2%20b.json","items":[{"id":"a","title":"A"}]}"#);
    folder.write(
        "old/2 b.json",
        r#"{"items":[{"id":"b","title":"B"}],"_monthwise":{
            "regions":[{"id":"north","name":"The North"}],
            "partners":[{"id":"osce","name":"A long name","short":"OSCE"}]}}"#,
    );
    folder.write("a.csv", "id,title,regions,partners\nb,B,,\nc,C,the north,OSCE\n");
    let said = folder.import("a.csv");
    said.is(0, "1 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    let file = Path::new("old").join("2 b.json");
    assert!(said.out.contains(&format!("--into {}", file.display())), "{}", said.out);
    let feed = folder.json("news.json");
    assert_eq!(feed.get("_monthwise"), None);
    let extension = &feed["items"][0]["_monthwise"];
    assert_eq!(*extension, json!({ "regions": ["north"], "partners": ["osce"] }));
}

const HEAD: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Ours","items":["#;

#[test]
fn a_region_that_nobody_knows_becomes_a_topic_until_the_mapping_says_what_it_is() {
    let folder = Folder::new();
    folder.write("news.json", [HEAD, "]}"].concat());
    folder.write(
        "a.csv",
        "id,title,tags,regions\na,A,Law,Georgia;ge;150\nb,B,,Georgia\nc,C,Caucasus,XX;uk\n",
    );
    folder.write("some.toml", "[regions]\nCaucasus = 'south-caucasus'\n");
    let said = folder.import("a.csv --map some.toml");
    said.is(0, "3 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    let about = "\"Georgia\" is no country, no area of UN M49 and not declared; it became a topic";
    assert_eq!(said.out.matches(about).count(), 1, "{}", said.out);
    assert!(said.out.contains("[regions] \"Georgia\" = \"GE\";"), "{}", said.out);
    assert!(said.out.contains("[regions] \"uk\" = \"GB\";"), "{}", said.out);
    let about = "\"south-caucasus\" is no country, no area of UN M49 and not declared; \
                 \"Caucasus\" became a topic";
    assert!(said.out.contains(about), "{}", said.out);
    let item = |id: &str, value| (id.to_owned(), value);
    assert_eq!(
        folder.items("/tags"),
        [
            item("a", json!(["Law", "Georgia"])),
            item("b", json!(["Georgia"])),
            item("c", json!(["Caucasus", "XX", "uk"])),
        ]
    );
    assert_eq!(
        folder.items("/_monthwise/regions"),
        [item("a", json!(["GE", "150"])), item("b", Value::Null), item("c", Value::Null)]
    );
    assert_eq!(folder.check(), "news.json: 3 items, nothing to mend.\n");

    folder.write(
        "all.toml",
        "[regions]\nGeorgia = 'GE'\nuk = 'GB'\nXX = false\nCaucasus = ['AM', 'AZ']\n",
    );
    let said = folder.import("a.csv --map all.toml");
    assert_eq!(said.out, "0 added, 3 updated, 0 unchanged, 0 skipped → news.json\n");
    assert_eq!(
        folder.items("/tags"),
        [item("a", json!(["Law"])), item("b", Value::Null), item("c", Value::Null)]
    );
    assert_eq!(
        folder.items("/_monthwise/regions"),
        [
            item("a", json!(["GE", "150"])),
            item("b", json!(["GE"])),
            item("c", json!(["AM", "AZ", "GB"])),
        ]
    );
}

#[test]
fn every_partner_that_arrives_is_declared() {
    let folder = Folder::new();
    folder.write("news.json", [HEAD, "]}"].concat());
    folder.write("a.csv", "id,title,partners\na,A,OSCE;Council of Europe\nb,B,osce\n");
    folder.import("a.csv").is(0, "2 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    assert_eq!(
        folder.json("news.json")["_monthwise"]["partners"],
        json!([
            { "id": "OSCE", "name": "OSCE" },
            { "id": "council-of-europe", "name": "Council of Europe" },
        ])
    );
    assert_eq!(folder.check(), "news.json: 2 items, nothing to mend.\n");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = Folder::with_fixtures();
    let said = folder.import("rdf.xml ./rdf.xml posts/../rdf.xml");
    assert_eq!(said.out, "1 added, 0 updated, 0 unchanged, 0 skipped → news.json\n");
}

#[test]
fn a_table_with_two_columns_of_one_name_is_told_so() {
    let folder = Folder::new();
    folder.write("a.csv", "id,Title,title,note,note\n1,A,B,,\n");
    let said = folder.import("a.csv");
    said.is(0, "1 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    assert_eq!(said.out.matches("warning[repeated-column]").count(), 1, "{}", said.out);
    assert!(
        said.out.contains("two columns are called \"title\"; the first counts"),
        "{}",
        said.out
    );
    assert_eq!(folder.items("/title"), [("1".to_owned(), json!("A"))]);
}

#[test]
fn a_quotation_mark_that_nothing_closes_is_told_from_a_cell_too_few() {
    let folder = Folder::new();
    folder.write("a.csv", "id,title,date\n1,A,2007\n2,\"B,2007\n3,C,2007\n4,D,2007\n");
    let said = folder.import("a.csv");
    said.is(1, "1 added, 0 updated, 0 unchanged, 1 skipped → news.json");
    assert!(said.out.contains("a.csv:3:1"), "{}", said.out);
    assert!(said.out.contains("it reaches to line 5: look for a quotation mark"), "{}", said.out);
    folder.write("a.csv", "id,title,date\n1,A\n");
    let said = folder.import("a.csv");
    assert!(said.out.contains("it has 2 cells"), "{}", said.out);
    assert!(!said.out.contains("it reaches to"), "{}", said.out);
}

#[test]
fn a_mapping_is_read_as_windows_saves_it() {
    let folder = Folder::new();
    folder.write("a.csv", "id,title,tags\na,A,T\u{fc}rkei\n");
    folder.write("map.toml", b"[regions]\r\n\"T\xfcrkei\" = \"TR\"\r\n");
    folder.import("a.csv --map map.toml");
    assert_eq!(folder.items("/_monthwise/regions"), [("a".to_owned(), json!(["TR"]))]);
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
    is_expected("broken.txt", &said.out);
}

#[test]
fn half_a_character_in_a_feed_costs_none_of_its_texts() {
    let folder = Folder::new();
    folder.write(
        "a.json",
        r#"{"items":[{"id":"a","title":"T\ud83d","content_text":"One \ud83d\udca1"},
                     {"id":"b","content_text":"Two","authors":[{"name":"B"}]}]}"#,
    );
    let said = folder.import("a.json");
    said.is(0, "2 added, 0 updated, 0 unchanged, 0 skipped → news.json");
    assert!(said.out.contains("warning[lone-surrogate]"), "{}", said.out);
    assert_eq!(
        folder.json("news.json")["items"],
        json!([
            { "id": "a", "title": "T\u{fffd}", "content_text": "One \u{1f4a1}" },
            { "id": "b", "content_text": "Two", "authors": [{ "name": "B" }] },
        ])
    );
}

#[test]
fn of_a_feed_that_cannot_be_kept_whole_nothing_arrives() {
    let folder = Folder::new();
    let deep = ["[".repeat(200), "]".repeat(200)].concat();
    for (value, mistake) in [(deep.as_str(), "recursion limit"), ("1e999", "number out of range")] {
        let item = format!(r#"{{"id":"a","title":"T","content_text":"One","_x":{value}}}"#);
        folder.write("a.json", format!(r#"{{"items":[{item}]}}"#));
        let said = folder.import("a.json");
        assert_eq!(said.code, Some(1));
        assert!(said.out.contains(&format!("it cannot be read: {mistake}")), "{}", said.out);
        assert!(!folder.path("news.json").exists());
        // And what is there already stays as it is.
        folder.write("b.csv", "id,title\na,New\n");
        let said = folder.import("b.csv --into a.json");
        assert_eq!(said.code, Some(2), "{}", said.out);
        assert!(folder.read("a.json").contains(value));
    }
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
        ("rdf.xml missing.xml", "there is no file missing.xml, so nothing was imported"),
        ("rdf.xml -", "`-` is no file: save what another program says as a file, and name that"),
        ("rdf.xml no-posts", "no-posts holds no Markdown file (.md), so nothing was imported"),
        (
            "rdf.xml --into list.json",
            "list.json is no feed to import into, and stays as it is: the file is JSON, but no feed",
        ),
        (
            "rdf.xml --into not.json",
            "not.json is no feed to import into, and stays as it is: 1:12: the file is not JSON: \
             expected value; take out",
        ),
        ("list.json --into list.json", "list.json is the feed to import into"),
        ("rdf.xml --into no-posts", "no-posts is a folder, and has to be a file"),
        ("rdf.xml --map missing.toml", "the mapping file: there is no file missing.toml"),
        ("rdf.xml --map no-posts", "the mapping file: no-posts is a folder, and has to be a file"),
        (
            "rdf.xml --map odd.toml",
            "the mapping file odd.toml: line 1: it has [region]; there are only [regions], [partners] and [topics]",
        ),
        ("rdf.xml --columns titel=x", "no field is called \"titel\"; there are id, title, date"),
        (
            "table.csv --columns title=title,title=id",
            "--columns names two columns for one field, \"title\" and \"id\"; name one of them",
        ),
        (
            "rdf.xml --into missing/news.json",
            "missing/news.json cannot be written: there is no folder missing; make it first\n",
        ),
        ("", "required arguments were not provided"),
    ] {
        let said = folder.import(arguments);
        assert_eq!(said.code, Some(2), "{arguments}: {}", said.err);
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
        assert!(!folder.path("news.json").exists(), "{arguments}");
    }
    assert_eq!(folder.read("not.json"), "{\"items\": [}");
    folder.import("rdf.xml");
    let feed = folder.read("news.json");
    folder.write("news.imported.json", "not mine");
    let said = folder.import("latin-1.xml");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("news.imported.json is not what import wrote"), "{}", said.err);
    assert_eq!(folder.read("news.json"), feed);
}

#[test]
fn programs_get_one_json_document() {
    let folder = Folder::with_fixtures();
    let said = folder.import("half.xml rdf.xml --format json");
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""));
    is_expected("format.json", &said.out);
}

#[test]
fn github_gets_annotations() {
    let folder = Folder::with_fixtures();
    let said = folder.import("half.xml --format github");
    is_expected("format-github.txt", &said.out);
}

/// A file of another system may have any bytes in its name.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_no_reason_to_say_nothing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new();
    let [table, feed] = [b"caf\xe9.csv".as_slice(), b"caf\xe9.json"].map(OsStr::from_bytes);
    fs::write(folder.0.path().join(table), "id,title,url\na,A,x:\n").unwrap();
    let arguments = ["import", "--format", "json", "--into"].map(OsStr::new);
    let said = run(folder.0.path(), [&arguments[..], &[feed, table]].concat());
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["into"], "caf\u{fffd}.json");
    assert_eq!(document["findings"][0]["file"], "caf\u{fffd}.csv");
    assert!(folder.0.path().join(feed).exists());
}

/// `monthwise import … | head -1` is no failure.
#[test]
fn whoever_reads_may_stop_reading() {
    use std::process::Stdio;
    let folder = Folder::with_fixtures();
    for format in ["human", "json", "github"] {
        let arguments = ["import", "half.xml", "--dry-run", "--format", format];
        let mut command = support::command(folder.0.path(), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(1), ""), "{format}");
    }
}

#[test]
fn a_feed_that_is_read_only_stays_as_it_is() {
    let folder = Folder::with_fixtures();
    folder.write("news.json", "{\"items\": []}");
    let mut permissions = fs::metadata(folder.path("news.json")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("news.json"), permissions).unwrap();
    let said = folder.import("rdf.xml");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("news.json cannot be written: it is read-only"), "{}", said.err);
    assert_eq!(folder.read("news.json"), "{\"items\": []}");
    assert!(!folder.path("news.imported.json").exists());
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
    assert_eq!(said.code, Some(0));
    for option in ["FILE", "--into", "--map", "--columns", "--dates", "--format", "--dry-run"] {
        assert!(said.out.contains(option), "{option}:\n{}", said.out);
    }
    let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("1 where an entry or a file was left out"), "{}", said.out);
}

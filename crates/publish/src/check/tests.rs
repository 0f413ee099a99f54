//! What `check` finds, where, and that it agrees with the page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use archive::feed::decode;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// The last day of 2024.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 12, 31).unwrap()
}

/// A feed as it is read from a folder.
fn source(bytes: &[u8]) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.json");
    fs::write(&path, bytes).unwrap();
    source::read(&path, "").unwrap()
}

fn check(text: &str) -> Vec<Finding> {
    findings(&source(text.as_bytes()), today())
}

/// A feed with nothing wrong but what its items and its extension are.
fn feed(extension: &str, items: &[&str]) -> String {
    format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"T\",\n\"_monthwise\": \
         {extension},\n\"items\": [\n{}\n]}}",
        items.join(",\n")
    )
}

/// Findings in short, one a line: severity, code, item, field, line, column.
fn outline(findings: &[Finding]) -> String {
    let mut outline = String::new();
    for finding in findings {
        let Finding { code, item, field, line, column, .. } = finding;
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        let item = item.map_or("feed".to_owned(), |item| item.to_string());
        let field = field.as_deref().unwrap_or("-");
        let place =
            line.zip(*column).map_or("-".to_owned(), |(line, column)| format!("{line}:{column}"));
        let _ = writeln!(outline, "{severity} {code} {item} {field} {place}");
    }
    outline
}

/// An outline of warnings, which stand here in one line.
fn warnings(said: &str) -> String {
    let lines = said.split('|').filter(|line| !line.is_empty());
    lines.flat_map(|line| ["warning ", line, "\n"]).collect()
}

#[test]
fn every_fault_of_the_page_has_its_place() {
    let long = format!(r#"{{"id": "long", "title": "{}"}}"#, "x".repeat(301));
    let items = [
        r#""oops""#,
        r#"{"id": "wordless"}"#,
        r#"{"title": "No id"}"#,
        r#"{"id": "a", "title": "T", "url": "x:", "external_url": "y:"}"#,
        r#"  {"id": "a", "title": "T", "tags": ["é", 1, {}, "b", null]}"#,
        r#"{"id": "b", "title": "T", "date_published": "soon", "_monthwise": {"date": "2007-02-30"}}"#,
        r#"{"id": "c", "title": "T", "_monthwise": {"regions": ["GE", "nowhere"], "partners": ["x"]}}"#,
        &long,
        r#"{"id": "half", "title": "\ud83d"}"#,
    ];
    let extension = r#"{"regions": ["FR"], "partners": [{"id": "p", "url": "z:"}]}"#;
    assert_eq!(
        outline(&check(&feed(extension, &items))),
        "warning wrong-type feed _monthwise.regions 2:28\n\
         warning unsafe-link feed _monthwise.partners.url 2:67\n\
         error not-an-object 1 - 4:1\n\
         error nothing-to-read 2 - 5:1\n\
         warning no-id 3 id 6:1\n\
         warning unsafe-link 4 url 7:34\n\
         warning unsafe-link 4 external_url 7:56\n\
         warning duplicate-id 5 id 8:10\n\
         warning wrong-type 5 tags 8:46\n\
         warning wrong-type 5 tags 8:55\n\
         warning not-a-date 6 date_published 9:45\n\
         warning not-a-date 6 _monthwise.date 9:76\n\
         warning unknown-region 7 _monthwise.regions 10:60\n\
         warning undeclared-partner 7 _monthwise.partners 10:85\n\
         warning long-title 8 title 11:25\n\
         warning lone-surrogate feed - 12:26\n"
    );
    let latin = [
        b"{\"version\": \"https://jsonfeed.org/version/1\",\n\"title\": \"caf".as_slice(),
        b"\xe9\", \"items\": []}",
    ]
    .concat();
    assert_eq!(outline(&findings(&source(&latin), today())), "warning not-utf-8 feed - 2:14\n");
}

#[test]
fn what_a_reader_would_trip_over_is_a_warning() {
    for (extension, item, said) in [
        (
            "{}",
            r#"{"id": "a", "title": "T", "_monthwise": {"date": "2025"}}"#,
            "future-date 1 _monthwise.date 4:50",
        ),
        (
            "{}",
            r#"{"id": "a", "title": "T", "date_published": "2025-01-01T00:00:00Z"}"#,
            "future-date 1 date_published 4:45",
        ),
        ("{}", r#"{"id": "a", "title": "T", "_monthwise": {"date": "2024-12"}}"#, ""),
        ("{}", r#"{"id": "a", "title": "T", "date_published": "2024-12-31T23:00:00-11:00"}"#, ""),
        (
            "{}",
            r#"{"id": "a", "title": "T", "date_published": "2024-07-12", "_monthwise": {"date": "2024-07"}}"#,
            "",
        ),
        (
            "{}",
            r#"{"id": "a", "title": "T", "date_published": "2024-07-12", "_monthwise": {"date": "2024-07-13"}}"#,
            "dates-at-odds 1 date_published 4:45",
        ),
        (
            "{}",
            r#"{"id": "a", "title": "T", "date_published": "2023-07-12", "_monthwise": {"date": "2024"}}"#,
            "dates-at-odds 1 date_published 4:45",
        ),
        (
            "{}",
            r#"{"id": "a", "title": "T", "_monthwise": {"regions": ["ge", "XK", "uk"]}}"#,
            "unknown-country 1 _monthwise.regions 4:66",
        ),
        (
            r#"{"regions": [{"id": "UK", "name": "Britain"}]}"#,
            r#"{"id": "a", "title": "T", "_monthwise": {"regions": ["UK"]}}"#,
            "",
        ),
        (
            r#"{"regions": [{"id": "x", "members": ["GE", "uk", "y", "145"]}]}"#,
            "",
            "unknown-country feed _monthwise.regions.members 2:58|unknown-region feed _monthwise.regions.members 2:64",
        ),
        (
            r#"{"partners": [{"id": "ilo"}, {"id": "ILO"}]}"#,
            "",
            "ids-alike feed _monthwise.partners.id 2:51",
        ),
        (
            r#"{"regions": [{"id": "north"}]}"#,
            r#"{"id": "a", "title": "T", "_monthwise": {"regions": ["North"]}}"#,
            "unknown-region 1 _monthwise.regions 4:54",
        ),
    ] {
        let items: Vec<&str> = Some(item).into_iter().filter(|item| !item.is_empty()).collect();
        let said = warnings(said);
        assert_eq!(outline(&check(&feed(extension, &items))), said, "{extension} {item}");
    }
}

#[test]
fn what_stands_at_the_head_of_a_feed_is_asked_for() {
    for (text, said) in [
        (r#"{"items": []}"#, "version feed version -|no-title feed title -"),
        (
            r#"{"version": "2", "title": " ", "items": []}"#,
            "version feed version 1:13|no-title feed title 1:27",
        ),
        (r#"{"version": "https://jsonfeed.org/version/1", "title": 1, "items": []}"#, ""),
        (
            r#"{"version": "https://jsonfeed.org/version/1", "title": {}, "items": []}"#,
            "wrong-type feed title 1:56",
        ),
    ] {
        let said = warnings(said);
        assert_eq!(outline(&check(text)), said, "{text}");
    }
}

#[test]
fn a_large_file_is_told_of_once() {
    for (bytes, said) in [
        (250_000, ""),
        (250_001, "warning large feed - -\n"),
        (1_000_000, "warning large feed - -\n"),
        (1_000_001, "warning too-large feed - -\n"),
    ] {
        let text = feed("{}", &[]);
        let text = format!("{text}{}", " ".repeat(bytes - text.len()));
        assert_eq!(outline(&check(&text)), said, "{bytes}");
    }
}

#[test]
fn what_to_write_instead_is_said_with_the_value_itself() {
    let items = [
        r#"{"id": "a", "title": "T", "_monthwise": {"regions": ["Georgia", "UK"], "partners": ["OSCE"]}}"#,
        r#"{"id": "a", "title": "T", "_monthwise": {"date": "2007-02-30"}}"#,
    ];
    let extension = r#"{"partners": [{"id": "osce-odihr", "short": "OSCE"}]}"#;
    let helps: Vec<(String, String)> = check(&feed(extension, &items))
        .into_iter()
        .map(|finding| (finding.message, finding.help.unwrap_or_default()))
        .collect();
    let [georgia, uk, osce, duplicate, date] = &helps[..] else { panic!("{helps:#?}") };
    assert!(georgia.1.starts_with("write \"GE\" (Georgia), or declare it"), "{georgia:?}");
    assert!(uk.1.starts_with("write \"GB\" (United Kingdom of"), "{uk:?}");
    assert!(osce.1.starts_with("write \"osce-odihr\", or declare it"), "{osce:?}");
    assert!(duplicate.0.contains("is that of item 1 too, in line 4 of "), "{duplicate:?}");
    assert!(duplicate.1.contains("\"a-2\""), "{duplicate:?}");
    assert_eq!(date.1, "February 2007 has 28 days; write \"2007-02\" if the day is not known");
}

/// What the page makes of a file, from its decoder alone: nothing, or the items that it does not show.
fn lost_in_page(bytes: &[u8]) -> Option<BTreeSet<usize>> {
    let page = decode(bytes, "").ok()?;
    let shown: BTreeSet<usize> = page.items.iter().map(|item| item.number).collect();
    let said: BTreeSet<usize> = page
        .faults
        .iter()
        .filter(|fault| fault.reason.skips_item())
        .filter_map(|fault| fault.item)
        .collect();
    assert!(shown.is_disjoint(&said));
    assert_eq!(
        shown.union(&said).copied().collect::<Vec<_>>(),
        (1..=shown.len() + said.len()).collect::<Vec<_>>()
    );
    Some(said)
}

/// The same by the errors of a check.
fn lost_in_check(bytes: &[u8]) -> Option<BTreeSet<usize>> {
    let source = source(bytes);
    let errors = findings(&source, today());
    let errors: Vec<Finding> = errors
        .into_iter()
        .filter(|finding| {
            finding.severity == Severity::Error && finding.file == source.files[0].path
        })
        .collect();
    match &errors[..] {
        [Finding { item: None, .. }] => None,
        errors => {
            Some(errors.iter().map(|finding| finding.item.expect("it is of an item")).collect())
        }
    }
}

#[test]
fn check_agrees_with_the_page_on_every_fixture() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut judged = 0;
    for folder in ["feeds", "json-test-suite"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let bytes = fs::read(&path).unwrap();
                assert_eq!(lost_in_check(&bytes), lost_in_page(&bytes), "{}", path.display());
                // And within an item, where what is JSON costs this item at most.
                let inside =
                    [b"{\"items\": [{\"title\": \"A\"},".as_slice(), &bytes, b"]}"].concat();
                assert_eq!(lost_in_check(&inside), lost_in_page(&inside), "{}", path.display());
                judged += 1;
            }
        }
    }
    assert_eq!(judged, 341);
}

/// Each of these would take minutes if any of it were done once a fault from the begin of the file.
#[test]
fn large_feeds_full_of_faults_are_checked_whole() {
    let wrong = json!({
        "title": "T", "tags": [null, {}], "url": "x:",
        "_monthwise": { "date": "?", "regions": ["UK", "Gorgia"], "partners": ["q"] },
    });
    let tags = vec![Value::Null; 20_000];
    for (text, least) in [
        (json!({ "items": vec![wrong; 1_000] }).to_string(), 8_000),
        (json!({ "items": [{ "id": "a", "title": "T", "tags": tags }] }).to_string(), 20_000),
    ] {
        let source = source(text.as_bytes());
        let findings = findings(&source, today());
        assert!(findings.len() >= least, "{}", findings.len());
        let said = report::render(&findings, Format::Human, &|path| source.text_of(path));
        assert!(said.lines().all(|line| line.chars().count() < 400));
    }
}

proptest! {
    #[test]
    fn check_agrees_with_the_page_on_any_feed(
        items in proptest::collection::vec(any_item(), 0..6),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let mut bytes = json!({ "items": items }).to_string().into_bytes();
        if let Some(cut) = cut {
            bytes.remove(cut.index(bytes.len()));
        }
        prop_assert_eq!(lost_in_check(&bytes), lost_in_page(&bytes));
    }

    #[test]
    fn every_fault_of_an_item_stands_within_it(items in proptest::collection::vec(any_item(), 1..6)) {
        let text = json!({ "items": items }).to_string();
        let places = Places::new(&text);
        for finding in check(&text) {
            if let Some(number) = finding.item {
                let (item, span) = (places.item(number).unwrap().span, finding.span.clone().unwrap());
                prop_assert!(item.start <= span.start && span.end <= item.end, "{finding:?}");
                // The exact place and not all of its line, which here is all of the file.
                prop_assert!(span.len() < text.len(), "{finding:?}");
            }
        }
    }
}

/// An item that may have anything in its fields, or none at all.
fn any_item() -> impl Strategy<Value = Value> {
    let key = "id|title|url|content_html|content_text|summary|date_published|tags|_monthwise|x";
    let extension = proptest::collection::btree_map("date|regions|partners|x", any_value(), 0..3);
    let extension = extension.prop_map(|fields| json!({ "_monthwise": fields, "title": "T" }));
    let fields = proptest::collection::btree_map(key, any_value(), 0..4);
    prop_oneof![
        4 => fields.prop_map(|fields| json!(fields)),
        2 => extension,
        1 => any_value(),
    ]
}

/// Any JSON that is not deep, with what feeds are made of.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "<p></p>|<p>text|2007-07-1[0-9]|GE|uk|x:|/a| ".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("date|title|id|[a-z]", inner, 0..4)
                .prop_map(|fields| json!(fields)),
        ]
    })
}

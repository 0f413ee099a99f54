//! What the schema says of feeds.

use std::path::Path;

use archive::feed::{Reason, decode};
use jsonschema::{Validator, validator_for};
use serde_json::{Value, json};

use super::*;

fn validator() -> Validator {
    validator_for(&serde_json::from_str(&schema()).unwrap()).unwrap()
}

/// To renew it: `MONTHWISE_RENEW=1 cargo test -p monthwise schema`.
#[test]
fn the_schema_that_is_kept_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("news.schema.json");
    if std::env::var_os("MONTHWISE_RENEW").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == schema(),
        "news.schema.json is not what the types say: MONTHWISE_RENEW=1 cargo test -p monthwise schema"
    );
}

#[test]
fn feeds_whose_values_are_right_are_valid() {
    let validator = validator();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/feeds");
    let mut files: Vec<_> = std::fs::read_dir(fixtures)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut valid = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let Ok(page) = decode(&bytes, "") else { continue };
        let is_wrong = |reason: &Reason| {
            reason.skips_item() || matches!(reason, Reason::WrongType | Reason::NotADate(_))
        };
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let Ok(value) = serde_json::from_slice::<Value>(text) else { continue };
        if page.faults.iter().any(|fault| is_wrong(&fault.reason)) {
            assert!(!validator.is_valid(&value), "{name}");
            continue;
        }
        // No pattern says which addresses are safe.
        if page.faults.iter().any(|fault| matches!(fault.reason, Reason::UnsafeLink(_))) {
            continue;
        }
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        valid.push(name);
    }
    assert!(valid.len() >= 10, "{valid:?}");
}

#[test]
fn the_usual_mistakes_are_not_valid() {
    let validator = validator();
    let feed = |item: Value| {
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": "News",
                "_monthwise": { "regions": [{ "id": "x" }, { "id": 7 }], "partners": null, "other": 1 },
            "items": [item],
        })
    };
    let good = json!({
        "id": 7,
        "title": "T",
        "url": null,
        "_monthwise": { "date": "2007-07", "regions": null, "partners": ["a"] },
        "anything": {},
    });
    assert!(validator.is_valid(&feed(good.clone())));
    for (field, value) in [
        ("tags", json!("trade")),
        ("tags", json!([1])),
        ("title", json!(["T"])),
        ("id", json!(true)),
        ("_monthwise", json!([])),
        ("_monthwise", json!({ "date": "12/07/2007" })),
        ("_monthwise", json!({ "date": "2007-13" })),
        ("_monthwise", json!({ "date": 2007 })),
        ("_monthwise", json!({ "regions": "GE" })),
    ] {
        let mut item = good.clone();
        item[field] = value.clone();
        assert!(!validator.is_valid(&feed(item)), "{field}: {value}");
    }
    assert!(!validator.is_valid(&feed(json!({ "id": "neither title nor text" }))));
    assert!(!validator.is_valid(&feed(json!("oops"))));
    for field in ["version", "title", "items"] {
        let mut untold = feed(good.clone());
        untold.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&untold), "{field}");
    }
}

#[test]
fn what_is_written_by_these_types_is_valid_and_read_without_a_fault() {
    let item = Item {
        id: Some(Id("a".to_owned())),
        title: Some("T".to_owned()),
        monthwise: Some(ItemExtension { date: Some("2007-07".to_owned()), ..Default::default() }),
        ..Item::default()
    };
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1".to_owned(),
        title: "News".to_owned(),
        monthwise: Some(FeedExtension {
            regions: Some(vec![Region { id: Id("7".to_owned()), ..Region::default() }]),
            outline: Some("news.outline.json".to_owned()),
            partners: Some(vec![Partner { url: Some("/p".to_owned()), ..Partner::default() }]),
        }),
        items: vec![item],
        ..Feed::default()
    };
    let value = serde_json::to_value(&feed).unwrap();
    assert!(validator().is_valid(&value), "{value:#}");
    let page = decode(value.to_string().as_bytes(), "").unwrap();
    assert_eq!(page.items[0].date.unwrap().iso(), "2007-07");
    assert_eq!(page.regions[0].id, "7");
}

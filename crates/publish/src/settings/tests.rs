//! What becomes of a file of settings.

use super::*;
use std::fs;

/// The findings of a text as `line:column code message; help`.
fn said(text: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let Err(findings) = Settings::read(dir.path(), text) else { return Vec::new() };
    let line = |finding: Finding| {
        let (line, column) = (finding.line.unwrap(), finding.column.unwrap());
        let help = finding.help.unwrap();
        format!("{line}:{column} {} {}; {help}", finding.code, finding.message)
    };
    findings.into_iter().map(line).collect()
}

#[test]
fn what_is_not_said_has_its_usual_value() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Settings::of_folder(dir.path()).unwrap().unwrap(), Settings::default());
    let text = "# Comments alone.\r\n\r\nlanguage = 'fr' # French\r\n";
    // Some editors begin a file with a byte order mark.
    fs::write(dir.path().join(FILE), format!("\u{feff}{text}")).unwrap();
    let settings = Settings::of_folder(dir.path()).unwrap().unwrap();
    assert_eq!(settings, Settings { language: Some("fr".into()), ..Settings::default() });
}

#[test]
fn every_setting_is_read() {
    let text = r#"
        feed = "data/news.json"
        out = "../public/news"
        language = "pt-br"
        address = "https://example.org/news"
        image = "picture.png"
        items_in_page = 1_000
    "#;
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings::read(dir.path(), text).unwrap();
    let expected = Settings {
        feed: "data/news.json".into(),
        out: "../public/news".into(),
        language: Some("pt-BR".into()),
        address: Some("https://example.org/news/".into()),
        image: Some("picture.png".into()),
        items_in_page: 1000,
    };
    assert_eq!(settings, expected);
}

#[test]
fn what_is_wrong_is_said_at_its_place_with_what_to_write() {
    for (text, expected) in [
        (
            "out = \"site\"\nfed = \"news.json\"",
            "2:1 unknown-setting there is no setting `fed`; write `feed`",
        ),
        (
            "items-in-page = 3",
            "1:1 unknown-setting there is no setting `items-in-page`; write `items_in_page`",
        ),
        (
            "Language = \"en\"",
            "1:1 unknown-setting there is no setting `Language`; write `language`",
        ),
        (
            "colour = \"red\"",
            "1:1 unknown-setting there is no setting `colour`; \
             there are feed, out, language, address, image, items_in_page",
        ),
        (
            "[page]\nfeed = \"news.json\"",
            "1:2 unknown-setting there is no setting `page`; \
             there are feed, out, language, address, image, items_in_page",
        ),
        (
            "feed = 3",
            "1:8 wrong-type `feed` is a number, and must be a text in quotation marks; \
             write `feed = \"news.json\"`",
        ),
        (
            "out = \" \"",
            "1:7 wrong-type `out` is empty, and must be a text in quotation marks; \
             write `out = \"site\"`",
        ),
        (
            "image = [\"a.png\"]",
            "1:9 wrong-type `image` is a list, and must be a text in quotation marks; \
             write `image = \"picture.png\"`",
        ),
        (
            "language = true",
            "1:12 wrong-type `language` is true or false, and must be a text in quotation marks; \
             write `language = \"en\"`",
        ),
        (
            "[address]",
            "1:1 wrong-type `address` is a group of settings, and must be a text in quotation \
             marks; write `address = \"https://example.org/news/\"`",
        ),
        (
            "items_in_page = \"50\"",
            "1:17 wrong-type `items_in_page` is a text, and must be a whole number from 1 on; \
             write `items_in_page = 50`",
        ),
        (
            "items_in_page = 0",
            "1:17 wrong-type `items_in_page` is a number, and must be a whole number from 1 on; \
             write `items_in_page = 50`",
        ),
        (
            "items_in_page = -3",
            "1:17 wrong-type `items_in_page` is a number, and must be a whole number from 1 on; \
             write `items_in_page = 50`",
        ),
        (
            "language = \"English\"",
            "1:12 wrong-value `language` is wrong: it is no language tag; \
             write one such as en, fr or pt-BR",
        ),
        (
            "address = \"example.org\"",
            "1:11 wrong-value `address` is wrong: it is no whole address; \
             write https://example.org/",
        ),
    ] {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() {
    let text = "out = 1\naddress = 2\nimage = 3\nfed = 4\nfeed = 5";
    let places: Vec<_> = said(text).iter().map(|line| line[..1].to_owned()).collect();
    assert_eq!(places, ["1", "2", "3", "4", "5"]);
}

#[test]
fn what_is_no_toml_is_said_at_its_place() {
    let help =
        "; a setting is a line such as `feed = \"news.json\"`, with texts in quotation marks";
    for (text, expected) in [
        ("feed = news.json", "1:8 not-toml the settings cannot be read: "),
        ("out = \"a\"\nout = \"b\"", "2:1 not-toml the settings cannot be read: duplicate key"),
        ("feed: \"news.json\"", "1:7 not-toml the settings cannot be read: key with no value"),
        ("out = \"a\"\n{ \"feed\": 1 }", "2:1 not-toml the settings cannot be read: "),
    ] {
        let lines = said(text);
        assert_eq!(lines.len(), 1, "{text}");
        assert!(lines[0].starts_with(expected) && lines[0].ends_with(help), "{}", lines[0]);
    }
}

#[test]
fn a_file_that_is_not_utf8_is_said_to_be_so() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(FILE), b"\xff\xfef\0e\0e\0d\0").unwrap();
    let refused = Settings::of_folder(dir.path()).unwrap().unwrap_err();
    let finding = &refused.findings[0];
    assert_eq!(finding.message, "the file is not UTF-8");
    assert_eq!(finding.help.as_deref(), Some("save it in the encoding UTF-8"));
    assert_eq!(finding.file, dir.path().join(FILE));
}

#[test]
fn a_file_that_cannot_be_opened_is_no_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(FILE)).unwrap();
    let error = Settings::of_folder(dir.path()).unwrap_err();
    assert!(
        error.to_string().ends_with("monthwise.toml is a folder, and has to be a file"),
        "{error}"
    );
}

#[test]
fn findings_name_the_file_as_github_does() {
    assert_eq!(file_of(Path::new(".")), Path::new("monthwise.toml"));
    assert_eq!(file_of(Path::new("news")), Path::new("news/monthwise.toml"));
}

#[test]
fn an_address_is_whole_and_ends_in_a_slash() {
    for (text, expected) in [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("http://example.org/news", "http://example.org/news/"),
        (" https://example.org/a/b/ ", "https://example.org/a/b/"),
        ("https://example.org:8080/a", "https://example.org:8080/a/"),
        ("https://example.org/côte", "https://example.org/c%C3%B4te/"),
        ("HTTPS://Example.org/v1.0", "https://example.org/v1.0/"),
    ] {
        assert_eq!(address(text).unwrap(), expected, "{text}");
    }
    let other = "one such as https://example.org/news/";
    for (text, expected) in [
        ("", format!("it is no whole address; write {other}")),
        ("/news/", format!("it is no whole address; write {other}")),
        ("news", format!("it is no whole address; write {other}")),
        ("example.org/news/", "it is no whole address; write https://example.org/news/".into()),
        ("//example.org", "it is no whole address; write https://example.org/".into()),
        ("a b.org", format!("it is no whole address; write {other}")),
        ("ftp://a.org/", format!("it begins with neither https:// nor http://; write {other}")),
        ("file:///a/b", format!("it begins with neither https:// nor http://; write {other}")),
        (
            "https://a.org/?page=1#top",
            "it goes on behind the path, with ? or #; write https://a.org/".into(),
        ),
        (
            "https://a.org/news/index.html",
            "it is the address of a file, not of the site; write https://a.org/news/".into(),
        ),
    ] {
        assert_eq!(address(text).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn the_site_has_a_folder_of_its_own() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("news");
    fs::create_dir_all(dir.join("data")).unwrap();
    let behind = |what: &str, out: &str| {
        format!(
            "{what} lies in `out`, {out}, and each build takes a new folder in its place; \
             give the site a folder of its own, such as `out = \"site\"`"
        )
    };
    let folder = "the folder of these settings";
    for (text, expected) in [
        ("out = \"public\"", None),
        ("out = \"../site\"", None),
        ("out = \"../news-site\"", None),
        ("out = \"data/site\"\nfeed = \"data/news.json\"", None),
        ("feed = \"../news.json\"", None),
        ("out = \".\"", Some((1, "out", behind(folder, ".")))),
        ("\nout = \"./\"", Some((2, "out", behind(folder, "./")))),
        ("out = \"..\"", Some((1, "out", behind(folder, "..")))),
        ("out = \"../news\"", Some((1, "out", behind(folder, "../news")))),
        ("out = \"not-there/..\"", Some((1, "out", behind(folder, "not-there/..")))),
        ("feed = \"data/news.json\"\nout = \"data\"", Some((2, "out", behind("the feed", "data")))),
        ("feed = \"site/news.json\"", Some((1, "feed", behind("the feed", "site")))),
        ("image = \"site/a.png\"", Some((1, "image", behind("the picture", "site")))),
    ] {
        let findings = Settings::read(&dir, text).err().unwrap_or_default();
        let said = findings.into_iter().next().map(|finding| {
            assert_eq!(finding.code, "out-holds-input");
            let message = format!("{}; {}", finding.message, finding.help.unwrap());
            (finding.line.unwrap(), finding.field.unwrap(), message)
        });
        let expected = expected.map(|(line, field, text)| (line, field.to_owned(), text));
        assert_eq!(said, expected, "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_is_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("news");
    fs::create_dir(&dir).unwrap();
    std::os::unix::fs::symlink(".", dir.join("site")).unwrap();
    let findings = Settings::read(&dir, "out = \"site\"").unwrap_err();
    assert_eq!(findings[0].code, "out-holds-input");
}

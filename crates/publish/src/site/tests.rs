//! A site as a whole: what is in it, word by word, and that its files lead to each other wherever it
//! is read.
//!
//! What is kept in `golden/` is renewed by
//! `MONTHWISE_RENEW=1 cargo test -p monthwise site::tests::a_site_is_this`; then read the diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::testing::{ADDRESS, ADDRESSES, feeds};
use super::*;
use html::Found;

pub(super) mod html;

/// A page that stands in for the one that the program carries.
const BUNDLE: &[(&str, &[u8])] = &[
    ("embed/builder.css", b"*{}"),
    ("embed/builder.js", b"void 0"),
    (pages::BUILDER, include_bytes!("../../../../public/embed/index.html")),
    ("frame/frame.css", b"*{}"),
    ("frame/frame.js", b"void 0"),
    ("icon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("monthwise-0123456789ab/languages/ar.json", b"{}"),
    ("monthwise-0123456789ab/languages/en.json", b"{}"),
    ("monthwise-0123456789ab/languages/es.json", b"{}"),
    ("monthwise-0123456789ab/languages/fr.json", b"{}"),
    ("monthwise-0123456789ab/monthwise.bin", b"wasm"),
    ("monthwise-0123456789ab/monthwise.css", b"*{}"),
    ("monthwise-0123456789ab/standalone.css", b"*{}"),
    ("monthwise-frame.js", b"void 0"),
    ("monthwise.js", b"void 0"),
];

/// The files of a site, or why there are none. `image` is the name of the picture.
fn built(
    feed: &Path,
    settings: &Settings,
    address: Option<&str>,
    image: Option<&str>,
) -> Result<Vec<File>> {
    let name = feed.file_name().unwrap().to_str().unwrap();
    let base = address.map_or_else(String::new, |address| [address, name].concat());
    let image = image.map(|name| File::text(name, "picture"));
    files(&Input {
        source: &source::read(feed, &base)?,
        settings,
        address,
        feed: name,
        image: image.as_ref(),
        bundle: Bundle::of(BUNDLE).unwrap(),
    })
}

/// The site of a feed of one file with the usual settings.
pub(super) fn site(feed: &Value, address: Option<&str>) -> Vec<File> {
    site_with(&Settings::default(), feed, address)
}

/// The site of a feed of one file.
pub(super) fn site_with(settings: &Settings, feed: &Value, address: Option<&str>) -> Vec<File> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.json");
    fs::write(&path, feed.to_string()).unwrap();
    built(&path, settings, address, None).unwrap()
}

/// The site of the feed that is kept, of which the newest year stands in the page.
pub(super) fn kept_site(address: Option<&str>) -> Vec<File> {
    let settings = Settings { items_in_page: 2, ..Settings::default() };
    built(&kept().join("news.json"), &settings, address, Some("picture.png")).unwrap()
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/golden")
}

/// The text of a file of a site.
pub(super) fn text_of<'a>(files: &'a [File], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("there is no {path} in {:?}", paths(files)));
    str::from_utf8(&file.bytes).unwrap()
}

fn paths(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

/// What the name of a file ends with.
fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The pages of a site with what is in them.
pub(super) fn documents(files: &[File]) -> Vec<(&str, Vec<Found>)> {
    let paths = paths(files).into_iter().filter(|path| ending(path) == "html");
    paths.map(|path| (path, html::read(text_of(files, path)))).collect()
}

/// A page with a line for each part, for whoever reads it.
fn in_lines(page: &str) -> String {
    let mut page = page.to_owned();
    for end in
        ["</section>", "</li>", "</article>", "</fieldset>", "</p>", "</h2>", "</h3>", "</label>"]
    {
        page = page.replace(end, &[end, "\n"].concat());
    }
    for begin in ["<ul", "<ol", "<article", "<section", "<div", "<option"] {
        page = page.replace(begin, &["\n", begin].concat());
    }
    page
}

#[test]
fn a_site_is_this() {
    for (address, folder) in ADDRESSES.into_iter().zip(["anywhere", "at-an-address"]) {
        let files = kept_site(address);
        for path in [
            "index.html",
            "2023/index.html",
            "undated/index.html",
            "feeds/index.html",
            "frame/index.html",
            "404.html",
        ] {
            holds(&files, folder, path);
        }
        if address.is_some() {
            holds(&files, folder, "sitemap.xml");
        }
    }
}

/// Compares a file with the one that a person has read.
fn holds(files: &[File], folder: &str, path: &str) {
    let written = in_lines(text_of(files, path));
    let kept = kept().join(folder).join(path.replace("/index", ""));
    if std::env::var_os("MONTHWISE_RENEW").is_some() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(&kept, &written).unwrap();
    }
    let golden = fs::read_to_string(&kept).unwrap_or_default();
    assert!(golden == written, "{} differs from this:\n{written}", kept.display());
}

#[test]
fn a_site_has_these_files_in_this_order() {
    let common = [
        "2023/index.html",
        "2024/index.html",
        "404.html",
        "embed/builder.css",
        "embed/builder.js",
        "embed/index.html",
        "feed.xml",
        "feeds/index.html",
        "feeds/partner-_22_27_3e_3cb_3e.json",
        "feeds/partner-_22_27_3e_3cb_3e.xml",
        "feeds/partner-osce.json",
        "feeds/partner-osce.xml",
        "feeds/partner-union.json",
        "feeds/partner-union.xml",
        "feeds/region-150.json",
        "feeds/region-150.xml",
        "feeds/region-AM.json",
        "feeds/region-AM.xml",
        "feeds/region-FR.json",
        "feeds/region-FR.xml",
        "feeds/region-GE.json",
        "feeds/region-GE.xml",
        "feeds/region-south-caucasus.json",
        "feeds/region-south-caucasus.xml",
        "frame/frame.css",
        "frame/frame.js",
        "frame/index.html",
        "icon.svg",
        "index.html",
        "monthwise-0123456789ab/languages/ar.json",
        "monthwise-0123456789ab/languages/en.json",
        "monthwise-0123456789ab/languages/es.json",
        "monthwise-0123456789ab/languages/fr.json",
        "monthwise-0123456789ab/monthwise.bin",
        "monthwise-0123456789ab/monthwise.css",
        "monthwise-0123456789ab/standalone.css",
        "monthwise-frame.js",
        "monthwise.js",
        "news.json",
        "news.schema.json",
        "older.json",
        "picture.png",
        "sitemap.xml",
        "undated/index.html",
    ];
    assert_eq!(paths(&kept_site(Some(ADDRESS))), common);
    let nowhere: Vec<&str> = common.into_iter().filter(|path| *path != "sitemap.xml").collect();
    assert_eq!(paths(&kept_site(None)), nowhere);
}

#[test]
fn the_files_of_the_feed_and_of_the_page_are_theirs_byte_for_byte() {
    let files = kept_site(None);
    for (path, bytes) in BUNDLE {
        assert_eq!(text_of(&files, path).as_bytes(), *bytes, "{path}");
    }
    for path in ["news.json", "older.json"] {
        assert_eq!(text_of(&files, path), fs::read_to_string(kept().join(path)).unwrap());
    }
}

#[test]
fn the_page_that_puts_lines_together_is_about_this_feed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("our news.json");
    fs::write(&path, r#"{ "items": [{ "id": "a", "title": "A" }] }"#).unwrap();
    let files = built(&path, &Settings::default(), None, None).unwrap();
    let page = html::read(text_of(&files, pages::BUILDER));
    let news: Vec<_> = page.iter().filter(|found| found.tag == "monthwise-news").collect();
    assert_eq!(news.len(), 1);
    // Without a version: the lines name it, and are to last.
    assert_eq!(news[0].get("src"), Some("../our%20news.json"));
}

#[test]
fn the_same_feed_makes_the_same_site_wherever_it_lies() {
    let kept = kept_site(None);
    // The folder's name is one that stands in no page otherwise.
    let folder = tempfile::Builder::new().prefix("some-place").tempdir().unwrap();
    for name in ["news.json", "older.json"] {
        fs::write(folder.path().join(name), text_of(&kept, name)).unwrap();
    }
    let settings = Settings { items_in_page: 2, ..Settings::default() };
    for address in ADDRESSES {
        let build =
            || built(&folder.path().join("news.json"), &settings, address, Some("picture.png"));
        let files = build().unwrap();
        assert_eq!(files, build().unwrap());
        assert_eq!(files, kept_site(address));
        for file in &files {
            let text = String::from_utf8_lossy(&file.bytes);
            for forbidden in ["some-place", "file:", env!("CARGO_MANIFEST_DIR")] {
                assert!(!text.contains(forbidden), "{} holds {forbidden}", file.path);
            }
        }
    }
}

#[test]
fn a_site_without_an_address_names_none_but_those_of_its_feed() {
    let files = kept_site(None);
    let ours = |file: &&File| {
        BUNDLE.iter().all(|(path, _)| file.path != *path)
            && !["news.json", "older.json"].contains(&&*file.path)
    };
    let mut named = BTreeSet::new();
    for file in files.iter().filter(ours) {
        let text = str::from_utf8(&file.bytes).unwrap();
        let is_end = |character: char| " \"\\<>&'`),".contains(character);
        let addresses = text.match_indices("http").map(|(at, _)| &text[at..]);
        let addresses = addresses.filter(|text| text.split(':').next().unwrap().len() < 6);
        named.extend(addresses.map(|text| text.split(is_end).next().unwrap()));
    }
    assert_eq!(
        Vec::from_iter(named),
        [
            // Names of formats, which nobody asks for.
            "http://json-schema.org/draft-07/schema#",
            "http://www.w3.org/2005/Atom",
            // What the feed links to.
            "https://example.com/a?b=1",
            "https://example.com/report?year=2024",
            // The pattern of the schema for the one below.
            "https://jsonfeed",
            "https://jsonfeed.org/version/1.1",
            "https://schema.org",
            "https://www.osce.org/",
        ]
    );
}

/// Follows what names another file, from a file, and gives the file and the place in it; none where it
/// leads out of the site.
fn followed(site: &Url, from: &str, href: &str) -> Option<(String, Option<String>)> {
    let target = site.join(from).unwrap().join(href).unwrap();
    let path = target.as_str().split(['?', '#']).next().unwrap().strip_prefix(site.as_str())?;
    let path = if path.is_empty() || path.ends_with('/') {
        [path, "index.html"].concat()
    } else {
        path.to_owned()
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    Some((decoded(&path), target.fragment().map(decoded)))
}

/// What each file of a site names by an attribute, with the file that does.
fn references(files: &[File]) -> Vec<(&str, String)> {
    let mut references = Vec::new();
    for (path, document) in documents(files) {
        for element in &document {
            for name in ["href", "src", "feeds"] {
                references.extend(element.get(name).map(|value| (path, value.to_owned())));
            }
            if element.says("type", "application/ld+json") {
                let data: Value = serde_json::from_str(&element.text).unwrap();
                named_by_data(&data, &mut |value| references.push((path, value.to_owned())));
            }
        }
    }
    let is_feed = |path: &&str| path.starts_with("feed") && ending(path) != "html";
    for path in paths(files).into_iter().filter(is_feed) {
        let text = text_of(files, path);
        if ending(path) == "xml" {
            let links = text.split(" href=\"").skip(1);
            let links = links.map(|link| link.split('"').next().unwrap().replace("&amp;", "&"));
            references.extend(links.map(|href| (path, href)));
        } else {
            let data: Value = serde_json::from_str(text).unwrap();
            for key in ["home_page_url", "feed_url"] {
                references.extend(data[key].as_str().map(|url| (path, url.to_owned())));
            }
        }
    }
    references
}

/// Finds all addresses in linked data.
fn named_by_data(data: &Value, found: &mut impl FnMut(&str)) {
    match data {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str() {
                    Some(address) if ["@id", "url"].contains(&key.as_str()) => found(address),
                    _ => named_by_data(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| named_by_data(value, found)),
        _ => {}
    }
}

/// All that a site names in itself is there, at whichever address it is read; gives how much that is.
fn assert_leads_home(files: &[File], address: Option<&str>) -> usize {
    let pages: BTreeMap<&str, BTreeSet<String>> = documents(files)
        .into_iter()
        .map(|(path, document)| {
            let ids = document.iter().filter_map(|element| element.get("id")).map(str::to_owned);
            (path, ids.collect())
        })
        .collect();
    let references = references(files);
    let homes = ["https://x.example/", "https://x.example/repo/", "http://y.example:8080/a/b/"];
    let homes: Vec<&str> = address.map_or(homes.to_vec(), |address| vec![address]);
    let mut count = 0;
    for home in homes {
        let site = Url::parse(home).unwrap();
        for (from, href) in &references {
            let Some((path, place)) = followed(&site, from, href) else {
                // Nothing assumes a place, and what leads elsewhere says so.
                assert!(Url::parse(href).is_ok(), "{from} leads to {href}, out of the site");
                continue;
            };
            count += 1;
            assert!(paths(files).contains(&&*path), "{from} leads to {href}, which is not there");
            // The script finds what the page does not hold yet; it stands on a plain page as well.
            if let (Some(place), Some(ids)) = (place, pages.get(&*path)) {
                let is_found = ids.contains(&place)
                    || path == "index.html" && pages.values().any(|ids| ids.contains(&place));
                assert!(is_found, "{from} leads to {href}, a place that is not there");
            }
        }
    }
    count
}

#[test]
fn all_that_a_site_names_in_itself_is_there_wherever_it_is_read() {
    for address in ADDRESSES {
        let count = assert_leads_home(&kept_site(address), address);
        assert!(count > 150, "these are most: {count}");
    }
}

#[test]
fn every_feed_makes_a_site_whose_pages_can_be_read_and_lead_to_each_other() {
    for (name, bytes) in feeds() {
        println!("{name}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.json");
        fs::write(&path, bytes).unwrap();
        let files = built(&path, &Settings::default(), None, None).unwrap();
        for (page, document) in documents(&files) {
            let mut seen = BTreeSet::new();
            for id in document.iter().filter_map(|element| element.get("id")) {
                assert!(seen.insert(id), "{page}: an id stands once: {id}");
            }
        }
    }
}

/// A feed of one item in a folder of its own.
fn feed_called(name: &str, item: &Value) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, json!({ "title": "News", "items": [item] }).to_string()).unwrap();
    (folder, path)
}

/// Why there is no site with these partners and this picture.
fn refusal(feed: &str, partners: &[&str], image: Option<&str>) -> String {
    let item = json!({
        "id": "a", "title": "A", "_monthwise": { "date": "2007", "partners": partners },
    });
    let (_folder, path) = feed_called(feed, &item);
    built(&path, &Settings::default(), None, image).unwrap_err().to_string()
}

#[test]
fn a_feed_may_have_any_name() {
    let item = json!({ "id": "a", "title": "A", "_monthwise": { "date": "2007" } });
    for (name, named) in [
        ("my news.json", "my%20news.json"),
        ("news #1 50%.json", "news%20%231%2050%25.json"),
        ("новости.json", "%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.json"),
        ("data/news.json", "news.json"),
        #[cfg(not(windows))]
        ("what?:news.json", "what%3F%3Anews.json"),
    ] {
        let (_folder, path) = feed_called(name, &item);
        for address in ADDRESSES {
            let files = built(&path, &Settings::default(), address, None).unwrap();
            assert_leads_home(&files, address);
            for (page, up) in [("index.html", ""), ("frame/index.html", "../")] {
                let page = html::read(text_of(&files, page));
                let element = page.iter().find(|element| element.tag == "monthwise-news").unwrap();
                let src = element.get("src").unwrap();
                assert_eq!(src.split('?').next(), Some(&*[up, named].concat()), "{name}");
            }
        }
    }
}

#[test]
fn the_files_of_a_feed_lie_in_the_site_as_they_lie_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("data/news.json", r#"{ "items": [{ "id": "a", "title": "A" }], "next_url": "b.json" }"#);
    write("data/b.json", r#"{ "items": [{ "id": "b", "title": "B" }], "next_url": "old/c.json" }"#);
    write("data/old/c.json", r#"{ "items": [{ "id": "c", "title": "C" }] }"#);
    let feed = folder.path().join("data/news.json");
    for address in ADDRESSES {
        let files = built(&feed, &Settings::default(), address, None).unwrap();
        for path in ["news.json", "b.json", "old/c.json"] {
            assert!(paths(&files).contains(&path), "{path}");
        }
        assert!(text_of(&files, "undated/index.html").contains("id=\"c\""));
        assert_leads_home(&files, address);
    }
}

#[test]
fn two_files_that_would_be_one_are_refused() {
    let one = |one: &str, other: &str| {
        format!(
            "two files of the site would be {one} and {other}, which are one on many disks; \
             rename the feed, the picture, or one of the two ids"
        )
    };
    for (feed, partners, image, refused) in [
        (
            "news.json",
            &["osce", "un", "OSCE"][..],
            None,
            ["feeds/partner-OSCE.json", "feeds/partner-osce.json"],
        ),
        ("Feed.XML", &[], None, ["Feed.XML", "feed.xml"]),
        ("news.schema.json", &[], None, ["news.schema.json", "news.schema.json"]),
        ("news.json", &[], Some("index.html"), ["index.html", "index.html"]),
        ("news.json", &[], Some("News.json"), ["News.json", "news.json"]),
        ("news.json", &[], Some("2007"), ["2007", "2007/index.html"]),
        ("FEEDS", &["osce"], None, ["FEEDS", "feeds/index.html"]),
        // The list of what was written stands there.
        (".monthwise-site.json", &[], None, [".monthwise-site.json", ".monthwise-site.json"]),
        (".Monthwise-Site.json", &[], None, [".Monthwise-Site.json", ".monthwise-site.json"]),
        ("news.json", &[], Some(".monthwise-site.json"), [".monthwise-site.json"; 2]),
    ] {
        assert_eq!(refusal(feed, partners, image), one(refused[0], refused[1]));
    }
}

#[test]
fn a_partner_may_have_any_id() {
    // Those whose path would be over 240 bytes, as it is written, have no feed.
    let longest = "x".repeat(240 - "feeds/partner-".len());
    let [longer, escaped, endless] =
        ["x".repeat(longest.len() + 1), "é".repeat(40), "x".repeat(5000)];
    let ids = ["..", ".", "a/b", "a\\b", "a b", "é", "%2e", "_2e", "\u{7}", "index.html", &longest];
    let partners = [&ids[..], &[&longer, &escaped, &endless]].concat();
    let item = json!({
        "id": "a", "title": "A",
        "_monthwise": { "date": "2007", "partners": partners },
    });
    let feed = json!({ "items": [item] });
    for address in ADDRESSES {
        let files = site(&feed, address);
        assert_leads_home(&files, address);
        let of_partners: Vec<&str> = paths(&files)
            .into_iter()
            .filter_map(|path| path.strip_prefix("feeds/partner-")?.strip_suffix(".xml"))
            .collect();
        assert_eq!(of_partners.len(), ids.len(), "{of_partners:?}");
        for path in paths(&files) {
            assert!(path.split('/').all(|name| name.len() <= 255), "{path}");
        }
        for name in of_partners {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            assert!(name.bytes().all(is_plain), "{name}");
        }
    }
}

#[test]
fn a_feed_in_the_folder_of_its_site_is_seen_however_both_are_named() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    for folder in ["site/data", "site-2"] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    for feed in ["news.json", "site/news.json", "site/data/news.json", "site-2/news.json"] {
        fs::write(at(feed), "{}").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("site"), at("link")).unwrap();
    for (feed, out, is_in_it) in [
        ("site/news.json", "site", true),
        ("site/data/news.json", "site", true),
        ("site/news.json", "site/", true),
        ("site/news.json", "site/data/..", true),
        ("site-2/../site/news.json", "site-2/../site", true),
        ("news.json", "", true),
        #[cfg(unix)]
        ("site/news.json", "link", true),
        #[cfg(unix)]
        ("link/data/news.json", "site", true),
        ("news.json", "site", false),
        ("site/news.json", "site/data", false),
        ("site-2/news.json", "site", false),
        ("site/news.json", "site-2", false),
        // What is not there yet holds nothing.
        ("site/news.json", "site/public", false),
    ] {
        assert_eq!(is_within(&at(feed), &at(out)), is_in_it, "{feed} in {out}");
    }
}

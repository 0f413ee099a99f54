//! Feeds that are written, read back by other parsers.

use std::collections::BTreeSet;

use archive::feed::Item;
use archive::language::Language;
use chrono::DateTime;
use feed_rs::model::{Entry, Feed, FeedType};
use feed_rs::parser;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::site::publication::first_day;
use crate::site::testing::{ADDRESS, ADDRESSES, archive, archive_of, english, feeds, publication};

/// Where the feeds are read when it is not known where the site will be.
const ELSEWHERE: &str = "https://elsewhere.example/site/";

fn read(file: &File) -> Feed {
    // As it is written: whether it is harmless is a question of its own.
    let parser = parser::Builder::new().sanitize_content(false).build();
    let text = String::from_utf8_lossy(&file.bytes);
    parser.parse(&*file.bytes).unwrap_or_else(|error| panic!("{}: {error}\n{text}", file.path))
}

/// A text as XML can hold it.
fn in_xml(text: &str) -> String {
    let is_control = |character: char| character < ' ' && !"\t\n\r".contains(character);
    text.replace(is_control, "\u{fffd}").replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Whoever reads an Atom feed finds the newest items of the list in it, each as it is.
fn assert_is_atom_of(publication: &Publication, channel: &Channel, file: &File) {
    let feed = read(file);
    let all = publication.archive.items();
    let items: Vec<&Item> = channel.items.iter().take(100).map(|at| &all[*at]).collect();
    let title = |text: &Option<feed_rs::model::Text>| text.as_ref().map(|t| t.content.clone());
    assert_eq!(title(&feed.title), Some(in_xml(&channel.title)));
    assert_eq!(feed.entries.len(), items.len(), "{}", file.path);
    let entries = feed.entries.iter().map(|entry| entry.id.as_str());
    let ids: BTreeSet<&str> = entries.chain([feed.id.as_str()]).collect();
    assert_eq!(ids.len(), 1 + items.len(), "neither two entries nor the feed share an id");
    for id in ids {
        assert!(url::Url::parse(id).is_ok(), "an id is an absolute IRI: {id}");
    }
    for (entry, item) in feed.entries.iter().zip(items) {
        assert_eq!(title(&entry.title), Some(in_xml(item.whole_heading())));
        let updated = entry.updated.expect("an entry has a date").to_rfc3339();
        if let Some(day) = first_day(item) {
            assert_eq!(updated, format!("{day}T12:00:00+00:00"));
        }
        let topics: Vec<&str> =
            entry.categories.iter().map(|category| category.term.as_str()).collect();
        let expected: Vec<String> = item.topics.iter().map(|topic| in_xml(topic)).collect();
        assert_eq!(topics, expected);
        assert_eq!(entry.links.len(), 1);
        let html = publication.html(&file.path, item);
        assert_eq!(content(entry), in_xml(&html).trim());
    }
    let newest = feed.entries.iter().filter_map(|entry| entry.updated).max();
    assert_eq!(feed.updated, newest.or(Some(DateTime::UNIX_EPOCH)));
}

fn content(entry: &Entry) -> String {
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    body.unwrap_or_default().trim().to_owned()
}

/// What is read of an item, but for where it stood in its file: its links and its text as they lead
/// and are printed from the file at `from`, ways up and down again folded as by a browser.
fn shown(item: &Item, publication: &Publication, from: &str) -> [String; 4] {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let way = [ELSEWHERE, folder, "/../"].concat();
    let link = item.address().map(|href| publication.link(from, &href));
    let lists = Facet::ALL.map(|facet| facet.values_of(item));
    [
        format!("{} {:?} {:?} {lists:?}", item.id, item.date, item.language),
        format!("{:?} {} {:?}", item.title(), item.heading, item.long_title),
        link.unwrap_or_default().replace(&way, ELSEWHERE),
        publication.html(from, item).replace(&way, ELSEWHERE),
    ]
}

/// Whoever reads a JSON feed finds all items of the list in it, each as it is.
fn assert_is_json_of(publication: &Publication, channel: &Channel, file: &File) {
    let json: Value = serde_json::from_slice(&file.bytes).expect("it is JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["title"], channel.title);
    for item in json["items"].as_array().expect("there is a list") {
        assert!(item["id"].is_string());
        assert_ne!(item["content_html"].is_string(), item["content_text"].is_string());
    }
    assert_eq!(read(file).entries.len(), channel.items.len());

    // In Monthwise it is an archive with the same items in the same order.
    let base = [publication.address.unwrap_or(ELSEWHERE), &file.path].concat();
    let again = archive_of(&file.bytes, &base).expect("it is a feed");
    for fault in &again.faults {
        let is_inherited = publication.archive.faults.iter().any(|old| old.reason == fault.reason);
        assert!(is_inherited, "{}: {fault:?}", file.path);
    }
    let address = publication.address.or(Some(ELSEWHERE));
    let written_there = Publication { address, ..*publication };
    let read_there = Publication { archive: &again, ..written_there };
    let items: Vec<_> =
        again.items().iter().map(|item| shown(item, &read_there, &file.path)).collect();
    let all = publication.archive.items();
    let expected: Vec<_> =
        channel.items.iter().map(|at| shown(&all[*at], &written_there, &file.path)).collect();
    assert_eq!(items, expected, "{}", file.path);
}

/// Every feed of a site is as it should be, and the same when it is written again.
fn assert_feeds_of(bytes: &[u8], base: &str, address: Option<&str>) {
    let archive = archive_of(bytes, base).expect("it is a feed");
    let language = english();
    let publication = publication(&archive, &language, address);
    let files = files(&publication).expect("they are written");
    let channels = of_values(&publication);
    assert_eq!(files.len(), 1 + 2 * channels.len());
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len(), "no two feeds share a file");
    assert_is_atom_of(&publication, &all(&publication), &files[0]);
    for (channel, files) in channels.iter().zip(files[1..].chunks(2)) {
        assert_is_atom_of(&publication, channel, &files[0]);
        assert_is_json_of(&publication, channel, &files[1]);
    }
    assert_eq!(files_again(bytes, base, address), files);
}

/// The feeds of a feed that is read anew, as another build would.
fn files_again(bytes: &[u8], base: &str, address: Option<&str>) -> Vec<File> {
    let archive = archive_of(bytes, base).expect("it is a feed");
    let language = english();
    files(&publication(&archive, &language, address)).expect("they are written")
}

#[test]
fn every_feed_is_read_as_the_list_that_it_was_written_from() {
    for (name, bytes) in feeds() {
        println!("{name}");
        for address in ADDRESSES {
            assert_feeds_of(&bytes, "", address);
            assert_feeds_of(&bytes, "https://example.org/news/feed.json", address);
        }
    }
}

/// A small feed with a bit of everything: relative links, a region in two areas, an id for the whole
/// world, a character that XML has not.
fn small() -> Value {
    json!({
        "title": "News on fair recruitment",
        "description": "What happened, month by month.",
        "language": "en",
        "_monthwise": {
            "regions": [
                { "id": "caucasus", "name": "South Caucasus", "members": ["AM", "GE"] },
                { "id": "elsewhere", "members": ["FR", "GE"] },
            ],
            "partners": [
                { "id": "osce", "name": "OSCE", "url": "osce.html" },
                { "id": "un", "name": "United Nations" },
            ],
        },
        "items": [
            {
                "id": "launch",
                "title": "A <b>project</b> begins & ends",
                "content_html": "<p>See <a href=\"project.html\">the project</a>.",
                "external_url": "report 1.html",
                "language": "fr",
                "tags": ["law & order"],
                "_monthwise": { "date": "2024-03-14", "regions": ["GE"], "partners": ["osce"] },
            },
            {
                "id": "https://example.org/seminar",
                "title": "A seminar",
                "content_text": "One.\n\nTwo, with a bell: \u{7}.",
                "_monthwise": { "date": "2024-02", "regions": ["FR"], "partners": ["un"] },
            },
            { "id": 3, "title": "Undated", "_monthwise": { "regions": ["caucasus"] } },
        ],
    })
}

/// Compares with a file that a person has looked at.
fn assert_golden(files: &[File], path: &str, golden: &str) {
    let file = files.iter().find(|file| file.path == path).expect("the file is written");
    assert_eq!(str::from_utf8(&file.bytes).expect("it is text"), golden.trim_end(), "{path}");
}

#[test]
fn the_feeds_of_a_small_archive_are_these() {
    let archive = archive(&small());
    let language = english();
    let known = files(&publication(&archive, &language, Some(ADDRESS))).expect("they are written");
    assert_golden(&known, "feed.xml", include_str!("golden/feed.xml"));
    let unknown = files(&publication(&archive, &language, None)).expect("they are written");
    assert_golden(&unknown, "feeds/region-caucasus.xml", include_str!("golden/caucasus.xml"));
    assert_golden(&unknown, "feeds/region-caucasus.json", include_str!("golden/caucasus.json"));
    let paths: Vec<&str> = known.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "feed.xml",
            "feeds/region-caucasus.xml",
            "feeds/region-caucasus.json",
            "feeds/region-GE.xml",
            "feeds/region-GE.json",
            "feeds/region-elsewhere.xml",
            "feeds/region-elsewhere.json",
            "feeds/region-FR.xml",
            "feeds/region-FR.json",
            "feeds/partner-osce.xml",
            "feeds/partner-osce.json",
            "feeds/partner-un.xml",
            "feeds/partner-un.json",
        ]
    );
}

#[test]
fn a_json_feed_declares_what_its_items_need() {
    let declared = |path: &str| {
        let archive = archive(&small());
        let language = english();
        let files = files(&publication(&archive, &language, Some(ADDRESS)));
        let files = files.expect("they are written");
        let file = files.iter().find(|file| file.path == path).expect("the file is written");
        let json: Value = serde_json::from_slice(&file.bytes).expect("it is JSON");
        let ids = |key: &str| {
            let list = json["_monthwise"][key].as_array().expect("there is a list");
            list.iter().filter_map(|one| one["id"].as_str()).collect::<Vec<_>>().join(" ")
        };
        let about = ["home_page_url", "feed_url"].map(|key| {
            json[key].as_str().and_then(|url| url.strip_prefix(ADDRESS)).map(str::to_owned)
        });
        (ids("regions"), ids("partners"), about.map(Option::unwrap_or_default))
    };
    for (path, regions, partners, page) in [
        ("feeds/region-GE.json", "caucasus elsewhere", "osce", "?region=GE"),
        ("feeds/region-caucasus.json", "caucasus elsewhere", "osce", "?region=caucasus"),
        ("feeds/partner-un.json", "elsewhere", "un", "?partner=un"),
    ] {
        let about = [page.to_owned(), path.to_owned()];
        assert_eq!(declared(path), (regions.to_owned(), partners.to_owned(), about), "{path}");
    }
}

#[test]
fn an_atom_feed_has_the_newest_items_and_a_json_feed_has_all() {
    let item = |number: usize| {
        let year = 1900 + number;
        let date = format!("{year}-01-01");
        json!({ "id": number, "title": "x", "_monthwise": { "date": date, "regions": ["GE"] } })
    };
    let items: Vec<Value> = (0..101).map(item).collect();
    let archive = archive(&json!({ "items": items }));
    let language = english();
    let publication = publication(&archive, &language, None);
    let files = files(&publication).expect("they are written");
    let lengths: Vec<(&str, usize)> =
        files.iter().map(|file| (file.path.as_str(), read(file).entries.len())).collect();
    for expected in [("feed.xml", 100), ("feeds/region-GE.xml", 100), ("feeds/region-GE.json", 101)]
    {
        assert!(lengths.contains(&expected), "{lengths:?}");
    }
    let last = read(&files[0]).entries.last().and_then(|entry| entry.updated);
    assert_eq!(last.map(|date| date.to_rfc3339()).as_deref(), Some("1901-01-01T12:00:00+00:00"));
}

#[test]
fn an_entry_is_known_by_the_same_id_in_every_feed_wherever_the_site_is_read() {
    for (id, is_its_own) in [
        ("tag:example.org,2024:1", true),
        ("https://example.org/é", true),
        ("https://news.example.org/archive/#launch", true),
        ("launch", false),
        ("a: b", false),
        ("https://exa mple.org/", false),
        ("a:[b]", false),
        ("a:\u{fffe}", false),
    ] {
        let item = json!({ "id": id, "title": "x", "_monthwise": { "regions": ["GE"] } });
        let mut ids = BTreeSet::new();
        for language in ["en", "fr"] {
            let feed = json!({ "language": language, "items": [item] }).to_string();
            for address in ADDRESSES {
                let files = files_again(feed.as_bytes(), "", address);
                let atom = files.iter().map(read).filter(|feed| feed.feed_type == FeedType::Atom);
                ids.extend(atom.flat_map(|feed| feed.entries).map(|entry| entry.id));
            }
        }
        let [known] = Vec::from_iter(ids).try_into().expect("they are the same");
        let known: String = known;
        assert_eq!(known == id, is_its_own, "{known}");
        assert!(is_its_own || known.starts_with("urn:uuid:"), "{known}");
    }
}

/// The ids of the feed of all news, with one item, and of that item.
fn ids_of(title: &str, language: &str, id: &str, address: Option<&str>) -> [String; 2] {
    let item = json!({ "id": id, "title": "x" });
    let feed = json!({ "title": title, "language": language, "items": [item] }).to_string();
    let feed = read(&files_again(feed.as_bytes(), "", address)[0]);
    [feed.id, feed.entries[0].id.clone()]
}

#[test]
fn where_no_address_names_a_thing_its_number_is_its_own() {
    let names = [("a", "1"), ("a", "2"), ("a", "feed.xml"), ("a", "itemb"), ("aitem", "b")];
    let ids: Vec<String> =
        names.iter().flat_map(|(title, id)| ids_of(title, "en", id, None)).collect();
    // Of the ten one stands four times: the feed whose item alone has another id.
    assert_eq!(BTreeSet::from_iter(&ids).len(), 7);
    for id in &ids {
        let uuid: uuid::Uuid = id.parse().expect("it is a UUID");
        assert_eq!((uuid.get_version_num(), uuid.get_variant()), (8, uuid::Variant::RFC4122));
    }
    // A site that moves, or says that it speaks another language, is not news for its readers.
    for (language, address) in [("en", Some(ADDRESS)), ("fr", None), ("en", Some(ELSEWHERE))] {
        assert_eq!(ids_of("a", language, "1", address), ids[..2]);
    }
}

#[test]
fn dates_are_as_early_as_they_may_be() {
    for (dates, updated) in [
        (&["2024-03-14", "2024-03"][..], "2024-03-14 2024-03-01"),
        (&["2024", "unknown"], "2024-01-01 2024-01-01"),
        (&["2024-05", "2001-02-03", "unknown"], "2024-05-01 2001-02-03 2001-02-03"),
        (&["unknown"], "1970-01-01"),
        (&["0000"], "0000-01-01"),
        (&["9999-12-31"], "9999-12-31"),
    ] {
        let dated = |date: &&str| json!({ "title": "x", "_monthwise": { "date": date } });
        let items: Vec<Value> = dates.iter().map(dated).collect();
        let feed =
            read(&files_again(json!({ "items": items }).to_string().as_bytes(), "", None)[0]);
        let days = feed.entries.iter().filter_map(|entry| entry.updated);
        let days: Vec<String> = days.map(|date| date.format("%Y-%m-%d").to_string()).collect();
        assert_eq!(days.join(" "), updated);
        assert_eq!(feed.updated, feed.entries[0].updated);
    }
}

#[test]
fn the_head_names_the_feeds_unless_they_are_too_many() {
    let paths = |regions: usize| -> Vec<String> {
        let items = (0..regions).map(
            |number| json!({ "title": "x", "_monthwise": { "partners": [format!("p{number}")] } }),
        );
        let archive = archive(&json!({ "title": "All", "items": items.collect::<Vec<_>>() }));
        let language: Language = english();
        let alternates = alternates(&publication(&archive, &language, None));
        let written = alternates
            .iter()
            .map(|feed| format!("{} {} {}", feed.path, feed.media_type, feed.title));
        written.collect()
    };
    assert_eq!(
        paths(1),
        [
            "news.json application/feed+json All",
            "feed.xml application/atom+xml All",
            "feeds/partner-p0.json application/feed+json All: p0",
            "feeds/partner-p0.xml application/atom+xml All: p0",
        ]
    );
    assert_eq!(paths(49).len(), 100);
    assert_eq!(paths(50), paths(0));
}

#[test]
fn an_atom_feed_names_its_language_where_it_is_one() {
    for (language, expected) in [
        (json!("fr"), Some("fr")),
        (json!("zh-Hant-TW"), Some("zh-Hant-TW")),
        (json!("sl-1994"), Some("sl-1994")),
        (json!(null), Some("en")),
        (json!("all of them"), None),
        (json!("1-a"), None),
        (json!("en-"), None),
        (json!("languages"), None),
        (json!("en_US"), None),
    ] {
        let feed = json!({ "language": language, "items": [] }).to_string();
        let feed = read(&files_again(feed.as_bytes(), "", None)[0]);
        assert_eq!(feed.language.as_deref(), expected);
    }
}

/// Texts that a file has to hold without coming apart. Half of a surrogate pair takes the place of
/// U+E000, which no JSON library would write.
const TEXTS: &str = "\\PC{0,9}|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{ffff}\u{e000}\\]>&\"' ]{0,6}|\
                     (]]>|</script>|<!--|<p>|</p>|&lt;|&#0;|<a href=\"[ab:/?#]{0,4}\">|[a-c]){0,5}";
const IDS: &str = "[a-c]{1,2}|GE|FR|150|https://[a-c ]{0,3}|urn:[a\u{fffe}]|#|[\u{1}<> %]{1,3}";
const DATES: &str = "0000|[0-9]{4}|200[67]-0[1-9]|2007-07-[0-3][0-9]|";

fn any_item() -> impl Strategy<Value = Value> {
    let texts = || vec(TEXTS, 0..3);
    let ids = || vec(IDS, 0..3);
    (IDS, TEXTS, TEXTS, TEXTS, any::<bool>(), DATES, texts(), ids(), ids()).prop_map(
        |(id, title, text, url, is_html, date, tags, regions, partners)| {
            json!({
                "id": id,
                "title": title,
                "url": url,
                if is_html { "content_html" } else { "content_text" }: text,
                "tags": tags,
                "_monthwise": { "date": date, "regions": regions, "partners": partners },
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_archive_has_feeds_that_can_be_read(
        items in vec(any_item(), 0..6),
        title in TEXTS,
        area in vec(IDS, 0..3),
        partner in (IDS, TEXTS, TEXTS),
    ) {
        let feed = json!({
            "title": title,
            "description": title,
            "language": title,
            "_monthwise": {
                "regions": [{ "id": area.first(), "name": title, "members": area }],
                "partners": [{ "id": partner.0, "name": partner.1, "url": partner.2 }],
            },
            "items": items,
        });
        let bytes = feed.to_string().replace('\u{e000}', "\\udc00");
        for address in ADDRESSES {
            assert_feeds_of(bytes.as_bytes(), "", address);
        }
    }
}

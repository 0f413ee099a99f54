//! How a feed is divided among the pages of its site.

use serde_json::{Value, json};

use crate::settings::Settings;
use crate::site::publication::File;
use crate::site::testing::ADDRESSES;
use crate::site::tests::html::{self, Found};
use crate::site::tests::{site, site_with, text_of};

/// A feed with an item for each of these dates; an empty one is none.
fn dated(dates: &[&str]) -> Value {
    let item = |(number, date): (usize, &&str)| {
        let date = Some(date).filter(|date| !date.is_empty());
        let id = format!("item{number}");
        json!({ "id": id, "title": "Something happened", "_monthwise": { "date": date } })
    };
    let items: Vec<Value> = dates.iter().enumerate().map(item).collect();
    json!({ "title": "News", "items": items })
}

fn page(files: &[File], path: &str) -> Vec<Found> {
    html::read(text_of(files, path))
}

/// The ids of the elements of a class, in the order of the page.
fn ids<'a>(page: &'a [Found], class: &str) -> Vec<&'a str> {
    page.iter().filter(|found| found.is(class)).filter_map(|found| found.get("id")).collect()
}

/// The links of a page to other pages, with their words.
fn links(page: &[Found]) -> Vec<(&str, &str)> {
    let links = page.iter().filter(|found| found.tag == "a" && !found.is("place"));
    links.filter_map(|link| Some((link.get("href")?, &*link.text))).collect()
}

/// The year pages of a site: all that have a folder but the page of all feeds and those for pages of
/// others.
fn years(files: &[File]) -> Vec<&str> {
    let folders = files.iter().filter_map(|file| file.path.strip_suffix("/index.html"));
    folders.filter(|folder| !["embed", "feeds", "frame"].contains(folder)).collect()
}

#[test]
fn the_page_holds_at_least_so_many_items_and_whole_months() {
    let dates =
        ["2024-03-02", "2024-03-01", "2024-02-01", "2024", "2023-12", "2023-12", "2023-12", ""];
    let all = ["2024-03", "2024-02", "2024", "2023-12", "undated"];
    for (asked, months, goes_on) in [
        (1, 1, Some("2024/#2024-02")),
        (2, 1, Some("2024/#2024-02")),
        (3, 2, Some("2024/#2024")),
        (4, 3, Some("2023/#2023-12")),
        (5, 4, Some("undated/#undated")),
        (7, 4, Some("undated/#undated")),
        (8, 5, None),
        (9, 5, None),
    ] {
        let settings = Settings { items_in_page: asked, ..Settings::default() };
        for address in ADDRESSES {
            let files = site_with(&settings, &dated(&dates), address);
            let index = page(&files, "index.html");
            assert_eq!(ids(&index, "month"), all[..months], "{asked} items");
            let items = ids(&index, "item").len();
            assert!(items >= asked.min(dates.len()), "{items} of {asked} items");
            let more = index.iter().position(|found| found.is("site__more"));
            let more = more.and_then(|at| index[at + 1].get("href"));
            assert_eq!(more, goes_on, "{asked} items");
            // Months that are not in the page are reached through the index of months.
            let bars = index.iter().filter(|found| found.is("index__month"));
            let bars: Vec<&str> = bars.filter_map(|bar| bar.get("href")).collect();
            let place = |(number, month): (usize, &&str)| {
                let year = month.split('-').next().filter(|_| number >= months);
                let folder = year.map_or_else(String::new, |year| [year, "/"].concat());
                format!("{folder}#{month}")
            };
            assert_eq!(bars, all.iter().enumerate().map(place).collect::<Vec<_>>());
        }
    }
}

#[test]
fn each_item_stands_on_the_plain_page_of_its_year_and_on_no_other() {
    let files = site(&dated(&["2024-03-02", "2023", "", "0007-05", "2023-12-31", ""]), None);
    assert_eq!(years(&files), ["0007", "2023", "2024", "undated"]);
    for (year, items) in [
        ("2024", &["item0"][..]),
        ("2023", &["item4", "item1"]),
        ("0007", &["item3"]),
        ("undated", &["item2", "item5"]),
    ] {
        let page = page(&files, &format!("{year}/index.html"));
        assert_eq!(ids(&page, "item"), items, "{year}");
        assert!(!page.iter().any(|found| found.tag == "button"), "nothing runs there: {year}");
        assert!(page.iter().all(|found| found.get("disabled").is_none()), "{year}");
    }
}

#[test]
fn plain_pages_lead_to_the_list_and_to_their_neighbours() {
    let files = site(&dated(&["2024", "2022", "", "2023"]), None);
    for (year, steps) in [
        ("2024", &[("../2023/", "Next: 2023")][..]),
        ("2023", &[("../2024/", "Previous: 2024"), ("../2022/", "Next: 2022")]),
        ("undated", &[("../2022/", "Previous: 2022")]),
    ] {
        let page = page(&files, &format!("{year}/index.html"));
        let links = links(&page);
        let (header, footer) = links.split_at(1 + steps.len());
        assert_eq!(header, [&[("../", "Search and filter all items")], steps].concat());
        assert_eq!(
            footer,
            [
                ("../2024/", "2024"),
                ("../2023/", "2023"),
                ("../2022/", "2022"),
                ("../undated/", "Undated"),
                ("../feed.xml", "Atom"),
                ("../news.json", "JSON Feed"),
                ("../feeds/", "All feeds, by region and partner"),
                ("../embed/", "Put this list into a page of yours"),
            ]
        );
    }
}

#[test]
fn titles_say_their_language_where_it_is_not_that_of_the_interface() {
    let settings = Settings { language: Some("ar".to_owned()), ..Settings::default() };
    for (language, titles) in [("fr", "fr"), ("ar", "ar")] {
        let mut feed = dated(&["2024"]);
        feed["language"] = language.into();
        let files = site_with(&settings, &feed, None);
        let plain = page(&files, "2024/index.html");
        let [html, title] = ["html", "h1"].map(|tag| plain.iter().find(|found| found.tag == tag));
        assert_eq!(html.unwrap().get("lang"), Some("ar"));
        assert_eq!(html.unwrap().get("dir"), Some("rtl"));
        assert_eq!(title.unwrap().get("lang"), Some(titles));
    }
}

#[test]
fn a_feed_without_items_has_a_page_that_says_so() {
    for address in ADDRESSES {
        let files = site(&dated(&[]), address);
        assert_eq!(years(&files), [""; 0]);
        let index = page(&files, "index.html");
        let nothing = index.iter().find(|found| found.is("page__nothing")).unwrap();
        assert_eq!((&*nothing.text, nothing.get("hidden")), ("There are no news items yet.", None));
        for class in ["filters__panel", "index"] {
            let element = index.iter().find(|found| found.is(class)).unwrap();
            assert!(element.get("hidden").is_some(), "{class}");
        }
        assert!(links(&index).ends_with(&[
            ("feed.xml", "Atom"),
            ("news.json", "JSON Feed"),
            ("feeds/", "All feeds, by region and partner"),
            ("embed/", "Put this list into a page of yours"),
        ]));
        assert!(!index.iter().any(|found| found.is("site__more")));
    }
}

#[test]
fn a_feed_that_knows_no_months_has_a_page_of_what_it_knows() {
    for (dates, months, pages) in [
        (&["", ""][..], &["undated"][..], &["undated"][..]),
        (&["2023", "2024", "2024"], &["2024", "2023"], &["2023", "2024"]),
    ] {
        let files = site(&dated(dates), None);
        assert_eq!(years(&files), pages);
        assert_eq!(ids(&page(&files, "index.html"), "month"), months);
    }
}

#[test]
fn a_very_full_month_goes_on_where_its_year_is_whole() {
    let dates = vec!["2024-03"; 3000];
    let files = site(&dated(&dates), None);
    let index = page(&files, "index.html");
    let year = page(&files, "2024/index.html");
    let plain = ids(&year, "item");
    assert_eq!(plain.len(), 3000);
    assert_eq!(ids(&index, "item"), plain[..100]);
    let more = index.iter().position(|found| found.is("site__more"));
    let more = more.and_then(|at| index[at + 1].get("href"));
    assert_eq!(more, Some(&*["2024/#", plain[100]].concat()));
}

#[test]
fn a_long_text_is_folded_in_the_page_and_whole_on_the_plain_one() {
    let text = vec!["A paragraph of the kind that goes on and on. ".repeat(8); 6].join("\n\n");
    let feed = json!({ "items": [{
        "id": "a % b", "title": "A", "content_text": text, "_monthwise": { "date": "2024-03" },
    }] });
    let files = site(&feed, None);
    let index = page(&files, "index.html");
    let rest = index.iter().find(|found| found.is("item__rest")).unwrap();
    assert_eq!(rest.get("hidden"), Some("until-found"));
    let more = index.iter().find(|found| found.is("item__more")).unwrap();
    assert_eq!((&*more.tag, more.get("href")), ("a", Some("2024/#a-%25-b")));
    let plain = page(&files, "2024/index.html");
    assert_eq!(ids(&plain, "item"), ["a-%-b"]);
    assert!(!plain.iter().any(|found| found.is("item__rest") || found.is("item__more")));
    assert!(plain.iter().find(|found| found.is("item")).unwrap().text.contains(rest.text.trim()));
}

/// A feed with a country in two areas, partners in reverse, and one whose name is no file's.
fn of_regions() -> Value {
    let endless = "x".repeat(300);
    json!({
        "title": "News",
        "_monthwise": {
            "regions": [
                { "id": "caucasus", "name": "South Caucasus", "members": ["AM", "GE"] },
                { "id": "wine", "name": "Wine & Cheese", "members": ["FR", "GE"] },
            ],
            "partners": [{ "id": "osce", "name": "OSCE" }, { "id": endless, "name": "Endless" }],
        },
        "items": [
            {
                "id": "a", "title": "A", "tags": ["law"],
                "_monthwise": { "date": "2024", "regions": ["GE"], "partners": ["osce", endless] },
            },
            { "id": "b", "title": "B", "_monthwise": { "date": "2023", "regions": ["FR"] } },
        ],
    })
}

#[test]
fn all_feeds_stand_on_a_page_by_region_and_partner() {
    for address in ADDRESSES {
        let files = site(&of_regions(), address);
        let page = page(&files, "feeds/index.html");
        let lists = page.iter().filter(|found| found.tag == "ul").map(|list| &*list.text);
        // Georgia lies in both areas; topics have no feeds, nor has what names no file.
        assert_eq!(
            lists.take(4).collect::<Vec<_>>(),
            [
                "News",
                "All news: Atom, JSON Feed",
                "South Caucasus: Atom, JSON FeedGeorgia: Atom, JSON Feed\
                 Wine & Cheese: Atom, JSON FeedFrance: Atom, JSON FeedGeorgia: Atom, JSON Feed",
                "OSCE: Atom, JSON Feed",
            ]
        );
        let links = links(&page);
        let hrefs: Vec<&str> = links.iter().map(|(href, _)| *href).collect();
        let both = |path: &str| [".xml", ".json"].map(|ending| ["../", path, ending].concat());
        let of_values =
            ["caucasus", "GE", "wine", "FR", "GE"].map(|id| ["feeds/region-", id].concat());
        let of_values = of_values.iter().map(String::as_str).chain(["feeds/partner-osce"]);
        let expected = ["../", "../feed.xml", "../news.json"].map(str::to_owned);
        let expected: Vec<String> = expected.into_iter().chain(of_values.flat_map(both)).collect();
        assert_eq!(hrefs[..expected.len()], expected);
    }
}

#[test]
fn the_list_and_the_page_of_all_feeds_name_each_feed_and_a_year_those_of_all_news() {
    let files = site(&of_regions(), None);
    let named = |path: &str| -> Vec<String> {
        let page = page(&files, path);
        let links = page.iter().filter(|found| found.says("rel", "alternate"));
        links.filter_map(|link| link.get("href")).map(str::to_owned).collect()
    };
    let all = named("index.html");
    assert_eq!(all.len(), 2 + 2 * 5);
    assert!(all.contains(&"feeds/partner-osce.xml".to_owned()), "{all:?}");
    let from_a_folder: Vec<String> = all.iter().map(|href| ["../", href].concat()).collect();
    assert_eq!(named("feeds/index.html"), from_a_folder);
    for year in ["2024", "2023"] {
        assert_eq!(named(&format!("{year}/index.html")), ["../news.json", "../feed.xml"]);
    }
    assert!(named("404.html").is_empty());
}

#[test]
fn the_page_for_a_frame_shows_the_same_feed_in_the_same_language_as_the_list() {
    for (language, file) in [("en", "en"), ("ar", "ar"), ("fr-CA", "fr"), ("de", "en")] {
        let feed = json!({
            "title": "A & B", "language": language, "items": [{ "id": "a", "title": "A" }],
        });
        for address in ADDRESSES {
            let files = site(&feed, address);
            let [list, frame] = ["index.html", "frame/index.html"].map(|path| page(&files, path));
            let element = |page: &[Found], name| {
                let news = page.iter().find(|found| found.tag == "monthwise-news").unwrap();
                news.get(name).map(str::to_owned)
            };
            let up = |path: Option<String>| path.map(|path| ["../", &path].concat());
            assert_eq!(element(&frame, "src"), up(element(&list, "src")));
            assert_eq!(element(&frame, "feeds").as_deref(), Some("../"));
            for name in ["lang", "dir"] {
                assert_eq!(frame[0].get(name), list[0].get(name), "{name} of the document");
            }
            assert_eq!(element(&frame, "lang"), element(&list, "lang"));
            assert!(element(&frame, "eager").is_some() && element(&frame, "standalone").is_none());
            let asked = |page: &[Found]| -> Vec<String> {
                let preloads = page.iter().filter(|found| found.says("rel", "preload"));
                preloads.map(|found| found.get("href").unwrap().to_owned()).collect()
            };
            let asked_above: Vec<_> =
                asked(&list).into_iter().filter_map(|path| up(Some(path))).collect();
            assert_eq!(asked(&frame), asked_above);
            assert!(asked(&frame)[2].ends_with(&format!("/languages/{file}.json")));
            let scripts = frame.iter().filter(|found| found.tag == "script");
            let scripts: Vec<_> = scripts.filter_map(|found| found.get("src")).collect();
            assert_eq!(
                scripts,
                ["frame.js", "../monthwise.js"],
                "the element has its attributes first"
            );
            assert_eq!(links(&frame), [("../", "A & B")]);
        }
    }
}

//! That an archive of which the texts come later is the one that has them at once.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Standing::{Away, Coming, Failed, Here};
use super::*;
use crate::archive::tests::{any_areas, any_items, archive, feed, page};
use crate::feed::outline;
use crate::language::tests::english;
use crate::search::{self, Haystack};

/// A feed cut into files of so many items, as `monthwise build` cuts it: in reading order.
struct Cut {
    whole: Archive,
    files: Vec<Value>,
    areas: Value,
}

impl Cut {
    fn of(mut items: Vec<Value>, areas: Value, size: usize) -> Self {
        for (at, item) in items.iter_mut().enumerate() {
            item["content_text"] = json!(format!("Text {at}."));
            if at % 3 == 1 {
                // Of a title this long the outline has the beginning.
                item["title"] = json!(format!("{at} {} ends", "and on ".repeat(50)));
            }
        }
        let whole = archive(&feed(&items, &areas));
        let ordered: Vec<Value> =
            whole.items().iter().map(|item| items[item.place].clone()).collect();
        let files = ordered.chunks(size).map(|items| feed(items, &areas)).collect();
        Self { whole, files, areas }
    }

    fn page(&self, number: usize) -> Page {
        self.files.get(number).map_or_else(|| page(&feed(&[], &self.areas)), page)
    }

    /// What there is when the first file and the outline are.
    fn outlined(&self, lock: &str, limit: usize) -> Archive {
        let sizes = self.files.iter().map(|file| file["items"].as_array().map_or(0, Vec::len));
        let files: Vec<(String, usize)> = sizes.map(|size| ("f.json".to_owned(), size)).collect();
        let written = outline::write(&files, self.whole.items());
        let outline = outline::read(written.as_bytes(), "").unwrap_or_default();
        let lock = Arc::new(Lock::read(lock, limit));
        Archive::outlined(self.page(0), outline, "https://example.org/news.json", lock)
    }
}

/// Items as they are read and shown: without the places in files.
fn shown(archive: &Archive) -> Vec<Item> {
    let items = archive.items().iter();
    items.map(|item| Item { number: 0, line: 0, place: 0, ..item.clone() }).collect()
}

/// Three items, an item a file.
fn three() -> Cut {
    let item = |id| json!({ "id": id, "title": id, "_monthwise": { "date": "2007-01-01" } });
    Cut::of(["a", "b", "c"].map(item).to_vec(), json!([]), 1)
}

#[test]
fn texts_come_file_by_file() {
    let cut = three();
    let mut archive = cut.outlined("", 0);
    let standings =
        |archive: &Archive| archive.parts().iter().map(|part| part.standing).collect::<Vec<_>>();
    assert_eq!(standings(&archive), [Here, Away, Away]);
    assert_eq!((archive.read(), archive.settled()), (1, &[0][..]));
    assert_eq!(archive.wanted([2, 1, 2].into_iter(), false), [2, 1, 0]);
    let standing = |archive: &Archive, items: &[usize]| archive.standing_of(items.iter().copied());
    assert_eq!([standing(&archive, &[0]), standing(&archive, &[0, 1])], [Here, Coming]);
    archive.await_part(2);
    assert_eq!(standings(&archive), [Here, Away, Coming]);
    archive.receive(2, Some(cut.page(2).items));
    assert_eq!((archive.read(), archive.settled()), (2, &[0, 2][..]));
    assert_eq!(archive.items()[2].text.plain(), "Text 2.");
    assert_eq!(archive.standing(&archive.items()[1]), Away);
    archive.receive(1, None);
    assert_eq!(standings(&archive), [Here, Failed, Here]);
    assert_eq!([standing(&archive, &[0, 1, 2]), standing(&archive, &[0, 2])], [Failed, Here]);
    archive.forgive();
    assert_eq!(standings(&archive), [Here, Away, Here]);
    archive.receive(1, Some(cut.page(1).items));
    assert_eq!(shown(&archive), shown(&cut.whole));
}

#[test]
fn of_a_long_archive_what_is_read_is_wanted_and_of_any_all_that_is_searched() {
    for (count, is_searched, expected) in
        [(10_000, false, 4), (10_001, false, 1), (10_001, true, 5)]
    {
        let items = (0..count).map(|number| json!({ "title": number.to_string() })).collect();
        let archive = Cut::of(items, json!([]), 2_500).outlined("", 0);
        assert_eq!(archive.is_short(), count == 10_000);
        let wanted = archive.wanted([count - 1].into_iter(), is_searched);
        assert_eq!(
            (wanted[0], wanted.len()),
            ((count - 1) / 2_500, expected),
            "{count}, {is_searched}"
        );
    }
}

#[test]
fn a_file_of_another_feed_has_failed() {
    for other in [
        json!([]),
        json!([{ "id": "b", "title": "Another title", "content_text": "Another text" }]),
        json!([{ "id": "b", "title": "b" }, { "id": "d", "title": "d" }]),
    ] {
        let mut archive = three().outlined("", 0);
        archive.receive(1, Some(page(&json!({ "items": other })).items));
        assert_eq!(archive.parts()[1].standing, Failed, "{other}");
        assert_eq!(archive.items()[1].text, Source::Away);
    }
    // What is no part of it changes nothing.
    let mut archive = three().outlined("", 0);
    archive.receive(7, None);
    archive.await_part(7);
    assert_eq!(archive.settled(), [0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn an_archive_in_parts_is_the_whole_one(
        items in any_items(12),
        areas in any_areas(),
        size in 1..5_usize,
        lock in "(region=(FR|GE|north))?(&partner=osce)?",
        limit in 0..6_usize,
        words in "(text|ends|and|work|fr|2007|\"text [0-9]\"|[0-9])",
    ) {
        prop_assume!(!items.is_empty());
        let cut = Cut::of(items, areas, size);
        let whole = {
            let lock = Arc::new(Lock::read(&lock, limit));
            let items = feed(&cut.files.iter().flat_map(|file| file["items"].as_array().cloned().unwrap_or_default()).collect::<Vec<_>>(), &cut.areas);
            Archive::locked(page(&items), "https://example.org/news.json", lock)
        };
        let mut archive = cut.outlined(&lock, limit);
        prop_assert_eq!(archive.sections(), whole.sections());
        let language = english();
        let terms = search::terms(&words, language.locale());
        let mut haystack = Haystack::new(&archive, &language);
        let mut of_whole = Haystack::new(&whole, &language);
        let found = of_whole.find(&whole, &terms);
        for number in archive.wanted(std::iter::empty(), true) {
            archive.receive(number, Some(cut.page(number).items));
            // Words are looked for while texts come; what is found is found in the whole archive, too.
            haystack.catch_up(&archive, &language);
            for (part, whole) in haystack.find(&archive, &terms).iter().zip(&found) {
                prop_assert!(part.positions().all(|position| whole.contains(position)));
            }
        }
        haystack.catch_up(&archive, &language);
        prop_assert_eq!(haystack.find(&archive, &terms), found);
        prop_assert_eq!(archive.read(), archive.items().len());
        // Of ids that stand twice, which one is the second is decided before the feed is cut.
        let unnamed = |items: Vec<Item>| items.into_iter().map(|item| Item { id: String::new(), ..item }).collect::<Vec<_>>();
        prop_assert_eq!(unnamed(shown(&archive)), unnamed(shown(&whole)));
    }
}

//! Defines the lock: what a host fixes of a list in its page, so that no visitor can change it.
//!
//! Items that a lock leaves out are not in the archive: neither the address nor a control brings them
//! back, and every count is of what is left.

use crate::query::{self, Asked};

/// What a host fixes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// What every item of the list passes. Values that the feed does not know list nothing.
    pub asked: Asked,
    /// How many of the newest items there are at most; 0 for any number.
    pub limit: usize,
}

impl Lock {
    /// The lock whose filter is written as a query, as it is in an address.
    #[must_use]
    pub fn read(query: &str, limit: usize) -> Self {
        Self { asked: query::read(query, ""), limit }
    }

    /// Whether nothing is fixed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.asked.filter.is_empty() && self.limit == 0
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::archive::Archive;
    use crate::archive::tests::{any_areas, any_items, feed, fixture, news, page};
    use crate::language::tests::english;
    use crate::view::{View, facets, only};

    fn locked(feed: &Value, lock: &str, limit: usize) -> Archive {
        let base = "https://example.org/news.json";
        Archive::locked(page(feed), base, Arc::new(Lock::read(lock, limit)))
    }

    fn of_news(lock: &str, limit: usize) -> Archive {
        let news: Value =
            serde_json::from_slice(&crate::archive::tests::file("public/news.json")).expect("JSON");
        locked(&news, lock, limit)
    }

    fn ids(archive: &Archive) -> Vec<&str> {
        archive.items().iter().map(|item| item.id.as_str()).collect()
    }

    /// The ids of what an address lists.
    fn listed(archive: &Archive, address: &str) -> Vec<String> {
        let language = english();
        let facets = facets(archive, &language);
        let asked = query::read(address, "");
        let view = View::new(archive, &facets, &mut None, &asked, &language);
        let listed = view.selection.listed.positions();
        listed.map(|position| archive.items()[position].id.clone()).collect()
    }

    #[test]
    fn a_locked_list_says_what_it_shows_only() {
        for (lock, limit, count, sentence) in [
            ("", 0, 10, None),
            ("region=GE", 0, 2, Some("This page shows only: Georgia.")),
            ("region=GE&region=CN", 0, 3, Some("This page shows only: Georgia and China.")),
            (
                "region=europe-central-asia&partner=osce&to=2007-06",
                0,
                2,
                Some(
                    "This page shows only: Europe and Central Asia, Organization for Security and \
                     Co-operation in Europe and Until June 2007.",
                ),
            ),
            ("", 5, 5, Some("This page shows only: the newest 5 items.")),
            ("region=GE", 1, 1, Some("This page shows only: Georgia and the newest item.")),
            ("", 50, 10, Some("This page shows only: the newest 50 items.")),
            ("region=AQ", 0, 0, Some("This page shows only: AQ.")),
        ] {
            let archive = of_news(lock, limit);
            assert_eq!(archive.items().len(), count, "{lock}");
            assert_eq!(only(&archive, &english()).as_deref(), sentence, "{lock}");
        }
    }

    #[test]
    fn neither_the_address_nor_clearing_all_brings_back_what_is_locked_out() {
        let archive = of_news("region=GE", 0);
        let all = ids(&archive).join(" ");
        for address in ["", "region=CN", "region=CN&regions=all", "from=2007-01", "region=&q="] {
            assert_eq!(listed(&archive, address).join(" "), all, "{address}");
        }
        assert_eq!(listed(&archive, "q=china"), [""; 0]);
    }

    #[test]
    fn what_the_host_wrote_in_vain_is_named_with_what_the_address_asks_for_in_vain() {
        let archive = of_news("from=2007-5", 0);
        let language = english();
        let view = View::new(&archive, &[], &mut None, &query::read("region=zz", ""), &language);
        assert_eq!(archive.items().len(), 10);
        let ignored = view.ignored.unwrap_or_default();
        assert!(ignored.contains("region=zz") && ignored.contains("from=2007-5"), "{ignored}");
    }

    #[test]
    fn the_title_and_the_feed_of_a_locked_list_are_its_own() {
        for (lock, address, title, feed) in [
            ("region=GE", "", "News on forced labour: Georgia", Some("feeds/region-GE.xml")),
            ("region=GE", "partner=osce", "News on forced labour: Georgia and OSCE", None),
            ("", "region=GE", "News on forced labour: Georgia", Some("feeds/region-GE.xml")),
            ("to=2007-06", "", "News on forced labour: Until June 2007", None),
        ] {
            let archive = of_news(lock, 0);
            let language = english();
            let view = View::new(&archive, &[], &mut None, &query::read(address, ""), &language);
            let said = view.title(&archive, &language);
            let said = said.replace("Organization for Security and Co-operation in Europe", "OSCE");
            assert_eq!((said.as_str(), view.feed(&archive).as_deref()), (title, feed), "{lock}");
        }
    }

    #[test]
    fn the_newest_items_are_the_newest_of_all_files() {
        let limited = |limit| {
            let lock = Arc::new(Lock::read("", limit));
            let archive = Archive::locked(fixture("paged-1.json"), "", lock);
            archive.with(fixture("paged-2.json")).with(fixture("paged-3.json"))
        };
        assert_eq!(ids(&limited(2)), ["p1-spring-meeting", "p2-water-report"]);
        assert_eq!(ids(&limited(4)).last(), Some(&"p1-field-visit"));
        assert_eq!(limited(2).sections().len(), 1);
    }

    #[test]
    fn without_a_lock_everything_is_there() {
        assert_eq!(ids(&of_news("", 0)), ids(&news()));
    }

    proptest! {
        /// What is locked is what a visitor's filter would list, cut off behind the newest; whether the
        /// feed comes in one file or in two.
        #[test]
        fn a_lock_leaves_what_a_filter_lists(
            items in any_items(12),
            areas in any_areas(),
            lock in "(region=(FR|GE|142|north|all))?(&region=AM)?(&partner=osce)?(&topic=work)?(&from=2007-02)?",
            limit in 0..6_usize,
            half in 0..12_usize,
        ) {
            let whole = feed(&items, &areas);
            let mut expected = listed(&crate::archive::tests::archive(&whole), &known(&whole, &lock));
            if is_unknown(&whole, &lock) {
                expected.clear();
            }
            if limit > 0 {
                expected.truncate(limit);
            }
            let archive = locked(&whole, &lock, limit);
            prop_assert_eq!(ids(&archive), expected.clone());

            let (first, second) = items.split_at(half.min(items.len()));
            let paged = locked(&feed(first, &areas), &lock, limit).with(page(&feed(second, &json!([]))));
            prop_assert_eq!(ids(&paged), expected);
        }
    }

    /// The lock as an address, without values that no item carries: an address ignores these.
    fn known(feed: &Value, lock: &str) -> String {
        let archive = crate::archive::tests::archive(feed);
        let (filter, _) = query::read(lock, "").filter.known_to(&archive);
        query::write(&filter, "", "")
    }

    /// Whether nothing that a facet is locked to is known, so that nothing is left.
    fn is_unknown(feed: &Value, lock: &str) -> bool {
        let archive = crate::archive::tests::archive(feed);
        let asked = query::read(lock, "").filter;
        let (filter, _) = asked.known_to(&archive);
        let is_empty =
            |filter: &crate::filter::Filter, facet| filter.choice(facet).values.is_empty();
        crate::facets::Facet::ALL
            .into_iter()
            .any(|facet| !is_empty(&asked, facet) && is_empty(&filter, facet))
    }
}

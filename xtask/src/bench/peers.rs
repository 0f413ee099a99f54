//! The pages that are compared, and what each of them is.

use super::naive::Matching;
use crate::size::grouped;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// In addresses, options and results.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// What it is, as a sentence.
    pub(super) about: &'static str,
    /// How many items it shows at first; none where it holds the whole archive.
    pub(super) page: Option<usize>,
    /// How it finds words; none where it does not search.
    pub(super) matching: Option<Matching>,
    /// The script in `bench/peers` that it is made of.
    pub(super) script: Option<&'static str>,
    /// The npm package that it stands for.
    pub(super) package: Option<&'static str>,
    /// With how many items it is measured at most.
    pub(super) most: usize,
}

/// How many items a page holds that has nothing else.
pub(super) const NEWEST: usize = 50;

pub(super) const STATIC: &str = "static";
pub(super) const US: &str = "us";
pub(super) const HAND: &str = "hand";
/// The hand-written page once more.
pub(super) const AGAIN: &str = "hand-again";
pub(super) const REACT: &str = "react";
pub(super) const INSTANTSEARCH: &str = "instantsearch";
pub(super) const PAGEFIND: &str = "pagefind";

const ANY: usize = usize::MAX;
/// With how many items those are measured that take long to make or to load.
pub(super) const MOST: usize = 10_000;

pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: STATIC,
        title: "Plain HTML",
        about: "The newest 50 items in plain HTML, with a style sheet and nothing else: the floor.",
        page: Some(NEWEST),
        matching: None,
        script: None,
        package: None,
        most: ANY,
    },
    Peer {
        name: US,
        title: "Monthwise",
        about: "The site that `monthwise build` makes, with the release page, under its strict policy. It also keeps \
                chips, month index and address up to date, which no other page here has.",
        page: None,
        matching: Some(Matching::Starts),
        script: None,
        package: None,
        most: ANY,
    },
    Peer {
        name: HAND,
        title: "Hand-written",
        about: "JavaScript without a library: a section a month with `content-visibility`, `hidden` toggled where it \
                changes, what is in view first and the rest in slices, texts scanned without an index.",
        page: None,
        matching: Some(Matching::Starts),
        script: Some("hand"),
        package: None,
        most: ANY,
    },
    Peer {
        name: AGAIN,
        title: "Hand-written, again",
        about: "The same page a second time in each round. What lies between the two is noise.",
        page: None,
        matching: Some(Matching::Starts),
        script: Some("hand"),
        package: None,
        most: ANY,
    },
    Peer {
        name: "react-whole",
        title: "React, whole",
        about: "React with every item in the page, memoised by row and month, printed in transitions.",
        page: None,
        matching: Some(Matching::Starts),
        script: Some("react-whole"),
        package: Some("react"),
        most: MOST,
    },
    Peer {
        name: REACT,
        title: "React",
        about: "React with the first 50 of what is listed.",
        page: Some(50),
        matching: Some(Matching::Starts),
        script: Some("react"),
        package: Some("react"),
        most: ANY,
    },
    Peer {
        name: "listjs",
        title: "List.js",
        about: "List.js searches and pages; facets and months are added by hand. It finds words anywhere in others.",
        page: Some(50),
        matching: Some(Matching::Anywhere),
        script: Some("listjs"),
        package: Some("list.js"),
        most: ANY,
    },
    Peer {
        name: "minisearch",
        title: "MiniSearch",
        about: "MiniSearch searches, a small view by hand shows. The index is made in slices after the list is there.",
        page: Some(50),
        matching: Some(Matching::Starts),
        script: Some("minisearch"),
        package: Some("minisearch"),
        most: ANY,
    },
    Peer {
        name: "flexsearch",
        title: "FlexSearch",
        about: "FlexSearch in place of MiniSearch, otherwise the same.",
        page: Some(50),
        matching: Some(Matching::Starts),
        script: Some("flexsearch"),
        package: Some("flexsearch"),
        most: ANY,
    },
    Peer {
        name: INSTANTSEARCH,
        title: "InstantSearch.js",
        about: "Its own widgets for search, facets and count, a connector for hits by month, and a client that only \
                scans: an adapter that makes an index first is slower.",
        page: Some(20),
        matching: Some(Matching::Starts),
        script: Some("instantsearch"),
        package: Some("instantsearch.js"),
        most: ANY,
    },
    Peer {
        name: PAGEFIND,
        title: "Pagefind",
        about: "Its index with a small view by hand. It fetches what a question needs and no more, each row as a file. \
                Without its worker, which the brake would not reach. What it finds of a word's first letters is \
                incomplete, so only the last key of a word is timed and compared.",
        page: Some(50),
        matching: Some(Matching::Whole),
        script: Some("pagefind"),
        package: Some("pagefind"),
        most: MOST,
    },
];

impl Peer {
    /// The folder of a size that it is in. A page and itself again are the same files.
    pub(super) fn folder(&self) -> &'static str {
        if self.name == AGAIN { HAND } else { self.name }
    }

    /// Up to how many items each of them has a row; none where each has, however many there are. Ours makes rows for months
    /// that are near, of an archive that crates/archive does not call short.
    pub(super) fn rows(&self) -> Option<usize> {
        (self.name == US).then_some(10_000)
    }

    /// What of the archive is in the page, in words.
    pub(super) fn holds(&self) -> String {
        match (self.page, self.rows()) {
            (Some(page), _) => format!("{page} items a page"),
            (None, None) => "whole archive".to_owned(),
            (None, Some(rows)) => format!(
                "whole archive; of more than {} items, rows near to what is seen",
                grouped(rows)
            ),
        }
    }
}

//! Defines a language: the sentences of the interface, which are data, and what only the browser
//! knows about it (names of countries, forms of dates and numbers, the order of words), which is
//! handed in as a [`Locale`].
//!
//! A language file (`languages/*.json`) is one object of texts. A text may hold places, `{name}`,
//! that are filled in. A text that depends on a number stands once for each plural category of the
//! language (Unicode TR 35, part 3), as `key.one`, `key.other` and so on.

use std::cmp::Ordering;

use crate::date::{Month, PartialDate};
use crate::feed;
use crate::order::Names;

/// What is known of a language and a place without any sentence.
pub trait Locale: Send + Sync {
    /// Its BCP 47 tag.
    fn tag(&self) -> &str;
    /// A number as it is written.
    fn number(&self, number: usize) -> String;
    /// The plural category of a number of things: `one`, `other` …
    fn plural(&self, number: usize) -> String;
    /// Several names as one: "A, B and C".
    fn list(&self, names: &[String]) -> String;
    /// A date at its own precision: "12 July 2007", "July 2007", "2007".
    fn date(&self, date: PartialDate) -> String;
    /// The name of a month in short, without its year: "Jul".
    fn month(&self, month: Month) -> String;
    /// The name of a country or UN M49 area.
    fn region(&self, code: &str) -> Option<String>;
    /// The order in which two names stand in a list.
    fn compare(&self, one: &str, other: &str) -> Ordering;
    /// A text without case and accents, to be searched.
    fn fold(&self, text: &str) -> String;
}

/// A language that the interface can speak.
pub struct Language {
    /// Which text goes by which key.
    keys: Names,
    texts: Vec<String>,
    locale: Box<dyn Locale>,
}

impl Language {
    /// The language of a language file. Where the file cannot be read, every sentence is its key:
    /// poor to read, but nothing is lost.
    #[must_use]
    pub fn new(file: &str, locale: Box<dyn Locale>) -> Self {
        let mut language = Self { keys: Names::default(), texts: Vec::new(), locale };
        for (key, text) in feed::texts(file) {
            language.keys.set(&key, language.texts.len());
            language.texts.push(text);
        }
        language
    }

    /// What the browser knows of the language.
    #[must_use]
    pub fn locale(&self) -> &dyn Locale {
        &*self.locale
    }

    /// A text without places.
    #[must_use]
    pub fn say(&self, phrase: Phrase) -> &str {
        self.text(phrase.key())
    }

    /// A text with its places filled in.
    #[must_use]
    pub fn fill(&self, phrase: Phrase, places: &[(&str, &str)]) -> String {
        fill(self.text(phrase.key()), places)
    }

    /// A text that depends on a number, which fills the place `{n}`.
    #[must_use]
    pub fn count(&self, phrase: Phrase, number: usize, places: &[(&str, &str)]) -> String {
        let form = |category: &str| self.get(&[phrase.key(), ".", category].concat());
        let text = form(&self.locale.plural(number)).or_else(|| form("other"));
        let number = self.locale.number(number);
        let mut places = places.to_vec();
        places.push(("n", &number));
        fill(text.unwrap_or(phrase.key()), &places)
    }

    /// The name of a UN M49 area. Browsers leave most of them out of their data, so they stand in
    /// the language files.
    #[must_use]
    pub fn area(&self, code: &str) -> Option<String> {
        self.get(&["area-", code].concat()).map(str::to_owned)
    }

    fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).unwrap_or(key)
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(|at| self.texts[at].as_str())
    }
}

fn fill(text: &str, places: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    // From left to right, so that what is filled in is never filled itself.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = places.iter().find(|(place, _)| *place == name)?;
            Some((value, after))
        });
        if let Some((value, after)) = place {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// Defines the phrases with their keys in the language files.
macro_rules! phrases {
    ($($name:ident = $key:literal),+ $(,)?) => {
        /// A text of the interface. Each language file holds every one of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Phrase {
            $(
                #[doc = concat!("`", $key, "`")]
                $name
            ),+
        }

        impl Phrase {
            /// Every phrase of the page.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its key in the language files.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key),+
                }
            }
        }
    };
}

phrases! {
    UntitledFeed = "untitled-feed",
    Only = "only",
    Newest = "newest",
    AllNews = "all-news",
    ListHeading = "list-heading",
    ListOf = "list-of",
    CountAll = "count-all",
    CountSome = "count-some",
    CountNone = "count-none",
    CountOfMonth = "count-of-month",
    NothingFound = "nothing-found",
    Without = "without",
    EmptyFeed = "empty-feed",
    Undated = "undated",
    YearOnly = "year-only",
    Search = "search",
    SearchHint = "search-hint",
    MonthIndex = "month-index",
    From = "from",
    To = "to",
    AnyMonth = "any-month",
    Span = "span",
    SpanFrom = "span-from",
    SpanTo = "span-to",
    Quoted = "quoted",
    Permalink = "permalink",
    PermalinkOf = "permalink-of",
    CopyLink = "copy-link",
    CopyLinkOf = "copy-link-of",
    Copied = "copied",
    CopyRefused = "copy-refused",
    UnknownPlace = "unknown-place",
    Outside = "outside",
    ShowAll = "show-all",
    More = "more",
    MoreOf = "more-of",
    Take = "take",
    Print = "print",
    Csv = "csv",
    JsonFeed = "json-feed",
    Citations = "citations",
    Subscribe = "subscribe",
    Citation = "citation",
    CitationUndated = "citation-undated",
    Taken = "taken",
    Filters = "filters",
    FiltersChosen = "filters-chosen",
    ShowList = "show-list",
    Chosen = "chosen",
    RemoveFilter = "remove-filter",
    ClearAll = "clear-all",
    Regions = "facet-region",
    Partners = "facet-partner",
    Topics = "facet-topic",
    NotStated = "not-stated",
    FindRegion = "find-region",
    FindPartner = "find-partner",
    FindTopic = "find-topic",
    NoValue = "no-value",
    Combine = "combine",
    MatchAny = "match-any",
    MatchAll = "match-all",
    LabelsOfItem = "labels-of-item",
    Ignored = "ignored",
    MoreComing = "more-coming",
    MoreFailed = "more-failed",
    TextAway = "text-away",
    TextsComing = "texts-coming",
    TextsSearched = "texts-searched",
    TextsFailed = "texts-failed",
    Skipped = "skipped",
    SkippedItem = "skipped-item",
    SkippedItemWithId = "skipped-item-with-id",
    ReasonNotAnObject = "reason-not-an-object",
    ReasonNothingToRead = "reason-nothing-to-read",
    Loading = "loading",
    Retry = "retry",
    Cure = "cure",
    FailedHeading = "failed-heading",
    FailedOffline = "failed-offline",
    FailedFile = "failed-file",
    FailedUnreachable = "failed-unreachable",
    FailedUnreachableElsewhere = "failed-unreachable-elsewhere",
    FailedNotFound = "failed-not-found",
    FailedStatus = "failed-status",
    FailedNotJson = "failed-not-json",
    FailedHtml = "failed-html",
    FailedUtf16 = "failed-utf16",
    FailedNothing = "failed-nothing",
    FailedNotAFeed = "failed-not-a-feed",
    FailedNoSource = "failed-no-source",
}

/// The keys that the element's script says by itself, before or without WebAssembly.
pub const SCRIPT_KEYS: &[&str] = &[
    "loading",
    "retry",
    "cure",
    "failed-heading",
    "failed-missing",
    "failed-refused",
    "failed-too-old",
    "failed-files",
];

#[cfg(test)]
pub(crate) mod tests;

//! Says why there is no archive to show, and what to do.

use crate::digits::decimal;
use crate::feed::{FeedError, Found};
use crate::language::{Language, Phrase};

/// Why a feed could not be shown.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The element names no feed.
    NoSource,
    /// The device is offline.
    Offline,
    /// The page was opened from a file, and the feed is one.
    File,
    /// No answer came, or none that the page may read.
    Unreachable {
        /// Whether the feed lies on another origin than the page, so that CORS may be the reason.
        elsewhere: bool,
    },
    /// The server answered with an HTTP status other than success.
    Status(u16),
    /// What came is no feed.
    Feed(FeedError),
}

impl Failure {
    /// What happened, where, and what to do about it.
    #[must_use]
    pub fn explain(&self, url: &str, language: &Language) -> String {
        let status = match self {
            Self::Status(status) => (*status).into(),
            _ => 0,
        };
        let (line, column) = match self {
            Self::Feed(FeedError::NotJson { line, column, .. }) => (*line, *column),
            _ => (0, 0),
        };
        let [status, line, column] = [status, line, column].map(decimal);
        let places = [("url", url), ("status", &status), ("line", &line), ("column", &column)];
        language.fill(self.phrase(), &places)
    }

    /// The sentence that says it, whose key is also where the documents of a site say how to mend it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::NoSource => Phrase::FailedNoSource,
            Self::Offline => Phrase::FailedOffline,
            Self::File => Phrase::FailedFile,
            Self::Unreachable { elsewhere: false } => Phrase::FailedUnreachable,
            Self::Unreachable { elsewhere: true } => Phrase::FailedUnreachableElsewhere,
            Self::Status(404 | 410) => Phrase::FailedNotFound,
            Self::Status(_) => Phrase::FailedStatus,
            Self::Feed(FeedError::NotAFeed) => Phrase::FailedNotAFeed,
            Self::Feed(FeedError::NotJson { found, .. }) => match found {
                Found::Html => Phrase::FailedHtml,
                Found::Utf16 => Phrase::FailedUtf16,
                Found::Nothing => Phrase::FailedNothing,
                Found::Mistake => Phrase::FailedNotJson,
            },
        }
    }

    /// Whether trying again can help. The feed may have been mended meanwhile; only a page that
    /// names no feed stays as it is.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        *self != Self::NoSource
    }
}

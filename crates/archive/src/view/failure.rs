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
        let url = ("url", url);
        match self {
            Self::NoSource => language.say(Phrase::FailedNoSource).to_owned(),
            Self::Offline => language.say(Phrase::FailedOffline).to_owned(),
            Self::Unreachable { elsewhere: false } => {
                language.fill(Phrase::FailedUnreachable, &[url])
            }
            Self::Unreachable { elsewhere: true } => {
                language.fill(Phrase::FailedUnreachableElsewhere, &[url])
            }
            Self::Status(404 | 410) => language.fill(Phrase::FailedNotFound, &[url]),
            Self::Status(status) => {
                language.fill(Phrase::FailedStatus, &[url, ("status", &decimal((*status).into()))])
            }
            Self::Feed(FeedError::NotAFeed) => language.fill(Phrase::FailedNotAFeed, &[url]),
            Self::Feed(FeedError::NotJson { line, column, found }) => match found {
                Found::Html => language.fill(Phrase::FailedHtml, &[url]),
                Found::Utf16 => language.fill(Phrase::FailedUtf16, &[url]),
                Found::Nothing => language.fill(Phrase::FailedNothing, &[url]),
                Found::Mistake => {
                    let (line, column) = (decimal(*line), decimal(*column));
                    let places = [url, ("line", &line), ("column", &column)];
                    language.fill(Phrase::FailedNotJson, &places)
                }
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

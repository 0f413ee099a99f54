//! Brings the feed into the page: how loading stands, and the way through its files.

use std::sync::Arc;

use archive::archive::Archive;
use archive::feed;
use archive::view::Failure;
use leptos::prelude::*;

use crate::browser::console;
use crate::browser::fetch::{Aborting, File, fetch};

/// How loading stands.
#[derive(Clone)]
pub(crate) enum LoadState {
    /// The first file is on its way.
    Loading,
    /// There is nothing to show.
    Failed {
        failure: Arc<Failure>,
        /// Whether it is being tried again.
        retrying: bool,
    },
    /// There is an archive.
    Ready { archive: Arc<Archive>, rest: Rest },
}

/// What of the feed is not in the archive yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing.
    None,
    /// A file that is on its way.
    Coming,
    /// A file that could not be loaded.
    Failed,
}

/// Loads a feed, file by file, and keeps the state up to date.
#[derive(Clone, Copy)]
pub(crate) struct Loader {
    state: RwSignal<LoadState>,
    /// The files that were read or are being read, and the one to go on with.
    next: StoredValue<Option<String>>,
    seen: StoredValue<Vec<String>>,
    aborting: StoredValue<Arc<Aborting>, LocalStorage>,
}

impl Loader {
    /// A loader that has begun. What is under way ends with the calling component.
    pub(crate) fn start(src: String) -> Self {
        let loader = Self {
            next: StoredValue::new(Some(src)),
            state: RwSignal::new(LoadState::Loading),
            seen: StoredValue::new(Vec::new()),
            aborting: StoredValue::new_local(Arc::new(Aborting::new())),
        };
        loader.go_on();
        loader
    }

    /// How loading stands.
    pub(crate) fn state(self) -> ReadSignal<LoadState> {
        self.state.read_only()
    }

    /// Tries again what failed.
    pub(crate) fn retry(self) {
        self.state.update(|state| match state {
            LoadState::Failed { retrying, .. } => *retrying = true,
            LoadState::Ready { rest, .. } => *rest = Rest::Coming,
            LoadState::Loading => {}
        });
        self.go_on();
    }

    fn go_on(self) {
        leptos::task::spawn_local(async move {
            while let Some(Some(url)) = self.next.try_get_value() {
                if !self.load(&url).await {
                    break;
                }
            }
        });
    }

    /// Loads one file. False where it failed, or where nobody waits for it any more.
    async fn load(self, url: &str) -> bool {
        let Some(aborting) = self.aborting.try_get_value() else { return false };
        let read = if url.is_empty() {
            Err(Failure::NoSource)
        } else {
            fetch(url, &aborting).await.and_then(|file| decode(&file))
        };
        // The component may have gone while this waited.
        let Some(state) = self.state.try_get_untracked() else { return false };
        let next = match (read, state) {
            (Ok((page, base)), state) => {
                self.seen.update_value(|seen| seen.push(url.to_owned()));
                let next = page.next_url.clone();
                let next = next.filter(|next| self.seen.with_value(|seen| !seen.contains(next)));
                let rest = if next.is_some() { Rest::Coming } else { Rest::None };
                self.next.set_value(next);
                let archive = match state {
                    LoadState::Ready { archive, .. } => Archive::clone(&archive).with(page),
                    LoadState::Loading | LoadState::Failed { .. } => Archive::new(page, &base),
                };
                LoadState::Ready { archive: Arc::new(archive), rest }
            }
            (Err(_), LoadState::Ready { archive, .. }) => {
                LoadState::Ready { archive, rest: Rest::Failed }
            }
            (Err(failure), LoadState::Loading | LoadState::Failed { .. }) => {
                LoadState::Failed { failure: Arc::new(failure), retrying: false }
            }
        };
        let goes_on = matches!(next, LoadState::Ready { rest: Rest::None | Rest::Coming, .. });
        self.state.set(next);
        goes_on
    }
}

/// The file as a page of the feed, with the address that its links start from.
fn decode(file: &File) -> Result<(feed::Page, String), Failure> {
    match feed::decode(&file.bytes, &file.url) {
        Ok(page) => Ok((page, file.url.clone())),
        Err(error) => {
            console::warn(&format!("{}: {error}", file.url));
            Err(Failure::Feed(error))
        }
    }
}

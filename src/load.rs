//! Brings the feed into the page: how loading stands, and the way through its files.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use archive::archive::Archive;
use archive::feed;
use archive::lock::Lock;
use archive::view::Failure;
use leptos::prelude::*;

use crate::browser::fetch::{Aborting, File, fetch};
use crate::browser::script::Browser;
use crate::embed::Settings;

/// How loading stands.
pub(crate) enum LoadState {
    /// The first file is on its way.
    Loading,
    /// There is nothing to show.
    Failed {
        failure: Failure,
        /// Whether it is being tried again.
        retrying: bool,
    },
    /// There is an archive.
    Ready { archive: Box<Archive>, rest: Rest },
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

/// Loads a feed, file by file, and keeps the state up to date. What is under way ends with it.
pub(crate) struct Loader {
    /// How loading stands.
    pub(crate) state: ArcRwSignal<LoadState>,
    /// The file to load next.
    next: RefCell<String>,
    /// The files that were read.
    seen: RefCell<Vec<String>>,
    lock: Arc<Lock>,
    is_loading: Cell<bool>,
    aborting: Aborting,
    browser: Browser,
}

impl Loader {
    /// A loader that has begun.
    pub(crate) fn start(settings: &Settings) -> Rc<Self> {
        let loader = Rc::new(Self {
            state: ArcRwSignal::new(LoadState::Loading),
            browser: settings.browser.clone(),
            lock: settings.lock.clone(),
            next: RefCell::new(settings.src.clone()),
            seen: RefCell::default(),
            is_loading: Cell::new(false),
            aborting: Aborting::new(),
        });
        loader.go_on();
        loader
    }

    /// Tries again what failed.
    pub(crate) fn retry(self: &Rc<Self>) {
        self.state.update(|state| match state {
            LoadState::Failed { retrying, .. } => *retrying = true,
            LoadState::Ready { rest, .. } => *rest = Rest::Coming,
            LoadState::Loading => {}
        });
        self.go_on();
    }

    fn go_on(self: &Rc<Self>) {
        if self.is_loading.replace(true) {
            return;
        }
        let url = self.next.borrow().clone();
        let (signal, browser) = (self.aborting.signal(), self.browser.clone());
        // The app may go while this waits.
        let loader: Weak<Self> = Rc::downgrade(self);
        leptos::task::spawn_local(async move {
            let file = match url.as_str() {
                "" => Err(Failure::NoSource),
                url => fetch(url, signal.as_ref(), &browser).await,
            };
            if let Some(loader) = loader.upgrade() {
                loader.received(url, file);
            }
        });
    }

    fn received(self: &Rc<Self>, url: String, file: Result<File, Failure>) {
        self.is_loading.set(false);
        let read = file.and_then(|file| match feed::decode(&file.bytes, &file.url) {
            Ok(page) => Ok((page, file.url)),
            Err(error) => Err(Failure::Feed(error)),
        });
        // The archive is handed on and not copied: nobody else keeps it.
        let mut before = LoadState::Loading;
        self.state.update_untracked(|state| std::mem::swap(state, &mut before));
        self.state.set(match (read, before) {
            (Ok((page, base)), before) => {
                let next = page.next_url.clone();
                let mut seen = self.seen.borrow_mut();
                seen.push(url);
                let next = next.filter(|next| !seen.contains(next));
                let rest = if next.is_some() { Rest::Coming } else { Rest::None };
                self.next.replace(next.unwrap_or_default());
                let archive = match before {
                    LoadState::Ready { archive, .. } => archive.with(page),
                    LoadState::Loading | LoadState::Failed { .. } => {
                        Archive::locked(page, &base, self.lock.clone())
                    }
                };
                LoadState::Ready { archive: Box::new(archive), rest }
            }
            (Err(_), LoadState::Ready { archive, .. }) => {
                LoadState::Ready { archive, rest: Rest::Failed }
            }
            (Err(failure), LoadState::Loading | LoadState::Failed { .. }) => {
                LoadState::Failed { failure, retrying: false }
            }
        });
        if matches!(*self.state.read_untracked(), LoadState::Ready { rest: Rest::Coming, .. }) {
            self.go_on();
        }
    }
}

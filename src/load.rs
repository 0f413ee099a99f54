//! Brings the feed into the page: how loading stands, and the way through its files.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use archive::archive::{Archive, Part, Standing};
use archive::feed::{self, Page, outline};
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

/// How many files with texts are asked for at a time: browsers keep six lines to a server, and what a
/// visitor asks for meanwhile is to have one.
const LINES: usize = 4;

/// How many milliseconds pass at least between two times that texts are shown, while more are coming, and how many times
/// as long as to show them took: of a long archive that takes longer than a file's way.
const PACE: f64 = 100.0;
const PAUSE: f64 = 4.0;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The feed's next file.
    File,
    /// Its outline.
    Outline,
    /// The file with the texts of this part.
    Part(usize),
}

/// Loads a feed, file by file, and keeps the state up to date. What is under way ends with it.
pub(crate) struct Loader {
    /// How loading stands.
    pub(crate) state: ArcRwSignal<LoadState>,
    /// The file to load next.
    next: RefCell<String>,
    /// The files that were read.
    seen: RefCell<Vec<String>>,
    /// What was read of the first file, and its address, from when it is here until its outline is.
    first: RefCell<Option<(Page, String)>>,
    lock: Arc<Lock>,
    /// Whether the list stands in the document already, so that nobody waits for its first items.
    is_there: bool,
    is_loading: Cell<bool>,
    /// The files with texts that are wanted.
    wanted: RefCell<Vec<usize>>,
    /// From when on texts that have come are shown, in milliseconds since the epoch.
    next_show: Cell<f64>,
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
            first: RefCell::default(),
            is_there: settings.standalone,
            is_loading: Cell::new(false),
            wanted: RefCell::default(),
            next_show: Cell::default(),
            aborting: Aborting::new(),
        });
        loader.go_on();
        loader
    }

    /// Tries again what failed.
    pub(crate) fn retry(self: &Rc<Self>) {
        let mut goes_on = true;
        self.state.update(|state| match state {
            LoadState::Failed { retrying, .. } => *retrying = true,
            LoadState::Ready { rest: rest @ Rest::Failed, .. } => *rest = Rest::Coming,
            LoadState::Ready { archive, .. } => {
                archive.forgive();
                goes_on = false;
            }
            LoadState::Loading => {}
        });
        if goes_on {
            self.go_on();
        }
    }

    /// Has texts that could not be loaded be wanted again.
    pub(crate) fn forgive(&self) {
        self.state.update_untracked(|state| {
            if let LoadState::Ready { archive, .. } = state {
                archive.forgive();
            }
        });
    }

    /// Loads files with texts, the first of these first, as far as they are not here and no more than
    /// [`LINES`] are on their way.
    pub(crate) fn want(self: &Rc<Self>, parts: Vec<usize>) {
        self.wanted.replace(parts);
        self.ask_for_parts();
    }

    fn ask_for_parts(self: &Rc<Self>) {
        let mut urls = Vec::new();
        let parts = self.wanted.borrow();
        self.state.update_untracked(|state| {
            let LoadState::Ready { archive, .. } = state else { return };
            let is = |part: &Part, standing| part.standing == standing;
            let coming = archive.parts().iter().filter(|part| is(part, Standing::Coming)).count();
            let away =
                parts.iter().filter_map(|number| Some((*number, archive.parts().get(*number)?)));
            let away = away.filter(|(_, part)| is(part, Standing::Away));
            let next = away.map(|(number, part)| (number, part.url.clone()));
            urls = next.take(LINES.saturating_sub(coming)).collect();
            for (number, _) in &urls {
                archive.await_part(*number);
            }
        });
        drop(parts);
        for (number, url) in urls {
            self.ask(Asked::Part(number), url);
        }
    }

    fn go_on(self: &Rc<Self>) {
        if !self.is_loading.replace(true) {
            let url = self.next.borrow().clone();
            self.ask(Asked::File, url);
        }
    }

    fn ask(self: &Rc<Self>, asked: Asked, url: String) {
        let (signal, browser) = (self.aborting.signal(), self.browser.clone());
        // The app may go while this waits.
        let loader: Weak<Self> = Rc::downgrade(self);
        leptos::task::spawn_local(async move {
            let file = match url.as_str() {
                "" => Err(Failure::NoSource),
                url => fetch(url, signal.as_ref(), &browser).await,
            };
            let Some(loader) = loader.upgrade() else { return };
            match asked {
                Asked::File => loader.received(url, file),
                Asked::Outline => loader.received_outline(file),
                Asked::Part(number) => loader.received_part(number, file),
            }
        });
    }

    fn received(self: &Rc<Self>, url: String, file: Result<File, Failure>) {
        self.is_loading.set(false);
        let read = file.and_then(|file| match feed::decode(&file.bytes, &file.url) {
            Ok(page) => Ok((page, file)),
            Err(error) => Err(Failure::Feed(error)),
        });
        let is_first = !matches!(*self.state.read_untracked(), LoadState::Ready { .. });
        let mut outline = None;
        if let Ok((page, _)) = &read {
            let next = page.next_url.clone();
            let mut seen = self.seen.borrow_mut();
            seen.push(url);
            self.next.replace(next.filter(|next| !seen.contains(next)).unwrap_or_default());
            outline = page.outline_url.clone().filter(|_| is_first);
        }
        match (read, outline) {
            (Ok((page, file)), Some(outline)) => {
                if !self.is_there
                    && let Ok(again) = feed::decode(&file.bytes, &file.url)
                {
                    self.show(Ok((again, &file.url)), Rest::Coming);
                }
                self.first.replace(Some((page, file.url)));
                self.ask(Asked::Outline, outline);
            }
            (Ok((page, file)), None) => self.show_next(page, &file.url),
            (Err(failure), _) => self.show(Err(failure), Rest::Failed),
        }
    }

    /// Shows a file of the feed, and asks for the next.
    fn show_next(self: &Rc<Self>, page: Page, base: &str) {
        let rest = if self.next.borrow().is_empty() { Rest::None } else { Rest::Coming };
        self.show(Ok((page, base)), rest);
        if rest == Rest::Coming {
            self.go_on();
        }
    }

    /// Adds a file to the archive, or says that there is none.
    fn show(&self, file: Result<(Page, &str), Failure>, rest: Rest) {
        // The archive is handed on and not copied: nobody else keeps it.
        let mut before = LoadState::Loading;
        self.state.update_untracked(|state| std::mem::swap(state, &mut before));
        self.state.set(match (file, before) {
            (Ok((page, _)), LoadState::Ready { archive, .. }) => {
                LoadState::Ready { archive: Box::new(archive.with(page)), rest }
            }
            (Ok((page, base)), _) => {
                let archive = Archive::locked(page, base, self.lock.clone());
                LoadState::Ready { archive: Box::new(archive), rest }
            }
            (Err(_), LoadState::Ready { archive, .. }) => LoadState::Ready { archive, rest },
            (Err(failure), _) => LoadState::Failed { failure, retrying: false },
        });
    }

    /// Makes the archive of the first file and the outline. Without an outline it goes from file to file.
    fn received_outline(self: &Rc<Self>, file: Result<File, Failure>) {
        let Some((page, base)) = self.first.take() else { return };
        match file.ok().and_then(|file| outline::read(&file.bytes, &file.url)) {
            Some(outline) => {
                let archive = Archive::outlined(page, outline, &base, self.lock.clone());
                self.state.set(LoadState::Ready { archive: Box::new(archive), rest: Rest::None });
            }
            None if self.is_there => self.show_next(page, &base),
            // Its items are shown.
            None if !self.next.borrow().is_empty() => self.go_on(),
            None => self.state.update(|state| {
                if let LoadState::Ready { rest, .. } = state {
                    *rest = Rest::None;
                }
            }),
        }
    }

    fn received_part(self: &Rc<Self>, number: usize, file: Result<File, Failure>) {
        let page = file.ok().and_then(|file| feed::decode(&file.bytes, &file.url).ok());
        let mut is_last = true;
        self.state.update_untracked(|state| {
            if let LoadState::Ready { archive, .. } = state {
                archive.receive(number, page.map(|page| page.items));
                is_last = archive.parts().iter().all(|part| part.standing != Standing::Coming);
            }
        });
        self.ask_for_parts();
        if is_last || js_sys::Date::now() > self.next_show.get() {
            self.state.notify();
        }
    }

    /// Notes that the state is shown, and when that had begun, in milliseconds since the epoch.
    pub(crate) fn shown(&self, begun: f64) {
        let now = js_sys::Date::now();
        self.next_show.set(now + PACE.max((now - begun) * PAUSE));
    }
}

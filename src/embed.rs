//! Mounts the app into an element and takes it away again. This is the whole interface between the
//! element's script and WebAssembly.

use std::sync::Arc;

use any_spawner::Executor;
use archive::language::Language;
use archive::lock::Lock;
use js_sys::Function;
use leptos::prelude::Owner;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app;
use crate::browser::dom;
use crate::browser::intl::BrowserLocale;
use crate::browser::script::Browser;

/// What the app is told once and never changes.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) src: String,
    /// What the host locks.
    pub(crate) lock: Arc<Lock>,
    pub(crate) prefix: String,
    /// What stands before the paths of feeds; empty where the site has none.
    pub(crate) feeds: String,
    /// What stands before a `#` in links to places of the page.
    pub(crate) page: String,
    /// What stands before the key of a failure in the address of its cure.
    pub(crate) cures: String,
    pub(crate) language: Arc<Language>,
    pub(crate) browser: Browser,
    pub(crate) heading_level: u8,
    pub(crate) standalone: bool,
}

/// What the app tells the element that it stands in.
#[derive(Clone, Copy)]
pub(crate) enum Event {
    /// The list is there.
    Ready,
    /// The list changed with the filter.
    Change,
    /// There is more to put into the list; a host is not told.
    More,
    /// The feed could not be shown.
    Error,
}

impl Event {
    /// What the element's script calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Change => "change",
            Self::More => "more",
            Self::Error => "error",
        }
    }
}

/// A mounted app. Freeing it stops it; its nodes are the script's to take away.
#[wasm_bindgen]
pub struct Handle {
    /// Of all that it does. (`leptos::mount` would mount a view, and the app has none.)
    _owner: Owner,
}

/// Mounts the app into `root`.
///
/// `browser` is what the script does for the app, `notify` is called with the name of an event and its
/// [details](crate::screen::Screen::show), `src` is the absolute address of the feed or empty where none
/// is named, `locked` is a query and `limit` a number of items, 0 for any ([`Lock::read`]), our
/// parameters in the URL begin with `prefix`, `feeds` stands before the paths of the site's feeds and is
/// empty where it has none, `texts` is a language file, `heading_level` is that of the title's heading,
/// 1 to 6, and on a `standalone` page the document's title may follow the filter.
#[wasm_bindgen]
#[must_use]
#[allow(clippy::too_many_arguments, reason = "an object of these weighs 50 bytes more for each")]
pub fn mount(
    root: HtmlElement,
    browser: Browser,
    notify: Function,
    src: String,
    locked: &str,
    limit: usize,
    prefix: String,
    feeds: String,
    texts: &str,
    heading_level: u8,
    standalone: bool,
) -> Handle {
    dom::build_by(&browser);
    let locale = BrowserLocale::new(browser.clone().unchecked_into());
    let language = Arc::new(Language::new(texts, Box::new(locale)));
    let (page, cures) = (browser.link_base(), browser.cures());
    let settings = Settings {
        src,
        lock: Arc::new(Lock::read(locked, limit)),
        prefix,
        feeds,
        page,
        cures,
        language,
        browser,
        heading_level,
        standalone,
    };
    // The second app on a page finds it ready.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| app::start(root, settings, notify));
    Handle { _owner: owner }
}

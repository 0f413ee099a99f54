//! Mounts the app into an element and takes it away again. This is the whole interface between the
//! element's script and WebAssembly.

use std::any::Any;
use std::sync::Arc;

use archive::language::Language;
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app::App;
use crate::browser::intl::{BrowserLocale, Intl};

#[wasm_bindgen]
extern "C" {
    /// What the element asks for: an object of these fields.
    pub type Options;

    /// The absolute address of the feed; empty where none is named.
    #[wasm_bindgen(method, getter)]
    fn src(this: &Options) -> String;

    /// What our parameters in the URL begin with.
    #[wasm_bindgen(method, getter)]
    fn prefix(this: &Options) -> String;

    /// What the browser knows of the language of the interface.
    #[wasm_bindgen(method, getter)]
    fn intl(this: &Options) -> Intl;

    /// The language file of that language.
    #[wasm_bindgen(method, getter)]
    fn texts(this: &Options) -> String;

    /// The level of the title's heading, 1 to 6.
    #[wasm_bindgen(method, getter, js_name = headingLevel)]
    fn heading_level(this: &Options) -> u8;

    /// Whether the page is this app's own, so that its title may follow the filter.
    #[wasm_bindgen(method, getter)]
    fn standalone(this: &Options) -> bool;
}

/// What the app is told once and never changes.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) src: String,
    pub(crate) prefix: String,
    pub(crate) language: Arc<Language>,
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
    /// The feed could not be shown.
    Error,
}

impl Event {
    /// What the element's script calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Change => "change",
            Self::Error => "error",
        }
    }
}

/// A mounted app. Freeing it unmounts.
#[wasm_bindgen]
pub struct Handle {
    _mounted: Box<dyn Any>,
}

/// Mounts the app into `root`; `notify` is called with the name of an event and a text about it.
#[wasm_bindgen]
#[must_use]
pub fn mount(root: HtmlElement, options: &Options, notify: Function) -> Handle {
    let locale = BrowserLocale::new(options.intl());
    let settings = Settings {
        src: options.src(),
        prefix: options.prefix(),
        language: Arc::new(Language::new(&options.texts(), Box::new(locale))),
        heading_level: options.heading_level(),
        standalone: options.standalone(),
    };
    let mounted =
        leptos::mount::mount_to(root.clone(), move || view! { <App root settings notify /> });
    Handle { _mounted: Box::new(mounted) }
}

//! Owns the state. There are two pieces of it: how loading stands, and the address, which owns the
//! filter and the place in the page. All else is derived from these.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, Node};

use crate::browser::dom::{self, Listener};
use crate::browser::location;
use crate::browser::script::Browser;
use crate::components::intent::{self, Intent};
use crate::embed::Settings;
use crate::load::Loader;
use crate::screen::Screen;

/// Starts the app in one element, for as long as its owner lives. It has no nodes of its own: the screen puts its nodes
/// into `root`.
pub(crate) fn start(root: HtmlElement, settings: Settings, notify: Function) {
    let loader = Loader::start(&settings);
    let browser = settings.browser.clone();
    let address = location::address(&settings.browser);
    let screen = Rc::new(RefCell::new(Screen::new(settings)));
    // What was published stands in the element and not in `root`: their events meet in the shadow root.
    let listeners = listen(&root.get_root_node(), &screen, &loader, &browser);

    // The one place where the state meets the document.
    let effect = RenderEffect::new(move |_| {
        let _alive = &listeners;
        let address = address.read();
        let begun = js_sys::Date::now();
        let (news, wanted) = loader.state.with(|load| {
            // A host may act on an event at once; it finds the screen free.
            let Ok(mut screen) = screen.try_borrow_mut() else { return (None, Vec::new()) };
            (screen.show(&root, load, &address), screen.wanted(load))
        });
        loader.shown(begun);
        loader.want(wanted);
        if let Some((event, details)) = news {
            // An error thrown by the host's own listener is the host's.
            let _ = notify.call2(&JsValue::NULL, &event.name().into(), &details.into());
        }
    });
    let effect = SendWrapper::new(effect);
    on_cleanup(move || drop(effect));
}

/// What is listened to.
const EVENTS: [&str; 11] = [
    "click",
    "change",
    "input",
    "keydown",
    "pointerdown",
    "pointerover",
    "pointerup",
    "beforematch",
    "idle",
    "paper",
    "contentvisibilityautostatechange",
];

/// Answers to what the visitor does. One listener serves all controls: what each one means is
/// written on it.
fn listen(
    root: &Node,
    screen: &Rc<RefCell<Screen>>,
    loader: &Rc<Loader>,
    browser: &Browser,
) -> [Listener; EVENTS.len()] {
    EVENTS.map(|kind| {
        let (screen, loader) = (screen.clone(), Rc::downgrade(loader));
        let browser = browser.clone();
        dom::listen(root, kind, move |event| {
            let (Some(intent), Some(loader)) = (intent::of(event, &browser), loader.upgrade())
            else {
                return;
            };
            if matches!(intent, Intent::Retry) {
                loader.retry();
            } else if let Ok(mut screen) = screen.try_borrow_mut() {
                // Whoever comes near, or asks for the list again, may have better luck.
                if matches!(intent, Intent::Near(_) | Intent::Take(_)) {
                    loader.forgive();
                }
                let (next, wanted) = loader
                    .state
                    .with_untracked(|load| (screen.act(intent, event, load), screen.wanted(load)));
                drop(screen);
                loader.want(wanted);
                if let Some((address, step)) = next {
                    location::write(&browser, &address, step);
                }
            }
        })
    })
}

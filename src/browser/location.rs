//! The page's address from its query on, with the place in the page: read, written and watched.
//!
//! Every app on a page shares it, so there is one signal and one listener for all of them. The
//! listener is there only as long as an app is.

use std::cell::RefCell;

use archive::query;
use leptos::prelude::*;
use leptos::tachys::dom::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::script::Browser;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

struct Watch {
    address: ArcRwSignal<String>,
    listener: Closure<dyn Fn()>,
    /// How many apps look.
    users: usize,
}

/// The address from its query on, for the life of the calling component.
pub(crate) fn address(browser: &Browser) -> ArcReadSignal<String> {
    on_cleanup(leave);
    WATCH.with_borrow_mut(|watch| {
        let watch = watch.get_or_insert_with(|| {
            let address = ArcRwSignal::new(String::new());
            let (changed, browser) = (address.clone(), browser.clone());
            let listener = Closure::new(move || changed.set(browser.address()));
            let _ = window()
                .add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref());
            Watch { address, listener, users: 0 }
        });
        watch.users += 1;
        // The host may have changed its address since, without an event.
        watch.address.set(browser.address());
        watch.address.read_only()
    })
}

fn leave() {
    WATCH.with_borrow_mut(|watch| {
        if let Some(there) = watch {
            there.users -= 1;
            if there.users == 0 {
                let listener = there.listener.as_ref().unchecked_ref();
                let _ = window().remove_event_listener_with_callback("popstate", listener);
                *watch = None;
            }
        }
    });
}

/// How a change of the address stands in the history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// "Back" undoes it.
    Own,
    /// It goes on with the step before, as typing does.
    Same,
}

/// Puts another address in the place of this one. Where the browser does not let it, the list follows
/// all the same.
pub(crate) fn write(browser: &Browser, address: &str, step: Step) {
    browser.go(&query::at(&browser.page(), address), step == Step::Own);
    let shared = WATCH.with_borrow(|watch| watch.as_ref().map(|watch| watch.address.clone()));
    if let Some(shared) = shared {
        shared.set(address.to_owned());
    }
}

//! The query of the page's address: read, written and watched.
//!
//! Every app on a page shares it, so there is one signal and one listener for all of them. The
//! listener is there only as long as an app is.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

struct Watch {
    query: ArcRwSignal<String>,
    listener: Closure<dyn Fn()>,
    /// How many apps look.
    users: usize,
}

/// The query, without its question mark, for the life of the calling component.
pub(crate) fn query() -> ArcReadSignal<String> {
    on_cleanup(leave);
    WATCH.with_borrow_mut(|watch| {
        let watch = watch.get_or_insert_with(|| {
            let query = ArcRwSignal::new(current());
            let changed = query.clone();
            let listener = Closure::new(move || changed.set(current()));
            let _ = window()
                .add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref());
            Watch { query, listener, users: 0 }
        });
        watch.users += 1;
        // The host may have changed its address since, without an event.
        watch.query.set(current());
        watch.query.read_only()
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

/// The query as it is now, without its question mark.
pub(crate) fn current() -> String {
    let search = window().location().search().unwrap_or_default();
    search.strip_prefix('?').map_or(search.clone(), str::to_owned)
}

/// Puts another query into the address, as a step that "back" undoes. Where the browser does not let it (a sandboxed frame, a
/// file), the list follows all the same.
pub(crate) fn write(query: &str) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    let url = [&path, mark, query, &hash].concat();
    if let Ok(history) = window().history() {
        // The entry keeps the state of the page around: hosts with a router look for theirs.
        let state = history.state().unwrap_or_default();
        let _ = history.push_state_with_url(&state, "", Some(&url));
    }
    let shared = WATCH.with_borrow(|watch| watch.as_ref().map(|watch| watch.query.clone()));
    if let Some(shared) = shared {
        shared.set(query.to_owned());
    }
}

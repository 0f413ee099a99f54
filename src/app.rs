//! Owns the state. There are two pieces of it: how loading stands, and the query of the address,
//! which owns the filter. All else is derived from these.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;

use crate::browser::dom::{self, Listener};
use crate::browser::location::{self, Step};
use crate::components::intent::{self, Intent};
use crate::embed::{Notify, Settings};
use crate::load::Loader;
use crate::screen::Screen;

/// The app in one element.
#[component]
pub(crate) fn App(settings: Settings, notify: Notify) -> impl IntoView {
    let loader = Loader::start(settings.src.clone());
    let query = location::query();
    let prefix = settings.prefix.clone();
    let screen = Rc::new(RefCell::new(Screen::new(settings)));
    let root = NodeRef::<html::Div>::new();

    let showing = screen.clone();
    // The one place where the state meets the document.
    Effect::new(move |listeners: Option<Vec<Listener>>| {
        let Some(root) = root.get() else { return Vec::new() };
        let query = query.read();
        let news = loader.state().with(|load| {
            // A host may act on an event at once; it finds the screen free.
            let mut screen = showing.try_borrow_mut().ok()?;
            screen.show(&root, load, &query)
        });
        if let Some((event, text)) = news {
            notify.tell(event, &text);
        }
        listeners.unwrap_or_else(|| listen(&root, &showing, loader, &prefix))
    });
    view! { <div node_ref=root></div> }
}

/// Answers to what the visitor does. One listener serves all controls: what each one means is
/// written on it.
fn listen(
    root: &web_sys::Element,
    screen: &Rc<RefCell<Screen>>,
    loader: Loader,
    prefix: &str,
) -> Vec<Listener> {
    let act = {
        let (screen, prefix) = (screen.clone(), prefix.to_owned());
        move |intent: Intent| match (intent, screen.try_borrow()) {
            (Intent::Retry, _) => loader.retry(),
            (Intent::Filter(message), Ok(screen)) => {
                // The address as it is now: others write to it too.
                let query = screen.query_after(&message, &location::current(), &prefix);
                drop(screen);
                if let Some(query) = query {
                    location::write(&query, Step::New);
                }
            }
            (intent, Ok(screen)) => screen.act(&intent),
            (_, Err(_)) => {}
        }
    };
    let (pressed, changed) = (act.clone(), act);
    let typing = screen.clone();
    vec![
        dom::listen(root, "click", move |event| {
            if let Some(intent) = intent::of_press(event) {
                pressed(intent);
            }
        }),
        dom::listen(root, "change", move |event| {
            if let Some(message) = intent::of_change(event) {
                changed(Intent::Filter(message));
            }
        }),
        dom::listen(root, "input", move |event| {
            if let Ok(screen) = typing.try_borrow() {
                screen.find_value(event);
            }
        }),
    ]
}

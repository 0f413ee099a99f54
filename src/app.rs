//! Owns the state. There are two pieces of it: how loading stands, and the query of the address,
//! which owns the filter. All else is derived from these.

use std::sync::Arc;

use archive::archive::Archive;
use archive::filter::Message;
use archive::query;
use archive::view::{self, FacetView, View};
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use crate::browser::location::{self, Step};
use crate::components::failed::Failed;
use crate::components::intent::{self, Intent};
use crate::components::page::Page;
use crate::embed::{Event, Notify, Settings};
use crate::load::{LoadState, Loader, Rest};

/// What is derived from the state: all that the page shows.
#[derive(Clone)]
struct Shown {
    archive: Arc<Archive>,
    facets: Arc<[FacetView]>,
    rest: Rest,
    view: Arc<View>,
}

/// What stands in the root.
enum Stage {
    Failed(Failed),
    Page(Page),
}

/// The app in one element.
#[component]
pub(crate) fn App(settings: Settings, notify: Notify) -> impl IntoView {
    let loader = Loader::start(settings.src.clone());
    let query = location::query();
    let shown = StoredValue::new_local(None::<Shown>);
    let stage = StoredValue::new_local(None::<Stage>);
    let settings = StoredValue::new(settings);
    let root = NodeRef::<html::Div>::new();

    // The one place where state meets the document.
    Effect::new(move || {
        let Some(root) = root.get() else { return };
        let query = query.read();
        settings.with_value(|settings| match &*loader.state().read() {
            // The element says that it waits: it has waited for this code before.
            LoadState::Loading => {}
            LoadState::Failed { failure, retrying } => {
                let text = failure.explain(&settings.src, &settings.language);
                stage.update_value(|stage| {
                    show_failure(stage, &root, &text, failure.may_pass(), *retrying, settings);
                });
                if !retrying {
                    notify.tell(Event::Error, &text);
                }
            }
            LoadState::Ready { archive, rest } => {
                let next = shown.with_value(|before| {
                    Shown::new(archive, *rest, before.as_ref(), &query, settings)
                });
                let before = shown.get_value();
                let is_first = before.is_none();
                stage.update_value(|stage| {
                    show_page(stage, &root, &next, before.as_ref(), settings);
                });
                if settings.standalone {
                    document().set_title(&next.view.title(archive, &settings.language));
                }
                notify.tell(if is_first { Event::Ready } else { Event::Change }, &next.view.count);
                shown.set_value(Some(next));
            }
        });
    });

    let send = move |message: &Message| {
        let filter = shown.with_value(|shown| {
            shown.as_ref().map(|shown| shown.view.filter.after(message, &shown.archive))
        });
        if let Some(filter) = filter {
            // The address as it is now: others write to it too.
            let prefix = settings.with_value(|settings| settings.prefix.clone());
            location::write(&query::write(&filter, &location::current(), &prefix), Step::New);
        }
    };
    let with_page = move |act: &dyn Fn(&Page)| {
        stage.with_value(|stage| {
            if let Some(Stage::Page(page)) = stage {
                act(page);
            }
        });
    };
    let pressed = move |event: web_sys::MouseEvent| match intent::of_press(&event) {
        Some(Intent::Filter(message)) => send(&message),
        Some(Intent::ToggleFilters) => with_page(&Page::toggle_filters),
        Some(Intent::ShowList) => with_page(&Page::show_list),
        Some(Intent::Retry) => loader.retry(),
        None => {}
    };
    let changed = move |event: web_sys::Event| {
        if let Some(message) = intent::of_change(&event) {
            send(&message);
        }
    };
    let typed = move |event: web_sys::Event| {
        settings.with_value(|settings| with_page(&|page| page.find_value(&event, settings)));
    };
    view! { <div node_ref=root on:click=pressed on:change=changed on:input=typed></div> }
}

impl Shown {
    /// What to show of an archive when the address has this query. What did not change since
    /// `before` is taken from there.
    fn new(
        archive: &Arc<Archive>,
        rest: Rest,
        before: Option<&Self>,
        query: &str,
        settings: &Settings,
    ) -> Self {
        let language = &settings.language;
        let facets = match before {
            Some(before) if Arc::ptr_eq(&before.archive, archive) => before.facets.clone(),
            _ => view::facets(archive, language).into(),
        };
        let asked = query::read(query, &settings.prefix);
        let view = Arc::new(View::new(archive, &facets, &asked, language));
        Self { archive: archive.clone(), facets, rest, view }
    }
}

fn show_failure(
    stage: &mut Option<Stage>,
    root: &Element,
    text: &str,
    may_pass: bool,
    retrying: bool,
    settings: &Settings,
) {
    if !matches!(stage, Some(Stage::Failed(_))) {
        let failed = Failed::new(root, &settings.language, settings.heading_level);
        *stage = Some(Stage::Failed(failed));
    }
    if let Some(Stage::Failed(failed)) = stage {
        failed.update(text, may_pass, retrying, &settings.language);
    }
}

fn show_page(
    stage: &mut Option<Stage>,
    root: &Element,
    shown: &Shown,
    before: Option<&Shown>,
    settings: &Settings,
) {
    let had_failed = matches!(stage, Some(Stage::Failed(_)));
    if !matches!(stage, Some(Stage::Page(_))) {
        *stage = Page::new(root, &shown.archive, &shown.facets, settings).map(Stage::Page);
    }
    if let Some(Stage::Page(page)) = stage {
        let same = |before: &Shown| {
            Arc::ptr_eq(&before.archive, &shown.archive) && before.rest == shown.rest
        };
        if !before.is_some_and(same) {
            page.fill(&shown.archive, &shown.facets, shown.rest, settings);
        }
        page.update(&shown.archive, &shown.view, settings);
        if had_failed {
            // The button that was pressed is gone.
            page.focus_list();
        }
    }
}

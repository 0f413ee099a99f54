//! Reads what a visitor wants from what they press.

use archive::date::Span;
use archive::facets::Facet;
use archive::filter::{Message, Mode};
use archive::markup::frame::{action, mode_value};
use archive::query;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use crate::browser::location::Step;
use crate::browser::script::Browser;

/// What a visitor wants.
pub(crate) enum Intent {
    /// Another filter.
    Filter(Message, Step),
    /// What brings items back, by its number.
    Without(usize),
    /// No filter, and to stay at this item.
    ShowAll,
    /// To go to a place in the page.
    Go(String),
    /// To set one end of the span of months.
    Limit,
    /// To go through the month index, or to drag across it.
    Index,
    /// To read the rest of a text.
    Open(Element),
    /// To have the link to an item.
    Copy(Element),
    /// To take the list away, in the way of this action.
    Take(String),
    /// More of the list, as the browser has nothing else to do.
    GoOn,
    /// More of the list, as it is printed on paper.
    Paper,
    /// A month comes near, or goes.
    Near(Element),
    /// To open or close the facets.
    ToggleFilters,
    /// To go from the facets to the list.
    ShowList,
    /// To find a value in a facet by what is typed in its box.
    FindValue,
    /// To try again what could not be loaded.
    Retry,
}

/// What an event on a control means.
pub(crate) fn of(event: &Event, browser: &Browser) -> Option<Intent> {
    // What is listened to is an element, and so is all within it that events happen on.
    let target = event.target()?.unchecked_into::<Element>();
    match event.type_().as_str() {
        "click" => match target.closest("button").ok()? {
            Some(button) => of_press(button),
            None => of_link(&target.closest("a").ok()??, event, browser),
        },
        "change" => of_change(&target),
        "input" => of_typing(&target),
        "idle" => Some(Intent::GoOn),
        "paper" => Some(Intent::Paper),
        "beforematch" => Some(Intent::Open(target)),
        "contentvisibilityautostatechange" => Some(Intent::Near(target)),
        "keydown" if is_search(&target) => {
            let key = event.unchecked_ref::<KeyboardEvent>().key();
            (key == "Enter").then_some(Intent::ShowList)
        }
        _ => Some(Intent::Index),
    }
}

fn of_press(button: Element) -> Option<Intent> {
    let chosen = || Some((facet_of(&button)?, button.get_attribute("value")?));
    let filter = |message| Intent::Filter(message, Step::Own);
    let action = action_of(&button);
    Some(match action.as_deref() {
        Some(action::CLEAR) => filter(Message::Clear),
        Some(action::SHOW_ALL) => Intent::ShowAll,
        Some(action::WITHOUT) => Intent::Without(button.get_attribute("value")?.parse().ok()?),
        Some(action::MORE) => Intent::Open(button),
        Some(action::COPY) => Intent::Copy(button),
        Some(action::PRINT | action::CSV | action::JSON_FEED | action::CITATIONS) => {
            Intent::Take(action?)
        }
        Some(action::FILTERS) => Intent::ToggleFilters,
        Some(action::LIST) => Intent::ShowList,
        Some(action::RETRY) => Intent::Retry,
        Some(action::REMOVE) => filter(match chosen() {
            Some((facet, id)) => Message::Remove(facet, id),
            // What is chosen in no facet is the span.
            None => Message::Show(Span::default()),
        }),
        _ => {
            let (facet, id) = chosen()?;
            filter(Message::Choose(facet, id))
        }
    })
}

/// A plain press on a link to a place in the page. With a key held down it is the browser's.
fn of_link(link: &Element, event: &Event, browser: &Browser) -> Option<Intent> {
    // Links of the news are the browser's too.
    let is_ours = link.matches(".place").is_ok_and(|is_ours| is_ours) && browser.is_plain(event);
    let href = link.get_attribute("href").filter(|_| is_ours)?;
    event.prevent_default();
    // The bar of a month of which nothing is listed.
    if link.get_attribute("aria-disabled").as_deref() == Some("true") {
        return None;
    }
    Some(Intent::Go(query::place_of(&href).to_owned()))
}

fn of_change(control: &Element) -> Option<Intent> {
    let Some(facet) = facet_of(control) else {
        let is_limit = matches!(action_of(control)?.as_str(), action::FROM | action::TO);
        return is_limit.then_some(Intent::Limit);
    };
    let message = if control.tag_name() == "SELECT" {
        let is_all = value_of(control) == mode_value(Mode::All);
        Message::Combine(facet, if is_all { Mode::All } else { Mode::Any })
    } else {
        let is_value = control.get_attribute("type")? == "checkbox";
        Message::Toggle(facet, control.get_attribute("value").filter(|_| is_value)?)
    };
    Some(Intent::Filter(message, Step::Own))
}

/// A box in which something is typed; of what is chosen, "change" tells too.
fn of_typing(control: &Element) -> Option<Intent> {
    if is_search(control) {
        return Some(Intent::Filter(Message::Search(value_of(control)), Step::Same));
    }
    (control.get_attribute("type")? == "search").then_some(Intent::FindValue)
}

fn is_search(control: &Element) -> bool {
    action_of(control).as_deref() == Some(action::SEARCH)
}

fn action_of(control: &Element) -> Option<String> {
    control.get_attribute("data-action")
}

/// What is typed or chosen in a control. All kinds of controls have it under one name.
pub(crate) fn value_of(control: &Element) -> String {
    control.unchecked_ref::<HtmlInputElement>().value()
}

/// The facet that a control belongs to.
pub(crate) fn facet_of(control: &Element) -> Option<Facet> {
    let around = control.closest("[data-facet]").ok()??;
    Facet::from_key(&around.get_attribute("data-facet")?)
}

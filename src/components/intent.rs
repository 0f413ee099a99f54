//! Reads what a visitor wants from what they press.

use archive::facets::Facet;
use archive::filter::{Message, Mode};
use archive::markup::frame::{action, mode_value};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlSelectElement};

/// What a visitor wants.
pub(crate) enum Intent {
    /// Another filter.
    Filter(Message),
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
pub(crate) fn of(event: &Event) -> Option<Intent> {
    // What is listened to is an element, and so is all within it that events happen on.
    let target = event.target()?.unchecked_into::<Element>();
    match event.type_().as_str() {
        "click" => of_press(&target.closest("button").ok()??),
        "change" => of_change(&target),
        // A box in which something is typed; of what is chosen, "change" tells too.
        _ => (target.get_attribute("type")? == "search").then_some(Intent::FindValue),
    }
}

fn of_press(button: &Element) -> Option<Intent> {
    let chosen = || Some((facet_of(button)?, button.get_attribute("value")?));
    Some(match button.get_attribute("data-action").as_deref() {
        Some(action::CLEAR) => Intent::Filter(Message::Clear),
        Some(action::FILTERS) => Intent::ToggleFilters,
        Some(action::LIST) => Intent::ShowList,
        Some(action::RETRY) => Intent::Retry,
        Some(action::REMOVE) => {
            let (facet, id) = chosen()?;
            Intent::Filter(Message::Remove(facet, id))
        }
        _ => {
            let (facet, id) = chosen()?;
            Intent::Filter(Message::Choose(facet, id))
        }
    })
}

fn of_change(control: &Element) -> Option<Intent> {
    let facet = facet_of(control)?;
    if control.tag_name() == "SELECT" {
        let is_all = control.unchecked_ref::<HtmlSelectElement>().value() == mode_value(Mode::All);
        let mode = if is_all { Mode::All } else { Mode::Any };
        return Some(Intent::Filter(Message::Combine(facet, mode)));
    }
    let is_value = control.get_attribute("type")? == "checkbox";
    let id = control.get_attribute("value").filter(|_| is_value)?;
    Some(Intent::Filter(Message::Toggle(facet, id)))
}

/// The facet that a control belongs to.
pub(crate) fn facet_of(control: &Element) -> Option<Facet> {
    let around = control.closest("[data-facet]").ok()??;
    Facet::from_key(&around.get_attribute("data-facet")?)
}

//! Reads what a visitor wants from what they press.

use archive::facets::Facet;
use archive::filter::{Message, Mode};
use archive::markup::frame::{action, mode_value};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// What a visitor wants.
pub(crate) enum Intent {
    /// Another filter.
    Filter(Message),
    /// To open or close the facets.
    ToggleFilters,
    /// To go from the facets to the list.
    ShowList,
    /// To try again what could not be loaded.
    Retry,
}

/// What a press on a button means.
pub(crate) fn of_press(event: &Event) -> Option<Intent> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let button = target.closest("button").ok()??;
    let chosen = || Some((facet_of(&button)?, button.get_attribute("value")?));
    let intent = match button.get_attribute("data-action").as_deref() {
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
    };
    Some(intent)
}

/// What a change of a checkbox or of a choice means.
pub(crate) fn of_change(event: &Event) -> Option<Message> {
    let target = event.target()?;
    let facet = facet_of(target.dyn_ref::<Element>()?)?;
    if let Some(choice) = target.dyn_ref::<HtmlSelectElement>() {
        let is_all = choice.value() == mode_value(Mode::All);
        return Some(Message::Combine(facet, if is_all { Mode::All } else { Mode::Any }));
    }
    let value = target.dyn_ref::<HtmlInputElement>().filter(|input| input.type_() == "checkbox")?;
    Some(Message::Toggle(facet, value.value()))
}

/// The facet that a control belongs to.
pub(crate) fn facet_of(control: &Element) -> Option<Facet> {
    let around = control.closest("[data-facet]").ok()??;
    Facet::from_key(&around.get_attribute("data-facet")?)
}

//! Nodes of the document: a [`Sink`] that builds them from the markup that `crates/archive` prints,
//! and the few ways in which they change afterwards.

use archive::markup::Sink;
// Of the two that Leptos has, the one that mounting links anyway.
pub(crate) use leptos::tachys::dom::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, ShadowRoot};

/// Puts nodes at the end of an element.
pub(crate) struct Nodes {
    document: Document,
    open: Vec<Element>,
}

impl Nodes {
    /// A sink that prints to the end of `parent`.
    pub(crate) fn into(parent: &Element) -> Self {
        Self { document: document(), open: vec![parent.clone()] }
    }

    /// A sink that prints to where no document is yet. [`Nodes::taken`] gives what was printed.
    pub(crate) fn apart() -> Option<Self> {
        let document = document();
        let root = document.create_element("div").ok()?;
        Some(Self { document, open: vec![root] })
    }

    /// The first element that was printed apart.
    pub(crate) fn taken(self) -> Option<Element> {
        let element = self.open.first()?.first_element_child()?;
        element.remove();
        Some(element)
    }
}

impl Sink for Nodes {
    fn open(&mut self, tag: &str) {
        if let Ok(element) = self.document.create_element(tag) {
            if let Some(parent) = self.open.last() {
                let _ = parent.append_child(&element);
            }
            self.open.push(element);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if let Some(element) = self.open.last() {
            set(element, name, value);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(parent) = self.open.last() {
            let _ = parent.append_child(&self.document.create_text_node(text));
        }
    }

    fn close(&mut self) {
        self.open.pop();
    }
}

/// The first element that a selector finds.
pub(crate) fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// All elements that a selector finds.
pub(crate) fn find_all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(nodes) = root.query_selector_all(selector) else { return Vec::new() };
    // A selector finds nothing but elements.
    (0..nodes.length()).filter_map(|at| Some(nodes.item(at)?.unchecked_into())).collect()
}

/// Sets an attribute.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Hides an element, or shows it.
pub(crate) fn hide(element: &Element, hidden: bool) {
    toggle(element, "hidden", hidden);
}

/// Adds an attribute without a value, or takes it away.
pub(crate) fn toggle(element: &Element, name: &str, on: bool) {
    let _ = element.toggle_attribute_with_force(name, on);
}

/// Makes a text the only content of an element. One that is there already stays, so that nothing is
/// announced twice.
pub(crate) fn say(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Says something in an element, or hides it where there is nothing to say.
pub(crate) fn say_or_hide(element: &Element, text: Option<&str>) {
    say(element, text.unwrap_or_default());
    hide(element, text.is_none());
}

/// Gives an element the focus.
pub(crate) fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// The element within the same shadow root, or document, that has the focus.
pub(crate) fn focused(root: &Element) -> Option<Element> {
    // A document has this in common with a shadow root.
    root.get_root_node().unchecked_into::<ShadowRoot>().active_element()
}

/// Calls a function on each event of a kind, for as long as it lives.
pub(crate) struct Listener {
    element: Element,
    kind: &'static str,
    call: Closure<dyn Fn(Event)>,
}

/// Calls `call` on each event of a kind that happens on an element or within it.
pub(crate) fn listen(
    element: &Element,
    kind: &'static str,
    call: impl Fn(&Event) + 'static,
) -> Listener {
    let call = Closure::<dyn Fn(Event)>::new(move |event: Event| call(&event));
    let _ = element.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
    Listener { element: element.clone(), kind, call }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.call.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.kind, call);
    }
}

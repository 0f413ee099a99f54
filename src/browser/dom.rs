//! Nodes of the document: a [`Sink`] that builds them from the markup that `crates/archive` prints,
//! and the few ways in which they change afterwards.

use std::cell::OnceCell;

use archive::markup::Sink;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, Node, ShadowRoot};

use super::script::Browser;

thread_local! {
    static BUILDER: OnceCell<Browser> = const { OnceCell::new() };
}

/// Has nodes be built by the element's script; it is the same for every app on a page.
pub(crate) fn build_by(browser: &Browser) {
    // For the second app on a page it is there.
    let _ = BUILDER.with(|builder| builder.set(browser.clone()));
}

/// Puts nodes at the end of an element, all at once when it is dropped: the script builds them of one
/// text and a number for each part of it, as each way between the two costs more than a node.
pub(crate) struct Nodes {
    parent: Element,
    text: String,
    steps: Vec<u32>,
}

/// What is done with a part of the text; the script has the same table. Tests hold both together, as
/// there is no page without them.
#[derive(Clone, Copy)]
enum Step {
    /// An element of this name is opened.
    Open,
    /// An attribute has this name.
    Name,
    /// It has this value.
    Value,
    /// This text stands in the element.
    Text,
    /// The element is closed.
    Close,
}

impl Nodes {
    /// A sink that prints to the end of `parent`.
    pub(crate) fn into(parent: &Element) -> Self {
        Self { parent: parent.clone(), text: String::new(), steps: Vec::new() }
    }

    // Four copies of it weigh more.
    #[inline(never)]
    fn step(&mut self, step: Step, text: &str) {
        // In UTF-16, as the script counts: a character has one byte that continues no other, and one
        // of four bytes counts twice.
        let length: u32 =
            text.bytes().map(|byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum();
        self.steps.push(length << 3 | step as u32);
        self.text.push_str(text);
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        BUILDER.with(|builder| {
            if let Some(builder) = builder.get() {
                builder.build(&self.parent, &self.text, &self.steps);
            }
        });
    }
}

impl Sink for Nodes {
    fn open(&mut self, tag: &str) {
        self.step(Step::Open, tag);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.step(Step::Name, name);
        self.step(Step::Value, value);
    }

    fn text(&mut self, text: &str) {
        self.step(Step::Text, text);
    }

    fn close(&mut self) {
        self.step(Step::Close, "");
    }
}

/// The first element that a selector finds.
pub(crate) fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// The element that was built last, at the end of another, moved to where it stands before `next`, if there is one.
pub(crate) fn last(parent: &Element, next: Option<&Element>) -> Option<Element> {
    let last = BUILDER.with(|builder| builder.get()?.last(parent))?;
    if let Some(next) = next {
        parent.insert_before(&last, Some(next)).ok()?;
    }
    Some(last)
}

/// The element that is the child of another at this place, counted from 0.
pub(crate) fn child(parent: &Element, at: usize) -> Option<Element> {
    BUILDER.with(|builder| builder.get()?.child(parent, at))
}

/// Hides and shows children of an element, all at once: each step is twice the place of one, and one more where it is
/// hidden.
pub(crate) fn hide_children(parent: &Element, steps: &[usize]) {
    BUILDER.with(|builder| {
        if let Some(builder) = builder.get() {
            builder.hide(parent, steps);
        }
    });
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
    BUILDER.with(|builder| {
        if let Some(builder) = builder.get() {
            builder.say(element, text);
        }
    });
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
    node: Node,
    kind: &'static str,
    call: Closure<dyn Fn(Event)>,
}

/// Calls `call` on each event of a kind that happens on a node or within it.
pub(crate) fn listen(node: &Node, kind: &'static str, call: impl Fn(&Event) + 'static) -> Listener {
    let call = Closure::<dyn Fn(Event)>::new(move |event: Event| call(&event));
    let _ = node.add_event_listener_with_callback(kind, call.as_ref().unchecked_ref());
    Listener { node: node.clone(), kind, call }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.call.as_ref().unchecked_ref();
        let _ = self.node.remove_event_listener_with_callback(self.kind, call);
    }
}

//! What the element's script does for the app: a few calls of the browser each, which weigh ten times
//! as much when they are made from here.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Element, Event, Request};

#[wasm_bindgen]
extern "C" {
    /// The functions of the script.
    #[derive(Clone)]
    pub type Browser;

    /// The address of the page without query and place.
    #[wasm_bindgen(method, getter)]
    pub fn page(this: &Browser) -> String;

    /// The query without its question mark, and the place in the page, if there is one, behind a `#`.
    #[wasm_bindgen(method, getter)]
    pub fn address(this: &Browser) -> String;

    /// What stands before a `#` in links to places of the page: nothing, unless the document has a
    /// base address that they would be resolved against.
    #[wasm_bindgen(method, getter, js_name = base)]
    pub fn link_base(this: &Browser) -> String;

    /// What stands before the key of a failure in the address of its cure.
    #[wasm_bindgen(method, getter)]
    pub fn cures(this: &Browser) -> String;

    /// Builds nodes at the end of an element: `steps` says of each part of the text how long it is, in
    /// UTF-16 code units, and in the lowest three bits what it is.
    #[wasm_bindgen(method)]
    pub fn build(this: &Browser, parent: &Element, text: &str, steps: &[u32]);

    /// What was built last at the end of an element.
    #[wasm_bindgen(method)]
    pub fn last(this: &Browser, parent: &Element) -> Option<Element>;

    /// The child of an element at this place.
    #[wasm_bindgen(method)]
    pub fn child(this: &Browser, parent: &Element, at: usize) -> Option<Element>;

    /// Hides and shows children of an element: each step is twice the place of one, and one more where it is hidden.
    #[wasm_bindgen(method)]
    pub fn hide(this: &Browser, parent: &Element, steps: &[usize]);

    /// Makes a text the only content of an element, if it is not.
    #[wasm_bindgen(method)]
    pub fn say(this: &Browser, element: &Element, text: &str);

    /// Where the page is built: the app's own element, which is empty then, or what was published of it and becomes the
    /// app's, where that was made of a feed with this fingerprint.
    #[wasm_bindgen(method)]
    pub fn place(this: &Browser, fingerprint: u32) -> Element;

    /// Gives the document a title.
    #[wasm_bindgen(method, js_name = entitle)]
    pub fn set_title(this: &Browser, title: &str);

    /// Changes the address, as a step of the history or within one.
    #[wasm_bindgen(method)]
    pub fn go(this: &Browser, url: &str, is_step: bool);

    /// What asks for a file, whatever the browser has kept of it, so that news is not ten minutes old;
    /// nothing where there can be no file at the address.
    #[wasm_bindgen(method)]
    pub fn request(this: &Browser, url: &str, signal: Option<&AbortSignal>) -> Option<Request>;

    /// Why no answer came from an address: 0 offline, 1 unknown, 2 perhaps CORS, 3 it is of a file.
    #[wasm_bindgen(method, js_name = why)]
    pub fn why_unreachable(this: &Browser, url: &str) -> u8;

    /// Whether a press is without a key that makes it the browser's.
    #[wasm_bindgen(method, js_name = plain)]
    pub fn is_plain(this: &Browser, event: &Event) -> bool;

    /// Lets a finger's moves be told to what is under it.
    #[wasm_bindgen(method)]
    pub fn release(this: &Browser, event: &Event);

    /// The day that it is here, as it is written in a feed.
    #[wasm_bindgen(method)]
    pub fn today(this: &Browser) -> String;

    /// Whether the browser tells when a month comes near.
    #[wasm_bindgen(method, getter)]
    pub fn lazy(this: &Browser) -> bool;

    /// Whether the browser has a field for a month.
    #[wasm_bindgen(method, getter, js_name = months)]
    pub fn has_month_field(this: &Browser) -> bool;

    /// Scrolls to an element and gives it the focus.
    #[wasm_bindgen(method, js_name = lead)]
    pub fn go_to(this: &Browser, element: &Element);

    /// Copies a link and says how it went: on the button that was pressed, and aloud.
    #[wasm_bindgen(method)]
    pub fn copy(
        this: &Browser,
        link: &str,
        button: &Element,
        aloud: &Element,
        copied: &str,
        refused: &str,
    );

    /// Saves a text as a file.
    #[wasm_bindgen(method)]
    pub fn save(this: &Browser, name: &str, media_type: &str, text: &str);

    /// Prints the document.
    #[wasm_bindgen(method)]
    pub fn print(this: &Browser);
}

//! Says why there is no list, and what to do.

use archive::language::{Language, Phrase};
use archive::markup::frame::failure;
use web_sys::Element;

use crate::browser::dom::{self, Nodes};

/// A failure, with a button to try again where that may help.
pub(crate) struct Failed {
    text: Option<Element>,
    cure: Option<Element>,
    retry: Option<Element>,
}

impl Failed {
    /// Puts the failure into `root`, in the place of all there was.
    pub(crate) fn new(root: &Element, language: &Language, level: u8) -> Self {
        root.set_text_content(None);
        failure(language, level, &mut Nodes::into(root));
        Self {
            text: dom::find(root, ".failed__text"),
            cure: dom::find(root, ".failed__cure"),
            retry: dom::find(root, ".button"),
        }
    }

    /// Says what happened, where the cure is, whether it may pass, and whether it is being tried again.
    pub(crate) fn update(
        &self,
        text: &str,
        cure: &str,
        may_pass: bool,
        retrying: bool,
        language: &Language,
    ) {
        if let Some(element) = &self.text {
            dom::say(element, text);
        }
        if let Some(element) = &self.cure {
            dom::set(element, "href", cure);
        }
        if let Some(retry) = &self.retry {
            dom::hide(retry, !may_pass);
            dom::set(retry, "aria-disabled", if retrying { "true" } else { "false" });
            dom::say(retry, language.say(if retrying { Phrase::Loading } else { Phrase::Retry }));
        }
    }
}

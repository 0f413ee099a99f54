//! What is to be said in passing: parts of the address that mean nothing, an empty list, files that
//! are still coming, items that could not be read.

use archive::archive::Archive;
use archive::language::{Language, Phrase};
use archive::markup::frame::skipped;
use archive::markup::{Printer, Sink};
use archive::view::{self, Place, View};
use web_sys::Element;

use crate::browser::dom::{self, Nodes};
use crate::load::Rest;

/// The places of the sentences.
pub(crate) struct Notices {
    ignored: Element,
    unknown: Element,
    nothing: Element,
    suggestions: Element,
    rest: Element,
    skipped: Element,
    shown_rest: Rest,
}

impl Notices {
    pub(crate) fn new(root: &Element) -> Option<Self> {
        Some(Self {
            ignored: dom::find(root, ".page__ignored")?,
            unknown: dom::find(root, ".page__unknown")?,
            nothing: dom::find(root, ".page__nothing")?,
            suggestions: dom::find(root, ".suggestions")?,
            rest: dom::find(root, ".rest")?,
            skipped: dom::find(root, ".skipped")?,
            shown_rest: Rest::None,
        })
    }

    /// Says what the view has to say. A host's address may name places of the host's own, so only a
    /// page of our own says that it does not know one, and only when all files are there.
    pub(crate) fn update(&self, view: &View, is_whole: bool, printer: &Printer<'_>) {
        let unknown = match &view.place {
            Some(Place::Unknown(text)) if is_whole => Some(text.as_str()),
            _ => None,
        };
        dom::say_or_hide(&self.ignored, view.ignored.as_deref());
        dom::say_or_hide(&self.unknown, unknown);
        dom::say_or_hide(&self.nothing, view.nothing.as_deref());
        self.suggestions.set_text_content(None);
        printer.suggestions(&view.suggestions, &mut Nodes::into(&self.suggestions));
        dom::hide(&self.suggestions, view.suggestions.is_empty());
    }

    /// Says which items could not be read, as there is another archive.
    pub(crate) fn fill(&self, archive: &Archive, language: &Language) {
        self.skipped.set_text_content(None);
        let words = view::skipped(archive, language);
        dom::hide(&self.skipped, words.is_none());
        let Some((sentence, lines)) = words else { return };
        skipped(&sentence, &lines, &mut Nodes::into(&self.skipped));
    }

    /// Says whether more of the feed is coming, or did not come.
    pub(crate) fn rest(&mut self, rest: Rest, printer: &Printer<'_>) {
        if self.shown_rest == rest {
            return;
        }
        self.shown_rest = rest;
        self.rest.set_text_content(None);
        dom::hide(&self.rest, rest == Rest::None);
        let (phrase, role) = match rest {
            Rest::None => return,
            Rest::Coming => (Phrase::MoreComing, "note"),
            Rest::Failed => (Phrase::MoreFailed, "alert"),
        };
        let mut nodes = Nodes::into(&self.rest);
        nodes.open("p");
        nodes.attribute("class", "notice");
        nodes.attribute("role", role);
        nodes.text(printer.language.say(phrase));
        nodes.close();
        if rest == Rest::Failed {
            printer.retry(&mut nodes);
        }
    }
}

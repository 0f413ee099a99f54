//! What is to be said in passing: parts of the address that mean nothing, an empty list, items and texts
//! that are still coming, items that could not be read.

use archive::archive::Archive;
use archive::digits::decimal;
use archive::language::{Language, Phrase};
use archive::markup::frame::skipped;
use archive::markup::{Printer, Sink};
use archive::view::{self, Place, View};
use web_sys::Element;

use crate::browser::dom::{self, Nodes};

/// What the visitor may be waiting for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Nothing.
    None,
    /// The rest of the items.
    Items,
    /// The rest of the items, which could not be loaded.
    ItemsFailed,
    /// The texts in which words are looked for.
    Words,
    /// The texts of a list that is taken away.
    Texts,
    /// Texts that could not be loaded.
    TextsFailed,
}

/// The places of the sentences.
pub(crate) struct Notices {
    ignored: Element,
    unknown: Element,
    nothing: Element,
    suggestions: Element,
    rest: Element,
    skipped: Element,
    shown: Wait,
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
            shown: Wait::None,
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

    /// Says what is still to come, or did not come, and how far that is.
    pub(crate) fn wait(&mut self, wait: Wait, printer: &Printer<'_>) {
        if self.shown != wait {
            self.shown = wait;
            self.rest.set_text_content(None);
            self.print(wait, printer);
        }
        if let Some(progress) = dom::find(&self.rest, "progress") {
            dom::set(&progress, "value", &decimal(printer.archive.read()));
        }
    }

    fn print(&self, wait: Wait, printer: &Printer<'_>) {
        dom::hide(&self.rest, wait == Wait::None);
        let (phrase, role) = match wait {
            Wait::None => return,
            Wait::Items => (Phrase::MoreComing, "note"),
            Wait::ItemsFailed => (Phrase::MoreFailed, "alert"),
            Wait::Words => (Phrase::TextsSearched, "status"),
            Wait::Texts => (Phrase::TextsComing, "status"),
            Wait::TextsFailed => (Phrase::TextsFailed, "alert"),
        };
        let mut nodes = Nodes::into(&self.rest);
        nodes.open("p");
        nodes.attribute("class", "notice");
        nodes.attribute("role", role);
        nodes.open("label");
        nodes.text(printer.language.say(phrase));
        if matches!(wait, Wait::Words | Wait::Texts) {
            nodes.text(" ");
            nodes.open("progress");
            nodes.attribute("max", &decimal(printer.archive.items().len()));
            nodes.close();
        }
        nodes.close();
        nodes.close();
        if matches!(wait, Wait::ItemsFailed | Wait::TextsFailed) {
            printer.retry(&mut nodes);
        }
    }
}

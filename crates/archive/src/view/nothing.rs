//! Finds what would bring items back to a list that is empty.

use super::{chips, chosen, quoted};
use crate::archive::Archive;
use crate::bits::Bits;
use crate::filter::{Filter, Message};
use crate::language::{Language, Phrase};
use crate::search::{Term, without};
use crate::selection::Selection;

/// One thing to let go of, as a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What lets go of it.
    pub message: Message,
    /// What it is, and how many items come back without it.
    pub text: String,
}

/// Each value, word and span whose removal alone brings items back; where none does, all at once.
pub(super) fn suggestions(
    archive: &Archive,
    filter: &Filter,
    selection: &Selection,
    terms: &[Term],
    found: &[&Bits],
    language: &Language,
) -> Vec<Suggestion> {
    if selection.count > 0 {
        return Vec::new();
    }
    let suggest = |message, name: &str, found: &[&Bits]| {
        let count = Selection::new(archive, &filter.after(&message, archive), found).count;
        let text = language.count(Phrase::Without, count, &[("name", name)]);
        (count > 0).then_some(Suggestion { message, text })
    };
    let chips = chips(archive, filter, language);
    let names = chosen(&chips, terms, language);
    let mut suggestions = Vec::new();
    for chip in chips {
        suggestions.extend(suggest(chip.message, &chip.name, found));
    }
    for (at, term) in terms.iter().enumerate() {
        let mut others = found.to_vec();
        others.remove(at);
        let message = Message::Search(without(terms, at));
        suggestions.extend(suggest(message, &quoted(term, language), &others));
    }
    if suggestions.is_empty() && names.len() > 1 {
        let all = language.locale().list(&names);
        suggestions.extend(suggest(Message::Clear, &all, &[]));
    }
    suggestions
}

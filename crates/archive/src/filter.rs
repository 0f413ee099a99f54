//! Defines the filter: what a visitor chose, and how a press changes it.

use crate::archive::Archive;
use crate::date::Span;
use crate::facets::Facet;

/// Whether an item must carry any or all of the values chosen in a facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Several values widen the list.
    #[default]
    Any,
    /// Several values narrow the list.
    All,
}

/// What is chosen in one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The ids of the values, each once, in the order in which they were chosen.
    pub values: Vec<String>,
    /// How they are combined.
    pub mode: Mode,
}

impl Choice {
    /// Whether this very value is chosen.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.values.iter().any(|value| value == id)
    }

    /// Adds a value that is not chosen yet.
    pub fn add(&mut self, id: &str) {
        if !self.contains(id) {
            self.values.push(id.to_owned());
        }
    }
}

/// Everything that was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    choices: [Choice; 3],
    /// The words to find, as they were typed.
    pub words: String,
    /// The months to show.
    pub span: Span,
}

/// What a visitor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A press on a facet's value: choose it, or stop choosing it.
    Toggle(Facet, String),
    /// A press on a region, partner or topic of an item: narrow the list to it, or stop doing so.
    Choose(Facet, String),
    /// A press on a chip.
    Remove(Facet, String),
    /// Combine the values of a facet in this way.
    Combine(Facet, Mode),
    /// Find these words.
    Search(String),
    /// Show these months.
    Show(Span),
    /// Choose nothing.
    Clear,
}

/// How a value of a facet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Neither it nor anything around or within it is chosen.
    Free,
    /// It is an area of which a part is chosen.
    Partly,
    /// It is chosen, or an area around it is.
    Chosen,
}

impl Filter {
    /// What is chosen in a facet.
    #[must_use]
    pub fn choice(&self, facet: Facet) -> &Choice {
        &self.choices[facet as usize]
    }

    /// What is chosen in a facet, to be changed.
    pub fn choice_mut(&mut self, facet: Facet) -> &mut Choice {
        &mut self.choices[facet as usize]
    }

    /// Every chosen value, facet by facet.
    pub fn values(&self) -> impl Iterator<Item = (Facet, &str)> {
        Facet::ALL.into_iter().flat_map(|facet| {
            self.choice(facet).values.iter().map(move |value| (facet, value.as_str()))
        })
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values().next().is_none() && self.words.is_empty() && self.span.is_open()
    }

    /// The filter without the values that the archive does not know, and those values.
    #[must_use]
    pub fn known_to(&self, archive: &Archive) -> (Self, Vec<(Facet, String)>) {
        let mut known = self.clone();
        let mut unknown = Vec::new();
        for facet in Facet::ALL {
            known.choice_mut(facet).values.retain(|value| {
                let is_known = archive.index().items(facet, value).is_some();
                if !is_known {
                    unknown.push((facet, value.clone()));
                }
                is_known
            });
        }
        (known, unknown)
    }

    /// How a value stands under the filter.
    #[must_use]
    pub fn standing(&self, facet: Facet, id: &str, archive: &Archive) -> Standing {
        let choice = self.choice(facet);
        if choice.contains(id) || self.covering(facet, id, archive).next().is_some() {
            Standing::Chosen
        } else if choice.values.iter().any(|value| archive.index().contains(facet, id, value)) {
            Standing::Partly
        } else {
            Standing::Free
        }
    }

    /// The chosen areas that contain a region. With *all of these* an area says nothing of its
    /// members: it asks for any of them, and a member asks for more.
    fn covering(&self, facet: Facet, id: &str, archive: &Archive) -> impl Iterator<Item = &str> {
        let choice = self.choice(facet);
        let areas = choice.values.iter().map(String::as_str);
        areas.filter(move |area| {
            choice.mode == Mode::Any && archive.index().contains(facet, area, id)
        })
    }

    /// The filter after a message.
    #[must_use]
    pub fn after(&self, message: &Message, archive: &Archive) -> Self {
        let mut next = self.clone();
        match message {
            Message::Toggle(facet, id) => next.toggle(*facet, id, archive),
            Message::Choose(facet, id) if self.choice(*facet).contains(id) => {
                next.remove(*facet, id);
            }
            Message::Choose(facet, id) => next.choose(*facet, id, archive),
            Message::Remove(facet, id) => next.remove(*facet, id),
            Message::Combine(facet, mode) => next.choice_mut(*facet).mode = *mode,
            Message::Search(words) => words.trim().clone_into(&mut next.words),
            Message::Show(span) => next.span = *span,
            Message::Clear => next = Self::default(),
        }
        next
    }

    fn remove(&mut self, facet: Facet, id: &str) {
        self.choice_mut(facet).values.retain(|value| value != id);
    }

    /// Chooses a value. Whatever it contains, or is contained in, gives way to it, so that the list
    /// is what was pressed last.
    fn choose(&mut self, facet: Facet, id: &str, archive: &Archive) {
        let index = archive.index();
        let choice = self.choice_mut(facet);
        if choice.mode == Mode::Any {
            choice.values.retain(|value| {
                !index.contains(facet, value, id) && !index.contains(facet, id, value)
            });
        }
        choice.add(id);
    }

    fn toggle(&mut self, facet: Facet, id: &str, archive: &Archive) {
        let areas: Vec<String> = self.covering(facet, id, archive).map(str::to_owned).collect();
        let choice = self.choice_mut(facet);
        if areas.is_empty() {
            if choice.contains(id) {
                self.remove(facet, id);
            } else {
                self.choose(facet, id, archive);
            }
            return;
        }
        // It is chosen through an area: all of the area but this stays, in as few values as it can.
        let index = archive.index();
        let is_apart = |one: &str, other: &str| {
            one != other && !index.contains(facet, one, other) && !index.contains(facet, other, one)
        };
        let carried = index.values(facet).iter().filter(|value| !value.items.is_empty());
        let stays: Vec<&str> = carried
            .map(|value| value.id.as_str())
            .filter(|other| areas.iter().any(|area| index.contains(facet, area, other)))
            .filter(|other| is_apart(other, id))
            .collect();
        choice.values.retain(|value| value != id && !areas.contains(value));
        for value in &stays {
            let lies_in_another = stays.iter().any(|area| {
                index.contains(facet, area, value) && !index.contains(facet, value, area)
            });
            if !lies_in_another {
                choice.add(value);
            }
        }
    }
}

#[cfg(test)]
mod tests;

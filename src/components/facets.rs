//! The facets: their values as checkboxes with live counts.

use std::cell::Cell;

use archive::filter::Standing;
use archive::language::Language;
use archive::markup::Printer;
use archive::markup::frame::mode_value;
use archive::view::{FacetView, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use super::intent;
use crate::browser::dom::{self, Nodes};

/// All facets, as they stand in the document.
pub(crate) struct Facets {
    root: Element,
    facets: Vec<Facet>,
}

struct Facet {
    combine: Option<Element>,
    none: Option<Element>,
    rows: Vec<Row>,
}

struct Row {
    entry: Element,
    label: Element,
    input: HtmlInputElement,
    count: Element,
    /// The count that it says; none before the first filter.
    said: Cell<Option<usize>>,
}

impl Facets {
    /// The facets that were printed into `root`.
    pub(crate) fn new(root: &Element) -> Option<Self> {
        let root = dom::find(root, ".filters__facets")?;
        let facets = bind(&root);
        Some(Self { root, facets })
    }

    /// Prints these facets in the place of those before, as more of the feed has come. The value
    /// that has the focus keeps it.
    pub(crate) fn fill(&mut self, facets: &[FacetView], printer: &Printer<'_>) {
        let focused = dom::focused(&self.root).filter(|input| self.root.contains(Some(input)));
        let focused = focused
            .and_then(|input| Some((intent::facet_of(&input)?, input.get_attribute("value")?)));
        self.root.set_text_content(None);
        printer.facets(facets, &mut Nodes::into(&self.root));
        self.facets = bind(&self.root);
        if let Some((which, id)) = focused
            && let Some(at) = facets.iter().position(|facet| facet.facet == which)
            && let Some(row) = facets[at].values.iter().position(|value| value.id == id)
        {
            dom::focus(&self.facets[at].rows[row].input);
        }
    }

    /// Shows counts and what is chosen.
    pub(crate) fn update(&self, facets: &[FacetView], view: &View) {
        for ((facet, printed), states) in self.facets.iter().zip(facets).zip(&view.values) {
            if let Some(combine) = &facet.combine {
                let mode = mode_value(view.filter.choice(printed.facet).mode);
                // A browser that fills forms in goes through all controls of the page when one is set.
                if intent::value_of(combine) != mode {
                    // All kinds of controls have it under one name.
                    combine.unchecked_ref::<HtmlInputElement>().set_value(mode);
                }
            }
            for (row, state) in facet.rows.iter().zip(states) {
                row.input.set_checked(state.standing == Standing::Chosen);
                row.input.set_indeterminate(state.standing == Standing::Partly);
                if row.said.replace(Some(state.count)) != Some(state.count) {
                    dom::say(&row.count, &state.written);
                    let none = if state.count == 0 { "true" } else { "false" };
                    dom::set(&row.label, "data-none", none);
                }
            }
        }
    }

    /// Leaves only the values that go by the words in a facet's box.
    pub(crate) fn find(&self, event: &Event, facets: &[FacetView], language: &Language) {
        let Some(target) = event.target() else { return };
        let input = target.unchecked_into::<HtmlInputElement>();
        let which = intent::facet_of(&input);
        let printed = facets.iter().zip(&self.facets).find(|(facet, _)| Some(facet.facet) == which);
        let Some((printed, facet)) = printed else { return };
        let shown = printed.matching(&input.value(), language);
        for (row, shown) in facet.rows.iter().zip(&shown) {
            dom::hide(&row.entry, !shown);
        }
        if let Some(none) = &facet.none {
            dom::hide(none, shown.contains(&true));
        }
    }
}

fn bind(root: &Element) -> Vec<Facet> {
    let facet = |facet: Element| Facet {
        combine: dom::find(&facet, ".facet__combine"),
        none: dom::find(&facet, ".facet__none"),
        rows: dom::find_all(&facet, ".value").into_iter().filter_map(Row::bind).collect(),
    };
    dom::find_all(root, ".facet").into_iter().map(facet).collect()
}

impl Row {
    fn bind(entry: Element) -> Option<Self> {
        let label = entry.first_element_child()?;
        let input = label.first_element_child()?.unchecked_into();
        let count = label.last_element_child()?;
        Some(Self { entry, label, input, count, said: Cell::new(None) })
    }
}

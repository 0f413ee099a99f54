//! The facets: their values as checkboxes with live counts.

use archive::filter::Standing;
use archive::language::Language;
use archive::markup::Printer;
use archive::markup::frame::mode_value;
use archive::view::{FacetView, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

use super::intent;
use crate::browser::dom::{self, Nodes};

/// All facets, as they stand in the document.
pub(crate) struct Facets {
    root: Element,
    facets: Vec<Facet>,
}

struct Facet {
    printed: FacetView,
    combine: Option<HtmlSelectElement>,
    none: Option<Element>,
    rows: Vec<Row>,
}

struct Row {
    entry: Element,
    label: Element,
    input: HtmlInputElement,
    count: Element,
}

impl Facets {
    /// The facets that were printed into `root`.
    pub(crate) fn new(root: &Element, printed: &[FacetView]) -> Option<Self> {
        let root = dom::find(root, ".filters__facets")?;
        let facets = bind(&root, printed);
        Some(Self { root, facets })
    }

    /// Prints these facets where others were printed before, as more of the feed has come.
    pub(crate) fn fill(&mut self, facets: &[FacetView], printer: &Printer<'_>) {
        if self.facets.iter().map(|facet| &facet.printed).eq(facets) {
            return;
        }
        let focused = self.focused();
        self.root.set_text_content(None);
        printer.facets(facets, &mut Nodes::into(&self.root));
        self.facets = bind(&self.root, facets);
        if let Some((facet, id)) = focused
            && let Some(facet) = self.facets.iter().find(|there| there.printed.facet == facet)
            && let Some(at) = facet.printed.values.iter().position(|value| value.id == id)
        {
            dom::focus(&facet.rows[at].input);
        }
    }

    /// Shows counts and what is chosen.
    pub(crate) fn update(&self, view: &View) {
        for (facet, states) in self.facets.iter().zip(&view.values) {
            if let Some(combine) = &facet.combine {
                combine.set_value(mode_value(view.filter.choice(facet.printed.facet).mode));
            }
            for (row, state) in facet.rows.iter().zip(states) {
                row.input.set_checked(state.standing == Standing::Chosen);
                row.input.set_indeterminate(state.standing == Standing::Partly);
                dom::say(&row.count, &state.written);
                let none = if state.count == 0 { "true" } else { "false" };
                dom::set(&row.label, "data-none", none);
            }
        }
    }

    /// Leaves only the values that go by the words in a facet's box.
    pub(crate) fn find(&self, event: &Event, language: &Language) {
        let found = || {
            let input = event.target()?.unchecked_into::<HtmlInputElement>();
            let facet = intent::facet_of(&input)?;
            let facet = self.facets.iter().find(|there| there.printed.facet == facet)?;
            Some((facet, input.value()))
        };
        let Some((facet, words)) = found() else { return };
        let shown = facet.printed.matching(&words, language);
        for (row, shown) in facet.rows.iter().zip(&shown) {
            dom::hide(&row.entry, !shown);
        }
        if let Some(none) = &facet.none {
            dom::hide(none, shown.contains(&true));
        }
    }

    fn focused(&self) -> Option<(archive::facets::Facet, String)> {
        let input = dom::focused(&self.root)?;
        Some((intent::facet_of(&input)?, input.get_attribute("value")?))
    }
}

fn bind(root: &Element, printed: &[FacetView]) -> Vec<Facet> {
    let facets = dom::find_all(root, ".facet");
    let facet = |(printed, facet): (&FacetView, Element)| Facet {
        printed: printed.clone(),
        combine: dom::find(&facet, ".facet__combine").map(JsCast::unchecked_into),
        none: dom::find(&facet, ".facet__none"),
        rows: dom::find_all(&facet, ".value").into_iter().filter_map(Row::bind).collect(),
    };
    printed.iter().zip(facets).map(facet).collect()
}

impl Row {
    fn bind(entry: Element) -> Option<Self> {
        let label = entry.first_element_child()?;
        let input = label.first_element_child()?.unchecked_into();
        let count = label.last_element_child()?;
        Some(Self { entry, label, input, count })
    }
}

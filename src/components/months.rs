//! The months and their items.
//!
//! Every item is printed once. A filter only hides and shows: that leaves the whole archive to the
//! browser's own search and to printing, and costs a few flags where a rebuilt list costs its nodes.

use archive::archive::{Archive, Section};
use archive::bits::Bits;
use archive::date::Period;
use archive::digits::decimal;
use archive::facets::Facet;
use archive::feed::Item;
use archive::filter::Filter;
use archive::markup::Printer;
use archive::view::View;
use web_sys::{Element, Node};

use crate::browser::dom::{self, Nodes};

/// The list as it stands in the document.
pub(crate) struct Months {
    root: Element,
    /// How many items were printed.
    printed: usize,
    sections: Vec<Month>,
    /// The items that are not hidden; none before the first filter.
    shown: Option<Bits>,
    filter: Filter,
}

/// A section of the document with its rows.
struct Month {
    period: Period,
    section: Element,
    entries: Element,
    /// By the item's place in the feed, in reading order.
    rows: Vec<(usize, Element)>,
}

impl Months {
    pub(crate) fn new(root: &Element) -> Option<Self> {
        let root = dom::find(root, ".months")?;
        Some(Self {
            root,
            printed: 0,
            sections: Vec::new(),
            shown: None,
            filter: Filter::default(),
        })
    }

    /// Prints what of the archive is not in the document yet. What is there stays where it is, and
    /// so does the focus in it.
    pub(crate) fn fill(&mut self, printer: &Printer<'_>) {
        let archive = printer.archive;
        if self.printed == archive.items().len() {
            return;
        }
        self.printed = archive.items().len();
        self.shown = None;
        self.filter = Filter::default();
        let mut before = std::mem::take(&mut self.sections).into_iter().peekable();
        for section in archive.sections() {
            // Files of a feed only add: the months there are come in the same order again.
            let known = before.next_if(|month| month.period == section.period);
            let next = before.peek().map(|month| &month.section);
            let month = known.or_else(|| Month::insert(&self.root, next, section, printer));
            if let Some(mut month) = month {
                month.fill(section, printer);
                self.sections.push(month);
            }
        }
    }

    /// Shows the items that are listed and hides the others, changing no more than what changes.
    pub(crate) fn update(&mut self, archive: &Archive, view: &View) {
        let listed = &view.selection.listed;
        if self.shown.as_ref() != Some(listed) {
            for (month, section) in self.sections.iter().zip(archive.sections()) {
                let mut any = false;
                for (position, (_, row)) in section.items.clone().zip(&month.rows) {
                    let show = listed.contains(position);
                    any |= show;
                    if self.shown.as_ref().is_none_or(|shown| shown.contains(position) != show) {
                        dom::hide(row, !show);
                    }
                }
                dom::hide(&month.section, !any);
            }
            self.shown = Some(listed.clone());
        }
        self.press_labels(&view.filter);
    }

    /// Marks the labels of what is chosen.
    fn press_labels(&mut self, filter: &Filter) {
        if self.filter == *filter {
            return;
        }
        let before = std::mem::replace(&mut self.filter, filter.clone());
        for (facet, id) in before.values().filter(|(facet, id)| !filter.choice(*facet).contains(id))
        {
            self.press(facet, id, "false");
        }
        for (facet, id) in filter.values() {
            self.press(facet, id, "true");
        }
    }

    fn press(&self, facet: Facet, id: &str, pressed: &str) {
        for label in dom::find_all(&self.root, &["[data-facet=", facet.key(), "]"].concat()) {
            // Compared here and not in the selector: an id may hold anything.
            if label.get_attribute("value").as_deref() == Some(id) {
                dom::set(&label, "aria-pressed", pressed);
            }
        }
    }
}

impl Month {
    fn insert(
        root: &Element,
        next: Option<&Element>,
        section: &Section,
        printer: &Printer<'_>,
    ) -> Option<Self> {
        let mut nodes = Nodes::apart()?;
        printer.section(section, &mut nodes);
        let element = nodes.taken()?;
        let entries = element.last_element_child()?;
        root.insert_before(&element, next.map(AsRef::<Node>::as_ref)).ok()?;
        Some(Self { period: section.period, section: element, entries, rows: Vec::new() })
    }

    fn fill(&mut self, section: &Section, printer: &Printer<'_>) {
        let mut before = std::mem::take(&mut self.rows).into_iter().peekable();
        let items = &printer.archive.items()[section.items.clone()];
        for (number, item) in (1..).zip(items) {
            let known = before.next_if(|(place, _)| *place == item.place);
            let next = before.peek().map(|(_, row)| row);
            let row = match known {
                Some((_, row)) => {
                    dom::set(&row, "value", &decimal(number));
                    row
                }
                None => match self.insert_row(next, item, number, printer) {
                    Some(row) => row,
                    None => continue,
                },
            };
            self.rows.push((item.place, row));
        }
    }

    fn insert_row(
        &self,
        next: Option<&Element>,
        item: &Item,
        number: usize,
        printer: &Printer<'_>,
    ) -> Option<Element> {
        let mut nodes = Nodes::apart()?;
        printer.item(item, number, &mut nodes);
        let row = nodes.taken()?;
        self.entries.insert_before(&row, next.map(AsRef::<Node>::as_ref)).ok()?;
        Some(row)
    }
}

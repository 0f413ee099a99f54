//! The months and their items.
//!
//! Every item is printed once. A filter only hides and shows: that leaves the whole archive to the
//! browser's own search and to printing, and costs a few flags where a rebuilt list costs its nodes.
//! Words that are looked for are marked by printing an item again, in the months that are near: the
//! browser tells which these are, as it lays out no others.

use archive::archive::Section;
use archive::bits::Bits;
use archive::date::Period;
use archive::digits::decimal;
use archive::facets::Facet;
use archive::feed::Item;
use archive::filter::Filter;
use archive::markup::Printer;
use archive::view::{MonthState, Place, View};
use web_sys::{Element, Node};

use crate::browser::dom::{self, Nodes};
use crate::browser::script::Browser;

/// The list as it stands in the document.
pub(crate) struct Months {
    root: Element,
    /// How many items were printed.
    printed: usize,
    sections: Vec<Month>,
    /// The items that are not hidden; none before the first filter.
    shown: Option<Bits>,
    filter: Filter,
    /// The item that is shown though the filter leaves it out, and what is said of it.
    outside: Option<(usize, Element)>,
    /// What the visitor was led to last.
    here: Option<Element>,
    /// Whether the browser tells which months are near.
    is_lazy: bool,
}

/// A section of the document with its rows.
struct Month {
    period: Period,
    section: Element,
    count: Element,
    entries: Element,
    /// Whether it is near to what is seen.
    is_near: bool,
    /// Whether its marks are those of the words that are looked for now.
    is_marked: bool,
    /// By the item's place in the feed, in reading order.
    rows: Vec<(usize, Element)>,
}

impl Months {
    pub(crate) fn new(root: &Element, is_lazy: bool) -> Option<Self> {
        let root = dom::find(root, ".months")?;
        Some(Self {
            root,
            printed: 0,
            sections: Vec::new(),
            shown: None,
            filter: Filter::default(),
            outside: None,
            here: None,
            is_lazy,
        })
    }

    /// Prints what of the archive is not in the document yet. What is there stays where it is, and
    /// so does the focus in it.
    pub(crate) fn fill(&mut self, printer: &Printer<'_>) {
        // Marked are the months that are near, and later.
        let printer = &Printer { terms: &[], ..*printer };
        let archive = printer.archive;
        if self.printed == archive.items().len() {
            return;
        }
        self.printed = archive.items().len();
        self.shown = None;
        // An item of another file may come before it.
        self.say_outside(None, printer);
        let mut before = std::mem::take(&mut self.sections).into_iter().peekable();
        for section in archive.sections() {
            // Files of a feed only add: the months there are come in the same order again.
            let known = before.next_if(|month| month.period == section.period);
            let next = before.peek().map(|month| &month.section);
            let month = known.or_else(|| Month::insert(&self.root, next, section, printer));
            if let Some(mut month) = month {
                month.is_near |= !self.is_lazy;
                month.fill(section, printer);
                self.sections.push(month);
            }
        }
    }

    /// Shows the items that are listed and hides the others, changing no more than what changes. An
    /// item that the address names is shown in any case.
    pub(crate) fn update(&mut self, view: &View, printer: &Printer<'_>) {
        let archive = printer.archive;
        let mut show = view.selection.listed.clone();
        let outside = view.outside();
        if let Some(position) = outside {
            show.insert(position);
        }
        let has_changed = self.shown.as_ref() != Some(&show);
        let parts = self.sections.iter().zip(archive.sections()).zip(&view.months);
        for (number, ((month, section), state)) in parts.enumerate() {
            if has_changed {
                for (position, (_, row)) in section.items.clone().zip(&month.rows) {
                    let is_listed = show.contains(position);
                    let was = |shown: &Bits| shown.contains(position) == is_listed;
                    if !self.shown.as_ref().is_some_and(was) {
                        dom::hide(row, !is_listed);
                    }
                }
            }
            let is_empty = show.count_in(section.items.clone()) == 0;
            dom::hide(&month.section, is_empty && view.place != Some(Place::Section(number)));
            month.count(state);
        }
        self.shown = Some(show);
        self.say_outside(outside, printer);
        if self.filter.words != view.filter.words {
            self.sections.iter_mut().for_each(|month| month.is_marked = false);
        }
        self.press_labels(&view.filter);
        self.mark(printer);
    }

    /// Says of an item that it is outside of the filter.
    fn say_outside(&mut self, outside: Option<usize>, printer: &Printer<'_>) {
        if self.outside.as_ref().map(|(position, _)| *position) == outside {
            return;
        }
        if let Some((_, said)) = self.outside.take() {
            said.remove();
        }
        let Some((position, row)) = outside.and_then(|at| Some((at, self.row(at, printer)?)))
        else {
            return;
        };
        printer.outside(&mut Nodes::into(row));
        self.outside = row.last_element_child().map(|said| (position, said));
    }

    fn row(&self, position: usize, printer: &Printer<'_>) -> Option<&Element> {
        let mut parts = self.sections.iter().zip(printer.archive.sections());
        let (month, section) = parts.find(|(_, section)| section.items.contains(&position))?;
        month.rows.get(position - section.items.start).map(|(_, row)| row)
    }

    /// Remembers that a month comes near, or goes, and marks what is looked for in it.
    pub(crate) fn near(&mut self, section: &Element, is_near: bool, printer: &Printer<'_>) {
        for month in self.sections.iter_mut().filter(|month| month.section == *section) {
            month.is_near = is_near;
        }
        self.mark(printer);
    }

    /// Marks what is looked for in the months that are near.
    fn mark(&mut self, printer: &Printer<'_>) {
        let Some(shown) = &self.shown else { return };
        for (month, section) in self.sections.iter_mut().zip(printer.archive.sections()) {
            if month.is_near && !month.is_marked {
                month.mark(section, shown, printer);
            }
        }
    }

    /// Leads the visitor to a place.
    pub(crate) fn go_to(&mut self, place: &Place, printer: &Printer<'_>, browser: &Browser) {
        let found = match place {
            Place::Item(position) => self.row(*position, printer).and_then(|row| {
                let item = row.first_element_child()?;
                open(&item);
                Some((item.first_element_child()?, item))
            }),
            Place::Section(number) => self.sections.get(*number).and_then(|month| {
                let heading = month.section.first_element_child()?;
                Some((heading.clone(), heading))
            }),
            Place::Unknown(_) => None,
        };
        let Some((heading, here)) = found else { return };
        if let Some(before) = self.here.take() {
            let _ = before.remove_attribute("data-here");
        }
        dom::set(&here, "data-here", "");
        browser.go_to(&heading);
        self.here = Some(here);
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
        let count = element.first_element_child()?.last_element_child()?;
        root.insert_before(&element, next.map(AsRef::<Node>::as_ref)).ok()?;
        Some(Self {
            period: section.period,
            section: element,
            count,
            entries,
            is_near: false,
            is_marked: false,
            rows: Vec::new(),
        })
    }

    /// Says in its heading how many of its items are listed.
    fn count(&self, state: &MonthState) {
        dom::say(&self.count, &state.written);
    }

    /// Marks what is looked for in its listed items, and nothing in the others.
    fn mark(&mut self, section: &Section, shown: &Bits, printer: &Printer<'_>) {
        self.is_marked = true;
        for (position, (_, row)) in section.items.clone().zip(&self.rows) {
            let Some(article) = row.first_element_child() else { continue };
            let is_marked = dom::find(&article, "mark").is_some();
            let is_open = dom::find(&article, OPENED).is_some();
            if is_marked || (shown.contains(position) && !printer.terms.is_empty()) {
                article.set_text_content(None);
                printer.content(&printer.archive.items()[position], &mut Nodes::into(&article));
                // Nothing is found in secret.
                if is_open || dom::find(&article, ".item__rest mark").is_some() {
                    open(&article);
                }
            }
        }
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
        &mut self,
        next: Option<&Element>,
        item: &Item,
        number: usize,
        printer: &Printer<'_>,
    ) -> Option<Element> {
        self.is_marked = false;
        let mut nodes = Nodes::apart()?;
        printer.item(item, number, &mut nodes);
        let row = nodes.taken()?;
        self.entries.insert_before(&row, next.map(AsRef::<Node>::as_ref)).ok()?;
        Some(row)
    }
}

/// The rest of a text that was opened.
const OPENED: &str = ".item__rest:not([hidden])";

/// Opens the text of an item, and gives its rest.
pub(crate) fn open(item: &Element) -> Option<Element> {
    let rest = dom::find(item, ".item__rest")?;
    let _ = rest.remove_attribute("hidden");
    if let Some(button) = dom::find(item, ".item__more") {
        button.remove();
    }
    Some(rest)
}

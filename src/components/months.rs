//! The months and their items.
//!
//! Every item is printed once: the first ones at once, those of months that come near with them, and
//! the rest when the browser has nothing else to do. A filter only hides and shows: that leaves the
//! whole archive to the browser's own search and to printing, and costs a few flags where a rebuilt
//! list costs its nodes.
//! The rows of a long archive are printed where months are near, and so are texts that come later.
//! The months that are near change at once, and the others when they come near, or when the browser has
//! nothing else to do: it tells which are near, as it lays out no others. Words that are looked for are
//! marked by printing an item again.

use std::ops::Range;

use archive::archive::{Part, Section, Standing};
use archive::bits::Bits;
use archive::date::Period;
use archive::digits::decimal;
use archive::facets::Facet;
use archive::feed::Item;
use archive::filter::Filter;
use archive::markup::{Printer, unpressed};
use archive::view::{Place, View};
use web_sys::Element;

use super::intent::facet_of;
use crate::browser::dom::{self, Nodes};
use crate::browser::script::Browser;

/// How many items are printed before anything is shown: more than a screen holds.
const AT_ONCE: usize = 50;

/// In how many items what is looked for is marked at once: few screens hold more.
const MARKED_AT_ONCE: usize = 12;

/// How many items are printed between two looks at whether the browser has something else to do.
const SLICE: usize = 10;

/// The list as it stands in the document.
pub(crate) struct Months {
    root: Element,
    /// How many items the archive had that its months are of.
    items: usize,
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
#[allow(
    clippy::struct_excessive_bools,
    reason = "each falls behind the filter, or the window, apart from the others"
)]
struct Month {
    period: Period,
    section: Element,
    count: Element,
    entries: Element,
    /// What it says of how many of its items are listed.
    said: String,
    is_hidden: bool,
    /// Whether it is near to what is seen.
    is_near: bool,
    /// Whether its rows are shown and hidden as the filter says now.
    is_current: bool,
    /// Whether that is marked in all of its rows what is looked for now.
    is_marked: bool,
    /// Whether its labels show what is chosen now.
    is_pressed: bool,
    /// What it says of texts that could not be loaded.
    failed: Option<Element>,
    /// Which items of the archive it has.
    items: Range<usize>,
    /// Those that are printed, from its first on: the children of `entries`. Nodes are not kept, as ten thousand of
    /// them take more memory than all else that is known of them.
    rows: Vec<Row>,
}

/// An item in the document.
struct Row {
    /// Its place in the feed.
    place: usize,
    is_hidden: bool,
    /// Whether its marks are those of the words that are looked for now.
    is_marked: bool,
    /// Whether it may have any.
    has_marks: bool,
}

impl Months {
    pub(crate) fn new(root: &Element, is_lazy: bool) -> Option<Self> {
        let root = dom::find(root, ".months")?;
        Some(Self {
            root,
            items: 0,
            sections: Vec::new(),
            shown: None,
            filter: Filter::default(),
            outside: None,
            here: None,
            is_lazy,
        })
    }

    /// Prints the months of the archive that are not in the document yet, and the first items. What is
    /// there stays where it is, and so does the focus in it.
    pub(crate) fn fill(&mut self, printer: &Printer<'_>) {
        let archive = printer.archive;
        if self.items == archive.items().len() {
            return;
        }
        self.items = archive.items().len();
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
                // Where the list was published, the browser has told of its first months before anyone asked.
                month.is_near |= !self.is_lazy || section.items.start < AT_ONCE;
                month.print(section, AT_ONCE.saturating_sub(section.items.start), printer);
                self.sections.push(month);
            }
        }
    }

    /// Brings a month up to date, or prints some more of its items, and says whether there was one to do
    /// that to. On paper stands everything; else an item waits for its text.
    pub(crate) fn go_on(&mut self, is_paper: bool, printer: &Printer<'_>) -> bool {
        if self.mark(SLICE, printer) {
            return true;
        }
        let archive = printer.archive;
        let is_whole = is_paper || archive.is_short();
        let may_print = |item: &Item| {
            is_paper || !matches!(archive.standing(item), Standing::Away | Standing::Coming)
        };
        // What is near first.
        let sections = || archive.sections().iter().enumerate();
        let near = sections()
            .filter(|(number, _)| self.sections.get(*number).is_some_and(|month| month.is_near));
        for (number, section) in near.chain(sections()) {
            let Some(month) = self.sections.get(number) else { break };
            let done = month.rows.len();
            let next = archive.items()[section.items.clone()].get(done);
            let goes_on = (is_whole || month.is_near) && next.is_some_and(may_print);
            if goes_on || !month.is_current {
                self.print(number, done + if goes_on { SLICE } else { 0 }, printer);
                return true;
            }
        }
        false
    }

    /// Brings a section up to date, and prints its first items, so many at least.
    fn print(&mut self, number: usize, at_least: usize, printer: &Printer<'_>) {
        let (month, section) = (&mut self.sections[number], &printer.archive.sections()[number]);
        month.print(section, at_least, printer);
        if let Some(shown) = &self.shown {
            month.show(section, shown);
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
        // What is seen is brought up to date at once, and what comes into view where items go. Where few are listed many
        // months are near: all of their items at once would keep the browser busy that are not seen in the end.
        let (mut at_once, mut is_reached) = (AT_ONCE, false);
        let parts = self.sections.iter_mut().zip(archive.sections()).zip(&view.months);
        for (number, ((month, section), state)) in parts.enumerate() {
            let listed = show.count_in(section.items.clone());
            let is_place = view.place == Some(Place::Section(number));
            let is_hidden = listed == 0 && !is_place;
            if std::mem::replace(&mut month.is_hidden, is_hidden) != is_hidden {
                dom::hide(&month.section, is_hidden);
            }
            if month.said != state.written {
                month.said.clone_from(&state.written);
                dom::say(&month.count, &state.written);
            }
            month.is_current = false;
            if month.is_near && !std::mem::replace(&mut is_reached, true) {
                at_once = AT_ONCE;
            }
            if at_once > 0 {
                month.show(section, &show);
                at_once = at_once.saturating_sub(listed);
            }
        }
        self.shown = Some(show);
        self.say_outside(outside, printer);
        if self.filter != view.filter {
            let has_same_words = self.filter.words == view.filter.words;
            for month in &mut self.sections {
                // An item that was not listed may not be marked.
                month.is_marked = false;
                month.is_pressed = false;
                month.rows.iter_mut().for_each(|row| row.is_marked &= has_same_words);
            }
            self.filter = view.filter.clone();
        }
        self.mark(MARKED_AT_ONCE, printer);
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
        printer.outside(&mut Nodes::into(&row));
        self.outside = row.last_element_child().map(|said| (position, said));
    }

    /// The row of an item, which is printed if it was not.
    fn row(&mut self, position: usize, printer: &Printer<'_>) -> Option<Element> {
        let sections = printer.archive.sections();
        let number = sections.iter().position(|section| section.items.contains(&position))?;
        let at = position - sections[number].items.start;
        self.print(number, at + 1, printer);
        dom::child(&self.sections[number].entries, at)
    }

    /// Remembers that a month comes near, or goes; prints it, and marks what is looked for in it.
    pub(crate) fn near(&mut self, section: &Element, is_near: bool, printer: &Printer<'_>) {
        let same = |month: &Month| month.section == *section;
        if let Some(number) = self.sections.iter().position(same) {
            self.sections[number].is_near = is_near;
            if is_near {
                self.print(number, AT_ONCE, printer);
            }
        }
        self.mark(MARKED_AT_ONCE, printer);
    }

    /// Marks what is chosen in the months that are near, and what is looked for in so many of their items. Says
    /// whether there was any.
    fn mark(&mut self, at_most: usize, printer: &Printer<'_>) -> bool {
        let Some(shown) = &self.shown else { return false };
        let mut left = at_most;
        for (month, section) in self.sections.iter_mut().zip(printer.archive.sections()) {
            if !(month.is_near && month.is_current) {
                continue;
            }
            if !month.is_marked {
                month.mark(section, shown, &mut left, printer);
            }
            if !month.is_pressed {
                month.press(&self.filter);
            }
        }
        left < at_most
    }

    /// The items of the months that are near.
    pub(crate) fn near_items(&self) -> impl Iterator<Item = usize> {
        self.sections.iter().filter(|month| month.is_near).flat_map(|month| month.items.clone())
    }

    /// Shows the texts of files that have come, and says in a month which did not.
    pub(crate) fn receive(&mut self, settled: &[usize], printer: &Printer<'_>) {
        let archive = printer.archive;
        for part in settled.iter().filter_map(|number| archive.parts().get(*number)) {
            let mut items = part.items.iter().peekable();
            for (month, section) in self.sections.iter_mut().zip(archive.sections()) {
                let mut has_any = false;
                while items.next_if(|item| **item < section.items.end).is_some() {
                    has_any = true;
                }
                if has_any {
                    month.receive(section, part, printer);
                }
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
}

impl Month {
    fn insert(
        root: &Element,
        next: Option<&Element>,
        section: &Section,
        printer: &Printer<'_>,
    ) -> Option<Self> {
        printer.section(section, &mut Nodes::into(root));
        let element = dom::last(root, next)?;
        let entries = element.last_element_child()?;
        let count = element.first_element_child()?.last_element_child()?;
        Some(Self {
            period: section.period,
            section: element,
            count,
            entries,
            said: String::new(),
            is_hidden: false,
            is_near: false,
            is_current: true,
            is_marked: false,
            is_pressed: true,
            failed: None,
            items: 0..0,
            rows: Vec::new(),
        })
    }

    /// Shows its items that are to be shown, and hides the others.
    fn show(&mut self, section: &Section, shown: &Bits) {
        if !std::mem::replace(&mut self.is_current, true) {
            let mut steps = Vec::new();
            for (at, row) in self.rows.iter_mut().enumerate() {
                let is_hidden = !shown.contains(section.items.start + at);
                if std::mem::replace(&mut row.is_hidden, is_hidden) != is_hidden {
                    steps.push(2 * at + usize::from(is_hidden));
                }
            }
            dom::hide_children(&self.entries, &steps);
        }
    }

    /// Marks what is looked for in its listed items, and nothing in the others, as long as there is any of `left`.
    fn mark(&mut self, section: &Section, shown: &Bits, left: &mut usize, printer: &Printer<'_>) {
        for (at, row) in self.rows.iter_mut().enumerate() {
            let position = section.items.start + at;
            let is_found = shown.contains(position) && !printer.terms.is_empty();
            if row.is_marked || !(is_found || row.has_marks) {
                continue;
            }
            if *left == 0 {
                return;
            }
            *left -= 1;
            row.print_again(&self.entries, at, &printer.archive.items()[position], printer);
        }
        self.is_marked = true;
    }

    /// Shows the texts of a file, or says that they could not be loaded.
    fn receive(&mut self, section: &Section, part: &Part, printer: &Printer<'_>) {
        let archive = printer.archive;
        let items = &archive.items()[section.items.clone()];
        let is_failed = items.iter().any(|item| archive.standing(item) == Standing::Failed);
        if !is_failed && let Some(failed) = self.failed.take() {
            let had_focus =
                dom::focused(&failed).is_some_and(|focused| failed.contains(Some(&focused)));
            failed.remove();
            // The button that was pressed is gone.
            if let Some(heading) = self.section.first_element_child().filter(|_| had_focus) {
                dom::focus(&heading);
            }
        } else if is_failed && self.failed.is_none() {
            printer.without_texts(&mut Nodes::into(&self.section));
            self.failed = dom::last(&self.section, Some(&self.entries));
        }
        for (at, (item, row)) in items.iter().zip(&mut self.rows).enumerate() {
            if part.places.contains(&row.place) {
                row.print_again(&self.entries, at, item, printer);
            }
        }
    }

    /// Shows on the labels of its items what is chosen. The browser finds the few that change; to ask each what it
    /// stands for would take longer than everything else.
    fn press(&mut self, filter: &Filter) {
        self.is_pressed = true;
        for label in dom::find_all(&self.entries, "[aria-pressed=true]") {
            let is_chosen = facet_of(&label).is_some_and(|facet| {
                label.get_attribute("value").is_some_and(|id| filter.choice(facet).contains(&id))
            });
            if !is_chosen {
                dom::set(&label, "aria-pressed", "false");
            }
        }
        for facet in Facet::ALL {
            for id in &filter.choice(facet).values {
                for label in dom::find_all(&self.entries, &unpressed(facet, id)) {
                    dom::set(&label, "aria-pressed", "true");
                }
            }
        }
    }

    /// Prints its first items, so many at least. Those that were printed stay, though others may have
    /// come before them.
    fn print(&mut self, section: &Section, at_least: usize, printer: &Printer<'_>) {
        // A month that is not near is marked when it comes near.
        let is_marked = self.is_near || printer.terms.is_empty();
        let terms = if is_marked { printer.terms } else { &[] };
        let printer = &Printer { terms, ..*printer };
        // Files of a feed only add: items that stand where they stood are the same.
        let is_same = std::mem::replace(&mut self.items, section.items.clone()) == section.items;
        let before = if is_same { Vec::new() } else { std::mem::take(&mut self.rows) };
        let mut before = before.into_iter().peekable();
        for item in &printer.archive.items()[section.items.clone()][self.rows.len()..] {
            if self.rows.len() >= at_least && before.peek().is_none() {
                break;
            }
            let at = self.rows.len();
            // What it stands before, or where it stands.
            let here = before.peek().and_then(|_| dom::child(&self.entries, at));
            let row = if let Some(row) = before.next_if(|row| row.place == item.place) {
                if let Some(here) = here {
                    dom::set(&here, "value", &decimal(at + 1));
                }
                row
            } else {
                self.is_marked &= is_marked;
                printer.item(item, at + 1, &mut Nodes::into(&self.entries));
                let Some(entry) = dom::last(&self.entries, here.as_ref()) else { break };
                reveal(&entry);
                let has_marks = !terms.is_empty();
                Row { place: item.place, is_hidden: false, is_marked, has_marks }
            };
            self.rows.push(row);
            self.is_current = false;
        }
    }
}

impl Row {
    /// Prints its item in the place of what it was. What had the focus in it has it still.
    fn print_again(&mut self, entries: &Element, at: usize, item: &Item, printer: &Printer<'_>) {
        self.is_marked = true;
        self.has_marks = !printer.terms.is_empty();
        let entry = dom::child(entries, at);
        let Some(article) = entry.and_then(|entry| entry.first_element_child()) else { return };
        let is_open = dom::find(&article, OPENED).is_some();
        let focused = dom::focused(&article).filter(|focused| article.contains(Some(focused)));
        article.set_text_content(None);
        printer.content(item, &mut Nodes::into(&article));
        if is_open {
            open(&article);
        }
        reveal(&article);
        if let Some(focused) = focused {
            let mut controls = dom::find_all(&article, "a, button").into_iter();
            let same = controls.find(|control| control.is_equal_node(Some(&focused)));
            // Else it was the title, which whoever was led to the item is at.
            if let Some(again) = same.or_else(|| article.first_element_child()) {
                if let Some(tabindex) = focused.get_attribute("tabindex") {
                    dom::set(&again, "tabindex", &tabindex);
                }
                dom::focus(&again);
            }
        }
    }
}

/// Opens the text of an item if anything is marked in its rest: nothing is found in secret.
fn reveal(item: &Element) {
    if dom::find(item, ".item__rest mark").is_some() {
        open(item);
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

//! The month index: bars that lead to their months, and the two fields of a span.

use std::cell::Cell;

use archive::date::{Month, PartialDate, Span};
use archive::digits::decimal;
use archive::filter::Message;
use archive::markup::Printer;
use archive::view::View;
use archive::view::index::{Slot, Year};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

use super::intent::value_of;
use crate::browser::dom::{self, Nodes};
use crate::browser::script::Browser;

/// The month index as it stands in the document.
pub(crate) struct Index {
    root: Element,
    /// In the order of the archive's sections, newest first.
    bars: Vec<Bar>,
    /// The fields for the first and the last month; none where there is but one.
    fields: Option<[Element; 2]>,
    /// Which bars lie in the span.
    chosen: Vec<bool>,
    /// The bars where the pointer went down and where it is.
    drag: Cell<Option<(usize, usize)>>,
}

struct Bar {
    month: Option<Month>,
    link: Element,
    /// The count that it says; none before the first filter.
    said: Cell<Option<usize>>,
    /// Whether it is drawn as one that lies in the span, as each is that says nothing of it.
    is_in_span: Cell<bool>,
}

impl Index {
    /// The index that was printed into `root`.
    pub(crate) fn new(root: &Element, years: &[Year]) -> Option<Self> {
        let root = dom::find(root, ".index")?;
        let mut index = Self {
            root,
            bars: Vec::new(),
            fields: None,
            chosen: Vec::new(),
            drag: Cell::new(None),
        };
        index.bind(years);
        Some(index)
    }

    /// Prints the index of more months in the place of the one before. The bar that has the focus
    /// keeps it.
    pub(crate) fn fill(&mut self, years: &[Year], has_month_field: bool, printer: &Printer<'_>) {
        let focused = self.focused().and_then(|bar| bar.link.get_attribute("href"));
        self.root.set_text_content(None);
        printer.index(years, has_month_field, &mut Nodes::into(&self.root));
        self.bind(years);
        let same = |bar: &&Bar| bar.link.get_attribute("href") == focused;
        if let Some(bar) = self.bars.iter().find(same).filter(|_| focused.is_some()) {
            dom::focus(&bar.link);
        }
    }

    fn bind(&mut self, years: &[Year]) {
        let links = dom::find_all(&self.root, ".index__month");
        let slots = years.iter().flat_map(|year| year.slots.iter().flatten());
        let bar = |(slot, link): (&Slot, Element)| {
            let (said, is_in_span) = (Cell::new(None), Cell::new(true));
            Bar { month: slot.period.month(), link, said, is_in_span }
        };
        self.bars = slots.zip(links).map(bar).collect();
        self.fields = <[Element; 2]>::try_from(dom::find_all(&self.root, ".field")).ok();
        dom::hide(&self.root, self.bars.is_empty());
    }

    /// Shows counts and the span, on the bars where they change.
    pub(crate) fn update(&mut self, view: &View) {
        self.chosen.clear();
        for (bar, state) in self.bars.iter().zip(&view.months) {
            self.chosen.push(state.is_chosen);
            if bar.said.replace(Some(state.count)) != Some(state.count) {
                dom::set(&bar.link, "aria-label", &state.label);
                dom::set(&bar.link, "aria-disabled", boolean(state.count == 0));
                dom::set(&bar.link, "data-listed", &decimal(state.level));
            }
        }
        self.preview();
        let span = view.filter.span;
        for (field, month) in self.fields.iter().flatten().zip([span.from(), span.to()]) {
            let month = month.map_or_else(String::new, |month| PartialDate::Month(month).iso());
            // What is there already is not touched: somebody may be typing in it.
            if value_of(field) != month {
                field.unchecked_ref::<HtmlInputElement>().set_value(&month);
            }
        }
    }

    /// The span that the fields ask for.
    pub(crate) fn limits(&self) -> Option<Message> {
        let [from, to] = self.fields.as_ref()?;
        Span::typed(&value_of(from), &value_of(to)).map(Message::Show)
    }

    /// Answers to keys and to dragging; what was dragged over becomes the span.
    pub(crate) fn answer(&self, event: &Event, browser: &Browser) -> Option<Message> {
        let target = event.target()?.unchecked_into::<Element>();
        let bar = target.closest(".index__month").ok().flatten();
        let at = bar.and_then(|link| self.bars.iter().position(|bar| bar.link == link));
        match event.type_().as_str() {
            "keydown" => self.walk(at?, event),
            "pointerdown" => {
                self.drag.set(Some((at?, at?)));
                browser.release(event);
            }
            "pointerover" => {
                let (start, _) = self.drag.get()?;
                if event.unchecked_ref::<PointerEvent>().buttons() == 0 {
                    self.drag.set(None);
                } else if let Some(at) = at {
                    self.drag.set(Some((start, at)));
                }
                self.preview();
            }
            _ => {
                let (start, end) = self.drag.take()?;
                if start != end {
                    let month = |at: usize| self.bars.get(at)?.month;
                    return Some(Message::Show(Span::new(Some(month(start)?), Some(month(end)?))));
                }
            }
        }
        None
    }

    /// Marks the bars that lie in the span, or that are being dragged over.
    fn preview(&self) {
        let drag = self.drag.get().filter(|(start, end)| start != end);
        for (at, (bar, is_chosen)) in self.bars.iter().zip(&self.chosen).enumerate() {
            let is_chosen = match drag {
                Some((start, end)) => (start.min(end)..=start.max(end)).contains(&at),
                None => *is_chosen,
            };
            if bar.is_in_span.replace(is_chosen) != is_chosen {
                dom::set(&bar.link, "data-chosen", boolean(is_chosen));
            }
        }
    }

    /// Goes from bar to bar by the arrow keys. All bars are one stop of the tab key.
    fn walk(&self, at: usize, event: &Event) {
        // The newest bar stands at the end of a line.
        let is_reversed = matches!(self.root.closest(":dir(rtl)"), Ok(Some(_)));
        let (older, newer) = (at + 1, at.checked_sub(1));
        let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
            "ArrowLeft" if is_reversed => newer,
            "ArrowRight" if is_reversed => Some(older),
            "ArrowLeft" => Some(older),
            "ArrowRight" => newer,
            "Home" => self.bars.len().checked_sub(1),
            "End" => Some(0),
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = next.and_then(|next| self.bars.get(next)) {
            dom::set(&self.bars[at].link, "tabindex", "-1");
            dom::set(&next.link, "tabindex", "0");
            dom::focus(&next.link);
        }
    }

    fn focused(&self) -> Option<&Bar> {
        let focused = dom::focused(&self.root)?;
        self.bars.iter().find(|bar| bar.link == focused)
    }
}

const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

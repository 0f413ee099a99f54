//! Prints the month index: a chart that is a list of links, and the two fields of a span.

use super::frame::{action, begin, option};
use super::{Printer, Sink};
use crate::date::{Month, PartialDate, Period};
use crate::digits::decimal;
use crate::language::Phrase;
use crate::view::heading;
use crate::view::index::{Slot, Year};

/// How wide a bar is, by the number of bars: the style sheet has a width for each of these names. Up
/// to the first number there is room for the months' names, up to the second where the list is wide.
const SIZES: [(usize, &str); 4] = [(7, "few"), (NAMED, "some"), (96, "many"), (usize::MAX, "more")];
const NAMED: usize = 24;

impl Printer<'_> {
    /// Prints the month index with no count.
    pub fn index(&self, years: &[Year], has_month_field: bool, sink: &mut impl Sink) {
        let slots = years.iter().map(|year| year.slots.len()).sum::<usize>();
        begin(sink, "ol", "index__years");
        let size = SIZES.iter().find(|(most, _)| slots <= *most).map_or("", |(_, size)| size);
        sink.attribute("data-size", size);
        let has_names = slots <= NAMED;
        for year in years {
            begin(sink, "li", "index__year");
            begin(sink, "ol", "index__months");
            for slot in &year.slots {
                begin(sink, "li", "index__slot");
                match slot {
                    Some(slot) => self.bar(slot, has_names, sink),
                    None => sink.attribute("aria-hidden", "true"),
                }
                sink.close();
            }
            sink.close();
            begin(sink, "span", "index__label");
            sink.text(&year.label);
            sink.close();
            sink.close();
        }
        sink.close();
        let months: Vec<Month> = years
            .iter()
            .flat_map(|year| year.slots.iter().flatten())
            .filter_map(|slot| slot.period.month())
            .collect();
        if months.len() > 1 {
            begin(sink, "div", "index__span");
            for (action, phrase) in [(action::FROM, Phrase::From), (action::TO, Phrase::To)] {
                begin(sink, "label", "index__field");
                sink.text(self.language.say(phrase));
                sink.text(" ");
                self.month_field(action, &months, has_month_field, sink);
                sink.close();
            }
            sink.close();
        }
    }

    fn bar(&self, slot: &Slot, has_names: bool, sink: &mut impl Sink) {
        self.link_to(&slot.period.id(), "place index__month", sink);
        sink.attribute("draggable", "false");
        // One stop for the keyboard; the arrow keys lead on from it.
        sink.attribute("tabindex", if slot.section == 0 { "0" } else { "-1" });
        if let Period::Month(month) = slot.period
            && has_names
        {
            sink.attribute("data-name", &self.language.locale().month(month));
        }
        // How high the bar is, and up to where it is filled. It is drawn, and not made of elements: there are two in
        // each of hundreds of months, and a page waits for every one.
        let level = decimal(slot.level);
        sink.attribute("data-level", &level);
        sink.attribute("data-listed", &level);
        sink.close();
    }

    fn month_field(&self, action: &str, months: &[Month], is_native: bool, sink: &mut impl Sink) {
        let iso = |month: &Month| PartialDate::Month(*month).iso();
        begin(sink, if is_native { "input" } else { "select" }, "field");
        sink.attribute("data-action", action);
        if is_native {
            sink.attribute("type", "month");
            sink.attribute("min", &months.last().map_or_else(String::new, iso));
            sink.attribute("max", &months.first().map_or_else(String::new, iso));
        } else {
            option("", self.language.say(Phrase::AnyMonth), sink);
            for month in months {
                option(&iso(month), &heading(Period::Month(*month), self.language), sink);
            }
        }
        sink.close();
    }
}

//! What the browser knows of a language. The element's script makes the `Intl` objects: bindings to
//! them from here would weigh ten times as much as the lines that use them.

use std::cell::RefCell;
use std::cmp::Ordering;

use archive::date::{Month, PartialDate};
use archive::language::Locale;
use chrono::Datelike;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The functions that the element's script makes for a language.
    pub type Intl;

    #[wasm_bindgen(method, getter)]
    fn tag(this: &Intl) -> String;

    #[wasm_bindgen(method)]
    fn number(this: &Intl, number: f64) -> String;

    #[wasm_bindgen(method)]
    fn plural(this: &Intl, number: f64) -> String;

    /// Names come with `SEPARATOR` between them.
    #[wasm_bindgen(method)]
    fn list(this: &Intl, names: &str) -> String;

    /// Month and day are 0 where they are not known.
    #[wasm_bindgen(method)]
    fn date(this: &Intl, year: i32, month: u32, day: u32) -> String;

    #[wasm_bindgen(method)]
    fn month(this: &Intl, number: u32) -> String;

    #[wasm_bindgen(method)]
    fn region(this: &Intl, code: &str) -> Option<String>;

    #[wasm_bindgen(method)]
    fn compare(this: &Intl, one: &str, other: &str) -> f64;

    #[wasm_bindgen(method)]
    fn fold(this: &Intl, text: &str) -> String;
}

/// ASCII's unit separator, which no name holds.
const SEPARATOR: &str = "\u{1f}";

/// A language of the browser.
pub(crate) struct BrowserLocale {
    tag: String,
    // It never leaves its thread; the wrapper says so to the reactive system.
    intl: SendWrapper<Intl>,
    said: SendWrapper<RefCell<Said>>,
}

/// What the browser said, in the order of what it was asked for. Counts and months are said again with each press, and
/// to ask takes longer than to look it up.
type Said = Vec<(Asked, String)>;

/// What the browser is asked to say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Number(usize),
    Plural(usize),
    /// Year, month and day; month and day are 0 where they are not known.
    Date(i32, u32, u32),
}

impl BrowserLocale {
    pub(crate) fn new(intl: Intl) -> Self {
        let said = SendWrapper::new(RefCell::default());
        Self { tag: intl.tag(), intl: SendWrapper::new(intl), said }
    }

    fn say(&self, asked: Asked) -> String {
        let mut said = self.said.borrow_mut();
        let at = said.binary_search_by_key(&asked, |(asked, _)| *asked).unwrap_or_else(|at| {
            let words = match asked {
                Asked::Number(number) => self.intl.number(float(number)),
                Asked::Plural(number) => self.intl.plural(float(number)),
                Asked::Date(year, month, day) => self.intl.date(year, month, day),
            };
            said.insert(at, (asked, words));
            at
        });
        said[at].1.clone()
    }
}

impl Locale for BrowserLocale {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn number(&self, number: usize) -> String {
        self.say(Asked::Number(number))
    }

    fn plural(&self, number: usize) -> String {
        self.say(Asked::Plural(number))
    }

    fn list(&self, names: &[String]) -> String {
        self.intl.list(&names.join(SEPARATOR))
    }

    fn date(&self, date: PartialDate) -> String {
        self.say(match date {
            PartialDate::Year(year) => Asked::Date(year, 0, 0),
            PartialDate::Month(month) => Asked::Date(month.year(), month.number(), 0),
            PartialDate::Day(day) => Asked::Date(day.year(), day.month(), day.day()),
        })
    }

    fn month(&self, month: Month) -> String {
        self.intl.month(month.number())
    }

    fn region(&self, code: &str) -> Option<String> {
        self.intl.region(code)
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        self.intl.compare(one, other).partial_cmp(&0.0).unwrap_or(Ordering::Equal)
    }

    fn fold(&self, text: &str) -> String {
        self.intl.fold(text)
    }
}

/// A count as JavaScript's numbers; no list is longer than they are exact.
#[allow(clippy::cast_precision_loss)]
fn float(number: usize) -> f64 {
    number as f64
}

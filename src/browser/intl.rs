//! What the browser knows of a language: `Intl` and the folding of strings.

use std::cmp::Ordering;

use archive::date::PartialDate;
use archive::language::Locale;
use archive::regions::is_country;
use chrono::Datelike;
use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect, RegExp};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

/// A language of the browser.
pub(crate) struct BrowserLocale {
    tag: String,
    // Nothing of it ever leaves the thread; the wrapper tells the reactive system so.
    intl: SendWrapper<Formats>,
}

struct Formats {
    number: Function,
    plural: Intl::PluralRules,
    list: Intl::ListFormat,
    day: Function,
    month: Function,
    year: Function,
    regions: Intl::DisplayNames,
    compare: Function,
    marks: RegExp,
}

impl BrowserLocale {
    /// The language of a tag that `Intl` accepts.
    pub(crate) fn new(tag: &str) -> Self {
        let locales = Array::of1(&tag.into());
        let date = |parts: &[(&str, &str)]| {
            // A calendar day has no zone; one that is formatted in another would move.
            let fixed = [("timeZone", "UTC"), ("calendar", "gregory")];
            let options = object(fixed.iter().chain(parts));
            Intl::DateTimeFormat::new(&locales, &options).format()
        };
        let year = ("year", "numeric");
        let month = ("month", "long");
        let formats = Formats {
            number: Intl::NumberFormat::new(&locales, &Object::new()).format(),
            plural: Intl::PluralRules::new(&locales, &Object::new()),
            list: Intl::ListFormat::new(&locales, &Object::new()),
            day: date(&[year, month, ("day", "numeric")]),
            month: date(&[year, month]),
            year: date(&[year]),
            regions: Intl::DisplayNames::new(
                &locales,
                &object(&[("type", "region"), ("fallback", "none")]),
            ),
            compare: Intl::Collator::new(&locales, &object(&[("numeric", "true")])).compare(),
            marks: RegExp::new("\\p{M}", "gu"),
        };
        Self { tag: tag.to_owned(), intl: SendWrapper::new(formats) }
    }
}

impl Locale for BrowserLocale {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn number(&self, number: usize) -> String {
        call(&self.intl.number, &[float(number).into()])
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| number.to_string())
    }

    fn plural(&self, number: usize) -> String {
        self.intl.plural.select(float(number)).into()
    }

    fn list(&self, names: &[String]) -> String {
        let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        self.intl.list.format(&names).into()
    }

    fn date(&self, date: PartialDate) -> String {
        let (format, year, month, day) = match date {
            PartialDate::Year(year) => (&self.intl.year, year, 1, 1),
            PartialDate::Month(month) => (&self.intl.month, month.year(), month.number(), 1),
            PartialDate::Day(day) => (&self.intl.day, day.year(), day.month(), day.day()),
        };
        // Set by its parts: the constructor takes the years 0 to 99 for 1900 to 1999.
        let moment = Date::new(&JsValue::from_f64(0.0));
        let (month, day) = (month.cast_signed(), day.cast_signed());
        moment.set_utc_full_year_with_month_date(year.cast_unsigned(), month - 1, day);
        call(format, &[moment.into()])
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| date.to_string())
    }

    fn region(&self, code: &str) -> Option<String> {
        let is_area = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        // Anything else is a RangeError. ZZ is Unicode's code for "unknown", not a name.
        if code == "ZZ" || !(is_area || is_country(code)) {
            return None;
        }
        self.intl.regions.of(code).map(String::from)
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        call(&self.intl.compare, &[one.into(), other.into()])
            .and_then(|order| order.as_f64())
            .and_then(|order| order.partial_cmp(&0.0))
            .unwrap_or_else(|| one.cmp(other))
    }

    fn fold(&self, text: &str) -> String {
        let plain = JsString::from(text).normalize("NFD").replace_by_pattern(&self.intl.marks, "");
        plain.to_lower_case().into()
    }
}

fn object<'a>(fields: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn call(function: &Function, arguments: &[JsValue]) -> Option<JsValue> {
    function.apply(&JsValue::NULL, &arguments.iter().collect::<Array>()).ok()
}

/// A count as JavaScript's numbers; no list is longer than they are exact.
#[allow(clippy::cast_precision_loss)]
fn float(number: usize) -> f64 {
    number as f64
}

//! What the browser knows of a language, known here without one.
//!
//! The page that is printed is the one that the app mounts in its place later, so every word has to
//! be the one that the browser's `Intl` will say. This is its twin for the options that
//! `public/monthwise.js` gives it, made of ICU4X: both print Unicode's CLDR. Where browsers differ
//! from each other, it says what Chromium says.

mod fold;

use std::cmp::Ordering;

use anyhow::Result;
use archive::date::{Month, PartialDate};
use archive::language::{Language, Locale};
use archive::regions;
use chrono::Datelike;
use icu::calendar::Gregorian;
use icu::collator::options::CollatorOptions;
use icu::collator::preferences::CollationNumericOrdering;
use icu::collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{M, Y, YM, YMD};
use icu::datetime::input::Date;
use icu::datetime::options::YearStyle;
use icu::datetime::pattern::FixedCalendarDateTimeNames;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::locale::subtags::{Region, region};
use icu::locale::{Locale as Tag, LocaleCanonicalizer, LocaleDirectionality, locale};
use icu::plurals::{PluralCategory, PluralRules};
use icu_experimental::displaynames::multi::RegionDisplayNames;
use icu_experimental::displaynames::{DisplayNamesOptions, Style};

/// The sentences of the languages that there are; the first are used for all others.
const LANGUAGES: [(&str, &str); 4] = [
    ("en", include_str!("../../../languages/en.json")),
    ("ar", include_str!("../../../languages/ar.json")),
    ("es", include_str!("../../../languages/es.json")),
    ("fr", include_str!("../../../languages/fr.json")),
];

/// The language of a BCP 47 tag: its sentences, or English ones, and its own names, dates and numbers.
///
/// # Errors
/// When ICU4X was built without its data.
pub(crate) fn language(tag: &str) -> Result<Language> {
    let locale = Icu::new(tag)?;
    let (_, sentences) = sentences(locale.tag());
    Ok(Language::new(sentences, Box::new(locale)))
}

/// The name of the file of sentences for a BCP 47 tag, without its ending.
pub(crate) fn file_of(tag: &str) -> &'static str {
    sentences(tag).0
}

fn sentences(tag: &str) -> (&'static str, &'static str) {
    let base = tag.split('-').next();
    *LANGUAGES.iter().find(|(language, _)| Some(*language) == base).unwrap_or(&LANGUAGES[0])
}

/// Whether a language is written from right to left.
pub(crate) fn is_rtl(tag: &str) -> bool {
    canonical(tag)
        .is_some_and(|locale| LocaleDirectionality::new_common().is_right_to_left(&locale.id))
}

/// A formatter of dates that takes each as a day of the Gregorian calendar, whatever calendar is
/// usual where the language is spoken.
type Dates<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// What ICU4X knows of a language. Its formatters are made once: that is the dear part.
pub(crate) struct Icu {
    tag: String,
    numbers: DecimalFormatter,
    plurals: PluralRules,
    lists: ListFormatter,
    years: Dates<Y>,
    months: Dates<YM>,
    days: Dates<YMD>,
    short_months: Dates<M>,
    regions: RegionDisplayNames,
    short_regions: RegionDisplayNames,
    order: CollatorBorrowed<'static>,
}

impl Icu {
    /// What is known of the language of a BCP 47 tag; of English where it is none.
    ///
    /// # Errors
    /// When ICU4X was built without its data.
    pub(crate) fn new(tag: &str) -> Result<Self> {
        let english = locale!("en");
        let tag = canonical(tag).unwrap_or_else(|| english.clone());
        // A language that nobody knows in this script is known in its own.
        let mut unwritten = tag.clone();
        unwritten.id.script = None;
        // One without a name for a country has no other words either. A browser takes its visitor's
        // language then; here it is the one of the sentences.
        let is_known = |tag: &&Tag| {
            region_names(tag, None).is_ok_and(|names| names.of(region!("FR")).is_some())
        };
        let known = [&tag, &unwritten].into_iter().find(is_known).unwrap_or(&english);

        let lists = ListFormatterOptions::default().with_length(ListLength::Wide);
        // Plural rules are a language's, in whichever script; ICU4X finds none for `sr-Latn`.
        let mut spoken = known.clone();
        spoken.id.script = None;
        let mut order = CollatorPreferences::from(known);
        order.numeric_ordering = Some(CollationNumericOrdering::True);
        Ok(Self {
            numbers: DecimalFormatter::try_new(known.into(), DecimalFormatterOptions::default())?,
            plurals: PluralRules::try_new_cardinal((&spoken).into())?,
            lists: ListFormatter::try_new_and(known.into(), lists)?,
            years: Dates::try_new(known.into(), Y::long().with_year_style(YearStyle::NoEra))?,
            months: months(known)?,
            days: Dates::try_new(known.into(), YMD::long().with_year_style(YearStyle::NoEra))?,
            short_months: Dates::try_new(known.into(), M::medium())?,
            regions: region_names(known, None)?,
            short_regions: region_names(known, Some(Style::Short))?,
            order: Collator::try_new(order, CollatorOptions::default())?,
            tag: tag.to_string(),
        })
    }

    /// A date at its precision; none where it is no day of the calendar.
    fn written(&self, date: PartialDate) -> Option<String> {
        let text = match date {
            PartialDate::Year(year) => self.years.format(&gregorian(year, 1, 1)?).to_string(),
            PartialDate::Month(month) => {
                let first = gregorian(month.year(), month.number(), 1)?;
                self.months.format(&first).to_string()
            }
            PartialDate::Day(day) => {
                let day = gregorian(day.year(), day.month(), day.day())?;
                self.days.format(&day).to_string()
            }
        };
        // As browsers do it, for programs that read dates back (V8's commit 90be99fab31c).
        Some(text.replace('\u{202f}', " "))
    }
}

/// The form of dates without a day.
///
/// ICU4X loads digits for it only if its form with an era has a year, and Portuguese has lost that
/// year in CLDR 49 (`MMMM 'de Y' GGG`). So the digits are given to it.
fn months(tag: &Tag) -> Result<Dates<YM>> {
    let fields = YM::long().with_year_style(YearStyle::NoEra);
    let dates = Dates::try_new(tag.into(), fields)?;
    let mut names = FixedCalendarDateTimeNames::from_formatter(tag.into(), dates);
    names.include_decimal_formatter()?;
    Ok(names.try_into_formatter(fields).map_err(|(error, _)| error)?)
}

/// The names of countries, of one length.
fn region_names(tag: &Tag, style: Option<Style>) -> Result<RegionDisplayNames> {
    let mut options = DisplayNamesOptions::default();
    options.style = style;
    Ok(RegionDisplayNames::try_new(tag.into(), options)?)
}

/// The tag in the form of `Intl.getCanonicalLocales`, if it is one.
fn canonical(tag: &str) -> Option<Tag> {
    let mut tag = Tag::try_from_str(tag).ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut tag);
    Some(tag)
}

impl Locale for Icu {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn number(&self, number: usize) -> String {
        self.numbers.format_to_string(&Decimal::from(number))
    }

    fn plural(&self, number: usize) -> String {
        let category = match self.plurals.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        category.to_owned()
    }

    fn list(&self, names: &[String]) -> String {
        self.lists.format_to_string(names.iter())
    }

    fn date(&self, date: PartialDate) -> String {
        self.written(date).unwrap_or_else(|| date.iso())
    }

    fn month(&self, month: Month) -> String {
        gregorian(2000, month.number(), 1)
            .map_or_else(String::new, |on| self.short_months.format(&on).to_string())
    }

    fn region(&self, code: &str) -> Option<String> {
        if !(regions::is_country(code) && code != "ZZ" || code == "419") {
            return None;
        }
        let successor = WITHDRAWN.iter().find(|(withdrawn, _)| *withdrawn == code);
        let code = successor.map_or(code, |(_, successor)| successor);
        let names = if SHORT.contains(&code) { &self.short_regions } else { &self.regions };
        names.of(Region::try_from_str(code).ok()?).map(str::to_owned)
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        self.order.compare(one, other)
    }

    fn fold(&self, text: &str) -> String {
        fold::fold(text)
    }
}

/// The countries that Chromium calls by their short names: Hong Kong, Macao and Palestine. Its copy
/// of ICU is built so.
const SHORT: [&str; 3] = ["HK", "MO", "PS"];

/// Codes of countries that are no more, with those in their place, as ICU has them
/// (`DEPRECATED_COUNTRIES` and `REPLACEMENT_COUNTRIES` in its `uloc.cpp`).
const WITHDRAWN: [(&str, &str); 16] = [
    ("AN", "CW"),
    ("BU", "MM"),
    ("CS", "RS"),
    ("DD", "DE"),
    ("DY", "BJ"),
    ("FX", "FR"),
    ("HV", "BF"),
    ("NH", "VU"),
    ("RH", "ZW"),
    ("SU", "RU"),
    ("TP", "TL"),
    ("UK", "GB"),
    ("VD", "VN"),
    ("YD", "YE"),
    ("YU", "RS"),
    ("ZR", "CD"),
];

/// A day for ICU4X.
fn gregorian(year: i32, month: u32, day: u32) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests;

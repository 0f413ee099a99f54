//! Defines a partial date, a month, and the period under whose heading an item stands.
//!
//! A day or a month is only ever read as it is written: nothing here knows a time zone, so an item
//! of 12 July stays in July wherever its reader is.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use crate::digits::push_digits;

/// A year and a month of the Gregorian calendar, e.g. 2007-07.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Counted from January of the year 0: each item has a month, so it is short.
    place: u32,
}

impl Month {
    /// The month `number` (1 to 12) of `year` (0 to 9999), if there is one.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Option<Self> {
        ((0..=9999).contains(&year) && (1..=12).contains(&number)).then(|| Self::of(year, number))
    }

    /// The month `number` (1 to 12) of a year that there is.
    fn of(year: i32, number: u32) -> Self {
        Self { place: year.unsigned_abs() * 12 + number - 1 }
    }

    /// Reads `2007-07`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match PartialDate::parse(text)? {
            PartialDate::Month(month) => Some(month),
            PartialDate::Year(_) | PartialDate::Day(_) => None,
        }
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        (self.place / 12).cast_signed()
    }

    /// The month's number, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.place % 12 + 1
    }
}

/// A date known to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// Only the year is known.
    Year(i32),
    /// Year and month are known.
    Month(Month),
    /// The day is known.
    Day(NaiveDate),
}

impl PartialDate {
    /// Reads `2007`, `2007-07` or `2007-07-12`, and nothing else: RFC 3339's `full-date` (section
    /// 5.6), cut off at a hyphen. A day that the calendar does not have is no date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = i32::try_from(digits(parts.next()?, 4)?).ok()?;
        let Some(month) = parts.next() else {
            return Some(Self::Year(year));
        };
        let month = Month::new(year, digits(month, 2)?)?;
        let Some(day) = parts.next() else {
            return Some(Self::Month(month));
        };
        if parts.next().is_some() {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month.number(), digits(day, 2)?).map(Self::Day)
    }

    /// The day *written* in a JSON Feed's `date_published`: its first ten characters, never
    /// converted to another zone.
    #[must_use]
    pub fn written_in(date_published: &str) -> Option<Self> {
        Self::parse(date_published.get(..10)?)
    }

    /// The period under whose heading an item of this date stands.
    #[must_use]
    pub fn period(self) -> Period {
        match self {
            Self::Year(year) => Period::Year(year),
            Self::Month(month) => Period::Month(month),
            Self::Day(day) => {
                Month::new(day.year(), day.month()).map_or(Period::Year(day.year()), Period::Month)
            }
        }
    }

    /// The day, where it is known.
    #[must_use]
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Year(_) | Self::Month(_) => None,
        }
    }

    /// As it is written in a feed and in `<time datetime>`: `2007`, `2007-07` or `2007-07-12`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = match self {
            Self::Year(year) => (year, 0, 0),
            Self::Month(month) => (month.year(), month.number(), 0),
            Self::Day(day) => (day.year(), day.month(), day.day()),
        };
        let mut written = String::new();
        push_digits(&mut written, year.unsigned_abs(), 4);
        for part in [month, day].into_iter().filter(|part| *part > 0) {
            written.push('-');
            push_digits(&mut written, part, 2);
        }
        written
    }
}

/// The first year that a visitor may mean.
const EARLIEST: i32 = 1000;

/// The months from one to another, both included; without end where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    from: Option<Month>,
    to: Option<Month>,
}

impl Span {
    /// The span between two months, whichever comes first.
    #[must_use]
    pub fn new(one: Option<Month>, other: Option<Month>) -> Self {
        match (one, other) {
            (Some(from), Some(to)) if to < from => Self { from: other, to: one },
            _ => Self { from: one, to: other },
        }
    }

    /// The span that is typed into two fields, where an empty one is no end; none while a month is
    /// still being typed: a year of fewer digits is on its way to another.
    #[must_use]
    pub fn typed(from: &str, to: &str) -> Option<Self> {
        let month = |typed: &str| {
            let month = Month::parse(typed);
            (typed.is_empty() || month.is_some_and(|month| month.year() >= EARLIEST))
                .then_some(month)
        };
        Some(Self::new(month(from)?, month(to)?))
    }

    /// Its first month.
    #[must_use]
    pub fn from(self) -> Option<Month> {
        self.from
    }

    /// Its last month.
    #[must_use]
    pub fn to(self) -> Option<Month> {
        self.to
    }

    /// Whether it is all of time.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Self::default()
    }

    /// Whether what is known of a date allows that it lies in the span: an item of 2007 may be of
    /// May 2007. What has no date lies in no span but the open one.
    #[must_use]
    pub fn may_hold(self, date: Option<PartialDate>) -> bool {
        let Some(date) = date else { return self.is_open() };
        let (first, last) = match date.period() {
            Period::Month(month) => (month, month),
            Period::Year(year) => (Month::of(year, 1), Month::of(year, 12)),
            Period::Undated => return self.is_open(),
        };
        self.from.is_none_or(|from| last >= from) && self.to.is_none_or(|to| first <= to)
    }
}

/// What a heading of the list stands for: a month, a year whose months are unknown, or no date.
///
/// Ordered as the list is: months newest first, a year after its months, undated last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// The items of a month.
    Month(Month),
    /// The items of which only the year is known.
    Year(i32),
    /// The items without a date.
    Undated,
}

/// What the section of the undated items is called.
pub(crate) const UNDATED: &str = "undated";

impl Period {
    /// A number that grows with time. Each year has room for thirteen: for what has no month, and then its months.
    fn rank(self) -> i32 {
        match self {
            Self::Month(month) => month.year() * 13 + month.number().cast_signed(),
            Self::Year(year) => year * 13,
            Self::Undated => -1,
        }
    }

    /// The year, if there is one.
    #[must_use]
    pub fn year(self) -> Option<i32> {
        match self {
            Self::Month(month) => Some(month.year()),
            Self::Year(year) => Some(year),
            Self::Undated => None,
        }
    }

    /// The month, if it is one.
    #[must_use]
    pub fn month(self) -> Option<Month> {
        match self {
            Self::Month(month) => Some(month),
            Self::Year(_) | Self::Undated => None,
        }
    }

    /// The date that the heading names, if it names one.
    #[must_use]
    pub fn date(self) -> Option<PartialDate> {
        match self {
            Self::Month(month) => Some(PartialDate::Month(month)),
            Self::Year(year) => Some(PartialDate::Year(year)),
            Self::Undated => None,
        }
    }

    /// The id of the section in the page: `2007-07`, `2007` or `undated`.
    #[must_use]
    pub fn id(self) -> String {
        self.date().map_or_else(|| UNDATED.to_owned(), PartialDate::iso)
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank().cmp(&self.rank())
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Exactly `length` ASCII digits as a number.
fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_at_the_precision_they_are_written_in() {
        for text in ["2007", "2007-07", "2007-07-12", "2008-02-29", "0001", "9999-12-31"] {
            let date = PartialDate::parse(text).map(PartialDate::iso);
            assert_eq!(date.as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "-",
            "07",
            "20070712",
            "2007-",
            "2007-7",
            "2007-13",
            "2007-00",
            "2007-02-30",
            "2007-02-29",
            "2007-07-12-",
            "2007-07-12T00:00:00Z",
            "+007",
            "2007-+7",
            "２００７",
            " 2007",
            "2007 ",
            "12007",
            "-2007",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_day_is_the_one_written_whatever_the_zone() {
        for (text, day) in [
            ("2007-07-12T00:00:00Z", Some("2007-07-12")),
            ("2007-07-31T23:59:59-11:00", Some("2007-07-31")),
            ("2007-08-01T00:00:00+14:00", Some("2007-08-01")),
            ("2007-07-12", Some("2007-07-12")),
            ("2007-07-12 10:00", Some("2007-07-12")),
            ("2007-07", None),
            ("12 July 2007", None),
            ("2007-07-1é", None),
        ] {
            let written = PartialDate::written_in(text).map(PartialDate::iso);
            assert_eq!(written.as_deref(), day, "{text:?}");
        }
    }

    #[test]
    fn months_come_newest_first_a_year_after_its_months_and_undated_last() {
        let mut periods: Vec<Period> = ["2006-12", "2007", "2008-01", "2007-01", "2006", "2007-07"]
            .iter()
            .filter_map(|text| PartialDate::parse(text))
            .map(PartialDate::period)
            .chain([Period::Undated])
            .collect();
        periods.sort();
        let order: Vec<String> = periods.iter().map(|period| period.id()).collect();
        assert_eq!(order, ["2008-01", "2007-07", "2007-01", "2007", "2006-12", "2006", "undated"]);
    }

    fn span(from: &str, to: &str) -> Span {
        Span::new(Month::parse(from), Month::parse(to))
    }

    #[test]
    fn a_span_is_typed_digit_by_digit() {
        for (from, to, typed) in [
            ("2007-05", "", Some(span("2007-05", ""))),
            ("2007-07", "2007-05", Some(span("2007-05", "2007-07"))),
            ("", "", Some(Span::default())),
            ("1000-01", "", Some(span("1000-01", ""))),
            ("0200-05", "", None),
            ("2007-05", "0020-01", None),
            ("2007", "", None),
            ("May 2007", "", None),
        ] {
            assert_eq!(Span::typed(from, to), typed, "{from} {to}");
        }
    }

    #[test]
    fn a_span_begins_with_the_earlier_of_its_months() {
        for (one, other, from, to) in [
            ("2007-05", "2007-07", "2007-05", "2007-07"),
            ("2007-07", "2007-05", "2007-05", "2007-07"),
            ("2008-01", "2007-12", "2007-12", "2008-01"),
            ("2007-05", "2007-05", "2007-05", "2007-05"),
            ("2007-05", "", "2007-05", ""),
            ("", "2007-05", "", "2007-05"),
            ("", "", "", ""),
        ] {
            let span = span(one, other);
            assert_eq!((span.from(), span.to()), (Month::parse(from), Month::parse(to)));
            assert_eq!(span.is_open(), one.is_empty() && other.is_empty());
        }
    }

    #[test]
    fn what_may_have_happened_within_a_span_is_in_it() {
        for (from, to, within, without) in [
            ("", "", &["2007", "2007-07", "2007-07-12", "0001", ""][..], &[][..]),
            (
                "2007-05",
                "2007-07",
                &["2007", "2007-05", "2007-06", "2007-07", "2007-05-01", "2007-07-31"],
                &["2006", "2008", "2007-04", "2007-08", "2007-04-30", "2007-08-01", ""],
            ),
            ("2007-12", "2007-12", &["2007-12-31", "2007"], &["2008-01-01", "2007-11", "2008", ""]),
            ("2007-05", "", &["2007", "2007-05-01", "9999"], &["2006", "2007-04-30", ""]),
            ("", "2007-01", &["2007", "2007-01-31", "0000"], &["2008", "2007-02", ""]),
            ("2006-12", "2008-01", &["2006", "2007", "2008", "2007-01"], &["2005", "2009"]),
        ] {
            for (dates, holds) in [(within, true), (without, false)] {
                for date in dates {
                    let held = span(from, to).may_hold(PartialDate::parse(date));
                    assert_eq!(held, holds, "{date} from {from} to {to}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_span_holds_a_date_that_shares_a_day_with_it(
            date in "20(0[0-9])(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?",
            one in "|20(0[0-9])-(0[1-9]|1[0-2])",
            other in "|20(0[0-9])-(0[1-9]|1[0-2])",
        ) {
            // Days are compared as they are written; 31 of each month are enough.
            let days = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
            let days = days.map(|(month, day)| format!("{}-{month:02}-{day:02}", &date[..4]));
            let (from, to) = if !other.is_empty() && other < one { (&other, &one) } else { (&one, &other) };
            let expected = days.filter(|day| day.starts_with(&date)).any(|day| {
                day >= format!("{from}-01") && (to.is_empty() || day <= format!("{to}-31"))
            });
            let expected = expected || from.is_empty() && to.is_empty();
            prop_assert_eq!(span(&one, &other).may_hold(PartialDate::parse(&date)), expected);
        }

        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_is_written_the_same(text in "\\PC{0,12}|[0-9]{4}(-[0-9]{2}){0,3}") {
            if let Some(date) = PartialDate::parse(&text) {
                prop_assert_eq!(date.iso(), text);
            }
        }
    }
}

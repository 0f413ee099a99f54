//! Reads dates as people and programs write them, and keeps the day that is written.
//!
//! Libraries for dates of feeds give an instant, and of an instant the written day is lost: 23:30 of
//! 31 July west of Greenwich is 1 August in UTC. So time and zone are passed over here.

use archive::date::{Month, PartialDate};
use chrono::NaiveDate;
use clap::ValueEnum;

/// Which comes first where a date is written in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DayOrder {
    /// The day: 03/04/2007 is 3 April.
    Dmy,
    /// The month: 03/04/2007 is 4 March.
    Mdy,
}

/// What a text is, read as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Empty.
    Nothing,
    /// A date.
    Date(PartialDate),
    /// Two dates, by which of its numbers is the month.
    Ambiguous,
    /// No date, or one that the calendar does not have.
    Nonsense,
}

/// Reads RFC 3339 and what begins like it, RFC 822 (section 5) and RFC 5322 (sections 3.3 and 4.3),
/// English words in any order, and numbers.
pub(super) fn read(text: &str, order: Option<DayOrder>) -> Written {
    let text = text.trim();
    if text.is_empty() {
        return Written::Nothing;
    }
    let date = || {
        PartialDate::parse(text).or_else(|| timestamp(text)).or_else(|| {
            let words = text.contains(|letter: char| letter.is_alphabetic());
            words.then(|| in_words(text)).flatten()
        })
    };
    date().map_or_else(|| in_numbers(text, order), Written::Date)
}

/// A date with its time: `2007-07-31T23:30:00-11:00`, `2007-07-31 23:30`.
fn timestamp(text: &str) -> Option<PartialDate> {
    let time = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    time.starts_with(|digit: char| digit.is_ascii_digit())
        .then(|| PartialDate::written_in(text))
        .flatten()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its name, or by at least three letters of it.
fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let is_named = |(_, name): &(u32, &str)| word.len() >= 3 && name.starts_with(&word);
    (1..).zip(MONTHS).find(is_named).map(|(number, _)| number)
}

/// `Tue, 31 Jul 2007 23:30:00 -1100`, `12 July 2007`, `July 12th, 2007`, `July 2007`.
fn in_words(text: &str) -> Option<PartialDate> {
    let mut month = None;
    let mut numbers = Vec::new();
    // The name of the day may be in any language, or wrong: the date says it better.
    let date = text.split_once(',').map_or(text, |(day, date)| {
        let is_day_name = day.chars().all(char::is_alphabetic) && month_named(day).is_none();
        if is_day_name { date } else { text }
    });
    let words = date.split([' ', '\t', '\n', ',']).filter(|word| !word.is_empty());
    // Times have colons, and an offset has a sign.
    let words = words.filter(|word| !word.contains(':') && !word.starts_with(['+', '-']));
    for word in words.flat_map(|word| word.split(['-', '/'])) {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let suffix = word[digits.len()..].to_ascii_lowercase();
        if is_number(digits) && matches!(suffix.as_str(), "" | "st" | "nd" | "rd" | "th") {
            numbers.push(digits);
        } else if let (None, Some(named)) = (month, month_named(word)) {
            month = Some(named);
        } else if numbers.is_empty() && is_day_name(word) {
            // It comes before all, and without a comma.
        } else if month.is_none() || numbers.is_empty() || !is_zone(word) {
            return None;
        }
    }
    match numbers.as_slice() {
        // The 12 of "July 12" may be a day as well.
        [written] if written.len() == 4 => {
            Month::new(year(written)?, month?).map(PartialDate::Month)
        }
        [one, other] if one.len() == 4 => day(year(one)?, month?, other.parse().ok()?),
        [one, other] => day(year(other)?, month?, one.parse().ok()?),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_day_name(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && names.iter().any(|name| name.starts_with(&word))
}

/// Zones have names of up to five letters, or stand in brackets.
fn is_zone(word: &str) -> bool {
    let name = word.trim_matches(['(', ')']);
    name.len() <= 5 && name.chars().all(|letter| letter.is_ascii_alphabetic())
}

/// A year; of two or three digits by RFC 5322, section 4.3.
fn year(digits: &str) -> Option<i32> {
    let number: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        2 if number < 50 => Some(number + 2000),
        2 | 3 => Some(number + 1900),
        _ => None,
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::Day)
}

/// `2007/07/12`, `12.07.2007`, `07/12/2007`, `07/2007`, `20070712`, each with a time or without.
fn in_numbers(text: &str, order: Option<DayOrder>) -> Written {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    if !parts.iter().all(|part| is_number(part)) {
        return Written::Nonsense;
    }
    let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
    let date = match parts.as_slice() {
        [all] if all.len() == 8 => {
            year(&all[..4]).and_then(|year| day(year, number(&all[4..6]), number(&all[6..])))
        }
        [month, written] if written.len() == 4 => {
            year(written).and_then(|year| Month::new(year, number(month))).map(PartialDate::Month)
        }
        [written, month] if written.len() == 4 => {
            year(written).and_then(|year| Month::new(year, number(month))).map(PartialDate::Month)
        }
        [written, month, of_month] if written.len() == 4 => {
            year(written).and_then(|year| day(year, number(month), number(of_month)))
        }
        [one, other, written] => {
            let (one, other) = (number(one), number(other));
            // With dots it is the day that comes first, everywhere.
            let order = if date.contains('.') { Some(DayOrder::Dmy) } else { order };
            let dmy = year(written).and_then(|year| day(year, other, one));
            let mdy = year(written).and_then(|year| day(year, one, other));
            match (dmy, mdy, order) {
                (Some(dmy), _, Some(DayOrder::Dmy)) => Some(dmy),
                (_, Some(mdy), Some(DayOrder::Mdy)) => Some(mdy),
                // Where both can be read, they must be one.
                (Some(dmy), Some(mdy), None) if dmy != mdy => return Written::Ambiguous,
                (dmy, mdy, None) => dmy.or(mdy),
                // What was said of the order does not fit.
                (_, _, Some(_)) => None,
            }
        }
        _ => None,
    };
    date.map_or(Written::Nonsense, Written::Date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_keeps_its_written_day() {
        for (text, iso) in [
            // ISO 8601 and RFC 3339.
            ("2007", "2007"),
            ("2007-07", "2007-07"),
            ("2007-07-12", "2007-07-12"),
            ("2007-07-31T23:30:00-11:00", "2007-07-31"),
            ("2007-07-31t23:30:00z", "2007-07-31"),
            ("2007-07-31 23:30", "2007-07-31"),
            ("2007-07-31T23:30:00.25+0400", "2007-07-31"),
            ("20070712", "2007-07-12"),
            ("20070712T093000Z", "2007-07-12"),
            // RFC 822 and RFC 5322, as they are written and as they are met.
            ("Tue, 31 Jul 2007 23:30:00 -1100", "2007-07-31"),
            ("Wed, 01 Aug 2007 00:30:00 +1300", "2007-08-01"),
            ("31 Jul 07 23:30 EST", "2007-07-31"),
            ("Sat, 07 Sep 02 00:00:01 GMT", "2002-09-07"),
            ("7 Sep 99 00:00:01 Z", "1999-09-07"),
            ("7 Sep 103 00:00:01 UT", "2003-09-07"),
            ("tue, 31 jul 2007 23:30:00 gmt", "2007-07-31"),
            ("Thurs, 12 July 2007 09:00:00 GMT", "2007-07-12"),
            ("Do, 12 Jul 2007 09:00:00 +0200", "2007-07-12"),
            ("Thu,12 Jul 2007 09:00:00 +0200", "2007-07-12"),
            ("Thu, 12 Jul 2007 24:00:00 GMT", "2007-07-12"),
            ("Thu, 12 Jul 2007 09:00:00 -0400 (EDT)", "2007-07-12"),
            ("Thu, 12-Jul-2007 09:00:00 GMT", "2007-07-12"),
            ("Thu Jul 12 09:00:00 2007", "2007-07-12"),
            ("Thu Jul 12 09:00:00 EDT 2007", "2007-07-12"),
            ("Fri, 12 Jul 2007 09:00:00 GMT", "2007-07-12"),
            // Words.
            ("12 July 2007", "2007-07-12"),
            ("July 12, 2007", "2007-07-12"),
            ("July 12th, 2007", "2007-07-12"),
            ("1st Sept. 2007", "2007-09-01"),
            ("2007 July 12", "2007-07-12"),
            ("July 2007", "2007-07"),
            ("july, 2007", "2007-07"),
            // Numbers.
            ("2007/07/12", "2007-07-12"),
            ("2007/7/2", "2007-07-02"),
            ("2007.07.12", "2007-07-12"),
            ("2007-7", "2007-07"),
            ("07/2007", "2007-07"),
            ("3.4.2007", "2007-04-03"),
            ("03.04.07", "2007-04-03"),
            ("25/12/2007", "2007-12-25"),
            ("12/25/2007 14:30", "2007-12-25"),
            ("04/04/2007", "2007-04-04"),
        ] {
            let read = read(text, None);
            assert_eq!(
                read,
                PartialDate::parse(iso).map_or(Written::Nothing, Written::Date),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "soon",
            "yesterday at 9",
            "2007-02-30",
            "2007-02-30T09:00:00Z",
            "Fri, 30 Feb 2007 09:00:00 GMT",
            "2007-13",
            "13/13/2007",
            "31 Foo 2007",
            "12 juillet 2007",
            "1185900000",
            "July",
            "12 July",
            "Jul-07",
            "12",
            "1/2",
            "1/2/3/4",
            "2007--12",
            "٢٠٠٧",
        ] {
            assert_eq!(read(text, None), Written::Nonsense, "{text}");
        }
        assert_eq!(read(" \n", None), Written::Nothing);
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        let date = |iso| PartialDate::parse(iso).map_or(Written::Nothing, Written::Date);
        for (text, without, dmy, mdy) in [
            ("03/04/2007", Written::Ambiguous, date("2007-04-03"), date("2007-03-04")),
            ("3-4-07", Written::Ambiguous, date("2007-04-03"), date("2007-03-04")),
            ("25/12/2007", date("2007-12-25"), date("2007-12-25"), Written::Nonsense),
            ("12/25/2007", date("2007-12-25"), Written::Nonsense, date("2007-12-25")),
        ] {
            assert_eq!(read(text, None), without, "{text}");
            assert_eq!(read(text, Some(DayOrder::Dmy)), dmy, "{text}");
            assert_eq!(read(text, Some(DayOrder::Mdy)), mdy, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,24}") {
            read(&text, Some(DayOrder::Dmy));
        }

        #[test]
        fn a_zone_never_moves_a_day(
            days in 0..40_000_u64, hour in 0..24_u8, minute in 0..60_u8, zone in -14..15_i8,
        ) {
            let day = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Days::new(days);
            let (rfc3339, rfc5322) = (day.format("%Y-%m-%d"), day.format("%a, %d %b %Y"));
            let zone = format!("{}{:02}", if zone < 0 { '-' } else { '+' }, zone.abs());
            let date = Written::Date(PartialDate::Day(day));
            prop_assert_eq!(read(&format!("{rfc3339}T{hour:02}:{minute:02}:00{zone}:00"), None), date);
            prop_assert_eq!(read(&format!("{rfc5322} {hour:02}:{minute:02}:00 {zone}00"), None), date);
        }
    }
}

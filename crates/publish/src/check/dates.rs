//! Says what to write in the place of what is no date.

use archive::date::{Month, PartialDate};
use chrono::{DateTime, Datelike, Month as MonthName, NaiveDate};

/// How a date may stand in other hands: words as in English letters, and years first.
const FORMS: [&str; 9] = [
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%a, %d %b %Y",
    "%A, %d %B %Y",
    "%Y-%m-%d",
];

/// Which of the two fields with a date it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// `_monthwise.date`, as precise as is known.
    Partial,
    /// `date_published`, a point in time.
    Published,
}

/// What to write in the place of a text that is no date.
pub(super) fn help(text: &str, field: Field) -> String {
    if let Field::Published = field
        && let Some(date) = PartialDate::parse(text)
        && date.day().is_none()
    {
        let date = date.iso();
        return format!("what is known only so far stands in {}", coarse(&date, field));
    }
    let meant = meant(text);
    match (&*meant, impossible(text)) {
        ([], Some((why, part, known))) => {
            format!("{why}; write {} if the {part} is not known", coarse(&known, field))
        }
        ([], None) => format!(
            "write year, month and day, such as {}; {}",
            written("2007-07-12", field),
            match field {
                Field::Partial => "\"2007-07\" or \"2007\" where no more is known",
                Field::Published => "or take the field out where the date is not known",
            }
        ),
        ([day], _) => format!("write {}", written(day, field)),
        (days, _) => {
            let days: Vec<String> = days.iter().map(|day| written(day, field)).collect();
            format!("write {}, whichever is meant", days.join(" or "))
        }
    }
}

fn written(day: &str, field: Field) -> String {
    match field {
        Field::Published if day.len() == 10 => format!("\"{day}T12:00:00Z\""),
        Field::Partial | Field::Published => format!("\"{day}\""),
    }
}

/// A date without a day, and where it may stand.
fn coarse(date: &str, field: Field) -> String {
    match field {
        Field::Partial => format!("\"{date}\""),
        Field::Published => format!("\"_monthwise\": {{ \"date\": \"{date}\" }}"),
    }
}

/// The dates that a text can mean.
fn meant(text: &str) -> Vec<String> {
    let begin = PartialDate::written_in(text).and_then(PartialDate::day);
    let mail = || DateTime::parse_from_rfc2822(text).ok().map(|date| date.date_naive());
    let other = || FORMS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    if let Some(day) =
        begin.or_else(mail).or_else(other).filter(|day| (1000..=9999).contains(&day.year()))
    {
        return vec![day.to_string()];
    }
    if let Some((name, year)) = text.split_once(' ')
        && let (Ok(month), Ok(year)) = (name.parse::<MonthName>(), year.parse())
        && let Some(month) = Month::new(year, month.number_from_month())
    {
        return vec![PartialDate::Month(month).iso()];
    }
    numbers(text).map_or_else(Vec::new, |(first, second, year)| {
        let mut days: Vec<String> = [(second, first), (first, second)]
            .into_iter()
            .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))
            .map(|day| day.to_string())
            .collect();
        days.dedup();
        days
    })
}

/// The numbers of `12/07/2007` and its like, of which nobody knows whether the day or the month is first.
fn numbers(text: &str) -> Option<(u32, u32, i32)> {
    let mut parts = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty());
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, year.parse().ok()?))
}

/// Why the calendar does not have a date that is written as one: in words, with the part that is wrong,
/// and the date without it.
fn impossible(text: &str) -> Option<(String, &'static str, String)> {
    let mut parts = text.get(..10).unwrap_or(text).split('-');
    let (year, number) = (parts.next()?, parts.next()?);
    let day = parts.next().and_then(|day| day.parse::<u32>().ok());
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    let (year, number): (i32, u32) = (year.parse().ok()?, number.parse().ok()?);
    let Some(month) = Month::new(year, number) else {
        let known = PartialDate::Year(year).iso();
        return Some(("a year has months 01 to 12".to_owned(), "month", known));
    };
    let name = MonthName::try_from(u8::try_from(number).ok()?).ok()?;
    let days = name.num_days(year)?;
    let is_of_month = (1..=days.into()).contains(&day?);
    let why = format!("{} {year} has {days} days", name.name());
    (!is_of_month).then(|| (why, "day", PartialDate::Month(month).iso()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_meant_is_written_out() {
        for (text, help_for_it) in [
            ("2007-02-30", "February 2007 has 28 days; write \"2007-02\" if the day is not known"),
            ("2008-02-30", "February 2008 has 29 days; write \"2008-02\" if the day is not known"),
            ("2007-07-00", "July 2007 has 31 days; write \"2007-07\" if the day is not known"),
            ("2007-13", "a year has months 01 to 12; write \"2007\" if the month is not known"),
            ("2007-7-1", "write \"2007-07-01\""),
            ("2007-07-12T09:00:00Z", "write \"2007-07-12\""),
            ("2007/07/12", "write \"2007-07-12\""),
            ("20070712", "write \"2007-07-12\""),
            ("12/07/2007", "write \"2007-07-12\" or \"2007-12-07\", whichever is meant"),
            ("7.7.2007", "write \"2007-07-07\""),
            ("31.12.2007", "write \"2007-12-31\""),
            ("12 July 2007", "write \"2007-07-12\""),
            ("July 12, 2007", "write \"2007-07-12\""),
            ("Thu, 12 Jul 2007 09:00:00 +0000", "write \"2007-07-12\""),
            ("July 2007", "write \"2007-07\""),
            (
                "last Tuesday",
                "write year, month and day, such as \"2007-07-12\"; \"2007-07\" or \"2007\" where no \
                 more is known",
            ),
        ] {
            assert_eq!(help(text, Field::Partial), help_for_it, "{text}");
        }
        for (text, help_for_it) in [
            ("Thu, 12 Jul 2007 09:00:00 GMT", "write \"2007-07-12T12:00:00Z\""),
            (
                "2007-07",
                "what is known only so far stands in \"_monthwise\": { \"date\": \"2007-07\" }",
            ),
            (
                "2007-02-30T00:00:00Z",
                "February 2007 has 28 days; write \"_monthwise\": { \"date\": \"2007-02\" } if the day \
                 is not known",
            ),
            (
                "soon",
                "write year, month and day, such as \"2007-07-12T12:00:00Z\"; or take the field out \
                 where the date is not known",
            ),
        ] {
            assert_eq!(help(text, Field::Published), help_for_it, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_gets_some_help(text in "\\PC{0,24}|[0-9/. -]{0,12}") {
            proptest::prop_assert!(help(&text, Field::Partial).starts_with(|c: char| c.is_ascii()));
        }
    }
}

//! What the page shows as it is, and a reader would trip over.

use archive::archive::Archive;
use archive::date::PartialDate;
use archive::facets::Facet;
use archive::feed::Item;
use archive::query::feed_of;
use archive::regions::is_country;
use chrono::{Datelike, NaiveDate};

use super::nearest;
use super::words::{Words, unknown_region};
use super::{About, Checked, Feed};
use crate::report::quoted;
use crate::source::places::Sought;

/// From how many bytes on a file is large: 250 kB take several seconds on a slow line.
const LARGE: usize = 250_000;

/// From how many bytes on a file is too large.
const TOO_LARGE: usize = 1_000_000;

/// The addresses of the versions of JSON Feed begin so (JSON Feed 1.1, "Top-level").
const VERSIONS: &str = "https://jsonfeed.org/version/";

/// The fields that a date is read from, in the order in which they count.
const DATES: [&str; 2] = ["_monthwise.date", "date_published"];

/// Looks for all of it in a file, the first of its feed or a later one.
pub(super) fn look_at(checked: &mut Checked<'_>, feed: &mut Feed<'_>, is_first: bool) {
    size(checked);
    head(checked, feed, is_first);
    let Ok(page) = &checked.file.page else { return };
    for region in &page.regions {
        one_name(checked, feed, Facet::Region, &region.id);
        for member in &region.members {
            region_in_use(checked, feed, OF_FEED, "_monthwise.regions.members", member);
        }
    }
    for partner in &page.partners {
        one_name(checked, feed, Facet::Partner, &partner.id);
    }
    for item in &page.items {
        let about = About { item: Some(item.number), id: Some(&item.id), field: "" };
        dates(checked, feed.today, about, item);
        for region in item.regions.iter() {
            // What is no country, the page itself reports.
            if is_country(region) {
                region_in_use(checked, feed, about, "_monthwise.regions", region);
            }
        }
    }
}

/// The feed itself.
const OF_FEED: About<'static> = About { item: None, id: None, field: "" };

fn size(checked: &mut Checked<'_>) {
    let bytes = checked.file.bytes.len();
    let kilobytes = bytes / 1000;
    let words = if bytes > TOO_LARGE {
        Words::new(
            "too-large",
            format!(
                "the file has {kilobytes} kB, and over 1 MB is too much for phones and slow lines"
            ),
            "keep the newest items in it, at most 250 kB, and put the older ones in files of their \
             own, each named by the \"next_url\" of the one before",
        )
    } else if bytes > LARGE {
        Words::new(
            "large",
            format!("the file has {kilobytes} kB, and readers on slow lines wait for all of it"),
            "split it: the newest items in this file, the older ones in a file that \"next_url\" \
             names, such as \"next_url\": \"older.json\"",
        )
    } else {
        return;
    };
    checked.warn(OF_FEED, None, words);
}

fn head(checked: &mut Checked<'_>, feed: &Feed<'_>, is_first: bool) {
    let about = About { field: "version", ..OF_FEED };
    let written = r#"write "version": "https://jsonfeed.org/version/1.1""#;
    match checked.places.text(None, "version") {
        Some(version) if version.starts_with(VERSIONS) => {}
        Some(version) => {
            let place = checked.places.find(None, "version", Sought::Value);
            let message = format!(
                "{} is no version of JSON Feed, and feed readers want one",
                quoted(&version)
            );
            checked.warn(about, place, Words::new("version", message, written));
        }
        None => {
            let message = "the feed has no `version`, and feed readers want one";
            checked.warn(about, None, Words::new("version", message, written));
        }
    }
    let is_untitled = feed.archive.is_some_and(|archive| archive.title.is_none());
    let is_said =
        checked.file.faults.iter().any(|fault| fault.item.is_none() && fault.field == "title");
    if is_first && is_untitled && !is_said {
        let about = About { field: "title", ..OF_FEED };
        let place = checked.places.find(None, "title", Sought::Value);
        let message = "the feed has no `title`, and the page is called \"News\"";
        let help = r#"write what the page is called, such as "title": "News on fair recruitment""#;
        checked.warn(about, place, Words::new("no-title", message, help));
    }
}

fn dates(checked: &mut Checked<'_>, today: NaiveDate, about: About<'_>, item: &Item) {
    let [stated, published] = DATES.map(|field| checked.places.text(about.item, field));
    let stated = stated.and_then(|text| PartialDate::parse(text.trim()));
    let published = published.and_then(|text| PartialDate::written_in(text.trim_start()));
    if let Some(date) = item.date.filter(|date| is_after(*date, today)) {
        let field = if stated.is_some() { DATES[0] } else { DATES[1] };
        let place = checked.places.find(about.item, field, Sought::Value);
        let words = Words::new(
            "future-date",
            format!("{} is yet to come", date.iso()),
            format!("write the date on which it happened; today is {today}"),
        );
        checked.warn(About { field, ..about }, place, words);
    }
    if let (Some(stated), Some(published)) = (stated, published)
        && !published.iso().starts_with(&stated.iso())
    {
        let (stated, published) = (stated.iso(), published.iso());
        let place = checked.places.find(about.item, DATES[1], Sought::Value);
        let words = Words::new(
            "dates-at-odds",
            format!(
                "`date_published` says {published} and `_monthwise.date` {stated}, which counts"
            ),
            format!(
                "write one date in both, or take `_monthwise.date` out if {published} is right; \
                 feed readers show `date_published`"
            ),
        );
        checked.warn(About { field: DATES[1], ..about }, place, words);
    }
}

/// Whether a date is after a day, as far as it is known.
fn is_after(date: PartialDate, today: NaiveDate) -> bool {
    match date {
        PartialDate::Year(year) => year > today.year(),
        PartialDate::Month(month) => (month.year(), month.number()) > (today.year(), today.month()),
        PartialDate::Day(day) => day > today,
    }
}

/// A region that nobody knows: a code of two capitals that no country has, which the page takes for
/// one, or a member of an area.
fn region_in_use(
    checked: &mut Checked<'_>,
    feed: &mut Feed<'_>,
    about: About<'_>,
    field: &str,
    id: &str,
) {
    let declared = feed.archive.map(Archive::regions);
    let is_known = match declared {
        Some(regions) if is_country(id) => nearest::is_country(id) || regions.find(id).is_some(),
        Some(regions) => regions.knows(id),
        None => true,
    };
    if !is_known {
        let place = checked.places.find(about.item, field, Sought::Text(id));
        let words = unknown_region(id, feed.regions.nearest(id));
        checked.warn(About { field, ..about }, place, words);
    }
}

/// A site has feeds of each region and partner, in files named by its id. Windows and macOS take two
/// names that differ in capitals only for one.
fn one_name(checked: &mut Checked<'_>, feed: &mut Feed<'_>, facet: Facet, id: &str) {
    // A name that is too long for a file has none.
    let Some(name) = feed_of(facet, id) else { return };
    let first = feed.names.entry(name.to_ascii_lowercase()).or_insert_with(|| id.to_owned());
    if first == id {
        return;
    }
    let field = ["_monthwise.", facet.key(), "s.id"].concat();
    let place = checked.places.find(None, &field, Sought::Text(id));
    let words = Words::new(
        "ids-alike",
        format!("the ids {} and {} differ in capitals only", quoted(first), quoted(id)),
        "write one of them everywhere, or give one another id: on many disks the files of both would \
         have one name",
    );
    checked.warn(About { field: &field, ..OF_FEED }, place, words);
}

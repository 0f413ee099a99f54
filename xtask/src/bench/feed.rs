//! The generated feed that every page of the benchmark shows, in the forms that they read.
//!
//! It is the same on every machine for the same seed: whole numbers only, no clock. Twenty years of news, fuller
//! towards today, about 416 bytes an item as a JSON Feed.

use super::words::{ENDINGS, PARTNERS, REGIONS, SMALL, STEMS};
use serde_json::{Value, json};
use std::fmt::Write;

/// The newest day there may be: 31 October 2026, in days since 1970.
const LAST_DAY: u64 = 20_757;
/// Twenty years, with their leap days.
const DAYS: u64 = 7_305;
/// Where the news leads to; a month and the item's id follow.
pub(super) const LINKS: &str = "https://news.example.org/";
pub(super) const TITLE: &str = "News on forced labour";

/// One piece of news. Regions and partners are places in [`REGIONS`] and [`PARTNERS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) text: String,
    /// Since 1970.
    pub(super) day: u64,
    pub(super) regions: Vec<usize>,
    pub(super) partners: Vec<usize>,
}

impl Item {
    /// The day as ISO 8601 writes it.
    pub(super) fn date(&self) -> String {
        let (year, month, day) = civil(self.day);
        format!("{year}-{month:02}-{day:02}")
    }

    /// The month as ISO 8601 writes it.
    pub(super) fn month(&self) -> String {
        let (year, month, _) = civil(self.day);
        format!("{year}-{month:02}")
    }

    pub(super) fn link(&self) -> String {
        let (year, month, _) = civil(self.day);
        format!("{LINKS}{year}/{month:02}/{}", self.id)
    }
}

/// News, newest first.
pub(super) fn generate(count: usize, seed: u64) -> Vec<Item> {
    let mut chance = Chance(seed);
    let [one_to_three, up_to_three] = [3, 4].map(Skew::new);
    let [region, partner] = [REGIONS.len(), PARTNERS.len()].map(Skew::new);
    let language = Language::new();
    // The later of two days: so the years fill up towards today.
    let age = |chance: &mut Chance| chance.below(DAYS).min(chance.below(DAYS));
    let mut ages: Vec<_> = (0..count).map(|_| age(&mut chance)).collect();
    ages.sort_unstable();
    ages.into_iter()
        .enumerate()
        .map(|(at, age)| {
            let title = language.sentence(5, 10, &mut chance);
            let text = language.sentence(13, 27, &mut chance) + ".";
            let some = 1 + one_to_three.place(&mut chance);
            let regions = region.several(some, &mut chance);
            let some = up_to_three.place(&mut chance);
            let partners = partner.several(some, &mut chance);
            let slug = title.split(' ').take(3).collect::<Vec<_>>().join("-").to_lowercase();
            // No two have the same: a title may come twice.
            let id = format!("{slug}-{}", count - at);
            Item { id, title, text, day: LAST_DAY - age, regions, partners }
        })
        .collect()
}

/// The feed as `monthwise build` reads it.
pub(super) fn json_feed(items: &[Item]) -> Value {
    let regions = REGIONS.iter().map(|(id, name)| json!({ "id": id, "name": name }));
    let partners =
        PARTNERS.iter().map(|(id, short, name)| json!({ "id": id, "name": name, "short": short }));
    let items = items.iter().map(|item| {
        json!({
            "id": item.id,
            "title": item.title,
            "content_text": item.text,
            "external_url": item.link(),
            "_monthwise": {
                "date": item.date(),
                "regions": item.regions.iter().map(|at| REGIONS[*at].0).collect::<Vec<_>>(),
                "partners": item.partners.iter().map(|at| PARTNERS[*at].0).collect::<Vec<_>>(),
            },
        })
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "language": "en",
        "_monthwise": { "regions": regions.collect::<Vec<_>>(), "partners": partners.collect::<Vec<_>>() },
        "items": items.collect::<Vec<_>>(),
    })
}

/// The same news as the peers read it: columns, which compress better and are parsed in a third of the time. What
/// follows from other columns, such as a link, is left out.
pub(super) fn columns(items: &[Item]) -> Value {
    let lists = |of: fn(&Item) -> &Vec<usize>| {
        let lengths: Vec<_> = items.iter().map(|item| of(item).len()).collect();
        let values: Vec<_> = items.iter().flat_map(of).collect();
        json!({ "lengths": lengths, "values": values })
    };
    let days = items.iter().scan(LAST_DAY, |before, item| {
        let step = *before - item.day;
        *before = item.day;
        Some(step)
    });
    json!({
        "title": TITLE,
        "links": LINKS,
        "last": LAST_DAY,
        "regionNames": REGIONS,
        "partnerNames": PARTNERS,
        "ids": items.iter().map(|item| &item.id).collect::<Vec<_>>(),
        "titles": items.iter().map(|item| &item.title).collect::<Vec<_>>(),
        "texts": items.iter().map(|item| &item.text).collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
        "regions": lists(|item| &item.regions),
        "partners": lists(|item| &item.partners),
    })
}

/// Items as plain HTML, by month: what a page is that has nothing but the news.
pub(super) fn html(items: &[Item]) -> String {
    let mut html = String::new();
    for month in items.chunk_by(|one, other| {
        civil(one.day).0 == civil(other.day).0 && civil(one.day).1 == civil(other.day).1
    }) {
        let (year, number, _) = civil(month[0].day);
        let name = MONTHS[number - 1];
        let _ = write!(
            html,
            "<section class=\"month\" id=\"{year}-{number:02}\"><h2>{name} {year}</h2><ol>"
        );
        for item in month {
            let (year, number, day) = civil(item.day);
            let names = item.regions.iter().map(|at| REGIONS[*at].1);
            let labels = names.chain(item.partners.iter().map(|at| PARTNERS[*at].1));
            let labels: Vec<_> = labels.map(escaped).collect();
            let _ = write!(
                html,
                "<li><article id=\"{id}\"><h3><a href=\"{link}\">{title}</a></h3><p class=\"about\">\
                 <time datetime=\"{date}\">{day} {month} {year}</time></p><p>{text}</p><ul class=\"labels\"><li>{labels}</li></ul>\
                 </article></li>",
                id = item.id,
                link = item.link(),
                title = escaped(&item.title),
                date = item.date(),
                month = MONTHS[number - 1],
                text = escaped(&item.text),
                labels = labels.join("</li><li>"),
            );
        }
        html += "</ol></section>\n";
    }
    html
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Year, month and day of a day since 1970.
fn civil(day: u64) -> (u64, usize, u64) {
    let mut rest = day;
    let mut year = 1970;
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    while rest >= 365 + u64::from(is_leap(year)) {
        rest -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(lengths) {
        if rest < length {
            return (year, month, rest + 1);
        }
        rest -= length;
    }
    (year, 12, 31)
}

/// Makes sentences that nobody could understand, with the frequencies of a language.
struct Language {
    small: Skew,
    stem: Skew,
    ending: Skew,
}

impl Language {
    fn new() -> Self {
        let [small, stem, ending] = [SMALL.len(), STEMS.len(), ENDINGS.len()].map(Skew::new);
        Self { small, stem, ending }
    }

    /// At least so many words, and fewer than `end`.
    fn sentence(&self, least: u64, end: u64, chance: &mut Chance) -> String {
        let words = least + chance.below(end - least);
        let mut sentence = String::new();
        for at in 0..words {
            // A small word after each two or three others, never at either end.
            let is_small = at % 3 == 1 && at + 1 < words && chance.below(4) > 0;
            if at > 0 {
                sentence.push(' ');
            }
            if is_small {
                sentence += SMALL[self.small.place(chance)];
            } else {
                sentence += STEMS[self.stem.place(chance)];
                sentence += ENDINGS[self.ending.place(chance)];
            }
        }
        // All letters are of ASCII.
        sentence[..1].make_ascii_uppercase();
        sentence
    }
}

/// Takes places of a list: the n-th comes n times less often than the first.
struct Skew {
    /// The weights of a place and all before it.
    sums: Vec<u64>,
}

impl Skew {
    fn new(length: usize) -> Self {
        let weights = (1..=length as u64).map(|number| (1 << 32) / number);
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    fn place(&self, chance: &mut Chance) -> usize {
        let at = chance.below(self.sums.last().copied().unwrap_or_default());
        self.sums.partition_point(|sum| *sum <= at)
    }

    /// So many different places, in the list's order.
    fn several(&self, count: usize, chance: &mut Chance) -> Vec<usize> {
        let mut places = Vec::new();
        while places.len() < count {
            let place = self.place(chance);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.sort_unstable();
        places
    }
}

/// Numbers that look like chance and are the same each time: the generator "`SplitMix64`".
#[derive(Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The high half of the product: as even as the generator itself, for ends as small as here.
        u64::try_from((u128::from(self.next()) * u128::from(end)) >> 64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{LINKS, civil, columns, generate, html, json_feed};
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_makes_the_same_news_and_another_makes_other_news() {
        assert_eq!(generate(50, 1), generate(50, 1));
        assert_ne!(generate(50, 1), generate(50, 2));
    }

    #[test]
    fn an_item_weighs_what_a_real_one_does() {
        let items = generate(1_000, 1);
        let weight = json_feed(&items).to_string().len() / items.len();
        assert!((390..440).contains(&weight), "{weight}");
    }

    #[test]
    fn news_is_of_twenty_years_newest_first_and_fuller_towards_today() {
        let items = generate(10_000, 1);
        assert!(items.is_sorted_by(|one, next| one.day >= next.day));
        let years = |from: u64, to: u64| {
            items.iter().filter(|item| (from..to).contains(&civil(item.day).0)).count()
        };
        assert_eq!(years(2006, 2027), items.len());
        assert!(years(2006, 2011) > 100);
        assert!(years(2022, 2027) > 3 * years(2006, 2011));
    }

    #[test]
    fn every_item_has_an_id_of_its_own_and_a_region() {
        let items = generate(1_000, 1);
        let ids: BTreeSet<_> = items.iter().map(|item| &item.id).collect();
        assert_eq!(ids.len(), items.len());
        assert!(items.iter().all(|item| !item.regions.is_empty()));
    }

    #[test]
    fn what_is_first_in_a_list_comes_most() {
        let items = generate(1_000, 1);
        let with = |place| items.iter().filter(|item| item.regions.contains(&place)).count();
        assert!(with(0) > 2 * with(5), "{} {}", with(0), with(5));
        assert!(with(5) > with(50));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (day, date) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (11_016, (2000, 2, 29)),
            (20_757, (2026, 10, 31)),
        ] {
            assert_eq!(civil(day), date, "{day}");
        }
    }

    #[test]
    fn the_peers_columns_hold_what_the_feed_holds() {
        let items = generate(40, 1);
        let (published, columns) = (json_feed(&items), columns(&items));
        let (mut day, mut region) = (super::LAST_DAY, 0);
        for (at, item) in items.iter().enumerate() {
            let fed = &published["items"][at];
            assert_eq!(fed["id"], columns["ids"][at]);
            assert_eq!(fed["title"], columns["titles"][at]);
            assert_eq!(fed["content_text"], columns["texts"][at]);
            day -= columns["days"][at].as_u64().unwrap_or_default();
            assert_eq!(day, item.day);
            let ids = fed["_monthwise"]["regions"].as_array().into_iter().flatten();
            for id in ids {
                let place = &columns["regions"]["values"][region];
                let place = usize::try_from(place.as_u64().unwrap_or(999)).unwrap_or(999);
                assert_eq!(*id, columns["regionNames"][place][0]);
                region += 1;
            }
            let link = fed["external_url"].as_str().unwrap_or_default();
            assert!(link.starts_with(LINKS) && link.ends_with(&item.id), "{link}");
        }
    }

    #[test]
    fn the_plain_page_holds_every_item_under_its_month() {
        let items = generate(50, 1);
        let html = html(&items);
        assert_eq!(html.matches("<article").count(), items.len());
        let months: BTreeSet<_> = items.iter().map(|item| item.date()[..7].to_owned()).collect();
        assert_eq!(html.matches("<section").count(), months.len());
        assert!(months.iter().all(|month| html.contains(&format!("id=\"{month}\""))));
    }
}

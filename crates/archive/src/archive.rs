//! Defines the archive: a feed once decoded, checked and put into reading order. It never changes;
//! another file of the feed makes another archive. Only the texts of its items may come later, where
//! the feed has an [outline](crate::feed::outline).

mod parts;

pub use parts::{Part, Standing};

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::date::{self, PartialDate, Period};
use crate::digits::decimal;
use crate::facets::Index;
use crate::feed::{Fault, Item, Page, Partner, Reason};
use crate::link::Link;
use crate::lock::Lock;
use crate::markup;
use crate::order::{Names, arranged, order};
use crate::regions::Declared;
use crate::selection::Selection;

/// All the news of a feed, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// The feed's title.
    pub title: Option<String>,
    /// The feed's description.
    pub description: Option<String>,
    /// The language of the feed's texts (BCP 47).
    pub language: Option<String>,
    /// The page that the feed belongs to.
    pub home_page_url: Option<String>,
    /// The address that relative links in texts start from: the feed's own.
    pub base: String,
    /// Everything that is wrong with the feed.
    pub faults: Vec<Fault>,
    /// Tells the file of the feed that came last from others.
    pub fingerprint: u32,
    files: usize,
    regions: Declared,
    partners: Partners,
    items: Vec<Item>,
    sections: Vec<Section>,
    index: Index,
    lock: Arc<Lock>,
    /// The items that the lock leaves out.
    left_out: Vec<Item>,
    parts: Vec<Part>,
    settled: Vec<usize>,
}

/// The items of one month, of one year without months, or of no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What its heading stands for.
    pub period: Period,
    /// The positions of its items in the archive.
    pub items: Range<usize>,
}

impl Archive {
    /// The archive of a feed's first file.
    #[must_use]
    pub fn new(page: Page, base: &str) -> Self {
        Self::locked(page, base, Arc::default())
    }

    /// The archive of a feed's first file, of which a lock leaves out items: for whoever reads it they
    /// are not there.
    #[must_use]
    pub fn locked(page: Page, base: &str, lock: Arc<Lock>) -> Self {
        Self { base: base.to_owned(), lock, ..Self::default() }.with(page)
    }

    /// The archive with one more file of its feed, whose items come after those there are wherever
    /// the order is the editor's.
    #[must_use]
    pub fn with(mut self, page: Page) -> Self {
        let regions = self.regions.and(page.regions);
        let mut partners = self.partners;
        partners.add(page.partners);
        let mut faults = self.faults;
        // What one file names another may declare.
        faults.retain(|fault| match &fault.reason {
            Reason::UnknownRegion(id) => !regions.knows(id),
            Reason::UndeclaredPartner(id) => partners.find(id).is_none(),
            _ => true,
        });
        faults.extend(page.faults);

        let mut items = self.items;
        items.append(&mut self.left_out);
        let mut ids = Ids::default();
        for item in &items {
            ids.take(&item.id);
        }
        let mut added = page.items;
        for (place, item) in (items.len()..).zip(&mut added) {
            item.place = place;
            let mut report = |reason, field: &str| {
                faults.push(Fault {
                    item: Some(item.number),
                    id: Some(item.id.clone()),
                    field: field.to_owned(),
                    line: item.line,
                    reason,
                });
            };
            for id in item.regions.iter().filter(|id| !regions.knows(id)) {
                report(Reason::UnknownRegion(id.clone()), "_monthwise.regions");
            }
            for id in item.partners.iter().filter(|id| partners.find(id).is_none()) {
                report(Reason::UndeclaredPartner(id.clone()), "_monthwise.partners");
            }
            if ids.has(&item.id) {
                report(Reason::DuplicateId(item.id.clone()), "id");
            }
            let id = ids.unique(item.id.clone());
            if id != item.id {
                // Its address stays what it was.
                item.link = item.address().map(|address| Link::new(&address, &id));
                item.id = id;
            }
        }
        // The items of a first file stay where they are: to make room for so many again would be most of what a
        // page ever asks for.
        if items.is_empty() {
            std::mem::swap(&mut items, &mut added);
        }
        items.append(&mut added);
        Self {
            title: self.title.or(page.title),
            description: self.description.or(page.description),
            language: self.language.or(page.language),
            home_page_url: self.home_page_url.or(page.home_page_url),
            base: self.base,
            faults,
            fingerprint: page.fingerprint,
            files: self.files + 1,
            regions,
            partners,
            lock: self.lock,
            sections: Vec::new(),
            index: Index::default(),
            items: Vec::new(),
            left_out: Vec::new(),
            parts: self.parts,
            settled: self.settled,
        }
        .holding(in_reading_order(items))
        .narrowed()
    }

    /// The archive with these items, which stand in reading order.
    fn holding(mut self, items: Vec<Item>) -> Self {
        self.sections = sections(&items);
        self.index = Index::new(&items, &self.regions, &self.partners.0);
        self.items = items;
        self
    }

    /// The archive without what its lock leaves out.
    fn narrowed(mut self) -> Self {
        if self.lock.is_open() {
            return self;
        }
        let Selection { listed, count, .. } = Selection::new(&self, &self.lock.asked.filter, &[]);
        let is_left_out = |position| !listed.contains(position);
        let listed_first =
            order(self.items.len(), &|one, other| is_left_out(one).cmp(&is_left_out(other)));
        let mut items = arranged(std::mem::take(&mut self.items), &listed_first);
        self.left_out = items.split_off(match self.lock.limit {
            0 => count,
            limit => count.min(limit),
        });
        self.holding(items)
    }

    /// What is fixed for whoever reads it.
    #[must_use]
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// How many files of its feed it is made of, the outline among them.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }

    /// The items, in reading order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The months, newest first, each year's other items after its months, undated items last.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The regions that the feed declares.
    #[must_use]
    pub fn regions(&self) -> &Declared {
        &self.regions
    }

    /// The partner that goes by an id, if the feed declares it.
    #[must_use]
    pub fn partner(&self, id: &str) -> Option<&Partner> {
        self.partners.find(id)
    }

    /// The partners that the feed declares, in its order.
    #[must_use]
    pub fn partners(&self) -> &[Partner] {
        &self.partners.0
    }

    /// Which items carry which value.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// The partners that a feed declares, each once.
#[derive(Clone, Debug, Default)]
struct Partners(Vec<Partner>, Names);

impl Partners {
    fn add(&mut self, partners: Vec<Partner>) {
        for partner in partners {
            if !self.1.has(&partner.id) {
                self.1.set(&partner.id, self.0.len());
                self.0.push(partner);
            }
        }
    }

    fn find(&self, id: &str) -> Option<&Partner> {
        self.1.get(id).map(|at| &self.0[at])
    }
}

/// The ids that are taken. They are compared as they stand in the page, where white space may be none
/// and months have ids too.
#[derive(Default)]
struct Ids {
    /// Each with the number to try next, were it wanted again.
    taken: Names,
}

impl Ids {
    fn has(&self, id: &str) -> bool {
        self.taken.has(&markup::anchor(id))
    }

    fn take(&mut self, id: &str) {
        let anchor = markup::anchor(id);
        if !self.taken.has(&anchor) {
            self.taken.set(&anchor, 2);
        }
    }

    /// Takes the id itself if it is free, else one made from it.
    fn unique(&mut self, id: String) -> String {
        let wanted = if is_of_a_month(&id) { ["item-", &id].concat() } else { id };
        let mut unique = wanted.clone();
        while self.has(&unique) {
            let anchor = markup::anchor(&wanted);
            let number = self.taken.get(&anchor).unwrap_or(2);
            self.taken.set(&anchor, number + 1);
            unique = [&wanted, "-", &decimal(number)].concat();
        }
        self.take(&unique);
        unique
    }
}

/// Whether a section of the page, or its heading, could have this id.
fn is_of_a_month(id: &str) -> bool {
    let id = markup::anchor(id);
    let period = id.strip_suffix(markup::HEADING).unwrap_or(&id);
    match PartialDate::parse(period) {
        Some(date) => date.day().is_none(),
        None => period == date::UNDATED,
    }
}

fn period(item: &Item) -> Period {
    item.date.map_or(Period::Undated, PartialDate::period)
}

/// Months newest first; within a month days newest first. An item without a day follows the item
/// before it in the feed, wherever that goes; those that open the month stay first.
fn in_reading_order(items: Vec<Item>) -> Vec<Item> {
    let by_period = order(items.len(), &|one, other| {
        let (one, other) = (&items[one], &items[other]);
        period(one).cmp(&period(other)).then(one.place.cmp(&other.place))
    });
    let items = arranged(items, &by_period);

    // The day by which each item is placed: its own, or the one of the item that it follows.
    let mut days: Vec<Option<NaiveDate>> = Vec::with_capacity(items.len());
    for section in sections(&items) {
        let mut before = None;
        for item in &items[section.items] {
            before = item.date.and_then(PartialDate::day).or(before);
            days.push(before);
        }
    }
    let by_day = order(items.len(), &|one, other| {
        // No day comes before every day, so only the days are turned around.
        let day = |at: usize| days[at].map(std::cmp::Reverse);
        period(&items[one]).cmp(&period(&items[other])).then(day(one).cmp(&day(other)))
    });
    arranged(items, &by_day)
}

/// The sections of items that stand in the order of their periods.
fn sections(items: &[Item]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match sections.last_mut() {
            Some(section) if section.period == period(item) => section.items.end = at + 1,
            _ => sections.push(Section { period: period(item), items: at..at + 1 }),
        }
    }
    sections
}

#[cfg(test)]
pub(crate) mod tests;

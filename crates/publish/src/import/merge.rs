//! Brings a feed up to date with entries: adds what is new, changes what the source says otherwise,
//! and leaves all else as the editor has it.
//!
//! The feed is a JSON value here and not the types of the decoder, so that what this code does not
//! know stays in it, in its place.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use archive::regions::m49::is_area;
use archive::text::{Source, one_line};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::elsewhere::Elsewhere;
use super::entry::{Entry, Head, Place};
use super::mapping::{Mapped, Mapping, Named, folded, push};
use crate::check::nearest::{Known, is_country};
use crate::report::{Finding, Severity, quoted};

const EXTENSION: &str = "_monthwise";

/// What import wrote of an item's regions and partners. Where the item has something else, the
/// editor changed it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Imported {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    partners: Option<Vec<String>>,
}

/// What import wrote, by the ids of items.
pub(super) type Ledger = BTreeMap<String, Imported>;

/// How many entries came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    /// Items that were not there.
    pub(super) added: usize,
    /// Items that were there, and say something else now.
    pub(super) updated: usize,
    /// Items that say what they said.
    pub(super) unchanged: usize,
    /// Entries that came twice.
    pub(super) repeated: usize,
}

/// The feed that is imported into.
pub(super) struct Merge<'a> {
    /// The feed: an object with a list of items.
    pub(super) feed: &'a mut Map<String, Value>,
    /// What import wrote before.
    pub(super) ledger: &'a mut Ledger,
    /// Which categories are regions, partners or other topics.
    pub(super) mapping: &'a Mapping,
    /// What stands in the feed's other files.
    pub(super) elsewhere: &'a Elsewhere,
    /// What is wrong.
    pub(super) findings: &'a mut Vec<Finding>,
    /// The regions that nobody knows, as far as that was said.
    pub(super) unknown: HashSet<String>,
}

impl Merge<'_> {
    /// Says of the feed what it does not say yet.
    pub(super) fn head(&mut self, head: Head) {
        let version = Some("https://jsonfeed.org/version/1.1".to_owned());
        let fields = [
            ("version", version),
            ("title", head.title),
            ("description", head.description),
            ("language", head.language),
            ("home_page_url", head.home_page_url),
        ];
        let mut at = 0;
        for (field, value) in fields {
            if let Some(there) = self.feed.keys().position(|key| key == field) {
                at = there + 1;
            } else if let Some(value) = value {
                self.feed.shift_insert(at, field.to_owned(), value.into());
                at += 1;
            }
        }
        for (name, values) in [("regions", head.regions), ("partners", head.partners)] {
            for value in values {
                let id = id_of(&value);
                let is_new = |declared: &Value| id_of(declared) != id;
                if id.is_some() && self.declared(name).all(is_new) {
                    self.declare(name, value);
                }
            }
        }
    }

    /// Brings the items up to date.
    pub(super) fn entries(&mut self, entries: Vec<Entry>) -> Counts {
        let mut counts = Counts::default();
        let mut entries = self.once(entries, &mut counts);
        self.leave_elsewhere(&mut entries);
        let mut items = match self.feed.get_mut("items").map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        let found = found(&items, &entries);
        let mut added = Vec::new();
        for ((id, entry), found) in entries.into_iter().zip(found) {
            if let Some(item) = found.and_then(|at| items[at].as_object_mut()) {
                let id = item.get("id").and_then(text).unwrap_or(id);
                let before = item.clone();
                self.write(item, &id, entry);
                if *item == before {
                    counts.unchanged += 1;
                } else {
                    counts.updated += 1;
                }
            } else {
                let mut item = Map::new();
                item.insert("id".to_owned(), id.clone().into());
                let date = entry.date.map(archive::date::PartialDate::iso);
                // What an item of this id once was is forgotten: this one is new.
                self.ledger.remove(&id);
                self.write(&mut item, &id, entry);
                counts.added += 1;
                added.push((date.unwrap_or_default(), Value::Object(item)));
            }
        }
        added.sort_by(|(one, _), (other, _)| other.cmp(one));
        items.splice(0..0, added.into_iter().map(|(_, item)| item));
        self.feed.insert("items".to_owned(), items.into());
        counts
    }

    /// The entries with the ids that they go by, each once.
    fn once(&mut self, entries: Vec<Entry>, counts: &mut Counts) -> Vec<(String, Entry)> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut kept: Vec<(String, Entry)> = Vec::new();
        for entry in entries {
            let own =
                [&entry.id, &entry.url, &entry.external_url].into_iter().find_map(Clone::clone);
            let is_own = own.is_some();
            let wanted = own.unwrap_or_else(|| slug(&entry));
            let mut id = wanted.clone();
            let mut number = 2;
            while let Some(other) = taken.get(&id).map(|at| &kept[*at].1)
                && !is_own
                && !is_same(other, &entry)
            {
                // Two of one title are two, as long as nothing says that they are one.
                id = format!("{wanted}-{number}");
                number += 1;
            }
            if let Some(first) = taken.get(&id) {
                counts.repeated += 1;
                let first = &kept[*first].1.place;
                let message = format!(
                    "another entry has the same id, {}: entry {} of {}; that one counts",
                    quoted(&id),
                    first.item,
                    first.input.path.display()
                );
                let finding = entry.place.finding(Severity::Warning, "repeated", message);
                self.findings.push(Finding { id: Some(id), ..finding });
            } else {
                taken.insert(id.clone(), kept.len());
                kept.push((id, entry));
            }
        }
        kept
    }

    /// Takes out what the feed has in another of its files: here it would stand twice.
    fn leave_elsewhere(&mut self, entries: &mut Vec<(String, Entry)>) {
        let mut left: BTreeMap<&Path, usize> = BTreeMap::new();
        entries.retain(|(id, _)| match self.elsewhere.items.get(id) {
            Some(file) => {
                *left.entry(file).or_default() += 1;
                false
            }
            None => true,
        });
        for (file, number) in left {
            let message = format!(
                "{number} of the entries are items of this file, which the feed continues in; they \
                 were not looked at"
            );
            let finding = Finding::of_file(Severity::Warning, "in-another-file", file, message);
            let help =
                format!("to bring them up to date, import again with `--into {}`", file.display());
            self.findings.push(finding.help(help));
        }
    }

    /// Writes into an item what its entry says. What the entry does not say stays.
    fn write(&mut self, item: &mut Map<String, Value>, id: &str, entry: Entry) {
        set(item, "url", entry.url);
        set(item, "external_url", entry.external_url);
        set(item, "title", entry.title);
        let (field, other, text) = match entry.text {
            Source::None | Source::Away => ("content_text", None, None),
            Source::Html(text) => ("content_html", Some("content_text"), Some(text)),
            Source::Plain(text) => ("content_text", Some("content_html"), Some(text)),
        };
        set(item, field, text);
        if let Some(other) = other {
            item.shift_remove(other);
        }
        set(item, "summary", entry.summary);
        set(item, "language", entry.language);
        let Mapped { mut regions, mut partners, mut topics } = self.mapping.map(&entry.categories);
        for name in &entry.regions {
            regions.extend(self.regions_named(name));
        }
        for name in &entry.partners {
            partners.extend(self.partners_named(name));
        }
        let regions = self.known(regions, &mut topics, &entry.place);
        if topics.is_empty() {
            // A topic that the mapping has learnt to be something else is none any more.
            let is_said = |topic: &str| {
                entry.categories.iter().chain(&entry.regions).any(|it| one_line(it) == topic)
            };
            leave_out(item, "tags", is_said);
        } else {
            set(item, "tags", Some(topics));
        }
        for (field, value) in entry.others {
            set(item, &field, Some(value));
        }
        if let Some(date) = entry.date {
            publish(item, &date.iso(), date.day().is_some(), entry.published);
        }

        let mut extension = match item.get(EXTENSION) {
            Some(Value::Object(extension)) => extension.clone(),
            _ => Map::new(),
        };
        if let Some(date) = entry.date {
            extension.insert("date".to_owned(), date.iso().into());
        }
        let mut ids = Vec::new();
        for partner in &partners {
            push(&mut ids, partner.id.clone());
        }
        let imported = self.ledger.entry(id.to_owned()).or_default();
        three_way(&mut extension, "regions", regions, &mut imported.regions);
        three_way(&mut extension, "partners", ids, &mut imported.partners);
        if *imported == Imported::default() {
            self.ledger.remove(id);
        }
        for Named { id, name } in partners {
            // What the editor has in its place needs no declaration.
            let is_shown =
                |shown: &Value| shown.as_array().is_some_and(|all| all.contains(&json!(id)));
            if extension.get("partners").is_some_and(is_shown) {
                self.declare_partner(&id, &name);
            }
        }
        if !extension.is_empty() {
            item.insert(EXTENSION.to_owned(), extension.into());
        }
    }

    /// The regions that a name stands for: by the mapping, by the feed, or as an id.
    fn regions_named(&self, name: &str) -> Vec<Named> {
        let named = |id: String| Named { id, name: one_line(name) };
        if let Some(ids) = self.mapping.regions(name) {
            return ids.iter().cloned().map(named).collect();
        }
        let is_code = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let id = declared_as(self.declared("regions"), name);
        let as_id = || if is_code { name.to_uppercase() } else { one_line(name) };
        vec![named(id.unwrap_or_else(as_id))]
    }

    /// The ids of those regions that mean something. The name of any other becomes a topic: it is not
    /// lost so, and stands for no wrong place.
    fn known(
        &mut self,
        regions: Vec<Named>,
        topics: &mut Vec<String>,
        place: &Place,
    ) -> Vec<String> {
        let mut ids = Vec::new();
        for Named { id, name } in regions {
            let is_id = |declared: &Value| id_of(declared).as_deref() == Some(&*id);
            if is_country(&id) || is_area(&id) || self.declared("regions").any(is_id) {
                push(&mut ids, id);
                continue;
            }
            if self.unknown.insert(id.clone()) {
                self.findings.push(unknown_region(&id, &name, place));
            }
            push(topics, name);
        }
        ids
    }

    /// The partners that a name stands for: by the mapping, by the feed, or as an id. What has a space
    /// in it is no id that anybody would choose.
    fn partners_named(&self, name: &str) -> Vec<Named> {
        let named = |id: String| Named { id, name: one_line(name) };
        if let Some(ids) = self.mapping.partners(name) {
            return ids.iter().cloned().map(named).collect();
        }
        let id = declared_as(self.declared("partners"), name);
        let name = one_line(name);
        let as_id = || if name.contains(' ') { slug_of(&name) } else { name.clone() };
        vec![named(id.unwrap_or_else(as_id))]
    }

    /// Declares a partner, unless some file of the feed does.
    fn declare_partner(&mut self, id: &str, name: &str) {
        if !self.declared("partners").any(|one| id_of(one).as_deref() == Some(id)) {
            self.declare("partners", json!({ "id": id, "name": name }));
        }
    }

    /// The regions or partners that the feed declares, in any of its files.
    fn declared(&self, name: &str) -> impl Iterator<Item = &Value> {
        let declared = self.feed.get(EXTENSION).and_then(|extension| extension.get(name));
        let here = declared.and_then(Value::as_array).into_iter().flatten();
        here.chain(self.elsewhere.declared(name))
    }

    fn declare(&mut self, name: &str, value: Value) {
        if !self.feed.get(EXTENSION).is_some_and(Value::is_object) {
            let items = self.feed.keys().position(|key| key == "items");
            let at = items.unwrap_or(self.feed.len());
            self.feed.shift_insert(at, EXTENSION.to_owned(), json!({}));
        }
        let Some(Value::Object(extension)) = self.feed.get_mut(EXTENSION) else { return };
        let declared = extension.entry(name).or_insert_with(|| json!([]));
        match declared.as_array_mut() {
            Some(declared) => declared.push(value),
            None => *declared = json!([value]),
        }
    }
}

fn set(item: &mut Map<String, Value>, field: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        item.insert(field.to_owned(), value.into());
    }
}

/// Takes texts out of a list, and the list where nothing else is in it.
fn leave_out(item: &mut Map<String, Value>, field: &str, is_out: impl Fn(&str) -> bool) {
    let Some(Value::Array(values)) = item.get_mut(field) else { return };
    let before = values.len();
    values.retain(|value| !text(value).is_some_and(|text| is_out(&text)));
    if values.is_empty() && before > 0 {
        item.shift_remove(field);
    }
}

/// What is said of a region that nobody knows, where it is met first.
fn unknown_region(id: &str, name: &str, place: &Place) -> Finding {
    let message = format!(
        "here, and maybe further down, {} is no country, no area of UN M49 and not declared; {} \
         became a topic",
        quoted(id),
        if id == name { "it".to_owned() } else { quoted(name) },
    );
    let mut known = Known::regions(&[]);
    let near = known.nearest(name).first().map_or("GE", |near| &near.id);
    place.finding(Severity::Warning, "unknown-region", message).help(format!(
        "say in a mapping file (--map) what it is: [regions] {} = {}; or declare it in the feed",
        quoted(name),
        quoted(near),
    ))
}

/// Which item of the feed each entry is: by its id, or else by an address that only these two have.
fn found(items: &[Value], entries: &[(String, Entry)]) -> Vec<Option<usize>> {
    let mut by_id = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(id) = item.get("id").and_then(text) {
            by_id.entry(id).or_insert(at);
        }
    }
    let mut found: Vec<Option<usize>> =
        entries.iter().map(|(id, _)| by_id.get(id.as_str()).copied()).collect();

    let is_taken: HashSet<usize> = found.iter().flatten().copied().collect();
    let mut by_address: HashMap<String, Option<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        let addresses: HashSet<String> = ["url", "external_url"]
            .iter()
            .filter_map(|field| item.get(field).and_then(text))
            .collect();
        for address in addresses {
            // Feeds are met in which every entry links to one page.
            let is_first = !by_address.contains_key(&address);
            by_address.insert(address, Some(at).filter(|at| is_first && !is_taken.contains(at)));
        }
    }
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for (_, entry) in entries {
        let addresses: HashSet<&str> =
            [&entry.url, &entry.external_url].into_iter().filter_map(Option::as_deref).collect();
        for address in addresses {
            *wanted.entry(address).or_default() += 1;
        }
    }
    let mut is_given = HashSet::new();
    for ((_, entry), found) in entries.iter().zip(&mut found) {
        if found.is_none() {
            *found = [&entry.url, &entry.external_url]
                .into_iter()
                .flatten()
                .filter(|address| wanted.get(address.as_str()) == Some(&1))
                .find_map(|address| by_address.get(address).copied().flatten())
                .filter(|at| is_given.insert(*at));
        }
    }
    found
}

/// A text, or a number as one.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn id_of(declared: &Value) -> Option<String> {
    declared.get("id").and_then(text)
}

/// The id of the region or partner that the feed declares by this id or name.
fn declared_as<'a>(mut declared: impl Iterator<Item = &'a Value>, name: &str) -> Option<String> {
    let name = folded(name);
    let is_named = |value: &Value| text(value).is_some_and(|text| folded(&text) == name);
    let found = declared.find(|one| {
        let names = ["id", "name", "short"].iter().filter_map(|field| one.get(field));
        let aliases = one.get("aliases").and_then(Value::as_array).into_iter().flatten();
        names.chain(aliases).any(is_named)
    });
    found.and_then(id_of)
}

/// Sets `date_published`. A time that stands there for the same day stays.
fn publish(item: &mut Map<String, Value>, iso: &str, is_day: bool, published: Option<String>) {
    let is_within = |written: &str| written.starts_with(iso);
    let there = item.get("date_published").and_then(Value::as_str);
    let published = published
        .filter(|written| is_within(written))
        .or_else(|| there.filter(|there| is_within(there)).map(str::to_owned))
        .or_else(|| is_day.then(|| format!("{iso}T12:00:00Z")));
    match published {
        Some(published) => {
            item.insert("date_published".to_owned(), published.into());
        }
        // Only the month or the year is known now.
        None => {
            item.shift_remove("date_published");
        }
    }
}

/// Sets a list, unless the editor changed it since it was imported.
fn three_way(
    extension: &mut Map<String, Value>,
    name: &str,
    new: Vec<String>,
    imported: &mut Option<Vec<String>>,
) {
    let current: Vec<String> = match extension.get(name) {
        Some(Value::Array(values)) => values.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    };
    let is_the_editors = match imported {
        Some(imported) => current != *imported,
        None => !current.is_empty(),
    };
    if is_the_editors {
        return;
    }
    *imported = Some(new.clone());
    if new == current {
        return;
    }
    if new.is_empty() {
        extension.shift_remove(name);
    } else {
        extension.insert(name.to_owned(), new.into());
    }
}

/// An id from the date and the title, or else the text, of an entry that has neither id nor address.
fn slug(entry: &Entry) -> String {
    let date = entry.date.map(archive::date::PartialDate::iso);
    let words = entry.title.clone().or_else(|| entry.text.beginning(60)).unwrap_or_default();
    let words = slug_of(&words);
    let parts: Vec<String> = date.into_iter().chain(Some(words)).collect();
    parts.join("-")
}

/// The words of a text in small letters, with hyphens between: an id that can be read.
fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for character in text.to_lowercase().chars() {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "item".to_owned() } else { slug.to_owned() }
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    (&one.title, &one.text, &one.date) == (&other.title, &other.text, &other.date)
}

//! Reads the mapping file: which categories are regions, partners or other topics.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use archive::text::one_line;
use toml::de::{DeTable, DeValue};

use super::decode;
use crate::report::{Lines, quoted, unreadable};

/// What a category of a source is to the feed.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    regions: Table,
    partners: Table,
    topics: Table,
}

type Table = HashMap<String, Vec<String>>;

/// What the categories of an entry came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mapped {
    /// Regions.
    pub(super) regions: Vec<Named>,
    /// Partners.
    pub(super) partners: Vec<Named>,
    /// Topics.
    pub(super) topics: Vec<String>,
}

/// A region or a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its id.
    pub(super) id: String,
    /// What the source calls it.
    pub(super) name: String,
}

/// A name as it is compared: case and the space around it do not count.
pub(super) fn folded(name: &str) -> String {
    one_line(name).to_lowercase()
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read, or holds what is no mapping.
    pub(super) fn of_file(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path)
            .map_err(|error| anyhow!("the mapping file: {}", unreadable(path, &error)))?;
        Self::parse(&decode::text(&bytes))
            .with_context(|| format!("the mapping file {}", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let lines = Lines::new(text);
        let at = |span: Range<usize>, mistake: String| {
            anyhow!("line {}: {mistake}", lines.place(span.start).0)
        };
        let file = DeTable::parse(text)
            .map_err(|error| at(error.span().unwrap_or(0..0), error.message().to_owned()))?;
        let mut mapping = Self::default();
        for (section, values) in file.into_inner() {
            let (section, place) = (section.get_ref(), section.span());
            let table = match &**section {
                "regions" => &mut mapping.regions,
                "partners" => &mut mapping.partners,
                "topics" => &mut mapping.topics,
                _ => {
                    let known = "there are only [regions], [partners] and [topics]";
                    return Err(at(place, format!("it has [{section}]; {known}")));
                }
            };
            let DeValue::Table(values) = values.into_inner() else {
                let instead = format!("write [{section}] on a line of its own");
                return Err(at(place, format!("`{section}` is no section; {instead}")));
            };
            for (category, value) in values {
                let (category, place) = (category.get_ref(), category.span());
                let name = quoted(category);
                let Some(ids) = ids(value.get_ref()) else {
                    let takes = "takes an id in quotation marks, a list of them, or false";
                    return Err(at(place, format!("in [{section}], {name} {takes}")));
                };
                if table.insert(folded(category), ids).is_some() {
                    let why = "stands twice; case and the space around it do not count";
                    return Err(at(place, format!("in [{section}], {name} {why}")));
                }
            }
        }
        Ok(mapping)
    }

    /// What an entry's categories come to. A category may be a region and a partner at once; one
    /// that is in no table is a topic.
    pub(super) fn map(&self, categories: &[String]) -> Mapped {
        let mut mapped = Mapped::default();
        for category in categories {
            let key = folded(category);
            let tables = [&self.regions, &self.partners, &self.topics];
            if tables.iter().all(|table| !table.contains_key(&key)) {
                push(&mut mapped.topics, one_line(category));
            }
            let ids = |table: &Table| table.get(&key).cloned().unwrap_or_default();
            let named = |id| Named { id, name: one_line(category) };
            mapped.regions.extend(ids(&self.regions).into_iter().map(named));
            mapped.partners.extend(ids(&self.partners).into_iter().map(named));
            for topic in ids(&self.topics) {
                push(&mut mapped.topics, topic);
            }
        }
        mapped
    }

    /// The regions that a name stands for, if the mapping knows it.
    pub(super) fn regions(&self, name: &str) -> Option<&[String]> {
        self.regions.get(&folded(name)).map(Vec::as_slice)
    }

    /// The partners that a name stands for, if the mapping knows it.
    pub(super) fn partners(&self, name: &str) -> Option<&[String]> {
        self.partners.get(&folded(name)).map(Vec::as_slice)
    }
}

/// The ids of a value; none in the list where it drops the category, and no list where it is wrong.
fn ids(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(id) if id.trim().is_empty() => Some(Vec::new()),
        DeValue::String(id) => Some(vec![one_line(id)]),
        DeValue::Boolean(false) => Some(Vec::new()),
        DeValue::Array(values) => {
            let ids: Option<Vec<_>> = values.iter().map(|value| ids(value.get_ref())).collect();
            ids.map(|ids| ids.concat())
        }
        _ => None,
    }
}

/// Adds a value, once.
pub(super) fn push<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if !values.contains(&value) {
        values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_goes_where_the_mapping_says() {
        let mapping = Mapping::parse(
            r#"
                [regions]
                "Georgia" = "GE"
                "South Caucasus" = ["AM", "AZ", "GE"]
                "Everywhere" = false
                [partners]
                "OSCE" = "osce"
                "Georgia" = "government-ge"
                [topics]
                "Old name" = "new name"
                "Uncategorized" = ""
            "#,
        )
        .unwrap();
        let map = |categories: &[&str]| {
            let categories: Vec<_> = categories.iter().map(|&category| category.into()).collect();
            let mapped = mapping.map(&categories);
            let listed = |named: Vec<Named>| {
                named.into_iter().map(|it| [it.id, it.name].join("=")).collect::<Vec<_>>().join(" ")
            };
            [listed(mapped.regions), listed(mapped.partners), mapped.topics.join(" ")]
        };
        for (categories, [regions, partners, topics]) in [
            (&["GEORGIA "][..], ["GE=GEORGIA", "government-ge=GEORGIA", ""]),
            (
                &["South  Caucasus", "georgia"],
                [
                    "AM=South Caucasus AZ=South Caucasus GE=South Caucasus GE=georgia",
                    "government-ge=georgia",
                    "",
                ],
            ),
            (&["Osce", "Trade", "trade", "Trade"], ["", "osce=Osce", "Trade trade"]),
            (&["old NAME", "Uncategorized", "Everywhere"], ["", "", "new name"]),
            (&[], ["", "", ""]),
        ] {
            assert_eq!(map(categories), [regions, partners, topics], "{categories:?}");
        }
    }

    #[test]
    fn what_is_no_mapping_is_refused_with_its_place() {
        let takes = "takes an id in quotation marks, a list of them, or false";
        let known = "there are only [regions], [partners] and [topics]";
        for (text, message) in [
            ("# Ours\n[region]\nGeorgia = 'GE'", format!("line 2: it has [region]; {known}")),
            (
                "regions = 'GE'",
                "line 1: `regions` is no section; write [regions] on a line of its own".into(),
            ),
            ("[regions]\nGeorgia = 268", format!("line 2: in [regions], \"Georgia\" {takes}")),
            ("[regions]\nGeorgia = true", format!("line 2: in [regions], \"Georgia\" {takes}")),
            (
                "[regions]\nGeorgia = 'GE'\n'GEORGIA ' = 'US'",
                "line 2: in [regions], \"Georgia\" stands twice; case and the space around it do not count".into(),
            ),
            (
                "[regions]\nSouth Caucasus = 'GE'",
                "line 2: key with no value, expected `=`".into(),
            ),
        ] {
            assert_eq!(Mapping::parse(text).unwrap_err().to_string(), message);
        }
    }
}

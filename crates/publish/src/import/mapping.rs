//! Reads the mapping file: which categories are regions, partners or other topics.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use archive::text::one_line;

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
    /// Region ids.
    pub(super) regions: Vec<String>,
    /// Partner ids, each with the name that it goes by in the source.
    pub(super) partners: Vec<(String, Option<String>)>,
    /// Topics.
    pub(super) topics: Vec<String>,
}

/// A name as it is compared: case and the space around it do not count.
fn folded(name: &str) -> String {
    one_line(name).to_lowercase()
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read, or holds what is no mapping.
    pub(super) fn of_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the mapping file {} cannot be read", path.display()))?;
        Self::parse(&text).with_context(|| format!("the mapping file {}", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let mut mapping = Self::default();
        let file: toml::Table = toml::from_str(text)?;
        for (section, values) in file {
            let table = match section.as_str() {
                "regions" => &mut mapping.regions,
                "partners" => &mut mapping.partners,
                "topics" => &mut mapping.topics,
                _ => bail!("it has [{section}]; there are only [regions], [partners] and [topics]"),
            };
            let toml::Value::Table(values) = values else {
                bail!("`{section}` is no section; write [{section}] on a line of its own");
            };
            for (category, value) in values {
                let ids = ids(value).with_context(|| {
                    format!(
                        "in [{section}], {category:?} takes an id in quotation marks, a list of \
                         them, or false"
                    )
                })?;
                table.insert(folded(&category), ids);
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
            for id in ids(&self.regions) {
                push(&mut mapped.regions, id);
            }
            for id in ids(&self.partners) {
                push(&mut mapped.partners, (id, Some(one_line(category))));
            }
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

/// The ids of a value; none where it drops the category.
fn ids(value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(id) if id.trim().is_empty() => Some(Vec::new()),
        toml::Value::String(id) => Some(vec![one_line(&id)]),
        toml::Value::Boolean(false) => Some(Vec::new()),
        toml::Value::Array(values) => {
            let ids: Option<Vec<_>> = values.into_iter().map(ids).collect();
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
            let partners: Vec<_> = mapped
                .partners
                .into_iter()
                .map(|(id, name)| format!("{id}={}", name.unwrap()))
                .collect();
            [mapped.regions.join(" "), partners.join(" "), mapped.topics.join(" ")]
        };
        for (categories, [regions, partners, topics]) in [
            (&["GEORGIA "][..], ["GE", "government-ge=GEORGIA", ""]),
            (&["South  Caucasus", "georgia"], ["AM AZ GE", "government-ge=georgia", ""]),
            (&["Osce", "Trade", "trade", "Trade"], ["", "osce=Osce", "Trade trade"]),
            (&["old NAME", "Uncategorized", "Everywhere"], ["", "", "new name"]),
            (&[], ["", "", ""]),
        ] {
            assert_eq!(map(categories), [regions, partners, topics], "{categories:?}");
        }
    }

    #[test]
    fn what_is_no_mapping_is_refused_with_its_place() {
        for (text, message) in [
            (
                "[region]\nGeorgia = 'GE'",
                "it has [region]; there are only [regions], [partners] and [topics]",
            ),
            ("regions = 'GE'", "`regions` is no section; write [regions] on a line of its own"),
            (
                "[regions]\nGeorgia = 268",
                "in [regions], \"Georgia\" takes an id in quotation marks, a list of them, or false",
            ),
            (
                "[regions]\nGeorgia = true",
                "in [regions], \"Georgia\" takes an id in quotation marks, a list of them, or false",
            ),
        ] {
            assert_eq!(Mapping::parse(text).unwrap_err().to_string(), message);
        }
        let error = Mapping::parse("[regions]\nSouth Caucasus = 'GE'").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}

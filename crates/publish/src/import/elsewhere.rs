//! Knows what stands in the files that a feed continues in (`next_url`), as far as they lie beside it or
//! in folders there: import writes into one file, and what another has shall not stand in it again.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use url::Url;

use crate::source;

/// What the other files of a feed say.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// The ids of their items, each with its file.
    pub(super) items: HashMap<String, PathBuf>,
    /// The objects in which they declare regions and partners.
    extensions: Vec<Value>,
}

impl Elsewhere {
    /// What stands in the other files of the feed at a path. Whether they are in order is for
    /// `monthwise check`.
    pub(super) fn of(path: &Path, feed: &Map<String, Value>) -> Self {
        let mut elsewhere = Self::default();
        let Some(next) = feed.get("next_url").and_then(Value::as_str) else { return elsewhere };
        // A whole address names a file that lies beside the feed, on the web and here.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let base = Url::parse(next).ok().and_then(|next| next.join(&name).ok());
        let base = base.as_ref().map_or("", Url::as_str);
        let Ok(source) = source::read(path, base) else { return elsewhere };
        for file in source.files.into_iter().skip(1) {
            let raw: Value = serde_json::from_str(&file.text).unwrap_or_default();
            elsewhere.extensions.push(raw["_monthwise"].clone());
            for item in file.page.into_iter().flat_map(|page| page.items) {
                elsewhere.items.entry(item.id).or_insert_with(|| file.path.clone());
            }
        }
        elsewhere
    }

    /// The regions or partners that they declare.
    pub(super) fn declared(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.extensions.iter().filter_map(move |it| it[name].as_array()).flatten()
    }
}

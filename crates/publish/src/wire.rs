//! Defines a feed as it is written, and the JSON Schema that editors' tools check it by while they type.
//!
//! The page reads more than this allows, as it has to: a number where a text belongs, a text in the
//! place of a list. The schema says what to *write*. Nothing else is made
//! of these types: `import` changes a feed as JSON, so that what it does not know stays.
//! Fields are those of JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>) that Monthwise reads,
//! with the `_monthwise` extension; all others are allowed.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

/// A feed of news: a JSON Feed with what Monthwise adds.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(title = "Monthwise feed")]
pub(crate) struct Feed {
    /// The version of JSON Feed. Monthwise does not read it; feed readers do.
    #[schemars(regex(pattern = r"^https://jsonfeed\.org/version/1(\.1)?$"))]
    pub(crate) version: String,
    /// What the page is called.
    pub(crate) title: String,
    /// What stands under the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    /// The language of the texts (a BCP 47 tag), such as `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// The address of the page that the feed belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) home_page_url: Option<String>,
    /// The address of the feed's next file, with older items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) next_url: Option<String>,
    /// What Monthwise adds to a feed.
    #[serde(rename = "_monthwise", skip_serializing_if = "Option::is_none")]
    pub(crate) monthwise: Option<FeedExtension>,
    /// The news, newest first.
    pub(crate) items: Vec<Item>,
}

/// What Monthwise adds to a feed.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct FeedExtension {
    /// The areas of the feed's own, and countries with a name of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) regions: Option<Vec<Region>>,
    /// The partners that items name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) partners: Option<Vec<Partner>>,
    /// The address of the feed's outline. `monthwise build` writes both, for a long feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) outline: Option<String>,
}

/// An area with the regions in it, or a country by a name of its own.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Region {
    /// What items name it by: letters of the feed's own, such as `south-caucasus`, or the code of a
    /// country that gets another name.
    pub(crate) id: Id,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Its name on items, where that has to be short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) short: Option<String>,
    /// Other names that find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aliases: Option<Vec<String>>,
    /// What lies in it: countries (`GE`), areas of UN M49 (`145`) and other areas of the feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) members: Option<Vec<String>>,
}

/// An organisation that items name.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Partner {
    /// What items name it by, such as `osce`.
    pub(crate) id: Id,
    /// Its name in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Its name on items, such as `OSCE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) short: Option<String>,
    /// Other names that find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aliases: Option<Vec<String>>,
    /// The address of its website.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) url: Option<String>,
}

/// One piece of news. It needs a title or a text.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(extend("anyOf" = [
    { "required": ["title"] },
    { "required": ["content_html"] },
    { "required": ["content_text"] },
    { "required": ["summary"] },
]))]
pub(crate) struct Item {
    /// What links to the item name it by. Keep it when you change the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<Id>,
    /// The address that the title links to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) url: Option<String>,
    /// The address of a page elsewhere that the item is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "iri-reference"))]
    pub(crate) external_url: Option<String>,
    /// One line to stand over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The text as HTML; it wins over `content_text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_html: Option<String>,
    /// The text without markup: an empty line begins a paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_text: Option<String>,
    /// The text in short, shown where there is no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<String>,
    /// When it was published (RFC 3339), such as `2007-07-12T12:00:00Z`. The day counts as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub(crate) date_published: Option<String>,
    /// The language of the item's texts, where it is not the feed's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// Its topics, as they are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Vec<String>>,
    /// What Monthwise adds to an item.
    #[serde(rename = "_monthwise", skip_serializing_if = "Option::is_none")]
    pub(crate) monthwise: Option<ItemExtension>,
}

/// What Monthwise adds to an item.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ItemExtension {
    /// When it happened, as precisely as is known: `2007`, `2007-07` or `2007-07-12`. It wins over
    /// `date_published`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"))]
    pub(crate) date: Option<String>,
    /// Where it happened: countries (`GE`), areas of UN M49 (`145`), areas that the feed declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) regions: Option<Vec<String>>,
    /// The partners it names, by the ids that the feed declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) partners: Option<Vec<String>>,
}

/// An id: a text. A number is as good, as older feeds have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("type" = ["string", "number"]))]
pub(crate) struct Id(pub(crate) String);

/// The JSON Schema of a feed. It is draft 7, the newest that editors such as Visual Studio Code know in
/// full.
pub(crate) fn schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Feed>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;

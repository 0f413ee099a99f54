//! Reads CSV: an entry a row, its fields by the names of the columns.

use std::collections::HashMap;
use std::rc::Rc;
use std::str::FromStr;

use anyhow::bail;
use archive::link;
use archive::text::{Source, one_line};
use csv::{ReaderBuilder, StringRecord};

use super::date::DayOrder;
use super::entry::{Entry, Input, Place, Read};
use super::{html, mapping};
use crate::report::{Finding, Progress, Severity, counted, quoted};

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Field {
    Id,
    Title,
    Date,
    Text,
    Html,
    Summary,
    Url,
    ExternalUrl,
    Language,
    Tags,
    Regions,
    Partners,
}

/// Each field with the headers that it goes by; the first is its name.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "guid", "identifier"]),
    (Field::Title, &["title", "headline", "heading"]),
    (Field::Date, &["date", "day", "published", "date_published"]),
    (Field::Text, &["text", "content_text", "content", "body", "description"]),
    (Field::Html, &["html", "content_html"]),
    (Field::Summary, &["summary", "abstract"]),
    (Field::Url, &["url", "link", "address"]),
    (Field::ExternalUrl, &["external_url", "source"]),
    (Field::Language, &["language", "lang"]),
    (Field::Tags, &["tags", "topics", "topic", "categories", "category"]),
    (Field::Regions, &["regions", "region", "countries", "country"]),
    (Field::Partners, &["partners", "partner", "organisations", "organizations"]),
];

/// A column that is named by whoever imports: `title=Headline`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    field: Field,
    header: String,
}

impl FromStr for Column {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, header) = text
            .split_once('=')
            .ok_or_else(|| format!("{} is no FIELD=HEADER, e.g. title=Headline", quoted(text)))?;
        let names = || FIELDS.iter().map(|(_, names)| names[0]).collect::<Vec<_>>().join(", ");
        let field = FIELDS.iter().find(|(_, names)| names[0] == name.trim());
        let (field, _) = field
            .ok_or_else(|| format!("no field is called {}; there are {}", quoted(name), names()))?;
        Ok(Self { field: *field, header: header.to_owned() })
    }
}

/// Nothing, where every field is named once.
///
/// # Errors
/// When one is named twice: only one column can be it.
pub(super) fn say_once(columns: &[Column]) -> anyhow::Result<()> {
    for (at, column) in columns.iter().enumerate() {
        let first = columns[..at].iter().find(|first| first.field == column.field);
        if let Some(first) = first {
            bail!(
                "--columns names two columns for one field, {} and {}; name one of them",
                quoted(&first.header),
                quoted(&column.header)
            );
        }
    }
    Ok(())
}

/// A header as it is compared: as any name, and `_` is a space.
fn folded(header: &str) -> String {
    mapping::folded(&header.replace('_', " "))
}

/// Which column has which field. A column that is named wins over one that merely has the name.
fn fields(headers: &StringRecord, columns: &[Column]) -> HashMap<Field, usize> {
    let position =
        |wanted: &str| headers.iter().position(|header| folded(header) == folded(wanted));
    let mut fields = HashMap::new();
    for column in columns {
        if let Some(position) = position(&column.header) {
            fields.insert(column.field, position);
        }
    }
    for (field, names) in FIELDS {
        let mut by_name = names.iter().filter_map(|name| position(name));
        if let (false, Some(position)) = (fields.contains_key(field), by_name.next())
            && !columns.iter().any(|column| folded(&column.header) == folded(&headers[position]))
        {
            fields.insert(*field, position);
        }
    }
    fields
}

/// What stands between two cells: the one of these that is most often in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let mut found = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        for (separator, number) in &mut found {
            *number += usize::from(!is_quoted && byte == *separator);
        }
    }
    let most = found.into_iter().rev().max_by_key(|(_, number)| *number);
    most.map_or(b',', |(separator, _)| separator)
}

/// Whether a text is a table that can be imported: its first line names a title or a text.
pub(super) fn is_table(text: &str, columns: &[Column]) -> bool {
    let mut reader = ReaderBuilder::new().delimiter(separator(text)).from_reader(text.as_bytes());
    let fields = reader.headers().map(|headers| fields(headers, columns)).unwrap_or_default();
    [Field::Title, Field::Text, Field::Html].iter().any(|field| fields.contains_key(field))
}

/// Reads a table.
pub(super) fn read(
    input: &Rc<Input>,
    columns: &[Column],
    order: Option<DayOrder>,
    progress: &mut Progress,
) -> Read {
    let mut read = Read::default();
    let text = input.text();
    let mut reader =
        ReaderBuilder::new().delimiter(separator(text)).flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for column in columns {
        if !headers.iter().any(|header| folded(header) == folded(&column.header)) {
            let message = format!("no column is called {}", quoted(&column.header));
            let finding =
                Finding::of_file(Severity::Warning, "no-such-column", &input.path, message);
            let names = headers.iter().collect::<Vec<_>>().join(", ");
            read.findings.push(finding.help(format!("its columns are {names}")));
        }
    }
    let fields = fields(&headers, columns);
    for (at, header) in headers.iter().enumerate() {
        let is_same = |other: &str| folded(other) == folded(header);
        if fields.values().any(|first| *first < at && is_same(&headers[*first])) {
            let message = format!("two columns are called {}; the first counts", quoted(header));
            let finding =
                Finding::of_file(Severity::Warning, "repeated-column", &input.path, message);
            read.findings.push(finding.help("give the other one a name of its own"));
        }
    }
    for (item, record) in (1..).zip(reader.records()) {
        progress.say(format_args!("{}: {item} entries read", input.path.display()));
        // The text is UTF-8 and rows of any length are read, so no record fails.
        let Ok(record) = record else { continue };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let begin = record.position().map_or(0, csv::Position::byte);
        let begin = usize::try_from(begin).unwrap_or_default();
        // The position is that of the line's end before the row, where there are empty lines.
        let rest = &text[begin..];
        let begin = begin + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let end = text[begin..].find(['\r', '\n']).map_or(text.len(), |at| begin + at);
        let place = Place { input: Rc::clone(input), item, span: begin..end };
        if record.len() != headers.len() {
            let message = format!(
                "it has {}, and the first line has {}; it is left out",
                counted(record.len(), "cell"),
                headers.len()
            );
            let finding = place.finding(Severity::Error, "wrong-number-of-cells", message);
            let breaks: usize = record.iter().map(|it| it.trim_end().matches('\n').count()).sum();
            let reaches = match finding.line {
                Some(line) if breaks > 0 => format!(
                    "it reaches to line {}: look for a quotation mark that nothing closes; and ",
                    line + breaks
                ),
                _ => String::new(),
            };
            read.findings.push(finding.help(format!(
                "{reaches}put a cell that holds a separator, a line break or a quotation mark in \
                 quotation marks, and double those within it",
            )));
            continue;
        }
        let cell = |field: Field| {
            let cell = fields.get(&field).and_then(|at| record.get(*at)).map(str::trim);
            cell.filter(|cell| !cell.is_empty())
        };
        match entry(place, &cell, order, &mut read.findings) {
            Ok(entry) => read.take(entry),
            Err(finding) => read.findings.push(*finding),
        }
    }
    read
}

fn entry<'a>(
    place: Place,
    cell: &dyn Fn(Field) -> Option<&'a str>,
    order: Option<DayOrder>,
    findings: &mut Vec<Finding>,
) -> Result<Entry, Box<Finding>> {
    let mut entry = Entry::new(place);
    entry.id = cell(Field::Id).map(one_line);
    entry.title = cell(Field::Title).map(one_line);
    entry.text = match (cell(Field::Html), cell(Field::Text)) {
        (Some(text), _) => html::text(text, None),
        (None, Some(text)) => Source::Plain(text.replace("\r\n", "\n")),
        (None, None) => Source::None,
    };
    entry.summary = cell(Field::Summary).map(one_line);
    for (field, link) in
        [(Field::Url, &mut entry.url), (Field::ExternalUrl, &mut entry.external_url)]
    {
        if let Some(address) = cell(field) {
            *link = link::resolve(address, "");
            if link.is_none() {
                let message = format!(
                    "{} is no http, https or mailto address; it is left out",
                    quoted(address)
                );
                findings.push(entry.place.finding(Severity::Warning, "unsafe-link", message));
            }
        }
    }
    entry.language = cell(Field::Language).map(one_line);
    let list = |field| cell(field).map(list).unwrap_or_default();
    entry.categories = list(Field::Tags);
    entry.regions = list(Field::Regions);
    entry.partners = list(Field::Partners);
    entry.date(cell(Field::Date).unwrap_or_default(), order, findings)?;
    Ok(entry)
}

/// The values of a cell, set apart by `;` or `|`, or by commas where it has neither.
fn list(cell: &str) -> Vec<String> {
    let separators: &[char] = if cell.contains([';', '|']) { &[';', '|'] } else { &[','] };
    cell.split(separators).map(one_line).filter(|value| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_is_found_where_it_is_not_quoted() {
        for (text, found) in [
            ("title,date\n;;;", b','),
            ("title;date,day;x", b';'),
            ("\n\ntitle\tdate", b'\t'),
            ("\"a,b,c\";date", b';'),
            ("title", b','),
        ] {
            assert_eq!(separator(text), found, "{text}");
        }
    }

    #[test]
    fn a_list_is_set_apart_by_the_rarer_mark() {
        for (cell, values) in [
            ("GE, AM", &["GE", "AM"][..]),
            ("Security, and Co-operation; OSCE", &["Security, and Co-operation", "OSCE"]),
            ("one|two", &["one", "two"]),
            (" ; ", &[]),
        ] {
            assert_eq!(list(cell), values, "{cell}");
        }
    }

    #[test]
    fn a_column_is_named_with_its_field() {
        let column: Column = "title= Head line ".parse().unwrap();
        assert_eq!(column, Column { field: Field::Title, header: " Head line ".into() });
        let error = "titel=Headline".parse::<Column>().unwrap_err();
        assert!(
            error.starts_with("no field is called \"titel\"; there are id, title, date"),
            "{error}"
        );
        assert_eq!(
            "title".parse::<Column>().unwrap_err(),
            "\"title\" is no FIELD=HEADER, e.g. title=Headline"
        );
    }
}

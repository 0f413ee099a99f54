//! Reads a page as strictly as it has to be written, for tests.
//!
//! A browser mends whatever it is given; here every mistake ends the test. So what is read of a page
//! is what every reader of HTML makes of it, and a text that got out of its place cannot pass.

/// The elements that have no end tag, of those that stand in pages of the site.
const VOID: [&str; 5] = ["base", "br", "input", "link", "meta"];

/// The elements in which nothing is escaped (HTML Standard, section 13.1.2).
const RAW: [&str; 2] = ["script", "style"];

/// The escapes that are written, and what they say.
const ESCAPES: [(&str, char); 4] = [("amp;", '&'), ("lt;", '<'), ("quot;", '"'), ("#13;", '\r')];

/// An element of a page.
#[derive(Debug, Default)]
pub(in crate::site) struct Found {
    pub(in crate::site) tag: String,
    attributes: Vec<(String, String)>,
    /// The texts in it and in all that is in it.
    pub(in crate::site) text: String,
}

impl Found {
    /// An attribute's value; empty for a flag, none where there is no such attribute.
    pub(in crate::site) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The names of its attributes.
    pub(in crate::site) fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// Whether it is of a class.
    pub(in crate::site) fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    /// Whether an attribute says this.
    pub(in crate::site) fn says(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

/// The elements of a page in the order in which they begin.
pub(in crate::site) fn read(html: &str) -> Vec<Found> {
    let mut rest = html.strip_prefix("<!doctype html>\n").expect("it says that it is HTML");
    let mut found: Vec<Found> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some((text, tag)) = rest.split_once('<') {
        say(&mut found, &open, &unescaped(text));
        if let Some(end) = tag.strip_prefix('/') {
            let (name, after) = end.split_once('>').expect("an end tag ends");
            let begun = open.pop().map(|at| found[at].tag.as_str());
            assert_eq!(begun, Some(name), "an end tag ends what was begun last");
            rest = after;
            continue;
        }
        let (element, after) = begin(tag);
        let name = element.tag.clone();
        found.push(element);
        rest = after;
        if RAW.contains(&name.as_str()) {
            let (text, after) = rest.split_once(&format!("</{name}>")).expect("it is ended");
            found.last_mut().unwrap().text = text.to_owned();
            rest = after;
        } else if !VOID.contains(&name.as_str()) {
            open.push(found.len() - 1);
        }
    }
    assert!(open.is_empty(), "every element is ended");
    assert_eq!(rest, "\n", "nothing stands behind the document");
    found
}

/// Adds a text to all elements that are open.
fn say(found: &mut [Found], open: &[usize], text: &str) {
    if open.is_empty() {
        assert_eq!(text.trim(), "", "no text stands outside of the document");
    }
    for at in open {
        found[*at].text.push_str(text);
    }
}

/// Reads a tag from behind its `<` on, and gives what follows it.
fn begin(text: &str) -> (Found, &str) {
    let (name, mut rest) = name(text);
    let mut element = Found { tag: name.to_owned(), ..Found::default() };
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, after) = self::name(attribute);
        assert!(element.get(name).is_none(), "an attribute stands once: {name}");
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').expect("a value is ended"),
            None => ("", after),
        };
        element.attributes.push((name.to_owned(), unescaped(value)));
        rest = after;
    }
    (element, rest.strip_prefix('>').unwrap_or_else(|| panic!("a tag is ended: {text:.80}")))
}

fn name(text: &str) -> (&str, &str) {
    let is_of_name =
        |character: char| character.is_ascii_alphanumeric() || "-:".contains(character);
    let end = text.find(|character| !is_of_name(character)).unwrap_or(text.len());
    assert!(end > 0, "it has a name: {text:.80}");
    text.split_at(end)
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['\0', '\r']), "a browser would change this: {text:.80}");
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let escape = ESCAPES.iter().find(|(escape, _)| part.starts_with(escape));
        let (escape, character) = escape.unwrap_or_else(|| panic!("no escape: &{part:.20}"));
        plain.push(*character);
        plain.push_str(&part[escape.len()..]);
    }
    plain
}

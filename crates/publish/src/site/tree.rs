//! A document as a tree, which is printed, changed and then written: the page's app brings printed
//! nodes up to date in the browser, and a published page holds them as the app leaves them.

use archive::markup::Sink;

use super::document::escaped;

/// A node of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
}

/// An element with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name.
    pub(super) tag: String,
    /// Its attributes in the order of their writing.
    pub(super) attributes: Vec<(String, String)>,
    /// What is in it.
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The value of an attribute; none where it has not got it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes an attribute away.
    pub(super) fn unset(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    /// Whether it is of a class.
    pub(super) fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    /// Puts a text in the place of all that is in it.
    pub(super) fn say(&mut self, text: &str) {
        self.children = vec![Node::Text(text.to_owned())];
    }

    /// Hides it, or shows it.
    pub(super) fn hide(&mut self, is_hidden: bool) {
        if is_hidden {
            self.set("hidden", "");
        } else {
            self.unset("hidden");
        }
    }

    /// Prints into it, behind what is there.
    pub(super) fn print(&mut self, print: impl FnOnce(&mut Printing)) {
        let mut printing = Printing { open: vec![std::mem::take(self)] };
        print(&mut printing);
        *self = printing.finish();
    }

    /// The elements of a class within it, in the order of the document.
    pub(super) fn all(&mut self, class: &str) -> Vec<&mut Self> {
        let mut found = Vec::new();
        for child in &mut self.children {
            if let Node::Element(child) = child {
                if child.is(class) {
                    found.push(child);
                } else {
                    found.extend(child.all(class));
                }
            }
        }
        found
    }

    /// Does something with each element of a class within it.
    pub(super) fn each(&mut self, class: &str, mut change: impl FnMut(&mut Self)) {
        self.all(class).into_iter().for_each(&mut change);
    }

    /// Does something with every element within it, from the inside out. What comes back stands in
    /// the element's place.
    pub(super) fn map(&mut self, change: &mut impl FnMut(Self) -> Vec<Node>) {
        let children = std::mem::take(&mut self.children);
        for child in children {
            match child {
                Node::Element(mut child) => {
                    child.map(change);
                    self.children.extend(change(child));
                }
                Node::Text(_) => self.children.push(child),
            }
        }
    }

    /// What is in it, as HTML.
    pub(super) fn inner_html(&self) -> String {
        let mut html = String::new();
        for child in &self.children {
            child.write(&mut html);
        }
        html
    }
}

/// The elements that have no content, and so no end tag, of those that are printed (HTML Standard,
/// section 13.1.2).
const VOID: [&str; 2] = ["br", "input"];

impl Node {
    fn write(&self, html: &mut String) {
        let Element { tag, attributes, children } = match self {
            Self::Text(text) => return html.push_str(&escaped(text)),
            Self::Element(element) => element,
        };
        html.extend(["<", tag]);
        for (name, value) in attributes {
            html.extend([" ", name]);
            // One that says nothing is a flag.
            if !value.is_empty() {
                html.extend(["=\"", &escaped(value), "\""]);
            }
        }
        html.push('>');
        if !VOID.contains(&tag.as_str()) {
            for child in children {
                child.write(html);
            }
            html.extend(["</", tag, ">"]);
        }
    }
}

/// Builds a tree of what is printed.
#[derive(Debug, Default)]
pub(super) struct Printing {
    /// The elements that are not ended, the outermost first.
    open: Vec<Element>,
}

impl Printing {
    fn finish(mut self) -> Element {
        while self.open.len() > 1 {
            self.close();
        }
        self.open.pop().unwrap_or_default()
    }
}

impl Sink for Printing {
    fn open(&mut self, tag: &str) {
        self.open.push(Element { tag: tag.to_owned(), ..Element::default() });
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if let Some(element) = self.open.last_mut() {
            element.set(name, value);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.children.push(Node::Text(text.to_owned()));
        }
    }

    fn close(&mut self) {
        // The outermost is the element that is printed into; nobody who prints has begun it.
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
            && let Some(around) = self.open.last_mut()
        {
            around.children.push(Node::Element(element));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(print: impl FnOnce(&mut Printing)) -> Element {
        let mut root = Element::default();
        root.print(print);
        root
    }

    #[test]
    fn what_is_printed_is_found_changed_and_written() {
        let mut root = printed(|sink| {
            sink.open("ul");
            for name in ["a", "b"] {
                sink.open("li");
                sink.attribute("class", "entry one");
                sink.text(name);
                sink.close();
            }
            sink.close();
            sink.open("br");
            sink.close();
        });
        assert_eq!(
            root.inner_html(),
            "<ul><li class=\"entry one\">a</li><li class=\"entry one\">b</li></ul><br>"
        );
        root.each("one", |entry| entry.say("<x>"));
        root.all("entry")[1].hide(true);
        assert_eq!(root.all("ent").len(), 0);
        let html = root.inner_html();
        assert!(html.contains("<li class=\"entry one\">&lt;x></li>"), "{html}");
        assert!(html.contains("<li class=\"entry one\" hidden>"), "{html}");
        root.map(&mut |mut element| match element.tag.as_str() {
            "br" => Vec::new(),
            // What is in it stands in its place.
            "ul" => std::mem::take(&mut element.children),
            _ => {
                element.unset("class");
                element.tag = "p".into();
                vec![Node::Element(element)]
            }
        });
        assert_eq!(root.inner_html(), "<p>&lt;x></p><p hidden>&lt;x></p>");
    }

    #[test]
    fn printing_goes_on_behind_what_is_there_and_what_is_left_open_is_ended() {
        let mut root = printed(|sink| sink.text("before, "));
        root.print(|sink| {
            sink.close();
            sink.open("p");
            sink.open("b");
            sink.text("after");
        });
        assert_eq!(root.inner_html(), "before, <p><b>after</b></p>");
    }
}

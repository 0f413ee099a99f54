//! Writes what is printed as HTML (HTML Standard, section 13.1).

use super::Sink;

/// HTML, as it is written.
#[derive(Debug, Default)]
pub struct Html {
    written: String,
    open: Vec<String>,
    /// Whether the tag of the innermost element may still get attributes.
    in_tag: bool,
}

/// The elements that have no content, and so no end tag, of those that are printed.
const VOID: [&str; 2] = ["br", "input"];

impl Html {
    /// What was printed.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.end_tag();
        self.written
    }

    fn end_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.written.push('>');
        }
    }

    fn escape(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '"' => self.written.push_str("&quot;"),
                _ => self.written.push(character),
            }
        }
    }
}

impl Sink for Html {
    fn open(&mut self, tag: &str) {
        self.end_tag();
        self.written.extend(["<", tag]);
        self.open.push(tag.to_owned());
        self.in_tag = true;
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.written.extend([" ", name, "=\""]);
        self.escape(value);
        self.written.push('"');
    }

    fn text(&mut self, text: &str) {
        self.end_tag();
        self.escape(text);
    }

    fn close(&mut self) {
        self.end_tag();
        if let Some(tag) = self.open.pop().filter(|tag| !VOID.contains(&tag.as_str())) {
            self.written.extend(["</", &tag, ">"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn what_is_written_is_read_as_what_was_printed() {
        for (html, written) in [
            ("<p>a &amp; b &lt; c", "<p dir=\"auto\">a &amp; b &lt; c</p>"),
            ("a<br>b", "<p dir=\"auto\">a<br>b</p>"),
            (
                "<a href='/x?a=1&amp;b=%22\"'>c</a>",
                "<p dir=\"auto\"><a href=\"https://example.org/x?a=1&amp;b=%22&quot;\" \
                 rel=\"noopener\">c</a></p>",
            ),
            ("", ""),
        ] {
            let mut sink = Html::default();
            Source::Html(html.into()).print("https://example.org/feed.json", &mut sink);
            let again = sink.finish();
            assert_eq!(again, written);
            let mut sink = Html::default();
            Source::Html(again.clone()).print("", &mut sink);
            assert_eq!(sink.finish(), again);
        }
    }
}

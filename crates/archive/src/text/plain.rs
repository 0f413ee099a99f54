//! Plain text: paragraphs stand apart by empty lines; addresses of the web and of mail become links.

use linkify::{LinkFinder, LinkKind};

use super::{Block, Inline};

pub(super) fn blocks(text: &str) -> Vec<Block> {
    // Each line is trimmed, so of "\r\n" only the "\n" counts.
    let text = if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") };
    paragraphs(&text).into_iter().map(Block::Paragraph).collect()
}

fn paragraphs(text: &str) -> Vec<Vec<Inline>> {
    let mut paragraphs = Vec::new();
    let mut paragraph = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            if !paragraph.is_empty() {
                paragraphs.push(std::mem::take(&mut paragraph));
            }
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(Inline::Break);
        }
        link(line, &mut paragraph);
    }
    if !paragraph.is_empty() {
        paragraphs.push(paragraph);
    }
    paragraphs
}

/// Adds the text to a line, its addresses as links.
pub(super) fn link(text: &str, line: &mut Vec<Inline>) {
    for span in LinkFinder::new().spans(text) {
        let text = span.as_str();
        let href = match span.kind() {
            Some(LinkKind::Email) => Some(format!("mailto:{text}")),
            Some(_) => crate::link::resolve(text, ""),
            None => None,
        };
        match href {
            Some(href) => {
                line.push(Inline::Link { href, content: vec![Inline::Text(text.into())] });
            }
            None => push_text(text, line),
        }
    }
}

/// Adds the text to a line as it is.
pub(super) fn push_text(text: &str, line: &mut Vec<Inline>) {
    if let Some(Inline::Text(before)) = line.last_mut() {
        before.push_str(text);
    } else {
        line.push(Inline::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn link(href: &str, content: &str) -> Inline {
        Inline::Link { href: href.to_owned(), content: vec![text(content)] }
    }

    #[test]
    fn paragraphs_stand_apart_by_empty_lines() {
        assert_eq!(
            blocks("One\r\nline.\n\n \n\nTwo.\n"),
            [
                Block::Paragraph(vec![text("One"), Inline::Break, text("line.")]),
                Block::Paragraph(vec![text("Two.")]),
            ]
        );
        assert_eq!(blocks(" \n\t"), []);
    }

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        for (line, spans) in [
            (
                "See https://example.org/a_(b). Now",
                vec![
                    text("See "),
                    link("https://example.org/a_(b)", "https://example.org/a_(b)"),
                    text(". Now"),
                ],
            ),
            ("news@example.org", vec![link("mailto:news@example.org", "news@example.org")]),
            ("javascript://alert(1)", vec![text("javascript://alert(1)")]),
            ("ftp://example.org", vec![text("ftp://example.org")]),
            ("www.example.org", vec![text("www.example.org")]),
            ("<b>bold</b>", vec![text("<b>bold</b>")]),
        ] {
            let mut linked = Vec::new();
            super::link(line, &mut linked);
            assert_eq!(linked, spans, "{line}");
        }
    }
}

//! Turns an item's text into paragraphs, lists and links that can be printed node by node.
//!
//! A feed's text is plain (`content_text`) or HTML (`content_html`). Both become the same few kinds
//! of blocks. There is no other way from a feed into the page's markup, so what is not among these
//! kinds cannot get there: no script, no style, no frame, no event handler, no image.

mod entities;
mod html;
mod plain;

/// An item's text as the feed has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// No text.
    #[default]
    None,
    /// Paragraphs, set apart by empty lines.
    Plain(String),
    /// HTML, of which the kinds below are kept.
    Html(String),
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading within the text, whatever its level was.
    Heading(Vec<Inline>),
    /// A list of blocks.
    List {
        /// Whether its entries are numbered.
        ordered: bool,
        /// Its entries.
        entries: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Text whose white space counts.
    Preformatted(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text as it is.
    Text(String),
    /// A line break.
    Break,
    /// A link; `href` is http, https or mailto.
    Link {
        /// Where it leads.
        href: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// Stressed text.
    Emphasis(Vec<Inline>),
    /// Important text.
    Strong(Vec<Inline>),
    /// Code.
    Code(Vec<Inline>),
}

impl Source {
    /// The text as blocks. Relative links are resolved against `base`, the feed's address.
    #[must_use]
    pub fn blocks(&self, base: &str) -> Vec<Block> {
        match self {
            Self::None => Vec::new(),
            Self::Plain(text) => plain::blocks(text),
            Self::Html(html) => html::blocks(html, base),
        }
    }

    /// Its first characters on one line, at most `limit` of them; none where it says nothing.
    #[must_use]
    pub fn beginning(&self, limit: usize) -> Option<String> {
        let words = match self {
            Self::None => return None,
            Self::Plain(text) => one_line(text),
            Self::Html(html) => one_line(&words(&html::blocks(html, ""))),
        };
        (!words.is_empty()).then(|| beginning(&words, limit))
    }
}

/// The words of blocks without their form, a line a block.
#[must_use]
pub fn words(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        collect_block(block, &mut words);
    }
    words
}

fn collect_block(block: &Block, words: &mut String) {
    match block {
        Block::Paragraph(content) | Block::Heading(content) => collect(content, words),
        Block::List { entries, .. } => {
            entries.iter().flatten().for_each(|block| collect_block(block, words));
        }
        Block::Quote(blocks) => blocks.iter().for_each(|block| collect_block(block, words)),
        Block::Preformatted(text) => words.push_str(text),
    }
    words.push('\n');
}

fn collect(content: &[Inline], words: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) => words.push_str(text),
            Inline::Break => words.push('\n'),
            Inline::Link { content, .. }
            | Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Code(content) => collect(content, words),
        }
    }
}

/// The text with each run of white space folded into one space.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The first words of a line, at most `limit` characters, with an ellipsis where any are left out.
#[must_use]
pub fn beginning(line: &str, limit: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(limit) else {
        return line.to_owned();
    };
    let cut = &line[..end];
    // Half a word is left out, unless the line is hardly more than that word.
    let words = match cut.rfind(' ') {
        Some(space) if space > end / 2 => &cut[..space],
        _ => cut,
    };
    format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_ends_at_a_word() {
        for (line, limit, begin) in [
            ("Short", 10, "Short"),
            ("Exactly ten", 11, "Exactly ten"),
            ("Labour inspectors, from all regions", 22, "Labour inspectors…"),
            ("Donaudampfschifffahrt", 5, "Donau…"),
            ("a Donaudampfschifffahrt", 8, "a Donaud…"),
            ("日本語の文章です", 3, "日本語…"),
            ("", 3, ""),
        ] {
            assert_eq!(beginning(line, limit), begin);
        }
    }
}

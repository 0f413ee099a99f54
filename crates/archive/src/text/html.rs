//! HTML, read without a browser: the page runs under a policy that forbids every browser function
//! that parses HTML (Trusted Types), and an allow-list that is a Rust enum cannot leak.
//!
//! The tokenizer follows the HTML Standard, section 13.2.5, as far as text, tags, attributes and
//! comments go. The tree is simpler than a browser's: blocks hold blocks or lines, an end tag closes
//! the nearest open element of its name, and what is left open is closed at the end.

use super::entities;
use super::{Block, Inline, plain};
use crate::link;

/// Elements nested deeper than this are read as if their tags were not there.
const DEEPEST: usize = 64;

pub(super) fn blocks(html: &str, base: &str) -> Vec<Block> {
    let mut builder = Builder { base, open: vec![Open::new(Kind::Root)] };
    let mut rest = html;
    while let Some(token) = next_token(&mut rest) {
        if let Token::Start { name, .. } = &token
            && is_skipped(name)
        {
            rest = from_end_tag(rest, name);
        } else {
            builder.take(token);
        }
    }
    builder.finish()
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Text(&'a str),
    Start { name: String, href: Option<String> },
    End { name: String },
}

/// Cuts the next token off the front; comments and declarations are passed over.
fn next_token<'a>(rest: &mut &'a str) -> Option<Token<'a>> {
    loop {
        let html = *rest;
        if html.is_empty() {
            return None;
        }
        let Some(tag) = html.strip_prefix('<') else {
            let end = html.find('<').unwrap_or(html.len());
            *rest = &html[end..];
            return Some(Token::Text(&html[..end]));
        };
        let end_tag = tag.strip_prefix('/');
        let begins_name = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        if tag.starts_with("!--") {
            // The hyphens that begin a comment may end it too: "<!-->".
            let ends = |end: &(usize, &str)| end.0 > 2 && tag[..end.0].ends_with("--");
            *rest = tag.match_indices('>').find(ends).map_or("", |(end, _)| &tag[end + 1..]);
        } else if begins_name(tag) {
            let (name, href, after) = read_tag(tag);
            *rest = after;
            return Some(Token::Start { name, href });
        } else if let Some(tag) = end_tag.filter(|tag| begins_name(tag)) {
            let (name, _, after) = read_tag(tag);
            *rest = after;
            return Some(Token::End { name });
        } else if end_tag.is_some() || tag.starts_with(['!', '?']) {
            *rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
        } else {
            // A lone "less than" is text.
            let end = tag.find('<').map_or(html.len(), |end| end + 1);
            *rest = &html[end..];
            return Some(Token::Text(&html[..end]));
        }
    }
}

/// What follows an element's content, from its end tag on. Nothing else ends the content: a script
/// may hold what looks like tags and comments.
fn from_end_tag<'a>(html: &'a str, name: &str) -> &'a str {
    let is_end = |at: usize| {
        let tag = &html[at + 2..];
        tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !tag[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    };
    let mut ends = html.match_indices("</").map(|(at, _)| at);
    ends.find(|at| is_end(*at)).map_or("", |at| &html[at..])
}

/// Reads a tag from its name on: the name in lower case, its `href`, and what follows the tag.
fn read_tag(tag: &str) -> (String, Option<String>, &str) {
    const SPACE: [char; 5] = ['\t', '\n', '\u{c}', '\r', ' '];
    let is_end = |c: char| SPACE.contains(&c) || matches!(c, '/' | '>');
    let end = tag.find(is_end).unwrap_or(tag.len());
    let name = tag[..end].to_ascii_lowercase();
    let mut rest = &tag[end..];
    let mut href = None;
    loop {
        rest = rest.trim_start_matches(|c| SPACE.contains(&c) || c == '/');
        if rest.is_empty() {
            return (name, href, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (name, href, after);
        }
        // The first character belongs to the attribute's name, even where it is "=".
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(|c| is_end(c) || c == '=').map_or(rest.len(), |at| first + at);
        let attribute = &rest[..end];
        rest = rest[end..].trim_start_matches(SPACE);
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start_matches(SPACE);
            (value, rest) = if let Some(quote @ ('"' | '\'')) = after.chars().next() {
                after[1..].split_once(quote).unwrap_or((&after[1..], ""))
            } else {
                let end = after.find(|c| SPACE.contains(&c) || c == '>');
                after.split_at(end.unwrap_or(after.len()))
            };
        }
        if attribute.eq_ignore_ascii_case("href") && href.is_none() {
            href = Some(entities::decode(value));
        }
    }
}

/// What an element is to us.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Root,
    Paragraph,
    Heading,
    List {
        ordered: bool,
    },
    Entry,
    Quote,
    Preformatted,
    /// A block without a form of its own, e.g. `div`.
    Plain,
    Link,
    Emphasis,
    Strong,
    Code,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "caption" => Self::Heading,
            "ul" | "menu" => Self::List { ordered: false },
            "ol" => Self::List { ordered: true },
            "li" => Self::Entry,
            "blockquote" => Self::Quote,
            "pre" => Self::Preformatted,
            "div" | "section" | "article" | "header" | "footer" | "main" | "aside" | "nav"
            | "figure" | "figcaption" | "details" | "table" | "tr" | "td" | "th" | "thead"
            | "tbody" | "tfoot" | "dl" | "dd" | "address" | "center" | "form" | "fieldset" => {
                Self::Plain
            }
            "a" => Self::Link,
            "em" | "i" | "cite" | "dfn" | "var" => Self::Emphasis,
            "strong" | "b" => Self::Strong,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            _ => return None,
        })
    }

    fn is_inline(self) -> bool {
        matches!(self, Self::Link | Self::Emphasis | Self::Strong | Self::Code)
    }
}

/// Elements whose content is no text for readers.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "noscript"
            | "head"
            | "title"
            | "textarea"
            | "select"
            | "button"
            | "audio"
            | "video"
            | "canvas"
    )
}

/// An element that has begun and not ended.
struct Open {
    kind: Kind,
    name: String,
    href: Option<String>,
    blocks: Vec<Block>,
    entries: Vec<Vec<Block>>,
    line: Vec<Inline>,
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            name: String::new(),
            href: None,
            blocks: Vec::new(),
            entries: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Makes a paragraph of the text that stands loose between blocks.
    fn end_line(&mut self) {
        let line = trimmed(std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    /// In a list, gives what stands loose between entries to the entry before it.
    fn end_entry(&mut self) {
        if !matches!(self.kind, Kind::List { .. }) || self.blocks.is_empty() {
            return;
        }
        let loose = std::mem::take(&mut self.blocks);
        match self.entries.last_mut() {
            Some(entry) => entry.extend(loose),
            None => self.entries.push(loose),
        }
    }

    fn into_blocks(mut self) -> Vec<Block> {
        self.end_line();
        self.blocks
    }
}

struct Builder<'a> {
    base: &'a str,
    /// The open elements, outermost first; the root is always there.
    open: Vec<Open>,
}

impl Builder<'_> {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Start { name, .. } if name == "br" => self.inline(Inline::Break),
            Token::Start { name, .. } if name == "hr" => self.close_lines(),
            Token::Start { name, href } => self.start(name, href),
            Token::End { name } => self.end(&name),
        }
    }

    fn top(&mut self) -> Option<&mut Open> {
        self.open.last_mut()
    }

    fn inline(&mut self, inline: Inline) {
        if let Some(top) = self.top() {
            top.line.push(inline);
        }
    }

    fn text(&mut self, text: &str) {
        let text = entities::decode(text);
        let kept = self.open.iter().any(|open| open.kind == Kind::Preformatted);
        let linked = self.open.iter().any(|open| matches!(open.kind, Kind::Link | Kind::Code));
        let Some(top) = self.top() else { return };
        if kept {
            plain::push_text(&text, &mut top.line);
        } else if linked {
            plain::push_text(&folded(&text), &mut top.line);
        } else {
            plain::link(&folded(&text), &mut top.line);
        }
    }

    fn start(&mut self, name: String, href: Option<String>) {
        let Some(kind) = Kind::of(&name) else { return };
        if !kind.is_inline() {
            // A block ends the lines before it, the paragraph it stands in, and an entry its sibling.
            self.close_inline();
            if self.open.last().is_some_and(|open| matches!(open.kind, Kind::Paragraph)) {
                self.close();
            }
            let sibling = |open: &Open| matches!(open.kind, Kind::Entry | Kind::List { .. });
            if kind == Kind::Entry {
                while self.open.last().is_some_and(|open| open.kind == Kind::Entry)
                    || (self.open.iter().any(sibling) && !self.open.last().is_some_and(sibling))
                {
                    self.close();
                }
            }
            if let Some(top) = self.top() {
                top.end_line();
                if kind == Kind::Entry {
                    top.end_entry();
                }
            }
        } else if kind == Kind::Link && self.open.iter().any(|open| open.kind == Kind::Link) {
            self.end("a");
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        let href = href.and_then(|href| link::resolve(&href, self.base));
        self.open.push(Open { name, href, ..Open::new(kind) });
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.open.iter().rposition(|open| open.name == name) {
            while self.open.len() > depth.max(1) {
                self.close();
            }
        }
    }

    fn close_lines(&mut self) {
        self.close_inline();
        if let Some(top) = self.top() {
            top.end_line();
        }
    }

    fn close_inline(&mut self) {
        while self.open.last().is_some_and(|open| open.kind.is_inline()) {
            self.close();
        }
    }

    /// Ends the innermost element and gives what it holds to the one around it.
    fn close(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(done) = self.open.pop() else { return };
        let Some(parent) = self.open.last_mut() else { return };
        if done.kind.is_inline() {
            let Open { kind, href, line, .. } = done;
            match (kind, href) {
                // A link around a picture, say, has nothing left to press.
                _ if line.iter().all(is_blank) => parent.line.extend(line),
                (Kind::Link, Some(href)) => parent.line.push(Inline::Link { href, content: line }),
                (Kind::Emphasis, _) => parent.line.push(Inline::Emphasis(line)),
                (Kind::Strong, _) => parent.line.push(Inline::Strong(line)),
                (Kind::Code, _) => parent.line.push(Inline::Code(line)),
                _ => parent.line.extend(line),
            }
            return;
        }
        match done.kind {
            Kind::Heading => {
                let mut done = done;
                let line = trimmed(std::mem::take(&mut done.line));
                parent.blocks.append(&mut done.blocks);
                if !line.is_empty() {
                    parent.blocks.push(Block::Heading(line));
                }
            }
            Kind::Preformatted => {
                // What was no line within it is not lost.
                parent.blocks.extend(done.blocks);
                let text = super::words(&[Block::Paragraph(done.line)]);
                let text = text.trim_matches('\n');
                if !text.trim().is_empty() {
                    parent.blocks.push(Block::Preformatted(text.to_owned()));
                }
            }
            Kind::List { ordered } => {
                let mut done = done;
                done.end_line();
                done.end_entry();
                if !done.entries.is_empty() {
                    parent.blocks.push(Block::List { ordered, entries: done.entries });
                }
            }
            Kind::Entry => {
                let blocks = done.into_blocks();
                if blocks.is_empty() {
                    return;
                }
                if matches!(parent.kind, Kind::List { .. }) {
                    parent.entries.push(blocks);
                } else {
                    parent.blocks.extend(blocks);
                }
            }
            Kind::Quote => {
                let blocks = done.into_blocks();
                if !blocks.is_empty() {
                    parent.blocks.push(Block::Quote(blocks));
                }
            }
            _ => parent.blocks.extend(done.into_blocks()),
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while self.open.len() > 1 {
            self.close();
        }
        self.open.pop().map(Open::into_blocks).unwrap_or_default()
    }
}

/// Each run of HTML's white space as one space. A no-break space is kept: it is there on purpose.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_ascii_whitespace() {
            folded.push(character);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded
}

/// A line without white space and breaks at its ends, and none at all where only these are left.
fn trimmed(mut line: Vec<Inline>) -> Vec<Inline> {
    while line.last().is_some_and(is_blank) {
        line.pop();
    }
    let blank = line.iter().take_while(|inline| is_blank(inline)).count();
    line.drain(..blank);
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = line.last_mut() {
        *text = text.trim_end().to_owned();
    }
    line
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Break => true,
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Link { content, .. }
        | Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Code(content) => content.iter().all(is_blank),
    }
}

#[cfg(test)]
mod tests;

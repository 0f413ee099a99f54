//! Finds addresses of the web and of mail in running text, and prints them as links.
//!
//! What belongs to an address is a matter of how people write: a stop or a quotation mark behind it
//! is theirs, and so is a closing bracket, unless it was opened within the address.

use super::{is_word, split, split_at_last};
use crate::markup::{Sink, open_link};

/// Prints a text, its addresses as links.
pub(super) fn print(text: &str, sink: &mut dyn Sink) {
    let mut rest = text;
    let mut searched = 0;
    // An address is known by the colon or the "at" within it.
    while let Some(found) = rest.bytes().skip(searched).position(|byte| matches!(byte, b':' | b'@'))
    {
        let (before, mark) = split(rest, searched + found);
        searched += found + 1;
        let (protocol, start, mark, length) = if let Some(behind) = mark.strip_prefix("://") {
            ("", web_start(before), 3, web_length(behind))
        } else if let Some(behind) = mark.strip_prefix('@') {
            let (scheme, start) = mail_start(before);
            (scheme, start, 1, mail_length(behind))
        } else {
            continue;
        };
        if start == before.len() || length == 0 {
            continue;
        }
        let (plain, address) = split(rest, start);
        let (address, behind) = split(address, before.len() - start + mark + length);
        if !plain.is_empty() {
            sink.text(plain);
        }
        // It has a scheme that may be linked to, and no white space that would have to be dropped.
        let mut href = protocol.to_owned();
        href.push_str(address);
        open_link(&href, sink);
        sink.text(address);
        sink.close();
        rest = behind;
        searched = 0;
    }
    if !rest.is_empty() {
        sink.text(rest);
    }
}

/// Where the web's scheme begins that the text ends with; the text's end where there is none.
fn web_start(text: &str) -> usize {
    for scheme in ["https", "http"] {
        let start = text.len().saturating_sub(scheme.len());
        let (before, found) = split(text, start);
        if found.eq_ignore_ascii_case(scheme)
            && !before.ends_with(|before: char| before.is_ascii_alphanumeric())
        {
            return start;
        }
    }
    text.len()
}

/// How much of the text, which begins with a host, belongs to the address.
fn web_length(text: &str) -> usize {
    let mut length = 0;
    let mut open = 0;
    for (at, character) in text.char_indices() {
        let may_end = match character {
            _ if at == 0 && !is_word(character) => break,
            '(' | '[' | '{' => {
                open += 1;
                false
            }
            ')' | ']' | '}' if open == 0 => break,
            ')' | ']' | '}' => {
                open -= 1;
                true
            }
            // The last two are quotation marks and dashes.
            '?'
            | '!'
            | '.'
            | ','
            | ':'
            | ';'
            | '*'
            | '\''
            | '\u{a1}'..='\u{bf}'
            | '\u{2010}'..='\u{2027}' => false,
            '"' | '<' | '>' | '`' | '|' => break,
            _ if character.is_ascii_graphic() || is_word(character) => true,
            _ => break,
        };
        if may_end {
            length = at + character.len_utf8();
        }
    }
    length
}

/// The scheme of mail, where it is not written yet, and where the address begins whose mailbox the
/// text ends with; the text's end where there is none.
fn mail_start(text: &str) -> (&'static str, usize) {
    const SCHEME: &str = "mailto:";
    let start = mailbox_start(text);
    let whole = start.saturating_sub(SCHEME.len());
    let (_, written) = split(split(text, start).0, whole);
    if start < text.len() && written.eq_ignore_ascii_case(SCHEME) {
        ("", whole)
    } else {
        (SCHEME, start)
    }
}

fn mailbox_start(text: &str) -> usize {
    let mut start = text.len();
    for (at, character) in text.char_indices().rev() {
        match character {
            '_' => start = at,
            '.' | '-' | '+' | '%' | '&' | '\'' => {}
            // The name of an account elsewhere: "@news@example.org".
            '@' => return text.len(),
            _ if is_word(character) => start = at,
            _ => break,
        }
    }
    start
}

/// How much of the text is the domain that it begins with; nothing where mail cannot go there.
fn mail_length(text: &str) -> usize {
    let mut length = 0;
    for (at, character) in text.char_indices() {
        match character {
            _ if at == 0 && !is_word(character) => break,
            '.' if length < at => break,
            '.' | '-' => {}
            _ if is_word(character) => length = at + character.len_utf8(),
            _ => break,
        }
    }
    match split_at_last(split(text, length).0, '.') {
        Some((_, last)) if last.len() > 1 && !last.starts_with(|c: char| c.is_ascii_digit()) => {
            length
        }
        _ => 0,
    }
}
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::Source;
    use crate::text::tests::show;

    /// What is printed for a line, its paragraph left out.
    fn linked(line: &str) -> String {
        let shown = show(&Source::Plain(line.into()), "");
        shown["<p>".len()..shown.len() - "</p>".len()].to_owned()
    }

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        // An address stands in braces where its link is expected.
        for text in [
            "See {https://example.org/a_(b)}. Now",
            "{https://example.org}",
            "({https://example.org/a}) [{http://example.org/b}]",
            "{HTTPS://Example.org/?a=1,2#b}, {http://localhost:8080/}; {https://x.org/a/}!",
            "“{https://example.org/a}” «\u{a0}{https://example.org/b}\u{a0}» '{https://x.org}'",
            "詳細は{https://example.org/日本}。次は（{https://example.org}）",
            "{https://example.org/it's}... {https://example.org/a–b} – {https://[::1]/",
            "{https://me@example.org/} {https://user:word@example.org/a@b}",
            "https:// https://. http:///a xhttp://example.org 1https://example.org",
            "javascript://alert(1) ftp://example.org www.example.org <b>bold</b> 10:30",
            "{news@example.org}",
            "Write to {first.last+tag@mail.example.org}, ({o'brien@x.ie}) or '{a_b-c@x.org}'.",
            "{mailto:news@example.org}?subject=a {Mailto:a@b.org} <{news@example.org}>; {info@müller.de}",
            "@news@example.org a@b a@ @ @b.org abc@v1.1 a@b..org a@b.c a@.org 5 @ 3",
        ] {
            let text = text.replace("{https://[", "https://[");
            let expected = text
                .replace('<', "&lt;")
                .split('{')
                .enumerate()
                .map(|(number, part)| match part.split_once('}') {
                    Some((address, behind)) if number > 0 => {
                        let has_scheme = address.contains("://") || address.contains("ailto:");
                        let mailto = if has_scheme { "" } else { "mailto:" };
                        format!("<a {mailto}{address}>{address}</a>{behind}")
                    }
                    _ => part.to_owned(),
                })
                .collect::<String>();
            assert_eq!(linked(&text.replace(['{', '}'], "")), expected);
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-z]([a-z:/@.(){}\"'é、\u{a0}]|https?://|@x\\.org){0,30}[a-z]") {
            let mut words = linked(&text);
            while let Some((before, (_, after))) = words
                .split_once("<a ")
                .and_then(|(before, link)| Some((before, link.split_once('>')?)))
            {
                words = before.to_owned() + &after.replacen("</a>", "", 1);
            }
            prop_assert_eq!(words, text);
        }
    }
}

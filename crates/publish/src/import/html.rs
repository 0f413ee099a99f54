//! Makes HTML safe and plain: what `docs/FEED.md` says is read stays, all else goes.
//!
//! Any reader of the feed gets this HTML, not only Monthwise, which would read by the same list and
//! trust nothing. So scripts, styles, pictures and every attribute but `href` are taken out here.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use archive::markup::Sink;
use archive::text::{Source, one_line};
use url::Url;

/// The elements that the page reads, by `docs/FEED.md`.
const KEPT: &str = "p div section article header footer main aside figure figcaption details table \
    thead tbody tfoot tr td th caption dl dt dd address center hr summary h1 h2 h3 h4 h5 h6 ul menu \
    ol li blockquote pre br a em i cite dfn var strong b code kbd samp tt";

/// The elements that go with all that is in them.
const DROPPED: &str = "script style template iframe object svg math noscript head title textarea \
    select button audio video canvas";

fn clean(html: &str, base: Option<&Url>) -> String {
    let mut builder = Builder::empty();
    builder
        .tags(KEPT.split(' ').filter(|tag| !tag.is_empty()).collect())
        .clean_content_tags(DROPPED.split(' ').filter(|tag| !tag.is_empty()).collect())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(
            base.map_or(UrlRelative::PassThrough, |base| {
                UrlRelative::RewriteWithBase(base.clone())
            }),
        )
        .link_rel(None)
        .strip_comments(true);
    builder.clean(html).to_string().trim().to_owned()
}

/// The text that HTML holds: plain where it is nothing but paragraphs and lines. Relative links are
/// resolved against `base`.
pub(super) fn text(html: &str, base: Option<&Url>) -> Source {
    let html = if html.contains('<') { html.to_owned() } else { paragraphs(html) };
    let clean = clean(&html, base);
    let mut plain = Plain::default();
    let html = Source::Html(clean);
    html.print("", &mut plain);
    let words = plain.words.trim();
    match html {
        _ if words.is_empty() => Source::None,
        // Bare addresses become links in plain text too.
        Source::Html(clean) if plain.has_form || clean.contains("<a ") => Source::Html(clean),
        _ => Source::Plain(words.to_owned()),
    }
}

/// Text without a tag, as it is met in RSS: empty lines set its paragraphs apart.
fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for line in text.lines() {
        html.push_str(if line.trim().is_empty() { "<p>" } else { line });
        html.push('\n');
    }
    html
}

/// The words of HTML on one line, for titles. Feeds have tags and entities there, often escaped once
/// too often: what still looks like either is read once more.
pub(super) fn line(html: &str) -> Option<String> {
    let words = |html: &str| one_line(&Source::Html(clean(html, None)).plain());
    let line = words(html);
    let is_entity = |part: &str| {
        let name = part.split(';').next().filter(|name| name.len() < part.len());
        name.is_some_and(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        })
    };
    let is_html = line.contains("</") || line.split('&').skip(1).any(is_entity);
    let line = if is_html { words(&line) } else { line };
    (!line.is_empty()).then_some(line)
}

/// Takes the words of a text, paragraphs apart, and notes whether they have any other form.
#[derive(Default)]
struct Plain {
    words: String,
    has_form: bool,
}

impl Sink for Plain {
    fn open(&mut self, tag: &str) {
        match tag {
            "p" => self.words.push_str("\n\n"),
            "br" => self.words.push('\n'),
            "a" => {}
            _ => self.has_form = true,
        }
    }

    fn attribute(&mut self, name: &str, _: &str) {
        // A paragraph with a class was a heading.
        self.has_form |= name == "class";
    }

    fn text(&mut self, text: &str) {
        self.words.push_str(text);
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://example.org/news/a.html").unwrap()
    }

    #[test]
    fn html_becomes_safe_and_plain() {
        let html = |text: &str| Source::Html(text.into());
        let plain = |text: &str| Source::Plain(text.into());
        for (written, read) in [
            ("", Source::None),
            ("<p>&nbsp;</p><img src=x onerror=alert(1)>", Source::None),
            ("Plain &amp; simple", plain("Plain & simple")),
            ("One\nline.\n\nAnother &eacute;", plain("One line.\n\nAnother é")),
            ("<p>One.</p><p>Two<br>lines.</p>", plain("One.\n\nTwo\nlines.")),
            ("<div>One.</div><div>Two.</div>", plain("One.\n\nTwo.")),
            ("<p>See https://example.org/</p>", plain("See https://example.org/")),
            ("<p>5 &lt; 6</p>", plain("5 < 6")),
            (
                "<p class=x onclick=alert(1)>A <b style='color:red'>bold</b> move</p>",
                html("<p>A <b>bold</b> move</p>"),
            ),
            ("<h2>Head</h2><p>Text</p>", html("<h2>Head</h2><p>Text</p>")),
            ("<ul><li>One<li>Two</ul>", html("<ul><li>One</li><li>Two</li></ul>")),
            (
                "<p><a href='/b' target=_blank>There</a></p>",
                html("<p><a href=\"https://example.org/b\">There</a></p>"),
            ),
            (
                "<a href='c?d=1&amp;e'>x</a>",
                html("<a href=\"https://example.org/news/c?d=1&amp;e\">x</a>"),
            ),
            (
                "<a href='mailto:a@example.org'>x</a>",
                html("<a href=\"mailto:a@example.org\">x</a>"),
            ),
            ("<p>Go <a href='javascript:alert(1)'>there</a></p>", plain("Go there")),
            ("<script>alert(1)</script><p>Text</p><style>p{}</style>", plain("Text")),
            ("<iframe src='//x'>old</iframe>Text", plain("Text")),
            ("Text <!-- not this -->", plain("Text")),
            ("<p>Half <b", plain("Half")),
        ] {
            assert_eq!(text(written, Some(&base())), read, "{written}");
        }
    }

    #[test]
    fn a_title_is_one_line_of_words() {
        for (written, read) in [
            ("AT&amp;T", "AT&T"),
            ("AT&T", "AT&T"),
            ("A <b>bold</b>\n move", "A bold move"),
            ("Caf&eacute;&nbsp;&#8211; caf&#xe9;", "Café – café"),
            ("5 < 6", "5 < 6"),
            ("&lt;b&gt;Bold&lt;/b&gt; &amp;amp; new", "Bold & new"),
            ("AT&amp;T; others", "AT&T; others"),
            ("The &lt;b&gt; tag", "The <b> tag"),
            ("One<br/>Two", "One Two"),
        ] {
            assert_eq!(line(written).as_deref(), Some(read), "{written}");
        }
        assert_eq!(line("<img src=x>"), None);
    }

    proptest! {
        #[test]
        fn nothing_gets_through_that_is_not_kept(
            html in "(<(/)?(p|b|li|ul|h2|script|style|svg|a href='x'|a href=javascript:x|p onclick='x'|img src=x|x)>|<|&lt;|\\PC{0,6}){0,16}",
        ) {
            // A `<` in a text is escaped, so each begins a tag.
            for tag in clean(&html, Some(&base())).split('<').skip(1) {
                let (tag, _) = tag.split_once('>').unwrap_or_default();
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                prop_assert!(KEPT.split(' ').any(|kept| kept == name.trim_start_matches('/')), "{}", tag);
                let is_link = attributes.starts_with("href=\"https://example.org/");
                prop_assert!(attributes.is_empty() || name == "a" && is_link, "{}", tag);
            }
        }
    }
}

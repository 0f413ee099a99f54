//! What becomes of HTML, as a table: on the left what a feed holds, on the right what is printed,
//! written in the short form of `show`.

use proptest::prelude::*;

use crate::text::Source;

/// What is printed, in short; links lead from a feed in "news".
fn show(html: &str) -> String {
    crate::text::tests::show(&Source::Html(html.to_owned()), "https://example.org/news/feed.json")
}

#[test]
fn html_becomes_blocks_and_lines() {
    for (html, shown) in [
        ("", ""),
        ("  \n <p> </p><div></div>", ""),
        ("Loose text", "<p>Loose text</p>"),
        ("<p>One</p>\n<p>Two\n  lines</p>", "<p>One</p><p>Two lines</p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<P CLASS=x>One</P >", "<p>One</p>"),
        ("One<br/>two<br><br>", "<p>One<br>two</p>"),
        ("<div>One<div>Two</div>three</div>", "<p>One</p><p>Two</p><p>three</p>"),
        ("<h2>Head</h2>Text", "<p item__heading>Head</p><p>Text</p>"),
        ("<b>bold <i>both</b> plain", "<p><strong>bold <em>both</em></strong> plain</p>"),
        ("a <em></em>b", "<p>a b</p>"),
        (
            "<ul><li>One<li>Two<ol><li>Deep</ol></ul>",
            "<ul><li><p>One</p></li><li><p>Two</p><ol><li><p>Deep</p></li></ol></li></ul>",
        ),
        ("<ul>Loose</ul>", "<ul><li><p>Loose</p></li></ul>"),
        ("<li>Alone</li>", "<p>Alone</p>"),
        ("<ul><li><p>A</p><li>B</ul>", "<ul><li><p>A</p></li><li><p>B</p></li></ul>"),
        ("<blockquote><p>Said</p></blockquote>", "<blockquote><p>Said</p></blockquote>"),
        ("<pre>\n a\n  b\n</pre>", "<pre> a\n  b</pre>"),
        ("<table><tr><td>1<td>2</table>", "<p>1</p><p>2</p>"),
        ("It&#8217;s &hellip; 5&nbsp;km &amp; more", "<p>It’s … 5\u{a0}km &amp; more</p>"),
        ("a < b > c <3", "<p>a &lt; b > c &lt;3</p>"),
        ("<!-- no <b>no</b> --><!doctype html><?xml?>yes", "<p>yes</p>"),
        ("</nothing>x</p>", "<p>x</p>"),
        ("<unknown-tag>kept</unknown-tag>", "<p>kept</p>"),
        ("<pre>a<p>b</p>c</pre>", "<pre>a</pre><p>b</p><p>c</p>"),
        (
            "<ul><li>A</li><ul><li>B</li></ul><li>C</li></ul>",
            "<ul><li><p>A</p><ul><li><p>B</p></li></ul></li><li><p>C</p></li></ul>",
        ),
        (
            "<ul>Loose<li>A</li>more</ul>",
            "<ul><li><p>Loose</p></li><li><p>A</p><p>more</p></li></ul>",
        ),
        ("<!-->a<!--->b<!-- - > -->c<!-- never", "<p>abc</p>"),
        ("<a href=/x> <img src=y> </a>a <b> </b>b", "<p>a b</p>"),
        ("<p>cut <b>off", "<p>cut <strong>off</strong></p>"),
        ("<p>cut <a href=\"https://example.org", "<p>cut</p>"),
    ] {
        assert_eq!(show(html), shown, "{html}");
    }
}

#[test]
fn links_lead_to_the_web_or_to_mail() {
    for (html, shown) in [
        (
            "<a href=https://example.org/?a&amp;b>x</a>",
            "<p><a https://example.org/?a&amp;b>x</a></p>",
        ),
        ("<a title='>' HREF='/a'>x</a>", "<p><a https://example.org/a>x</a></p>"),
        ("<a href='javascript:alert(1)'>x</a>", "<p>x</p>"),
        ("<a href='&#106;avascript:alert(1)'>x</a>", "<p>x</p>"),
        (
            "<a href='java&Tab;script:alert(1)'>x</a>",
            "<p><a https://example.org/news/java&amp;Tab;script:alert(1)>x</a></p>",
        ),
        ("<a href='java&#9;script:alert(1)'>x</a>", "<p>x</p>"),
        ("<a name=x>x</a>", "<p>x</p>"),
        (
            "<a href=/a>a<a href=/b>b</a>",
            "<p><a https://example.org/a>a</a><a https://example.org/b>b</a></p>",
        ),
        ("<a href=/a><p>block</p></a>", "<p>block</p>"),
        (
            "see https://example.org/b",
            "<p>see <a https://example.org/b>https://example.org/b</a></p>",
        ),
        (
            "<a href=/a>https://example.org/b</a>",
            "<p><a https://example.org/a>https://example.org/b</a></p>",
        ),
    ] {
        assert_eq!(show(html), shown, "{html}");
    }
}

#[test]
fn nothing_that_runs_gets_through() {
    for (html, shown) in [
        ("<script>alert('<p>1</p>')</script>ok", "<p>ok</p>"),
        ("<style>p{}</style>ok", "<p>ok</p>"),
        ("<img src=x onerror=alert(1)>ok", "<p>ok</p>"),
        ("<svg><script>1</script><a href='javascript:1'>x</a></svg>ok", "<p>ok</p>"),
        ("<iframe srcdoc='<script>1</script>'></iframe>ok", "<p>ok</p>"),
        ("<p onclick=alert(1) style='x'>ok</p>", "<p>ok</p>"),
        ("<script>never ended", ""),
        ("<script>if (a<b) '</b'; <!-- </SCRIPT >ok", "<p>ok</p>"),
        ("<script>'</scripts>'</script>ok", "<p>ok</p>"),
        ("<style></</style>ok", "<p>ok</p>"),
        ("<title></title>ok</title>", "<p>ok</p>"),
        ("<scr<script>ipt>alert(1)</script>", "<p>ipt>alert(1)</p>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<p>&lt;script>alert(1)&lt;/script></p>"),
    ] {
        assert_eq!(show(html), shown, "{html}");
    }
}

#[test]
fn deep_nesting_is_flattened() {
    let html = format!("{}text", "<div><b>".repeat(100_000));
    assert_eq!(words(&html), "text");
    // Unclosed, as editors of the past left them: the paragraphs after them are still paragraphs.
    let html = format!("{}one<p>two<p>three", "<b>".repeat(100));
    assert_eq!(words(&html), "one two three");
}

fn words(html: &str) -> String {
    Source::Html(html.to_owned()).beginning(usize::MAX).unwrap_or_default()
}

/// The tags that the generated texts are made of.
const TAGS: &[&str] = &[
    "p",
    "ul",
    "ol",
    "li",
    "b",
    "a",
    "a href='/x'",
    "div",
    "blockquote",
    "h3",
    "em",
    "code",
    "pre",
    "table",
    "td",
    "br",
    "hr",
];

proptest! {
    /// Made of the pieces that HTML is made of, so that most cases are nearly right.
    #[test]
    fn every_word_outside_a_tag_stays_in_its_place(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[a-z]{1,4}".prop_map(|word| format!(" {word} ")),
                proptest::sample::select(TAGS).prop_map(|tag| format!("<{tag}>")),
                proptest::sample::select(TAGS).prop_map(|tag| format!("</{tag}>")),
            ],
            0..40,
        )
    ) {
        let expected: Vec<&str> =
            pieces.iter().filter(|piece| !piece.starts_with('<')).map(|piece| piece.trim()).collect();
        let found = words(&pieces.concat());
        prop_assert_eq!(found.split_whitespace().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn any_text_is_survived(html in "[<>/a-z=\"'&;#! -]{0,60}|\\PC{0,40}") {
        show(&html);
    }
}

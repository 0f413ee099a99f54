//! How a finding is said: with its line, as JSON, and as GitHub's annotations.

use proptest::prelude::*;

use super::*;

fn finding(text: &str, begin: &str) -> Finding {
    let at = text.find(begin).unwrap();
    let finding = Finding {
        item: Some(2),
        id: Some("a".to_owned()),
        field: Some("_monthwise.date".to_owned()),
        ..Finding::of_file(Severity::Error, "not-a-date", "news.json", "no date: 100%")
    };
    finding.help("write a date").at(text, at..at + begin.len())
}

fn plain(findings: &[Finding], text: Option<&str>) -> String {
    let styled = render(findings, Format::Human, &|_| text);
    let plain = anstream::adapter::strip_str(&styled).to_string();
    plain.lines().map(|line| [line.trim_end(), "\n"].concat()).collect()
}

#[test]
fn a_finding_is_shown_with_its_line() {
    let text = "{\n  \"é\": \"x\",\r\n  \"date\": \"soon\"\n}";
    assert_eq!(
        plain(&[finding(text, "\"x\""), finding(text, "\"soon\"")], Some(text)),
        "error[not-a-date]: item 2 (a): no date: 100%
 --> news.json:2:8
  |
2 |   \"é\": \"x\",
  |        ^^^ _monthwise.date
  |
  = help: write a date

error[not-a-date]: item 2 (a): no date: 100%
 --> news.json:3:11
  |
3 |   \"date\": \"soon\"
  |           ^^^^^^ _monthwise.date
  |
  = help: write a date
"
    );
}

#[test]
fn a_finding_about_a_whole_file_names_it() {
    let finding = Finding::of_file(Severity::Warning, "size", "news.json", "it is large");
    assert_eq!(plain(&[finding], Some("{}")), "warning[size]: it is large\n--> news.json\n");
}

#[test]
fn of_a_long_line_what_stands_around_is_shown() {
    let long = "é".repeat(300_000);
    let text = format!("{{\"x\":\"{long}\",\"date\":\"soon\",\"y\":\"{long}\"}}");
    let shown = plain(&[finding(&text, "\"soon\"")], Some(&text));
    assert!(shown.contains("news.json:1:300016\n"), "{shown}");
    assert!(shown.contains("é\",\"date\":\"soon\",\"y\":\"é"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 160), "{shown}");
    assert_eq!(shown.matches('…').count() + shown.matches("...").count(), 2, "{shown}");
}

#[test]
fn programs_get_one_document() {
    let text = "\n  soon";
    let json = document(&[finding(text, "soon")], Some(Items { shown: 3, skipped: 1 }));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value,
        serde_json::json!({
            "errors": 1,
            "warnings": 0,
            "items": { "shown": 3, "skipped": 1 },
            "findings": [{
                "severity": "error",
                "code": "not-a-date",
                "file": "news.json",
                "line": 2,
                "column": 3,
                "item": 2,
                "id": "a",
                "field": "_monthwise.date",
                "message": "no date: 100%",
                "help": "write a date"
            }]
        })
    );
}

/// See "Workflow commands for GitHub Actions": percent signs and line ends are escaped everywhere,
/// colons and commas in properties.
#[test]
fn github_gets_annotations() {
    let finding = Finding { file: "a,b:c%.json".into(), ..finding("soon", "soon") };
    assert_eq!(
        render(&[finding], Format::Github, &|_| None),
        "::error file=a%2Cb%3Ac%25.json,line=1,col=1,title=not-a-date::\
         Item 2: no date: 100%25%0Awrite a date"
    );
}

#[test]
fn what_a_file_says_cannot_command_the_terminal() {
    let text = "\"\u{1b}[2J\u{202e}soon\"";
    let finding = Finding { id: Some("\u{1b}[31m\u{202e}".to_owned()), ..finding(text, text) };
    let styled = render(&[finding], Format::Human, &|_| Some(text));
    assert!(!styled.contains("\u{1b}[2J") && !styled.contains("\u{1b}[31m"), "{styled:?}");
    assert!(!styled.contains('\u{202e}'), "{styled:?}");
    assert_eq!(quoted("\u{1b}[2J \n\" x"), r#""\u001b[2J \" x""#);
    assert!(quoted(&"word ".repeat(1000)).chars().count() < 70);
}

#[test]
fn many_findings_in_one_long_line_have_their_places() {
    let text = "\"é\",".repeat(250_000);
    let lines = Lines::new(&text);
    // Counted from the line's beginning each time, this would take minutes.
    for at in 0..100_000 {
        let finding = Finding::of_file(Severity::Warning, "x", "news.json", "");
        let column = finding.within(&lines, at * 10..at * 10 + 3).column;
        assert_eq!(column, Some(at * 8 + 1));
    }
}

proptest! {
    #[test]
    fn lines_and_characters_are_counted_as_people_do(
        text in "[a\u{e9}\u{1f4a1}\n]{0,3000}",
        at in any::<proptest::sample::Index>(),
    ) {
        let at = text.floor_char_boundary(at.index(text.len() + 1));
        let before = &text[..at];
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let place = (before.matches('\n').count() + 1, before[begin..].chars().count() + 1);
        let lines = Lines::new(&text);
        prop_assert_eq!(lines.place(at), place);
        prop_assert_eq!(lines.offset(place.0, place.1), at);
        let of_line = text.split('\n').nth(place.0 - 1);
        prop_assert_eq!(text.get(lines.line(place.0)), of_line);
    }

    #[test]
    fn any_text_is_excerpted(
        text in "[a\u{e9}\u{1f4a1}\n\r]{0,300}",
        from in any::<proptest::sample::Index>(),
        length in 0..300_usize,
    ) {
        let from = text.floor_char_boundary(from.index(text.len() + 1));
        let to = text.floor_char_boundary(from + length);
        let excerpt = Excerpt::of(&text, from..to.max(from)).unwrap();
        let shown = &excerpt.source[excerpt.span];
        prop_assert!(text[from..].starts_with(shown));
        prop_assert!(!excerpt.source.contains('\n'));
    }
}

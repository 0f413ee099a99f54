//! What is said of each kind of fault. Dates have their own tests, and so have the nearest ids.

use archive::feed::decode;

use super::*;

fn of(field: &str, is_of_item: bool, written: &str, is_alone: bool) -> String {
    let around = Around { field, is_of_item, written, is_alone, ..Around::default() };
    let Words { message, help, .. } = fault(&Reason::WrongType, &around);
    format!("{message}: {help}")
}

#[test]
fn a_value_of_another_type_is_written_out_as_it_should_be() {
    for (field, written, said) in [
        (
            "tags",
            r#""trade, labour""#,
            r#"`tags` is a text alone, and takes a list: write a list, even of one: "tags": ["trade", "labour"]"#,
        ),
        (
            "_monthwise.regions",
            "150",
            r#"`_monthwise.regions` is a number alone, and takes a list: write a list, even of one: "regions": ["150"]"#,
        ),
        (
            "_monthwise.partners",
            "{}",
            r#"`_monthwise.partners` takes a list of texts, and this is an object: write texts in quotation marks: "partners": ["ilo"]"#,
        ),
        (
            "tags",
            "null",
            r#"`tags` takes a list of texts, and this is null: write texts in quotation marks: "tags": ["recruitment"]"#,
        ),
        (
            "title",
            r#"["A title"]"#,
            r#"`title` is a list, and takes a text: write a text in quotation marks: "title": "A title""#,
        ),
        (
            "_monthwise.date",
            "true",
            r#"`_monthwise.date` is true or false, and takes a text: write a text in quotation marks: "date": "2007-07-12""#,
        ),
        (
            "_monthwise",
            "[]",
            r#"`_monthwise` is a list, and takes an object: write "_monthwise": { "date": "2007-07", "regions": ["GE"] }"#,
        ),
    ] {
        assert_eq!(of(field, true, written, true), said);
    }
}

#[test]
fn what_the_feed_declares_is_an_object_with_an_id() {
    for (field, written, is_alone, said) in [
        (
            "_monthwise.regions",
            "\"FR\"",
            false,
            r#"an entry of `_monthwise.regions` is a text, and has to be an object: write { "id": "FR", "name": "…" }"#,
        ),
        (
            "_monthwise.regions",
            r#"{ "name": "North" }"#,
            false,
            "an entry of `_monthwise.regions` has no `id`; it is left out: add the \"id\" by which items name it",
        ),
        (
            "_monthwise.partners",
            r#"{ "id": "not-stated" }"#,
            false,
            "an entry of `_monthwise.partners` has the id \"not-stated\", which is reserved: give it another \"id\"",
        ),
        (
            "_monthwise.partners",
            "null",
            false,
            r#"an entry of `_monthwise.partners` is null, and has to be an object: write an object with an "id": { "id": "ilo", "name": "International Labour Organization", "short": "ILO" }"#,
        ),
        (
            "_monthwise.partners",
            r#"{ "id": "ilo" }"#,
            true,
            r#"`_monthwise.partners` is an object, and takes a list: write a list of objects: [{ "id": "ilo", "name": "International Labour Organization", "short": "ILO" }]"#,
        ),
        (
            "_monthwise",
            "3",
            true,
            r#"`_monthwise` is a number, and takes an object: write "_monthwise": { "regions": [], "partners": [] }"#,
        ),
    ] {
        assert_eq!(of(field, false, written, is_alone), said);
    }
}

#[test]
fn an_address_is_written_out_where_it_can_be_known() {
    for (address, help) in [
        (
            "javascript:alert(1)",
            "write an address that begins with \"https://\", \"http://\" or \"mailto:\"",
        ),
        (
            "file:///C:/news.html",
            "write an address that begins with \"https://\", \"http://\" or \"mailto:\"",
        ),
        ("ftp://example.org/a", "write an address of the web, such as \"https://example.org/a\""),
        ("example.org:8080/a", "write \"https://example.org:8080/a\""),
        ("https://example.org/\na", "write \"https://example.org/a\""),
    ] {
        assert_eq!(unsafe_link(address).help, help, "{address}");
    }
    let message = unsafe_link(" javascript:alert(1)").message;
    assert_eq!(
        message,
        "the address \"javascript:alert(1)\" begins with `javascript:`, and is not linked to"
    );
}

#[test]
fn a_mistake_in_json_is_told_by_its_cause() {
    for (text, mistake, help) in [
        (r#"{"a": 1,}"#, "key must be a string", "take out the comma"),
        (r#"{"a": [1, ]}"#, "expected value", "take out the comma"),
        (r#"{"a": 1,, "b": 2}"#, "key must be a string", "take out the comma"),
        (r#"{"a": 1 "b": 2}"#, "expected `,` or `}`", "a comma is missing"),
        (r#"["a" "b"]"#, "expected `,` or `]`", "a comma is missing"),
        (r#"{"a" 1}"#, "expected `:`", "write a colon"),
        ("{a: 1}", "key must be a string", "in quotation marks"),
        ("{'a': 1}", "key must be a string", "straight quotation marks"),
        ("{} }", "trailing characters", "take out what stands after"),
        (r#"{"a": "C:\dir"}"#, "invalid escape", "write a backslash twice"),
        (r#"{"a": ["#, "EOF while parsing a list", "the file ends too early"),
        (r#"{"a": "b"#, "EOF while parsing a string", "the file ends too early"),
        (
            "{\"a\": \"b\nc\"}",
            "control character (\\u0000-\\u001F) found while parsing a string",
            "a line break within a text as \\n",
        ),
        ("{\"a\": 01}", "invalid number", "numbers in plain digits"),
        ("{\"a\": “b”}", "expected value", "straight quotation marks"),
        ("{} // comment", "trailing characters", "take out comments"),
        ("// comment\n{}", "expected value", "take out comments"),
        ("{\"a\": NaN}", "expected value", "texts in quotation marks"),
    ] {
        let error = decode(text.as_bytes(), "").unwrap_err();
        let words = refused(&error, text);
        assert_eq!(words.code, "not-json");
        assert_eq!(words.message, format!("the file is not JSON: {mistake}"), "{text}");
        assert!(words.help.contains(help), "{text}: {}", words.help);
    }
}

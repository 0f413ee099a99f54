//! Words found and marked, against a naive reference.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::archive::tests::{archive, news};
use crate::language::tests::english;

/// The items that hold all of the words, by their places in the feed.
fn found(archive: &Archive, words: &str) -> String {
    let language = english();
    let mut haystack = Haystack::new(archive, &language);
    let mut found = Bits::all(archive.items().len());
    for items in haystack.find(archive, &terms(words, language.locale())) {
        found.intersect(items);
    }
    let mut places: Vec<usize> = found.positions().map(|at| archive.items()[at].place).collect();
    places.sort_unstable();
    places.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// Whether an item with this text holds the words.
fn holds(text: &str, words: &str) -> bool {
    let item = json!({ "id": 1, "title": "·", "content_text": text });
    !found(&archive(&json!({ "items": [item] })), words).is_empty()
}

#[test]
fn words_are_found_at_their_start_and_phrases_whole() {
    for (text, finds, does_not_find) in [
        (
            "Labour inspectors met in Tbilisi.",
            &[
                "labour",
                "lab",
                "LABOUR",
                "met lab",
                "tbilisi.",
                "\"labour inspectors\"",
                "“Labour  Inspectors”",
                "„met in“ «labour inspectors»",
                "\"labour insp",
                "\"insp",
                "labour,insp",
            ][..],
            &[
                "abour",
                "labours",
                "labour geneva",
                "lab our",
                "\"labour insp\"",
                "\"inspectors labour\"",
                "\"labour met\"",
                "\"labour\" \"insp\"",
            ][..],
        ),
        (
            "Anti-trafficking: the ILO's\n\n“Convention No. 29” (1930)",
            &["anti", "traff", "anti-traff", "anti–traff", "\"anti traff", "ilo's", "ilo’s", "29”"],
            &["antitraff", "\"anti-traff\"", "ilos", "930"],
        ),
        (
            "https://example.org/a_b?c=d and a.b@example.org",
            &["example", "example.org", "a_b", "https://example.org/a", "b@example.org", "d"],
            &["xample", "exampleorg"],
        ),
        ("naïve 3.5 % x²", &["3.5", "\"3 5\"", "3,5"], &["35", "\"3\" \"5 x\" y"]),
        ("", &[], &["a"]),
    ] {
        for words in finds {
            assert!(holds(text, words), "{words} is in {text}");
        }
        for words in does_not_find {
            assert!(!holds(text, words), "{words} is not in {text}");
        }
    }
}

#[test]
fn case_and_accents_do_not_matter_on_either_side() {
    for (one, other) in [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("CÔTE", "co\u{302}te"),
        ("Große Straße", "GROSSE strasse"),
        ("Łódź", "lodz"),
        ("Øresund", "oresund"),
        ("Đorđe", "dorde"),
        ("ılık İstanbul", "ilik istanbul"),
        ("Ærø", "aero"),
        ("Œuvre", "oeuvre"),
        ("ΟΔΟΣ", "οδός"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("Ёлкин", "елкин"),
    ] {
        for (text, words) in [(one, other), (other, one)] {
            assert!(holds(text, words), "{words} is in {text}");
            assert!(holds(text, &["\"", words, "\""].concat()), "the phrase {words} is in {text}");
            assert!(!holds(text, &[words, "x"].concat()));
        }
    }
}

#[test]
fn where_no_spaces_stand_between_words_they_are_found_anywhere() {
    for (text, finds, does_not_find) in [
        (
            "国際労働機関は、強制労働をなくす。",
            &["労働", "働機", "強制労働", "\"強制労働\"", "を", "労働 強制", "は、強制"][..],
            &["強労", "児童", "は強制"][..],
        ),
        ("แรงงานบังคับ", &["งาน", "บังคับ", "\"งาน\""], &["งานคับ"]),
        (
            "ILOは新しい基準をG20で",
            &["ilo", "ILOは", "は新", "\"ILOは\"", "\"ilo は\"", "\"iloは新\"", "g20で", "準をg"],
            &["lo", "Oは", "20", "ILOの", "\"準をg\"", "ilo新"],
        ),
        ("강제 노동에 관한", &["노동", "강제"], &["동에", "제"]),
    ] {
        for words in finds {
            assert!(holds(text, words), "{words} is in {text}");
        }
        for words in does_not_find {
            assert!(!holds(text, words), "{words} is not in {text}");
        }
    }
}

#[test]
fn the_punctuation_of_other_scripts_ends_words_too() {
    for (text, phrase) in [
        ("العمل، والحقوق؛ هنا؟", "\"العمل\" \"العمل والحقوق\" \"هنا\""),
        ("یہ کام۔ اور", "\"کام\""),
        ("labour…“inspectors”—met", "\"labour inspectors met\""),
        ("「労働」（ILO）：基準", "\"ilo\" \"労働 ilo\""),
    ] {
        assert!(holds(text, phrase), "{phrase} is in {text}");
    }
}

#[test]
fn what_is_typed_is_words_and_phrases() {
    // Each with the form in which it is found, in which a word ends where a space stands.
    for (typed, expected) in [
        ("", &[][..]),
        (" \t\u{a0}", &[]),
        ("- , … %", &[]),
        ("\"\" \" - \" «»", &[]),
        ("labour inspectors", &[("labour", " labour"), ("inspectors", " inspectors")]),
        ("\u{a0}Côte\u{3000}d’Ivoire ", &[("Côte", " cote"), ("d’Ivoire", " d ivoire")]),
        ("\"labour  Inspectors\"", &[("\"labour  Inspectors\"", " labour inspectors ")]),
        ("\"labour insp", &[("\"labour insp", " labour insp")]),
        ("„eins zwei“drei", &[("„eins zwei“", " eins zwei "), ("drei", " drei")]),
        ("one\"two three\"", &[("one", " one"), ("\"two three\"", " two three ")]),
        ("«a»\"", &[("«a»", " a ")]),
        (
            "労働 ILOは \"はILO\"",
            &[("労働", "労働"), ("ILOは", " ilo は"), ("\"はILO\"", "は ilo ")],
        ),
    ] {
        let terms = terms(typed, english().locale());
        let seen: Vec<(&str, &str)> =
            terms.iter().map(|term| (term.typed.as_str(), term.needle.as_str())).collect();
        assert_eq!(seen, expected, "{typed}");
    }
    for (typed, words) in [("labour", "labour"), ("„zwei Worte“", "zwei Worte"), ("\"a b", "a b")]
    {
        assert_eq!(terms(typed, english().locale())[0].words(), words);
    }
}

#[test]
fn the_first_feed_is_found_by_titles_texts_and_names() {
    let archive = news();
    for (words, places) in [
        ("", "0 1 2 3 4 5 6 7 8 9"),
        ("  - ", "0 1 2 3 4 5 6 7 8 9"),
        ("tacis", "0 4"),
        ("TACIS funding", "0"),
        ("\"forced labour\" sap-fl", "3 9"),
        ("colombia", "8"),
        ("british", "6"),
        ("osce -icmpd", "0"),
        ("\"organisation for security\"", "0 4 9"),
        ("\"organization for sec\"", ""),
        ("tajik", "2"),
        ("\"south korea\"", "8"),
        ("nordic poverty", ""),
    ] {
        assert_eq!(found(&archive, words), places, "{words}");
    }
}

#[test]
fn each_part_of_an_item_stands_for_itself() {
    let archive = archive(&json!({
        "items": [
            {
                "id": "identity",
                "title": "Forced labour",
                "content_html": "<p>Inspectors <b>m</b>et<br>here. <a href='/hidden'>Read</a></p><img alt=photo>",
                "tags": ["child work", "law"],
                "_monthwise": { "regions": ["CI", "north"], "partners": ["osce", "undeclared"] },
            },
            { "id": 2, "title": "Second title", "content_text": "word ".to_owned() + &"many ".repeat(99) },
            { "id": 3, "title": "long ".repeat(99) + "end" },
        ],
        "_monthwise": {
            "regions": [{ "id": "north", "name": "The North", "short": "N.", "aliases": ["Septentrion"] }],
            "partners": [{ "id": "osce", "name": "Security Organization", "short": "OSCE", "aliases": ["OSZE"] }],
        },
    }));
    for (words, places) in [
        ("forced", "0"),
        ("\"inspectors met here\"", "0"),
        ("\"child work\"", "0"),
        ("cote", "0"),
        ("\"the north\" \"N\" septentr", "0"),
        ("\"security organization\" \"OSCE\" \"OSZE\"", "0"),
        ("undeclared", "0"),
        ("labour inspectors work osce", "0"),
        ("second many", "1"),
        ("\"long end\"", "2"),
        // No phrase runs from one part, one name or one item into the next.
        ("\"labour inspectors\"", ""),
        ("\"read child\"", ""),
        ("\"work law\"", ""),
        ("\"north N\"", ""),
        ("\"organization OSCE\"", ""),
        ("\"osce osze\"", ""),
        ("\"law second\"", ""),
        ("\"title word\"", ""),
        ("labour second", ""),
        // What is not read is not found.
        ("identity", ""),
        ("hidden", ""),
        ("photo", ""),
        ("stated", ""),
    ] {
        assert_eq!(found(&archive, words), places, "{words}");
    }
}

/// A text with brackets around what is marked in it.
fn marked(text: &str, words: &str) -> String {
    let locale = english();
    let mut marked = String::new();
    let mut done = 0;
    for mark in marks(text, &terms(words, locale.locale()), locale.locale()) {
        marked.extend([&text[done..mark.start], "[", &text[mark.clone()], "]"]);
        done = mark.end;
    }
    marked + &text[done..]
}

#[test]
fn marks_stand_exactly_around_what_was_found() {
    for (words, expected) in [
        ("", "Labour"),
        ("- \"", "Labour - inspectors"),
        ("lab met", "[Lab]our inspectors [met]"),
        ("labour", "[Labour], [labour]er, belabour, [LABOUR]"),
        ("labour labo lab", "[Labour]"),
        ("\"labour inspectors\" inspectors lab", "[labour inspectors] of [lab]our"),
        ("\"a b c\" \"b c d\"", "x [a b c d] e a b"),
        ("\"a a\"", "[a a a], b a"),
        ("co operation", "[co]-[operation]"),
        ("co-operation", "[co-operation] [co — operation]"),
        ("\"forced labour\"", "[forced\u{a0} labour]; forced “labou”"),
        ("\"forced lab", "“[forced lab]our”"),
        ("\"(ILO)\"", "([ILO])"),
        ("cote", "[Côte] [co\u{302}te] [COTE\u{301}\u{302}]-"),
        ("cot", "[Co\u{302}t]e\u{301}"),
        ("e", "[é\u{301}]té [e\u{301}]t"),
        ("stras", "[Straß]e [stras]se"),
        ("strasse", "[Straße] [STRASSE] Stras"),
        ("a", "[Æ]rø [å]"),
        ("oeuv", "[Œuv]re"),
        ("i", "[İ]stanbul [ı]"),
        ("οδος", "[ΟΔΌΣ]; [οδός]"),
        ("労働", "国際[労働]機関は強制[労働]を"),
        ("ILOは", "[ILOは]新しい [ILO は]"),
        ("งาน", "แรง[งาน]"),
        ("lab", "[lab]o\u{301}"),
        // Control characters are no part of a word and end none.
        ("lab", "x\u{1f}lab [lab]"),
        ("labour", "[la\u{1e}b\u{1f}o\u{1}ur] x"),
    ] {
        let text = expected.replace(['[', ']'], "");
        assert_eq!(marked(&text, words), expected, "{words}");
    }
}

/// A run of letters, and whether they belong to a writing without spaces.
type Token = (String, bool);

/// The words of a text, which are told apart by what Unicode calls letters and digits.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut ended = true;
    for character in english().locale().fold(text).chars() {
        if !character.is_alphanumeric() {
            ended = true;
            continue;
        }
        let is_spaceless = "国際はก".contains(character);
        match tokens.last_mut() {
            Some((token, spaceless)) if *spaceless == is_spaceless && !ended => {
                token.push(character);
            }
            _ => tokens.push((character.to_string(), is_spaceless)),
        }
        ended = false;
    }
    tokens
}

/// Whether words stand one after another in a part of a text, the last of them whole or not.
fn follow(part: &str, words: &[Token], is_whole: bool) -> bool {
    let last = words.len() - 1;
    tokens(part).windows(words.len()).any(|window| {
        window.iter().zip(words).enumerate().all(|(at, ((token, _), (word, is_spaceless)))| match (
            at == 0 && *is_spaceless,
            at == last && (*is_spaceless || !is_whole),
        ) {
            (true, true) => token.contains(word),
            (true, false) => token.ends_with(word),
            (false, true) => token.starts_with(word),
            (false, false) => token == word,
        })
    })
}

fn any_text() -> impl Strategy<Value = String> {
    "[abAéßØ国際はก\u{301} ,’。-]{0,12}"
}

/// Words and phrases: what is typed, and whether it is a closed phrase.
fn any_typed() -> impl Strategy<Value = Vec<(String, bool)>> {
    const WORD: &str = "[abéßØ国際はก]{1,3}(-[aßは])?";
    let word = WORD.prop_map(|word| (word, false));
    let phrase = vec(WORD, 1..4).prop_map(|words| (words.join(" "), true));
    vec(prop_oneof![word, phrase], 1..4)
}

fn typed(parts: &[(String, bool)]) -> String {
    let quoted = |(words, is_phrase): &(String, bool)| {
        let quote = if *is_phrase { "\"" } else { "" };
        [quote, words, quote].concat()
    };
    parts.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_needle_is_found_where_it_stands(
        // Few bytes, so that much is nearly the needle, and some above ASCII, which end with the high bit.
        text in vec(prop::sample::select(&b" abzABZ\xff\x80\x7f"[..]), 0..60),
        needle in vec(prop::sample::select(&b" abz\xff\x80\x7f"[..]), 1..4),
    ) {
        let expected: Vec<usize> =
            (0..text.len()).filter(|at| text[*at..].starts_with(&needle)).collect();
        prop_assert_eq!(places(&text, &needle).collect::<Vec<_>>(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_text_is_found_as_it_stands_where_it_is_found_in_its_form(
        text in "[abABz1 ,.’“”…@`{\\[\n\r\t\u{a0}-]{0,30}",
        typed in "[abz1は]{1,3}( [ab1]{1,2}){0,2}",
        is_phrase in any::<bool>(),
    ) {
        prop_assert!(is_plain(&text));
        let locale = english();
        let form = Form::of(&locale.locale().fold(&text)).text;
        // A haystack begins each text anew.
        let form = if form.starts_with(' ') { form } else { [" ", &form].concat() };
        let quote = if is_phrase { "\"" } else { "" };
        for term in terms(&[quote, &typed, quote].concat(), locale.locale()) {
            let needle = term.needle.as_bytes();
            let stands = Start::of(needle).is_some_and(|start| start.stands_in(text.as_bytes()));
            prop_assert_eq!(stands, place(form.as_bytes(), needle, 0).is_some(), "{:?} in {:?}", term, form);
        }
    }
}

#[test]
fn a_text_is_plain_that_has_no_other_letters_than_those_of_ascii() {
    for (text, expected) in [
        ("", true),
        ("It’s the ILO’s “Convention No. 29” (1930)…\u{a0}– @`{[|~\t\r\n", true),
        // Folded, these are other letters or digits, or none.
        ("Côte", false),
        ("co\u{302}te", false),
        ("x²", false),
        ("½", false),
        ("™", false),
        ("ａ", false),
        ("労働", false),
        // These are no words and end none.
        ("la\u{1}b", false),
        ("lab\u{ad}our", false),
        ("lab\u{200d}our", false),
    ] {
        assert_eq!(is_plain(text), expected, "{text}");
    }
    // All characters that are plain become what the scan takes them for.
    for character in ('\0'..='\u{ffff}').filter(|character| is_plain(&character.to_string())) {
        let folded = english().locale().fold(&character.to_string());
        let letter = Some(character.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric);
        let expected: String = letter.into_iter().collect();
        let words: String = folded.chars().filter(|character| is_word(*character)).collect();
        assert_eq!(words, expected, "{character:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn what_is_found_is_what_a_reader_finds(
        items in vec((any_text(), any_text(), vec(any_text(), 0..3)), 1..4),
        names in vec(any_text(), 3),
        words in any_typed(),
    ) {
        let language = english();
        let feed = json!({
            "items": items.iter().map(|(title, text, topics)| json!({
                "title": ".".to_owned() + title,
                "content_text": text,
                "tags": topics,
                "_monthwise": { "partners": ["p"] },
            })).collect::<Vec<_>>(),
            "_monthwise": {
                "partners": [{ "id": "p", "name": names[0], "short": names[1], "aliases": [names[2]] }]
            },
        });
        let archive = archive(&feed);
        let mut haystack = Haystack::new(&archive, &language);
        let terms = terms(&typed(&words), language.locale());
        prop_assert_eq!(terms.len(), words.len());
        for ((term, found), (words, is_phrase)) in terms.iter().zip(haystack.find(&archive, &terms)).zip(&words) {
            let words = tokens(words);
            for (at, (title, text, topics)) in items.iter().enumerate() {
                let mut parts: Vec<&String> = topics.iter().chain([title, text]).chain(&names).collect();
                // A partner without a name goes by its id.
                let id = "p".to_owned();
                parts.push(&id);
                let expected = parts.iter().any(|part| follow(part, &words, *is_phrase));
                let position = archive.items().iter().position(|item| item.place == at);
                prop_assert_eq!(found.contains(position.unwrap_or(99)), expected, "{:?} in {:?}", term, parts);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_text_is_marked_where_and_only_where_it_is_found(
        title in any_text(),
        text in any_text(),
        words in any_typed(),
    ) {
        let language = english();
        let title = title.trim().to_owned() + ".";
        let item = json!({ "title": title, "content_text": text.trim() });
        let archive = archive(&json!({ "items": [item] }));
        for term in terms(&typed(&words), language.locale()) {
            let one = [term];
            let found = Haystack::new(&archive, &language).find(&archive, &one)[0].contains(0);
            let marks = [&title, &text].map(|text| marks(text, &one, language.locale()));
            prop_assert_eq!(marks.iter().any(|marks| !marks.is_empty()), found, "{:?}", one);
            // What is marked is found by itself.
            for (text, marks) in [&title, &text].into_iter().zip(&marks) {
                for mark in marks {
                    let again = super::marks(&text[mark.clone()], &one, language.locale());
                    prop_assert_eq!(again, vec![0..mark.len()], "{} of {}", &text[mark.clone()], text);
                }
            }
        }
    }

    #[test]
    fn any_text_is_marked_in_order_and_between_characters(
        text in "(\\PC|[\u{0}-\u{1f}abß\u{301}]){0,30}",
        words in "\\PC{0,12}|[ab\"ß\u{301} \u{1e}\u{1f}]{0,9}",
    ) {
        let language = english();
        let marks = marks(&text, &terms(&words, language.locale()), language.locale());
        let mut end = None;
        for mark in &marks {
            prop_assert!(end.is_none_or(|end| end < mark.start), "{:?}", marks);
            prop_assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()), "{:?}", marks);
            end = Some(mark.end);
        }
    }

    #[test]
    fn without_one_term_the_others_stay_as_they_were(
        words in "([ab\"„“» -]|国){0,16}",
        left_out in any::<prop::sample::Index>(),
    ) {
        let language = english();
        let mut all = terms(&words, language.locale());
        prop_assume!(!all.is_empty());
        let left_out = left_out.index(all.len());
        let rest = without(&all, left_out);
        all.remove(left_out);
        prop_assert_eq!(terms(&rest, language.locale()), all);
    }
}

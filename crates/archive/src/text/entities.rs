//! Decodes HTML's character references: every numeric one, and the names of HTML 4 that texts are
//! written with. The other two thousand names of the HTML Standard (section 13.5) are mathematics;
//! they would cost 20 kB on the wire, and stay as they are written.

use super::{cut, split};

/// Each name with its character behind it; first what the publishing systems write most often.
const NAMED: &str = "amp& lt< gt> quot\" apos' nbsp\u{a0} rsquo’ lsquo‘ rdquo” ldquo“ ndash– mdash— \
    hellip… laquo« raquo» lsaquo‹ rsaquo› sbquo‚ bdquo„ bull• middot· copy© reg® trade™ euro€ pound£ \
    yen¥ cent¢ sect§ para¶ deg° plusmn± times× divide÷ minus− frac12½ frac14¼ frac34¾ sup1¹ sup2² \
    sup3³ microµ not¬ iexcl¡ iquest¿ ordfª ordmº acute´ cedil¸ uml¨ macr¯ brvbar¦ curren¤ \
    shy\u{ad} ensp\u{2002} emsp\u{2003} thinsp\u{2009} zwnj\u{200c} zwj\u{200d} lrm\u{200e} \
    rlm\u{200f} permil‰ dagger† Dagger‡ larr← uarr↑ rarr→ darr↓ harr↔ le≤ ge≥ ne≠ asymp≈ infin∞ \
    OEligŒ oeligœ ScaronŠ scaronš YumlŸ fnofƒ circˆ tilde˜ \
    AgraveÀ AacuteÁ AcircÂ AtildeÃ AumlÄ AringÅ AEligÆ CcedilÇ EgraveÈ EacuteÉ EcircÊ EumlË IgraveÌ \
    IacuteÍ IcircÎ IumlÏ ETHÐ NtildeÑ OgraveÒ OacuteÓ OcircÔ OtildeÕ OumlÖ OslashØ UgraveÙ UacuteÚ \
    UcircÛ UumlÜ YacuteÝ THORNÞ szligß agraveà aacuteá acircâ atildeã aumlä aringå aeligæ ccedilç \
    egraveè eacuteé ecircê eumlë igraveì iacuteí icircî iumlï ethð ntildeñ ograveò oacuteó ocircô \
    otildeõ oumlö oslashø ugraveù uacuteú ucircû uumlü yacuteý thornþ yumlÿ";

/// What numbers 128 to 159 mean: Windows-1252, by the HTML Standard, section 13.2.5.80.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The text with its character references decoded.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        decoded.push_str(cut(&mut rest, b"&", false));
        let Some(after) = rest.strip_prefix('&') else { return decoded };
        let (character, length) = reference(after).unwrap_or(('&', 0));
        decoded.push(character);
        rest = split(after, length).1;
    }
}

/// The character that a reference names, and the length of the reference behind its ampersand.
fn reference(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'#') {
        // No name here is longer, and a text full of ampersands must not be searched for each.
        let end = bytes.iter().take(9).position(|byte| *byte == b';')?;
        return named(split(text, end).0).map(|character| (character, end + 1));
    }
    let (start, radix) = match bytes.get(1) {
        Some(b'x' | b'X') => (2, 16),
        _ => (1, 10),
    };
    let digit = |at| char::from(*bytes.get(at)?).to_digit(16).filter(|digit| *digit < radix);
    let mut end = start;
    let mut code = 0_u32;
    while let Some(digit) = digit(end) {
        code = code.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return None;
    }
    let character = match code {
        0 => None,
        0x80..=0x9f => {
            WINDOWS_1252.char_indices().nth(code as usize - 0x80).map(|(_, character)| character)
        }
        _ => char::from_u32(code),
    };
    let semicolon = usize::from(bytes.get(end) == Some(&b';'));
    Some((character.unwrap_or(char::REPLACEMENT_CHARACTER), end + semicolon))
}

fn named(name: &str) -> Option<char> {
    NAMED.split(' ').find_map(|entry| {
        let mut behind = entry.strip_prefix(name)?.chars();
        // More than one character behind it: the name is only the beginning of another.
        behind.next().filter(|_| behind.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        for (text, decoded) in [
            ("a &amp; b &lt;i&gt; &quot;&apos;", "a & b <i> \"'"),
            ("&#8217;&#x2019;&#X2019;&rsquo;", "’’’’"),
            ("&Eacute;t&eacute; &yuml; &Agrave; &szlig;", "Été ÿ À ß"),
            ("&times;&Oslash;&divide;&oslash;&THORN;&eth;", "×Ø÷øÞð"),
            ("&#146; &#150;", "’ –"),
            ("&#65 &#x41g", "A Ag"),
            ("&#0; &#xD800; &#x110000; &#99999999999;", "\u{fffd} \u{fffd} \u{fffd} \u{fffd}"),
            ("AT&T & co; &unknown; &; &# &#; &#x;", "AT&T & co; &unknown; &; &# &#; &#x;"),
            ("&sup; &sup2; &am; &amp&;", "&sup; ² &am; &amp&;"),
            ("&amp;lt;", "&lt;"),
            ("ends in &", "ends in &"),
            ("&é;", "&é;"),
        ] {
            assert_eq!(decode(text), decoded);
        }
    }
}

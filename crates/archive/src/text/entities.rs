//! Decodes HTML's character references: every numeric one, and the names of HTML 4 that texts are
//! written with. The other two thousand names of the HTML Standard (section 13.5) are mathematics;
//! they would cost 20 kB on the wire, and stay as they are written.

/// Name and character, by how often the publishing systems write them.
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}'),
    ("rsquo", '’'), ("lsquo", '‘'), ("rdquo", '”'), ("ldquo", '“'), ("ndash", '–'), ("mdash", '—'),
    ("hellip", '…'), ("laquo", '«'), ("raquo", '»'), ("lsaquo", '‹'), ("rsaquo", '›'),
    ("sbquo", '‚'), ("bdquo", '„'), ("bull", '•'), ("middot", '·'), ("copy", '©'), ("reg", '®'),
    ("trade", '™'), ("euro", '€'), ("pound", '£'), ("yen", '¥'), ("cent", '¢'), ("sect", '§'),
    ("para", '¶'), ("deg", '°'), ("plusmn", '±'), ("times", '×'), ("divide", '÷'), ("minus", '−'),
    ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'),
    ("micro", 'µ'), ("not", '¬'), ("iexcl", '¡'), ("iquest", '¿'), ("ordf", 'ª'), ("ordm", 'º'),
    ("acute", '´'), ("cedil", '¸'), ("uml", '¨'), ("macr", '¯'), ("brvbar", '¦'), ("curren", '¤'),
    ("shy", '\u{ad}'), ("ensp", '\u{2002}'), ("emsp", '\u{2003}'), ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'), ("zwj", '\u{200d}'), ("lrm", '\u{200e}'), ("rlm", '\u{200f}'),
    ("permil", '‰'), ("dagger", '†'), ("Dagger", '‡'), ("larr", '←'), ("uarr", '↑'), ("rarr", '→'),
    ("darr", '↓'), ("harr", '↔'), ("le", '≤'), ("ge", '≥'), ("ne", '≠'), ("asymp", '≈'),
    ("infin", '∞'), ("OElig", 'Œ'), ("oelig", 'œ'), ("Scaron", 'Š'), ("scaron", 'š'), ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'), ("circ", 'ˆ'), ("tilde", '˜'),
];

/// The letters of Latin-1 from À (U+00C0) to ÿ (U+00FF), in order.
const LATIN_1: &str = "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
    Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute \
    Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
    ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

/// What numbers 128 to 159 mean: Windows-1252, by the HTML Standard, section 13.2.5.80.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The text with its character references decoded.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((character, length)) = reference(&rest[1..]) {
            decoded.push(character);
            rest = &rest[1 + length..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character that a reference names, and the length of the reference behind its ampersand.
fn reference(text: &str) -> Option<(char, usize)> {
    let Some(number) = text.strip_prefix('#') else {
        // No name here is longer, and a text full of ampersands must not be searched for each.
        let end = text.bytes().take(9).position(|byte| byte == b';')?;
        return named(&text[..end]).map(|character| (character, end + 1));
    };
    let (digits, radix, mark) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 2),
        None => (number, 10, 1),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..end], radix).unwrap_or(u32::MAX);
    let character = match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => WINDOWS_1252.chars().nth(code as usize - 0x80)?,
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    let semicolon = usize::from(digits[end..].starts_with(';'));
    Some((character, mark + end + semicolon))
}

fn named(name: &str) -> Option<char> {
    let common = NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    common.or_else(|| {
        let place = LATIN_1.split(' ').filter(|part| !part.is_empty()).position(|n| n == name)?;
        char::from_u32(0xc0 + u32::try_from(place).ok()?)
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
            ("&#146; &#150;", "’ –"),
            ("&#65 &#x41g", "A Ag"),
            ("&#0; &#xD800; &#x110000; &#99999999999;", "\u{fffd} \u{fffd} \u{fffd} \u{fffd}"),
            ("AT&T & co; &unknown; &; &# &#; &#x;", "AT&T & co; &unknown; &; &# &#; &#x;"),
            ("&amp;lt;", "&lt;"),
            ("ends in &", "ends in &"),
            ("&é;", "&é;"),
        ] {
            assert_eq!(decode(text), decoded);
        }
    }
}

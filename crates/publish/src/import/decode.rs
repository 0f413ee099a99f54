//! Turns the bytes of a file into text, whatever encoding it was saved in.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of a file: by its byte order mark, by what its XML declaration says, as UTF-8, or else as
/// Windows-1252, which spreadsheets save and which Latin-1 is read as (Encoding Standard, section
/// 4.2).
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Some(encoding) = declared(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let (text, is_not_utf8) = UTF_8.decode_without_bom_handling(bytes);
    if is_not_utf8 {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

/// The encoding of an XML declaration (XML 1.0, section 4.3.3). A declaration that can be read byte
/// by byte is not in UTF-16, whatever it says. UTF-8 is what is tried anyway.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let declaration = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|end| end == b"?>")?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    (encoding != UTF_8 && encoding.output_encoding() == encoding).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_its_own_encoding() {
        for (bytes, read) in [
            (&b""[..], ""),
            (b"caf\xc3\xa9", "café"),
            (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
            (b"caf\xe9 \x80 \x93x\x94", "café € “x”"),
            (b"\xff\xfec\0a\0f\0\xe9\0", "café"),
            (b"\xfe\xff\0c\0a\0f\0\xe9", "café"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9",
                "<?xml version='1.0' encoding='ISO-8859-1'?>é",
            ),
            (
                b"<?xml version=\"1.0\" encoding = \"koi8-r\" ?>\xc1",
                "<?xml version=\"1.0\" encoding = \"koi8-r\" ?>а",
            ),
            // It says what it cannot be.
            (
                b"<?xml version='1.0' encoding='UTF-16'?>\xc3\xa9",
                "<?xml version='1.0' encoding='UTF-16'?>é",
            ),
            (
                b"<?xml version='1.0' encoding='UTF-8'?>\xe9",
                "<?xml version='1.0' encoding='UTF-8'?>é",
            ),
            (
                b"<?xml version='1.0' encoding='klingon'?>\xc3\xa9",
                "<?xml version='1.0' encoding='klingon'?>é",
            ),
            (b"<?xml encoding", "<?xml encoding"),
        ] {
            assert_eq!(text(bytes), read);
        }
    }
}

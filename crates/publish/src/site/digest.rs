//! Fingerprints of what is in files: SHA-256, in hexadecimal digits.

use sha2::{Digest, Sha256};

/// The fingerprint of some bytes.
pub(super) fn of(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// The fingerprint of several files in their order.
pub(super) fn of_all<'a>(files: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for bytes in files {
        // The length keeps apart what would read the same in one piece.
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    digits(&hash.finalize())
}

fn digits(hash: &[u8]) -> String {
    let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_that_of_the_standard_and_knows_where_files_end() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(b"abc"), abc);
        let all = |files: &[&'static str]| of_all(files.iter().map(|file| file.as_bytes()));
        assert_ne!(all(&["ab", "c"]), all(&["a", "bc"]));
        assert_eq!(all(&["ab", "c"]), all(&["ab", "c"]));
    }
}

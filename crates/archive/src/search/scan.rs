//! Defines the scan: where a text holds a needle. It is all that a search does once texts are in their form, and it
//! goes over all of them.

use std::hint::black_box;
use std::iter;

/// Where a text holds a needle, which is not empty, from a place on.
pub(super) fn places<'a>(text: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut begin = 0;
    iter::from_fn(move || {
        let found = place(text, needle, begin)?;
        begin = found + 1;
        Some(found)
    })
}

/// Where a text first holds a needle, which is not empty, from a place on.
pub(super) fn place(text: &[u8], needle: &[u8], begin: usize) -> Option<usize> {
    // The rarest byte tells most places apart, and is looked for in many bytes at a time.
    let (rare, byte) = needle.iter().enumerate().min_by_key(|(_, byte)| frequency(**byte))?;
    let mut at = begin + rare;
    loop {
        at += byte_in(text.get(at..)?, *byte)?;
        if text[at - rare..].starts_with(needle) {
            return Some(at - rare);
        }
        at += 1;
    }
}

/// Where a byte first stands in a text.
fn byte_in(text: &[u8], byte: u8) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let begin = bytes_without(text, byte);
    let (eights, rest) = text.get(begin..)?.as_chunks::<8>();
    // A byte of `apart` is zero where the text has the byte that is looked for, and then borrows.
    let holds = |eight: &[u8; 8]| {
        let apart = u64::from_le_bytes(*eight) ^ (ONES * u64::from(byte));
        apart.wrapping_sub(ONES) & !apart & (ONES << 7)
    };
    let at = match eights.iter().position(|eight| holds(eight) != 0) {
        Some(at) => at * 8 + holds(&eights[at]).trailing_zeros() as usize / 8,
        None => eights.len() * 8 + rest.iter().position(|one| *one == byte)?,
    };
    Some(begin + at)
}

/// How many bytes at the beginning of a text are surely others: of none that is known here. In the program for browsers
/// with SIMD the build puts another function in its place, which looks at sixteen at a time (`xtask/src/simd.rs`).
#[inline(never)]
fn bytes_without(text: &[u8], byte: u8) -> usize {
    // The compiler is to conclude nothing from what it does.
    black_box((text, byte));
    black_box(0)
}

/// How often a byte stands in texts, about, as a rank: most often the space, then letters by how common they are in the
/// languages of the page. All others are rare.
fn frequency(byte: u8) -> usize {
    let rank = b" eaitnrosldcumpghfbv".iter().position(|common| *common == byte);
    rank.map_or(0, |rank| 20 - rank)
}

//! Defines the scan: where a text holds a needle. It is all that a search does once texts are in their form, or may be
//! looked through as they stand, and it goes over all of them.

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
    let (rare, byte) = rarest(needle)?;
    let mut at = begin + rare;
    loop {
        at += byte_in(text.get(at..)?, byte)?;
        if text[at - rare..].starts_with(needle) {
            return Some(at - rare);
        }
        at += 1;
    }
}

/// A needle that is looked for in texts as they stand, whose letters and digits are those of ASCII.
pub(super) struct Start<'a> {
    /// The needle, from its first word on.
    words: &'a [u8],
    /// The rarest byte of that word, and its place.
    byte: u8,
    rare: usize,
}

impl<'a> Start<'a> {
    /// None where the needle can begin within a word: no such word is in ASCII.
    pub(super) fn of(needle: &'a [u8]) -> Option<Self> {
        let words = needle.strip_prefix(b" ")?;
        let (rare, byte) = rarest(words.split(|byte| *byte == b' ').next()?)?;
        Some(Self { words, byte, rare })
    }

    /// Whether a text holds the needle, were it in its form.
    pub(super) fn stands_in(&self, text: &[u8]) -> bool {
        let mut at = self.rare;
        while let Some(found) = text.get(at..).and_then(|rest| byte_in(rest, self.byte)) {
            at += found;
            if self.stands_at(at - self.rare, text) {
                return true;
            }
            at += 1;
        }
        false
    }

    fn stands_at(&self, begin: usize, text: &[u8]) -> bool {
        let is_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut at = begin;
        !begin.checked_sub(1).is_some_and(is_word)
            && self.words.iter().all(|byte| {
                let is_end = *byte == b' ';
                let is_same = if is_end {
                    !is_word(at)
                } else {
                    text.get(at).is_some_and(|one| one.to_ascii_lowercase() == *byte)
                };
                at += usize::from(!is_end);
                // Whatever stands between two words is one space in the needle.
                while is_end && at < text.len() && !is_word(at) {
                    at += 1;
                }
                is_same
            })
    }
}

/// The rarest byte of a needle and its place: it tells most places apart, and is looked for in many bytes at a time.
fn rarest(needle: &[u8]) -> Option<(usize, u8)> {
    needle.iter().copied().enumerate().min_by_key(|(_, byte)| frequency(*byte))
}

/// What tells a capital of ASCII from its small letter.
const CASE: u8 = b'a' ^ b'A';

/// Where a byte first stands in a text, or one that differs in [`CASE`] alone.
fn byte_in(text: &[u8], byte: u8) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let byte = byte | CASE;
    let begin = bytes_without(text, byte);
    let (eights, rest) = text.get(begin..)?.as_chunks::<8>();
    // A byte of `apart` is zero where the text has the byte that is looked for, and then borrows.
    let holds = |eight: &[u8; 8]| {
        let small = u64::from_le_bytes(*eight) | (ONES * u64::from(CASE));
        let apart = small ^ (ONES * u64::from(byte));
        apart.wrapping_sub(ONES) & !apart & (ONES << 7)
    };
    let at = match eights.iter().position(|eight| holds(eight) != 0) {
        Some(at) => at * 8 + holds(&eights[at]).trailing_zeros() as usize / 8,
        None => eights.len() * 8 + rest.iter().position(|one| *one | CASE == byte)?,
    };
    Some(begin + at)
}

/// How many bytes at the beginning of a text are surely others, even with the bit of [`CASE`]: of none that is known
/// here. In the program for browsers with SIMD the build puts another function in its place, which looks at sixteen at
/// a time (`xtask/src/simd.rs`).
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

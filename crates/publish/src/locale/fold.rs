//! Makes a text such that it is found however it was typed: without case and accents.
//!
//! It is the function `fold` of `public/monthwise.js`, step by step.

use icu::normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A text without case and accents, to be searched.
pub(super) fn fold(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars());
    let bare = apart.filter(|character| !is_mark(*character));
    let whole: String = ComposingNormalizerBorrowed::new_nfkc().normalize_iter(bare).collect();
    let mut folded = String::with_capacity(whole.len());
    for character in whole.to_lowercase().chars() {
        match character {
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ς' => folded.push('σ'),
            _ => folded.push(character),
        }
    }
    folded
}

/// Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; in other scripts marks are
/// letters.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'..='\u{5c7}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}')
}

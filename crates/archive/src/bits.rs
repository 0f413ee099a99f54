//! Defines a set of items as one bit an item, so that filters and counts are a few machine words
//! of work at any size.

use std::ops::Range;

/// A set of positions below a fixed length.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bits {
    length: usize,
    words: Vec<u64>,
}

const WORD: usize = u64::BITS as usize;

impl Bits {
    /// The empty set of positions below `length`.
    #[must_use]
    pub fn none(length: usize) -> Self {
        Self { length, words: vec![0; length.div_ceil(WORD)] }
    }

    /// The set of every position below `length`.
    #[must_use]
    pub fn all(length: usize) -> Self {
        let mut bits = Self { length, words: vec![u64::MAX; length.div_ceil(WORD)] };
        if let Some(last) = bits.words.last_mut()
            && !length.is_multiple_of(WORD)
        {
            *last = (1 << (length % WORD)) - 1;
        }
        bits
    }

    /// The set of these positions.
    #[must_use]
    pub fn of(length: usize, positions: &[usize]) -> Self {
        let mut bits = Self::none(length);
        for position in positions {
            bits.insert(*position);
        }
        bits
    }

    /// Adds a position; one beyond the length is passed over.
    pub fn insert(&mut self, position: usize) {
        if position < self.length {
            self.words[position / WORD] |= 1 << (position % WORD);
        }
    }

    /// Whether the position is in the set.
    #[must_use]
    pub fn contains(&self, position: usize) -> bool {
        position < self.length && self.words[position / WORD] >> (position % WORD) & 1 == 1
    }

    /// Keeps what is also in the other set.
    pub fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Takes away a position.
    pub fn remove(&mut self, position: usize) {
        if position < self.length {
            self.words[position / WORD] &= !(1 << (position % WORD));
        }
    }

    /// How many positions of a range are in the set.
    #[must_use]
    pub fn count_in(&self, range: Range<usize>) -> usize {
        range.filter(|position| self.contains(*position)).count()
    }

    /// The positions in the set, ascending.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        (0..self.length).filter(|position| self.contains(*position))
    }

    /// How many positions are in the set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many of these positions are in the set.
    #[must_use]
    pub fn count_of(&self, positions: &[usize]) -> usize {
        positions.iter().filter(|position| self.contains(**position)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    #[test]
    fn the_full_set_ends_at_its_length() {
        for length in [0, 1, 63, 64, 65, 128, 1000] {
            let positions: Vec<usize> = (0..length + 70).collect();
            assert_eq!(Bits::all(length).count(), length);
            assert_eq!(Bits::all(length), Bits::of(length, &positions));
        }
    }

    proptest! {
        #[test]
        fn bits_agree_with_a_set(
            length in 0_usize..200,
            one in btree_set(0_usize..200, 0..50),
            other in btree_set(0_usize..200, 0..50),
        ) {
            let list = |set: &std::collections::BTreeSet<usize>| set.iter().copied().collect::<Vec<_>>();
            let one: std::collections::BTreeSet<_> = one.into_iter().filter(|p| *p < length).collect();
            let bits = Bits::of(length, &list(&one));
            prop_assert_eq!(bits.count(), one.len());
            prop_assert_eq!(bits.count_of(&list(&other)), one.intersection(&other).count());
            prop_assert!((0..length + 70).all(|p| bits.contains(p) == one.contains(&p)));
            let begin = other.first().copied().unwrap_or_default();
            let in_range = one.range(begin..begin + 70).count();
            prop_assert_eq!(bits.count_in(begin..begin + 70), in_range);
            let mut rest = bits.clone();
            for position in &other {
                rest.remove(*position);
            }
            let left: Vec<usize> = one.difference(&other).copied().collect();
            prop_assert_eq!(rest, Bits::of(length, &left));
            let mut common = bits;
            common.intersect(&Bits::of(length, &list(&other)));
            let both: Vec<usize> = one.intersection(&other).copied().collect();
            prop_assert_eq!(common, Bits::of(length, &both));
        }
    }
}

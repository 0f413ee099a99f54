//! Puts things into order and finds them by name.
//!
//! Both are here once and for no particular type: every type that the standard library's sort or map
//! is used with is another copy of it on the wire, 3 to 5 kB each.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The places 0 to `length` in the order that `compare` gives them; equals keep theirs.
///
/// A merge sort from runs of one place up, in a tenth of the standard library's bytes.
pub(crate) fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    let mut merged = places.clone();
    let mut run = 1;
    while run < length {
        let mut begin = 0;
        while begin < length {
            let middle = (begin + run).min(length);
            let end = (middle + run).min(length);
            let (mut left, mut right) = (begin, middle);
            for slot in &mut merged[begin..end] {
                let takes_right = left == middle
                    || (right < end && compare(places[right], places[left]) == Ordering::Less);
                let next = if takes_right { &mut right } else { &mut left };
                *slot = places[*next];
                *next += 1;
            }
            begin = end;
        }
        std::mem::swap(&mut places, &mut merged);
        run *= 2;
    }
    places
}

/// The things at these places, which name each place once.
pub(crate) fn arranged<T>(things: Vec<T>, places: &[usize]) -> Vec<T> {
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    places.iter().filter_map(|place| things.get_mut(*place)?.take()).collect()
}

/// Names, each with a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(BTreeMap<String, usize>);

impl Names {
    /// The number of a name, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// Whether the name has a number.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Gives a name a number, in the place of one that it may have.
    pub(crate) fn set(&mut self, name: &str, number: usize) {
        match self.0.get_mut(name) {
            Some(there) => *there = number,
            None => {
                self.0.insert(name.to_owned(), number);
            }
        }
    }

    /// The number of a name; a new one gets the next number.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        self.get(name).unwrap_or_else(|| {
            let number = self.0.len();
            self.set(name, number);
            number
        })
    }

    /// The names with their numbers, in the order of the names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(name, number)| (name.as_str(), *number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_is_that_of_a_stable_sort(numbers in vec(0u8..20, 0..70)) {
            let places = order(numbers.len(), &|one, other| numbers[one].cmp(&numbers[other]));
            let mut expected: Vec<usize> = (0..numbers.len()).collect();
            expected.sort_by_key(|place| numbers[*place]);
            prop_assert_eq!(&places, &expected);
            let mut sorted = numbers.clone();
            sorted.sort_unstable();
            prop_assert_eq!(arranged(numbers, &places), sorted);
        }
    }
}

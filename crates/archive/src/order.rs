//! Puts things into order and finds them by name.
//!
//! Both are here once and for no particular type: every type that the standard library's sort or map
//! is used with is another copy of it on the wire, 3 to 5 kB each.

use std::cmp::Ordering;

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
pub(crate) fn arranged<T>(mut things: Vec<T>, places: &[usize]) -> Vec<T> {
    // Where what belongs here is now; where it is already, its own place.
    let mut places = places.to_vec();
    for start in 0..places.len() {
        // Each thing of a circle of places moves to the one before; the first comes to lie in the last.
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut places[at], at);
            if from == start || from == at {
                break;
            }
            things.swap(at, from);
            at = from;
        }
    }
    things
}

/// Names, each with a number.
///
/// A tree that parts names by their bits, known as a crit-bit or PATRICIA tree: each name but the first adds one
/// fork, at the first bit in which it differs from the name most like it. It is as small as a hash map, and no
/// feed can make it slow: looking for a name passes no more forks than the name has bits, while a hash without a
/// secret lets anyone make names that all fall into one slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// All of them, one after another: ten thousand texts of their own would leave as many small holes in the
    /// memory when they go.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// Four numbers a name: its own, which bit its fork asks for, and what follows where that is 0 and where
    /// it is 1: the first of the four of another name. If that one's bit comes later, its fork follows;
    /// if not, the name itself. The first name has no fork, and what follows 0 there is where the tree begins.
    nodes: Vec<usize>,
}

/// How many numbers a name has in `Names::nodes`, and which they are.
const NODE: usize = 4;
const BIT: usize = 1;
const NEXT: usize = 2;

/// A byte of a name with its bits, of which there are sixteen. What is no byte is less than any, so that names
/// differ from those that they begin with.
fn unit(name: &str, at: usize) -> u16 {
    name.as_bytes().get(at).map_or(0, |byte| u16::from(*byte) + 1)
}

/// A bit of a name.
fn bit(name: &str, bit: usize) -> usize {
    usize::from((unit(name, bit / 16) << (bit % 16)) >> 15)
}

/// The first bit in which two names differ.
fn difference(one: &str, other: &str) -> Option<usize> {
    (0..=one.len()).find_map(|at| {
        let bits = unit(one, at) ^ unit(other, at);
        (bits != 0).then(|| at * 16 + bits.leading_zeros() as usize)
    })
}

impl Names {
    /// The name at a place.
    fn name(&self, place: usize) -> Option<&str> {
        let begin = place.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        self.text.get(*begin..*self.ends.get(place)?)
    }

    /// What stands in `nodes`; 0 where there is no name yet.
    fn node(&self, at: usize) -> usize {
        self.nodes.get(at).copied().unwrap_or_default()
    }

    /// Follows the bits of a name up to one: where in `nodes` it stands what comes next.
    fn way(&self, name: &str, limit: usize) -> usize {
        let (mut way, mut passed) = (NEXT, 0);
        loop {
            let node = self.node(way);
            let next = self.node(node + BIT);
            if next <= passed || next >= limit {
                return way;
            }
            passed = next;
            way = node + NEXT + bit(name, next);
        }
    }

    /// The node of the only name that may be this one.
    fn nearest(&self, name: &str) -> usize {
        // What differs behind the end of this name is not this name, and agrees up to there: any will do.
        self.node(self.way(name, (name.len() + 1) * 16))
    }

    /// The number of a name, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let nearest = self.nearest(name);
        (self.name(nearest / NODE)? == name).then(|| self.node(nearest))
    }

    /// Whether the name has a number.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives a name a number, in the place of one that it may have.
    pub(crate) fn set(&mut self, name: &str, number: usize) {
        let mut node = [number, 0, 0, 0];
        let nearest = self.nearest(name);
        if let Some(there) = self.name(nearest / NODE) {
            let Some(differs) = difference(name, there) else {
                self.nodes[nearest] = number;
                return;
            };
            let new = self.nodes.len();
            let way = self.way(name, differs);
            let next = std::mem::replace(&mut self.nodes[way], new);
            node = [number, differs, next, next];
            node[NEXT + bit(name, differs)] = new;
        }
        self.nodes.extend_from_slice(&node);
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    /// The number of a name; a new one gets the next number.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        self.get(name).unwrap_or_else(|| {
            let number = self.ends.len();
            self.set(name, number);
            number
        })
    }

    /// The names with their numbers, in the order of the names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        let name = |place| self.name(place).unwrap_or_default();
        let places = order(self.ends.len(), &|one, other| name(one).cmp(name(other)));
        places.into_iter().map(move |place| (name(place), self.node(place * NODE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

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

        #[test]
        fn things_are_arranged_as_their_places_say(
            places in (0usize..40).prop_flat_map(|length| Just((0..length).collect::<Vec<_>>()).prop_shuffle()),
        ) {
            let things = (0..places.len()).map(|place| place.to_string()).collect();
            let expected: Vec<_> = places.iter().map(usize::to_string).collect();
            prop_assert_eq!(arranged(things, &places), expected);
        }

        #[test]
        fn names_have_the_numbers_of_a_map(
            changes in vec(("[ab\u{0}é]{0,5}|.{0,3}", proptest::option::of(0usize..9)), 0..120),
            others in vec("[ab\u{0}é]{0,5}", 0..20),
        ) {
            let (mut names, mut expected) = (Names::default(), BTreeMap::new());
            for (name, number) in &changes {
                if let Some(number) = number {
                    names.set(name, *number);
                    expected.insert(name.as_str(), *number);
                } else {
                    let next = expected.len();
                    prop_assert_eq!(names.number(name), *expected.entry(name).or_insert(next));
                }
            }
            for name in changes.iter().map(|(name, _)| name).chain(&others) {
                prop_assert_eq!(names.get(name), expected.get(name.as_str()).copied());
                prop_assert_eq!(names.has(name), expected.contains_key(name.as_str()));
            }
            prop_assert!(names.iter().eq(expected));
        }
    }

    /// The most forks on the way to a name.
    fn depth(names: &Names) -> usize {
        let (mut deepest, mut ways) = (0, vec![(NEXT, 0, 0)]);
        while let Some((way, passed, depth)) = ways.pop() {
            deepest = deepest.max(depth);
            let node = names.node(way);
            let next = names.node(node + BIT);
            if next > passed {
                ways.push((node + NEXT, next, depth + 1));
                ways.push((node + NEXT + 1, next, depth + 1));
            }
        }
        deepest
    }

    #[test]
    fn no_name_takes_longer_than_its_bits() {
        let numbered = (0..100_000).map(|number| ["item-", &number.to_string()].concat());
        let nested = (0..1000).map(|length| ["a".repeat(length), "c".to_owned()].concat());
        for (all, most) in [(numbered.collect::<Vec<_>>(), 30), (nested.collect(), 1000)] {
            let mut names = Names::default();
            for name in &all {
                names.set(name, 0);
            }
            assert!(depth(&names) <= most, "{}", depth(&names));
            assert!(all.iter().all(|name| names.has(name)));
            assert!(!names.has(""));
        }
    }
}

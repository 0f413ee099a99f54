//! The statistics: medians, quartiles, and the ratios of what was measured in the same round.

/// The middle of some numbers, and where their middle half begins and ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) low: f64,
    pub(super) median: f64,
    pub(super) high: f64,
}

/// The spread of numbers; none where there are none.
pub(super) fn spread(numbers: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut sorted: Vec<_> = numbers.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    Some(Spread {
        low: quantile(&sorted, 0.25)?,
        median: quantile(&sorted, 0.5)?,
        high: quantile(&sorted, 0.75)?,
    })
}

/// The middle of numbers.
pub(super) fn median(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    Some(spread(numbers)?.median)
}

/// Between the two nearest numbers where none stands at the place.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are a few thousand numbers at most"
)]
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = part * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

/// The ratios of two pages, round by round: what slows the machine in one round slows both. A round that lacks
/// one of them counts for nothing.
pub(super) fn ratios(one: &[(u32, f64)], other: &[(u32, f64)]) -> Option<Spread> {
    spread(one.iter().filter_map(|(round, number)| {
        let (_, base) = other.iter().find(|(found, base)| found == round && *base > 0.0)?;
        Some(number / base)
    }))
}

#[cfg(test)]
mod tests {
    use super::{Spread, median, ratios, spread};

    #[test]
    fn quartiles_lie_between_the_nearest_numbers() {
        let of = |low, median, high| Some(Spread { low, median, high });
        for (numbers, expected) in [
            (vec![], None),
            (vec![3.0], of(3.0, 3.0, 3.0)),
            (vec![4.0, 2.0], of(2.5, 3.0, 3.5)),
            (vec![5.0, 1.0, 3.0, 2.0, 4.0], of(2.0, 3.0, 4.0)),
            (vec![1.0, 1.0, 1.0, 100.0], of(1.0, 1.0, 25.75)),
        ] {
            assert_eq!(spread(numbers.clone()), expected, "{numbers:?}");
        }
        assert_eq!(median([1.0, 2.0]), Some(1.5));
    }

    #[test]
    fn a_round_that_is_slow_for_both_does_not_change_the_ratio() {
        let one = [(0, 10.0), (1, 100.0), (2, 12.0)];
        let other = [(2, 6.0), (0, 5.0), (1, 50.0)];
        assert_eq!(ratios(&one, &other), Some(Spread { low: 2.0, median: 2.0, high: 2.0 }));
    }

    #[test]
    fn rounds_that_only_one_of_them_has_count_for_nothing() {
        assert_eq!(ratios(&[(0, 1.0)], &[(1, 1.0)]), None);
        assert_eq!(
            ratios(&[(0, 1.0), (1, 3.0)], &[(0, 0.0), (1, 2.0)]).map(|spread| spread.median),
            Some(1.5)
        );
    }
}

//! From figures to places on the paper.

use jiff::SignedDuration;

use crate::commands::simulate::words::number;

/// A part of the paper with its own axis.
pub(super) struct Panel {
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) scale: Scale,
}

impl Panel {
    /// From its bottom to its top.
    pub(super) fn of(scale: Scale, [bottom, top]: [f64; 2]) -> Self {
        Self { top, bottom, scale }
    }
}

/// From 0 to the greatest value, from one place on the paper to another.
pub(super) struct Scale {
    greatest: f64,
    places: [f64; 2],
    /// The values that are named, from 0.
    pub(super) ticks: Vec<f64>,
    /// Of lengths of time.
    pub(super) unit: Option<Unit>,
}

/// What lengths of time are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minutes,
    Hours,
    Days,
}

impl Unit {
    /// That in which the longest is a number that people can imagine.
    pub(super) fn of(longest: SignedDuration) -> Self {
        match longest.as_hours() {
            0..=2 => Self::Minutes,
            3..=96 => Self::Hours,
            _ => Self::Days,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    fn seconds(self) -> f64 {
        match self {
            Self::Minutes => 60.0,
            Self::Hours => 3_600.0,
            Self::Days => 86_400.0,
        }
    }

    /// Between two ticks, the smallest first.
    fn steps(self) -> &'static [f64] {
        match self {
            Self::Minutes => &[1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0],
            Self::Hours => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0],
            Self::Days => &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0],
        }
    }
}

impl Scale {
    /// Without ticks.
    pub(super) fn linear(greatest: f64, places: [f64; 2]) -> Self {
        Self {
            greatest: greatest.max(1.0),
            places,
            ticks: Vec::new(),
            unit: None,
        }
    }

    /// Counts, with up to five round numbers.
    pub(super) fn up_to(greatest: f64, places: [f64; 2]) -> Self {
        let round = (0..12).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
        Self::ticked(greatest, round, places)
    }

    /// Lengths of time, in a unit.
    pub(super) fn of_times(longest: SignedDuration, unit: Unit, places: [f64; 2]) -> Self {
        let steps = unit.steps().iter().copied();
        Self {
            unit: Some(unit),
            ..Self::ticked(longest.as_secs_f64() / unit.seconds(), steps, places)
        }
    }

    fn ticked(greatest: f64, steps: impl Iterator<Item = f64>, places: [f64; 2]) -> Self {
        let greatest = greatest.max(1.0);
        let (mut step, mut larger) = (1.0, steps);
        while greatest / step > 5.0 {
            let Some(next) = larger.next() else { break };
            step = next;
        }
        let mut ticks = vec![0.0];
        while let Some(last) = ticks.last().copied().filter(|last| *last < greatest) {
            ticks.push(last + step);
        }
        Self {
            greatest: ticks.last().copied().unwrap_or(greatest),
            ticks,
            ..Self::linear(greatest, places)
        }
    }

    /// Where a value is.
    pub(super) fn at(&self, value: f64) -> f64 {
        let [from, to] = self.places;
        from + (to - from) * value / self.greatest
    }

    /// Where a length of time is.
    pub(super) fn at_time(&self, length: SignedDuration) -> f64 {
        self.at(length.as_secs_f64() / self.unit.map_or(1.0, Unit::seconds))
    }
}

/// A tick's number.
pub(super) fn named(tick: f64) -> String {
    // Ticks are whole, and fewer than a million million.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    number(tick as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_round_and_reach_beyond_the_greatest() {
        for (greatest, ticks) in [
            (0.0, &[0.0, 1.0][..]),
            (3.0, &[0.0, 1.0, 2.0, 3.0]),
            (1_203.0, &[0.0, 500.0, 1_000.0, 1_500.0]),
            (41_000.0, &[0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0, 50_000.0]),
        ] {
            assert_eq!(Scale::up_to(greatest, [0.0, 1.0]).ticks, ticks, "{greatest}");
        }
        for (minutes, unit, ticks) in [
            (50, Unit::Minutes, &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0][..]),
            (10 * 60 + 1, Unit::Hours, &[0.0, 3.0, 6.0, 9.0, 12.0]),
            (6 * 24 * 60, Unit::Days, &[0.0, 2.0, 4.0, 6.0]),
        ] {
            let longest = SignedDuration::from_mins(minutes);
            assert_eq!(Unit::of(longest), unit);
            assert_eq!(Scale::of_times(longest, unit, [0.0, 1.0]).ticks, ticks);
        }
    }

    #[test]
    fn the_first_place_is_nought_and_the_last_the_greatest_tick() {
        let scale = Scale::up_to(4.0, [200.0, 100.0]);
        let places = [0.0, 2.0, 4.0].map(|value| format!("{:.1}", scale.at(value)));
        assert_eq!(places, ["200.0", "150.0", "100.0"]);
    }
}

//! What happened: how long each step took, how much came, and what failed.

use std::{collections::BTreeMap, fmt, time::Duration};

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Catalogue,
    Stylesheet,
    Icon,
    Service,
    Begin,
    Question,
    Answer,
    Check,
    Submit,
    Status,
    Pdf,
    Scanner,
}

/// Counted by whoever sends, and added up afterwards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Microseconds of each request, by step.
    steps: [Vec<u32>; Step::ALL.len()],
    /// Microseconds of each whole journey.
    journeys: Vec<u32>,
    /// Bytes of bodies, as they travelled.
    pub(crate) bytes: u64,
    /// How often each happened.
    failures: BTreeMap<String, usize>,
}

/// The middle, and what one in a hundred is slower than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Step {
    pub(crate) const ALL: [Self; 12] = [
        Self::Catalogue,
        Self::Stylesheet,
        Self::Icon,
        Self::Service,
        Self::Begin,
        Self::Question,
        Self::Answer,
        Self::Check,
        Self::Submit,
        Self::Status,
        Self::Pdf,
        Self::Scanner,
    ];

    /// What is asked for, as a table names it.
    pub(crate) fn request(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue, GET /",
            Self::Stylesheet => "its stylesheet",
            Self::Icon => "its icon",
            Self::Service => "service, GET /s/…",
            Self::Begin => "begin, POST …/apply",
            Self::Question => "a form page, GET",
            Self::Answer => "a form page, POST",
            Self::Check => "check your answers",
            Self::Submit => "submit, POST",
            Self::Status => "status page",
            Self::Pdf => "PDF",
            Self::Scanner => "scanner, GET /v",
        }
    }
}

impl Tally {
    /// A request was answered as it should be.
    pub(crate) fn answered(&mut self, step: Step, took: Duration) {
        self.steps[step as usize].push(micros(took));
    }

    /// Somebody is through.
    pub(crate) fn finished(&mut self, took: Duration) {
        self.journeys.push(micros(took));
    }

    /// Something went otherwise, and the journey ended with it.
    pub(crate) fn failed(&mut self, what: impl fmt::Display) {
        *self.failures.entry(what.to_string()).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: Self) {
        for (mine, theirs) in self.steps.iter_mut().zip(other.steps) {
            mine.extend(theirs);
        }
        self.journeys.extend(other.journeys);
        self.bytes += other.bytes;
        for (what, count) in other.failures {
            *self.failures.entry(what).or_default() += count;
        }
    }

    pub(crate) fn requests(&self) -> usize {
        self.steps.iter().map(Vec::len).sum()
    }

    pub(crate) fn journeys(&self) -> usize {
        self.journeys.len()
    }

    pub(crate) fn failures(&self) -> usize {
        self.failures.values().sum()
    }

    /// What failed, the most frequent first.
    pub(crate) fn most_failures(&self) -> Vec<(&str, usize)> {
        let mut failures: Vec<_> = self
            .failures
            .iter()
            .map(|(what, n)| (what.as_str(), *n))
            .collect();
        failures.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        failures
    }

    /// Of the requests of a step; nothing where there were none.
    pub(crate) fn of_step(&self, step: Step) -> Option<Percentiles> {
        Percentiles::of(&self.steps[step as usize])
    }

    /// Of whole journeys.
    pub(crate) fn of_journeys(&self) -> Option<Percentiles> {
        Percentiles::of(&self.journeys)
    }
}

impl Percentiles {
    /// By the nearest rank: values that were measured, none between them.
    fn of(micros: &[u32]) -> Option<Self> {
        let mut sorted = micros.to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100);
            let micros = sorted.get(rank.checked_sub(1)?)?;
            Some(Duration::from_micros(u64::from(*micros)))
        };
        Some(Self {
            p50: at(50)?,
            p99: at(99)?,
        })
    }
}

/// An hour and more is an hour: nothing here takes so long.
fn micros(took: Duration) -> u32 {
    u32::try_from(took.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let of = |micros: &[u32]| {
            Percentiles::of(micros).map(|found| (found.p50.as_micros(), found.p99.as_micros()))
        };
        let hundred: Vec<u32> = (1..=100).rev().collect();
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some((7, 7)));
        assert_eq!(of(&[3, 1, 2]), Some((2, 3)));
        assert_eq!(of(&hundred), Some((50, 99)));
        assert_eq!(of(&[&hundred[..], &[1000]].concat()), Some((51, 100)));
    }

    #[test]
    fn tallies_add_up_and_the_most_frequent_failure_is_told_first() {
        let mut all = Tally::default();
        for (step, failures) in [(Step::Submit, ["a", "b"]), (Step::Pdf, ["b", "b"])] {
            let mut one = Tally::default();
            one.answered(step, Duration::from_millis(2));
            for what in failures {
                one.failed(what);
            }
            one.finished(Duration::from_secs(1));
            all.add(one);
        }
        assert_eq!((all.requests(), all.journeys(), all.failures()), (2, 2, 4));
        assert_eq!(all.most_failures(), [("b", 3), ("a", 1)]);
        assert!(all.of_step(Step::Pdf).is_some() && all.of_step(Step::Scanner).is_none());
    }

    #[test]
    fn every_step_has_a_place_of_its_own() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(step as usize, place);
        }
    }
}

//! Checks by checkpoint and hour of the day, out of what the store counted.

use std::collections::BTreeMap;

use engine::scans::ScanTally;
use jiff::tz::TimeZone;
use permit::Verdict;

/// Of a day.
pub(super) const HOURS: usize = 24;

/// What one checkpoint did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) checks: u64,
    /// How many of them did not find a valid permit.
    pub(super) refused: u64,
    /// How many were too far from another check of the same permit.
    pub(super) flagged: u64,
    pub(super) hours: [Hour; HOURS],
}

/// What one checkpoint did in one hour of the day, all days together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hour {
    pub(crate) checks: u64,
    pub(crate) refused: u64,
}

/// By checkpoint; phones that are put up nowhere together, first.
pub(super) fn by_checkpoint(lines: Vec<ScanTally>, zone: &TimeZone) -> BTreeMap<Option<String>, Tally> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    for line in lines {
        let local = line.hour.to_zoned(zone.clone()).hour();
        let refused = if line.verdict == Verdict::Valid {
            0
        } else {
            line.count
        };
        let tally = tallies.entry(line.checkpoint).or_default();
        tally.checks += line.count;
        tally.refused += refused;
        tally.flagged += line.flagged;
        // A clock has no other hours.
        if let Some(hour) = usize::try_from(local).ok().and_then(|at| tally.hours.get_mut(at)) {
            hour.checks += line.count;
            hour.refused += refused;
        }
    }
    tallies
}

impl Hour {
    /// How many found a valid permit.
    pub(super) fn valid(self) -> u64 {
        self.checks.saturating_sub(self.refused)
    }
}

impl Tally {
    /// The hour with most checks, the earliest of equal ones; none where there were no checks.
    pub(super) fn busiest(&self) -> Option<(usize, Hour)> {
        let hours = self.hours.iter().copied().enumerate().rev();
        hours
            .filter(|(_, hour)| hour.checks > 0)
            .max_by_key(|(_, hour)| hour.checks)
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz;

    use super::*;

    #[test]
    fn hours_are_those_of_the_place_and_days_fall_together() {
        let line = |checkpoint: &str, hour: &str, verdict, count| ScanTally {
            checkpoint: Some(checkpoint.to_owned()),
            hour: hour.parse().unwrap(),
            verdict,
            count,
            flagged: 1,
        };
        let lines = vec![
            line("Ancón", "2026-03-19T13:00:00Z", Verdict::Valid, 3),
            line("Ancón", "2026-03-20T13:00:00Z", Verdict::Expired, 2),
            line("Ancón", "2026-03-20T14:00:00Z", Verdict::Valid, 5),
            line("Pucusana", "2026-03-20T04:00:00Z", Verdict::Forged, 1),
        ];
        let tallies = by_checkpoint(lines, &TimeZone::fixed(tz::offset(-5)));
        let ancon = &tallies[&Some("Ancón".to_owned())];
        assert_eq!((ancon.checks, ancon.refused, ancon.flagged), (10, 2, 3));
        assert_eq!(
            ancon.hours[8],
            Hour {
                checks: 5,
                refused: 2
            }
        );
        assert_eq!(
            ancon.busiest(),
            Some((8, ancon.hours[8])),
            "the earlier of two alike"
        );
        assert_eq!(tallies[&Some("Pucusana".to_owned())].hours[23].checks, 1);
        assert_eq!(Tally::default().busiest(), None);
    }
}

//! Scans of one permit that nobody can have travelled between.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use permit::PermitId;

use crate::{DeviceId, Place, ScanId};

/// Faster than this, in kilometres an hour, nobody drives.
const FASTEST: f64 = 150.0;
/// Nearer than this, in kilometres, clocks and places are too coarse to accuse anybody.
const NEAR: f64 = 5.0;
/// Scans farther apart in time than this are never too far apart in space: half around the Earth at the fastest.
pub const FARTHEST_APART: SignedDuration = SignedDuration::from_hours(134);

/// When and where a permit was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Which scan it is.
    pub scan: (DeviceId, ScanId),
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Where; scans whose place is unknown are no sightings.
    pub place: Place,
}

/// What is set on a scan that is too far from the one before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The scan.
    pub scan: (DeviceId, ScanId),
    /// The earlier one that it is too far from, if that is what it is.
    pub far_from: Option<(DeviceId, ScanId)>,
}

/// The flags of permits whose sightings these are, in any order: one for each scan that has any.
pub fn flags(sightings: impl IntoIterator<Item = (PermitId, Sighting)>) -> Vec<Flag> {
    let mut permits: BTreeMap<PermitId, Vec<Sighting>> = BTreeMap::new();
    for (permit, sighting) in sightings {
        permits.entry(permit).or_default().push(sighting);
    }
    let mut flags = BTreeMap::new();
    for (earlier, later) in permits.into_values().flat_map(too_far_apart) {
        flags.entry(earlier.scan).or_insert(None);
        flags.insert(later.scan, Some(earlier.scan));
    }
    let flags = flags.into_iter();
    flags.map(|(scan, far_from)| Flag { scan, far_from }).collect()
}

/// Neighbours in time, earlier first, that are too far apart for the time between, in a permit's sightings in any order.
fn too_far_apart(mut sightings: Vec<Sighting>) -> Vec<(Sighting, Sighting)> {
    sightings.sort_by_key(|sighting| (sighting.at, sighting.scan));
    sightings
        .array_windows()
        .filter(|[earlier, later]| is_too_far(earlier, later))
        .map(|[earlier, later]| (*earlier, *later))
        .collect()
}

fn is_too_far(earlier: &Sighting, later: &Sighting) -> bool {
    let kilometres = earlier.place.kilometres_to(later.place);
    let hours = later.at.duration_since(earlier.at).as_secs_f64() / 3600.0;
    // Multiplied, so that no time at all is no speed at all but too fast for any way.
    kilometres > NEAR && kilometres > FASTEST * hours
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use permit::PermitId;
    use uuid::Uuid;

    use super::{FARTHEST_APART, FASTEST, Flag, Sighting, flags, too_far_apart};
    use crate::{DeviceId, Place, ScanId};

    /// A scan that many minutes into the day, that many hundredths of a degree (1.11 km each) east on the equator.
    fn seen(number: u128, minute: i64, east: i64) -> Sighting {
        Sighting {
            scan: (DeviceId(Uuid::nil()), ScanId(Uuid::from_u128(number))),
            at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute),
            place: Place::of_hundredths(0, east).unwrap(),
        }
    }

    #[test]
    fn neighbours_in_time_are_compared() {
        for (name, seen, flagged) in [
            ("nothing", vec![], vec![]),
            ("one", vec![seen(1, 0, 0)], vec![]),
            ("the same place", vec![seen(1, 0, 0), seen(2, 0, 0)], vec![]),
            ("100 km in an hour", vec![seen(1, 0, 0), seen(2, 60, 90)], vec![]),
            ("149 km in an hour", vec![seen(1, 0, 0), seen(2, 60, 134)], vec![]),
            (
                "151 km in an hour",
                vec![seen(1, 0, 0), seen(2, 60, 136)],
                vec![(1, 2)],
            ),
            ("4.4 km in no time", vec![seen(1, 0, 0), seen(2, 0, 4)], vec![]),
            (
                "5.6 km in no time",
                vec![seen(1, 0, 0), seen(2, 0, 5)],
                vec![(1, 2)],
            ),
            (
                "5.6 km in 2 minutes",
                vec![seen(1, 0, 0), seen(2, 2, 5)],
                vec![(1, 2)],
            ),
            ("5.6 km in 3 minutes", vec![seen(1, 0, 0), seen(2, 3, 5)], vec![]),
            (
                "there and back",
                vec![seen(1, 0, 0), seen(2, 1, 90), seen(3, 2, 0)],
                vec![(1, 2), (2, 3)],
            ),
            (
                "the far one comes last, and is between",
                vec![seen(1, 0, 0), seen(3, 2, 0), seen(2, 1, 90)],
                vec![(1, 2), (2, 3)],
            ),
            (
                "only neighbours",
                vec![seen(1, 0, 0), seen(2, 60, 100), seen(3, 120, 200)],
                vec![],
            ),
        ] {
            let found = too_far_apart(seen);
            let found: Vec<(u128, u128)> = found
                .iter()
                .map(|(earlier, later)| (earlier.scan.1.0.as_u128(), later.scan.1.0.as_u128()))
                .collect();
            assert_eq!(found, flagged, "{name}");
        }
    }

    #[test]
    fn each_scan_has_one_flag_and_permits_are_kept_apart() {
        let (one, other) = (PermitId([1; 16]), PermitId([2; 16]));
        let sightings = [
            (one, seen(3, 2, 0)),
            (one, seen(1, 0, 0)),
            (other, seen(4, 1, 500)),
            (one, seen(2, 1, 90)),
        ];
        let flag = |sighting: Sighting, far_from: Option<Sighting>| Flag {
            scan: sighting.scan,
            far_from: far_from.map(|far| far.scan),
        };
        let expected = [
            flag(seen(1, 0, 0), None),
            flag(seen(2, 1, 90), Some(seen(1, 0, 0))),
            flag(seen(3, 2, 0), Some(seen(2, 1, 90))),
        ];
        assert_eq!(flags(sightings), expected);
    }

    #[test]
    fn nothing_is_too_far_after_the_longest_time() {
        let farthest = Place::of_hundredths(9_000, 0)
            .zip(Place::of_hundredths(-9_000, 0))
            .map(|(one, other)| one.kilometres_to(other));
        let hours = FARTHEST_APART.as_secs_f64() / 3600.0;
        assert!(farthest.is_some_and(|kilometres| kilometres < FASTEST * hours));
    }
}

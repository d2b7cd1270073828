//! Scans of one permit that nobody can have travelled between.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{DeviceId, Place, ScanId};

/// Faster than this, in kilometres an hour, nobody drives.
pub const FASTEST: f64 = 150.0;
/// Nearer than this, in kilometres, clocks and places are too coarse to accuse anybody.
const NEAR: f64 = 5.0;

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

/// The flags of neighbours: each item is of two sightings of one permit, in any order, that have no other between them. One
/// for each scan that has any.
pub fn flags(neighbours: impl IntoIterator<Item = [Sighting; 2]>) -> Vec<Flag> {
    let mut flags = BTreeMap::new();
    for [earlier, later] in neighbours.into_iter().filter_map(too_far_apart) {
        flags.entry(earlier.scan).or_insert(None);
        flags.insert(later.scan, Some(earlier.scan));
    }
    let flags = flags.into_iter();
    flags.map(|(scan, far_from)| Flag { scan, far_from }).collect()
}

/// The two, earlier first, where they are too far apart for the time between.
fn too_far_apart(mut neighbours: [Sighting; 2]) -> Option<[Sighting; 2]> {
    neighbours.sort_by_key(|sighting| (sighting.at, sighting.scan));
    let [earlier, later] = &neighbours;
    is_too_far(earlier, later).then_some(neighbours)
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
    use uuid::Uuid;

    use super::{Flag, Sighting, flags};
    use crate::{DeviceId, Place, ScanId};

    /// A scan that many minutes into the day, that many hundredths of a degree (1.11 km each) east on the equator.
    fn seen(number: u128, minute: i64, east: i64) -> Sighting {
        Sighting {
            scan: (DeviceId(Uuid::nil()), ScanId(Uuid::from_u128(number))),
            at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute),
            place: Place::of_hundredths(0, east).unwrap(),
        }
    }

    /// A permit's sightings, each with the next one in time.
    fn neighbours(mut sightings: Vec<Sighting>) -> Vec<[Sighting; 2]> {
        sightings.sort_by_key(|sighting| (sighting.at, sighting.scan));
        sightings.array_windows().copied().collect()
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
            let found = flags(neighbours(seen));
            let found: Vec<(u128, u128)> = found
                .iter()
                .filter_map(|flag| Some((flag.far_from?.1.0.as_u128(), flag.scan.1.0.as_u128())))
                .collect();
            assert_eq!(found, flagged, "{name}");
        }
    }

    #[test]
    fn each_scan_has_one_flag_in_whatever_order_neighbours_are_told() {
        let seen_of_one = vec![seen(3, 2, 0), seen(1, 0, 0), seen(2, 1, 90)];
        let mut told = neighbours(seen_of_one);
        told.extend(
            told.clone()
                .into_iter()
                .rev()
                .map(|[earlier, later]| [later, earlier]),
        );
        told.push([seen(4, 1, 500), seen(5, 9_000, 500)]);
        let flag = |sighting: Sighting, far_from: Option<Sighting>| Flag {
            scan: sighting.scan,
            far_from: far_from.map(|far| far.scan),
        };
        let expected = [
            flag(seen(1, 0, 0), None),
            flag(seen(2, 1, 90), Some(seen(1, 0, 0))),
            flag(seen(3, 2, 0), Some(seen(2, 1, 90))),
        ];
        assert_eq!(flags(told), expected);
    }
}

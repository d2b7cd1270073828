//! Where a permit was looked at, as coarsely as the engine ever knows.

use std::fmt;

/// The Earth's mean radius in kilometres (IUGG).
const RADIUS: f64 = 6371.0088;

/// A place to a hundredth of a degree, a square of about a kilometre: finer is never kept, since it would tell of the
/// officer who held the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    lat: i16,
    lon: i16,
}

/// Where a phone is put up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// As people call it, for example `Puente Nuevo`.
    pub name: String,
    /// Where it is, if it stands still.
    pub place: Option<Place>,
}

/// In degrees with decimals, as coarse as it is kept.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lat, lon) = self.degrees();
        write!(f, "{lat:.2}, {lon:.2}")
    }
}

impl Place {
    /// The place nearest to these degrees (WGS 84); none if there is no such place.
    pub fn near(lat: f64, lon: f64) -> Option<Self> {
        Some(Self {
            lat: hundredths(lat, 90.0)?,
            lon: hundredths(lon, 180.0)?,
        })
    }

    /// The place of these hundredths of a degree, as they are kept.
    pub fn of_hundredths(lat: i64, lon: i64) -> Option<Self> {
        let within =
            |number: i64, most: i16| i16::try_from(number).ok().filter(|n| (-most..=most).contains(n));
        Some(Self {
            lat: within(lat, 9_000)?,
            lon: within(lon, 18_000)?,
        })
    }

    /// Hundredths of a degree, north and east positive.
    pub fn hundredths(self) -> (i16, i16) {
        (self.lat, self.lon)
    }

    /// Degrees north, then degrees east.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 100.0, f64::from(self.lon) / 100.0)
    }

    /// Kilometres as the crow flies, by the haversine. Ten lines: what crates for geography add is of no use here.
    pub fn kilometres_to(self, other: Self) -> f64 {
        let ((from_lat, from_lon), (to_lat, to_lon)) = (self.degrees(), other.degrees());
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let across = from_lat.to_radians().cos() * to_lat.to_radians().cos() * half(from_lon, to_lon);
        // Rounding may carry the sum a hair beyond 1, where there is no arc.
        let chord = (half(from_lat, to_lat) + across).min(1.0);
        2.0 * RADIUS * chord.sqrt().asin()
    }
}

fn hundredths(degrees: f64, most: f64) -> Option<i16> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "180 degrees are 18,000 hundredths; what is no number was refused"
    )]
    (degrees.abs() <= most).then(|| (degrees * 100.0).round() as i16)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn degrees_are_rounded_to_hundredths() {
        for (lat, lon, kept) in [
            (-12.046_37, -77.042_79, Some((-1205, -7704))),
            (0.004, -0.004, Some((0, 0))),
            (90.0, 180.0, Some((9_000, 18_000))),
            (90.01, 0.0, None),
            (0.0, -180.5, None),
            (f64::NAN, 0.0, None),
            (0.0, f64::INFINITY, None),
        ] {
            assert_eq!(Place::near(lat, lon).map(Place::hundredths), kept, "{lat} {lon}");
        }
        assert_eq!(Place::near(-11.774, -77.1).unwrap().to_string(), "-11.77, -77.10");
        assert_eq!(Place::of_hundredths(9_001, 0), None);
        assert_eq!(Place::of_hundredths(0, -18_001), None);
        assert_eq!(Place::of_hundredths(-32_768, 0), None);
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let place = |lat, lon| Place::near(lat, lon).unwrap();
        let lima = place(-12.05, -77.04);
        for (from, to, kilometres) in [
            (lima, lima, 0.0),
            (lima, place(-13.52, -71.97), 573.5),           // Cusco
            (lima, place(-12.06, -77.14), 10.9),            // Callao
            (place(0.0, 179.99), place(0.0, -179.99), 2.2), // over the date line
            (place(0.0, 0.0), place(0.0, 180.0), 20_015.1),
            (place(90.0, 0.0), place(-90.0, 0.0), 20_015.1),
        ] {
            let found = from.kilometres_to(to);
            assert!((found - kilometres).abs() < 0.1, "{from:?} {to:?} {found}");
        }
    }
}

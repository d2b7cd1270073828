//! Places on a map that are worth trying: small and large ones in the middle of where they must lie.

use crate::{Answer, Extent, Kind, MapShape, Position, Question};

/// The middle of Lima, where nothing else is said.
const MIDDLE: (f64, f64) = (-12.046_374, -77.042_793);
/// How many metres there are, more or less, in a degree of latitude.
const DEGREE: f64 = 111_000.0;
/// The sides that are tried, in metres.
const SIDES: [f64; 4] = [20.0, 100.0, 500.0, 3.0];

/// Shapes of several sizes; of those that the numbers speak of, as metres and as square metres, a little smaller and larger, too.
pub(super) fn samples(draws: MapShape, within: Option<Extent>, numbers: &[f64]) -> Vec<Answer> {
    let middle = middle(within);
    let wanted = numbers.iter().filter(|number| **number > 0.0);
    let sides = wanted.flat_map(|size| match draws {
        MapShape::Area => [size.sqrt() * 0.9, size.sqrt() * 1.1, size / 4.4, size / 3.6],
        MapShape::Point | MapShape::Line => [size * 0.9, size * 1.1, *size, *size],
    });
    let mut shapes: Vec<Answer> = SIDES
        .into_iter()
        .chain(sides)
        .filter_map(|side| shape(draws, middle, side))
        .collect();
    shapes.dedup();
    shapes
}

fn shape(draws: MapShape, (latitude, longitude): (f64, f64), side: f64) -> Option<Answer> {
    let half = side / DEGREE / 2.0;
    // A degree of longitude is shorter, the nearer a pole.
    let across = half / latitude.to_radians().cos().max(0.01);
    let place =
        |south: f64, west: f64| Position::of_degrees(latitude - half * south, longitude - across * west);
    let places = match draws {
        MapShape::Point => vec![place(0.0, 0.0)?],
        MapShape::Line => vec![place(0.0, 1.0)?, place(0.0, -1.0)?],
        MapShape::Area => vec![
            place(1.0, 1.0)?,
            place(1.0, -1.0)?,
            place(-1.0, -1.0)?,
            place(-1.0, 1.0)?,
        ],
    };
    Some(Answer::Map(places))
}

/// The same shape with its first place in the middle, so that it tells of nobody where they live; nothing where it would not fit there, and of a
/// single place.
pub(crate) fn elsewhere(question: &Question, places: &[Position]) -> Option<Vec<Position>> {
    let Kind::Map { within, draws } = question.kind else {
        return None;
    };
    let first = places.first().filter(|_| draws != MapShape::Point)?;
    let (latitude, longitude) = middle(within);
    let (up, across) = (latitude - first.latitude(), longitude - first.longitude());
    let moved = places
        .iter()
        .map(|place| Position::of_degrees(place.latitude() + up, place.longitude() + across));
    let moved: Vec<Position> = moved.collect::<Option<_>>()?;
    let fits = within.is_none_or(|within| moved.iter().all(|place| within.holds(*place)));
    fits.then_some(moved)
}

fn middle(within: Option<Extent>) -> (f64, f64) {
    within.map_or(MIDDLE, |within| {
        let place = within.place(0.5, 0.5);
        (place.latitude(), place.longitude())
    })
}

//! Whether the line around an area crosses itself, computed exactly.

use crate::Position;

type Point = (i64, i64);

/// Whether two of its sides meet anywhere but at the corner that they share.
pub(super) fn crosses_itself(corners: &[Position]) -> bool {
    let points: Vec<Point> = corners.iter().map(|corner| corner.whole()).collect();
    let count = points.len();
    let side = |at: usize| (points[at % count], points[(at + 1) % count]);
    (0..count).any(|one| {
        let neighbour = (one + 1) % count;
        let folds_back = doubles_back(side(one), side(neighbour));
        folds_back
            || (one + 2..count)
                .filter(|other| (other + 1) % count != one)
                .any(|other| meet(side(one), side(other)))
    })
}

/// Whether a side goes back over the one before it.
fn doubles_back((from, corner): (Point, Point), (_, to): (Point, Point)) -> bool {
    let (back, on) = (
        (from.0 - corner.0, from.1 - corner.1),
        (to.0 - corner.0, to.1 - corner.1),
    );
    turn(from, corner, to) == 0 && back.0 * on.0 + back.1 * on.1 > 0
}

/// On which side of the line from the first to the second the third lies: 0 is on it.
fn turn(from: Point, to: Point, other: Point) -> i8 {
    let across = (to.0 - from.0) * (other.1 - from.1) - (to.1 - from.1) * (other.0 - from.0);
    match across {
        0 => 0,
        across if across > 0 => 1,
        _ => -1,
    }
}

fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let turns = (turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b));
    if turns.0 != turns.1 && turns.2 != turns.3 {
        return true;
    }
    let on = |from: Point, to: Point, other: Point, turned: i8| {
        let between = |low: i64, high: i64, at: i64| (low.min(high)..=low.max(high)).contains(&at);
        turned == 0 && between(from.0, to.0, other.0) && between(from.1, to.1, other.1)
    };
    on(a, b, c, turns.0) || on(a, b, d, turns.1) || on(c, d, a, turns.2) || on(c, d, b, turns.3)
}

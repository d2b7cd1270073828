//! Places on a map as people write them or copy them from elsewhere, and how long and large what they draw is.

use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};

use super::Answer;
use super::fields::Fields;
use super::tidy;
use super::wrong::{Cause, Wrong};
use crate::{Extent, MapShape, Position};

mod crossing;
#[cfg(test)]
mod tests;
mod written;

/// The most letters of one that is written as its places, with room for links.
pub(crate) const LONGEST: u32 = 10_000;

/// The places that were written, one on each line or with a semicolon between them.
pub(super) fn map(fields: Fields<'_>, shape: MapShape, within: Option<Extent>) -> Result<Answer, Wrong> {
    let text = tidy::lines(fields.sent(""));
    let mut places = Vec::new();
    for line in lines(&text) {
        let place =
            written::position(line).ok_or_else(|| Wrong::from(Cause::MapUnreal).limit(&shortened(line)))?;
        if within.is_some_and(|within| !within.holds(place)) {
            return Err(Wrong::from(Cause::MapOutside).limit(&place));
        }
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    // Who closes an area by hand means the same.
    if shape == MapShape::Area && places.len() > shape.least() && places.first() == places.last() {
        places.pop();
    }
    enough(&places, shape)?;
    Ok(Answer::Map(places))
}

/// The places among what was written so far, as many as there may be.
pub fn places(text: &str) -> Vec<Position> {
    let places = lines(text).filter_map(written::position);
    places.take(MapShape::Area.most()).collect()
}

/// What is written of one place each.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| {
            // A semicolon within a link is the link's own.
            let apart = if written::is_link(line.trim()) { '\n' } else { ';' };
            line.split(apart)
        })
        .map(str::trim)
        .filter(|line| !line.is_empty())
}

fn enough(places: &[Position], shape: MapShape) -> Result<(), Wrong> {
    if places.is_empty() {
        return Err(Cause::MapMissing.into());
    }
    if places.len() < shape.least() {
        return Err(match shape {
            MapShape::Area => Cause::MapFewOfArea,
            MapShape::Point | MapShape::Line => Cause::MapFewOfLine,
        }
        .into());
    }
    if places.len() > shape.most() {
        return Err(match shape {
            MapShape::Point => Cause::MapManyOfPoint.into(),
            MapShape::Line | MapShape::Area => Wrong::from(Cause::MapMany).limit(&shape.most()),
        });
    }
    if shape == MapShape::Area && crossing::crosses_itself(places) {
        return Err(Cause::MapCrossing.into());
    }
    Ok(())
}

/// As much of a line as a sentence has room for.
fn shortened(line: &str) -> String {
    const LETTERS: usize = 40;
    if line.chars().count() <= LETTERS {
        return line.to_owned();
    }
    let start: String = line.chars().take(LETTERS - 1).collect();
    format!("{start}…")
}

/// The places, each as `-12.046374, -77.042793`, with a semicolon between them; of a line and an area how long or large it is, too.
pub(super) fn shown(places: &[Position], shape: MapShape) -> String {
    let shown: Vec<String> = places
        .iter()
        .map(|place| place.to_string().replace(',', ", "))
        .collect();
    let shown = shown.join("; ");
    match shape {
        MapShape::Point => shown,
        MapShape::Line => format!("{shown} ({:.0} m)", length(places)),
        MapShape::Area => format!("{shown} ({:.0} m²)", around_and_area(places).1),
    }
}

/// How long the way along these places is, in metres.
pub(crate) fn length(places: &[Position]) -> f64 {
    let earth = Geodesic::wgs84();
    let pairs = places.iter().zip(places.iter().skip(1));
    let of_pair = |(from, to): (&Position, &Position)| -> f64 {
        earth.inverse(from.latitude(), from.longitude(), to.latitude(), to.longitude())
    };
    pairs.map(of_pair).sum()
}

/// How long the line around an area is, in metres, and how large what it holds, in square metres.
pub(crate) fn around_and_area(places: &[Position]) -> (f64, f64) {
    let earth = Geodesic::wgs84();
    let mut polygon = PolygonArea::new(&earth, Winding::CounterClockwise);
    for place in places {
        polygon.add_point(place.latitude(), place.longitude());
    }
    let (around, area, _) = polygon.compute(true);
    // Drawn the other way round it counts as less than nothing.
    (around, area.abs())
}

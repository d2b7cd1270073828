//! What was drawn on a map, as a picture without a map: a grid of latitudes and longitudes, with the places on it.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use forms::{Answer, Extent, Kind, MapShape, Position, Question};

/// The picture's sides, in pixels: the narrowest phones have room for it.
pub(crate) const SIDE: u16 = 288;
/// Into so many parts each side is divided.
const PARTS: u16 = 6;

/// A grid with what was drawn on it, as the address of a picture.
pub(crate) fn of(question: &Question, answer: &Answer) -> Option<String> {
    match (&question.kind, answer) {
        (Kind::Map { draws, .. }, Answer::Map(places)) => {
            Some(drawn(Extent::around(places)?, *draws, places))
        }
        _ => None,
    }
}

/// The same of places that are not all there yet, on the grid of where they must lie.
pub(crate) fn drawn(extent: Extent, shape: MapShape, places: &[Position]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\"><path fill=\"#fff\" d=\"M0 0h{SIDE}v{SIDE}H0z\"/>"
    );
    grid(&mut svg, extent);
    let points: Vec<(f64, f64)> = places.iter().map(|place| at(extent, *place)).collect();
    outline(&mut svg, shape, &points);
    for (number, (x, y)) in points.iter().enumerate() {
        let _ = write!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"#a1140b\"/>"
        );
        if shape != MapShape::Point {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"13\" font-family=\"sans-serif\">{}</text>",
                x + 7.0,
                y - 5.0,
                number + 1
            );
        }
    }
    svg.push_str("</svg>");
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}

/// Where a place is on the picture.
fn at(extent: Extent, place: Position) -> (f64, f64) {
    let (east, south) = extent.parts(place);
    (east * f64::from(SIDE), south * f64::from(SIDE))
}

/// Lines with their latitudes at the left edge and their longitudes at the foot.
fn grid(svg: &mut String, extent: Extent) {
    let step = f64::from(SIDE) / f64::from(PARTS);
    let (left, foot) = (4, SIDE - 5);
    for line in 1..PARTS {
        let offset = f64::from(line) * step;
        let part = f64::from(line) / f64::from(PARTS);
        let place = extent.place(part, part);
        let _ = write!(
            svg,
            "<path stroke=\"#c6ccd2\" d=\"M0 {offset:.1}H{SIDE}M{offset:.1} 0V{SIDE}\"/>"
        );
        let _ = write!(
            svg,
            "<g font-size=\"10\" font-family=\"sans-serif\" fill=\"#444\"><text x=\"{left}\" y=\"{:.1}\">{:.3}</text>",
            offset - 3.0,
            place.latitude()
        );
        if line % 2 == 0 {
            let _ = write!(
                svg,
                "<text x=\"{offset:.1}\" y=\"{foot}\" text-anchor=\"middle\">{:.3}</text>",
                place.longitude()
            );
        }
        svg.push_str("</g>");
    }
}

fn outline(svg: &mut String, shape: MapShape, points: &[(f64, f64)]) {
    let Some(((x, y), rest)) = points.split_first() else {
        return;
    };
    let _ = write!(
        svg,
        "<path stroke=\"#a1140b\" stroke-width=\"3\" fill-opacity=\".15\" fill=\"{}\" d=\"M{x:.1} {y:.1}",
        if shape == MapShape::Area {
            "#a1140b"
        } else {
            "none"
        }
    );
    for (x, y) in rest {
        let _ = write!(svg, "L{x:.1} {y:.1}");
    }
    svg.push_str(if shape == MapShape::Area { "Z\"/>" } else { "\"/>" });
}

//! Places on a map: written, or marked on a grid, which needs no script: the browser tells where an image was pressed.

use forms::{
    Extent, Kind, MapShape, Position, Question,
    answers::{self, Raw},
};

use super::field::{Control, Filled, Grid, id_of};
use crate::sketch;

/// What the button that takes the last place back sends.
const BACK: &str = "back";

pub(super) fn control(question: &Question, name: &str, filled: Filled<'_>) -> Control {
    let Kind::Map { draws, within } = question.kind else {
        return Control::Fields(Vec::new());
    };
    let value = filled.value(name);
    let places = answers::places(&value);
    let grid = within.map(|extent| Grid {
        src: sketch::drawn(extent, draws, &places),
        side: sketch::SIDE,
        name: format!("{name}.grid"),
        back: (!value.trim().is_empty()).then(|| format!("{name}.{BACK}")),
    });
    Control::Map {
        value,
        several: draws != MapShape::Point,
        grid,
    }
}

/// Marks the place that was pressed, or takes the last one back, in what was sent; then the page is shown again with this in view.
pub(crate) fn mark(questions: &[Question], raw: &mut Raw) -> Option<String> {
    let mut in_view = None;
    for question in questions {
        let mut names = vec![question.id.to_string()];
        let mut asked = vec![question];
        if let Kind::Group { questions, .. } = &question.kind {
            asked = questions.iter().collect();
            names = blocks(raw, question.id.as_str());
        }
        for inner in asked {
            let Kind::Map { draws, within } = inner.kind else {
                continue;
            };
            for name in &names {
                let name = if std::ptr::eq(inner, question) {
                    name.clone()
                } else {
                    format!("{name}.{}", inner.id)
                };
                if marked(&name, draws, within, raw) {
                    in_view = Some(id_of(&name));
                }
            }
        }
    }
    in_view
}

/// `trip.0`, `trip.1`: the blocks of a group that were sent.
fn blocks(raw: &Raw, group: &str) -> Vec<String> {
    let block = |key: &String| {
        let index = key.strip_prefix(group)?.strip_prefix('.')?.split('.').next()?;
        Some(format!("{group}.{index}"))
    };
    let mut blocks: Vec<String> = raw.keys().filter_map(block).collect();
    blocks.dedup();
    blocks
}

fn marked(name: &str, draws: MapShape, within: Option<Extent>, raw: &mut Raw) -> bool {
    let pressed = ["x", "y"].map(|axis| raw.remove(&format!("{name}.grid.{axis}")));
    let back = raw.remove(&format!("{name}.{BACK}")).is_some();
    let written = raw
        .get(name)
        .and_then(|values| values.first())
        .cloned()
        .unwrap_or_default();
    let mut lines: Vec<&str> = written.lines().filter(|line| !line.trim().is_empty()).collect();
    let place = within.and_then(|within| pressed_at(within, &pressed)).map(shown);
    if back {
        lines.pop();
    } else if let Some(place) = &place {
        if draws == MapShape::Point {
            lines.clear();
        }
        lines.push(place);
    } else {
        return false;
    }
    raw.insert(name.to_owned(), vec![lines.join("\n")]);
    true
}

fn pressed_at(within: Extent, pressed: &[Option<Vec<String>>; 2]) -> Option<Position> {
    let [east, south] = pressed.each_ref().map(|sent| {
        let pixels: f64 = sent.as_ref()?.first()?.parse().ok()?;
        Some(pixels / f64::from(sketch::SIDE))
    });
    let (east, south) = (east?, south?);
    // Nobody pressed on the corner: browsers send it where a key did.
    (east > 0.0 || south > 0.0).then(|| within.place(east, south))
}

fn shown(place: Position) -> String {
    place.to_string().replace(',', ", ")
}

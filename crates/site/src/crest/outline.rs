//! A picture as outlines in one colour each, for paper.

use usvg::{Group, Node, Paint, PaintOrder, Path, Tree, tiny_skia_path};

/// One outline, in the picture's units from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its lines and curves.
    pub segments: Vec<Segment>,
    /// The red, green and blue that it is filled with, if it is.
    pub fill: Option<[u8; 3]>,
    /// Whether what is inside is told by the even-odd rule rather than by the non-zero one.
    pub is_even_odd: bool,
    /// How it is drawn around, if it is.
    pub stroke: Option<Stroke>,
}

/// A line around an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its red, green and blue.
    pub colour: [u8; 3],
    /// How thick it is, in the picture's units.
    pub width: f32,
}

/// A piece of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begins anew there.
    Move(f32, f32),
    /// A straight line to there.
    Line(f32, f32),
    /// A cubic Bézier curve: its two control points and its end.
    Curve([(f32, f32); 3]),
    /// Back to where it began.
    Close,
}

/// All that is seen, lowest first.
pub(super) fn shapes(tree: &Tree) -> Vec<Shape> {
    let mut shapes = Vec::new();
    add(tree.root(), &mut shapes);
    shapes
}

fn add(group: &Group, shapes: &mut Vec<Shape>) {
    for node in group.children() {
        match node {
            Node::Group(group) => add(group, shapes),
            Node::Path(path) if path.is_visible() => shapes.extend(shape(path)),
            // The check let neither in.
            Node::Path(_) | Node::Image(_) | Node::Text(_) => {}
        }
    }
}

/// A path's outline; two shapes where its line lies below its filling.
fn shape(path: &Path) -> Vec<Shape> {
    let transform = path.abs_transform();
    let Some(outline) = path.data().clone().transform(transform) else {
        return Vec::new();
    };
    let segments = segments(&outline);
    let (x, y) = transform.get_scale();
    let stroke = path.stroke().and_then(|stroke| {
        Some(Stroke {
            colour: colour(stroke.paint())?,
            width: stroke.width().get() * f32::midpoint(x, y),
        })
    });
    let fill = path.fill().and_then(|fill| colour(fill.paint()));
    let is_even_odd = path
        .fill()
        .is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
    let drawn = |fill, stroke| Shape {
        segments: segments.clone(),
        fill,
        is_even_odd,
        stroke,
    };
    match (fill, stroke, path.paint_order()) {
        (None, None, _) => Vec::new(),
        (Some(_), Some(_), PaintOrder::StrokeAndFill) => {
            vec![drawn(None, stroke), drawn(fill, None)]
        }
        _ => vec![drawn(fill, stroke)],
    }
}

/// One colour for a gradient: the mean of its stops.
fn colour(paint: &Paint) -> Option<[u8; 3]> {
    let stops = match paint {
        Paint::Color(colour) => return Some([colour.red, colour.green, colour.blue]),
        Paint::LinearGradient(gradient) => gradient.stops(),
        Paint::RadialGradient(gradient) => gradient.stops(),
        Paint::Pattern(_) => return None,
    };
    let count = u32::try_from(stops.len()).ok().filter(|count| *count > 0)?;
    let mean = |part: fn(&usvg::Color) -> u8| {
        let sum: u32 = stops.iter().map(|stop| u32::from(part(&stop.color()))).sum();
        u8::try_from(sum / count).unwrap_or(u8::MAX)
    };
    Some([
        mean(|colour| colour.red),
        mean(|colour| colour.green),
        mean(|colour| colour.blue),
    ])
}

fn segments(outline: &tiny_skia_path::Path) -> Vec<Segment> {
    let mut at = (0.0, 0.0);
    let mut segments = Vec::new();
    for segment in outline.segments() {
        use tiny_skia_path::PathSegment;
        let drawn = match segment {
            PathSegment::MoveTo(to) => Segment::Move(to.x, to.y),
            PathSegment::LineTo(to) => Segment::Line(to.x, to.y),
            PathSegment::QuadTo(control, to) => quadratic(at, (control.x, control.y), (to.x, to.y)),
            PathSegment::CubicTo(one, two, to) => {
                Segment::Curve([(one.x, one.y), (two.x, two.y), (to.x, to.y)])
            }
            PathSegment::Close => Segment::Close,
        };
        match drawn {
            Segment::Move(x, y) | Segment::Line(x, y) | Segment::Curve([_, _, (x, y)]) => at = (x, y),
            Segment::Close => {}
        }
        segments.push(drawn);
    }
    segments
}

/// A quadratic curve as the cubic one that is the same.
fn quadratic(from: (f32, f32), control: (f32, f32), to: (f32, f32)) -> Segment {
    let towards = |end: (f32, f32)| {
        (
            end.0 + (control.0 - end.0) * 2.0 / 3.0,
            end.1 + (control.1 - end.1) * 2.0 / 3.0,
        )
    };
    Segment::Curve([towards(from), towards(to), to])
}

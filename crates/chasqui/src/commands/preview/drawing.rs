//! A drawing as large as what is drawn: the library's own canvas begins at nought, and guesses how wide words are.

use layout::{
    backends::svg::SVGWriter,
    core::{
        format::{ClipHandle, RenderBackend},
        geometry::Point,
        style::StyleAttr,
    },
};

const MARGIN: f64 = 16.0;
/// How wide a letter is in sans-serif, of its size: more than most are.
const LETTER: f64 = 0.62;

/// The canvas, and how far what is drawn on it reaches.
pub(super) struct Drawing {
    svg: SVGWriter,
    /// Words wait until all else is drawn, so that no line crosses them.
    words: Vec<(Point, String, StyleAttr)>,
    least: Point,
    most: Point,
}

impl Drawing {
    pub(super) fn new() -> Self {
        Self {
            svg: SVGWriter::new(),
            words: Vec::new(),
            least: Point::splat(f64::MAX),
            most: Point::splat(f64::MIN),
        }
    }

    /// The SVG, on white paper that holds all of it, and with white around the words that lie on arrows.
    pub(super) fn finish(mut self) -> String {
        for (xy, words, look) in std::mem::take(&mut self.words) {
            self.svg.draw_text(xy, &words, &look);
        }
        let svg = self.svg.finalize();
        let (x, y) = (self.least.x - MARGIN, self.least.y - MARGIN);
        let (width, height) = (self.most.x - x + MARGIN, self.most.y - y + MARGIN);
        let paper = format!(
            "<svg width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"{x:.0} {y:.0} {width:.0} {height:.0}\" \
             xmlns=\"http://www.w3.org/2000/svg\">\n\
             <style>text[class]{{font-family:sans-serif;paint-order:stroke;stroke:#fff;stroke-width:4px}}</style>\n\
             <rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" fill=\"#fff\"/>"
        );
        let opening = svg.find("<svg").and_then(|start| {
            let end = svg[start..].find('>')?;
            Some(start..start + end + 1)
        });
        match opening {
            Some(opening) => format!("{}{paper}{}", &svg[..opening.start], &svg[opening.end..]),
            None => svg,
        }
    }

    fn reach(&mut self, from: Point, to: Point) {
        self.least = Point::new(self.least.x.min(from.x), self.least.y.min(from.y));
        self.most = Point::new(self.most.x.max(to.x), self.most.y.max(to.y));
    }
}

/// How much room words take, a line each.
pub(super) fn room(words: &str, size: usize) -> Point {
    let longest = words.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let size = number(size);
    Point::new(
        number(longest) * size * LETTER,
        number(words.lines().count()) * size,
    )
}

fn number(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

impl RenderBackend for Drawing {
    fn draw_rect(
        &mut self,
        xy: Point,
        size: Point,
        look: &StyleAttr,
        properties: Option<String>,
        clip: Option<ClipHandle>,
    ) {
        self.reach(xy, Point::new(xy.x + size.x, xy.y + size.y));
        self.svg.draw_rect(xy, size, look, properties, clip);
    }

    fn draw_line(&mut self, start: Point, stop: Point, look: &StyleAttr, properties: Option<String>) {
        self.reach(start, start);
        self.reach(stop, stop);
        self.svg.draw_line(start, stop, look, properties);
    }

    fn draw_circle(&mut self, xy: Point, size: Point, look: &StyleAttr, properties: Option<String>) {
        let (x, y) = (size.x / 2.0, size.y / 2.0);
        self.reach(Point::new(xy.x - x, xy.y - y), Point::new(xy.x + x, xy.y + y));
        self.svg.draw_circle(xy, size, look, properties);
    }

    fn draw_text(&mut self, xy: Point, text: &str, look: &StyleAttr) {
        let room = room(text, look.font_size);
        let (x, y) = (room.x / 2.0, room.y / 2.0 + number(look.font_size));
        self.reach(Point::new(xy.x - x, xy.y - y), Point::new(xy.x + x, xy.y + y));
        self.words.push((xy, text.to_owned(), look.clone()));
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        dashed: bool,
        head: (bool, bool),
        look: &StyleAttr,
        properties: Option<String>,
        text: &str,
    ) {
        for (point, handle) in path {
            self.reach(*point, *point);
            self.reach(*handle, *handle);
        }
        self.svg.draw_arrow(path, dashed, head, look, properties, text);
    }

    fn create_clip(&mut self, xy: Point, size: Point, rounded_px: usize) -> ClipHandle {
        self.svg.create_clip(xy, size, rounded_px)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_holds_what_is_drawn_left_of_nought() {
        let mut drawing = Drawing::new();
        let look = StyleAttr::simple();
        drawing.draw_text(
            Point::new(0.0, 0.0),
            "forty letters that stand around the nought",
            &look,
        );
        let svg = drawing.finish();
        let (_, view) = svg.split_once("viewBox=\"").unwrap();
        let left: f64 = view.split(' ').next().unwrap().parse().unwrap();
        assert!(left < -100.0, "{view}");
    }
}

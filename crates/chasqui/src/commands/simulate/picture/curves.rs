//! The queue's length, and how long people waited.

use super::{
    super::{figures::SLOT, hours::stretches},
    Drawing, LEFT,
};

/// About as many points as the paper is wide.
const POINTS: i64 = 860;

impl Drawing<'_> {
    /// The queue's length as an area under its edge.
    pub(super) fn waiting(&self, svg: &mut String) {
        let (plan, figures) = (self.told.plan, &self.told.judged.course.figures);
        let count = self.until.duration_since(plan.begins).as_secs() / (SLOT.as_secs() * POINTS) + 1;
        let step = SLOT * i32::try_from(count).unwrap_or(1);
        let points = stretches(plan.begins, self.until, step).map(|[from, to]| {
            let waiting = f64::from(figures.within(from, to).waiting);
            format!("L{:.1} {:.1}", self.x(to), self.queue.scale.at(waiting))
        });
        let (path, bottom, end) = (points.collect::<String>(), self.queue.bottom, self.x(self.until));
        put!(
            svg,
            "<path class=\"queue\" d=\"M{LEFT} {bottom:.1}{path}L{end:.1} {bottom:.1}Z\"/>"
        );
        put!(svg, "<path class=\"edge\" d=\"M{LEFT} {bottom:.1}{path}\"/>");
    }

    /// The wait that such a share did not exceed; a gap where nobody was decided, and a dot for what stands alone.
    pub(super) fn waited(&self, svg: &mut String, class: &str, share: f64) {
        let figures = &self.told.judged.course.figures;
        let mut lines: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
        for [from, to] in stretches(self.told.plan.begins, self.until, self.stretch) {
            let wait = figures.within(from, to).wait(share);
            match (wait, lines.last_mut()) {
                (Some(wait), Some(line)) => {
                    let x = f64::midpoint(self.x(from), self.x(to));
                    line.push([x, self.waits.scale.at_time(wait)]);
                }
                _ => lines.push(Vec::new()),
            }
        }
        for line in lines {
            match &line[..] {
                [] => {}
                // Where both are the same, both are seen.
                [[x, y]] if class == "nine" => put!(
                    svg,
                    "<circle class=\"ring\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"
                ),
                [[x, y]] => put!(
                    svg,
                    "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>"
                ),
                points => {
                    let points = points.iter().map(|[x, y]| format!("{x:.1} {y:.1}"));
                    let points = points.collect::<Vec<_>>().join("L");
                    put!(svg, "<path class=\"{class}\" d=\"M{points}\"/>");
                }
            }
        }
    }
}

//! The queue and the waits as one drawing: an SVG without scripts, legible in print and without colours.

/// Writes a line of the drawing; writing to memory does not fail.
macro_rules! put {
    ($svg:expr, $($said:tt)*) => {{
        $svg.push_str(&format!($($said)*));
        $svg.push('\n');
    }};
}

mod axes;
mod curves;
mod days;

use jiff::{SignedDuration, Timestamp};

use super::{
    hours::stretches,
    told::Told,
    words::{brief, counted, number},
};
use crate::terminal::wrapped;
use axes::{Panel, Scale, Unit};

/// Colours that colour-blind people tell apart (Okabe and Ito), and which are light and dark in print.
const STYLE: &str = "text{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:13px;fill:#222}\
.title{font-size:21px;font-weight:600}.said{font-size:14px}.head{font-weight:600}.soft{fill:#555}\
.open{fill:#ece9e2}.grid{stroke:#c9c9c9;stroke-width:1}.axis{stroke:#555;stroke-width:1}\
.queue{fill:#0072b2;fill-opacity:.35}.edge{fill:none;stroke:#0072b2;stroke-width:2;stroke-linejoin:round}\
.half{fill:none;stroke:#222;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.nine{fill:none;stroke:#d55e00;stroke-width:2.5;stroke-dasharray:5 4;stroke-linejoin:round}\
.dot{fill:#222}.ring{fill:none;stroke:#d55e00;stroke-width:1.5}.break{stroke:#9c2c00;stroke-width:2;stroke-dasharray:2 3}.flag{fill:#9c2c00}.flagged{fill:#fff;font-weight:600}";

const WIDTH: f64 = 960.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 936.0;
/// So many days have their waits told by the hour, more by the day.
const MOST_DAYS_BY_HOUR: i32 = 10;
/// Letters in a line of the judgement.
const LINE: usize = 125;

/// The whole drawing.
pub(super) fn draw(told: &Told<'_>) -> String {
    let service = told.plan.service;
    let title = format!(
        "{}: {} in {}",
        service.about.name.in_language(&service.language_for("en")),
        counted(told.came, "application"),
        match told.plan.days.len() {
            1 => "a day".to_owned(),
            days => format!("{days} days"),
        },
    );
    let judgement = told.judgement().replace('`', "");
    let lines = wrapped(&judgement, LINE);
    let top = 62.0 + 20.0 * f64::from(u32::try_from(lines.lines().count()).unwrap_or(1));
    let drawing = Drawing::of(told, top);
    let height = drawing.waits.bottom + 90.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title desc\" lang=\"en\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n",
        escaped(&title),
        escaped(&format!("{judgement} {}", drawing.described())),
    );
    text(&mut svg, "title", 24.0, 38.0, "start", &title);
    for (place, line) in (0_u32..).zip(lines.lines()) {
        text(
            &mut svg,
            "said",
            24.0,
            64.0 + 20.0 * f64::from(place),
            "start",
            line,
        );
    }
    drawing.put(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

struct Drawing<'a> {
    told: &'a Told<'a>,
    time: Scale,
    queue: Panel,
    waits: Panel,
    /// Where time ends on the paper.
    until: Timestamp,
    /// How long the stretches are whose waits are told together.
    stretch: SignedDuration,
}

impl<'a> Drawing<'a> {
    fn of(told: &'a Told<'a>, top: f64) -> Self {
        let (plan, figures) = (told.plan, &told.judged.course.figures);
        // What is decided long afterwards would leave no room for the days themselves.
        let days = plan.ends.duration_since(plan.begins);
        let furthest = plan.ends.saturating_add(days).unwrap_or(plan.ends);
        let day = SignedDuration::from_hours(24);
        let mut until = plan.ends;
        while until < figures.end().min(furthest) {
            until = until.saturating_add(day).unwrap_or(furthest);
        }
        let length = until.duration_since(plan.begins);
        let stretch = if length > day * MOST_DAYS_BY_HOUR {
            day
        } else {
            SignedDuration::from_hours(1)
        };
        let longest = stretches(plan.begins, until, stretch)
            .filter_map(|[from, to]| figures.within(from, to).wait(0.9));
        let longest = longest.max().unwrap_or_default();
        let most = f64::from(figures.within(plan.begins, until).most);
        let queue = [top + 268.0, top + 48.0];
        let waits = [top + 482.0, top + 342.0];
        Self {
            told,
            time: Scale::linear(length.as_secs_f64(), [LEFT, RIGHT]),
            queue: Panel::of(Scale::up_to(most, queue), queue),
            waits: Panel::of(Scale::of_times(longest, Unit::of(longest), waits), waits),
            until,
            stretch,
        }
    }

    fn put(&self, svg: &mut String) {
        self.office_hours(svg);
        let unit = self.waits.scale.unit.map_or("", Unit::name);
        let stretch = if self.stretch > SignedDuration::from_hours(1) {
            "on that day"
        } else {
            "in that hour"
        };
        let waits = format!("How long people had waited whose case was decided {stretch}, in {unit}");
        for (panel, heading) in [
            (&self.queue, "Cases that no officer has taken yet"),
            (&self.waits, &waits),
        ] {
            text(svg, "head", LEFT, panel.top - 14.0, "start", heading);
            for tick in &panel.scale.ticks {
                let y = panel.scale.at(*tick);
                put!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
                text(svg, "", LEFT - 8.0, y + 4.5, "end", &axes::named(*tick));
            }
        }
        self.waiting(svg);
        self.waited(svg, "nine", 0.9);
        self.waited(svg, "half", 0.5);
        self.days(svg);
        self.breaks(svg);
        self.key(svg);
    }

    fn x(&self, at: Timestamp) -> f64 {
        self.time
            .at(at.duration_since(self.told.plan.begins).as_secs_f64())
    }

    /// A flag where it breaks.
    fn breaks(&self, svg: &mut String) {
        let broken = self
            .told
            .judged
            .broken
            .iter()
            .filter(|broken| broken.how.at() <= self.until);
        for (place, broken) in (0_u32..).zip(broken) {
            let at = broken.how.at();
            let step = &self.told.plan.steps()[broken.step].id;
            let words = format!("breaks at {step}: {}", brief(at, &self.told.plan.zone));
            let width = 7.4 * f64::from(u32::try_from(words.chars().count()).unwrap_or_default()) + 18.0;
            let (x, top) = (self.x(at), self.queue.top + 6.0 + 28.0 * f64::from(place));
            // Beside the line, on the side where there is room.
            let left = if x + width > RIGHT { x - width } else { x };
            for panel in [&self.queue, &self.waits] {
                put!(
                    svg,
                    "<path class=\"break\" d=\"M{x:.1} {:.1}V{:.1}\"/>",
                    panel.top,
                    panel.bottom
                );
            }
            put!(
                svg,
                "<rect class=\"flag\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"23\" rx=\"2\"/>"
            );
            text(svg, "flagged", left + width / 2.0, top + 16.0, "middle", &words);
        }
    }

    /// What lines and shades mean.
    fn key(&self, svg: &mut String) {
        let y = self.waits.bottom + 66.0;
        let top = y - 7.0;
        put!(
            svg,
            "<rect class=\"open\" x=\"{LEFT}\" y=\"{top:.1}\" width=\"22\" height=\"14\" stroke=\"#999\"/>"
        );
        put!(
            svg,
            "<path class=\"half\" d=\"M240 {y:.1}h30\"/><path class=\"nine\" d=\"M470 {y:.1}h30\"/>"
        );
        for (x, words) in [
            (LEFT + 30.0, "the office works"),
            (280.0, "half waited no longer"),
            (510.0, "nine of ten waited no longer"),
        ] {
            text(svg, "", x, y + 4.5, "start", words);
        }
    }

    /// What the picture shows, for whoever has it read aloud.
    fn described(&self) -> String {
        let most = self
            .told
            .judged
            .course
            .figures
            .within(self.told.plan.begins, self.until)
            .most;
        format!(
            "Above, the number of cases that no officer has taken yet, at most {}; below, how long people had waited whose case was decided.",
            number(most)
        )
    }
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escaped(words);
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    put!(
        svg,
        "<text{class} x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
    );
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

//! The queue and the waits as one drawing: an SVG without scripts, legible in print and without colours.

mod axes;

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::{
    told::Told,
    words::{clock, day, number},
};
use crate::commands::preview::drawing::wrapped;
use axes::{Panel, Scale, Unit};

/// Colours that colour-blind people tell apart (Okabe and Ito), and which are light and dark in print.
const STYLE: &str = "text{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:13px;fill:#222}\
.title{font-size:21px;font-weight:600}.said{font-size:14px}.head{font-weight:600}.soft{fill:#555}\
.open{fill:#ece9e2}.grid{stroke:#c9c9c9;stroke-width:1}.axis{stroke:#555;stroke-width:1}\
.queue{fill:#0072b2;fill-opacity:.35}.edge{fill:none;stroke:#0072b2;stroke-width:2;stroke-linejoin:round}\
.half{fill:none;stroke:#222;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.nine{fill:none;stroke:#d55e00;stroke-width:2.5;stroke-dasharray:5 4;stroke-linejoin:round}\
.dot{stroke-dasharray:none;fill:#fff}.break{stroke:#9c2c00;stroke-width:2;stroke-dasharray:2 3}.flag{fill:#9c2c00}.flagged{fill:#fff;font-weight:600}";

const WIDTH: f64 = 960.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 936.0;
/// A day with so much room has the names of hours.
const WITH_HOURS: f64 = 130.0;
/// Letters in a line of the judgement.
const LINE: usize = 125;

/// The whole drawing.
pub(super) fn draw(told: &Told<'_>) -> String {
    let service = told.plan.service;
    let english = service
        .languages
        .iter()
        .find(|language| language.as_str() == "en");
    let name = service
        .about
        .name
        .in_language(english.unwrap_or(service.default_language()));
    let title = format!(
        "{name}: {} applications in {} days",
        number(told.came),
        told.plan.days.len()
    );
    let title = if told.plan.days.len() == 1 {
        title.replace(" in 1 days", " in a day")
    } else {
        title
    };
    let judgement = told.judgement().replace('`', "");
    let lines = wrapped(&judgement, LINE);
    let top = 62.0 + 20.0 * f64::from(u32::try_from(lines.lines().count()).unwrap_or(1));
    let drawing = Drawing::of(told, top);
    let height = drawing.waits.bottom + 88.0;
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
    until: Timestamp,
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
        let most = figures.of(plan.begins, until).most;
        let longest = Self::hours(plan.begins, until)
            .filter_map(|[from, to]| figures.of(from, to).wait(0.9))
            .max();
        let queue = Panel {
            top: top + 48.0,
            bottom: top + 268.0,
            scale: Scale::up_to(f64::from(most), [top + 268.0, top + 48.0]),
        };
        let unit = Unit::of(longest.unwrap_or_default());
        let ends = [queue.bottom + 214.0, queue.bottom + 74.0];
        let waits = Panel {
            top: ends[1],
            bottom: ends[0],
            scale: Scale::of_times(longest.unwrap_or_default(), unit, ends),
        };
        let seconds = until.duration_since(plan.begins).as_secs_f64();
        Self {
            told,
            time: Scale::linear(seconds, [LEFT, RIGHT]),
            queue,
            waits,
            until,
        }
    }

    fn put(&self, svg: &mut String) {
        self.office_hours(svg);
        let [above, below] = [&self.queue, &self.waits].map(|panel| panel.top - 14.0);
        text(
            svg,
            "head",
            LEFT,
            above,
            "start",
            "Cases that no officer has taken yet",
        );
        let unit = self.waits.scale.unit.map_or("", Unit::name);
        let heading = format!("How long people waited whose case was decided in that hour, in {unit}");
        text(svg, "head", LEFT, below, "start", &heading);
        for panel in [&self.queue, &self.waits] {
            for tick in &panel.scale.ticks {
                let y = panel.scale.at(*tick);
                let _ = writeln!(svg, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
                text(svg, "", LEFT - 8.0, y + 4.5, "end", &axes::named(*tick));
            }
        }
        self.days(svg);
        self.waiting(svg);
        self.line(svg, "nine", 0.9);
        self.line(svg, "half", 0.5);
        self.breaks(svg);
        self.key(svg);
    }

    fn x(&self, at: Timestamp) -> f64 {
        self.time
            .at(at.duration_since(self.told.plan.begins).as_secs_f64())
    }

    fn office_hours(&self, svg: &mut String) {
        let plan = self.told.plan;
        let shifts = plan
            .shifts
            .from(plan.begins)
            .iter()
            .take_while(|shift| shift.opens < self.until);
        for shift in shifts {
            let (x, to) = (self.x(shift.opens), self.x(shift.closes.min(self.until)));
            for panel in [&self.queue, &self.waits] {
                let (y, width, height) = (panel.top, to - x, panel.bottom - panel.top);
                let _ = writeln!(
                    svg,
                    "<rect class=\"open\" x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\"/>"
                );
            }
        }
    }

    /// Midnights, the days' names between them as far as there is room, and hours where there is more.
    fn days(&self, svg: &mut String) {
        let (zone, bottom) = (&self.told.plan.zone, self.waits.bottom);
        let midnights = self.midnights();
        let count = midnights.len().saturating_sub(1).max(1);
        let room = (RIGHT - LEFT) / f64::from(u32::try_from(count).unwrap_or(1));
        // A day's name takes some ninety points, a short one sixty.
        let every = if room > 30.0 {
            1
        } else if room > 14.0 {
            3
        } else {
            7
        };
        for (place, pair) in midnights.windows(2).enumerate() {
            let [from, to] = [self.x(pair[0]), self.x(pair[1])];
            for panel in [&self.queue, &self.waits] {
                let _ = writeln!(
                    svg,
                    "<path class=\"axis\" d=\"M{from:.1} {:.1}v6M{LEFT} {:.1}H{RIGHT}\"/>",
                    panel.bottom, panel.bottom
                );
            }
            if place % every == 0 {
                let name = day(pair[0], zone);
                let short =
                    pair[0]
                        .to_zoned(zone.clone())
                        .strftime(if room > 62.0 { "%a %-d %b" } else { "%-d %b" });
                let name = if room > 140.0 { name } else { short.to_string() };
                text(
                    svg,
                    "",
                    f64::midpoint(from, to),
                    bottom + if room > WITH_HOURS { 38.0 } else { 22.0 },
                    "middle",
                    &name,
                );
            }
            if room > WITH_HOURS {
                let hours = if room > 400.0 {
                    2
                } else if room > 260.0 {
                    3
                } else {
                    6
                };
                for hour in (hours..24).step_by(hours) {
                    let at = pair[0] + SignedDuration::from_hours(i64::try_from(hour).unwrap_or_default());
                    let x = self.x(at);
                    let _ = writeln!(svg, "<path class=\"axis\" d=\"M{x:.1} {bottom:.1}v4\"/>");
                    text(svg, "soft", x, bottom + 19.0, "middle", &clock(at, zone));
                }
            }
        }
    }

    fn midnights(&self) -> Vec<Timestamp> {
        let first = self.told.plan.begins.to_zoned(self.told.plan.zone.clone()).date();
        let days = first.series(jiff::ToSpan::days(1));
        let midnights = days.filter_map(|day| super::hours::moment(day, 0, &self.told.plan.zone));
        midnights.take_while(|at| *at <= self.until).collect()
    }

    /// The queue's length, as often as there are points.
    fn waiting(&self, svg: &mut String) {
        let (plan, figures) = (self.told.plan, &self.told.judged.course.figures);
        let five = SignedDuration::from_mins(5);
        let steps = self.until.duration_since(plan.begins).as_secs() / (five.as_secs() * 860) + 1;
        let step = five * i32::try_from(steps).unwrap_or(1);
        let (mut path, mut from) = (String::new(), plan.begins);
        while from < self.until {
            let to = from.saturating_add(step).unwrap_or(self.until).min(self.until);
            let (x, y) = (
                self.x(to),
                self.queue.scale.at(f64::from(figures.of(from, to).waiting)),
            );
            let _ = write!(path, "L{x:.1} {y:.1}");
            from = to;
        }
        let (bottom, end) = (self.queue.bottom, self.x(self.until));
        let _ = writeln!(
            svg,
            "<path class=\"queue\" d=\"M{LEFT} {bottom}{path}L{end:.1} {bottom}Z\"/>"
        );
        let _ = writeln!(svg, "<path class=\"edge\" d=\"M{LEFT} {bottom}{path}\"/>");
    }

    fn hours(begins: Timestamp, until: Timestamp) -> impl Iterator<Item = [Timestamp; 2]> {
        let hour = SignedDuration::from_hours(1);
        let starts = std::iter::successors(Some(begins), move |at| at.checked_add(hour).ok());
        starts
            .take_while(move |at| *at < until)
            .map(move |at| [at, at.saturating_add(hour).unwrap_or(until)])
    }

    /// The wait that such a share did not exceed, hour by hour; a gap where nobody was decided.
    fn line(&self, svg: &mut String, class: &str, share: f64) {
        let figures = &self.told.judged.course.figures;
        let mut runs: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
        for [from, to] in Self::hours(self.told.plan.begins, self.until) {
            match (figures.of(from, to).wait(share), runs.last_mut()) {
                (Some(wait), Some(run)) => {
                    run.push([
                        f64::midpoint(self.x(from), self.x(to)),
                        self.waits.scale.at_time(wait),
                    ]);
                }
                _ => runs.push(Vec::new()),
            }
        }
        for run in runs {
            if let [[x, y]] = run[..] {
                let _ = writeln!(
                    svg,
                    "<circle class=\"{class} dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>"
                );
            } else if !run.is_empty() {
                let points = run.iter().map(|[x, y]| format!("{x:.1} {y:.1}"));
                let points = points.collect::<Vec<_>>().join("L");
                let _ = writeln!(svg, "<path class=\"{class}\" d=\"M{points}\"/>");
            }
        }
    }

    /// A flag where it breaks.
    fn breaks(&self, svg: &mut String) {
        let zone = &self.told.plan.zone;
        for (place, broken) in (0_u32..).zip(&self.told.judged.broken) {
            let at = broken.how.at();
            if at > self.until {
                continue;
            }
            let (x, top) = (self.x(at), self.queue.top + 6.0 + 28.0 * f64::from(place));
            let local = at
                .to_zoned(zone.clone())
                .strftime("%a %-d %b, %-H:%M")
                .to_string();
            let step = &self.told.plan.steps()[broken.step].id;
            let words = format!("breaks at {step}: {local}");
            let width = 7.4 * f64::from(u32::try_from(words.chars().count()).unwrap_or_default()) + 18.0;
            // Beside the line, on the side where there is room.
            let left = if x + width > RIGHT { x - width } else { x };
            let _ = writeln!(
                svg,
                "<path class=\"break\" d=\"M{x:.1} {:.1}V{:.1}\"/><rect class=\"flag\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
                 height=\"23\" rx=\"2\"/>",
                self.queue.top, self.waits.bottom
            );
            text(svg, "flagged", left + width / 2.0, top + 16.0, "middle", &words);
        }
    }

    /// What lines and shades mean.
    fn key(&self, svg: &mut String) {
        let y = self.waits.bottom + 66.0;
        let _ = writeln!(
            svg,
            "<rect class=\"open\" x=\"{LEFT}\" y=\"{:.1}\" width=\"22\" height=\"14\" stroke=\"#999\"/><path class=\"half\" d=\"M240 {y:.1}h30\"/>\
             <path class=\"nine\" d=\"M470 {y:.1}h30\"/>",
            y - 7.0
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
        let (plan, figures) = (self.told.plan, &self.told.judged.course.figures);
        let whole = figures.of(plan.begins, self.until);
        format!(
            "Above, the number of cases that no officer has taken yet, at most {}; below, how long people waited whose case was decided in each hour.",
            number(whole.most)
        )
    }
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    let _ = writeln!(
        svg,
        "<text{class} x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
        escaped(words)
    );
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

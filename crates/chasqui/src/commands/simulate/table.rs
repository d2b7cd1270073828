//! The hours of the office, a row each.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::{
    figures::{Figures, Row},
    hours::{self, moment},
    plan::Plan,
    words::{clock, day, length, number},
};

/// Up to so many days have a row an hour, and up to so many a row for two; more have one a day.
const BY_HOUR: usize = 5;
const BY_TWO_HOURS: usize = 10;

const HEADING: [&str; 8] = [
    "arrived",
    "by rules",
    "by people",
    "by deadline",
    "waiting",
    "half",
    "nine of ten",
    "longest",
];

/// What happened from one moment to another.
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    /// Nobody works then.
    closed: bool,
}

/// All rows, under their days.
pub(super) fn table(plan: &Plan<'_>, figures: &Figures) -> String {
    let whole = figures.within(plan.begins, figures.end());
    let with_deadlines = whole.counts.by_deadline > 0;
    let mut table = line("", &HEADING.map(str::to_owned), with_deadlines);
    let by_day = plan.days.len() > BY_TWO_HOURS;
    for date in &plan.days {
        let [Some(begins), Some(ends)] = [0, 24 * 60].map(|minute| moment(*date, minute, &plan.zone)) else {
            continue;
        };
        let name = day(begins, &plan.zone);
        if by_day {
            table += &row(&name, &figures.within(begins, ends), with_deadlines);
            continue;
        }
        table = table + &name + "\n";
        for stretch in stretches(plan, begins, ends) {
            let clocks = [stretch.from, stretch.to].map(|at| {
                if at == ends {
                    "24:00".into()
                } else {
                    clock(at, &plan.zone)
                }
            });
            let closed = if stretch.closed { " closed" } else { "" };
            let label = format!("  {:>5}–{:>5}{closed}", clocks[0], clocks[1]);
            table += &row(&label, &figures.within(stretch.from, stretch.to), with_deadlines);
        }
    }
    if figures.end() > plan.ends {
        table += &row(
            "Afterwards",
            &figures.within(plan.ends, figures.end()),
            with_deadlines,
        );
    }
    table + &row("In all", &whole, with_deadlines)
}

/// A day before, within and after office hours.
fn stretches(plan: &Plan<'_>, begins: Timestamp, ends: Timestamp) -> Vec<Stretch> {
    let step = if plan.days.len() > BY_HOUR { 2 } else { 1 };
    let step = jiff::SignedDuration::from_hours(step);
    let shift = plan
        .shifts
        .not_over_at(begins)
        .first()
        .filter(|shift| shift.opens < ends);
    let Some(shift) = shift else {
        return vec![Stretch {
            from: begins,
            to: ends,
            closed: true,
        }];
    };
    let mut stretches = vec![Stretch {
        from: begins,
        to: shift.opens,
        closed: true,
    }];
    stretches.extend(
        hours::stretches(shift.opens, shift.closes, step).map(|[from, to]| Stretch {
            from,
            to,
            closed: false,
        }),
    );
    stretches.push(Stretch {
        from: shift.closes,
        to: ends,
        closed: true,
    });
    stretches.retain(|stretch| stretch.from < stretch.to);
    stretches
}

fn row(label: &str, row: &Row, with_deadlines: bool) -> String {
    let counts = row.counts;
    let wait = |share| row.wait(share).map_or("–".to_owned(), length);
    let cells = [
        number(counts.arrived),
        number(counts.by_rules),
        number(counts.by_people),
        number(counts.by_deadline),
        number(row.waiting),
        wait(0.5),
        wait(0.9),
        wait(1.0),
    ];
    line(label, &cells, with_deadlines)
}

fn line(label: &str, cells: &[String; 8], with_deadlines: bool) -> String {
    let mut line = format!("{label:<21}");
    for (place, cell) in cells.iter().enumerate() {
        let width = match place {
            3 if !with_deadlines => continue,
            0..=2 | 4 => 10,
            _ => 13,
        };
        let _ = write!(line, "{cell:>width$}");
    }
    line + "\n"
}

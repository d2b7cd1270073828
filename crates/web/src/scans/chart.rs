//! Checks by hour of the day, as bars: the figures stand in a table beside them.

use super::table::{HOURS, Hour};

/// The drawing's width and height, and the height of its bars.
pub(super) const WIDTH: u64 = 12 * HOURS as u64;
pub(super) const HEIGHT: u64 = 78;
const TALLEST: u64 = 56;
const FLOOR: u64 = 62;
/// Between the left edges of two bars, and a bar.
const STEP: u64 = 12;
const BAR: u64 = 9;

/// The bars of one checkpoint.
pub(crate) struct Chart {
    pub(crate) bars: Vec<Bar>,
    pub(crate) marks: Vec<Mark>,
}

/// One piece of a bar.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) class: &'static str,
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) width: u64,
    pub(crate) height: u64,
}

/// An hour under the bars.
pub(crate) struct Mark {
    pub(crate) x: u64,
    pub(crate) hour: usize,
}

impl Chart {
    /// All charts of a page have one scale, so that their bars can be compared: `most` is the tallest bar's count.
    pub(super) fn of(hours: &[Hour; HOURS], most: u64) -> Self {
        let columns = (0..).map(|at| at * STEP + 1).zip(hours);
        Self {
            bars: columns
                .flat_map(|(x, hour)| column(x, *hour, most.max(1)))
                .collect(),
            marks: (0..).step_by(6).take(4).map(mark).collect(),
        }
    }
}

fn mark(hour: usize) -> Mark {
    Mark {
        x: hour as u64 * STEP + 1,
        hour,
    }
}

/// What was valid below, what was not on top of it. What happened at all is seen.
fn column(x: u64, hour: Hour, most: u64) -> impl Iterator<Item = Bar> {
    let tall = |count: u64| (count * TALLEST).div_ceil(most);
    let (valid, all) = (tall(hour.valid()), tall(hour.checks));
    let bar = move |class, from: u64, to: u64| Bar {
        class,
        x,
        y: FLOOR - to,
        width: BAR,
        height: to - from,
    };
    let bars = [bar("chart-held", 0, valid), bar("chart-refused", valid, all)];
    bars.into_iter().filter(|bar| bar.height > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_one_floor_and_on_one_scale() {
        let mut hours = [Hour::default(); HOURS];
        hours[8] = Hour {
            checks: 14,
            refused: 2,
        };
        hours[9] = Hour {
            checks: 7,
            refused: 0,
        };
        let chart = Chart::of(&hours, 28);
        let bar = |class, x, y, height| Bar {
            class,
            x,
            y,
            width: 9,
            height,
        };
        assert_eq!(
            chart.bars,
            [
                bar("chart-held", 97, 38, 24),
                bar("chart-refused", 97, 34, 4),
                bar("chart-held", 109, 48, 14),
            ]
        );
        assert!(Chart::of(&[Hour::default(); HOURS], 0).bars.is_empty());
    }
}

//! How hard a picture is to read, by the four rules of ISO/IEC 18004 (7.8.3), on whole rows of bits.
//!
//! Outside of the picture all is light, as the quiet zone is.

use num_traits::{AsPrimitive, PrimInt};

/// Points of a picture: of eight masked ones, that with the fewest is taken.
pub(super) fn penalty(rows: &[u128]) -> u32 {
    // Up to version 11, a processor's own word holds a row.
    if rows.len() <= 64 {
        let rows: Vec<u64> = rows.iter().map(|row| row.as_()).collect();
        points(&rows)
    } else {
        points(rows)
    }
}

fn points<W: PrimInt>(rows: &[W]) -> u32 {
    let side = rows.len();
    let columns = !(!W::zero() << (side - 1) << 1);
    // A bit says that its module is like the one on its right, or like the one below it.
    let across: Vec<W> = rows
        .iter()
        .map(|row| !(*row ^ *row >> 1) & columns >> 1)
        .collect();
    let down: Vec<W> = rows
        .windows(2)
        .map(|pair| !(pair[0] ^ pair[1]) & columns)
        .collect();
    runs_across(&across)
        + runs_down(&down)
        + 3 * squares(&across, &down)
        + 40 * (finders_across(rows) + finders_down(rows))
        + 10 * imbalance(rows)
}

/// Rule 1 in rows: 3 points for five modules alike, and one for each further. A run of n has n - 4 fives and one first.
fn runs_across<W: PrimInt>(across: &[W]) -> u32 {
    let points = |same: &W| {
        let three = *same & *same >> 1;
        let five = three & three >> 2;
        five.count_ones() + 2 * (five & !(five << 1)).count_ones()
    };
    across.iter().map(points).sum()
}

/// Rule 1 in columns.
fn runs_down<W: PrimInt>(down: &[W]) -> u32 {
    let mut above = W::zero();
    let points = |same: &[W]| {
        let five = same[0] & same[1] & same[2] & same[3];
        let first = five & !above;
        above = five;
        five.count_ones() + 2 * first.count_ones()
    };
    down.windows(4).map(points).sum()
}

/// Rule 2: squares of four modules alike, overlapping ones too.
fn squares<W: PrimInt>(across: &[W], down: &[W]) -> u32 {
    let squares = |(pair, down): (&[W], &W)| (pair[0] & pair[1] & *down).count_ones();
    across.windows(2).zip(down).map(squares).sum()
}

/// Rule 3 in rows: dark and light as 1:1:3:1:1, with four light modules before or after.
fn finders_across<W: PrimInt>(rows: &[W]) -> u32 {
    let finders = |row: &W| {
        let row = *row;
        let finder = row & !(row >> 1) & row >> 2 & row >> 3 & row >> 4 & !(row >> 5) & row >> 6;
        // Few rows have one.
        if finder.is_zero() {
            return 0;
        }
        let before = row << 1 | row << 2 | row << 3 | row << 4;
        let after = row >> 7 | row >> 8 | row >> 9 | row >> 10;
        (finder & !(before & after)).count_ones()
    };
    rows.iter().map(finders).sum()
}

/// Rule 3 in columns.
fn finders_down<W: PrimInt>(rows: &[W]) -> u32 {
    let any = |rows: &[W]| rows.iter().fold(W::zero(), |any, row| any | *row);
    let finders = |(y, seven): (usize, &[W])| {
        let finder = seven[0] & !seven[1] & seven[2] & seven[3] & seven[4] & !seven[5] & seven[6];
        if finder.is_zero() {
            return 0;
        }
        let before = any(&rows[y.saturating_sub(4)..y]);
        let after = any(&rows[y + 7..rows.len().min(y + 11)]);
        (finder & !(before & after)).count_ones()
    };
    rows.windows(7).enumerate().map(finders).sum()
}

/// Rule 4: whole steps of 5 % between the share of dark modules and a half.
fn imbalance<W: PrimInt>(rows: &[W]) -> u32 {
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    // Sides are below 128.
    let all = u32::try_from(rows.len() * rows.len()).unwrap_or(u32::MAX);
    (20 * dark).abs_diff(10 * all) / all
}

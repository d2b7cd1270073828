//! A QR's dark modules as few, touching rectangles: pictures of single modules fail to decode on coarse screens.

use super::Matrix;

/// A rectangle of dark modules, counted from the picture's upper left corner without its quiet zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its first column.
    pub x: usize,
    /// Its first row.
    pub y: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Matrix {
    /// Covers every dark module exactly once: each run of a row grows down while the rows below have it whole.
    pub fn blocks(&self) -> Vec<Block> {
        let mut open = self.rows.clone();
        let mut blocks = Vec::with_capacity(open.len() * open.len() / 5);
        for y in 0..open.len() {
            while open[y] != 0 {
                blocks.push(first(&mut open, y));
            }
        }
        blocks
    }
}

/// Takes out the first block that begins in a row.
fn first(open: &mut [u128], y: usize) -> Block {
    let x = open[y].trailing_zeros();
    let width = (open[y] >> x).trailing_ones();
    let run = (u128::MAX >> (128 - width)) << x;
    let height = open[y..].iter().take_while(|row| **row & run == run).count();
    for row in &mut open[y..y + height] {
        *row &= !run;
    }
    Block {
        x: x as usize,
        y,
        width: width as usize,
        height,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_dark_module_is_covered_once_and_no_light_one() {
        let matrix = crate::qr::encode("https://demo.invalid/v#0123456789012345678901234567890").unwrap();
        let mut painted = vec![0; matrix.width() * matrix.width()];
        for block in matrix.blocks() {
            for y in block.y..block.y + block.height {
                for x in block.x..block.x + block.width {
                    painted[y * matrix.width() + x] += 1;
                }
            }
        }
        for (at, times) in painted.into_iter().enumerate() {
            let dark = matrix.is_dark(at % matrix.width(), at / matrix.width());
            assert_eq!(times, i32::from(dark));
        }
    }
}

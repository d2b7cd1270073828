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
        let side = self.width;
        let mut open = self.dark.clone();
        let mut blocks = Vec::with_capacity(side * side / 5);
        for at in 0..side * side {
            if open[at] {
                blocks.push(grow(&mut open, side, at % side, at / side));
            }
        }
        blocks
    }
}

fn grow(open: &mut [bool], side: usize, x: usize, y: usize) -> Block {
    let row = |y: usize| y * side + x..y * side + side;
    let width = open[row(y)].iter().take_while(|dark| **dark).count();
    let mut height = 0;
    while y + height < side && open[row(y + height)][..width].iter().all(|dark| *dark) {
        open[row(y + height)][..width].fill(false);
        height += 1;
    }
    Block { x, y, width, height }
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

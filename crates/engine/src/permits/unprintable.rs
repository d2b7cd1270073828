//! Why something cannot stand on a permit's paper.

/// Why an answer cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprintable {
    /// The paper's font lacks this letter.
    Letter(char),
    /// It is longer than its place on the paper, or than what the QR has room for.
    TooLong,
}

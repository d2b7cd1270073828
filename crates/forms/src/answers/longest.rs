//! How long free text may be where its question does not say, in letters.

/// One line.
pub(crate) const LINE: u32 = 200;
/// Several lines.
pub(crate) const TEXT: u32 = 2_000;
/// A street, and how to find it.
pub(crate) const STREET: u32 = 200;

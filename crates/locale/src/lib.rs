//! The product's own words in each of its languages, dates and lengths of time in them, and the order of names.
//!
//! Letters, papers and pages say the same thing with the same text. What a *service* says is in its file.

pub mod collation;
pub mod dates;
mod language;
mod texts;

pub use language::{Area, Language};

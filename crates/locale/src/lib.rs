//! The product's own words in each of its languages, and dates and lengths of time in them.
//!
//! Letters, papers and pages say the same thing with the same text. What a *service* says is in its file.

pub mod dates;
mod language;
mod texts;

pub use language::{Area, Language};

//! Who runs a site: its name, authority, crest, colour and footer, read from one file (`docs/site-file.md`).

mod colour;
mod crest;
mod error;
mod site_file;

pub use colour::Colour;
pub use crest::{Crest, CrestError, Segment, Shape, Stroke};
pub use error::SiteError;
pub use site_file::{Contact, Footer, Site};

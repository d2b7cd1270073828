//! What only a demo has: letters that are read in the browser instead of being sent.

pub mod letter_box;
pub(crate) mod mail;

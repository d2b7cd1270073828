//! What only a demo has: letters that are read in the browser instead of being sent.

mod letter_box;
pub(crate) mod mail;

pub use letter_box::LetterBox;

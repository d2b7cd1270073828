//! What verifiers need: the keys, what permits say, which are revoked; the scanner, and a check by number.

pub(crate) mod app;
pub(crate) mod descriptions;
pub(crate) mod keys;
pub(crate) mod lists;
pub(crate) mod number;
pub(crate) mod scanner;

pub use descriptions::description;
pub use lists::{StatusLists, current as status_list};

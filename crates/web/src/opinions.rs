//! Opinions that others give before the office decides: their list, and the page of one. Neither says whose application it is.

pub(crate) mod asked;
pub(crate) mod queue;

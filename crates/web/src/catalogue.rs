//! What a visitor reads before applying.

pub(crate) mod accessibility;
pub(crate) mod list;
pub(crate) mod service;

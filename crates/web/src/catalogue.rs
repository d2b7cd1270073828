//! What a visitor reads before applying.

pub(crate) mod accessibility;
pub(crate) mod list;
mod search;
pub(crate) mod service;

//! Permits after they were issued: their paper, and taking them back.

pub(crate) mod change;
pub(crate) mod find;
pub(crate) mod paper;
pub(crate) mod revoke_many;
pub(crate) mod show;

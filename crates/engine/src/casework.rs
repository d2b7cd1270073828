//! Casework: what officers see of applications and do with them.

pub mod cases;
pub mod claims;
pub mod next;
pub mod offices;
pub mod own;
pub mod possible;
pub mod queue;
pub(crate) mod scopes;
mod search;
pub mod unattended;

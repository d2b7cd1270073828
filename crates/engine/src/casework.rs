//! Casework: what officers see of applications and do with them.

pub mod cases;
pub mod next;
pub mod possible;
pub mod queue;
mod scopes;

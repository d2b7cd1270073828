//! What checkpoints report (a fake, a seizure, a question), and what the office makes of it.

pub(crate) mod close;
pub(crate) mod find;
pub(crate) mod page;
pub(crate) mod queue;
mod reason;
pub(crate) mod report;
mod row;

pub(crate) use reason::Reason;
pub(crate) use row::Row;

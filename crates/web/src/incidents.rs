//! What checkpoints report (a fake, a seizure, a question), and what the office makes of it.

pub(crate) mod close;
mod outcome;
pub(crate) mod page;
pub(crate) mod queue;
pub(crate) mod report;
mod row;

pub(crate) use row::Row;

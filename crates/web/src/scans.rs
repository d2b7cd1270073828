//! What checkpoints scanned: handed in by phones, looked at by supervisors.

pub(crate) mod board;
mod chart;
pub(crate) mod of_permit;
mod period;
pub(crate) mod receive;
mod table;

//! What checkpoints scanned: handed in by phones, looked at by supervisors, forgotten after the service's time.

pub(crate) mod board;
mod chart;
pub(crate) mod of_permit;
mod period;
pub(crate) mod receive;
pub(crate) mod retention;
mod scope;
mod table;

pub(crate) use scope::services as services_in_reach;

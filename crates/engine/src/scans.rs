//! What checkpoints scanned: handed in by phones, looked at by supervisors, forgotten after the service's time.

pub mod board;
pub mod of_permit;
pub(crate) mod reach;
pub mod receive;
pub mod retention;

pub use store::{FASTEST, FlaggedPair, KeptScan, ScanId, ScanTally};

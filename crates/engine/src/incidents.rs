//! What checkpoints report (a fake, a seizure, a question), and what the office makes of it.

pub mod close;
pub mod list;
pub mod read;
pub mod reason;
pub mod report;

pub use store::{Closing, Incident, IncidentId, IncidentKind, Outcome};

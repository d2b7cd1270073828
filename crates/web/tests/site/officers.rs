//! `/o/…`

mod deciding;
mod log_in;
mod permits;
mod queue;
mod reach;
mod words;

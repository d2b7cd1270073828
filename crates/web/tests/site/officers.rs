//! `/o/…`

mod account;
mod check;
mod conditions;
mod deciding;
mod erasing;
mod log_in;
mod passkeys;
pub(crate) mod permits;
mod queue;
mod reach;
mod unsent;
mod words;

//! Who works here: accounts, what was granted to them, log-ins, names.

pub mod accounts;
pub mod change;
mod differences;
pub mod grants;
pub mod log_in;
pub mod names;
pub(crate) mod natural_person;
mod passwords;
mod sessions;

pub use store::Grant;

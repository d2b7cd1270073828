//! Who works here: accounts, what was granted to them, what they prove who they are with, names.

pub mod accounts;
mod attempts;
pub mod browsers;
pub mod change;
mod differences;
pub mod factors;
pub mod grants;
pub mod judged;
pub mod log_in;
mod logged_in;
pub mod names;
pub(crate) mod natural_person;
pub mod own;
pub mod password_links;
mod passwords;
mod places;
pub mod second_factor;
mod sessions;

pub use store::Grant;

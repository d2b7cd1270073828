//! Who may do what: one table, which every address and every operation goes through.

mod actions;
mod authorised;
mod caller;
mod duties;
mod scope;
#[cfg(test)]
mod tests;

pub use actions::{Action, Credentials};
pub use authorised::{Authorised, Scoped};
pub use caller::{Caller, Denied, authorise};
pub(crate) use caller::{Opened, Shown, roles};
pub use duties::Duty;
pub use scope::Scope;

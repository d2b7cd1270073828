//! Permits: signed when they are granted, drawn when they are asked for, changed while they hold.

mod by_language;
pub mod code;
pub mod conditions;
pub mod description;
pub(crate) mod earlier_conditions;
pub mod fields;
pub mod fit;
pub mod issue;
pub mod issued;
pub mod layout;
pub mod look_ups;
pub mod many;
pub mod number_check;
pub mod office;
pub mod own;
pub mod paper;
pub mod period;
pub mod replacement;
pub mod sign_anew;
pub(crate) mod successor;
pub mod unprintable;
pub mod vehicle;

pub use store::{PermitRow, PermitStatus, PrintedField};

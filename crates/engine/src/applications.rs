//! Applications from the applicant's side: begun, sent, found again, answered, taken back.

pub mod access;
mod begin_anew;
pub mod drafts;
pub mod fee;
pub mod find;
pub mod inspection;
pub mod of_earlier;
pub mod opening;
pub mod own;
mod second_fact;
pub mod send;
pub mod standing;

pub use store::{Case, Submitted};

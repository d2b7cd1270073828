//! Applications from the applicant's side: begun, sent, found again, answered, taken back.

pub mod drafts;
pub mod erase;
pub mod find;
pub mod own;
pub mod send;
pub mod standing;

pub use store::{Case, Submitted};

//! Erasing by law what an application tells of people: who asks and who confirms, what is over by its service's rules, and what
//! was erased.

pub mod again;
pub mod carry_out;
pub mod office;
pub mod over;
pub mod own;
pub mod request;

pub use store::{Erasure, ErasureEnd, ErasureGround, ErasureId, ErasureOutcome};

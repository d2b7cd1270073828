//! What is read from outside, each reader a target: whatever the bytes, it answers, and what it takes holds together.

#![forbid(unsafe_code)]

mod issuer;
mod seeds;
mod targets;

pub use seeds::seeds;
pub use targets::{TARGETS, Target, target};

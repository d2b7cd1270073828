//! What is read from outside, each reader a target: whatever the bytes, it answers, and what it takes holds together.

#![forbid(unsafe_code)]
// Its tests are in tests/; a module that is borrowed from elsewhere has its own there.
#![cfg(not(test))]

mod issuer;
/// The module itself, so that the fuzzer needs not the whole of `web`.
#[path = "../../../crates/engine/src/devices/jws.rs"]
#[rustfmt::skip]
mod jws;
mod seeds;
mod targets;

pub use seeds::seeds;
pub use targets::{TARGETS, Target, target};

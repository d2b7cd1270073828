//! What people see while a node's disk is full or cannot be written, and how it goes on by itself.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod disk;
mod full;
mod read_only;
mod town;

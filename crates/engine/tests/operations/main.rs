//! Operations as any caller may ask for them, without pages in between.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod look_ups;
mod people;
mod reach;
mod world;

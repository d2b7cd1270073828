//! The permit protocol as its users see it.

#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml allows it in tests, and sees only the functions marked so"
)]

#[path = "permit/any_input.rs"]
mod any_input;
#[path = "permit/issuing.rs"]
mod issuing;
#[path = "permit/key_sets.rs"]
mod key_sets;
#[path = "permit/mutants.rs"]
mod mutants;
#[path = "permit/mutations.rs"]
mod mutations;
#[path = "permit/published.rs"]
mod published;
#[path = "permit/strictness.rs"]
mod strictness;
#[path = "permit/support.rs"]
mod support;
#[path = "permit/vectors.rs"]
mod vectors;
#[path = "permit/verdicts.rs"]
mod verdicts;

//! Operations as any caller may ask for them, without pages in between.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod applying;
mod authenticator;
mod browsers;
mod case_moves;
mod drafts;
mod erasure;
mod factors;
mod kept;
mod limits;
mod look_ups;
mod own_affairs;
mod passkeys;
mod people;
mod planned;
mod publishing;
mod reach;
mod revocation;
mod world;

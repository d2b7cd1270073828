//! The site as a visitor meets it: each module mirrors an address.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod acting;
mod addresses;
mod admin;
mod api;
mod applications;
#[path = "../../../engine/tests/operations/authenticator.rs"]
mod authenticator;
mod case_moves;
mod catalogue;
mod consents;
mod control_characters;
mod every_page;
mod health;
mod identity;
mod inspections;
mod kept;
mod logged;
mod newer;
mod officers;
mod opinions;
mod papers;
mod phone;
mod planned;
mod posting;
mod prepared;
mod published;
mod publishing;
mod rooted;
mod specimens;
mod staff;
mod texts;
mod world;

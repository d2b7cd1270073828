//! What a user types, and what comes back.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod at_rest;
mod audit;
mod backup;
mod case_moves;
mod ceremony;
mod connections;
mod control_characters;
mod demo;
mod erasing;
mod keys;
mod log_ins;
mod moving;
mod newer;
mod people;
mod publishing;
mod real_cases;
mod resigning;
mod scenarios;
mod services;
mod simulate;
mod translations;
mod verify;

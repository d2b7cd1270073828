//! The store on a real server, which the `PG*` variables name: `./just postgres cargo nextest run -p store-postgres`.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod conformance;
mod database;
mod faults;
mod letters;
mod look_ups;
mod moving;
mod newer;
mod nodes;
mod people;
mod role;
mod writing;

//! Disks that are full or take no writing, servers that stand still, nodes that are killed: what people see
//! meanwhile, and how everything goes on by itself.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod disk;
mod full;
mod installation;
mod nodes;
mod postgres;
mod read_only;
mod revoking;
#[allow(dead_code, reason = "the kills use the rest of it")]
#[path = "../../crates/store-postgres/tests/kill/server.rs"]
mod server;

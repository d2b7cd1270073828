//! The program as people run it, people who use it, and the node that is measured.

pub mod beside;
pub mod browser;
pub mod citizen;
pub mod clock;
pub mod fixtures;
pub mod node;
pub mod office;
pub mod phone;
pub mod post_office;
pub mod postgres;
pub mod program;
pub mod server;
pub mod set_clock;
pub mod wait;

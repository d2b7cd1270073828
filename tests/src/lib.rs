//! The program as people run it, and the node that is measured.

pub mod node;
pub mod program;

//! What the service does, whoever asks: a page, a program, the command line, a job.

pub mod access;
pub mod applications;
pub mod authorise;
pub mod casework;
pub mod clock;
pub mod devices;
pub mod engine;
pub mod error;
pub mod health;
pub mod incidents;
pub mod issuer;
pub mod jobs;
pub mod keys;
pub mod letters;
mod limits;
pub mod log;
pub mod look_ups;
pub mod peer;
pub mod people;
pub mod permits;
pub mod publishing;
pub mod ratings;
pub mod scans;
pub mod secret;
pub mod services;
pub mod status_lists;
mod transitions;

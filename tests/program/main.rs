//! What a user types, and what comes back.

mod audit;
mod demo;
mod people;
mod services;
mod verify;

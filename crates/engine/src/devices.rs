//! Checkpoint phones: invited by an administrator, known afterwards by a key that never leaves them
//! ([ADR 9](../../../docs/adr/0009-enrolled-devices.md)).

pub mod admission;
pub mod change;
pub mod enrolling;
pub mod invitations;
mod jws;
pub mod list;
pub mod names;
mod nonce;
pub mod phrase;
pub mod refusal;
pub mod settings;

pub use store::{Checkpoint, Device, DeviceId, Place};

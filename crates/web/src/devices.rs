//! Checkpoint phones: invited by an administrator, known afterwards by a key that never leaves them.
//!
//! A request of an enrolled phone carries `Authorization: Device <compact JWS>` over its method, path, body and a
//! nonce of ours ([ADR 9](../../../docs/adr/0009-enrolled-devices.md)).

pub(crate) mod admission;
pub(crate) mod enrol;
pub(crate) mod find;
pub(crate) mod invitation;
pub(crate) mod list;
mod names;
pub(crate) mod own;
pub(crate) mod page;
mod typed;

pub(crate) use names::Phones;

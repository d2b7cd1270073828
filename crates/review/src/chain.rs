//! Each application's own hash chain: what shows that nobody touched its history.
//!
//! ```text
//! commitment = SHA-256(salt ‖ CBOR ["chasqui/payload/1", event])
//! hash       = SHA-256(CBOR ["chasqui/event/1", application, sequence, at, author, kind, commitment, previous])
//! ```
//!
//! The hash covers the commitment and not the event, so the event and its salt can be erased by law while the
//! chain still holds; without the salt nobody can try guesses at what was erased. What stays is who did which
//! kind of thing, and when. The CBOR is deterministic ([`canonical`]).

mod canonical;
mod hash;
mod recorded;

pub use hash::Hash;
pub use recorded::{Erased, Link, Recorded};

//! Each application's own hash chain: what shows that nobody touched its history.
//!
//! ```text
//! commitment = SHA-256(salt ‖ CBOR ["chasqui/payload/1", event])
//! hash       = SHA-256(CBOR ["chasqui/event/1", application, sequence, at, author, kind, commitment, previous])
//! ```
//!
//! The hash covers the commitment and not the event, so the event and its salt can be erased by law while the
//! chain still holds; without the salt nobody can try guesses at what was erased. What stays is who did which
//! kind of thing, and when. The CBOR is deterministic (RFC 8949, section
//! 4.2.1): shortest integers, definite lengths, map keys in byte order. An event is encoded from its JSON.
//!
//! So a release verifies what only a newer one can read: the kind is a word, the event is encoded from the JSON as it is
//! kept, and an author who is none of `applicant`, `consenting-person` and `system` and no officer is encoded from the JSON too. A release that
//! adds a kind or an author must hash it so.
//!
//! A chain that holds has no event changed, inserted, moved or taken from its middle since. That its *end* is
//! there, and that the application itself is, only a [`Checkpoint`] kept elsewhere shows.

mod canonical;
mod checkpoint;
mod hash;
mod header;
mod link;
mod recorded;
#[cfg(test)]
mod tests;
mod verify;

pub use checkpoint::{Checkpoint, Discrepancy, Head};
pub use hash::Hash;
pub use header::{Header, commitment};
pub use link::Link;
pub(crate) use recorded::ChainPosition;
pub use recorded::{Erased, NewerEvent, Recorded};
pub use verify::{Break, verify, verify_whole};

//! Places on a status list that say nothing of the order in which permits were issued.
//!
//! A counter goes through a keyed permutation of `0..capacity`: a Feistel network over HMAC-SHA-256 on
//! the smallest power of two that holds the capacity, walked until it lands inside.

use aws_lc_rs::hmac;

/// Enough rounds that halves of a few bits mix well; a power of two, so both halves return to their sides.
const ROUNDS: u8 = 8;

/// The secret of one list's order.
#[derive(Clone)]
pub struct PermutationKey(hmac::Key);

impl PermutationKey {
    /// Derives a list's key from the issuer's secret, so that no two lists share an order.
    pub fn for_list(secret: &[u8; 32], list: u32) -> Self {
        let master = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let derived = hmac::sign(
            &master,
            &[b"status list order ".as_slice(), &list.to_be_bytes()].concat(),
        );
        Self(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    /// The first 32 bits of a round's output; only as many as half a place has are used.
    fn round(&self, round: u8, half: u32) -> u32 {
        let [a, b, c, d] = half.to_be_bytes();
        let tag = hmac::sign(&self.0, &[round, a, b, c, d]);
        tag.as_ref()
            .iter()
            .take(4)
            .fold(0, |value, byte| value << 8 | u32::from(*byte))
    }
}

impl std::fmt::Debug for PermutationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PermutationKey(…)")
    }
}

/// The place of the `counter`th permit on a list of this capacity; none once the list is full.
pub fn place(key: &PermutationKey, capacity: u32, counter: u32) -> Option<u32> {
    if counter >= capacity {
        return None;
    }
    let bits = (u32::BITS - (capacity - 1).leading_zeros()).max(2);
    let mut place = counter;
    // A permutation's cycle through `counter` comes back inside the capacity at the latest at `counter`.
    loop {
        place = shuffle(key, bits, place);
        if place < capacity {
            return Some(place);
        }
    }
}

/// One pass over a domain of `bits` bits. Halves of unequal size change sides each round, so that an odd
/// number of bits needs no larger domain.
fn shuffle(key: &PermutationKey, bits: u32, value: u32) -> u32 {
    let (mut left_bits, mut right_bits) = (bits / 2, bits - bits / 2);
    let (mut left, mut right) = (value >> right_bits, value & mask(right_bits));
    for round in 0..ROUNDS {
        let mixed = left ^ (key.round(round, right) & mask(left_bits));
        (left, right) = (right, mixed);
        (left_bits, right_bits) = (right_bits, left_bits);
    }
    left << right_bits | right
}

fn mask(bits: u32) -> u32 {
    (1 << bits) - 1
}

#[cfg(test)]
mod tests;

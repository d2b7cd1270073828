//! Changes that know nothing of what the bytes mean.

use super::{Material, text};
use crate::support::Random;

pub(super) fn any(material: &Material, random: &mut Random) -> String {
    let mut bytes = material.permit.clone();
    let at = random.below(bytes.len());
    match random.below(9) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => (0..=random.below(6)).for_each(|_| {
            let at = random.below(bytes.len());
            bytes[at] ^= random.byte();
        }),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random.byte()),
        4 => drop(bytes.remove(at)),
        5 => bytes.extend((0..=random.below(8)).map(|_| random.byte())),
        6 => {
            let other = random.below(bytes.len());
            bytes.swap(at, other);
        }
        7 => bytes[at..].rotate_left(1),
        _ => cross(&mut bytes, &material.sibling, at, random),
    }
    text(&bytes)
}

/// A stretch of another genuine permit in its place.
fn cross(bytes: &mut [u8], sibling: &[u8], at: usize, random: &mut Random) {
    let end = (at + random.below(40)).min(bytes.len()).min(sibling.len());
    if at < end {
        bytes[at..end].copy_from_slice(&sibling[at..end]);
    }
}

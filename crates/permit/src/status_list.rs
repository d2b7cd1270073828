//! What became of permits since they were issued: two bits each (IETF Token Status List).

mod published;

pub use published::{PublishedList, StatusListError};

/// The largest list that is read: 4 MiB unpacked, some 16 million permits.
pub const LARGEST_BYTES: usize = 4 << 20;

/// What a list says of one permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing against it.
    Valid,
    /// Revoked or replaced, for good.
    Invalid,
    /// Set aside for a time.
    Suspended,
}

/// The statuses of one list's permits by their index, all valid at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    bytes: Vec<u8>,
}

impl StatusList {
    /// A list with room for at least so many permits (rounded up to four, cut at [`LARGEST_BYTES`]).
    pub fn new(capacity: u32) -> Self {
        let bytes = usize::try_from(capacity.div_ceil(4)).unwrap_or(LARGEST_BYTES);
        Self {
            bytes: vec![0; bytes.min(LARGEST_BYTES)],
        }
    }

    /// How many permits fit.
    pub fn capacity(&self) -> u32 {
        u32::try_from(self.bytes.len() * 4).unwrap_or(u32::MAX)
    }

    /// A permit's status, or none where the list does not reach.
    ///
    /// The fourth pattern means nothing to us; whatever its issuer meant, it is not valid.
    pub fn status(&self, index: u32) -> Option<Status> {
        let (byte, shift) = place(index);
        Some(match self.bytes.get(byte)? >> shift & 3 {
            0 => Status::Valid,
            2 => Status::Suspended,
            _ => Status::Invalid,
        })
    }

    /// Sets a permit's status; false where the list does not reach.
    #[must_use]
    pub fn set(&mut self, index: u32, status: Status) -> bool {
        let (byte, shift) = place(index);
        let bits = match status {
            Status::Valid => 0,
            Status::Invalid => 1,
            Status::Suspended => 2,
        };
        let Some(byte) = self.bytes.get_mut(byte) else {
            return false;
        };
        *byte = *byte & !(3 << shift) | bits << shift;
        true
    }
}

/// Byte and shift; the lowest index is in the lowest bits of the first byte.
fn place(index: u32) -> (usize, u32) {
    (usize::try_from(index / 4).unwrap_or(usize::MAX), index % 4 * 2)
}

#[cfg(test)]
mod tests;

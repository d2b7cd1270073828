//! The seven statuses without their facts: what lists are filtered by.

use review::Status;

/// A status of the fixed vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the status of the same name")]
pub enum StatusName {
    Queued,
    Claimed,
    Waiting,
    Approved,
    Rejected,
    Withdrawn,
    Lapsed,
}

impl StatusName {
    /// All, in the order in which people read them.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Claimed,
        Self::Waiting,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::Lapsed,
    ];

    /// The word that [`Status::name`] says.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Claimed => "Claimed",
            Self::Waiting => "Waiting",
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
            Self::Withdrawn => "Withdrawn",
            Self::Lapsed => "Lapsed",
        }
    }

    /// The status of this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == word)
    }
}

impl From<&Status> for StatusName {
    fn from(status: &Status) -> Self {
        match status {
            Status::Queued { .. } => Self::Queued,
            Status::Claimed { .. } => Self::Claimed,
            Status::Waiting { .. } => Self::Waiting,
            Status::Approved { .. } => Self::Approved,
            Status::Rejected { .. } => Self::Rejected,
            Status::Withdrawn { .. } => Self::Withdrawn,
            Status::Lapsed { .. } => Self::Lapsed,
        }
    }
}

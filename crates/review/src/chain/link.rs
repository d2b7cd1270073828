use serde::{Deserialize, Serialize};

use super::{Erased, Hash, Header, NewerEvent, Recorded};

/// One link of a stored chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// As it was recorded.
    Whole(Recorded),
    /// Its payload was erased.
    Erased(Erased),
    /// As a newer release recorded it.
    Newer(NewerEvent),
}

impl Link {
    /// What stays after erasure too: place, time, author and kind.
    pub fn header(&self) -> Header {
        match self {
            Self::Whole(recorded) => recorded.header(),
            Self::Erased(erased) => erased.header(),
            Self::Newer(newer) => newer.erased.header(),
        }
    }

    /// The hash as it was recorded.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Whole(recorded) => recorded.hash,
            Self::Erased(erased) => erased.hash,
            Self::Newer(newer) => newer.erased.hash,
        }
    }

    /// The same link without its payload.
    #[must_use]
    pub fn erase(self) -> Self {
        match self {
            Self::Whole(recorded) => Self::Erased(recorded.erase()),
            Self::Newer(newer) => Self::Erased(newer.erased),
            Self::Erased(_) => self,
        }
    }
}

impl From<Recorded> for Link {
    fn from(recorded: Recorded) -> Self {
        Self::Whole(recorded)
    }
}

impl From<Erased> for Link {
    fn from(erased: Erased) -> Self {
        Self::Erased(erased)
    }
}

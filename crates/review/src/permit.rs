//! A permit's life within the application that it was issued on.

use serde::{Deserialize, Serialize};

use crate::{ApplicationId, Author, MaybeNewer};

/// A permit's identity: the sixteen random bytes of its claim `cti` (RFC 8392), in hexadecimal where they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PermitRef(#[serde(with = "hex")] pub [u8; 16]);

/// A permit's status; that it has expired is seen from its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PermitStatus {
    /// Holds.
    Active,
    /// Does not hold for now.
    Suspended,
    /// Holds never again.
    Revoked,
    /// Holds never again, since a newer one stands in its place.
    Replaced,
}

/// Why a permit was changed, as a code: what may be told of it for ever. The office's own words are a note beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermitReason {
    /// What was declared was not true, or the paper was misused.
    Fraud,
    /// The office was wrong.
    Mistake,
    /// Its conditions were not kept.
    Conditions,
    /// A checkpoint reported it.
    Report,
    /// Its holder asked for it.
    Holder,
    /// It was lost.
    Lost,
    /// A court or an authority ordered it.
    Order,
    /// A person found the automatic approval wrong.
    Sample,
    /// The note says why.
    Other,
}

/// Why a newer permit stands in the place of another, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplacementReason {
    /// What it says was wrong, and the newer one says it right.
    Correction,
    /// Its holder has lost it, or it was stolen: whoever has it now must not use it.
    Loss,
    /// The office put the newer one in its place.
    Office,
}

/// The permit that an application's own is to stand in the place of, once that one is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaces {
    /// The application that the earlier permit was issued on.
    pub application: ApplicationId,
    /// The earlier permit.
    pub permit: PermitRef,
    /// Why.
    pub reason: ReplacementReason,
}

/// That a permit stands in the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The permit that was replaced.
    pub permit: PermitRef,
    /// The permit that stands in its place; it may be of another application.
    pub by: PermitRef,
    /// Why.
    pub reason: ReplacementReason,
}

/// A permit as the history tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitLife {
    /// Which.
    pub id: PermitRef,
    /// Its status.
    pub status: PermitStatus,
    /// The sequence of the event that gave it this status.
    pub revision: u64,
    /// Who gave it this status.
    pub by: MaybeNewer<Author>,
}

impl PermitStatus {
    /// As pages and forms name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }

    /// Whether a permit of this status may be given that one: revoked and replaced are for ever.
    pub fn may_become(self, to: Self) -> bool {
        match self {
            Self::Active | Self::Suspended => to != self,
            Self::Revoked | Self::Replaced => false,
        }
    }
}

impl ReplacementReason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Correction, Self::Loss, Self::Office];

    /// The reason's word, stable for forms and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Loss => "loss",
            Self::Office => "office",
        }
    }

    /// The reason of a word.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl PermitReason {
    /// All of them, in the order in which an officer reads them.
    pub const ALL: [Self; 9] = [
        Self::Fraud,
        Self::Conditions,
        Self::Report,
        Self::Holder,
        Self::Lost,
        Self::Order,
        Self::Mistake,
        Self::Sample,
        Self::Other,
    ];

    /// The reason's word, stable for forms and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fraud => "fraud",
            Self::Mistake => "mistake",
            Self::Conditions => "conditions",
            Self::Report => "report",
            Self::Holder => "holder",
            Self::Lost => "lost",
            Self::Order => "order",
            Self::Sample => "sample",
            Self::Other => "other",
        }
    }

    /// The reason of a word.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

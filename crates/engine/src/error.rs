//! Why an operation was not carried out, by cause and by whose fault it is.

use std::error::Error as StdError;

use files::FilesError;
use permit::{IssueError, SignError};
use review::{Cause, Refusal};
use store::StoreError;

use crate::{devices::refusal::DeviceRefusal, permits::unprintable::Unprintable};

/// Why an operation was not carried out. Nothing of it was kept, but where [`Error::Unheard`] says that nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the caller is not to know that there is.
    #[error("not found")]
    NotFound,
    /// The caller may not do this here.
    #[error("forbidden")]
    Forbidden,
    /// The request makes no sense: it came from no page and no program of ours.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// More was sent than is taken at once.
    #[error("too large")]
    TooLarge,
    /// The caller is party to it.
    #[error("their own application")]
    OwnApplication,
    /// The caller asked for it themselves, and another person is to confirm it.
    #[error("their own request")]
    OwnRequest,
    /// The state of the application does not allow it.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// A phone is not let in.
    #[error("device refused: {}", .0.code())]
    Device(DeviceRefusal),
    /// Asked too often.
    #[error("too many requests")]
    TooMany {
        /// Which limit it is, as docs/limits.md names it.
        limit: String,
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Somebody else was faster: look again.
    #[error("conflict")]
    Conflict,
    /// The same was asked for already of that permit, and it is under way or was granted.
    #[error("it was asked for already")]
    AskedAlready,
    /// The permit that is to be changed, handed over or issued again does not hold any more.
    #[error("the earlier permit does not hold")]
    EarlierPermitOver,
    /// A permit is to be handed over to whoever has it.
    #[error("it would go to whoever has it")]
    SameHolder,
    /// The office had set conditions on the earlier permit, which only a person can set anew.
    #[error("the conditions of the earlier permit must be looked at by a person")]
    ConditionsToSet,
    /// The day that the permit's time hangs on has passed.
    #[error("the permit would hold no day")]
    UnfitDay,
    /// The permit would end before it begins, by the days or times that were asked for.
    #[error("the permit would end before it begins")]
    CrossedDays,
    /// The permit cannot be put on paper, so it is not granted.
    #[error("the permit has no paper")]
    NoPaper,
    /// The paper cannot show the conditions that somebody would set with what is set already.
    #[error("the paper cannot show the conditions")]
    UnprintableConditions(Unprintable),
    /// The letter says that a permit is ready, which was taken back since.
    #[error("the permit was taken back")]
    PermitTakenBack,
    /// The store, the files' home or the signer does not do its part: nothing is lost, it can be tried again.
    #[error("unavailable")]
    Unavailable(#[source] Option<Box<dyn StdError + Send + Sync>>),
    /// The program is wrong, or what it keeps was damaged.
    #[error("broken: {0}")]
    Broken(String),
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller asked for what they may not have, or for what is not there.
    Caller,
    /// Nobody's: time has passed, or somebody else was faster.
    Circumstances,
    /// A part that the program relies on does not answer.
    Surroundings,
    /// The program's own.
    Program,
}

impl Error {
    /// The program's own fault, with what its log should say.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NotFound
            | Self::Forbidden
            | Self::BadRequest(_)
            | Self::TooLarge
            | Self::OwnApplication
            | Self::OwnRequest
            | Self::Device(_)
            | Self::TooMany { .. } => Fault::Caller,
            Self::Refused(_)
            | Self::Conflict
            | Self::AskedAlready
            | Self::EarlierPermitOver
            | Self::SameHolder
            | Self::ConditionsToSet
            | Self::UnfitDay
            | Self::CrossedDays
            | Self::NoPaper
            | Self::UnprintableConditions(_)
            | Self::PermitTakenBack => Fault::Circumstances,
            Self::Unavailable(_) => Fault::Surroundings,
            Self::Broken(_) => Fault::Program,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            StoreError::Conflict { .. } | StoreError::Newer(_) => Self::Conflict,
            StoreError::Unavailable(_) => Self::Unavailable(Some(error.into())),
            StoreError::AlreadyExists(_) | StoreError::Contradiction(_) | StoreError::Corrupt { .. } => {
                Self::Broken(error.to_string())
            }
        }
    }
}

impl From<FilesError> for Error {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::NotFound(_) => Self::NotFound,
            FilesError::TooLarge { .. } => Self::TooLarge,
            FilesError::Unavailable { .. } => Self::Unavailable(Some(error.into())),
            other => Self::Broken(other.to_string()),
        }
    }
}

/// No key may sign just now, or the token that holds it does not answer.
impl From<SignError> for Error {
    fn from(error: SignError) -> Self {
        Self::Unavailable(Some(error.into()))
    }
}

impl From<IssueError> for Error {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Sign(error) => error.into(),
            other => Self::Broken(format!("a permit was not signed: {other}")),
        }
    }
}

impl From<DeviceRefusal> for Error {
    fn from(refusal: DeviceRefusal) -> Self {
        Self::Device(refusal)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal.cause {
            Cause::OwnAffair => Self::OwnApplication,
            _ => Self::Refused(refusal),
        }
    }
}

//! Why the store did not do what was asked, and whose fault that is.

use std::error::Error;
use std::fmt;

use thiserror::Error;

use review::PermitStatus;

/// Why a store refuses. Nothing was written, except where [`StoreError::Unavailable`] says otherwise.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The caller asks for something that is not there.
    #[error("there is no such {0}")]
    NotFound(Subject),
    /// Somebody else was faster: what is kept is no longer what the caller has seen.
    #[error("the {subject} is no longer as expected ({expected})")]
    Conflict {
        /// What has changed.
        subject: Subject,
        /// What the caller has seen.
        expected: Expected,
    },
    /// The id, reference or name is taken; draw another or tell the user.
    #[error("this {0} exists already")]
    AlreadyExists(Subject),
    /// The caller's values contradict each other; a bug, never a user's doing.
    #[error("cannot be kept: {0}")]
    Contradiction(&'static str),
    /// A newer release of the program has written something into it of which this one cannot tell what may become of
    /// it: that release can do what was asked.
    #[error("a newer release of the program has written to this {0}, and it alone can do this")]
    Newer(Subject),
    /// The database does not answer, its disk is full, or it is being closed. A write may or may not have
    /// happened: repeat it, since every write is safe to repeat.
    #[error("the store is not available")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A kept row is not what this program writes.
    #[error("{table}.{column} of row {row} cannot be read: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What a caller can ask for and not find, or find changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An application.
    Application,
    /// An application's public reference.
    Reference,
    /// A published version of a service.
    Version,
    /// A permit, by id or number.
    Permit,
    /// A permit's place on a status list.
    Index,
    /// A status list.
    List,
    /// An officer or administrator.
    Person,
    /// A person's address of electronic mail.
    Email,
    /// A person's identity document.
    Document,
    /// A log-in.
    Session,
    /// A credential.
    Credential,
    /// An enrolled phone.
    Device,
    /// An offer to enrol a phone.
    Enrolment,
    /// What a phone scanned.
    Scan,
    /// What a phone reported.
    Incident,
    /// A message in the outbox.
    Mail,
    /// Work that takes longer than a request.
    Job,
    /// A request to erase by law.
    Erasure,
    /// A line of the log of administration.
    Line,
    /// What an applicant said of a service.
    Rating,
    /// An application that is being typed.
    Draft,
    /// A counter of a rate limit.
    Limit,
    /// What a database is for.
    Purpose,
}

/// What the caller believed when it asked for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An application, a person or a phone at this revision.
    Revision(u64),
    /// A permit in this status.
    Permit(PermitStatus),
    /// A permit with the signature that was seen.
    Signature,
    /// A service whose current version is the one that was seen.
    CurrentVersion,
    /// An incident that is open.
    Open,
    /// A job that the caller has taken.
    Lease,
    /// Something that is taken once.
    There,
}

/// What was asked for, if it is there: for whom it is an answer that it is not.
pub fn if_there<T>(found: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl StoreError {
    /// Wraps what the database said.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Application => "application",
            Self::Reference => "reference",
            Self::Version => "version",
            Self::Permit => "permit",
            Self::Index => "place on a status list",
            Self::List => "status list",
            Self::Person => "person",
            Self::Email => "e-mail address",
            Self::Document => "identity document",
            Self::Session => "session",
            Self::Credential => "credential",
            Self::Device => "phone",
            Self::Enrolment => "offer to enrol",
            Self::Scan => "scan",
            Self::Incident => "incident",
            Self::Mail => "message",
            Self::Job => "job",
            Self::Erasure => "request to erase",
            Self::Line => "line of the log",
            Self::Rating => "rating",
            Self::Draft => "draft",
            Self::Limit => "rate limit",
            Self::Purpose => "purpose",
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(revision) => write!(f, "revision {revision}"),
            Self::Permit(status) => write!(f, "{status:?}"),
            Self::Signature => f.write_str("the same signature"),
            Self::CurrentVersion => f.write_str("the current one"),
            Self::Open => f.write_str("open"),
            Self::Lease => f.write_str("still leased"),
            Self::There => f.write_str("still there"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_there_is_an_answer() {
        assert_eq!(if_there(Ok(7)).unwrap(), Some(7));
        assert_eq!(
            if_there::<u8>(Err(StoreError::NotFound(Subject::Permit))).unwrap(),
            None
        );
        assert!(matches!(
            if_there::<u8>(Err(StoreError::unavailable("no disk"))),
            Err(StoreError::Unavailable(_))
        ));
    }
}

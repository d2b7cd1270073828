//! Why a file was not kept, found or removed, and whose fault that is.

use std::{error::Error, fmt, io};

use crate::{FileName, WrongAddress, WrongName};

/// Why files refuse. Nothing was kept, except where [`FilesError::Unavailable`] says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is no such file.
    #[error("there is no file {0}")]
    NotFound(FileName),
    /// The name is taken: it was kept before, or somebody else was faster. What is there stays as it is.
    #[error("there is a file {0} already")]
    AlreadyExists(FileName),
    /// Where files are kept cannot be used now. A write may or may not have happened: repeat it, and take
    /// [`FilesError::AlreadyExists`] for an answer if the name belongs to the content.
    #[error("files cannot be kept in {place}: {why}")]
    Unavailable {
        /// The folder or the bucket.
        place: String,
        /// What is the matter, for whoever runs this.
        why: Why,
        /// What was said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file is larger than the caller takes.
    #[error("the file {name} has {size} bytes; at most {limit} are taken")]
    TooLarge {
        /// Which file.
        name: FileName,
        /// How large it is.
        size: u64,
        /// What the caller takes.
        limit: u64,
    },
    /// What was to be kept could not be read, or what was kept not be written where the caller wants it.
    #[error("the caller's side failed")]
    Caller(#[source] io::Error),
    /// A text that names no file.
    #[error(transparent)]
    WrongName(#[from] WrongName),
    /// A setting that names no place for files.
    #[error(transparent)]
    WrongAddress(#[from] WrongAddress),
}

/// What is the matter with the place where files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The server does not answer, or answers that it is broken.
    NoAnswer,
    /// The server knows no such bucket.
    NoBucket,
    /// The server does not know these credentials, or does not let them do this.
    NotAllowed,
    /// The folder is gone, full, read-only, or not ours.
    Folder,
    /// What was read back is not what was written.
    Differs,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAnswer => "the server does not answer as it should",
            Self::NoBucket => "there is no such bucket",
            Self::NotAllowed => "the server does not accept these credentials, or does not let them do this",
            Self::Folder => "the folder cannot be read or written",
            Self::Differs => "what was read back is not what was written",
        })
    }
}

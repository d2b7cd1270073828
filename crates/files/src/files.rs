//! The home of files: small ones at once, and what there is.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use jiff::Timestamp;
use object_store::{
    Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, memory::InMemory, path::Path as Location,
};

use crate::{
    FileName, FilesError, Why, WrongAddress, address::Address, folder::Folder, readiness::Readiness,
};

/// How long a small content may take, or the first word on a large one. The rest of large ones may take any time, as long as something moves.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Where files are kept; cheap to clone.
#[derive(Clone)]
pub struct Files {
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) place: Arc<str>,
    pub(crate) in_folder: bool,
    pub(crate) readiness: Arc<Readiness>,
}

/// A file that is being read.
pub struct Reading {
    /// Its whole size in bytes.
    pub size: u64,
    /// Its content, piece by piece.
    pub content: BoxStream<'static, Result<Bytes, FilesError>>,
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: FileName,
    /// Its size in bytes.
    pub size: u64,
    /// When it was kept, by the clock of the server that keeps it.
    pub kept_at: Timestamp,
}

impl Files {
    /// Opens `FOLDER`, `file:///FOLDER` or `s3://BUCKET/PREFIX`. A folder is made where there is none; a bucket is not asked
    /// yet, so that a start does not hang on it ([`Files::check`] asks). `variables` are the environment's: its `AWS_…` say
    /// which server keeps a bucket and with whose credentials.
    pub fn open(
        address: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, FilesError> {
        match Address::parse(address)? {
            Address::Folder(path) => Ok(Self::folder(&path)?),
            Address::Bucket { name, prefix } => bucket(&name, prefix.as_ref(), variables),
        }
    }

    /// Files in memory, gone with the process, for tests. Of two who write one large file at once, the later wins there.
    pub fn in_memory() -> Self {
        Self::new(Arc::new(InMemory::new()), "memory".to_owned(), false)
    }

    fn folder(path: &Path) -> Result<Self, WrongAddress> {
        let folder = Folder::open(path).map_err(WrongAddress::Folder)?;
        let place = path.display().to_string();
        Ok(Self::new(Arc::new(folder), place, true))
    }

    pub(crate) fn new(store: Arc<dyn ObjectStore>, place: String, in_folder: bool) -> Self {
        Self {
            store,
            place: place.into(),
            in_folder,
            readiness: Arc::default(),
        }
    }

    /// Keeps `content` under a name that is not taken; of two who write one name at once, one wins.
    pub async fn put(&self, name: &FileName, content: impl Into<Bytes>) -> Result<(), FilesError> {
        let content = content.into();
        let at = location(name);
        let kept = self.store.put_opts(&at, content.into(), PutMode::Create.into());
        self.in_time(PATIENCE, kept)
            .await
            .map_err(|error| self.explain(name, error))?;
        Ok(())
    }

    /// The whole content of a file of at most `limit` bytes.
    pub async fn get(&self, name: &FileName, limit: u64) -> Result<Bytes, FilesError> {
        let at = location(name);
        let whole = async {
            let found = self.store.get(&at).await?;
            let size = found.meta.size;
            if size > limit {
                return Ok(Err(size));
            }
            found.bytes().await.map(Ok)
        };
        let read = self.in_time(PATIENCE, whole).await;
        read.map_err(|error| self.explain(name, error))?
            .map_err(|size| FilesError::TooLarge {
                name: name.clone(),
                size,
                limit,
            })
    }

    /// A file's content, as it comes.
    pub async fn stream(&self, name: &FileName) -> Result<Reading, FilesError> {
        let at = location(name);
        let found = self.in_time(PATIENCE, self.store.get(&at)).await;
        let found = found.map_err(|error| self.explain(name, error))?;
        let size = found.meta.size;
        let (files, name) = (self.clone(), name.clone());
        let content = found
            .into_stream()
            .map_err(move |error| files.explain(&name, error));
        Ok(Reading {
            size,
            content: content.boxed(),
        })
    }

    /// Removes a file for good; one that is not there is no error.
    pub async fn delete(&self, name: &FileName) -> Result<(), FilesError> {
        let at = location(name);
        match self.in_time(PATIENCE, self.store.delete(&at)).await {
            Ok(()) => Ok(()),
            Err(error) => match self.explain(name, error) {
                FilesError::NotFound(_) => Ok(()),
                other => Err(other),
            },
        }
    }

    /// Every file, or every one in a folder and below it, in no order. What was not kept by this crate is passed over.
    pub fn list(&self, folder: Option<&FileName>) -> BoxStream<'static, Result<Entry, FilesError>> {
        let files = self.clone();
        self.store
            .list(folder.map(location).as_ref())
            .map_err(move |error| files.unavailable(error))
            .try_filter_map(async |found| Ok(entry(&found)))
            .boxed()
    }

    pub(crate) async fn in_time<T>(
        &self,
        patience: Duration,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> object_store::Result<T> {
        match tokio::time::timeout(patience, work).await {
            Ok(done) => done,
            Err(elapsed) => Err(Error::Generic {
                store: "files",
                source: Box::new(elapsed),
            }),
        }
    }

    pub(crate) fn explain(&self, name: &FileName, error: Error) -> FilesError {
        match error {
            Error::NotFound { .. } if !names_no_bucket(&error) => FilesError::NotFound(name.clone()),
            Error::AlreadyExists { .. } | Error::Precondition { .. } => {
                FilesError::AlreadyExists(name.clone())
            }
            other => self.unavailable(other),
        }
    }

    pub(crate) fn unavailable(&self, error: Error) -> FilesError {
        let why = match &error {
            _ if self.in_folder => Why::Folder,
            other if names_no_bucket(other) => Why::NoBucket,
            other if is_refusal(other) => Why::NotAllowed,
            _ => Why::NoAnswer,
        };
        FilesError::Unavailable {
            place: self.place.to_string(),
            why,
            source: Box::new(error),
        }
    }
}

/// Nothing of the credentials.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Files").field(&self.place).finish()
    }
}

#[cfg(feature = "s3")]
fn bucket(
    name: &str,
    prefix: Option<&FileName>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Files, FilesError> {
    Ok(crate::bucket::open(name, prefix, variables)?)
}

#[cfg(not(feature = "s3"))]
fn bucket(
    _: &str,
    _: Option<&FileName>,
    _: impl IntoIterator<Item = (String, String)>,
) -> Result<Files, FilesError> {
    Err(WrongAddress::NoS3.into())
}

/// S3 answers a missing bucket as it answers a missing file, but for this code.
fn names_no_bucket(error: &Error) -> bool {
    error.to_string().contains("NoSuchBucket")
}

/// A list's refusal comes as text only.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. }
    ) || error.to_string().contains("status code: 403")
}

pub(crate) fn location(name: &FileName) -> Location {
    Location::from(name.as_str())
}

fn entry(found: &ObjectMeta) -> Option<Entry> {
    Some(Entry {
        name: found.location.as_ref().parse().ok()?,
        size: found.size,
        kept_at: Timestamp::from_millisecond(found.last_modified.timestamp_millis()).ok()?,
    })
}

//! A folder of this machine, written privately and durably.
//!
//! Reading and listing are `object_store`'s. Writing is ours: its own leaves modes to the umask, publishes what was sent in
//! parts by renaming over what is there, and forgets to sync a removal.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use futures_util::{StreamExt, TryFutureExt, stream::BoxStream};
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, local::LocalFileSystem,
    path::Path as Location,
};
use tempfile::NamedTempFile;

mod upload;

/// A folder of mode 0700 with files of mode 0600.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    inner: LocalFileSystem,
}

impl Folder {
    /// Makes the folder if it is not there. One that is there keeps its mode: it may be somebody's `/mnt/backups`.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        private().recursive(true).create(root)?;
        let root = fs::canonicalize(root)?;
        let inner = LocalFileSystem::new_with_prefix(&root)?;
        Ok(Self { root, inner })
    }

    /// The file's path, its folder made. The root itself is never made again: it may be a disk that is not mounted now.
    fn prepare(&self, location: &Location) -> Result<PathBuf> {
        let path = self.inner.path_to_filesystem(location)?;
        let mut missing = Vec::new();
        let mut folder = parent(&path);
        while folder != self.root && !folder.is_dir() {
            missing.push(folder);
            folder = parent(folder);
        }
        for folder in missing.into_iter().rev() {
            match private().create(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
                _ => sync(parent(folder)).map_err(failed)?,
            }
        }
        Ok(path)
    }

    fn put(&self, location: &Location, payload: &PutPayload) -> Result<PutResult> {
        let path = self.prepare(location)?;
        let mut file = begin(&path)?;
        for bytes in payload {
            file.write_all(bytes).map_err(failed)?;
        }
        publish(file, &path)
    }

    fn delete(&self, location: &Location) -> Result<()> {
        let path = self.inner.path_to_filesystem(location)?;
        match fs::remove_file(&path) {
            // A file that must be erased must not be back after a power cut.
            Ok(()) => sync(parent(&path)).map_err(failed),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.root.is_dir() => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

fn private() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// A new file beside its later place, mode 0600, that goes if nobody publishes it. What ends in `#` and digits is never
/// listed nor read (a crash may leave one behind).
fn begin(path: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".part-")
        .suffix("#1")
        .tempfile_in(parent(path))
        .map_err(failed)
}

/// Gives a finished file its name, unless that is taken; both are on the disk afterwards.
fn publish(file: NamedTempFile, path: &Path) -> Result<PutResult> {
    file.as_file().sync_all().map_err(failed)?;
    match file.persist_noclobber(path) {
        Ok(_) => sync(parent(path)).map_err(failed)?,
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::AlreadyExists {
                path: path.display().to_string(),
                source: Box::new(refused.error),
            });
        }
        Err(refused) => return Err(failed(refused.error)),
    }
    Ok(PutResult {
        e_tag: None,
        version: None,
        extensions: object_store::Extensions::new(),
    })
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("/"))
}

fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

fn failed(error: io::Error) -> Error {
    Error::Generic {
        store: "folder",
        source: Box::new(error),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await?
}

impl std::fmt::Display for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.root.display())
    }
}

#[async_trait]
impl ObjectStore for Folder {
    /// Always [`object_store::PutMode::Create`].
    async fn put_opts(&self, location: &Location, payload: PutPayload, _: PutOptions) -> Result<PutResult> {
        let (folder, location) = (self.clone(), location.clone());
        blocking(move || folder.put(&location, &payload)).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Location,
        _: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let (folder, location) = (self.clone(), location.clone());
        blocking(move || {
            let path = folder.prepare(&location)?;
            Ok(Box::new(upload::Upload::new(begin(&path)?, path)) as _)
        })
        .await
    }

    async fn get_opts(&self, location: &Location, options: GetOptions) -> Result<GetResult> {
        match self.inner.get_opts(location, options).await {
            Err(Error::NotFound { source, .. }) if !self.root.is_dir() => Err(Error::Generic {
                store: "folder",
                source,
            }),
            result => result,
        }
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Location>>,
    ) -> BoxStream<'static, Result<Location>> {
        let folder = self.clone();
        locations
            .then(move |location| {
                let folder = folder.clone();
                blocking(move || {
                    let location = location?;
                    folder.delete(&location)?;
                    Ok(location)
                })
            })
            .boxed()
    }

    /// A root that went is no empty list.
    fn list(&self, prefix: Option<&Location>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (root, found) = (self.root.clone(), self.inner.list(prefix));
        let there = blocking(move || fs::read_dir(root).map(|_| found).map_err(failed));
        there.try_flatten_stream().boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Location>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Location, to: &Location, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

//! Large files: in parts, from and to where the caller has them.

use std::{
    fs, io,
    io::{Read, Write},
    path::Path,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::{Error, MultipartUpload, ObjectStoreExt, WriteMultipart};
use tempfile::NamedTempFile;

use crate::{
    FileName, Files, FilesError,
    files::{PATIENCE, location},
};

/// S3 takes at most 10,000 parts, each but the last of at least 5 MiB, some stores all of one size: files of up to 78 GiB.
const PART: usize = 8 << 20;
/// Parts under way at once, which is what a large file takes of memory.
const AT_ONCE: usize = 2;
/// What is read from or written to a local file at once.
const PIECE: usize = 1 << 20;

impl Files {
    /// Keeps what `content` brings, of any size, under a name that is not taken. It can be seen once it is complete; if
    /// `content` fails, or the future is dropped, it never can. Returns its size.
    ///
    /// A bucket keeps the parts of what was dropped: give it a lifecycle rule that removes them.
    pub async fn put_stream(
        &self,
        name: &FileName,
        mut content: impl Stream<Item = io::Result<Bytes>> + Unpin,
    ) -> Result<u64, FilesError> {
        let explain = |error| self.explain(name, error);
        let begun = self.in_time(PATIENCE, self.begin(name)).await;
        let upload = begun.map_err(explain)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        match self.send(name, &mut upload, &mut content).await {
            Ok(size) => {
                upload.finish().await.map_err(explain)?;
                Ok(size)
            }
            Err(error) => {
                // What failed first is what matters.
                let _ = upload.abort().await;
                Err(error)
            }
        }
    }

    /// The last part decides who wins; where a name is taken already, nothing is sent.
    async fn begin(&self, name: &FileName) -> object_store::Result<Box<dyn MultipartUpload>> {
        let at = location(name);
        match self.store.head(&at).await {
            Err(Error::NotFound { .. }) => self.store.put_multipart(&at).await,
            Err(other) => Err(other),
            Ok(_) => Err(Error::AlreadyExists {
                path: at.to_string(),
                source: "it is there already".into(),
            }),
        }
    }

    async fn send(
        &self,
        name: &FileName,
        upload: &mut WriteMultipart,
        content: &mut (impl Stream<Item = io::Result<Bytes>> + Unpin),
    ) -> Result<u64, FilesError> {
        let mut size = 0;
        while let Some(bytes) = content.next().await {
            let bytes = bytes.map_err(FilesError::Caller)?;
            size += bytes.len() as u64;
            let free = upload.wait_for_capacity(AT_ONCE).await;
            free.map_err(|error| self.explain(name, error))?;
            upload.put(bytes);
        }
        Ok(size)
    }

    /// Keeps a local file, of any size, under a name that is not taken. Returns its size.
    pub async fn put_file(&self, name: &FileName, path: &Path) -> Result<u64, FilesError> {
        let path = path.to_owned();
        let file = caller(move || fs::File::open(path)).await?;
        let pieces = stream::try_unfold(file, async |file| {
            tokio::task::spawn_blocking(move || piece(file)).await?
        });
        self.put_stream(name, std::pin::pin!(pieces)).await
    }

    /// Writes a file, of any size, into a new local one of mode 0600; `path` must not be there yet. Returns its size.
    pub async fn get_to_file(&self, name: &FileName, path: &Path) -> Result<u64, FilesError> {
        let reading = self.stream(name).await?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let mut file = caller({
            let folder = folder.clone();
            move || NamedTempFile::new_in(folder)
        })
        .await?;
        let mut pieces = reading.content;
        let (mut waiting, mut length) = (Vec::new(), 0);
        while let Some(bytes) = pieces.try_next().await? {
            length += bytes.len();
            waiting.push(bytes);
            if length >= PIECE {
                file = write(file, std::mem::take(&mut waiting)).await?;
                length = 0;
            }
        }
        let file = write(file, waiting).await?;
        let path = path.to_owned();
        caller(move || {
            file.as_file().sync_all()?;
            file.persist_noclobber(path)?;
            fs::File::open(folder)?.sync_all()
        })
        .await?;
        Ok(reading.size)
    }
}

fn piece(mut file: fs::File) -> io::Result<Option<(Bytes, fs::File)>> {
    let mut bytes = Vec::with_capacity(PIECE);
    (&mut file).take(PIECE as u64).read_to_end(&mut bytes)?;
    Ok((!bytes.is_empty()).then(|| (bytes.into(), file)))
}

async fn write(mut file: NamedTempFile, pieces: Vec<Bytes>) -> Result<NamedTempFile, FilesError> {
    caller(move || {
        for bytes in pieces {
            file.write_all(&bytes)?;
        }
        Ok(file)
    })
    .await
}

/// Work on the caller's own disk, off the threads that serve.
async fn caller<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, FilesError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|lost| Err(lost.into()))
        .map_err(FilesError::Caller)
}

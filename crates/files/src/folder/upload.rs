//! A large file that arrives in parts.

use std::{os::unix::fs::FileExt, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use futures_util::FutureExt;
use object_store::{Error, MultipartUpload, PutPayload, PutResult, Result, UploadPart};
use tempfile::NamedTempFile;

use super::{blocking, failed, publish};

/// The parts so far, in a file that nobody sees yet; dropped, it is gone.
#[derive(Debug)]
pub(super) struct Upload {
    file: Option<Arc<NamedTempFile>>,
    path: PathBuf,
    length: u64,
}

impl Upload {
    pub(super) fn new(file: NamedTempFile, path: PathBuf) -> Self {
        Self {
            file: Some(Arc::new(file)),
            path,
            length: 0,
        }
    }
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let mut at = self.length;
        self.length += data.content_length() as u64;
        let file = self.file.clone();
        blocking(move || {
            let file = file.ok_or_else(finished)?;
            for bytes in &data {
                file.as_file().write_all_at(bytes, at).map_err(failed)?;
                at += bytes.len() as u64;
            }
            Ok(())
        })
        .boxed()
    }

    async fn complete(&mut self) -> Result<PutResult> {
        // A part that is still being written holds the file: completing now would publish a hole.
        let file = self.file.take().and_then(Arc::into_inner).ok_or_else(finished)?;
        let path = self.path.clone();
        blocking(move || publish(file, &path)).await
    }

    async fn abort(&mut self) -> Result<()> {
        self.file = None;
        Ok(())
    }
}

fn finished() -> Error {
    failed(std::io::Error::other(
        "the upload has ended, or a part of it has not",
    ))
}

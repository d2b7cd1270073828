//! Whether files can be kept and read now.

use std::time::Duration;

use object_store::{Error, ObjectStoreExt, PutMode, path::Path as Location};
use tokio::{sync::Mutex, time::Instant};

use crate::{Files, FilesError, Why};

/// Whoever asks for readiness wants an answer soon.
const PATIENCE: Duration = Duration::from_secs(5);
/// Every check of a bucket costs three requests that are paid for, and anybody may ask.
const FRESH: Duration = Duration::from_secs(10);
const CONTENT: &[u8] = b"chasqui";

/// When a check last came out well; who holds it is checking.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Option<Instant>>);

impl Files {
    /// Keeps, reads back and removes a small file that no list shows. `nonce` keeps apart who checks at the same time.
    pub async fn check(&self, nonce: [u8; 16]) -> Result<(), FilesError> {
        let at = Location::from(format!(".check/{:032x}", u128::from_be_bytes(nonce)));
        let round_trip = async {
            self.store
                .put_opts(&at, CONTENT.into(), PutMode::Create.into())
                .await?;
            let read = async { self.store.get(&at).await?.bytes().await }.await;
            self.store.delete(&at).await?;
            read
        };
        let read = self.in_time(PATIENCE, round_trip).await;
        if read.map_err(|error| self.unavailable(error))? == CONTENT {
            return Ok(());
        }
        Err(FilesError::Unavailable {
            place: self.place.to_string(),
            why: Why::Differs,
            source: Box::new(Error::NotSupported {
                source: "read back something else".into(),
            }),
        })
    }

    /// The same for whoever asks often: a check that came out well counts for ten seconds, one that did not for nothing.
    pub async fn ready(&self, nonce: [u8; 16]) -> Result<(), FilesError> {
        let mut last = self.readiness.0.lock().await;
        if last.is_some_and(|at| at.elapsed() < FRESH) {
            return Ok(());
        }
        *last = None;
        self.check(nonce).await?;
        *last = Some(Instant::now());
        Ok(())
    }
}

//! Filings that arrive together: all at once if nothing stands against it, else one by one.

use std::collections::BTreeSet;

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{Expected, StoreError, Subject, Submitted};
use tokio::sync::oneshot;

use super::filing::{Prepared, Step};
use super::read;
use super::write::write;
use crate::errors::failed;
use crate::writer::{Reply, savepoint};

/// A filing that waits for its commit.
pub(crate) struct Filed {
    prepared: Prepared,
    pub(crate) reply: Reply<Submitted>,
}

impl Filed {
    pub(crate) fn new(prepared: Prepared, to: oneshot::Sender<Result<Submitted, StoreError>>) -> Self {
        Self {
            prepared,
            reply: Reply::to(to),
        }
    }
}

/// Writes filings at the beginning of a transaction, each with its own result. What stands against one of
/// them is found out by writing all: then the transaction begins anew, and each is written by itself.
pub(crate) async fn keep(filings: &mut [Filed], db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    match write(&of_different_applications(filings), db).await {
        Ok(kept) => settle(filings, kept),
        Err(error) => {
            tracing::debug!(%error, filings = filings.len(), "not all at once");
            sqlx::query("ROLLBACK").execute(&mut *db).await?;
            sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
        }
    }
    for Filed { prepared, reply } in filings.iter_mut().filter(|filed| filed.reply.is_open()) {
        savepoint::begin(db).await?;
        let result = keep_alone(prepared, db).await;
        savepoint::end(result.is_ok(), db).await?;
        reply.settle(result);
    }
    Ok(())
}

/// The first of each application: two that decide one case see each other's work.
fn of_different_applications(filings: &[Filed]) -> Vec<&Prepared> {
    let mut seen = BTreeSet::new();
    let filings = filings.iter().map(|filed| &filed.prepared);
    filings.filter(|filing| seen.insert(filing.id)).collect()
}

fn settle(filings: &mut [Filed], mut kept: BTreeSet<ApplicationId>) {
    for Filed { prepared, reply } in filings {
        if kept.remove(&prepared.id) {
            reply.settle(Ok(prepared.written()));
        }
    }
}

async fn keep_alone(filing: &Prepared, db: &mut SqliteConnection) -> Result<Submitted, StoreError> {
    if write(&[filing], db).await?.contains(&filing.id) {
        return Ok(filing.written());
    }
    match filing.step {
        Step::First => filing.first_result(db).await,
        Step::From(revision) => Err(filing.why_not(revision, db).await),
    }
}

impl Prepared {
    fn written(&self) -> Submitted {
        Submitted {
            id: self.id,
            reference: self.reference,
            first: true,
        }
    }

    /// Something unique was taken: the id (then this is a repetition) or the reference.
    async fn first_result(&self, db: &mut SqliteConnection) -> Result<Submitted, StoreError> {
        let first = read::submitted(self.id, &mut *db).await?;
        first.ok_or(StoreError::AlreadyExists(Subject::Reference))
    }

    async fn why_not(&self, revision: u64, db: &mut SqliteConnection) -> StoreError {
        match self.is_kept(db).await {
            Ok(true) => StoreError::Conflict {
                subject: Subject::Application,
                expected: Expected::Revision(revision),
            },
            Ok(false) => StoreError::NotFound(Subject::Application),
            Err(error) => error,
        }
    }

    async fn is_kept(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        let id = &self.id.0.as_bytes()[..];
        let kept = sqlx::query_scalar!("SELECT count(*) FROM applications WHERE id = ?", id)
            .fetch_one(db)
            .await
            .map_err(failed)?;
        Ok(kept > 0)
    }
}

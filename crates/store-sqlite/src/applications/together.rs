//! Transitions that arrive together: all at once if nothing stands against it, else one by one.

use std::collections::BTreeSet;

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::columns::Step;
use store::{Expected, StoreError, Subject, Submitted};
use tokio::sync::oneshot;

use super::read;
use super::transition::Prepared;
use super::write::write;
use crate::errors::failed;
use crate::writer::{Reply, savepoint};

/// A transition that waits for its commit.
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

/// Writes transitions at the beginning of a transaction, each with its own result. What stands against one of
/// them is found out by writing all: then the transaction begins anew, and each is written by itself.
pub(crate) async fn keep(transitions: &mut [Filed], db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    match write(&of_different_applications(transitions), db).await {
        Ok(kept) => settle(transitions, kept),
        Err(error) => {
            tracing::debug!(%error, transitions = transitions.len(), "not all at once");
            sqlx::query("ROLLBACK").execute(&mut *db).await?;
            sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
        }
    }
    for Filed { prepared, reply } in transitions.iter_mut().filter(|filed| filed.reply.is_open()) {
        savepoint::begin(db).await?;
        let result = keep_alone(prepared, db).await;
        savepoint::end(result.is_ok(), db).await?;
        reply.settle(result);
    }
    Ok(())
}

/// The first of each application: two that decide one case see each other's work.
fn of_different_applications(transitions: &[Filed]) -> Vec<&Prepared> {
    let mut seen = BTreeSet::new();
    let transitions = transitions.iter().map(|filed| &filed.prepared);
    transitions
        .filter(|transition| seen.insert(transition.id()))
        .collect()
}

fn settle(transitions: &mut [Filed], mut kept: BTreeSet<ApplicationId>) {
    for Filed { prepared, reply } in transitions {
        if kept.remove(&prepared.id()) {
            reply.settle(Ok(prepared.written));
        }
    }
}

async fn keep_alone(transition: &Prepared, db: &mut SqliteConnection) -> Result<Submitted, StoreError> {
    if write(&[transition], db).await?.contains(&transition.id()) {
        return Ok(transition.written);
    }
    match transition.step {
        Step::First => transition.first_result(db).await,
        Step::From(revision) => Err(transition.why_not(revision, db).await),
    }
}

impl Prepared {
    /// Something unique was taken: the id (then this is a repetition) or the reference.
    async fn first_result(&self, db: &mut SqliteConnection) -> Result<Submitted, StoreError> {
        let first = read::submitted(self.id(), &mut *db).await?;
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
        let id = self.id();
        let id = &id.0.as_bytes()[..];
        let kept = sqlx::query_scalar!("SELECT count(*) FROM applications WHERE id = ?", id)
            .fetch_one(db)
            .await
            .map_err(failed)?;
        Ok(kept > 0)
    }
}

//! Applications: one transaction for each transition, whoever asks for it.

mod erase;
mod read;
mod together;
mod write;

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Link};
use store::columns::TransitionColumns;
use store::{Applications, AuditEntry, Case, OpenQuery, StoreError, Submitted, SubmittedQuery, Transition};

use crate::PostgresStore;
use crate::values::Postgres;

pub(crate) use crate::applications::read::{cases, histories};
pub(crate) use crate::applications::together::{Filed, keep};
pub(crate) use crate::applications::write::write;

/// A transition in its tables' columns.
pub(crate) type Prepared = TransitionColumns<Postgres>;

#[async_trait]
impl Applications for PostgresStore {
    async fn submit(&self, transition: Transition) -> Result<Submitted, StoreError> {
        self.writer.file(Prepared::first(&transition)?).await
    }

    async fn commit(&self, transition: Transition) -> Result<(), StoreError> {
        self.writer.file(Prepared::next(&transition)?).await.map(drop)
    }

    async fn submitted(&self, id: ApplicationId) -> Result<Option<Submitted>, StoreError> {
        let found = self
            .writer
            .write_at_once(move |db| Box::pin(async move { read::submitted(&[id.0], db).await }));
        Ok(found.await?.pop())
    }

    async fn case(&self, id: ApplicationId) -> Result<Case, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let case = read::case(id, &mut db).await?;
        db.answered();
        Ok(case)
    }

    async fn case_by_reference(&self, reference: &Reference) -> Result<Case, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let case = read::case_by_reference(reference, &mut db).await?;
        db.answered();
        Ok(case)
    }

    async fn cases_submitted(&self, query: &SubmittedQuery) -> Result<Vec<Case>, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let cases = read::cases_submitted(query, &mut db).await?;
        db.answered();
        Ok(cases)
    }

    async fn erased_submitted(
        &self,
        service: &ServiceId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let count = read::erased_submitted(service, from, until, &mut db).await?;
        db.answered();
        Ok(count)
    }

    async fn open_cases(&self, query: &OpenQuery) -> Result<Vec<Case>, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let cases = read::open_cases(query, &mut db).await?;
        db.answered();
        Ok(cases)
    }

    async fn open_by_version(&self, service: &ServiceId) -> Result<Vec<(ContentHash, u64)>, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let counted = read::open_by_version(service, &mut db).await?;
        db.answered();
        Ok(counted)
    }

    async fn history(&self, id: ApplicationId) -> Result<Vec<Link>, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let history = read::history(id, &mut db).await?;
        db.answered();
        Ok(history)
    }

    async fn heads(&self, after: Option<ApplicationId>, limit: u32) -> Result<Vec<Head>, StoreError> {
        read::heads(after, limit, &self.reads).await
    }

    async fn erase(&self, id: ApplicationId, audit: &AuditEntry) -> Result<(), StoreError> {
        let audit = audit.clone();
        self.writer
            .write(move |db| Box::pin(erase::erase(id, audit, db)))
            .await
    }
}

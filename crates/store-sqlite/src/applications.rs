//! Applications: one transaction for each transition, whoever asks for it.

mod erase;
mod read;
mod together;
mod transition;
mod write;

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Link};
use store::{Applications, AuditEntry, Case, OpenQuery, StoreError, Submitted, SubmittedQuery, Transition};

use crate::SqliteStore;

pub(crate) use crate::applications::read::{cases, histories};
pub(crate) use crate::applications::together::{Filed, keep};
pub(crate) use crate::applications::transition::Prepared;
pub(crate) use crate::applications::write::write;

#[async_trait]
impl Applications for SqliteStore {
    async fn submit(&self, transition: Transition) -> Result<Submitted, StoreError> {
        self.main.file(Prepared::first(&transition)?).await
    }

    async fn commit(&self, transition: Transition) -> Result<(), StoreError> {
        self.main.file(Prepared::next(&transition)?).await.map(drop)
    }

    async fn case(&self, id: ApplicationId) -> Result<Case, StoreError> {
        read::case(id, &mut *self.reads.lend().await?).await
    }

    async fn cases_submitted(&self, query: &SubmittedQuery) -> Result<Vec<Case>, StoreError> {
        read::cases_submitted(query, &mut *self.reads.lend().await?).await
    }

    async fn erased_submitted(
        &self,
        service: &ServiceId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u64, StoreError> {
        read::erased_submitted(service, from, until, &mut *self.reads.lend().await?).await
    }

    async fn open_cases(&self, query: &OpenQuery) -> Result<Vec<Case>, StoreError> {
        read::open_cases(query, &mut *self.reads.lend().await?).await
    }

    async fn open_by_version(&self, service: &ServiceId) -> Result<Vec<(ContentHash, u64)>, StoreError> {
        read::open_by_version(service, &mut *self.reads.lend().await?).await
    }

    async fn submitted(&self, id: ApplicationId) -> Result<Option<Submitted>, StoreError> {
        read::submitted(id, &mut *self.reads.lend().await?).await
    }

    async fn case_by_reference(&self, reference: &Reference) -> Result<Case, StoreError> {
        read::case_by_reference(reference, &mut *self.reads.lend().await?).await
    }

    async fn history(&self, id: ApplicationId) -> Result<Vec<Link>, StoreError> {
        read::history(id, &mut *self.reads.lend().await?).await
    }

    async fn heads(&self, after: Option<ApplicationId>, limit: u32) -> Result<Vec<Head>, StoreError> {
        read::heads(after, limit, &mut *self.reads.lend().await?).await
    }

    async fn erase(&self, id: ApplicationId, audit: &AuditEntry) -> Result<(), StoreError> {
        let audit = audit.clone();
        self.main
            .write(move |db| Box::pin(erase::erase(id, audit, db)))
            .await
    }
}

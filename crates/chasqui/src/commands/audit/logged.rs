//! What the log of administration says of permits: of changes that no event of their application tells, such as those of many
//! permits at once.

use std::collections::HashMap;

use anyhow::Result;
use jiff::Timestamp;
use permit::PermitNumber;
use review::PermitStatus;
use store::{AuditAction, AuditQuery, Store};

const PAGE: u32 = 1_000;

/// The status that the log gave each permit last, and when.
#[derive(Debug, Default)]
pub(crate) struct Logged(HashMap<PermitNumber, (PermitStatus, Timestamp)>);

impl Logged {
    /// Reads the whole log, newest first.
    pub(crate) async fn read(store: &dyn Store) -> Result<Self> {
        let (mut logged, mut before) = (HashMap::new(), None);
        loop {
            let query = AuditQuery {
                before,
                limit: PAGE,
                ..AuditQuery::default()
            };
            let lines = store.audit(&query).await?;
            let Some((last, _)) = lines.last() else {
                return Ok(Self(logged));
            };
            before = Some(*last);
            for (_, line) in lines {
                if let Some(AuditAction::PermitChanged { permit, to, .. }) = line.action.known() {
                    logged.entry(*permit).or_insert((*to, line.at));
                }
            }
        }
    }

    /// Whether the log tells that a permit came to this status, not before then.
    pub(crate) fn tells(&self, permit: PermitNumber, status: PermitStatus, since: Timestamp) -> bool {
        let last = self.0.get(&permit);
        last.is_some_and(|(to, at)| *to == status && *at >= since)
    }

    #[cfg(test)]
    pub(crate) fn of<const N: usize>(lines: [(PermitNumber, (PermitStatus, Timestamp)); N]) -> Self {
        Self(lines.into())
    }
}

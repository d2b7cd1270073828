//! Applications with all that belongs to them: a page is one statement a table, read and written.

use sqlx::SqliteConnection;
use store::{KeptApplication, KeptApplications, Key, Record, StoreError};

use super::FirstKey;
use crate::applications::{self, Prepared, cases, histories};
use crate::{look_ups, outbox, permits, timers};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let cases = cases(&from.bytes(), limit, db).await?;
    let (Some(first), Some(last)) = (cases.first(), cases.last()) else {
        return Ok(Vec::new());
    };
    let (first, last) = (first.application.id, last.application.id);
    let (first, last) = (&first.0.as_bytes()[..], &last.0.as_bytes()[..]);
    let mut page = KeptApplications::of(cases);
    page.found_by(look_ups::between(first, last, db).await?);
    page.happened(histories(first, last, db).await?);
    page.issued(permits::between(first, last, db).await?);
    page.told(outbox::between(first, last, db).await?);
    page.waiting_for(timers::between(first, last, db).await?);
    Ok(page.into_records().collect())
}

/// Writes those whose applications are not there yet, whole. Answers the others.
pub(super) async fn write(
    records: Vec<Record>,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let prepared = KeptApplication::all(&records).map(Prepared::kept);
    let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    let new = applications::write(&prepared.iter().collect::<Vec<_>>(), db).await?;
    let left = |record: &Record| matches!(record.key(), Key::Application(id) if !new.contains(&id));
    Ok(records.into_iter().filter(left).collect())
}

pub(super) async fn read_erasures(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let erasures = crate::erasures::from(from.bytes(), limit, db).await?;
    Ok(erasures
        .into_iter()
        .map(|erasure| Record::Erasure(Box::new(erasure)))
        .collect())
}

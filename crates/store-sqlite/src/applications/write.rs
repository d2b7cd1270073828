//! Writing transitions: one statement a table, for one of them as for many.

use std::collections::BTreeSet;

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::columns::Step;
use store::{StoreError, Subject};

use super::transition::Prepared;
use crate::errors::{failed, taken};
use crate::rows::Rows;
use crate::values::RowOf;
use crate::{jobs, look_ups, outbox, permits, timers};

/// Writes transitions of different applications. Answers which of them are written, whole; the others' ids
/// or references were taken, or their revisions are no longer what they were. An error says nothing of
/// any one: what is written by then is to be undone.
pub(crate) async fn write(
    transitions: &[&Prepared],
    db: &mut SqliteConnection,
) -> Result<BTreeSet<ApplicationId>, StoreError> {
    let mut kept = BTreeSet::new();
    let (first, later): (Vec<&Prepared>, Vec<_>) = transitions
        .iter()
        .partition(|transition| matches!(transition.step, Step::First));
    if let Some(rows) = Rows::together(first.iter().map(|transition| &transition.application)) {
        kept.extend(insert(rows, db).await?);
    }
    if let Some(rows) = Rows::together(later.iter().map(|transition| &transition.application)) {
        kept.extend(update(rows, db).await?);
    }
    let written: Vec<&Prepared> = transitions
        .iter()
        .copied()
        .filter(|transition| kept.contains(&transition.id()))
        .collect();
    write_around(&written, db).await?;
    Ok(kept)
}

async fn write_around(transitions: &[&Prepared], db: &mut SqliteConnection) -> Result<(), StoreError> {
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.events)) {
        insert_events(rows, db).await?;
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.look_ups)) {
        look_ups::insert(rows, db).await?;
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.new_look_ups)) {
        look_ups::replace(rows, db).await?;
    }
    if let Some(applications) = Rows::together(transitions.iter().map(|transition| &transition.cancels)) {
        timers::cancel(applications, db).await?;
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.timers)) {
        timers::set(rows, db).await?;
    }
    for transition in transitions {
        if let Some(change) = &transition.permit_change {
            permits::change(transition.id(), change, db).await?;
        }
        if let Some(resigning) = &transition.resigning {
            permits::sign_anew(transition.id(), resigning, db).await?;
        }
        for job in &transition.jobs {
            jobs::insert(job, db).await?;
        }
        for job in &transition.jobs {
            jobs::insert(job, db).await?;
        }
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.permits)) {
        permits::insert(rows, db).await?;
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.approvers)) {
        permits::insert_approvers(rows, db).await?;
    }
    if let Some(rows) = Rows::together(transitions.iter().map(|transition| &transition.outbox)) {
        outbox::insert(rows, db).await?;
    }
    Ok(())
}

/// The columns of an application, each with its value in a row's JSON: those that stay as they were submitted, then those that
/// every transition writes anew.
macro_rules! application_columns {
    ($statement:ident!($rows:ident)) => {
        $statement! {
            $rows
            as_submitted {
                "reference" "value ->> 'reference'",
                "service" "value ->> 'service'",
                "submitted_at" "value ->> 'submitted_at'",
                "look_ups" "unhex(value ->> 'look_ups')",
            }
            as_it_stands {
                "version" "unhex(value ->> 'version')",
                "status" "value ->> 'status'",
                "step" "value ->> 'step'",
                "role" "value ->> 'role'",
                "office" "value ->> 'office'",
                "claimed_by" "unhex(value ->> 'claimed_by', '-')",
                "sampled" "value ->> 'sampled'",
                "head" "unhex(value ->> 'head')",
                "due_at" "value ->> 'due_at'",
                "consulted" "value ->> 'consulted'",
                "decided_at" "value ->> 'decided_at'",
                "decided_by_people" "value ->> 'decided_by_people'",
                "language" "value ->> 'language'",
                "holder" "value ->> 'holder'",
                "holder_search" "value ->> 'holder_search'",
                "email" "value ->> 'email'",
                "document" "unhex(value ->> 'document')",
                "state" "value -> 'state'",
                "erased_at" "value ->> 'erased_at'",
            }
        }
    };
}

macro_rules! insert {
    (
        $rows:ident
        as_submitted { $($first:literal $first_value:literal,)* }
        as_it_stands { $($now:literal $now_value:literal,)* }
    ) => {
        sqlx::query_scalar!(
            "INSERT INTO applications (id, revision" $(+ ", " + $first)* $(+ ", " + $now)*
                + ") SELECT unhex(value ->> 'id', '-'), value ->> 'revision'"
                $(+ ", " + $first_value)* $(+ ", " + $now_value)*
                + " FROM jsonb_each(?) WHERE true ON CONFLICT DO NOTHING RETURNING id",
            $rows
        )
    };
}

macro_rules! update {
    (
        $rows:ident
        as_submitted { $($first:literal $first_value:literal,)* }
        as_it_stands { $($now:literal $now_value:literal,)* }
    ) => {
        sqlx::query_scalar!(
            "UPDATE applications SET revision = value ->> 'revision'" $(+ ", " + $now + " = " + $now_value)*
                + " FROM jsonb_each(?)
                WHERE applications.id = unhex(value ->> 'id', '-') AND revision = value ->> 'expected'
                    AND (erased_at IS NOT NULL) = (value ->> 'was_erased')
                RETURNING applications.id",
            $rows
        )
    };
}

async fn insert(rows: String, db: &mut SqliteConnection) -> Result<Vec<ApplicationId>, StoreError> {
    let kept = application_columns!(insert!(rows))
        .fetch_all(db)
        .await
        .map_err(failed)?;
    ids(&kept)
}

async fn update(rows: String, db: &mut SqliteConnection) -> Result<Vec<ApplicationId>, StoreError> {
    let kept = application_columns!(update!(rows))
        .fetch_all(db)
        .await
        .map_err(failed)?;
    ids(&kept)
}

async fn insert_events(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO events (application, sequence, at, author, kind, payload, salt, commitment, previous, hash)
         SELECT unhex(value ->> 'application', '-'), value ->> 'sequence', value ->> 'at', value -> 'author',
             value ->> 'kind', value -> 'payload', unhex(value ->> 'salt'), unhex(value ->> 'commitment'),
             unhex(value ->> 'previous'), unhex(value ->> 'hash')
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(taken(&[("events.", Subject::Application)]))?;
    Ok(())
}

fn ids(kept: &[Vec<u8>]) -> Result<Vec<ApplicationId>, StoreError> {
    kept.iter()
        .map(|id| RowOf::keyed("applications", id).uuid("id", id).map(ApplicationId))
        .collect()
}

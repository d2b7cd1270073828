//! Applications with all that belongs to them: a page is one statement a table, read and written.

use std::collections::{BTreeMap, BTreeSet};

use review::{ApplicationId, Command, MaybeNewer, Message, TimerName};
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{Delivery, KeptApplication, KeptTimer, MailRecord, Record, StoreError};
use uuid::Uuid;

use super::FirstKey;
use crate::applications::{ApplicationColumns, EventColumns, cases, histories, insert, insert_events};
use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::micros;
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
    let mut kept_applications: BTreeMap<ApplicationId, KeptApplication> = cases
        .into_iter()
        .map(|case| (case.application.id, empty(case)))
        .collect();
    for (application, look_ups) in look_ups::between(first, last, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&application) {
            kept_application.look_ups = look_ups;
        }
    }
    for link in histories(first, last, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&link.header().application) {
            kept_application.history.push(link);
        }
    }
    for permit in permits::between(first, last, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&permit.application) {
            kept_application.permits.push(permit);
        }
    }
    for mail in outbox::between(first, last, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&mail.entry.application) {
            kept_application.outbox.push(mail);
        }
    }
    for kept in timers::between(first, last, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&kept.application) {
            kept_application.timers.push(kept);
        }
    }
    let sorted = kept_applications
        .into_values()
        .map(|kept_application| Record::Application(Box::new(kept_application.sorted())));
    Ok(sorted.collect())
}

fn empty(case: store::Case) -> KeptApplication {
    KeptApplication {
        case,
        look_ups: None,
        history: Vec::new(),
        permits: Vec::new(),
        outbox: Vec::new(),
        timers: Vec::new(),
    }
}

/// Writes those whose applications are not there yet, whole. Answers the others.
pub(super) async fn write(
    records: Vec<Record>,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let kept_applications: Vec<&KeptApplication> = records.iter().filter_map(kept_application).collect();
    let rows = Rows::of(kept_applications.iter().copied().map(ApplicationColumns::kept))?;
    let Some(rows) = Rows::together([&rows]) else {
        return Ok(records);
    };
    let new: BTreeSet<ApplicationId> = insert(rows, db).await?.into_iter().collect();
    let kept_applications: Vec<&KeptApplication> = kept_applications
        .into_iter()
        .filter(|kept_application| new.contains(&kept_application.id()))
        .collect();
    write_around(&kept_applications, db).await?;
    let left = |record: &Record| {
        kept_application(record).is_some_and(|kept_application| !new.contains(&kept_application.id()))
    };
    Ok(records.into_iter().filter(left).collect())
}

fn kept_application(record: &Record) -> Option<&KeptApplication> {
    match record {
        Record::Application(kept_application) => Some(kept_application),
        _ => None,
    }
}

async fn write_around(
    kept_applications: &[&KeptApplication],
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let events = kept_applications
        .iter()
        .flat_map(|kept_application| &kept_application.history);
    if let Some(rows) = Rows::together([&Rows::of(events.map(EventColumns::kept))?]) {
        insert_events(rows, db).await?;
    }
    insert_look_ups(kept_applications, db).await?;
    let issued = || {
        kept_applications
            .iter()
            .flat_map(|kept_application| &kept_application.permits)
    };
    if let Some(rows) = Rows::together([&Rows::of(issued().map(permits::Columns::of))?]) {
        permits::insert(rows, db).await?;
    }
    if let Some(rows) = Rows::together([&Rows::of(issued().flat_map(permits::approvals))?]) {
        permits::insert_approvals(rows, db).await?;
    }
    let mail = kept_applications
        .iter()
        .flat_map(|kept_application| &kept_application.outbox);
    if let Some(rows) = Rows::together([&Rows::of(mail.map(MailColumns::of))?]) {
        insert_mail(rows, db).await?;
    }
    let timers = kept_applications
        .iter()
        .flat_map(|kept_application| &kept_application.timers);
    if let Some(rows) = Rows::together([&Rows::of(timers.map(TimerColumns::of))?]) {
        insert_timers(rows, db).await?;
    }
    Ok(())
}

async fn insert_look_ups(
    kept_applications: &[&KeptApplication],
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let rows = kept_applications.iter().filter_map(|kept_application| {
        let look_ups = kept_application.look_ups.clone()?;
        Some(look_ups::Columns::new(kept_application.id(), look_ups))
    });
    match Rows::together([&Rows::of(rows)?]) {
        Some(rows) => look_ups::insert(rows, db).await,
        None => Ok(()),
    }
}

/// A message with how it fares, in its table's words.
#[derive(Serialize)]
struct MailColumns<'a> {
    application: ApplicationId,
    id: Uuid,
    recipient: &'a str,
    language: &'a str,
    message: MaybeNewer<Message>,
    permit: Option<Hex<[u8; 16]>>,
    words: &'a BTreeMap<String, String>,
    due_at: i64,
    attempts: u32,
    sent_at: Option<i64>,
    dead_at: Option<i64>,
    last_error: Option<&'a str>,
}

impl<'a> MailColumns<'a> {
    fn of(kept: &'a MailRecord) -> Self {
        let entry = &kept.entry;
        let (sent_at, dead_at) = match kept.delivery {
            Delivery::Due(_) => (None, None),
            Delivery::Sent(at) => (Some(micros(at)), None),
            Delivery::Dead(at) => (None, Some(micros(at))),
        };
        Self {
            application: entry.application,
            id: entry.id.0,
            recipient: &entry.to,
            language: entry.language.as_str(),
            message: entry.message.clone(),
            permit: entry.permit.map(|permit| Hex(permit.0)),
            words: &entry.words,
            due_at: micros(entry.due_at),
            attempts: kept.attempts,
            sent_at,
            dead_at,
            last_error: kept.last_error.as_deref(),
        }
    }
}

async fn insert_mail(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at, attempts,
             sent_at, dead_at, last_error)
         SELECT unhex(value ->> 'application', '-'), unhex(value ->> 'id', '-'), value ->> 'recipient',
             value ->> 'language', value ->> 'message', unhex(value ->> 'permit'), value -> 'words',
             value ->> 'due_at', value ->> 'attempts', value ->> 'sent_at', value ->> 'dead_at',
             value ->> 'last_error'
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// A timer with how it fares, in its table's words.
#[derive(Serialize)]
struct TimerColumns<'a> {
    application: ApplicationId,
    name: &'a MaybeNewer<TimerName>,
    at: i64,
    command: &'a MaybeNewer<Command>,
    attempts: u32,
    dead_at: Option<i64>,
    last_error: Option<&'a str>,
}

impl<'a> TimerColumns<'a> {
    fn of(kept: &'a KeptTimer) -> Self {
        Self {
            application: kept.application,
            name: &kept.name,
            at: micros(kept.at),
            command: &kept.command,
            attempts: kept.attempts,
            dead_at: kept.dead_at.map(micros),
            last_error: kept.last_error.as_deref(),
        }
    }
}

async fn insert_timers(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO timers (application, name, at, command, attempts, dead_at, last_error)
         SELECT unhex(value ->> 'application', '-'), value -> 'name', value ->> 'at', value -> 'command',
             value ->> 'attempts', value ->> 'dead_at', value ->> 'last_error'
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

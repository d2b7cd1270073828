//! Applications with all that belongs to them: a page is one statement a table, read and written.

use std::collections::{BTreeMap, BTreeSet};

use review::{ApplicationId, Command, MaybeNewer, Message, TimerName};
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{Delivery, Dossier, KeptTimer, MailRecord, Record, StoreError};
use uuid::Uuid;

use super::From;
use crate::applications::{ApplicationColumns, EventColumns, cases, histories, insert, insert_events};
use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::micros;
use crate::{look_ups, outbox, permits, timers};

pub(super) async fn read(
    from: From,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let cases = cases(&from.bytes(), limit, db).await?;
    let (Some(first), Some(last)) = (cases.first(), cases.last()) else {
        return Ok(Vec::new());
    };
    let (first, last) = (first.application.id, last.application.id);
    let (first, last) = (&first.0.as_bytes()[..], &last.0.as_bytes()[..]);
    let mut dossiers: BTreeMap<ApplicationId, Dossier> = cases
        .into_iter()
        .map(|case| (case.application.id, empty(case)))
        .collect();
    for (application, look_up) in look_ups::between(first, last, db).await? {
        if let Some(dossier) = dossiers.get_mut(&application) {
            dossier.look_ups.get_or_insert_default().extend(look_up);
        }
    }
    for link in histories(first, last, db).await? {
        if let Some(dossier) = dossiers.get_mut(&link.header().application) {
            dossier.history.push(link);
        }
    }
    for permit in permits::between(first, last, db).await? {
        if let Some(dossier) = dossiers.get_mut(&permit.application) {
            dossier.permits.push(permit);
        }
    }
    for mail in outbox::between(first, last, db).await? {
        if let Some(dossier) = dossiers.get_mut(&mail.entry.application) {
            dossier.outbox.push(mail);
        }
    }
    for kept in timers::between(first, last, db).await? {
        if let Some(dossier) = dossiers.get_mut(&kept.application) {
            dossier.timers.push(kept);
        }
    }
    let sorted = dossiers
        .into_values()
        .map(|dossier| Record::Application(Box::new(dossier.sorted())));
    Ok(sorted.collect())
}

fn empty(case: store::Case) -> Dossier {
    Dossier {
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
    let dossiers: Vec<&Dossier> = records.iter().filter_map(dossier).collect();
    let rows = Rows::of(
        dossiers
            .iter()
            .map(|dossier| ApplicationColumns::kept(&dossier.case)),
    )?;
    let Some(rows) = Rows::together([&rows]) else {
        return Ok(records);
    };
    let new: BTreeSet<ApplicationId> = insert(rows, db).await?.into_iter().collect();
    let dossiers: Vec<&Dossier> = dossiers
        .into_iter()
        .filter(|dossier| new.contains(&dossier.id()))
        .collect();
    write_around(&dossiers, db).await?;
    let left = |record: &Record| dossier(record).is_some_and(|dossier| !new.contains(&dossier.id()));
    Ok(records.into_iter().filter(left).collect())
}

fn dossier(record: &Record) -> Option<&Dossier> {
    match record {
        Record::Application(dossier) => Some(dossier),
        _ => None,
    }
}

async fn write_around(dossiers: &[&Dossier], db: &mut SqliteConnection) -> Result<(), StoreError> {
    let events = dossiers.iter().flat_map(|dossier| &dossier.history);
    if let Some(rows) = Rows::together([&Rows::of(events.map(EventColumns::kept))?]) {
        insert_events(rows, db).await?;
    }
    insert_look_ups(dossiers, db).await?;
    let issued = || dossiers.iter().flat_map(|dossier| &dossier.permits);
    if let Some(rows) = Rows::together([&Rows::of(issued().map(permits::Columns::of))?]) {
        permits::insert(rows, db).await?;
    }
    if let Some(rows) = Rows::together([&Rows::of(issued().flat_map(permits::approvals))?]) {
        permits::insert_approvals(rows, db).await?;
    }
    let mail = dossiers.iter().flat_map(|dossier| &dossier.outbox);
    if let Some(rows) = Rows::together([&Rows::of(mail.map(MailColumns::of))?]) {
        insert_mail(rows, db).await?;
    }
    let timers = dossiers.iter().flat_map(|dossier| &dossier.timers);
    if let Some(rows) = Rows::together([&Rows::of(timers.map(TimerColumns::of))?]) {
        insert_timers(rows, db).await?;
    }
    Ok(())
}

async fn insert_look_ups(dossiers: &[&Dossier], db: &mut SqliteConnection) -> Result<(), StoreError> {
    let rows = dossiers
        .iter()
        .filter_map(|dossier| Some(look_ups::rows(dossier.id(), dossier.look_ups.as_deref()?)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    match Rows::together(&rows) {
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

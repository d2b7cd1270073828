//! Writing transitions: one statement for all tables, for one transition as for many.

use std::collections::BTreeSet;

use sqlx::{Connection, PgConnection};
use store::columns::{
    ApplicationColumns, ApproverColumns, EventColumns, MailColumns, PermitColumns, Step, TimerColumns,
};
use store::{LookUp, StoreError, Subject};
use uuid::Uuid;

use super::Prepared;
use crate::errors::{failed, taken};
use crate::values::Postgres;
use crate::{jobs, look_ups, permits, timers};

/// Writes transitions of different applications, as one transaction. Answers which of them are written, whole;
/// the others' applications are there already, or no longer at their revision. An error says nothing of
/// any one.
pub(crate) async fn write(
    transitions: &[&Prepared],
    db: &mut PgConnection,
) -> Result<BTreeSet<Uuid>, StoreError> {
    if transitions.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = Rows::of(transitions);
    if !transitions.iter().any(|transition| wants_more(transition)) {
        return rows.insert(db).await;
    }
    let mut transaction = db.begin().await.map_err(failed)?;
    let written = rows.insert(&mut transaction).await?;
    let kept = transitions
        .iter()
        .filter(|transition| written.contains(&transition.id().0));
    write_more(kept.copied(), &mut transaction).await?;
    transaction.commit().await.map_err(failed)?;
    Ok(written)
}

/// Whether one statement is not enough for it.
fn wants_more(transition: &Prepared) -> bool {
    transition.permit_change.is_some() || transition.resigning.is_some() || !transition.jobs.is_empty()
}

/// What becomes of earlier permits is written in statements of its own, since it may refuse a transition; what follows for other
/// applications, since it is rare.
async fn write_more<'a>(
    transitions: impl Iterator<Item = &'a Prepared>,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let (mut changes, mut resignings) = (Vec::new(), Vec::new());
    for transition in transitions {
        for job in &transition.jobs {
            jobs::insert(job, db).await?;
        }
        changes.extend(
            transition
                .permit_change
                .as_ref()
                .map(|change| (transition.id(), change)),
        );
        resignings.extend(
            transition
                .resigning
                .as_ref()
                .map(|resigning| (transition.id(), resigning)),
        );
    }
    if !changes.is_empty() {
        permits::change(&changes, db).await?;
    }
    if !resignings.is_empty() {
        permits::sign_anew(&resignings, db).await?;
    }
    Ok(())
}

/// Rows of many transitions, by table.
struct Rows<'a> {
    applications: Vec<&'a ApplicationColumns<Postgres>>,
    steps: Vec<Step>,
    events: Vec<&'a EventColumns<Postgres>>,
    look_ups: Vec<(Uuid, &'a [LookUp])>,
    cancels: Vec<Uuid>,
    timers: Vec<&'a TimerColumns<Postgres>>,
    permits: Vec<&'a PermitColumns<Postgres>>,
    approvers: Vec<&'a ApproverColumns<Postgres>>,
    outbox: Vec<&'a MailColumns<Postgres>>,
}

/// Writes rows of all tables in one statement, in which every table's rows travel as arrays, a column each. A column stands here
/// once: its name, its array, and its value in a row. Arrays are numbered in the order in which they stand; each table's first
/// comes before all others. What belongs to a transition that is left out is left out too.
macro_rules! written {
    ($rows:ident, $kinds:ident, $commands:ident,
        transition { $($must:literal $must_array:literal $must_value:expr,)* }
        as_submitted { $($first:literal $first_array:literal $first_value:expr,)* }
        events { $($event:literal $event_array:literal $event_value:expr,)* }
        timers { $($timer:literal $timer_array:literal $timer_value:expr,)* }
        permits { $($permit:literal $permit_array:literal $permit_value:expr,)* }
        approvers { $($approver:literal $approver_array:literal $approver_value:expr,)* }
        outbox { $($letter:literal $letter_array:literal $letter_value:expr,)* }
        as_it_stands { $($now:literal $now_array:literal $now_value:expr,)* }
    ) => {
        sqlx::query_scalar!(
            "WITH transition AS MATERIALIZED (
                 SELECT * FROM UNNEST($1::uuid[], $12::jsonb[], $14::boolean[]"
                     $(+ ", " + $must_array)* $(+ ", " + $first_array)* $(+ ", " + $now_array)* + ")
                     AS transition (id, state, first" $(+ ", " + $must)* $(+ ", " + $first)* $(+ ", " + $now)* + ")
             ), submitted AS (
                 INSERT INTO applications (id, state" $(+ ", " + $first)* $(+ ", " + $now)* + ")
                 SELECT id, state" $(+ ", " + $first)* $(+ ", " + $now)* + " FROM transition WHERE first
                 ON CONFLICT (id) DO NOTHING
                 RETURNING id
             ), moved AS (
                 UPDATE applications kept SET state = transition.state" $(+ ", " + $now + " = transition." + $now)* + "
                 FROM transition
                 WHERE NOT transition.first AND kept.id = transition.id AND kept.revision = transition.expected
                     AND (kept.erased_at IS NOT NULL) = transition.was_erased
                 RETURNING kept.id
             ), written AS MATERIALIZED (
                 SELECT id FROM submitted UNION ALL SELECT id FROM moved
             ), happened AS (
                 INSERT INTO events (application" $(+ ", " + $event)* + ")
                 SELECT event.* FROM UNNEST($2::uuid[]" $(+ ", " + $event_array)* + ")
                     AS event (application" $(+ ", " + $event)* + ")
                 JOIN written ON written.id = event.application
             ), timer AS MATERIALIZED (
                 SELECT timer.* FROM UNNEST($3::uuid[], $13::jsonb[]" $(+ ", " + $timer_array)* + ")
                     AS timer (application, name" $(+ ", " + $timer)* + ")
                 JOIN written ON written.id = timer.application
             ), cancelled AS (
                 DELETE FROM timers kept USING UNNEST($4::uuid[]) AS cancelled (application), written
                 WHERE kept.application = cancelled.application AND written.id = cancelled.application
                     -- Whether a newer release's timer is over, only that release knows.
                     AND kept.name ->> 'kind' = ANY($5) AND kept.command ->> 'command' = ANY($6)
                     AND NOT EXISTS (
                         SELECT FROM timer WHERE timer.application = kept.application AND timer.name = kept.name
                     )
             ), started AS (
                 INSERT INTO timers (application, name" $(+ ", " + $timer)* + ") SELECT * FROM timer
                 ON CONFLICT (application, name) DO UPDATE SET leased_until = NULL"
                     $(+ ", " + $timer + " = excluded." + $timer)* + "
             ), issued AS (
                 INSERT INTO permits (application" $(+ ", " + $permit)* + ")
                 SELECT permit.* FROM UNNEST($7::uuid[]" $(+ ", " + $permit_array)* + ")
                     AS permit (application" $(+ ", " + $permit)* + ")
                 JOIN written ON written.id = permit.application
             ), approved AS (
                 INSERT INTO permit_approvers (application" $(+ ", " + $approver)* + ")
                 SELECT approver.* FROM UNNEST($8::uuid[]" $(+ ", " + $approver_array)* + ")
                     AS approver (application" $(+ ", " + $approver)* + ")
                 JOIN written ON written.id = approver.application
                 ON CONFLICT DO NOTHING
             ), told AS (
                 INSERT INTO outbox (application" $(+ ", " + $letter)* + ")
                 SELECT letter.* FROM UNNEST($9::uuid[]" $(+ ", " + $letter_array)* + ")
                     AS letter (application" $(+ ", " + $letter)* + ")
                 JOIN written ON written.id = letter.application
             ), found_by AS (
                 INSERT INTO application_look_ups AS kept (application, hashes)
                 SELECT found_by.application, found_by.hashes::bigint[]
                 FROM UNNEST($10::uuid[], $11::text[]) AS found_by (application, hashes)
                 JOIN written ON written.id = found_by.application
                 ON CONFLICT (application) DO UPDATE SET hashes = excluded.hashes
                 WHERE kept.hashes <> excluded.hashes
             )
             SELECT id AS \"id!\" FROM written",
            &column(&$rows.applications, |row| row.case.id) as _,
            &column(&$rows.events, |row| row.application) as _,
            &column(&$rows.timers, |row| row.application) as _,
            &$rows.cancels,
            &$kinds,
            &$commands,
            &column(&$rows.permits, |row| row.application) as _,
            &column(&$rows.approvers, |row| row.application) as _,
            &column(&$rows.outbox, |row| row.application) as _,
            &column(&$rows.look_ups, |(application, _)| *application) as _,
            &column(&$rows.look_ups, |(_, look_ups)| look_ups::literal(look_ups)) as _,
            &column(&$rows.applications, |row| &row.case.state) as _,
            &column(&$rows.timers, |row| &row.name) as _,
            &column(&$rows.steps, |step| *step == Step::First) as _,
            $(&column(&$rows.applications, $must_value) as _,)*
            $(&column(&$rows.applications, $first_value) as _,)*
            $(&column(&$rows.events, $event_value) as _,)*
            $(&column(&$rows.timers, $timer_value) as _,)*
            $(&column(&$rows.permits, $permit_value) as _,)*
            $(&column(&$rows.approvers, $approver_value) as _,)*
            $(&column(&$rows.outbox, $letter_value) as _,)*
            $(&column(&$rows.applications, $now_value) as _,)*
        )
    };
}

impl<'a> Rows<'a> {
    fn of(transitions: &[&'a Prepared]) -> Self {
        let all = || transitions.iter().copied();
        let look_ups = |transition: &'a Prepared| Some((transition.id().0, transition.look_ups.as_deref()?));
        let cancels = all().filter(|transition| transition.cancel_timers);
        Self {
            applications: all().map(|transition| &transition.application).collect(),
            steps: all().map(|transition| transition.step).collect(),
            events: all().flat_map(|transition| &transition.events).collect(),
            look_ups: all().filter_map(look_ups).collect(),
            cancels: cancels.map(|transition| transition.id().0).collect(),
            timers: all().flat_map(|transition| &transition.timers).collect(),
            permits: all().flat_map(|transition| &transition.permits).collect(),
            approvers: all().flat_map(|transition| &transition.approvers).collect(),
            outbox: all().flat_map(|transition| &transition.outbox).collect(),
        }
    }

    async fn insert(&self, db: &mut PgConnection) -> Result<BTreeSet<Uuid>, StoreError> {
        let (kinds, commands) = timers::known()?;
        let written = written!(self, kinds, commands,
            transition {
                "expected" "$15::bigint[]" |row| row.expected,
                "was_erased" "$16::boolean[]" |row| row.was_erased,
            }
            as_submitted {
                "reference" "$17::text[]" |row| row.case.reference.as_str(),
                "service" "$18::text[]" |row| row.service.as_str(),
                "submitted_at" "$19::timestamptz[]" |row| row.submitted_at,
            }
            events {
                "sequence" "$20::bigint[]" |row| row.sequence,
                "at" "$21::timestamptz[]" |row| row.at,
                "author" "$22::jsonb[]" |row| &row.author,
                "kind" "$23::text[]" |row| row.kind.as_str(),
                "payload" "$24::jsonb[]" |row| &row.payload,
                "salt" "$25::bytea[]" |row| &row.salt,
                "commitment" "$26::bytea[]" |row| &row.commitment,
                "previous" "$27::bytea[]" |row| &row.previous,
                "hash" "$28::bytea[]" |row| &row.hash,
            }
            timers {
                "at" "$29::timestamptz[]" |row| row.at,
                "command" "$30::jsonb[]" |row| &row.command,
                "attempts" "$31::integer[]" |row| row.attempts,
                "dead_at" "$32::timestamptz[]" |row| row.dead_at,
                "last_error" "$33::text[]" |row| row.last_error.as_deref(),
            }
            permits {
                "id" "$34::uuid[]" |row| row.id,
                "number" "$35::text[]" |row| row.number.as_str(),
                "service" "$36::text[]" |row| row.service.as_str(),
                "version" "$37::bytea[]" |row| &row.version,
                "list" "$38::integer[]" |row| row.list,
                "place" "$39::integer[]" |row| row.place,
                "issued_at" "$40::timestamptz[]" |row| row.issued_at,
                "not_before" "$41::timestamptz[]" |row| row.not_before,
                "expires_at" "$42::timestamptz[]" |row| row.expires_at,
                "status" "$43::text[]" |row| row.status.as_str(),
                "signed" "$44::bytea[]" |row| &row.signed,
                "printed" "$45::jsonb[]" |row| &row.printed,
                "approved_by" "$46::jsonb[]" |row| &row.approved_by,
                "vehicle" "$47::bytea[]" |row| &row.vehicle,
            }
            approvers {
                "permit" "$48::uuid[]" |row| row.permit,
                "person" "$49::uuid[]" |row| row.person,
            }
            outbox {
                "id" "$50::uuid[]" |row| row.id,
                "recipient" "$51::text[]" |row| row.recipient.as_str(),
                "language" "$52::text[]" |row| row.language.as_str(),
                "message" "$53::text[]" |row| row.message.as_str(),
                "permit" "$54::uuid[]" |row| row.permit,
                "words" "$55::jsonb[]" |row| &row.words,
                "due_at" "$56::timestamptz[]" |row| row.due_at,
                "attempts" "$57::integer[]" |row| row.attempts,
                "sent_at" "$58::timestamptz[]" |row| row.sent_at,
                "dead_at" "$59::timestamptz[]" |row| row.dead_at,
                "last_error" "$60::text[]" |row| row.last_error.as_deref(),
            }
            as_it_stands {
                "status" "$61::text[]" |row| row.status,
                "step" "$62::text[]" |row| row.step.as_deref(),
                "role" "$63::text[]" |row| row.case.role.as_deref(),
                "office" "$64::text[]" |row| row.office.as_deref(),
                "claimed_by" "$65::uuid[]" |row| row.claimed_by,
                "sampled" "$66::boolean[]" |row| row.sampled,
                "revision" "$67::bigint[]" |row| row.case.revision,
                "head" "$68::bytea[]" |row| &row.head,
                "decided_at" "$69::timestamptz[]" |row| row.decided_at,
                "decided_by_people" "$70::boolean[]" |row| row.decided_by_people,
                "language" "$71::text[]" |row| row.case.language.as_str(),
                "holder" "$72::text[]" |row| row.case.holder.as_str(),
                "holder_search" "$73::text[]" |row| row.holder_search.as_str(),
                "email" "$74::text[]" |row| row.case.email.as_deref(),
                "document" "$75::bytea[]" |row| &row.case.document,
                "erased_at" "$76::timestamptz[]" |row| row.case.erased_at,
                "due_at" "$77::timestamptz[]" |row| row.due_at,
                "version" "$78::bytea[]" |row| &row.version,
                "consulted" "$79::text[]" |row| row.consulted.as_deref(),
            }
        )
        .fetch_all(db)
        .await
        .map_err(taken(&[
            ("outbox_pkey", Subject::Mail),
            ("permits_pkey", Subject::Permit),
            ("events_pkey", Subject::Application),
        ]))?;
        Ok(written.into_iter().collect())
    }
}

/// One column of some rows.
fn column<'a, R, T>(rows: &'a [R], value: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

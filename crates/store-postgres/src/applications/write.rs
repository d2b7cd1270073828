//! Writing transitions: one statement for all tables, for one transition as for many.

use std::collections::BTreeSet;

use sqlx::{Connection, PgConnection};
use store::{StoreError, Subject};
use uuid::Uuid;

use super::transition::{ApplicationRow, EventRow, Prepared, Step};
use crate::errors::{failed, taken};
use crate::{jobs, look_ups, outbox, permits, timers};

/// Writes transitions of different applications, as one transaction. Answers which of them are written, whole;
/// the others' applications are there already, or no longer at their revision. An error says nothing of
/// any one.
pub(super) async fn write(
    transitions: &[&Prepared],
    db: &mut PgConnection,
) -> Result<BTreeSet<Uuid>, StoreError> {
    if transitions.is_empty() {
        return Ok(BTreeSet::new());
    }
    let columns = Columns::of(transitions);
    if !transitions.iter().any(|transition| transition.wants_more()) {
        return columns.insert(db).await;
    }
    let mut transaction = db.begin().await.map_err(failed)?;
    let written = columns.insert(&mut transaction).await?;
    let kept = transitions
        .iter()
        .filter(|transition| written.contains(&transition.id().0));
    write_more(kept.copied(), &mut transaction).await?;
    transaction.commit().await.map_err(failed)?;
    Ok(written)
}

impl Prepared {
    /// Whether one statement is not enough for it.
    fn wants_more(&self) -> bool {
        self.permit_change.is_some() || self.resigning.is_some() || !self.jobs.is_empty()
    }
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
struct Columns<'a> {
    transitions: Vec<&'a Prepared>,
    applications: Vec<&'a ApplicationRow>,
    events: Vec<&'a EventRow>,
    look_ups: Vec<&'a look_ups::Row>,
    cancels: Vec<Uuid>,
    timers: Vec<&'a timers::Row>,
    permits: Vec<&'a permits::Row>,
    approvers: Vec<(Uuid, Uuid, Uuid)>,
    outbox: Vec<&'a outbox::Row>,
}

impl<'a> Columns<'a> {
    fn of(transitions: &[&'a Prepared]) -> Self {
        let all = || transitions.iter().copied();
        let cancels = all().filter(|transition| transition.cancel_timers);
        Self {
            transitions: transitions.to_vec(),
            applications: all().map(|transition| &transition.application).collect(),
            events: all().flat_map(|transition| &transition.events).collect(),
            look_ups: all()
                .filter_map(|transition| transition.look_ups.as_ref())
                .collect(),
            cancels: cancels.map(|transition| transition.id().0).collect(),
            timers: all().flat_map(|transition| &transition.timers).collect(),
            permits: all()
                .filter_map(|transition| transition.permit.as_ref())
                .collect(),
            approvers: all()
                .filter_map(|transition| transition.permit.as_ref())
                .flat_map(|permit| {
                    permit
                        .approvers
                        .iter()
                        .map(|person| (permit.application, permit.id, *person))
                })
                .collect(),
            outbox: all().flat_map(|transition| &transition.outbox).collect(),
        }
    }

    /// Every table's rows travel as arrays, a column each. What belongs to a transition that is left out is left
    /// out too.
    #[expect(
        clippy::too_many_lines,
        reason = "one statement, which has every table's columns"
    )]
    async fn insert(&self, db: &mut PgConnection) -> Result<BTreeSet<Uuid>, StoreError> {
        let (kinds, commands) = timers::known()?;
        let written = sqlx::query_scalar!(
            r#"WITH transition AS MATERIALIZED (
                 SELECT * FROM UNNEST($1::uuid[], $2::boolean[], $3::bigint[], $4::text[], $5::text[],
                 $6::bytea[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[],
                 $12::boolean[], $13::bigint[], $14::bytea[], $15::timestamptz[], $16::timestamptz[],
                 $17::boolean[], $18::text[], $19::text[], $20::text[], $21::text[], $22::bytea[],
                 $23::jsonb[], $69::boolean[]) AS transition (id, first, expected, reference, service, version, status, step,
                 role, office, claimed_by, sampled, revision, head, submitted_at, decided_at,
                 decided_by_people, language, holder, holder_search, email, document, state, erased)
             ), submitted AS (
                 INSERT INTO applications (id, reference, service, version, status, step, role, office,
                 claimed_by, sampled, revision, head, submitted_at, decided_at, decided_by_people,
                 language, holder, holder_search, email, document, state)
                 SELECT id, reference, service, version, status, step, role, office, claimed_by, sampled,
                 revision, head, submitted_at, decided_at, decided_by_people, language, holder,
                 holder_search, email, document, state FROM transition WHERE first
                 ON CONFLICT (id) DO NOTHING
                 RETURNING id
             ), moved AS (
                 UPDATE applications kept SET status = transition.status, step = transition.step, role =
                 transition.role, office = transition.office, claimed_by = transition.claimed_by, sampled =
                 transition.sampled, revision = transition.revision, head = transition.head, decided_at =
                 transition.decided_at, decided_by_people = transition.decided_by_people, language =
                 transition.language, holder = transition.holder, holder_search = transition.holder_search, email =
                 transition.email, document = transition.document, state = transition.state
                 FROM transition
                 WHERE NOT transition.first AND kept.id = transition.id AND kept.revision = transition.expected
                     AND (kept.erased_at IS NOT NULL) = transition.erased
                 RETURNING kept.id
             ), written AS MATERIALIZED (
                 SELECT id FROM submitted UNION ALL SELECT id FROM moved
             ), happened AS (
                 INSERT INTO events (application, sequence, at, author, kind, payload, salt, commitment,
                 previous, hash)
                 SELECT event.* FROM UNNEST($24::uuid[], $25::bigint[], $26::timestamptz[], $27::jsonb[],
                 $28::text[], $29::jsonb[], $30::bytea[], $31::bytea[], $32::bytea[], $33::bytea[]) AS
                 event (application, sequence, at, author, kind, payload, salt, commitment, previous,
                 hash)
                 JOIN written ON written.id = event.application
             ), timer AS MATERIALIZED (
                 SELECT timer.* FROM UNNEST($34::uuid[], $35::jsonb[], $36::timestamptz[], $37::jsonb[])
                 AS timer (application, name, at, command)
                 JOIN written ON written.id = timer.application
             ), cancelled AS (
                 DELETE FROM timers kept USING UNNEST($38::uuid[]) AS cancelled (application), written
                 WHERE kept.application = cancelled.application AND written.id = cancelled.application
                     -- Whether a newer release's timer is over, only that release knows.
                     AND kept.name ->> 'kind' = ANY($65) AND kept.command ->> 'command' = ANY($66)
                     AND NOT EXISTS (
                         SELECT FROM timer WHERE timer.application = kept.application AND timer.name = kept.name
                     )
             ), started AS (
                 INSERT INTO timers (application, name, at, command) SELECT * FROM timer
                 ON CONFLICT (application, name) DO UPDATE SET at = excluded.at, command = excluded.command,
                     leased_until = NULL, attempts = 0, dead_at = NULL, last_error = NULL
             ), issued AS (
                 INSERT INTO permits (application, id, number, service, version, list, place, issued_at,
                 not_before, expires_at, status, signed, printed, approved_by, vehicle)
                 SELECT permit.* FROM UNNEST($39::uuid[], $40::uuid[], $41::text[], $42::text[],
                 $43::bytea[], $44::integer[], $45::integer[], $46::timestamptz[], $47::timestamptz[],
                 $48::timestamptz[], $49::text[], $50::bytea[], $51::jsonb[], $52::jsonb[], $53::bytea[]) AS permit
                 (application, id, number, service, version, list, place, issued_at, not_before,
                 expires_at, status, signed, printed, approved_by, vehicle)
                 JOIN written ON written.id = permit.application
             ), approved AS (
                 INSERT INTO permit_approvers (application, permit, person)
                 SELECT approver.* FROM UNNEST($54::uuid[], $55::uuid[], $56::uuid[]) AS approver
                 (application, permit, person)
                 JOIN written ON written.id = approver.application
                 ON CONFLICT DO NOTHING
             ), told AS (
                 INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at)
                 SELECT letter.* FROM UNNEST($57::uuid[], $58::uuid[], $59::text[], $60::text[],
                 $61::text[], $62::uuid[], $63::jsonb[], $64::timestamptz[]) AS letter (application, id,
                 recipient, language, message, permit, words, due_at)
                 JOIN written ON written.id = letter.application
             ), found_by AS (
                 INSERT INTO application_look_ups AS kept (application, hashes)
                 SELECT found_by.application, found_by.hashes::bigint[]
                 FROM UNNEST($67::uuid[], $68::text[]) AS found_by (application, hashes)
                 JOIN written ON written.id = found_by.application
                 ON CONFLICT (application) DO UPDATE SET hashes = excluded.hashes
                 WHERE kept.hashes <> excluded.hashes
             )
             SELECT id AS "id!" FROM written"#,
            &column(&self.applications, |row| row.id) as _,
            &column(&self.transitions, |transition| transition.step == Step::First),
            &column(&self.applications, |row| row.expected) as _,
            &column(&self.applications, |row| row.reference.as_str()) as _,
            &column(&self.applications, |row| row.service.as_str()) as _,
            &column(&self.applications, |row| &row.version[..]) as _,
            &column(&self.applications, |row| row.status) as _,
            &column(&self.applications, |row| row.step.as_deref()) as _,
            &column(&self.applications, |row| row.role.as_deref()) as _,
            &column(&self.applications, |row| row.office.as_deref()) as _,
            &column(&self.applications, |row| row.claimed_by) as _,
            &column(&self.applications, |row| row.sampled) as _,
            &column(&self.applications, |row| row.revision) as _,
            &column(&self.applications, |row| &row.head[..]) as _,
            &column(&self.applications, |row| row.submitted_at) as _,
            &column(&self.applications, |row| row.decided_at) as _,
            &column(&self.applications, |row| row.decided_by_people) as _,
            &column(&self.applications, |row| row.language.as_str()) as _,
            &column(&self.applications, |row| row.holder.as_str()) as _,
            &column(&self.applications, |row| row.holder_search.as_str()) as _,
            &column(&self.applications, |row| row.email.as_deref()) as _,
            &column(&self.applications, |row| row.document.as_ref().map(|hash| &hash[..])) as _,
            &column(&self.applications, |row| &row.state) as _,
            &column(&self.events, |event| event.application) as _,
            &column(&self.events, |event| event.sequence) as _,
            &column(&self.events, |event| event.at) as _,
            &column(&self.events, |event| &event.author) as _,
            &column(&self.events, |event| event.kind.as_str()) as _,
            &column(&self.events, |event| &event.payload) as _,
            &column(&self.events, |event| &event.salt[..]) as _,
            &column(&self.events, |event| &event.commitment[..]) as _,
            &column(&self.events, |event| &event.previous[..]) as _,
            &column(&self.events, |event| &event.hash[..]) as _,
            &column(&self.timers, |timer| timer.application) as _,
            &column(&self.timers, |timer| &timer.name) as _,
            &column(&self.timers, |timer| timer.at) as _,
            &column(&self.timers, |timer| &timer.command) as _,
            &self.cancels,
            &column(&self.permits, |permit| permit.application) as _,
            &column(&self.permits, |permit| permit.id) as _,
            &column(&self.permits, |permit| permit.number.as_str()) as _,
            &column(&self.permits, |permit| permit.service.as_str()) as _,
            &column(&self.permits, |permit| &permit.version[..]) as _,
            &column(&self.permits, |permit| permit.list) as _,
            &column(&self.permits, |permit| permit.place) as _,
            &column(&self.permits, |permit| permit.issued_at) as _,
            &column(&self.permits, |permit| permit.not_before) as _,
            &column(&self.permits, |permit| permit.expires_at) as _,
            &column(&self.permits, |permit| permit.status.as_str()) as _,
            &column(&self.permits, |permit| &permit.signed[..]) as _,
            &column(&self.permits, |permit| &permit.printed) as _,
            &column(&self.permits, |permit| &permit.approved_by) as _,
            &column(&self.permits, |permit| permit.vehicle.as_ref().map(|hash| &hash[..])) as _,
            &column(&self.approvers, |(application, ..)| *application),
            &column(&self.approvers, |(_, permit, _)| *permit),
            &column(&self.approvers, |(.., person)| *person),
            &column(&self.outbox, |letter| letter.application) as _,
            &column(&self.outbox, |letter| letter.id) as _,
            &column(&self.outbox, |letter| letter.recipient.as_str()) as _,
            &column(&self.outbox, |letter| letter.language.as_str()) as _,
            &column(&self.outbox, |letter| letter.message.as_str()) as _,
            &column(&self.outbox, |letter| letter.permit) as _,
            &column(&self.outbox, |letter| &letter.words) as _,
            &column(&self.outbox, |letter| letter.due_at) as _,
            &kinds,
            &commands,
            &column(&self.look_ups, |row| row.application),
            &column(&self.look_ups, |row| row.literal()),
            &column(&self.transitions, |transition| transition.is_erased),
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

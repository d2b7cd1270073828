//! Transitions that arrive together: all at once if nothing stands against it; what does is found by halving.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqlx::PgConnection;
use store::columns::Step;
use store::{Expected, StoreError, Subject, Submitted};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::write::write;
use super::{Prepared, read};
use crate::errors::{failed, was_undone};
use crate::uniqueness::{self, Claim, PermitClaim};
use crate::values::{Document, words};

/// A transition that waits for its result.
#[derive(Debug)]
pub(crate) struct Filed {
    prepared: Prepared,
    state: State,
    to: oneshot::Sender<Result<Submitted, StoreError>>,
}

#[derive(Debug)]
enum State {
    /// Not tried yet.
    Waiting,
    /// What it claims for itself is somebody else's.
    Taken(Subject),
    /// Tried, and neither written nor refused: its application is there already, or has moved.
    LeftOut,
    Settled(Result<Submitted, StoreError>),
}

impl Filed {
    pub(crate) fn new(prepared: Prepared, to: oneshot::Sender<Result<Submitted, StoreError>>) -> Self {
        Self {
            prepared,
            state: State::Waiting,
            to,
        }
    }

    /// Tells the caller, unless the caller went away. Where nobody knows what became of those that were
    /// written together, refusals are not told either: they may rest on what is not safe.
    pub(crate) fn tell(self, known: Result<(), Arc<StoreError>>) {
        let result = match (known, self.state) {
            (Ok(()), State::Settled(result)) => result,
            (Ok(()), _) => Err(StoreError::unavailable("the transition was not written")),
            (Err(error), _) => Err(StoreError::unavailable(error)),
        };
        let _ = self.to.send(result);
    }

    fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting)
    }

    fn is_first(&self) -> bool {
        self.prepared.step == Step::First
    }

    fn id(&self) -> Uuid {
        self.prepared.id().0
    }

    fn settle(&mut self, result: Result<Submitted, StoreError>) {
        self.state = State::Settled(result);
    }
}

/// Writes transitions, each with its own result, in statements of no more than so many bytes. An error means that
/// nobody knows what became of any.
pub(crate) async fn keep(
    transitions: &mut [Filed],
    most: usize,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    // Nodes that write the same applications take them in the same order, and so do not block each other.
    transitions.sort_by_key(Filed::id);
    claim(transitions, db).await?;
    loop {
        let round = next_round(transitions);
        if round.is_empty() {
            break;
        }
        write_halving(transitions, parts(transitions, round, most), db).await?;
        pass_over_repetitions(transitions);
    }
    explain_submissions(transitions, db).await?;
    explain_transitions(transitions, db).await
}

async fn claim(transitions: &mut [Filed], db: &mut PgConnection) -> Result<(), StoreError> {
    let claims: Vec<Claim<'_>> = transitions.iter().map(|filed| claimed(&filed.prepared)).collect();
    for (at, subject) in uniqueness::claim(&claims, db).await? {
        transitions[at].state = State::Taken(subject);
    }
    Ok(())
}

/// The first of each application that was not tried yet: two that decide one case see each other's work.
fn next_round(transitions: &[Filed]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let waiting = transitions
        .iter()
        .enumerate()
        .filter(|(_, filed)| filed.is_waiting());
    waiting
        .filter(|(_, filed)| seen.insert(filed.id()))
        .map(|(at, _)| at)
        .collect()
}

/// What shares a statement.
fn parts(transitions: &[Filed], round: Vec<usize>, most: usize) -> Vec<Vec<usize>> {
    let mut parts = Vec::new();
    let (mut part, mut size) = (Vec::new(), 0);
    for at in round {
        let prepared = &transitions[at].prepared;
        size += bytes_of(prepared);
        if size > most && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            size = bytes_of(prepared);
        }
        part.push(at);
    }
    parts.push(part);
    parts
}

/// Writes what shares a statement together. Whatever refuses the whole is looked for in its halves, down to
/// the one that it is about.
async fn write_halving(
    transitions: &mut [Filed],
    mut parts: Vec<Vec<usize>>,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    while let Some(mut part) = parts.pop() {
        let prepared: Vec<&Prepared> = part.iter().map(|at| &transitions[*at].prepared).collect();
        match write(&prepared, db).await {
            Ok(kept) => note(transitions, &part, &kept),
            Err(error) if matches!(error, StoreError::Unavailable(_)) && !was_undone(&error) => {
                return Err(error);
            }
            Err(error) => {
                if let [one] = part[..] {
                    transitions[one].settle(Err(error));
                    continue;
                }
                tracing::debug!(%error, transitions = part.len(), "not all at once");
                parts.push(part.split_off(part.len() / 2));
                parts.push(part);
            }
        }
    }
    Ok(())
}

fn note(transitions: &mut [Filed], part: &[usize], kept: &BTreeSet<Uuid>) {
    for at in part {
        let filed = &mut transitions[*at];
        if kept.contains(&filed.id()) {
            filed.settle(Ok(filed.prepared.written));
        } else {
            filed.state = State::LeftOut;
        }
    }
}

/// Whoever submits what another has just submitted beside him need not try.
fn pass_over_repetitions(transitions: &mut [Filed]) {
    let kept: BTreeSet<Uuid> = transitions
        .iter()
        .filter(|filed| matches!(filed.state, State::LeftOut | State::Settled(Ok(_))))
        .map(Filed::id)
        .collect();
    for filed in transitions {
        if filed.is_waiting() && filed.is_first() && kept.contains(&filed.id()) {
            filed.state = State::LeftOut;
        }
    }
}

/// What stood against a submission: it is a repetition, or what it claims is somebody else's.
async fn explain_submissions(transitions: &mut [Filed], db: &mut PgConnection) -> Result<(), StoreError> {
    let open =
        |filed: &&mut Filed| filed.is_first() && matches!(filed.state, State::LeftOut | State::Taken(_));
    let ids: BTreeSet<Uuid> = transitions
        .iter_mut()
        .filter(open)
        .map(|filed| filed.id())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let kept: BTreeMap<Uuid, Submitted> = read::submitted(&ids, db)
        .await?
        .into_iter()
        .map(|kept| (kept.id.0, kept))
        .collect();
    for filed in transitions.iter_mut().filter(open) {
        let subject = match filed.state {
            State::Taken(subject) => subject,
            _ => Subject::Application,
        };
        let first = kept.get(&filed.id()).copied();
        filed.settle(first.ok_or(StoreError::AlreadyExists(subject)));
    }
    Ok(())
}

/// What stood against a transition: its application has moved, or is not there.
async fn explain_transitions(transitions: &mut [Filed], db: &mut PgConnection) -> Result<(), StoreError> {
    let open = |filed: &&mut Filed| matches!(filed.state, State::LeftOut | State::Taken(_));
    let ids: Vec<Uuid> = transitions
        .iter_mut()
        .filter(open)
        .map(|filed| filed.id())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let kept = sqlx::query_scalar!("SELECT id FROM applications WHERE id = ANY($1)", &ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    for filed in transitions.iter_mut().filter(open) {
        let why = match (&filed.state, filed.prepared.step) {
            (State::Taken(subject), _) => StoreError::AlreadyExists(*subject),
            (_, Step::From(revision)) if kept.contains(&filed.id()) => StoreError::Conflict {
                subject: Subject::Application,
                expected: Expected::Revision(revision),
            },
            _ => StoreError::NotFound(Subject::Application),
        };
        filed.settle(Err(why));
    }
    Ok(())
}

/// About how many bytes a transition adds to a statement.
fn bytes_of(transition: &Prepared) -> usize {
    let rows = transition.events.len() + transition.outbox.len() + transition.timers.len();
    let look_ups = transition.look_ups.as_ref();
    let fixed = 600 + 300 * rows + look_ups.map_or(0, |look_ups| 24 + 21 * look_ups.len());
    let length = |document: &Document| words(document).len();
    let payloads = transition
        .events
        .iter()
        .filter_map(|event| event.payload.as_ref());
    let letters = transition.outbox.iter().map(|letter| &letter.words);
    let commands = transition.timers.iter().map(|timer| &timer.command);
    let documents = payloads.chain(letters).chain(commands);
    let documents = documents.chain([&transition.application.case.state]).map(length);
    let permits = transition.permits.iter();
    let permits = permits.map(|permit| 400 + permit.signed.len() + length(&permit.printed));
    fixed + documents.sum::<usize>() + permits.sum::<usize>() + 70 * transition.approvers.len()
}

fn claimed(transition: &Prepared) -> Claim<'_> {
    let case = &transition.application.case;
    Claim {
        application: case.id,
        reference: (transition.step == Step::First).then_some(&*case.reference),
        permit: transition.permits.first().map(|permit| PermitClaim {
            permit: permit.id,
            number: &permit.number,
            list: permit.list,
            place: permit.place,
        }),
    }
}

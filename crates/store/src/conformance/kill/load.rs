//! What a process does until it is killed: applications are handed in, claimed and approved, and some permits
//! revoked, by many at once.

use std::io::Write;
use std::sync::Arc;

use review::{ApplicationId, Command, Message, Status, TimerKind, TimerName};
use tokio::sync::{Mutex, mpsc};
use uuid::Uuid;

use super::{PAUSE, answered};
use crate::conformance::world::at;
use crate::conformance::{Backend, World};
use crate::{Case, PermitRow, PermitStatus, Store, StoreError, Submitted, Timer, Transition};

const SUBMITTERS: usize = 16;
/// Every so many-th application is decided, and every so many-th of those loses its permit again.
const DECIDED: u64 = 2;
const REVOKED: u64 = 8;
/// Far from all dice that submissions are made with.
const DECIDING: u64 = 1 << 40;

/// Works without end. The same `dice` hand in the same applications, as people do who got no answer; `turn` is
/// another for each process.
pub async fn work(backend: &dyn Backend, dice: u64, turn: u64) {
    let submitting = World::again(backend, dice).await;
    let desk = Arc::new(Desk(submitting.with_dice(DECIDING + (turn << 24))));
    // Made one after the other, so that the same dice make the same applications.
    let (next, waiting) = mpsc::channel::<(u64, Transition)>(SUBMITTERS);
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..SUBMITTERS {
        let (desk, waiting) = (Arc::clone(&desk), Arc::clone(&waiting));
        tokio::spawn(async move {
            loop {
                let (number, transition) = waiting.lock().await.recv().await.unwrap();
                desk.take(number, transition).await;
            }
        });
    }
    for number in 0.. {
        next.send((number, handed_in(&submitting))).await.unwrap();
    }
}

/// A new application with its letter and its deadline.
fn handed_in(world: &World) -> Transition {
    let mut transition = world.transition(1);
    let id = transition.case.application.id;
    transition.outbox = vec![world.mail(id, Message::Received, 1)];
    transition.timers = vec![Timer {
        application: id,
        name: TimerName {
            kind: TimerKind::Deadline,
            step: "check".into(),
            visit: 2,
        },
        at: at(24 * 60),
        command: Command::Lapse,
    }];
    transition
}

/// Who files what comes, and repeats what was not answered.
struct Desk(World);

impl Desk {
    async fn take(&self, number: u64, transition: Transition) {
        let submitted = answered(|| self.store().submit(transition.clone())).await;
        let Submitted { id, reference, .. } = submitted.unwrap();
        say(&format!("submitted {number} {id} {reference}"));
        if number.is_multiple_of(DECIDED) {
            let permit = self.decided(id).await;
            say(&format!("issued {id} {}", Uuid::from_bytes(permit.id.0)));
            if number.is_multiple_of(DECIDED * REVOKED) {
                self.revoked(&permit).await;
                say(&format!("revoked {}", Uuid::from_bytes(permit.id.0)));
            }
        }
    }

    /// Claims and approves, from wherever the case stands: a step that was not answered may have been kept.
    async fn decided(&self, id: ApplicationId) -> PermitRow {
        loop {
            match self.one_step(id).await {
                Ok(Some(permit)) => return permit,
                Ok(None) => {}
                Err(StoreError::Unavailable(_)) => tokio::time::sleep(PAUSE).await,
                Err(error) => panic!("{id}: {error}"),
            }
        }
    }

    async fn one_step(&self, id: ApplicationId) -> Result<Option<PermitRow>, StoreError> {
        let case = self.store().case(id).await?;
        let transition = match case.application.status {
            Status::Queued { .. } => self.0.filed(&case, Command::Claim, self.0.officer, 2),
            Status::Claimed { .. } => self.approval(&case).await?,
            _ => return Ok(self.store().permits_of(id).await?.pop()),
        };
        let permit = transition.permit.clone();
        self.store().commit(transition).await?;
        Ok(permit)
    }

    /// An approval with all that leaves because of it.
    async fn approval(&self, case: &Case) -> Result<Transition, StoreError> {
        let approve = Command::APPROVE;
        let mut transition = self.0.filed(case, approve, self.0.officer, 3);
        let permit = self.0.try_permit(&transition.case.application, 3).await?;
        let mut letter = self.0.mail(case.application.id, Message::Approved, 3);
        letter.permit = Some(permit.id);
        transition.outbox = vec![letter];
        transition.cancel_timers = true;
        transition.permit = Some(permit);
        Ok(transition)
    }

    async fn revoked(&self, permit: &PermitRow) {
        loop {
            match self.one_change(permit).await {
                // A conflict is with itself, where it was not answered, or with a process before this one.
                Ok(()) | Err(StoreError::Conflict { .. }) => return,
                Err(StoreError::Unavailable(_)) => tokio::time::sleep(PAUSE).await,
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn one_change(&self, permit: &PermitRow) -> Result<(), StoreError> {
        let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
        self.0.change_permit(permit, active, revoked, 4).await
    }

    fn store(&self) -> &dyn Store {
        &*self.0.store
    }
}

/// One line by one call, so that a kill cannot cut it.
fn say(line: &str) {
    std::io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}

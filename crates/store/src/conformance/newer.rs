//! What a newer release of the program, beside this one, has written into the database: nothing of it fails, is lost or
//! is changed, and what is to be done with it is left to that release.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::chain::{self, Head, Header, commitment};
use review::{
    ApplicationId, Command, Erased, Hash, Link, MaybeNewer, Message, NewerEvent, NotWhole, PersonId,
    TimerKind, TimerName, whole_history,
};
use serde_json::{Value, json};

use super::moving::{all_of, moved};
use super::world::at;
use super::{Backend, World};
use crate::{
    AuditQuery, Deed, Delivery, KeptTimer, Kind, MailRecord, OutboxId, Record, Retry, StoreError, Subject,
    Timer,
};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A database into which a newer release writes too.
#[async_trait]
pub trait Shared: Backend {
    /// Writes as that release would, past the store.
    async fn write(&self, row: NewerRow);
}

/// What a newer release writes.
#[derive(Clone, Debug)]
pub enum NewerRow {
    /// One more event, and the application's row with it: its `state`, its `revision` and its `head`.
    Event {
        /// The event.
        event: NewerEvent,
        /// The application.
        state: Value,
    },
    /// What a message tells, in place of what it told.
    Message {
        /// The application.
        application: ApplicationId,
        /// Which of its messages.
        id: OutboxId,
        /// The name.
        message: &'static str,
    },
    /// Another name and command for a timer of this name.
    Timer {
        /// The application.
        application: ApplicationId,
        /// Which of its timers.
        known: TimerName,
        /// The new name.
        name: Value,
        /// The new command.
        command: Value,
    },
    /// A line of the log.
    Line {
        /// When.
        at: Timestamp,
        /// Who.
        actor: Value,
        /// Whose line it is.
        person: Option<PersonId>,
        /// What.
        deed: Value,
    },
}

/// The event that a newer release puts at this end of a chain: an unknown kind, by an unknown author.
pub(super) fn event_after(end: &Head, minute: i64) -> NewerEvent {
    let payload = json!({"event": "permit-suspended.1", "permit": "7A", "until": null, "days": [1, -2]});
    let salt = [9; 16];
    let header = Header {
        application: end.application,
        sequence: end.sequence + 1,
        at: at(minute),
        actor: MaybeNewer::read(json!({"kind": "operator", "who": "root"})),
        kind: MaybeNewer::read("permit-suspended".into()),
        commitment: commitment(&salt, &payload),
        previous: end.hash,
    };
    let erased = Erased {
        hash: header.hash(),
        application: header.application,
        sequence: header.sequence,
        at: header.at,
        actor: header.actor,
        kind: header.kind,
        commitment: header.commitment,
        previous: header.previous,
    };
    NewerEvent {
        erased,
        payload,
        salt,
    }
}

/// The application's JSON once a newer release has taken that event in.
fn state_after(case: &crate::Case, event: &NewerEvent) -> Value {
    let mut state = serde_json::to_value(&case.application).unwrap();
    state["revision"] = event.erased.sequence.into();
    state["head"] = event.erased.hash.to_string().into();
    state
}

/// A submitted case whose history a newer release has gone on with; in its row are `fields` that this one does not know.
async fn gone_on(shared: &dyn Shared, world: &World, fields: &Value) -> (ApplicationId, NewerEvent) {
    let id = world.submitted(1).await;
    let case = world.store.case(id).await.unwrap();
    let end = Head::of(&world.store.history(id).await.unwrap()).unwrap();
    let event = event_after(&end, 2);
    let mut state = state_after(&case, &event);
    for (name, value) in fields.as_object().unwrap() {
        state[name] = value.clone();
    }
    let row = NewerRow::Event {
        event: event.clone(),
        state,
    };
    shared.write(row).await;
    (id, event)
}

/// An event that is not known reads as it was written, at the end of a chain that holds.
pub async fn an_event_is_kept_as_it_is(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (id, event) = gone_on(shared, &world, &json!({})).await;
    let history = world.store.history(id).await.unwrap();
    assert_eq!(history.last(), Some(&Link::Newer(event.clone())));
    chain::verify(&history).unwrap();
    let newer = NotWhole::Newer {
        sequence: 3,
        kind: "permit-suspended".into(),
    };
    assert_eq!(whole_history(&history), Err(newer));
    let head = Head {
        application: id,
        sequence: 3,
        hash: event.erased.hash,
    };
    assert_eq!(world.store.heads(None, 10).await.unwrap(), [head]);
}

/// This release goes on from there: its event follows, and the fields that it does not know stay in the row.
pub async fn a_history_goes_on_after_it(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let due = json!({"due": {"at": "2026-03-22T08:00:00Z", "revision": 3}});
    let (id, event) = gone_on(shared, &world, &due).await;
    world.act(id, Command::Claim, world.officer, 3).await.unwrap();
    let history = world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
    let claimed = history[3].header();
    assert_eq!((claimed.sequence, claimed.previous), (4, event.erased.hash));
    let case = world.store.case(id).await.unwrap();
    assert_eq!(case.application.status.name(), "Claimed");
    assert_eq!(
        (case.application.revision, Some(case.application.head)),
        (4, hash_of(&history))
    );
    assert_eq!(case.application.newer["due"], due["due"]);
    let late = world.filed(&case, Command::Release, world.officer, 4);
    world.act(id, Command::Release, world.officer, 4).await.unwrap();
    assert!(matches!(
        world.store.commit(late).await,
        Err(StoreError::Conflict {
            subject: Subject::Application,
            ..
        })
    ));
}

fn hash_of(history: &[Link]) -> Option<Hash> {
    history.last().map(Link::hash)
}

/// The law erases what it says too; a row with fields that may tell of the person is left to that release.
pub async fn it_is_erased(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (id, event) = gone_on(shared, &world, &json!({})).await;
    let heads = world.store.heads(None, 10).await.unwrap();
    world.store.erase(id, &world.log(Deed::Erased(id))).await.unwrap();
    let history = world.store.history(id).await.unwrap();
    assert_eq!(history.last(), Some(&Link::Erased(event.erased)));
    chain::verify(&history).unwrap();
    assert_eq!(world.store.heads(None, 10).await.unwrap(), heads);

    let (id, _) = gone_on(shared, &world, &json!({"due": 1})).await;
    let (case, history) = (
        world.store.case(id).await.unwrap(),
        world.store.history(id).await.unwrap(),
    );
    let refused = world.store.erase(id, &world.log(Deed::Erased(id))).await;
    assert!(
        matches!(refused, Err(StoreError::Newer(Subject::Application))),
        "{refused:?}"
    );
    assert_eq!(world.store.case(id).await.unwrap(), case);
    assert_eq!(world.store.history(id).await.unwrap(), history);
}

/// A letter that this release cannot put in words waits for the one that can, in nobody's way.
pub async fn a_letter_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let mut filing = world.filing(0);
    let id = filing.application.id;
    filing.outbox = (1..=3)
        .map(|minute| world.mail(id, Message::Received, minute))
        .collect();
    let [unknown, known, dead] = [0, 1, 2].map(|place| filing.outbox[place].id);
    world.store.submit(filing).await.unwrap();
    let rename = |id_of_letter| NewerRow::Message {
        application: id,
        id: id_of_letter,
        message: "suspended",
    };
    shared.write(rename(unknown)).await;

    let taken = world.store.due_mail(at(9), LEASE, 1).await.unwrap();
    assert_eq!(
        taken[0].entry.id, known,
        "what is older and unknown takes no place"
    );
    world.store.sent(&taken[0], at(9)).await.unwrap();
    let taken = world.store.due_mail(at(9), LEASE, 9).await.unwrap();
    assert_eq!(taken.iter().map(|mail| mail.entry.id).collect::<Vec<_>>(), [dead]);
    world
        .store
        .failed(&taken[0], "550", Retry::Never, at(9))
        .await
        .unwrap();
    shared.write(rename(dead)).await;

    let left = |record: &MailRecord| {
        assert_eq!(record.entry.message, MaybeNewer::read("suspended".into()));
        (record.entry.id, record.delivery, record.attempts)
    };
    let letters = world.store.outbox_of(id).await.unwrap();
    assert_eq!(left(&letters[0]), (unknown, Delivery::Due(at(1)), 0));
    assert_eq!(letters[1].entry.message, Message::Received);
    let given_up = (dead, Delivery::Dead(at(9)), 1);
    assert_eq!(left(&letters[2]), given_up);
    let dead_letters = world.store.dead_mail(9).await.unwrap();
    assert_eq!(dead_letters.iter().map(left).collect::<Vec<_>>(), [given_up]);
    world
        .store
        .resend(id, dead, &world.log(Deed::MailResent(id)))
        .await
        .unwrap();
    assert_eq!(world.store.due_mail(at(99), LEASE, 9).await.unwrap(), []);
}

/// A timer that this release cannot carry out waits for the one that can, in nobody's way and as if never taken.
pub async fn a_timer_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let name = |visit| TimerName {
        kind: TimerKind::Deadline,
        step: "check".into(),
        visit,
    };
    let mut filing = world.filing(0);
    let id = filing.application.id;
    filing.timers = (1..=5)
        .map(|visit| Timer {
            application: id,
            name: name(visit),
            at: at(i64::try_from(visit).unwrap()),
            command: Command::Lapse,
        })
        .collect();
    world.store.submit(filing).await.unwrap();
    let (lapse, own) = (json!({"command": "lapse"}), |visit| {
        serde_json::to_value(name(visit)).unwrap()
    });
    let unknown = [
        (own(1), json!({"command": "expire", "permit": "7A"})),
        (json!({"kind": "expiry", "permit": "7A"}), lapse.clone()),
        (own(3), json!({"command": "lapse", "because": "silence"})),
    ];
    for (visit, (name_of_it, command)) in (1..).zip(&unknown) {
        let row = NewerRow::Timer {
            application: id,
            known: name(visit),
            name: name_of_it.clone(),
            command: command.clone(),
        };
        shared.write(row).await;
    }

    // The third is taken and given back, since its names are known; the others take nobody's place.
    let due = world.store.due_timers(at(9), LEASE, 3).await.unwrap();
    assert_eq!(
        due.iter().map(|due| &due.timer.name).collect::<Vec<_>>(),
        [&name(4), &name(5)]
    );
    assert_eq!(world.store.due_timers(at(9), LEASE, 9).await.unwrap(), []);
    world.store.timer_done(&due[0]).await.unwrap();
    world
        .store
        .timer_failed(&due[1], "no signer", Retry::Never, at(9))
        .await
        .unwrap();
    let row = NewerRow::Timer {
        application: id,
        known: name(5),
        name: own(5),
        command: json!({"command": "expire"}),
    };
    shared.write(row).await;

    let kept = timers_of(&world, id).await;
    for (kept, (name, command)) in kept.iter().zip(&unknown) {
        assert_eq!(serde_json::to_value(&kept.name).unwrap(), *name);
        assert_eq!(serde_json::to_value(&kept.command).unwrap(), *command);
        assert_eq!((kept.attempts, kept.dead_at), (0, None));
    }
    let dead = world.store.dead_timers(9).await.unwrap();
    assert_eq!(dead, kept[3..]);
    assert_eq!(dead[0].command, MaybeNewer::read(json!({"command": "expire"})));

    // The release that knows them need not wait for a lease of this one.
    let known = NewerRow::Timer {
        application: id,
        known: name(3),
        name: own(3),
        command: lapse,
    };
    shared.write(known).await;
    assert_eq!(world.store.due_timers(at(9), LEASE, 9).await.unwrap().len(), 1);
}

async fn timers_of(world: &World, id: ApplicationId) -> Vec<KeptTimer> {
    let records = all_of(Kind::Applications, &*world.store).await;
    let timers = records.into_iter().find_map(|record| match record {
        Record::Application(dossier) if dossier.id() == id => Some(dossier.timers),
        _ => None,
    });
    timers.unwrap()
}

/// Lines that are not known are listed among the others, also by whose they are.
pub async fn a_line_of_the_log_is_kept_as_it_is(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (operator, suspended) = (
        json!({"Operator": "root"}),
        json!({"PermitSuspended": {"permit": "7A"}}),
    );
    let lines = [
        (operator.clone(), None, json!("LoggedOut")),
        (
            json!({"Person": world.officer}),
            Some(world.officer),
            suspended.clone(),
        ),
        (
            json!({"Delegate": world.officer}),
            Some(world.officer),
            json!("LoggedOut"),
        ),
    ];
    for (minute, (actor, person, deed)) in (1..).zip(&lines) {
        let row = NewerRow::Line {
            at: at(minute),
            actor: actor.clone(),
            person: *person,
            deed: deed.clone(),
        };
        shared.write(row).await;
    }
    world.store.record(&world.log(Deed::LoggedIn)).await.unwrap();
    let read = |by| AuditQuery {
        by,
        before: None,
        limit: 4,
    };
    let all = world.store.audit(&read(None)).await.unwrap();
    assert_eq!(all[0].1.deed, Deed::LoggedIn);
    for ((_, kept), (actor, person, deed)) in all[1..].iter().rev().zip(&lines) {
        assert_eq!(serde_json::to_value(&kept.actor).unwrap(), *actor);
        assert_eq!(serde_json::to_value(&kept.deed).unwrap(), *deed);
        assert_eq!(kept.person, *person);
    }
    assert_eq!(all[2].1.deed, MaybeNewer::read(suspended));
    assert_eq!(all[3].1.actor, MaybeNewer::read(operator));
    let hers = world.store.audit(&read(Some(world.officer))).await.unwrap();
    assert_eq!(hers[1..3], all[1..3]);
}

/// Moved into another store, all of it is there as it was.
pub async fn all_of_it_is_moved(shared: &dyn Shared, to: &dyn Backend) {
    let world = World::new(shared).await;
    let (id, _) = gone_on(shared, &world, &json!({"due": 1})).await;
    let erased = gone_on(shared, &world, &json!({})).await.0;
    world
        .store
        .erase(erased, &world.log(Deed::Erased(erased)))
        .await
        .unwrap();
    let case = world.store.case(id).await.unwrap();
    let mut filing = world.unmoved(&case);
    let name = TimerName {
        kind: TimerKind::Answer,
        step: "check".into(),
        visit: 1,
    };
    filing.outbox = vec![world.mail(id, Message::Received, 1)];
    filing.timers = vec![Timer {
        application: id,
        name: name.clone(),
        at: at(1),
        command: Command::Lapse,
    }];
    let letter = filing.outbox[0].id;
    world.store.commit(filing).await.unwrap();
    for row in [
        NewerRow::Message {
            application: id,
            id: letter,
            message: "suspended",
        },
        NewerRow::Timer {
            application: id,
            known: name,
            name: json!({"kind": "expiry", "permit": "7A"}),
            command: json!({"command": "expire"}),
        },
        NewerRow::Line {
            at: at(1),
            actor: json!({"Operator": "root"}),
            person: Some(world.officer),
            deed: json!({"PermitSuspended": {"permit": "7A"}}),
        },
    ] {
        shared.write(row).await;
    }
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    for kind in [Kind::Applications, Kind::Log] {
        assert_eq!(all_of(kind, &*store).await, all_of(kind, &*world.store).await);
    }
    assert_eq!(
        store.heads(None, 10).await.unwrap(),
        world.store.heads(None, 10).await.unwrap()
    );
}

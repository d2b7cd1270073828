//! Applications and their histories.

use review::chain::{self, Head};
use review::{ApplicationId, Command, EventKind, Link, Message, fold, whole_history};
use uuid::Uuid;

use super::world::{at, publication, version};
use super::{Backend, World};
use crate::{AuditAction, AuditActor, Case, Expected, OpenQuery, StoreError, Subject, SubmittedQuery};

/// What was submitted reads back, by id and by reference, with its history and its message.
pub async fn a_submission_reads_back_whole(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut submission = world.transition(1);
    let id = submission.case.application.id;
    submission.case.contact.holder = "Ñusta \"la 'Flaca'\" \\ 🦙\n{}".into();
    submission.outbox = vec![world.mail(id, Message::Received, 1)];
    let transition = submission.clone();
    let submitted = world.store.submit(submission).await.unwrap();
    assert_eq!(
        (submitted.id, submitted.reference, submitted.first),
        (id, transition.case.reference, true)
    );
    let case = world
        .store
        .case_by_reference(&transition.case.reference)
        .await
        .unwrap();
    assert_eq!(case, transition.case);
    assert_eq!(world.store.case(id).await.unwrap(), case);
    let history = world.store.history(id).await.unwrap();
    assert_eq!(
        history,
        transition.events.into_iter().map(Link::Whole).collect::<Vec<_>>()
    );
    assert_eq!(
        world.store.outbox_of(id).await.unwrap()[0].entry,
        transition.outbox[0].clone().into()
    );
}

/// A service's applications are read a page at a time, in the order in which they were submitted.
pub async fn those_of_a_service_are_read_as_they_were_submitted(backend: &dyn Backend) {
    let world = World::new(backend).await;
    for number in 0..7_u8 {
        let mut submission = world.transition(number.into());
        let application = &mut submission.case.application;
        // The second and the third came in the same instant.
        application.submitted_at = at([5, 3, 3, 1, 4, 9, 2][usize::from(number)]);
        if number == 4 {
            application.service = "market-stall-permit".into();
        }
        world.store.submit(submission).await.unwrap();
    }
    let mut read: Vec<Case> = Vec::new();
    loop {
        let query = SubmittedQuery {
            service: world.service.clone(),
            from: at(2),
            until: at(9),
            after: read
                .last()
                .map(|case| (case.application.submitted_at, case.application.id)),
            limit: 2,
        };
        let page = world.store.cases_submitted(&query).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 2);
        read.extend(page);
    }
    let minutes: Vec<_> = read.iter().map(|case| case.application.submitted_at).collect();
    assert_eq!(minutes, [at(2), at(3), at(3), at(5)]);
    assert!(read[1].application.id < read[2].application.id);

    let erased_from = async |from| {
        let counted = world.store.erased_submitted(&world.service, from, at(9)).await;
        counted.unwrap()
    };
    assert_eq!(erased_from(at(1)).await, 0);
    for case in &read[..2] {
        world
            .store
            .erase(
                case.application.id,
                &world.log(AuditAction::Erased(case.application.id)),
            )
            .await
            .unwrap();
    }
    assert_eq!(erased_from(at(1)).await, 2);
    assert_eq!(erased_from(at(3)).await, 1);
    let query = SubmittedQuery {
        service: world.service.clone(),
        from: at(1),
        until: at(9),
        after: None,
        limit: 10,
    };
    let kept = world.store.cases_submitted(&query).await.unwrap();
    let minutes: Vec<_> = kept.iter().map(|case| case.application.submitted_at).collect();
    assert_eq!(minutes, [at(1), at(3), at(5)]);
}

/// Those that are open and on another version are read a page at a time, and counted; one that goes to another version is of that one.
pub async fn open_ones_on_other_versions_are_found(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (older, newer) = (world.version, version("transit-permit", "{\"newer\":true}"));
    let kept = world.store.version(&older).await.unwrap();
    let published = publication(AuditActor::Person(world.officer), 1, Some(&kept));
    world.store.publish(&newer, &published).await.unwrap();
    let mut open = Vec::new();
    for minute in 1..=5 {
        open.push(world.submitted(minute).await);
    }
    open.sort();
    for (command, gone) in [(Command::APPROVE, 4), (Command::Claim, 3)] {
        let id = open[gone];
        if command == Command::APPROVE {
            world.act(id, Command::Claim, world.officer, 6).await.unwrap();
        }
        world.act(id, command, world.officer, 6).await.unwrap();
    }
    world
        .store
        .erase(open[0], &world.log(AuditAction::Erased(open[0])))
        .await
        .unwrap();
    let found = async |not_on, limit| {
        let mut found: Vec<ApplicationId> = Vec::new();
        loop {
            let query = OpenQuery {
                service: world.service.clone(),
                not_on,
                after: found.last().copied(),
                limit,
            };
            let page = world.store.open_cases(&query).await.unwrap();
            if page.is_empty() {
                return found;
            }
            found.extend(page.iter().map(|case| case.application.id));
        }
    };
    let counted = async || world.store.open_by_version(&world.service).await.unwrap();
    assert_eq!(
        found(newer.hash, 2).await,
        open[1..4],
        "what is finished or erased is not"
    );
    assert_eq!(found(older, 2).await, []);
    assert_eq!(counted().await, [(older, 3)]);

    let mut moved = world.unmoved(&world.store.case(open[2]).await.unwrap());
    moved.case.application.version = newer.hash;
    world.store.commit(moved).await.unwrap();
    assert_eq!(found(newer.hash, 1).await, [open[1], open[3]]);
    assert_eq!(found(older, 10).await, [open[2]]);
    let mut wanted = [(older, 2), (newer.hash, 1)];
    wanted.sort_by_key(|(version, _)| version.0);
    assert_eq!(counted().await, wanted);
    let nobody = world.store.open_by_version(&"market-stall-permit".into()).await;
    assert_eq!(nobody.unwrap(), []);
}

/// A repetition answers what the first wrote, even with another transition, and writes nothing itself.
pub async fn a_repeated_submission_returns_the_first_result(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = world.transition(1);
    let other = world.transition_of(first.case.application.id, 2);
    assert_eq!(
        world.store.submitted(first.case.application.id).await.unwrap(),
        None
    );
    let written = world.store.submit(first.clone()).await.unwrap();
    let twice = world.store.submit(first).await.unwrap();
    let again = world.store.submit(other).await.unwrap();
    let asked = world.store.submitted(written.id).await.unwrap().unwrap();
    for repeated in [twice, again, asked] {
        assert_eq!(
            (repeated.id, repeated.reference, repeated.first),
            (written.id, written.reference, false)
        );
    }
    assert_eq!(world.store.heads(None, 10).await.unwrap().len(), 1);
}

/// Another application with a taken reference is refused by name and keeps nothing.
pub async fn a_taken_reference_is_told(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = world.transition(1);
    world.store.submit(first.clone()).await.unwrap();
    let mut same_reference = world.transition(2);
    same_reference.case.reference = first.case.reference;
    let taken = world.store.submit(same_reference).await;
    assert!(matches!(
        taken,
        Err(StoreError::AlreadyExists(Subject::Reference))
    ));
    let found = world
        .store
        .case_by_reference(&first.case.reference)
        .await
        .unwrap();
    assert_eq!(found.application.id, first.case.application.id);
    assert_eq!(world.store.heads(None, 10).await.unwrap().len(), 1);
}

/// Transitions add to the history, whose chain holds and whose fold is the kept row.
pub async fn a_transition_is_kept_with_its_history(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    world.act(id, Command::Claim, world.officer, 2).await.unwrap();
    world.act(id, Command::Release, world.officer, 3).await.unwrap();
    world.act(id, Command::Claim, world.officer, 4).await.unwrap();
    world
        .act(
            id,
            Command::Approve {
                note: Some("ok".into()),
                conditions: review::Conditions::NONE,
            },
            world.officer,
            5,
        )
        .await
        .unwrap();
    let case = world.store.case(id).await.unwrap();
    assert_eq!(world.unmoved(&case).case, case);
    assert_eq!(case.application.status.name(), "Approved");
    assert_eq!(case.role, None);
    let history = world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
    assert_eq!(fold(&whole_history(&history).unwrap()).unwrap(), case.application);
    let claims = history
        .iter()
        .filter(|link| link.header().kind == EventKind::Claimed);
    assert_eq!(claims.count(), 2);
}

/// A transition that rests on an older row keeps nothing: no event, no message, no permit.
pub async fn a_refused_transition_keeps_nothing(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    let seen = world.store.case(id).await.unwrap();
    world.act(id, Command::Claim, world.officer, 2).await.unwrap();
    let history = world.store.history(id).await.unwrap();
    let mut late = world.filed(&seen, Command::Claim, world.officer, 3);
    late.outbox = vec![world.mail(id, Message::Approved, 3)];
    late.permit = Some(world.permit(&late.case.application, 3).await);
    let refused = world.store.commit(late).await;
    let expected = Expected::Revision(seen.application.revision);
    assert!(
        matches!(refused, Err(StoreError::Conflict { subject: Subject::Application, expected: e }) if e == expected)
    );
    assert_eq!(world.store.history(id).await.unwrap(), history);
    assert!(world.store.outbox_of(id).await.unwrap().is_empty());
    assert!(world.store.permits_of(id).await.unwrap().is_empty());
}

/// What was never submitted is not found, and cannot move.
pub async fn a_case_that_is_not_there_is_not_found(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let transition = world.transition(1);
    let (id, reference) = (transition.case.application.id, transition.case.reference);
    assert!(matches!(
        world.store.case(id).await,
        Err(StoreError::NotFound(Subject::Application))
    ));
    assert!(matches!(
        world.store.history(id).await,
        Err(StoreError::NotFound(Subject::Application))
    ));
    let by_reference = world.store.case_by_reference(&reference).await;
    assert!(matches!(
        by_reference,
        Err(StoreError::NotFound(Subject::Reference))
    ));
    let moved = world.store.commit(transition).await;
    assert!(matches!(moved, Err(StoreError::NotFound(Subject::Application))));
}

/// Heads come in the order of ids, page by page, and are the ends of the histories.
pub async fn heads_cover_every_application(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut ids = Vec::new();
    for minute in 1..=5 {
        ids.push(world.submitted(minute).await);
    }
    ids.sort();
    let first = world.store.heads(None, 3).await.unwrap();
    let rest = world
        .store
        .heads(first.last().map(|head| head.application), 3)
        .await
        .unwrap();
    let heads: Vec<Head> = first.into_iter().chain(rest).collect();
    assert_eq!(heads.iter().map(|head| head.application).collect::<Vec<_>>(), ids);
    for head in heads {
        let history = world.store.history(head.application).await.unwrap();
        assert_eq!(Head::of(&history), Some(head));
    }
    let beyond = ApplicationId(Uuid::max());
    assert!(world.store.heads(Some(beyond), 3).await.unwrap().is_empty());
}

/// Nothing is closed: another process opens what the first one, which may be dead, has acknowledged.
pub async fn what_was_acknowledged_is_there_after_a_restart(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    world.act(id, Command::Claim, world.officer, 2).await.unwrap();
    let again = backend.open().await;
    assert_eq!(again.case(id).await.unwrap().application.status.name(), "Claimed");
    assert_eq!(
        again.history(id).await.unwrap(),
        world.store.history(id).await.unwrap()
    );
}

//! The outbox.

use jiff::SignedDuration;
use review::{ApplicationId, Message};

use super::world::at;
use super::{Backend, World};
use crate::{AuditAction, Delivery, Mail, OutboxId, Retry, StoreError, Subject};
use uuid::Uuid;

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// Submits a case with messages due at these minutes.
async fn with_mail(world: &World, minutes: &[i64]) -> ApplicationId {
    let mut submission = world.transition(0);
    let id = submission.case.application.id;
    submission.outbox = minutes
        .iter()
        .map(|minute| world.mail(id, Message::Received, *minute))
        .collect();
    world.store.submit(submission).await.unwrap();
    id
}

async fn take(world: &World, minute: i64) -> Vec<Mail> {
    world.store.due_mail(at(minute), LEASE, 10).await.unwrap()
}

/// What is due comes oldest first, to one taker alone; once sent it never comes again.
pub async fn a_message_is_taken_by_one(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_mail(&world, &[3, 1, 20]).await;
    let mail = take(&world, 5).await;
    let due: Vec<_> = mail
        .iter()
        .map(|mail| (mail.entry.due_at, mail.attempts))
        .collect();
    assert_eq!(due, [(at(1), 1), (at(3), 1)]);
    assert!(take(&world, 5).await.is_empty());
    for mail in &mail {
        world.store.sent(mail, at(6)).await.unwrap();
    }
    assert!(take(&world, 19).await.is_empty());
    let fares: Vec<_> = world
        .store
        .outbox_of(id)
        .await
        .unwrap()
        .iter()
        .map(|mail| mail.delivery)
        .collect();
    assert_eq!(
        fares,
        [
            Delivery::Sent(at(6)),
            Delivery::Sent(at(6)),
            Delivery::Due(at(20))
        ]
    );
    assert_eq!(
        world.store.due_mail(at(20), LEASE, 0).await.unwrap(),
        [],
        "no more than asked for"
    );
}

/// A sender that died loses the message to another; the dead one's late report of failure changes nothing.
pub async fn a_lease_that_runs_out_frees_the_message(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_mail(&world, &[1]).await;
    let first = take(&world, 1).await;
    assert!(take(&world, 5).await.is_empty());
    let second = take(&world, 6).await;
    assert_eq!((second[0].attempts, second[0].entry.id), (2, first[0].entry.id));
    world
        .store
        .failed(&first[0], "late", Retry::Never, at(7))
        .await
        .unwrap();
    assert_eq!(world.store.outbox_of(id).await.unwrap()[0].last_error, None);
    world.store.sent(&second[0], at(8)).await.unwrap();
    world
        .store
        .failed(&second[0], "after all", Retry::Never, at(9))
        .await
        .unwrap();
    assert_eq!(
        world.store.outbox_of(id).await.unwrap()[0].delivery,
        Delivery::Sent(at(8))
    );
}

/// A failure waits for its time; the last one is dead, visible, and not tried any more.
pub async fn a_failure_is_tried_again_then_given_up(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_mail(&world, &[1]).await;
    let mail = take(&world, 1).await;
    world
        .store
        .failed(&mail[0], "421 try later", Retry::At(at(10)), at(2))
        .await
        .unwrap();
    let kept = &world.store.outbox_of(id).await.unwrap()[0];
    assert_eq!(
        (kept.delivery, kept.last_error.as_deref()),
        (Delivery::Due(at(10)), Some("421 try later"))
    );
    assert!(take(&world, 9).await.is_empty());
    let mail = take(&world, 10).await;
    world
        .store
        .failed(&mail[0], "550 no such user", Retry::Never, at(11))
        .await
        .unwrap();
    assert!(take(&world, 999).await.is_empty());
    let dead = world.store.dead_mail(10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].delivery, dead[0].attempts), (Delivery::Dead(at(11)), 2));
}

/// A dead or a sent message leaves once more, from the first attempt, with a line in the log.
pub async fn a_message_is_sent_again_on_request(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_mail(&world, &[1]).await;
    let mail = take(&world, 1).await.remove(0);
    world
        .store
        .failed(&mail, "550", Retry::Never, at(2))
        .await
        .unwrap();
    let mut log = world.log(AuditAction::MailResent(id));
    log.at = at(30);
    world.store.resend(id, mail.entry.id, &log).await.unwrap();
    assert!(world.store.dead_mail(10).await.unwrap().is_empty());
    let again = take(&world, 30).await.remove(0);
    assert_eq!((again.attempts, again.entry.id), (1, mail.entry.id));
    let unknown = world.store.resend(id, OutboxId(Uuid::nil()), &log).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Mail))));
    let lines = world
        .store
        .audit(&crate::AuditQuery {
            limit: 10,
            ..Default::default()
        })
        .await
        .unwrap();
    assert_eq!(
        lines.iter().filter(|(_, line)| line.action == log.action).count(),
        1
    );
}

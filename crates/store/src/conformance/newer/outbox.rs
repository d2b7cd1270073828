//! Letters.

use jiff::SignedDuration;
use review::{MaybeNewer, Message};

use super::super::World;
use super::super::world::at;
use super::{NewerRow, Shared};
use crate::{AuditAction, Delivery, MailRecord, Retry};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A letter that this release cannot put in words waits for the one that can, in nobody's way.
pub async fn a_letter_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let mut transition = world.transition(0);
    let id = transition.case.application.id;
    transition.outbox = (1..=3)
        .map(|minute| world.mail(id, Message::Received, minute))
        .collect();
    let [unknown, known, dead] = [0, 1, 2].map(|place| transition.outbox[place].id);
    world.store.submit(transition).await.unwrap();
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
        .resend(id, dead, &world.log(AuditAction::MailResent(id)))
        .await
        .unwrap();
    assert_eq!(world.store.due_mail(at(99), LEASE, 9).await.unwrap(), []);
}

//! Erasure by law.

use review::chain;
use review::{Link, Message};

use super::{Backend, World};
use crate::{Deed, QueueFilter, Scope, StoreError, Subject};

/// Everything that names the holder goes; status, decisions, the chain and its head stay; nothing moves after.
pub async fn personal_data_go_and_the_chain_stays(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let id = permit.application;
    let before = world.store.case(id).await.unwrap();
    let mut told = world.unmoved(&before);
    told.outbox = vec![world.mail(id, Message::Approved, 1)];
    world.store.commit(told.clone()).await.unwrap();
    let heads = world.store.heads(None, 10).await.unwrap();

    let log = world.log(Deed::Erased(id));
    world.store.erase(id, &log).await.unwrap();
    world.store.erase(id, &log).await.unwrap();

    let case = world.store.case(id).await.unwrap();
    assert_eq!(case.application.status, before.application.status);
    assert_eq!(case.application.decisions, before.application.decisions);
    assert!(case.application.answers.is_empty() && case.contact == crate::Contact::default());
    assert_eq!(case.erased_at, Some(log.at));
    let history = world.store.history(id).await.unwrap();
    assert!(history.iter().all(|link| matches!(link, Link::Erased(_))));
    chain::verify(&history).unwrap();
    assert_eq!(world.store.heads(None, 10).await.unwrap(), heads);
    let kept = world.store.permit(&permit.id).await.unwrap();
    assert!(kept.signed.is_empty() && kept.printed == crate::Printed::default());
    assert!(world.store.outbox_of(id).await.unwrap().is_empty());
    let text = Some("quispe".into());
    let filter = QueueFilter {
        scopes: vec![Scope::everything()],
        text,
        rows: 10,
        ..QueueFilter::default()
    };
    assert_eq!(world.store.queue(&filter).await.unwrap().total, 0);
    let moved = world.store.commit(told).await;
    assert!(matches!(
        moved,
        Err(StoreError::Conflict {
            subject: Subject::Application,
            ..
        })
    ));
}

//! Drafts.

use std::sync::Arc;

use forms::Language;
use review::{ApplicationId, PermitRef, ReplacementReason, Replaces};
use tokio::task::JoinSet;

use super::world::{answers, at};
use super::{Backend, World};
use crate::{Draft, DraftId};

pub(super) fn draft(world: &World) -> Draft {
    Draft {
        id: DraftId(world.dice()),
        service: world.service.clone(),
        version: world.version,
        answers: answers("Ñ"),
        language: Language::from("es"),
        updated_at: at(0),
        expires_at: at(60),
        replaces: Some(replaces(world)),
        begun_from: Some(ApplicationId(uuid::Uuid::from_bytes(world.dice()))),
        sent: None,
    }
}

pub(super) fn replaces(world: &World) -> Replaces {
    Replaces {
        application: ApplicationId(uuid::Uuid::from_bytes(world.dice())),
        permit: PermitRef(world.dice()),
        reason: ReplacementReason::Correction,
    }
}

/// The last writing holds.
pub async fn are_kept_and_replaced(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut draft = draft(&world);
    world.store.save_draft(&draft).await.unwrap();
    draft.answers = answers("Ñusta Quispe");
    draft.updated_at = at(1);
    world.store.save_draft(&draft).await.unwrap();
    assert_eq!(
        world.store.draft(&draft.id, at(2)).await.unwrap().as_ref(),
        Some(&draft)
    );
}

/// A service's drafts are read in the order of their ids, without those that were sent or have expired.
pub async fn of_a_service_are_read_in_order(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut expected = Vec::new();
    for number in 0..7_u8 {
        let mut kept = draft(&world);
        match number {
            0 => kept.sent = Some(world.reference()),
            1 => kept.expires_at = at(1),
            2 => kept.service = "market-stall-permit".into(),
            _ => expected.push(kept.clone()),
        }
        world.store.save_draft(&kept).await.unwrap();
    }
    expected.sort_by_key(|draft| draft.id);
    let mut read: Vec<Draft> = Vec::new();
    loop {
        let after = read.last().map(|draft| draft.id);
        let page = world.store.drafts_of(&world.service, after.as_ref(), at(2), 3);
        let page = page.await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 3);
        read.extend(page);
    }
    assert_eq!(read, expected);
}

/// What a draft was sent as is told with it, and no later writing of its answers forgets it.
pub async fn know_what_they_were_sent_as(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let typed = draft(&world);
    let sent = Draft {
        sent: Some(world.reference()),
        ..typed.clone()
    };
    world.store.save_draft(&typed).await.unwrap();
    world.store.save_draft(&sent).await.unwrap();
    world.store.save_draft(&typed).await.unwrap();
    assert_eq!(world.store.draft(&typed.id, at(2)).await.unwrap(), Some(sent));
}

/// Many drafts written at once are all kept.
pub async fn written_at_once_are_all_kept(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    let drafts: Vec<Draft> = (0..300).map(|_| draft(&world)).collect();
    let mut tasks = JoinSet::new();
    for draft in drafts.clone() {
        let world = Arc::clone(&world);
        tasks.spawn(async move { world.store.save_draft(&draft).await });
    }
    for saved in tasks.join_all().await {
        saved.unwrap();
    }
    for draft in drafts {
        assert_eq!(world.store.draft(&draft.id, at(2)).await.unwrap(), Some(draft));
    }
}

/// An expired draft is not there, swept or not; sweeping leaves the others.
pub async fn expire(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (short, mut long) = (draft(&world), draft(&world));
    long.expires_at = at(120);
    world.store.save_draft(&short).await.unwrap();
    world.store.save_draft(&long).await.unwrap();
    assert_eq!(
        world.store.draft(&short.id, at(59)).await.unwrap(),
        Some(short.clone())
    );
    assert_eq!(world.store.draft(&short.id, at(60)).await.unwrap(), None);
    world.store.sweep(at(60)).await.unwrap();
    assert_eq!(
        world.store.draft(&short.id, at(0)).await.unwrap(),
        None,
        "swept for good"
    );
    assert_eq!(world.store.draft(&long.id, at(60)).await.unwrap(), Some(long));
}

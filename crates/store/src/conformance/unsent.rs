//! Forms that were not taken.

use jiff::Timestamp;

use super::world::at;
use super::{Backend, World};
use crate::{UnsentForm, UnsentId};

fn form(world: &World, about: Option<String>, expires_at: Timestamp) -> UnsentForm {
    UnsentForm {
        id: UnsentId(world.dice()),
        about,
        sealed: "ñ".to_owned(),
        expires_at,
    }
}

/// The last one of an id is there until it is forgotten; others stay.
pub async fn a_form_is_kept_and_forgotten(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut first = form(&world, None, at(60));
    let other = form(&world, Some("7K2QMX9T4B".to_owned()), at(60));
    world.store.keep_unsent(&first).await.unwrap();
    world.store.keep_unsent(&other).await.unwrap();
    first.sealed = "x".repeat(300_000);
    first.about = Some("7K2QMX9T4C".to_owned());
    first.expires_at = at(70);
    world.store.keep_unsent(&first).await.unwrap();
    let found = world.store.unsent(&first.id, at(1)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    world.store.forget_unsent(&first.id).await.unwrap();
    world.store.forget_unsent(&first.id).await.unwrap();
    assert_eq!(world.store.unsent(&first.id, at(1)).await.unwrap(), None);
    assert_eq!(world.store.unsent(&other.id, at(1)).await.unwrap(), Some(other));
}

/// One that has expired is not there, swept or not; sweeping leaves the others.
pub async fn ends_by_itself(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (short, long) = (form(&world, None, at(60)), form(&world, None, at(61)));
    for form in [&short, &long] {
        world.store.keep_unsent(form).await.unwrap();
    }
    assert!(world.store.unsent(&short.id, at(59)).await.unwrap().is_some());
    assert_eq!(world.store.unsent(&short.id, at(60)).await.unwrap(), None);
    world.store.sweep(at(60)).await.unwrap();
    assert_eq!(world.store.unsent(&short.id, at(0)).await.unwrap(), None, "swept");
    assert_eq!(world.store.unsent(&long.id, at(60)).await.unwrap(), Some(long));
}

/// What is about an application goes where its drafts go, under whichever of its names it is kept.
pub async fn goes_with_its_application(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    let reference = world.store.case(id).await.unwrap().reference;
    let all = [
        (Some(reference.to_string()), false),
        (Some(id.to_string()), false),
        (Some("7K2QMX9T4B".to_owned()), true),
        (None, true),
    ]
    .map(|(about, stays)| (form(&world, about, at(60)), stays));
    for (form, _) in &all {
        world.store.keep_unsent(form).await.unwrap();
    }
    world.store.forget_drafts_of(id, &reference).await.unwrap();
    for (form, stays) in &all {
        let kept = world.store.unsent(&form.id, at(1)).await.unwrap();
        assert_eq!(kept.is_some(), *stays, "{:?}", form.about);
    }
}

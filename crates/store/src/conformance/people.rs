//! People.

use forms::{OfficeId, Role, ServiceId};

use super::world::{at, person};
use super::{Backend, World};
use crate::{AuditAction, Grant, Person, StoreError, Subject};

/// A person reads back with every scope of every grant, by id, by address and in the list.
pub async fn are_kept_with_their_grants(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut tupac = person(2, "Túpac", "tupac@example.org");
    let (officer, supervisor) = (Role::from("officer"), Role::from("supervisor"));
    tupac.document = Some("10117410".into());
    tupac.grants = vec![
        Grant {
            role: supervisor,
            service: Some(ServiceId::from("transit-permit")),
            office: None,
        },
        Grant {
            role: officer,
            service: None,
            office: Some(OfficeId::from("15")),
        },
    ];
    world
        .store
        .add_person(&tupac, &world.log(AuditAction::PersonAdded(tupac.id)))
        .await
        .unwrap();
    assert_eq!(world.store.person(tupac.id).await.unwrap(), tupac);
    let found = world.store.person_by_email("TUPAC@example.org").await.unwrap();
    assert_eq!(found.as_ref(), Some(&tupac));
    let names: Vec<_> = world
        .store
        .people()
        .await
        .unwrap()
        .into_iter()
        .map(|person| person.name)
        .collect();
    assert_eq!(names, ["Rosa", "Túpac"]);
    assert_eq!(
        world.store.person_by_email("nobody@example.org").await.unwrap(),
        None
    );
    let nobody = person(99, "", "").id;
    assert!(matches!(
        world.store.person(nobody).await,
        Err(StoreError::NotFound(Subject::Person))
    ));
}

/// A change replaces the row and its grants; one that rests on an older row is told.
pub async fn change_at_the_revision_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let seen = world.store.person(world.officer).await.unwrap();
    let changed = Person {
        name: "Rosa Flores".into(),
        grants: Vec::new(),
        document: Some("40000001".into()),
        ..seen.clone()
    };
    let log = world.log(AuditAction::PersonChanged(seen.id));
    world.store.change_person(&changed, &log).await.unwrap();
    let late = world
        .store
        .change_person(
            &Person {
                disabled_at: Some(at(1)),
                ..seen
            },
            &log,
        )
        .await;
    assert!(matches!(
        late,
        Err(StoreError::Conflict {
            subject: Subject::Person,
            ..
        })
    ));
    let kept = world.store.person(world.officer).await.unwrap();
    assert_eq!(
        kept,
        Person {
            revision: 1,
            ..changed
        }
    );
    let nobody = person(99, "Nobody", "nobody@example.org");
    let missing = world.store.change_person(&nobody, &log).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Person))));
}

/// An address is one person's, in any case of letters, and a refused person leaves no line in the log.
pub async fn have_their_own_address(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let twin = person(2, "Twin", "ROSA@example.org");
    let taken = world
        .store
        .add_person(&twin, &world.log(AuditAction::PersonAdded(twin.id)))
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists(Subject::Email))));
    let log = world
        .store
        .audit(&crate::AuditQuery {
            limit: 10,
            ..Default::default()
        })
        .await
        .unwrap();
    assert_eq!(log.len(), 2, "the officer's own line, after that of the service");
}

/// A document is one person's, whether it comes with the account or later; many may have none, and one can be corrected.
pub async fn have_their_own_document(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let document = Some("10117410".to_owned());
    let tupac = Person {
        document: document.clone(),
        ..person(2, "Túpac", "tupac@example.org")
    };
    let added = |person: &Person| world.log(AuditAction::PersonAdded(person.id));
    let changed = |person: &Person| world.log(AuditAction::PersonChanged(person.id));
    world.store.add_person(&tupac, &added(&tupac)).await.unwrap();
    let twin = Person {
        document: document.clone(),
        ..person(3, "Twin", "twin@example.org")
    };
    let taken = world.store.add_person(&twin, &added(&twin)).await;
    assert!(
        matches!(taken, Err(StoreError::AlreadyExists(Subject::Document))),
        "{taken:?}"
    );
    let none = Person {
        document: None,
        ..twin
    };
    world.store.add_person(&none, &added(&none)).await.unwrap();
    let late = Person { document, ..none };
    let taken = world.store.change_person(&late, &changed(&late)).await;
    assert!(
        matches!(taken, Err(StoreError::AlreadyExists(Subject::Document))),
        "{taken:?}"
    );
    let corrected = Person {
        document: Some("10117411".into()),
        ..tupac
    };
    world
        .store
        .change_person(&corrected, &changed(&corrected))
        .await
        .unwrap();
    world.store.change_person(&late, &changed(&late)).await.unwrap();
    assert_eq!(world.store.person(late.id).await.unwrap().document, late.document);
}

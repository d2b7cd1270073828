//! People whom a release of before writes beside this one.

use store::conformance::World;
use store::{AuditAction, Person};
use uuid::Uuid;

use crate::database::Database;

/// The statements of the release before documents: it adds people without one, and leaves the others' as they are.
#[tokio::test]
async fn a_release_that_knows_no_documents_leaves_them_as_they_are() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let officer = world.store.person(world.officer).await.unwrap();
    let document = Some("10117410".to_owned());
    let known = Person {
        document: document.clone(),
        ..officer
    };
    let entry = world.log(AuditAction::PersonChanged(known.id));
    world.store.change_person(&known, &entry).await.unwrap();
    let mut older = database.connect().await;
    sqlx::query(
        "UPDATE people SET name = $2, email = $3, password_hash = $4, disabled_at = $5, revision = revision + 1
         WHERE id = $1",
    )
    .bind(known.id.0)
    .bind("Rosa Flores")
    .bind(&known.email)
    .bind(&known.password_hash)
    .bind(None::<jiff_sqlx::Timestamp>)
    .execute(&mut older)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO people (id, name, email, password_hash, disabled_at, revision)
         VALUES ($1, $2, $3, $4, $5, 0)",
    )
    .bind(Uuid::from_u128(77))
    .bind("Ana")
    .bind("ana@example.org")
    .bind(&known.password_hash)
    .bind(None::<jiff_sqlx::Timestamp>)
    .execute(&mut older)
    .await
    .unwrap();
    let people = world.store.people().await.unwrap();
    let documents = people.into_iter().map(|person| (person.name, person.document));
    assert_eq!(
        documents.collect::<Vec<_>>(),
        [("Ana".to_owned(), None), ("Rosa Flores".to_owned(), document)]
    );
}

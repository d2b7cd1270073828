//! What applications are found by, where others write at the same moment.

use std::sync::Arc;
use std::time::Duration;

use review::Command;
use sqlx::{Connection, PgConnection};
use store::conformance::World;
use store::{AuditAction, Transition};

use crate::database::Database;

/// Whether anybody waits for a row that somebody else has locked.
const WAITING: &str = "SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'chasqui' AND wait_event_type = 'Lock')";

/// New answers that had to wait while another node filled in what the old ones say leave nothing of that.
#[tokio::test]
async fn new_answers_forget_what_was_filled_in_while_they_waited() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let before = Transition {
        look_ups: None,
        ..world.transition(1)
    };
    let id = world.store.submit(before).await.unwrap().id;
    let (old, new) = (world.look_ups().remove(0), world.look_ups().remove(0));
    let (mut other, mut watching) = (database.connect().await, database.connect().await);
    let mut node = other.begin().await.unwrap();
    sqlx::query("SELECT FROM applications WHERE id = $1 FOR NO KEY UPDATE")
        .bind(id.0)
        .execute(&mut *node)
        .await
        .unwrap();

    let case = world.store.case(id).await.unwrap();
    let mut answered = world.filed(&case, Command::Claim, world.officer, 2);
    answered.look_ups = Some(vec![new]);
    let store = Arc::clone(&world.store);
    let answering = tokio::spawn(async move { store.commit(answered).await });
    is_waiting(&mut watching).await;

    sqlx::query("INSERT INTO application_look_ups (application, hashes) VALUES ($1, $2)")
        .bind(id.0)
        .bind(vec![old.number()])
        .execute(&mut *node)
        .await
        .unwrap();
    node.commit().await.unwrap();
    answering.await.unwrap().unwrap();
    assert_eq!(world.store.applications_by(new, 9).await.unwrap(), [id]);
    assert_eq!(world.store.applications_by(old, 9).await.unwrap(), []);
}

/// Who fills in has to wait for new answers, and leaves theirs.
#[tokio::test]
async fn filling_in_leaves_the_answers_it_waited_for() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let before = Transition {
        look_ups: None,
        ..world.transition(1)
    };
    let id = world.store.submit(before).await.unwrap().id;
    let (old, new) = (world.look_ups().remove(0), world.look_ups().remove(0));
    let (mut other, mut watching) = (database.connect().await, database.connect().await);
    let mut answering = other.begin().await.unwrap();
    sqlx::query("UPDATE applications SET holder = 'Rosa' WHERE id = $1")
        .bind(id.0)
        .execute(&mut *answering)
        .await
        .unwrap();

    let revision = world.store.case(id).await.unwrap().application.revision;
    let store = Arc::clone(&world.store);
    let node = tokio::spawn(async move { store.fill_in_look_ups(id, revision, vec![old]).await });
    is_waiting(&mut watching).await;

    sqlx::query("INSERT INTO application_look_ups (application, hashes) VALUES ($1, $2)")
        .bind(id.0)
        .bind(vec![new.number()])
        .execute(&mut *answering)
        .await
        .unwrap();
    answering.commit().await.unwrap();
    node.await.unwrap().unwrap();
    assert_eq!(world.store.applications_by(new, 9).await.unwrap(), [id]);
    assert_eq!(world.store.applications_by(old, 9).await.unwrap(), []);
}

/// A program of before changes answers and keeps nothing of them: who fills in has to wait for it, and leaves the old ones out.
#[tokio::test]
async fn filling_in_leaves_out_answers_that_a_program_of_before_changed() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let before = Transition {
        look_ups: None,
        ..world.transition(1)
    };
    let id = world.store.submit(before).await.unwrap().id;
    let old = world.look_ups()[0];
    let (mut other, mut watching) = (database.connect().await, database.connect().await);
    let mut answering = other.begin().await.unwrap();
    sqlx::query("UPDATE applications SET revision = revision + 1 WHERE id = $1")
        .bind(id.0)
        .execute(&mut *answering)
        .await
        .unwrap();

    let revision = world.store.case(id).await.unwrap().application.revision;
    let store = Arc::clone(&world.store);
    let node = tokio::spawn(async move { store.fill_in_look_ups(id, revision, vec![old]).await });
    is_waiting(&mut watching).await;
    answering.commit().await.unwrap();
    node.await.unwrap().unwrap();
    assert_eq!(world.store.applications_by(old, 9).await.unwrap(), []);
    let missing = world.store.look_ups_missing(None, 9).await.unwrap().missing;
    assert_eq!(missing, [id]);
}

/// What a program of the release before kept of an erased application goes too, as long as its table is there.
#[tokio::test]
async fn erasure_reaches_the_table_of_before() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let mut db = database.connect().await;
    for minute in 1..=2 {
        let id = world.submitted(minute).await;
        if minute == 1 {
            sqlx::query("INSERT INTO look_ups (application, kind, hash) VALUES ($1, 'phone', $2)")
                .bind(id.0)
                .bind(&[7_u8; 32][..])
                .execute(&mut db)
                .await
                .unwrap();
        }
        world
            .store
            .erase(id, &world.log(AuditAction::Erased(id)))
            .await
            .unwrap();
        if minute == 1 {
            let left: i64 = sqlx::query_scalar("SELECT count(*) FROM look_ups")
                .fetch_one(&mut db)
                .await
                .unwrap();
            assert_eq!(left, 0);
            sqlx::query("DROP TABLE look_ups").execute(&mut db).await.unwrap();
        }
    }
}

async fn is_waiting(watching: &mut PgConnection) {
    while !sqlx::query_scalar::<_, bool>(WAITING)
        .fetch_one(&mut *watching)
        .await
        .unwrap()
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

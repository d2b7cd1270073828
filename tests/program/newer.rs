//! `audit` of a database into which a newer release wrote, too.

use journeys::program::Terminal;
use review::chain::{Header, commitment};
use review::{Application, ApplicationId, MaybeNewer};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::audit::{against, kept, tamper};

/// The newest application gets one more event, of a kind that this release does not know.
async fn gone_on(terminal: &Terminal) -> ApplicationId {
    let url = format!("sqlite://{}", terminal.path("data/demo.db").display());
    let mut db = SqliteConnection::connect(&url).await.unwrap();
    let (id, state): (Vec<u8>, String) =
        sqlx::query_as("SELECT id, state FROM applications ORDER BY id DESC LIMIT 1")
            .fetch_one(&mut db)
            .await
            .unwrap();
    let mut application: Application = serde_json::from_str(&state).unwrap();
    let (payload, salt) = (json!({"event": "permit-lent.1", "permit": "7A"}), [9; 16]);
    let event = Header {
        application: application.id,
        sequence: application.revision + 1,
        at: application.submitted_at,
        actor: MaybeNewer::read(json!({"kind": "operator"})),
        kind: MaybeNewer::read("permit-lent".into()),
        commitment: commitment(&salt, &payload),
        previous: application.head,
    }
    .sealed();
    (application.revision, application.head) = (event.sequence, event.hash);
    sqlx::query("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(id.clone())
        .bind(i64::try_from(event.sequence).unwrap())
        .bind(event.at.as_microsecond())
        .bind(serde_json::to_string(&event.actor).unwrap())
        .bind(event.kind.name().to_owned())
        .bind(payload.to_string())
        .bind(salt.to_vec())
        .bind(event.commitment.0.to_vec())
        .bind(event.previous.0.to_vec())
        .bind(application.head.0.to_vec())
        .execute(&mut db)
        .await
        .unwrap();
    sqlx::query("UPDATE applications SET state = ?, revision = ?, head = ? WHERE id = ?")
        .bind(serde_json::to_string(&application).unwrap())
        .bind(i64::try_from(application.revision).unwrap())
        .bind(application.head.0.to_vec())
        .bind(id)
        .execute(&mut db)
        .await
        .unwrap();
    db.close().await.unwrap();
    application.id
}

fn written_into() -> (Terminal, ApplicationId) {
    let terminal = kept();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let id = runtime.block_on(gone_on(&terminal));
    (terminal, id)
}

#[test]
fn what_a_newer_release_did_is_told_and_no_fault() {
    let (terminal, id) = written_into();
    let said = against(&terminal);
    let told = format!(
        "application {id}: has events by a newer release: its chain holds, its state was not compared"
    );
    assert!(said.good && said.err.contains(&told), "{}{}", said.out, said.err);
    assert!(said.out.contains(" 0 faults\n1 of them "), "{}", said.out);
    let said = terminal.chasqui(["audit", "--checkpoint", "later.json"]);
    assert!(said.good && terminal.path("later.json").exists(), "{}", said.err);
}

#[test]
fn a_change_of_what_a_newer_release_wrote_is_found() {
    let (terminal, id) = written_into();
    tamper(
        &terminal,
        "UPDATE events SET payload = replace(payload, '7A', '7B') WHERE kind = 'permit-lent'",
    );
    let said = terminal.chasqui(["audit"]);
    let told = format!("application {id}: the payload of event ");
    assert!(!said.good && said.err.contains(&told), "{}{}", said.out, said.err);
}

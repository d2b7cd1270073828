//! `erase`: what the law wants gone goes, and the permit with it.

use journeys::program::Terminal;
use sqlx::{Connection, SqliteConnection};

use crate::audit::{against, kept};

fn read(terminal: &Terminal, sql: &'static str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", terminal.path("data/demo.db").display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let found = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        found
    })
}

#[test]
fn a_closed_application_is_erased_and_its_permit_revoked() {
    let terminal = kept();
    let reference = read(
        &terminal,
        "SELECT reference FROM applications a JOIN permits p ON p.application = a.id
         WHERE p.status = 'Active' ORDER BY reference LIMIT 1",
    );
    let unsure = terminal.chasqui(["erase", &reference]);
    assert!(!unsure.good && unsure.err.contains("--yes"), "{}", unsure.err);
    let erased = terminal.chasqui(["erase", &reference, "--yes"]);
    assert!(
        erased.good && erased.out.contains("erased; permits revoked: 1"),
        "{}{}",
        erased.out,
        erased.err
    );
    let left = read(
        &terminal,
        "SELECT group_concat(p.status || ' ' || a.holder, ',') FROM applications a
             JOIN permits p ON p.application = a.id WHERE a.erased_at IS NOT NULL",
    );
    assert_eq!(left, "Revoked ");
    let audit = against(&terminal);
    assert!(audit.good, "{}", audit.err);
}

#[test]
fn what_is_open_or_is_no_reference_is_said_to_be_so() {
    let terminal = kept();
    let open = read(
        &terminal,
        "SELECT reference FROM applications WHERE status = 'Queued' ORDER BY reference LIMIT 1",
    );
    for (reference, says) in [(&*open, "still open"), ("K7RT", "no reference")] {
        let said = terminal.chasqui(["erase", reference, "--yes"]);
        assert!(!said.good && said.err.contains(says), "{}", said.err);
    }
}

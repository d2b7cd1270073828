//! `audit`: a database that somebody wrote into by hand.

use journeys::program::{Said, Terminal};
use sqlx::{Connection, Executor, SqliteConnection};

/// A demo's database, closed, and a signed checkpoint over it.
pub(crate) fn kept() -> Terminal {
    let terminal = Terminal::new();
    drop(terminal.demo());
    let terminal = terminal
        .with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db")
        .with("CHASQUI_KEYS", "data/keys");
    let said = terminal.chasqui(["audit", "--checkpoint", "checkpoint.json"]);
    assert!(
        said.good && said.out.contains(" 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    terminal
}

/// Writes into the database as whoever holds the machine can: the rules of the tables go first.
pub(crate) fn tamper(terminal: &Terminal, sql: &'static str) {
    assert!(write(terminal, &[sql]).is_err(), "the tables forbid it: {sql}");
    let changed = write(
        terminal,
        &[
            "PRAGMA foreign_keys = OFF",
            "DROP TRIGGER IF EXISTS events_are_only_erased",
            "DROP TRIGGER IF EXISTS events_are_not_removed",
            sql,
        ],
    );
    assert!(changed.unwrap() > 0, "{sql}");
}

/// How many rows the last of these touched.
fn write(terminal: &Terminal, statements: &[&'static str]) -> sqlx::Result<u64> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", terminal.path("data/demo.db").display());
        let mut connection = SqliteConnection::connect(&url).await?;
        let mut touched = 0;
        for sql in statements {
            touched = connection.execute(*sql).await?.rows_affected();
        }
        connection.close().await?;
        Ok(touched)
    })
}

pub(crate) fn against(terminal: &Terminal) -> Said {
    terminal.chasqui(["audit", "--against", "checkpoint.json"])
}

#[test]
fn what_nobody_touched_holds() {
    let said = against(&kept());
    assert!(said.good, "{}", said.err);
}

#[test]
fn an_edited_event_is_found_without_a_checkpoint() {
    let terminal = kept();
    tamper(
        &terminal,
        "UPDATE events SET payload = replace(payload, 'Quispe', 'Quizpe') WHERE payload LIKE '%Quispe%'",
    );
    let said = terminal.chasqui(["audit"]);
    assert!(
        !said.good && said.err.contains("application "),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn an_event_taken_out_is_found_without_a_checkpoint() {
    let terminal = kept();
    tamper(&terminal, "DELETE FROM events WHERE sequence = 2");
    assert!(!terminal.chasqui(["audit"]).good);
}

#[test]
fn an_application_that_vanished_whole_is_found_with_a_checkpoint_alone() {
    let terminal = kept();
    tamper(
        &terminal,
        "DELETE FROM events WHERE application = (SELECT min(application) FROM events)",
    );
    tamper(
        &terminal,
        "DELETE FROM applications WHERE id NOT IN (SELECT application FROM events)",
    );
    assert!(terminal.chasqui(["audit"]).good, "its own chain is gone with it");
    assert!(!against(&terminal).good);
}

#[test]
fn a_checkpoint_that_was_changed_vouches_for_nothing() {
    let terminal = kept();
    let path = terminal.path("checkpoint.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"sequence\": ", "\"sequence\": 1", 1)).unwrap();
    let said = against(&terminal);
    assert!(!said.good, "{}", said.out);
}

//! `scenario`: what became of an application, as a scenario about nobody.

use std::{collections::BTreeMap, fs};

use journeys::program::shipped;
use sqlx::{Connection, Row, SqliteConnection};

use crate::audit::kept;

/// An application of the demo's past.
struct Past {
    reference: String,
    service: String,
    status: String,
    holder: String,
    email: Option<String>,
}

fn past(database: &str) -> Vec<Past> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(database).await.unwrap();
        let sql = "SELECT reference, service, status, holder, email FROM applications ORDER BY id";
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows.iter()
            .map(|row| Past {
                reference: row.get("reference"),
                service: row.get("service"),
                status: row.get("status"),
                holder: row.get("holder"),
                email: row.get("email"),
            })
            .collect()
    })
}

#[test]
fn what_became_of_every_application_is_written_played_again_and_names_nobody() {
    let terminal = kept();
    let database = format!("sqlite://{}", terminal.path("data/demo.db").display());
    let past = past(&database);
    let mut written: BTreeMap<&str, String> = BTreeMap::new();
    let mut statuses = BTreeMap::<&str, usize>::new();
    for one in &past {
        let said = terminal.chasqui(["scenario", &one.reference]);
        assert!(
            said.good,
            "{} ({}): {}{}",
            one.reference, one.service, said.out, said.err
        );
        for text in one.email.iter().chain([&one.holder]) {
            assert!(!said.out.contains(text), "{text} is in {}", said.out);
        }
        *written.entry(&one.service).or_default() += &said.out;
        *statuses.entry(&one.status).or_default() += 1;
    }
    assert!(statuses.len() >= 4, "{statuses:?}");
    for (service, scenarios) in written {
        fs::copy(shipped(service), terminal.path(&format!("{service}.yaml"))).unwrap();
        fs::write(terminal.path(&format!("{service}.scenarios.yaml")), scenarios).unwrap();
    }
    let said = terminal.chasqui(["test", "."]).done();
    assert!(
        said.contains(&format!("{} scenarios came out as they say", past.len())),
        "{said}"
    );
}

#[test]
fn what_is_no_application_is_said_to_be_none() {
    let terminal = kept();
    for (reference, says) in [
        ("7K2Q-MX9T-D", "there is no application"),
        ("K7RT", "is no application’s number"),
    ] {
        let said = terminal.chasqui(["scenario", reference]);
        assert!(
            !said.good && said.out.is_empty() && said.err.contains(says),
            "{}",
            said.err
        );
    }
}

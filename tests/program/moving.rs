//! `move`.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
};

use async_trait::async_trait;
use journeys::{
    postgres,
    program::{Said, Terminal},
};
use store::{
    Store,
    conformance::{Backend, World, moving},
};
use store_sqlite::SqliteStore;

/// More than three pages, so that a move can be stopped between them.
const APPLICATIONS: i64 = 1700;

struct File(PathBuf);

#[async_trait]
impl Backend for File {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0).await.unwrap())
    }
}

/// A database with one of everything and many applications, closed.
fn filled(path: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Arc::new(World::new(&File(path.to_owned())).await);
        moving::filled(&world).await;
        let mut tasks = tokio::task::JoinSet::new();
        for minute in 0..APPLICATIONS {
            let (store, transition) = (world.store.clone(), world.transition(minute));
            tasks.spawn(async move { store.submit(transition).await.map(drop) });
        }
        for done in tasks.join_all().await {
            done.unwrap();
        }
        world.store.dedicate(store::Purpose::Service).await.unwrap();
        world.store.close().await;
    });
}

fn moved(terminal: &Terminal, to: &str) -> Said {
    terminal.chasqui(["move", "--from", "sqlite://old/chasqui.db", "--to", to])
}

fn terminal() -> Terminal {
    let terminal = Terminal::new();
    std::fs::create_dir(terminal.path("old")).unwrap();
    filled(&terminal.path("old/chasqui.db"));
    terminal
}

#[test]
fn a_move_that_is_killed_again_and_again_ends_equal() {
    let terminal = terminal();
    for line in [
        "copying people",
        "copying applications",
        "copying applications",
        "verifying applications",
    ] {
        let mut child = terminal
            .command([
                "move",
                "--from",
                "sqlite://old/chasqui.db",
                "--to",
                "sqlite://new/chasqui.db",
            ])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        assert!(
            said.any(|said| said.unwrap().starts_with(line)),
            "it came to {line}"
        );
        child.kill().unwrap();
        assert!(child.wait().unwrap().code().is_none(), "it was killed, not ended");
    }
    let terminal = terminal
        .with("CHASQUI_LISTEN", "127.0.0.1:0")
        .with("CHASQUI_DATABASE_URL", "sqlite://new/chasqui.db");
    terminal.chasqui(["serve"]).refused("was only partly moved here");
    let said = moved(&terminal, "sqlite://new/chasqui.db");
    assert!(
        said.good && said.out.contains(": 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    let there = format!("{:>10} applications", APPLICATIONS + 16);
    assert!(said.out.contains(&there), "{}", said.out);
    moved(&terminal, "sqlite://new/chasqui.db").refused("the target is in use, or was");
}

#[test]
fn a_checkpoint_taken_before_holds_for_the_new_database() {
    let terminal = Terminal::new();
    drop(terminal.demo());
    let terminal = terminal
        .with("CHASQUI_KEYS", "data/keys")
        .with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db");
    assert!(
        terminal
            .chasqui(["audit", "--checkpoint", "checkpoint.json"])
            .good
    );
    let said = terminal.chasqui([
        "move",
        "--from",
        "sqlite://data/demo.db",
        "--to",
        "sqlite://new/demo.db",
    ]);
    assert!(said.good, "{}", said.err);
    let terminal = terminal.with("CHASQUI_DATABASE_URL", "sqlite://new/demo.db");
    let said = terminal.chasqui(["audit", "--against", "checkpoint.json"]);
    assert!(
        said.good && said.out.contains(" 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn nothing_is_moved_from_or_into_what_is_in_use() {
    let terminal = terminal();
    let demo = terminal.demo();
    let from_demo = [
        "move",
        "--from",
        "sqlite://data/demo.db",
        "--to",
        "sqlite://new/chasqui.db",
    ];
    terminal.chasqui(from_demo).refused("stop the server first");
    moved(&terminal, "sqlite://data/demo.db").refused("stop the server first");
    drop(demo);
    moved(&terminal, "sqlite://data/demo.db").refused("the target is neither empty nor begun");
    moved(&terminal, "sqlite://old/chasqui.db").refused("are the same database");
    terminal
        .chasqui(["move", "--from", "sqlite://none.db", "--to", "sqlite://new.db"])
        .refused("there is no database");
    moved(&terminal, "mysql://u:s3cret@localhost/x").refused("mysql: is not known");
}

/// What differs is named by its key; what is in it is not shown.
#[test]
fn a_record_that_is_another_is_named_and_nothing_of_it_shown() {
    let terminal = terminal();
    assert!(moved(&terminal, "sqlite://new/chasqui.db").good);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite://{}", terminal.path("new/chasqui.db").display());
    runtime.block_on(async {
        use sqlx::{Connection, Executor};
        let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
        db.execute("DELETE FROM purpose; UPDATE applications SET holder = 'Somebody Else' WHERE id = (SELECT max(id) FROM applications)")
            .await
            .unwrap();
        db.close().await.unwrap();
    });
    let said = moved(&terminal, "sqlite://new/chasqui.db");
    said.refused("application ");
    assert!(said.err.contains("is another in the target"), "{}", said.err);
    assert!(
        !said.err.contains("Somebody") && !said.err.contains("Quispe"),
        "{}",
        said.err
    );
}

/// PostgreSQL holds no U+0000, which SQLite kept of what was typed before the site cleaned it.
#[test]
fn what_the_new_database_cannot_hold_is_named_and_the_rest_arrives() {
    let terminal = postgres::reached_by(terminal());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite://{}", terminal.path("old/chasqui.db").display());
    let drafts = format!("sqlite://{}", terminal.path("old/chasqui-drafts.db").display());
    let references = runtime.block_on(async {
        use sqlx::{Connection, Executor, Row};
        let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
        db.execute(
            "UPDATE applications SET holder = 'Ana' || char(0) WHERE id IN (SELECT id FROM applications ORDER BY id LIMIT 2)",
        )
        .await
        .unwrap();
        let spoilt = db
            .fetch_all("SELECT reference FROM applications ORDER BY id LIMIT 2")
            .await
            .unwrap();
        db.close().await.unwrap();
        let mut db = sqlx::SqliteConnection::connect(&drafts).await.unwrap();
        db.execute("UPDATE rate_limits SET bucket = bucket || char(0) WHERE bucket = (SELECT max(bucket) FROM rate_limits)")
            .await
            .unwrap();
        db.close().await.unwrap();
        spoilt.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>()
    });
    let database = postgres::Database::empty();
    for time in ["first", "second"] {
        let said = moved(&terminal, &database.address());
        assert!(!said.good, "{time}: {}", said.out);
        assert!(
            said.err
                .contains("does not arrive: cannot be kept: a value is outside of what its column holds"),
            "{time}: {}",
            said.err
        );
        for reference in &references {
            assert!(said.err.contains(reference), "{time}: {}", said.err);
        }
        assert!(
            said.err.contains("a rate limit does not arrive"),
            "{time}: {}",
            said.err
        );
        assert!(!said.err.contains("Ana"), "{time}: {}", said.err);
        assert!(
            said.out.contains(": 3 faults"),
            "{time}: {}{}",
            said.out,
            said.err
        );
        assert_eq!(
            said.err.matches("has not arrived").count(),
            3,
            "{time}: {}",
            said.err
        );
    }
}

/// From a file to a server, through a dump into another database, and back into another file: a checkpoint from before
/// holds all along.
#[test]
fn there_and_back_through_a_server_and_its_dump() {
    let terminal = postgres::reached_by(terminal()).with("CHASQUI_DATABASE_URL", "sqlite://old/chasqui.db");
    assert!(terminal.chasqui(["audit", "--checkpoint", "before.json"]).good);
    let database = format!("chasqui_move_{}", std::process::id());
    let restored = format!("{database}_restored");
    postgres::run("createdb", &[&database]);
    postgres::run("createdb", &[&restored]);

    let server = format!("postgres:///{database}");
    let said = moved(&terminal, &server);
    assert!(
        said.good && said.out.contains(": 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    let terminal = holds(terminal, &server);
    let dump = terminal.path("chasqui.dump").display().to_string();
    postgres::run("pg_dump", &["--format=custom", "--file", &dump, &database]);
    postgres::run("pg_restore", &["--exit-on-error", "--dbname", &restored, &dump]);
    let restored_server = format!("postgres:///{restored}");
    let terminal = holds(terminal, &restored_server);

    let back = "sqlite://back/chasqui.db";
    let said = terminal.chasqui(["move", "--from", &restored_server, "--to", back]);
    assert!(
        said.good && said.out.contains(": 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    let there = format!("{:>10} applications", APPLICATIONS + 16);
    assert!(said.out.contains(&there), "{}", said.out);
    holds(terminal, back);
    postgres::run("dropdb", &["--force", &database]);
    postgres::run("dropdb", &["--force", &restored]);
}

/// Every chain of the database is the continuation of what the checkpoint saw.
fn holds(terminal: Terminal, database: &str) -> Terminal {
    let terminal = terminal.with("CHASQUI_DATABASE_URL", database);
    let said = terminal.chasqui(["audit", "--against", "before.json"]);
    assert!(
        said.good && said.out.contains(" 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    terminal
}

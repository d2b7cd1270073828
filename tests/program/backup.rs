//! `backup` and `restore`.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use journeys::{
    node::Node,
    program::{Said, Terminal},
};
use review::ApplicationId;
use store::{Applications, Permits, Store};
use store_sqlite::SqliteStore;
use tokio::sync::mpsc;

const SUBMITTERS: usize = 4;
/// So many submissions are acknowledged before the backup begins.
const BEFORE: usize = 40;

fn backup(terminal: &Terminal, further: &[&str]) -> Said {
    terminal.chasqui(["backup", "--to", "backups"].iter().chain(further))
}

fn restore(terminal: &Terminal, further: &[&str]) -> Said {
    terminal.chasqui(["restore", "--from", "backups"].iter().chain(further))
}

/// A demo's database, closed.
fn kept() -> Terminal {
    let terminal = Terminal::new();
    drop(terminal.demo());
    terminal
        .with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db")
        .with("CHASQUI_KEYS", "data/keys")
}

/// The same terminal on another machine, as it were: another database, other keys.
fn elsewhere(terminal: Terminal) -> Terminal {
    terminal
        .with("CHASQUI_DATABASE_URL", "sqlite://new/chasqui.db")
        .with("CHASQUI_KEYS", "new/keys")
}

fn backups(terminal: &Terminal) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(terminal.path("backups")).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("manifest.json").exists());
    folders.sort();
    folders
}

#[test]
fn what_was_acknowledged_before_a_backup_under_load_is_in_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let node = Arc::new(runtime.block_on(Node::open()).unwrap());
    let terminal = Terminal::new().with(
        "CHASQUI_DATABASE_URL",
        format!("sqlite://{}", node.database().display()),
    );
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let load: Vec<_> = (0..SUBMITTERS)
        .map(|_| runtime.spawn(submit_until_stopped(node.clone(), acknowledge.clone())))
        .collect();
    let before: Vec<_> = (0..BEFORE)
        .map(|_| acknowledged.blocking_recv().unwrap())
        .collect();

    let said = backup(&terminal, &[]);
    assert!(said.good, "{}", said.err);
    assert!(acknowledged.try_recv().is_ok(), "submissions went on meanwhile");
    drop(acknowledged);
    for task in load {
        runtime.block_on(task).unwrap();
    }

    let terminal = terminal.with("CHASQUI_DATABASE_URL", "sqlite://restored/chasqui.db");
    let said = restore(&terminal, &[]);
    assert!(said.good, "{}", said.err);
    assert!(terminal.chasqui(["audit"]).good);
    runtime.block_on(async {
        let store = SqliteStore::open(&terminal.path("restored/chasqui.db"))
            .await
            .unwrap();
        for id in before {
            assert_eq!(store.case(id).await.unwrap().application.id, id);
            assert_eq!(store.permits_of(id).await.unwrap().len(), 1, "with its permit");
        }
        store.close().await;
    });
}

async fn submit_until_stopped(node: Arc<Node>, acknowledge: mpsc::UnboundedSender<ApplicationId>) {
    loop {
        let submitted = node.submit(node.filled().await.unwrap()).await.unwrap();
        if acknowledge.send(submitted.id).is_err() {
            return;
        }
    }
}

#[test]
fn a_backup_comes_back_with_its_keys_on_another_machine() {
    let terminal = kept();
    let said = terminal.chasqui(["audit", "--checkpoint", "checkpoint.json"]);
    assert!(said.good, "{}", said.err);
    let said = backup(&terminal, &["--with-keys"]);
    assert!(
        said.good && said.out.contains("every chain verified"),
        "{}{}",
        said.out,
        said.err
    );
    for file in files_below(&terminal.path("backups")) {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.display());
    }
    let keys = terminal.chasqui(["keys", "list"]).out;

    let terminal = elsewhere(terminal);
    let said = restore(&terminal, &["--with-keys"]);
    assert!(
        said.good && said.out.contains("every chain verified"),
        "{}{}",
        said.out,
        said.err
    );
    let said = terminal.chasqui(["audit", "--against", "checkpoint.json"]);
    assert!(
        said.good && said.out.contains(" 0 faults"),
        "{}{}",
        said.out,
        said.err
    );
    assert_eq!(terminal.chasqui(["keys", "list"]).out, keys, "the same key signs");
    assert!(
        restore(&terminal, &[])
            .err
            .contains("restoring never overwrites anything")
    );
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn keys_stay_where_they_are_unless_they_are_asked_for() {
    let terminal = kept();
    let said = backup(&terminal, &[]);
    assert!(said.good && said.out.contains("are not in it"), "{}", said.out);
    let secret = std::fs::read(terminal.path("data/keys/secret")).unwrap();
    for file in files_below(&terminal.path("backups")) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !bytes.windows(secret.len()).any(|part| part == secret),
            "{}",
            file.display()
        );
    }
    restore(&elsewhere(terminal), &["--with-keys"]).refused("made without --with-keys");
}

#[test]
fn restoring_goes_over_nothing() {
    let terminal = kept();
    assert!(backup(&terminal, &[]).good);
    let said = restore(&terminal, &[]);
    said.refused("holds 8 people");
    assert!(
        said.err.contains("mv data/demo.db"),
        "it says what to do: {}",
        said.err
    );
    let demo = terminal.demo();
    restore(&terminal, &[]).refused("is in use: stop the server first");
    drop(demo);

    // As the sentence says; what is left behind alone is not taken for a database.
    std::fs::create_dir(terminal.path("before")).unwrap();
    for file in std::fs::read_dir(terminal.path("data")).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().starts_with("demo.db") {
            std::fs::rename(file.path(), terminal.path("before").join(file.file_name())).unwrap();
        }
    }
    restore(&terminal, &[]).refused("demo-drafts.db");
    for file in std::fs::read_dir(terminal.path("data")).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().starts_with("demo-drafts.db") {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
    assert!(restore(&terminal, &[]).good);
    assert!(terminal.demo().printed.contains("Officers"), "it is served again");
}

#[test]
fn a_damaged_backup_is_never_put_in_place() {
    let terminal = kept();
    assert!(backup(&terminal, &[]).good);
    let file = backups(&terminal)[0].join("chasqui.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let terminal = elsewhere(terminal);
    restore(&terminal, &[]).refused("changed or damaged");
    assert!(!terminal.path("new/chasqui.db").exists());
}

/// Somebody who can write the backups can also write their manifest; a chain is another matter.
#[test]
fn a_history_that_was_changed_is_not_backed_up_as_sound() {
    let terminal = kept();
    let url = format!("sqlite://{}", terminal.path("data/demo.db").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        use sqlx::{Connection, Executor};
        let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
        db.execute("DROP TRIGGER events_are_not_removed; PRAGMA foreign_keys = OFF; DELETE FROM events WHERE sequence = 2")
            .await
            .unwrap();
        db.close().await.unwrap();
    });
    let said = backup(&terminal, &[]);
    said.refused("no backup was kept");
    assert!(said.err.contains("application "), "it is named: {}", said.err);
    assert!(backups(&terminal).is_empty());
}

#[test]
fn a_backup_is_chosen_by_its_name_and_old_ones_go() {
    let terminal = kept();
    assert!(backup(&terminal, &[]).good);
    let first = "2026-01-01T03-00-00Z";
    std::fs::rename(&backups(&terminal)[0], terminal.path("backups").join(first)).unwrap();
    let said = backup(&terminal, &["--keep", "2"]);
    assert!(said.good && !said.out.contains("was removed"), "{}", said.out);
    let terminal = elsewhere(terminal);
    restore(&terminal, &["--at", "2001-01-01T00-00-00Z"]).refused(first);
    assert!(restore(&terminal, &["--at", first]).good);
    let terminal = terminal.with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db");
    let later = "2026-02-01T03-00-00Z";
    std::fs::rename(&backups(&terminal)[1], terminal.path("backups").join(later)).unwrap();
    let said = backup(&terminal, &["--keep", "2"]);
    assert!(
        said.out.contains(&format!("{first} was removed")),
        "{}{}",
        said.out,
        said.err
    );
    assert!(backups(&terminal)[0].ends_with(later));
}

#[test]
fn postgresql_has_tools_of_its_own() {
    let terminal = Terminal::new().with(
        "CHASQUI_DATABASE_URL",
        "postgres://chasqui:s3cret@localhost/chasqui",
    );
    for said in [backup(&terminal, &[]), restore(&terminal, &[])] {
        said.refused("pg_basebackup");
        assert!(said.err.contains("docs/keeping.md") && !said.err.contains("s3cret"));
    }
}

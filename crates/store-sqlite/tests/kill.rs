//! `kill -9` under load, again and again, on the same files.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use async_trait::async_trait;
use store::Store;
use store::conformance::kill::{Chance, Ledger, Moment, Victim, load};
use store::conformance::{Backend, World};
use store_sqlite::SqliteStore;

/// Set for the process that is to be killed: its files, where its dice begin, and which process it is.
const FOLDER: &str = "CHASQUI_KILL_FOLDER";
const DICE: &str = "CHASQUI_KILL_DICE";
const TURN: &str = "CHASQUI_KILL_TURN";
const KILLS: usize = 200;
/// How often everything is looked at, and not only what was acknowledged since.
const EVERYTHING: usize = 25;

struct Folder(PathBuf);

#[async_trait]
impl Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0.join("chasqui.db")).await.unwrap())
    }
}

/// What was acknowledged before a kill is there after it, whole and exactly once; whoever got no answer may ask
/// for the same again. The test runs itself as the process that it kills.
#[test]
fn what_was_acknowledged_survives_two_hundred_kills() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(folder) = std::env::var_os(FOLDER) {
        let number = |name| std::env::var(name).unwrap().parse().unwrap();
        return runtime.block_on(load::work(&Folder(folder.into()), number(DICE), number(TURN)));
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Folder(folder.path().into());
    runtime.block_on(async { World::new(&files).await.store.close().await });
    let mut ledger = Ledger::default();
    let moments = Chance::seeded().moments(KILLS);
    for (turn, moment) in moments.iter().enumerate() {
        // Every second process hands in what the one before did, as people do who got no answer.
        let dice = 10_000_000 * (1 + turn as u64 / 2);
        let victim = Victim::start(&mut worker(folder.path(), dice, turn));
        ledger.hear(dice, &victim.until(*moment));
        ledger.hear(dice, &victim.kill());
        // Whoever is killed while it starts finds what the kill before left: nobody has mended it in between.
        let next_is_early = matches!(moments.get(turn + 1), Some(Moment::Within(_)));
        if !next_is_early {
            runtime.block_on(look(&files, &mut ledger, turn));
        }
    }
    runtime.block_on(look_at_the_end(&files, &mut ledger));
    let (submitted, issued, revoked) = ledger.counts();
    eprintln!(
        "{KILLS} kills; acknowledged: {submitted} submissions, {issued} permits, {revoked} revocations"
    );
    assert!(issued > KILLS && revoked > 0);
}

fn worker(folder: &Path, dice: u64, turn: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "what_was_acknowledged_survives_two_hundred_kills",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(DICE, dice.to_string())
        .env(TURN, turn.to_string());
    command
}

async fn look(files: &Folder, ledger: &mut Ledger, turn: usize) {
    let store = files.open().await;
    if (turn + 1).is_multiple_of(EVERYTHING) {
        ledger.holds_whole(&store).await;
    } else {
        ledger.holds_lately(&store).await;
    }
    store.close().await;
}

async fn look_at_the_end(files: &Folder, ledger: &mut Ledger) {
    let store = files.open().await;
    ledger.holds_whole(&store).await;
    ledger.deadlines_hold(&store).await;
    store.close().await;
}

//! `kill -9` under load, of the program and of the whole server in turns, again and again on the same data.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

#[allow(dead_code, reason = "the nodes' tests use the rest of it")]
mod server;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use server::Server;
use store::Store;
use store::conformance::kill::{Chance, Ledger, Moment, Victim, answered, load};
use store::conformance::{Backend, World};
use store_postgres::PostgresStore;

/// Set for the process that is to be killed: its database, where its dice begin, and which process it is.
const URL: &str = "CHASQUI_KILL_URL";
const DICE: &str = "CHASQUI_KILL_DICE";
const TURN: &str = "CHASQUI_KILL_TURN";
/// Each of them two kills: of the server under a program that lives on, and of that program.
const ROUNDS: usize = 100;
/// How often everything is looked at, and not only what was acknowledged since.
const EVERYTHING: usize = 12;
/// What was said before the server died has been heard by then.
const ECHO: Duration = Duration::from_millis(20);

struct Database(String);

#[async_trait]
impl Backend for Database {
    /// As a supervisor would: again and again until the server is there.
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(answered(|| PostgresStore::open(&self.0)).await.unwrap())
    }
}

/// What was acknowledged before a kill is there after it, whole and exactly once; whoever got no answer may ask
/// for the same again, and a program goes on by itself when its server is back. The test runs itself as the
/// program that it kills.
#[test]
fn what_was_acknowledged_survives_two_hundred_kills() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(url) = std::env::var(URL) {
        let number = |name| std::env::var(name).unwrap().parse().unwrap();
        return runtime.block_on(load::work(&Database(url), number(DICE), number(TURN)));
    }
    // A kill leaves what the kernel has: a disk under the files would be slower, and neither worse nor better.
    let folder = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    let mut server = Server::new(folder.path());
    server.start();
    server.ready();
    let database = Database(server.url());
    runtime.block_on(async { World::new(&database).await.store.close().await });
    let mut chance = Chance::seeded();
    let (under_server, under_program) = (chance.moments(ROUNDS), chance.moments(ROUNDS));
    let mut ledger = Ledger::default();
    let (mut kills, mut longest) = (0, Duration::ZERO);
    for (turn, (first, second)) in under_server.into_iter().zip(under_program).enumerate() {
        // Every second program hands in what the one before did, as people do who got no answer.
        let dice = 10_000_000 * (1 + turn as u64 / 2);
        let victim = Victim::start(&mut program(&database.0, dice, turn));
        ledger.hear(dice, &victim.until(first));
        kills += killed_and_started(&mut server, second);
        ledger.hear(dice, &victim.until(Moment::Within(ECHO)));
        let back = Instant::now();
        server.ready();
        ledger.hear(dice, &victim.until(Moment::After(1)));
        longest = longest.max(back.elapsed());
        ledger.hear(dice, &victim.until(second));
        ledger.hear(dice, &victim.kill());
        kills += 1;
        // The server may still be carrying out what the program had asked for.
        server.deserted();
        runtime.block_on(look(&database, &mut ledger, turn));
    }
    runtime.block_on(look_at_the_end(&database, &mut ledger));
    let (submitted, issued, revoked) = ledger.counts();
    eprintln!(
        "{kills} kills; acknowledged: {submitted} submissions, {issued} permits, {revoked} revocations"
    );
    eprintln!("longest from a server's start to the next acknowledgement: {longest:?}");
    assert!(kills >= 2 * ROUNDS && issued > ROUNDS && revoked > 0);
}

/// Kills the server, and where the moment is early once more while it recovers. Answers how often.
fn killed_and_started(server: &mut Server, moment: Moment) -> usize {
    server.kill();
    server.start();
    let Moment::Within(soon) = moment else { return 1 };
    std::thread::sleep(soon);
    server.kill();
    server.start();
    2
}

fn program(url: &str, dice: u64, turn: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "what_was_acknowledged_survives_two_hundred_kills",
            "--nocapture",
        ])
        .env(URL, url)
        .env(DICE, dice.to_string())
        .env(TURN, turn.to_string());
    command
}

async fn look(database: &Database, ledger: &mut Ledger, turn: usize) {
    let store = database.open().await;
    if (turn + 1).is_multiple_of(EVERYTHING) {
        ledger.holds_whole(&store).await;
        eprintln!("round {}: {:?}", turn + 1, ledger.counts());
    } else {
        ledger.holds_lately(&store).await;
    }
    store.close().await;
}

async fn look_at_the_end(database: &Database, ledger: &mut Ledger) {
    let store = database.open().await;
    ledger.holds_whole(&store).await;
    ledger.deadlines_hold(&store).await;
    store.close().await;
}

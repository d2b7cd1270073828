//! `kill -9` under load, again and again, on the same files.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use async_trait::async_trait;
use permit::Reference;
use review::Message;
use review::chain::{self, Head};
use store::conformance::{Backend, World};
use store::{Filing, Store};
use store_sqlite::SqliteStore;
use tokio::sync::{Mutex, mpsc};

/// Set for the process that is to be killed: its files, and where its dice begin.
const FOLDER: &str = "CHASQUI_KILL_FOLDER";
const DICE: &str = "CHASQUI_KILL_DICE";
const ROUNDS: u64 = 20;
const SUBMITTERS: usize = 16;
/// A process is killed after at most so many acknowledgements.
const LONGEST: u64 = 200;

struct Folder(PathBuf);

#[async_trait]
impl Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0.join("chasqui.db")).await.unwrap())
    }
}

/// What was acknowledged before a kill is there after it, exactly once, with its chain and its message; and
/// whoever got no answer may submit the same again. The test runs itself as the process that it kills.
#[test]
fn acknowledged_submissions_survive_kills() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(folder) = std::env::var_os(FOLDER) {
        let dice = std::env::var(DICE).unwrap().parse().unwrap();
        return runtime.block_on(submit_until_killed(Folder(folder.into()), dice));
    }
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        World::new(&Folder(folder.path().into()))
            .await
            .store
            .close()
            .await;
    });
    let chance = RandomState::new();
    let mut acknowledged = BTreeMap::new();
    for round in 0..ROUNDS {
        // Every second process submits what the one before did, as people do who got no answer.
        let dice = 1_000_000 * (1 + round / 2);
        let last = 1 + chance.hash_one(round) % LONGEST;
        for line in killed_after(last, submitter(folder.path(), dice)) {
            let (number, reference) = line.split_once(' ').expect("a number and a reference");
            let reference: Reference = reference.parse().unwrap();
            let submission = (dice, number.parse::<u64>().unwrap());
            let first = *acknowledged.entry(submission).or_insert(reference);
            assert_eq!(first, reference, "the same submission is the same application");
        }
        runtime.block_on(whole(folder.path(), &acknowledged));
    }
    assert!(
        acknowledged.len() > 20,
        "{} were acknowledged",
        acknowledged.len()
    );
}

/// Submits without end, saying each acknowledged one's number and reference in a line.
async fn submit_until_killed(files: Folder, dice: u64) {
    let world = World::again(&files, dice).await;
    let store = Arc::clone(&world.store);
    // Made one after the other, so that the same dice make the same submissions.
    let (next, waiting) = mpsc::channel::<(u64, Filing)>(SUBMITTERS);
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..SUBMITTERS {
        let (store, waiting) = (Arc::clone(&store), Arc::clone(&waiting));
        tokio::spawn(async move {
            loop {
                let (number, submission) = waiting.lock().await.recv().await.unwrap();
                let submitted = store.submit(submission).await.unwrap();
                let line = format!("{number} {}\n", submitted.reference);
                std::io::stderr().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    for number in 0.. {
        let mut submission = world.filing(1);
        let id = submission.application.id;
        submission.outbox = vec![world.mail(id, Message::Received, 1)];
        next.send((number, submission)).await.unwrap();
    }
}

fn submitter(folder: &Path, dice: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "acknowledged_submissions_survive_kills", "--nocapture"])
        .env(FOLDER, folder)
        .env(DICE, dice.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills a process when it has said so many lines, which may be in the middle of anything. Answers all that
/// it had said by then.
fn killed_after(lines: u64, mut child: Child) -> Vec<String> {
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut all: Vec<String> = (0..lines)
        .map_while(|_| said.next())
        .map(Result::unwrap)
        .collect();
    assert_eq!(all.len() as u64, lines, "it ended by itself: {:?}", all.last());
    child.kill().unwrap();
    all.extend(said.map(Result::unwrap));
    let status = child.wait().unwrap();
    assert!(status.code().is_none(), "it was killed, not ended: {status}");
    all
}

/// What the files hold is sound, and has all that was acknowledged.
async fn whole(folder: &Path, acknowledged: &BTreeMap<(u64, u64), Reference>) {
    let store = Folder(folder.into()).open().await;
    let heads = store.heads(None, 1_000_000).await.unwrap();
    let mut kept = BTreeSet::new();
    for head in heads {
        let history = store.history(head.application).await.unwrap();
        chain::verify(&history).unwrap();
        assert_eq!(Head::of(&history), Some(head));
        let mail = store.outbox_of(head.application).await.unwrap();
        assert_eq!(mail.len(), 1, "one message a submission");
        let reference = store.case(head.application).await.unwrap().reference;
        assert!(kept.insert(reference), "{reference} is one application's");
    }
    let expected: BTreeSet<Reference> = acknowledged.values().copied().collect();
    assert_eq!(
        expected.len(),
        acknowledged.len(),
        "a submission is one application"
    );
    let lost: Vec<_> = expected.difference(&kept).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    store.close().await;
}

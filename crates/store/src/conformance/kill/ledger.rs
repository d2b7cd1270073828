//! What was acknowledged, held against what is kept.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use jiff::SignedDuration;
use permit::{PermitId, Reference};
use review::chain::{self, Head};
use review::{ApplicationId, Message, Status, fold, whole_history};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::answered;
use crate::conformance::world::at;
use crate::{Case, MailRecord, PermitRow, PermitStatus, Store};

/// So many look at once.
const READERS: usize = 8;
const MANY: u32 = 10_000_000;

/// All that processes have said.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By the dice they were made with, and their number.
    submitted: BTreeMap<(u64, u64), (ApplicationId, Reference)>,
    issued: BTreeMap<ApplicationId, PermitId>,
    revoked: BTreeSet<PermitId>,
    /// Heard of since somebody last looked.
    fresh: BTreeSet<ApplicationId>,
}

/// One application with all that belongs to it.
#[derive(Debug)]
struct Kept {
    case: Case,
    head: Option<Head>,
    mail: Vec<MailRecord>,
    permits: Vec<PermitRow>,
}

impl Ledger {
    /// Notes what a process said that made its applications with these dice.
    pub fn hear(&mut self, dice: u64, lines: &[String]) {
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["submitted", number, id, reference] => {
                    let said = (id.parse().unwrap(), reference.parse().unwrap());
                    let first = *self
                        .submitted
                        .entry((dice, number.parse().unwrap()))
                        .or_insert(said);
                    assert_eq!(first, said, "the same submission is the same application");
                    self.fresh.insert(first.0);
                }
                ["issued", id, permit] => {
                    let (id, permit) = (id.parse().unwrap(), read(permit));
                    let first = *self.issued.entry(id).or_insert(permit);
                    assert_eq!(first, permit, "an approval is one permit");
                    self.fresh.insert(id);
                }
                ["revoked", permit] => {
                    self.revoked.insert(read(permit));
                }
                _ => panic!("a process failed: {line}; it said {lines:#?}"),
            }
        }
    }

    /// How many submissions were acknowledged, how many permits and how many revocations of them.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.submitted.len(), self.issued.len(), self.revoked.len())
    }

    /// What was acknowledged since the last look is kept, whole.
    pub async fn holds_lately(&mut self, store: &Arc<dyn Store>) {
        let ids = std::mem::take(&mut self.fresh).into_iter().collect();
        let kept = read_all(store, ids).await;
        self.holds(&kept);
    }

    /// Everything that was acknowledged is kept, once, and all that is kept is sound.
    pub async fn holds_whole(&mut self, store: &Arc<dyn Store>) {
        self.fresh.clear();
        let heads = answered(|| store.heads(None, MANY)).await.unwrap();
        let kept = read_all(store, heads.iter().map(|head| head.application).collect()).await;
        assert!(
            heads
                .iter()
                .all(|head| kept[&head.application].head == Some(*head))
        );
        let lost: Vec<_> = self
            .submitted
            .values()
            .filter(|(id, _)| !kept.contains_key(id))
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        self.holds(&kept);
        once("references", kept.values().map(|kept| kept.case.reference));
        let applications: Vec<_> = self.submitted.values().map(|(id, _)| *id).collect();
        once("submissions", applications);
        let permits = || kept.values().flat_map(|kept| &kept.permits);
        once("permits", permits().map(|permit| permit.id));
        once("permits' numbers", permits().map(|permit| permit.number));
        once(
            "permits' places",
            permits().map(|permit| (permit.list, permit.index)),
        );
        once(
            "letters",
            kept.values()
                .flat_map(|kept| &kept.mail)
                .map(|mail| mail.entry.id),
        );
        listed(store, permits()).await;
    }

    /// Every application that waits has its deadline, and no other has one. For the end: what is looked at
    /// is taken.
    pub async fn deadlines_hold(&self, store: &Arc<dyn Store>) {
        let heads = answered(|| store.heads(None, MANY)).await.unwrap();
        let kept = read_all(store, heads.iter().map(|head| head.application).collect()).await;
        let lease = SignedDuration::from_mins(1);
        let timers = store.due_timers(at(1_000_000), lease, MANY).await.unwrap();
        let timed: BTreeSet<_> = timers.iter().map(|due| due.timer.application).collect();
        assert_eq!(timers.len(), timed.len(), "one deadline each");
        let open: BTreeSet<_> = kept
            .into_iter()
            .filter(|(_, kept)| !matches!(kept.case.application.status, Status::Approved { .. }))
            .map(|(id, _)| id)
            .collect();
        assert!(
            timed == open,
            "{} deadlines for {} who wait",
            timed.len(),
            open.len()
        );
    }

    /// What was acknowledged of these.
    fn holds(&self, kept: &BTreeMap<ApplicationId, Kept>) {
        let looked_at = |id| kept.get(id);
        for (id, reference) in self.submitted.values() {
            assert!(looked_at(id).is_none_or(|kept| kept.case.reference == *reference));
        }
        for (id, permit) in &self.issued {
            let Some(kept) = looked_at(id) else { continue };
            let [found] = kept.permits.as_slice() else {
                panic!("{id}: its permit is lost, though it was acknowledged");
            };
            assert_eq!(found.id, *permit);
            let is_revoked = found.status == PermitStatus::Revoked;
            assert!(
                is_revoked || !self.revoked.contains(permit),
                "a revocation is lost"
            );
        }
    }
}

/// Reads these applications, many at once, each of which must be sound.
async fn read_all(store: &Arc<dyn Store>, ids: Vec<ApplicationId>) -> BTreeMap<ApplicationId, Kept> {
    let mut readers = JoinSet::new();
    for ids in ids.chunks(ids.len().div_ceil(READERS).max(1)) {
        let (store, ids) = (Arc::clone(store), ids.to_vec());
        readers.spawn(async move {
            let mut kept = Vec::new();
            for id in ids {
                kept.push((id, Kept::read(&*store, id).await));
            }
            kept
        });
    }
    readers.join_all().await.into_iter().flatten().collect()
}

/// Every permit that holds no longer is on its list, and nothing else is.
async fn listed(store: &Arc<dyn Store>, permits: impl Iterator<Item = &PermitRow>) {
    let mut changed: BTreeMap<u32, Vec<(u32, PermitStatus)>> = BTreeMap::new();
    for permit in permits {
        let list = changed.entry(permit.list).or_default();
        if permit.status != PermitStatus::Active {
            list.push((permit.index, permit.status));
        }
    }
    for (list, mut expected) in changed {
        expected.sort_by_key(|(index, _)| *index);
        assert_eq!(answered(|| store.list_changes(list)).await.unwrap(), expected);
    }
}

impl Kept {
    async fn read(store: &dyn Store, id: ApplicationId) -> Self {
        let history = answered(|| store.history(id)).await.unwrap();
        chain::verify(&history).unwrap();
        let kept = Self {
            case: answered(|| store.case(id)).await.unwrap(),
            head: Head::of(&history),
            mail: answered(|| store.outbox_of(id)).await.unwrap(),
            permits: answered(|| store.permits_of(id)).await.unwrap(),
        };
        assert_eq!(
            fold(&whole_history(&history).unwrap()).unwrap(),
            kept.case.application
        );
        kept.is_whole();
        kept
    }

    /// One letter for each thing that happened; a permit if it was approved, and else none.
    fn is_whole(&self) {
        let id = self.case.application.id;
        let letters = |message| self.mail.iter().filter(move |mail| mail.entry.message == message);
        let count = |message| letters(message).count();
        let approved = usize::from(matches!(self.case.application.status, Status::Approved { .. }));
        assert_eq!(count(Message::Received), 1, "{id} was told that it came");
        assert_eq!(
            count(Message::Approved),
            approved,
            "{id} was told of its approval"
        );
        assert_eq!(self.permits.len(), approved, "{id} has its permit");
        let told = letters(Message::Approved).map(|mail| mail.entry.permit);
        assert!(told.eq(self.permits.iter().map(|permit| Some(permit.id))), "{id}");
        let is_revoked = |permit: &&PermitRow| permit.status == PermitStatus::Revoked;
        let revoked = self.permits.iter().filter(is_revoked).count();
        assert_eq!(
            count(Message::Revoked),
            revoked,
            "{id} was told of its revocation"
        );
    }
}

fn once<T: Hash + Eq + Debug>(what: &str, all: impl IntoIterator<Item = T>) {
    let mut seen = HashSet::new();
    for one in all {
        let shown = format!("{one:?}");
        assert!(seen.insert(one), "{what}: {shown} is there twice");
    }
}

fn read(permit: &str) -> PermitId {
    PermitId(Uuid::parse_str(permit).unwrap().into_bytes())
}

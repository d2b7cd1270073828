//! Whom a service file touches, told before it is published: what came in of late is decided by the rules of today and by those of
//! the file, and what differs is counted. Nothing is kept of it, and nobody hears of it.
//!
//! An application that was sent stays on its version whatever is published, so this tells of those to come, if people go on to apply
//! as they did. Drafts, which may go on with the new version, are held against it as they stand.

use std::{collections::BTreeMap, num::NonZero, sync::Arc};

use forms::{Answers, DraftPolicy, OfficeId, ReasonCode, Ruling, Service, StepId};
use jiff::{Timestamp, civil::Date};
use permit::Reference;
use review::{Status, first_ruling};
use store::{Case, Draft, SubmittedQuery};
use tokio::task::JoinSet;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    services::Published,
};

/// So many applications are read at once.
const PAGE: u32 = 1000;
/// So many of a kind are named.
const EXAMPLES: usize = 5;

/// What is rehearsed.
#[derive(Clone, Copy, Debug)]
pub struct RehearsalWish {
    /// What was submitted then or later.
    pub from: Timestamp,
    /// And before.
    pub until: Timestamp,
    /// About so many applications at most.
    pub most: u64,
    /// How many processors it may keep busy.
    pub workers: NonZero<usize>,
}

/// What becomes of an application as it comes in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It cannot be sent: a question wants another answer, or the form ends before.
    NotSent,
    /// The rules approve it, for this reason.
    Approved(ReasonCode),
    /// The rules reject it, for this reason.
    Rejected(ReasonCode),
    /// People decide, beginning at this step.
    Referred(StepId),
}

/// Applications of which another thing becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// What becomes of them by what is published.
    pub from: Verdict,
    /// What would by the file.
    pub to: Verdict,
    /// How many they are.
    pub count: u64,
    /// How many of them were approved in the end, by a rule or by people.
    pub approved: u64,
    /// How many came to each office, the most first; none where the service routes to none.
    pub offices: Vec<(Option<OfficeId>, u64)>,
    /// The first of them.
    pub examples: Vec<Reference>,
}

/// What a file would have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// The first moment that was looked at.
    pub from: Timestamp,
    /// The first moment that was not.
    pub until: Timestamp,
    /// Whether there were more than were to be looked at: then those that came first were.
    pub is_cut: bool,
    /// How many applications were decided again.
    pub replayed: u64,
    /// How many could not be, since the law has erased what they tell.
    pub erased: u64,
    /// How many were approved, by a rule or by people.
    pub approved: u64,
    /// Those of which another thing becomes, the most first.
    pub changes: Vec<VerdictChange>,
    /// How many of them are not decided yet; they stay on their version.
    pub open: u64,
    /// What becomes of those who are filling in the form.
    pub drafts: DraftsTouched,
}

/// What becomes of unfinished applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftsTouched {
    /// What the file says.
    pub policy: DraftPolicy,
    /// How many there are.
    pub total: u64,
    /// How many must answer something that they had answered or were not asked.
    pub asked_more: u64,
}

impl Engine {
    /// Rehearses a service file with what was submitted in a time.
    pub async fn rehearse(
        &self,
        caller: &Caller,
        file: Arc<Service>,
        wish: &RehearsalWish,
    ) -> Result<Rehearsal, Error> {
        let (from, until) = (wish.from, wish.until);
        authorise(caller, Action::Publish, &Scope::Service(file.id.clone())).map_err(|_| Error::Forbidden)?;
        let current = self.services.current(file.id.as_str()).ok_or(Error::NotFound)?;
        let mut tally = Tally::default();
        let mut replaying = JoinSet::new();
        let mut query = SubmittedQuery {
            service: file.id.clone(),
            from,
            until,
            after: None,
            limit: PAGE,
        };
        let (mut taken, mut is_cut) = (0, false);
        loop {
            let cases = self.store.cases_submitted(&query).await?;
            let Some(last) = cases.last() else { break };
            is_cut = taken >= wish.most;
            if is_cut {
                break;
            }
            taken += u64::try_from(cases.len()).unwrap_or(u64::MAX);
            query.after = Some((last.application.submitted_at, last.application.id));
            while replaying.len() >= wish.workers.get() {
                tally.add(replayed(replaying.join_next().await)?);
            }
            let replay = Replay {
                current: Arc::clone(&current),
                file: Arc::clone(&file),
                days: cases
                    .iter()
                    .map(|case| self.local(case.application.submitted_at).date())
                    .collect(),
                cases,
            };
            replaying.spawn_blocking(move || replay.run());
        }
        while !replaying.is_empty() {
            tally.add(replayed(replaying.join_next().await)?);
        }
        tally.erased = self.store.erased_submitted(&file.id, from, until).await?;
        let drafts = self.drafts_touched(&current.service, &file).await?;
        Ok(tally.told(from, until, is_cut, drafts))
    }

    async fn drafts_touched(&self, current: &Service, file: &Service) -> Result<DraftsTouched, Error> {
        let mut touched = DraftsTouched {
            policy: file.drafts,
            total: 0,
            asked_more: 0,
        };
        let (now, today) = (self.now(), self.today());
        let mut after = None;
        loop {
            let drafts = self.store.drafts_of(&file.id, after.as_ref(), now, PAGE).await?;
            let Some(last) = drafts.last() else { break };
            after = Some(last.id);
            for draft in &drafts {
                touched.total += 1;
                touched.asked_more += u64::from(is_asked_more(draft, current, file, today));
            }
            tokio::task::yield_now().await;
        }
        Ok(touched)
    }
}

/// Whether a question wants an answer by the file that wants none as things stand.
fn is_asked_more(draft: &Draft, current: &Service, file: &Service, today: Date) -> bool {
    let gaps = |service: &Service| {
        service
            .complete(draft.answers.clone(), today)
            .err()
            .unwrap_or_default()
    };
    let open = gaps(current);
    gaps(file)
        .iter()
        .any(|gap| !open.iter().any(|before| before.question == gap.question))
}

fn replayed(joined: Option<Result<Tally, tokio::task::JoinError>>) -> Result<Tally, Error> {
    match joined {
        Some(Ok(tally)) => Ok(tally),
        Some(Err(error)) => Err(Error::broken(format!("a rehearsal ended: {error}"))),
        None => Ok(Tally::default()),
    }
}

/// Some applications, to be decided by both.
struct Replay {
    current: Arc<Published>,
    file: Arc<Service>,
    /// The days on which they were submitted, where the service's people are.
    days: Vec<Date>,
    cases: Vec<Case>,
}

impl Replay {
    fn run(self) -> Tally {
        let mut tally = Tally::default();
        for (case, day) in self.cases.into_iter().zip(self.days) {
            let application = case.application;
            let is_approved = matches!(application.status, Status::Approved { .. });
            tally.replayed += 1;
            tally.approved += u64::from(is_approved);
            let is_open = matches!(
                application.status,
                Status::Queued { .. } | Status::Claimed { .. } | Status::Waiting { .. }
            );
            tally.open += u64::from(is_open);
            let from = verdict(&self.current.service, &application.answers, day);
            let to = verdict(&self.file, &application.answers, day);
            if from != to {
                let same = tally.changes.entry((from, to)).or_default();
                same.count += 1;
                same.approved += u64::from(is_approved);
                *same.offices.entry(application.office).or_default() += 1;
                if same.examples.len() < EXAMPLES {
                    same.examples.push(case.reference);
                }
            }
        }
        tally
    }
}

/// What becomes of an application with these answers that comes in on that day.
fn verdict(service: &Service, answers: &Answers, day: Date) -> Verdict {
    let Ok(answers) = service.complete(answers.clone(), day) else {
        return Verdict::NotSent;
    };
    match first_ruling(&service.review, &answers, day) {
        Ok(Ruling::Approve { because, .. }) => Verdict::Approved(because),
        Ok(Ruling::Reject { because }) => Verdict::Rejected(because),
        Ok(Ruling::Refer { to }) => Verdict::Referred(to),
        // A workflow that may not be published any more may lead nowhere.
        Err(_) => Verdict::NotSent,
    }
}

/// Counts, to be put together.
#[derive(Default)]
struct Tally {
    replayed: u64,
    erased: u64,
    approved: u64,
    open: u64,
    changes: BTreeMap<(Verdict, Verdict), Same>,
}

/// Applications of which the same becomes.
#[derive(Default)]
struct Same {
    count: u64,
    approved: u64,
    offices: BTreeMap<Option<OfficeId>, u64>,
    examples: Vec<Reference>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.replayed += other.replayed;
        self.approved += other.approved;
        self.open += other.open;
        for (change, more) in other.changes {
            let same = self.changes.entry(change).or_default();
            same.count += more.count;
            same.approved += more.approved;
            for (office, count) in more.offices {
                *same.offices.entry(office).or_default() += count;
            }
            let room = EXAMPLES.saturating_sub(same.examples.len());
            same.examples.extend(more.examples.into_iter().take(room));
        }
    }

    fn told(self, from: Timestamp, until: Timestamp, is_cut: bool, drafts: DraftsTouched) -> Rehearsal {
        let mut changes: Vec<_> = self
            .changes
            .into_iter()
            .map(|((from, to), same)| {
                let mut offices: Vec<_> = same.offices.into_iter().collect();
                offices.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                VerdictChange {
                    from,
                    to,
                    count: same.count,
                    approved: same.approved,
                    offices,
                    examples: same.examples,
                }
            })
            .collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.count));
        Rehearsal {
            from,
            until,
            is_cut,
            replayed: self.replayed,
            erased: self.erased,
            approved: self.approved,
            changes,
            open: self.open,
            drafts,
        }
    }
}

//! What officers see: whose turn it is, what is next, and how long the rest will wait.

use async_trait::async_trait;
use forms::{ApplicationPurpose, OfficeId, Role, ServiceId, StepId, canonical};
use jiff::{SignedDuration, Timestamp};
use permit::Reference;
use review::{Application, ApplicationId, PersonId, Status};

use crate::{Grant, StatusName, StoreError};

/// A part of all cases that somebody may see; what is not named is not limited. No scope: no case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueScope {
    /// Only cases at a step of this role. Cases that are at no step have none: leave it out to see them.
    pub role: Option<Role>,
    /// Only cases that wait for the opinion of people with this role.
    pub consulted: Option<Role>,
    /// Only this service.
    pub service: Option<ServiceId>,
    /// Only cases that belong to this office.
    pub office: Option<OfficeId>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct QueueFilter {
    /// What the officer may see: cases in any of these.
    pub scopes: Vec<QueueScope>,
    /// Only this service.
    pub service: Option<ServiceId>,
    /// Only cases at this step.
    pub step: Option<StepId>,
    /// Only cases in this status.
    pub status: Option<StatusName>,
    /// Only cases claimed by this person.
    pub claimed_by: Option<PersonId>,
    /// Only automatic approvals that were drawn to be looked at, or only others.
    pub sampled: Option<bool>,
    /// Only cases that are meant by this.
    pub search: Option<Search>,
    /// From 0.
    pub page: u32,
    /// How many rows a page has.
    pub rows: u32,
}

/// What is searched for: a case that matches one of these is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The beginnings of words of the holder's name, folded, each of another word or the same; none: by no name.
    pub name: Vec<String>,
    /// A part of the reference, without what stands between its letters; empty: by no reference.
    pub reference: String,
    /// These, whatever they are called.
    pub applications: Vec<ApplicationId>,
}

impl Search {
    /// What a text means by itself.
    pub fn of(text: &str) -> Self {
        let mut reference = canonical::letters_and_digits(text).to_uppercase();
        // As references are read: nobody hands these letters out.
        for (letter, digit) in [('O', "0"), ('I', "1"), ('L', "1")] {
            reference = reference.replace(letter, digit);
        }
        Self {
            name: canonical::folded(text)
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            reference,
            applications: Vec::new(),
        }
    }
}

/// One page of a list: what waits for the office by its deadline, else, and among those without one, the oldest submission first.
#[derive(Clone, Debug, PartialEq)]
pub struct QueuePage {
    /// The page's rows.
    pub rows: Vec<QueueRow>,
    /// How many rows all pages have.
    pub total: u64,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueRow {
    /// The application.
    pub id: ApplicationId,
    /// Its reference.
    pub reference: Reference,
    /// Its service.
    pub service: ServiceId,
    /// The holder's name.
    pub holder: String,
    /// What it asks for.
    pub purpose: ApplicationPurpose,
    /// Where it stands.
    pub status: Status,
    /// When the office's time at its step ends, where that was kept when the step began.
    pub due_at: Option<Timestamp>,
    /// The office it belongs to.
    pub office: Option<OfficeId>,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// Whether it was drawn to be looked at after an automatic approval.
    pub sampled: bool,
    /// Whose opinions it waits for.
    pub consulted: Vec<Role>,
    /// When somebody inspects what it is about.
    pub inspection_at: Option<Timestamp>,
}

/// Where a queued application stands among those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Cases of the service that wait for the same role of the same office, and are before it by their deadline or submission.
    pub ahead: u64,
    /// How long the last decisions of its service took.
    pub waits: Option<Waits>,
}

/// How long the decisions took that people took last of a service: at most [`Waits::MOST`], from submission to decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// How many decisions these are.
    pub count: usize,
    /// Half of them took no longer.
    pub half: SignedDuration,
    /// Nine of ten took no longer.
    pub nine_of_ten: SignedDuration,
}

impl Waits {
    /// Of so many decisions at most.
    pub const MOST: u32 = 100;

    /// Of decisions that took so long; nothing if there are none.
    pub fn of(mut took: Vec<SignedDuration>) -> Option<Self> {
        took.sort_unstable();
        let at_most = |tenths: usize| took.get((took.len() * tenths).div_ceil(10).max(1) - 1).copied();
        Some(Self {
            count: took.len(),
            half: at_most(5)?,
            nine_of_ten: at_most(9)?,
        })
    }
}

/// How many cases stand alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The service.
    pub service: ServiceId,
    /// The status.
    pub status: StatusName,
    /// The step, in statuses that have one.
    pub step: Option<StepId>,
    /// How many.
    pub count: u64,
    /// When the oldest of them was submitted.
    pub oldest: Timestamp,
}

/// Queues.
#[async_trait]
pub trait Queue {
    /// A page of cases.
    async fn queue(&self, filter: &QueueFilter) -> Result<QueuePage, StoreError>;

    /// Queued cases, by deadline and then oldest submission first, for "next case": load, claim, commit; on a conflict somebody
    /// else has it, so take the next. After the given one, or from the first on.
    async fn claim_candidates(
        &self,
        scopes: &[QueueScope],
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<ApplicationId>, StoreError>;

    /// An honest place in the queue; none for a case that is not queued.
    async fn position(&self, id: ApplicationId) -> Result<Option<Position>, StoreError>;

    /// How long the last decisions took of those since then; nothing where people decided nothing.
    async fn waits(&self, service: &ServiceId, since: Timestamp) -> Result<Option<Waits>, StoreError>;

    /// How many cases stand where, by service, status and step.
    async fn tally(&self, scopes: &[QueueScope]) -> Result<Vec<Tally>, StoreError>;
}

impl QueueFilter {
    /// Whether what is listed waits for the office, so that deadlines put it into order.
    pub fn goes_by_deadline(&self) -> bool {
        self.claimed_by.is_some() || matches!(self.status, Some(StatusName::Queued | StatusName::Claimed))
    }
}

impl QueueRow {
    /// The row of an application, with the name and the moment that are kept beside it.
    pub fn of(
        application: Application,
        reference: Reference,
        holder: String,
        submitted_at: Timestamp,
    ) -> Self {
        let consulted = application.awaited_opinions();
        Self {
            consulted: consulted.map(|opinion| opinion.role.clone()).collect(),
            inspection_at: application.appointment().map(|appointment| appointment.at),
            id: application.id,
            due_at: application.due_at(),
            reference,
            service: application.service,
            holder,
            purpose: application.answers.purpose(),
            status: application.status,
            office: application.office,
            submitted_at,
            sampled: application.sampled,
        }
    }
}

impl QueueScope {
    /// No limit: every case of every office.
    pub fn everything() -> Self {
        Self::default()
    }
}

impl From<&Grant> for QueueScope {
    fn from(grant: &Grant) -> Self {
        Self {
            role: Some(grant.role.clone()),
            consulted: None,
            service: grant.service.clone(),
            office: grant.office.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nine_of_ten_took_no_longer() {
        let minutes = |minutes: &[i64]| {
            minutes
                .iter()
                .map(|took| SignedDuration::from_mins(*took))
                .collect()
        };
        for (took, half, nine_of_ten) in [
            (&[7][..], 7, 7),
            (&[9, 1], 1, 9),
            (&[3, 1, 2], 2, 3),
            (&[10, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5, 9),
            (&[11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 6, 10),
        ] {
            let waits = Waits::of(minutes(took)).unwrap();
            assert_eq!(waits.count, took.len());
            assert_eq!(waits.half, SignedDuration::from_mins(half), "{took:?}");
            assert_eq!(
                waits.nine_of_ten,
                SignedDuration::from_mins(nine_of_ten),
                "{took:?}"
            );
        }
        assert_eq!(Waits::of(Vec::new()), None);
    }
}

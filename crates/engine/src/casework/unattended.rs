//! Cases that nobody can go on with, for those who can mend it: at a step whose role nobody holds there, or in the hands of somebody
//! whose account is disabled.

use std::collections::BTreeMap;

use forms::{OfficeId, Role, Service, ServiceId, StepId, Text};
use jiff::Timestamp;
use review::{PersonId, Status};
use store::{Grant, Person, QueueFilter, QueueRow, QueueScope, StatusName};

use super::scopes;
use crate::{
    authorise::{self, Action, Caller, Scope},
    engine::Engine,
    error::Error,
    services::Published,
};

/// What nobody attends to waits longest, so it is among the oldest.
const OLDEST: u32 = 500;

/// Cases that wait at one step, for a role that nobody holds there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// Of this service.
    pub service: ServiceId,
    /// At this step.
    pub step: StepId,
    /// What officers read of it.
    pub step_name: Text,
    /// Of this office, where the service routes.
    pub office: Option<OfficeId>,
    /// The role that the step asks for.
    pub role: Role,
    /// How many, among the oldest.
    pub count: u64,
    /// When the oldest came in.
    pub oldest: Timestamp,
}

/// Cases in the hands of somebody who cannot log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abandoned {
    /// Who.
    pub person: PersonId,
    /// How many, among the oldest.
    pub count: u64,
}

/// A step that nobody can decide at, whether something waits there or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmptyStep {
    /// Of this service.
    pub service: ServiceId,
    /// Which.
    pub step: StepId,
    /// The role that nobody holds.
    pub role: Role,
}

/// What wants mending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// By service, step and office.
    pub unattended: Vec<Unattended>,
    /// By person.
    pub abandoned: Vec<Abandoned>,
}

impl Engine {
    /// What wants mending, as far as the caller reaches: who supervises, or grants roles. Nothing for everybody else.
    pub async fn needs(&self, caller: &Caller) -> Result<Needs, Error> {
        let scopes = match caller.person() {
            Some(_) if caller.could(Action::ManagePeople, &Scope::Everything) => {
                vec![QueueScope::everything()]
            }
            Some(person) if caller.may(Action::Assign, &Scope::Somewhere) => scopes::watched(person),
            _ => return Ok(Needs::default()),
        };
        self.learn_open_roles().await?;
        let people = self.store.people().await?;
        let queued = self.oldest(&scopes, StatusName::Queued).await?;
        let claimed = self.oldest(&scopes, StatusName::Claimed).await?;
        Ok(Needs {
            unattended: self.unattended(&people, &queued).await?,
            abandoned: abandoned(&people, &claimed),
        })
    }

    /// The steps of published services at which nobody could decide if these people were all.
    fn empty_steps(&self, people: &[Person]) -> Vec<EmptyStep> {
        let services = self.services.all();
        let services = services.iter().map(|published| &published.service);
        services
            .flat_map(|service| empty_steps(service, people))
            .collect()
    }

    /// The steps of a file, published or not, at which nobody who works here could decide.
    pub async fn empty_steps_of(&self, caller: &Caller, file: &Service) -> Result<Vec<EmptyStep>, Error> {
        authorise::authorise(caller, Action::Publish, &Scope::Service(file.id.clone()))
            .map_err(|_| Error::Forbidden)?;
        Ok(empty_steps(file, &self.store.people().await?))
    }

    /// The same of everybody who works here.
    pub async fn steps_without_people(&self, caller: &Caller) -> Result<Vec<EmptyStep>, Error> {
        authorise::authorise(caller, Action::ManagePeople, &Scope::Everything)
            .map_err(|_| Error::Forbidden)?;
        Ok(self.empty_steps(&self.store.people().await?))
    }

    /// The steps at which nobody could decide any more if somebody lost a grant, or their access as a whole.
    pub async fn steps_left_empty(
        &self,
        caller: &Caller,
        person: PersonId,
        grant: Option<&Grant>,
    ) -> Result<Vec<EmptyStep>, Error> {
        let before = self.steps_without_people(caller).await?;
        let mut people = self.store.people().await?;
        for leaving in people.iter_mut().filter(|one| one.id == person) {
            leaving
                .grants
                .retain(|held| grant.is_some_and(|lost| held != lost));
        }
        let after = self.empty_steps(&people).into_iter();
        Ok(after.filter(|step| !before.contains(step)).collect())
    }

    /// How many cases somebody has in hand.
    pub async fn cases_in_hand(&self, caller: &Caller, person: PersonId) -> Result<u64, Error> {
        authorise::authorise(caller, Action::ManagePeople, &Scope::Everything)
            .map_err(|_| Error::Forbidden)?;
        let filter = QueueFilter {
            scopes: vec![QueueScope::everything()],
            claimed_by: Some(person),
            ..QueueFilter::default()
        };
        Ok(self.store.queue(&filter).await?.total)
    }

    async fn oldest(&self, scopes: &[QueueScope], status: StatusName) -> Result<Vec<QueueRow>, Error> {
        let filter = QueueFilter {
            scopes: scopes.to_vec(),
            status: Some(status),
            rows: OLDEST,
            ..QueueFilter::default()
        };
        Ok(self.store.queue(&filter).await?.rows)
    }

    async fn unattended(&self, people: &[Person], rows: &[QueueRow]) -> Result<Vec<Unattended>, Error> {
        let mut turns: BTreeMap<(ServiceId, StepId), Option<Turn>> = BTreeMap::new();
        let mut found: BTreeMap<_, Unattended> = BTreeMap::new();
        for row in rows {
            let Some(step) = row.status.step().cloned() else {
                continue;
            };
            // Where the current version has the step no more, an older one says whose turn it is.
            let turn = (row.service.clone(), step.clone());
            if !turns.contains_key(&turn) {
                let known = turn_at(&*self.version_at_step(row).await?, &step);
                turns.insert(turn.clone(), known);
            }
            let Some((role, step_name)) = turns.get(&turn).cloned().flatten() else {
                continue;
            };
            for role in role.iter().chain(&row.consulted) {
                if people.iter().any(|person| attends(person, row, role)) {
                    continue;
                }
                let key = (
                    row.service.clone(),
                    step.clone(),
                    row.office.clone(),
                    role.clone(),
                );
                let one = found.entry(key).or_insert_with(|| Unattended {
                    service: row.service.clone(),
                    step: step.clone(),
                    step_name: step_name.clone(),
                    office: row.office.clone(),
                    role: role.clone(),
                    count: 0,
                    oldest: row.submitted_at,
                });
                one.count += 1;
            }
        }
        Ok(found.into_values().collect())
    }
}

/// Who decides at a step, if somebody of the office does, and what the step is called.
type Turn = (Option<Role>, Text);

fn turn_at(published: &Published, step: &StepId) -> Option<Turn> {
    let step = published.service.review.step(step)?;
    Some((step.role().cloned(), step.name.clone()))
}

/// Whether somebody could take it.
fn attends(person: &Person, row: &QueueRow, role: &Role) -> bool {
    let scope = Scope::Application {
        id: row.id,
        service: row.service.clone(),
        office: row.office.clone(),
        links: 0,
    };
    person.disabled_at.is_none() && authorise::roles(person, &scope).contains(role)
}

/// The steps of a service at which nobody of these people could decide, or give an opinion that is asked for.
fn empty_steps(service: &Service, people: &[Person]) -> Vec<EmptyStep> {
    let of_service = |grant: &Grant| {
        grant
            .service
            .as_ref()
            .is_none_or(|granted| *granted == service.id)
    };
    let active = people.iter().filter(|person| person.disabled_at.is_none());
    let grants: Vec<&Grant> = active.flat_map(|person| &person.grants).collect();
    let holds = |role: &Role| {
        grants
            .iter()
            .any(|grant| grant.role == *role && of_service(grant))
    };
    let steps = service.review.steps.iter();
    let works = steps.flat_map(|step| step.roles().map(move |role| (step, role)));
    let empty = works.filter(|(_, role)| !holds(role));
    let empty = empty.map(|(step, role)| EmptyStep {
        service: service.id.clone(),
        step: step.id.clone(),
        role: role.clone(),
    });
    empty.collect()
}

fn abandoned(people: &[Person], rows: &[QueueRow]) -> Vec<Abandoned> {
    let disabled = |id: &PersonId| {
        let person = people.iter().find(|person| person.id == *id);
        person.is_some_and(|person| person.disabled_at.is_some())
    };
    let mut found: BTreeMap<PersonId, u64> = BTreeMap::new();
    for row in rows {
        if let Status::Claimed { by, .. } = &row.status
            && disabled(by)
        {
            *found.entry(*by).or_default() += 1;
        }
    }
    let abandoned = found.into_iter();
    abandoned
        .map(|(person, count)| Abandoned { person, count })
        .collect()
}

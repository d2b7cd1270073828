//! Opinions that others are asked for before the office decides. Whoever gives one sees what the service's file shows them, and nothing
//! else of the application: not even whose it is.

pub mod request;

use std::sync::Arc;

use forms::{OpinionOutcome, OpinionRequest, Step};
use jiff::Timestamp;
use permit::Reference;
use review::Command;
use store::{Case, QueueFilter, QueueRow, QueueScope, StatusName};

use self::request::{GivenOpinion, OpinionCase, OpinionStanding};
use crate::{
    authorise::{Action, Authorised, Caller, Scope, authorise, roles},
    casework::scopes,
    engine::Engine,
    error::Error,
    people::natural_person,
    services::Published,
    transitions::{self, refusal},
};

/// How often an opinion is given anew, since others gave theirs in the same moment.
const TRIES: usize = 8;

/// A page of the opinions that wait for somebody, the earliest deadline first.
#[derive(Clone, Debug)]
pub struct AwaitedOpinions {
    /// The page's rows.
    pub rows: Vec<AwaitedOpinion>,
    /// How many cases all pages have.
    pub total: u64,
}

/// An opinion that waits for somebody. Nothing of it names whoever applied.
#[derive(Clone, Debug)]
pub struct AwaitedOpinion {
    /// The application.
    pub reference: Reference,
    /// A version of its service that asks for the opinion.
    pub published: Arc<Published>,
    /// What is asked.
    pub request: OpinionRequest,
    /// Since when it is asked.
    pub since: Timestamp,
    /// The first instant that is too late.
    pub due_at: Option<Timestamp>,
}

/// What somebody says.
#[derive(Clone, Debug)]
pub struct OpinionSaid {
    /// The visit that its page showed, so that nobody says of newer answers what they meant of older ones.
    pub visit: u64,
    /// What it comes to.
    pub outcome: OpinionOutcome,
    /// In which words.
    pub words: Option<String>,
}

impl Engine {
    /// The opinions that wait for the caller.
    pub async fn awaited_opinions(
        &self,
        caller: &Caller,
        page: u32,
        rows: u32,
    ) -> Result<AwaitedOpinions, Error> {
        authorise(caller, Action::GiveOpinion, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
        let person = caller.person().ok_or(Error::Forbidden)?;
        let found = self
            .store
            .queue(&awaited(scopes::consulted(person), page, rows))
            .await?;
        let mut opinions = Vec::new();
        for row in found.rows {
            let held = roles(person, &scope_of(&row));
            let published = self.version_at_step(&row).await?;
            let review = &published.service.review;
            let step = row.status.step().and_then(|step| review.step(step));
            let asked = step.into_iter().flat_map(Step::opinions);
            let open =
                asked.filter(|request| row.consulted.contains(&request.role) && held.contains(&request.role));
            for request in open {
                opinions.push(AwaitedOpinion {
                    reference: row.reference,
                    request: request.clone(),
                    published: Arc::clone(&published),
                    since: since(&row),
                    due_at: row.due_at,
                });
            }
        }
        Ok(AwaitedOpinions {
            rows: opinions,
            total: found.total,
        })
    }

    /// What the caller is asked of a case, or was. Not found where they are not asked, so that nobody learns which cases there are.
    pub async fn opinion_asked(
        &self,
        caller: &Caller,
        case: &str,
        opinion: &str,
    ) -> Result<OpinionCase, Error> {
        let case = self.case(caller, Action::GiveOpinion, case).await?;
        let held = case.roles();
        let published = self.version(&case.application.version).await?;
        let mut asked = case.application.opinions.iter().rev();
        let asked = asked.find(|asked| asked.opinion.as_str() == opinion && held.contains(&asked.role));
        let asked = asked.ok_or(Error::NotFound)?.clone();
        let mut awaited = case.application.awaited_opinions();
        let is_awaited = awaited.any(|awaited| awaited.opinion == asked.opinion);
        let due_at = case.application.due_at();
        let in_time = due_at.is_none_or(|due_at| self.now() < due_at);
        let request = published.service.review.opinion(&asked.opinion);
        let request = request.filter(|request| request.role == asked.role).cloned();
        let standing = match (
            GivenOpinion::of(&asked),
            request.filter(|_| is_awaited && in_time),
        ) {
            (Some(given), _) => OpinionStanding::Given(given),
            (None, Some(request)) => OpinionStanding::Awaited {
                why_not: self.why_no_opinion(&case, &published, &asked.opinion).await?,
                request,
            },
            (None, None) => OpinionStanding::Over,
        };
        Ok(OpinionCase {
            reference: case.reference,
            published,
            asked,
            due_at,
            standing,
        })
    }

    /// Gives an opinion. Others give theirs of the same case at the same time: that stands in nobody's way.
    pub async fn give_opinion(
        &self,
        caller: &Caller,
        case: &str,
        opinion: &str,
        said: OpinionSaid,
    ) -> Result<(), Error> {
        for _ in 0..TRIES {
            let asked = self.opinion_asked(caller, case, opinion).await?.asked;
            let case = self.case(caller, Action::GiveOpinion, case).await?;
            if asked.visit != said.visit || case.application.visit.revision != said.visit {
                return Err(Error::Conflict);
            }
            let command = Command::GiveOpinion {
                opinion: asked.opinion,
                outcome: said.outcome,
                words: said.words.clone(),
            };
            match transitions::act(self, case, command).await {
                Err(Error::Conflict) => {}
                done => return done.map(|_| ()),
            }
        }
        Err(Error::Conflict)
    }

    /// Why this person may not give an opinion that is awaited.
    async fn why_no_opinion(
        &self,
        case: &Authorised<Case>,
        published: &Published,
        opinion: &forms::OpinionId,
    ) -> Result<Option<review::Refusal>, Error> {
        let person = case.caller().person().ok_or(Error::Forbidden)?;
        let officer = natural_person::officer_of(self, person, &case.application).await?;
        let favourable = Command::GiveOpinion {
            opinion: opinion.clone(),
            outcome: OpinionOutcome::Favourable,
            words: None,
        };
        let actor = review::Actor::Officer(officer);
        Ok(refusal(self, published, &case.application, favourable, &actor))
    }
}

fn awaited(scopes: Vec<QueueScope>, page: u32, rows: u32) -> QueueFilter {
    QueueFilter {
        scopes,
        status: Some(StatusName::Queued),
        page,
        rows,
        ..QueueFilter::default()
    }
}

fn scope_of(row: &QueueRow) -> Scope {
    Scope::Application {
        id: row.id,
        service: row.service.clone(),
        office: row.office.clone(),
        links: 0,
    }
}

fn since(row: &QueueRow) -> Timestamp {
    match row.status {
        review::Status::Queued { since, .. } => since,
        _ => row.submitted_at,
    }
}

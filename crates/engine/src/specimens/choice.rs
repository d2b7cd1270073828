//! What may happen to a specimen, and who would do it.

use forms::{InspectionOutcome, OpinionOutcome, QuestionId, ReasonCode, Role};
use jiff::{SignedDuration, Timestamp, Zoned};
use review::{Actor, Application, Command, Conditions, Officer, PersonId, Status, TimerName};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{error::Error, services::Published, transitions};

/// What may happen to a specimen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "choice")]
pub enum Choice {
    /// Somebody of the office says yes; where a step takes several people, another one each time.
    Approve {
        /// What the holder must keep to beside what all must.
        conditions: Conditions,
    },
    /// Somebody of the office says no.
    Reject {
        /// One of the service's reasons.
        reason: ReasonCode,
        /// Words to the applicant.
        note: Option<String>,
    },
    /// Somebody of the office asks the applicant.
    Ask {
        /// Which questions.
        questions: Vec<QuestionId>,
        /// In which words.
        message: String,
    },
    /// The applicant answers the same again.
    Answer,
    /// Whoever is asked to consent does.
    Consent,
    /// They refuse.
    RefuseConsent,
    /// Each body that is asked for its opinion has nothing against it.
    GiveOpinions,
    /// Somebody of the office sets a day for the inspection.
    SetInspection,
    /// They were there, and found all in order.
    Inspect,
    /// The applicant takes it back.
    Withdraw,
    /// The applicant appeals against the rejection.
    Appeal,
    /// Nobody does anything until time runs out.
    TimeRunsOut,
}

/// A timer that is set.
pub(super) struct Set {
    pub(super) at: Timestamp,
    pub(super) name: TimerName,
    pub(super) command: Command,
}

/// So long is what the office writes; its pages take no more.
const LONGEST: usize = 4_000;

impl Choice {
    /// Whether what the office would write is no longer than it may be, so that no specimen grows without end.
    pub(super) fn is_short(&self) -> bool {
        let fits = |words: &str| words.chars().count() <= LONGEST;
        match self {
            Self::Approve { conditions } => conditions.written.iter().all(|words| fits(words)),
            Self::Reject { note, .. } => note.as_deref().is_none_or(fits),
            Self::Ask { message, .. } => fits(message),
            _ => true,
        }
    }

    /// The commands that it takes, and who gives them.
    pub(super) fn commands(
        &self,
        published: &Published,
        application: &Application,
        timer: Option<&Set>,
        signed: &str,
        now: &Zoned,
    ) -> Result<(Actor, Vec<Command>), Error> {
        let of_office = |command| of_office(published, application, command);
        let name = signed.to_owned();
        Ok(match self {
            Self::Approve { conditions } => of_office(Command::Approve {
                note: None,
                conditions: conditions.clone(),
            })?,
            Self::Reject { reason, note } => of_office(Command::Reject {
                reason: reason.clone(),
                note: note.clone(),
            })?,
            Self::Ask { questions, message } => of_office(Command::Ask {
                questions: questions.clone(),
                message: message.clone(),
            })?,
            Self::Answer => (Actor::Applicant, vec![the_same(application)]),
            Self::Consent => (Actor::ConsentingPerson, vec![Command::Consent { name }]),
            Self::RefuseConsent => (Actor::ConsentingPerson, vec![Command::RefuseConsent { name }]),
            Self::GiveOpinions => opinions(application),
            Self::SetInspection => of_office(inspection(application, now.timestamp()))?,
            Self::Inspect => of_office(Command::ReportInspection {
                on: now.date(),
                outcome: InspectionOutcome::InOrder,
                words: None,
            })?,
            Self::Withdraw => (Actor::Applicant, vec![Command::Withdraw]),
            Self::Appeal => {
                let message = signed.to_owned();
                (Actor::Applicant, vec![Command::Appeal { message }])
            }
            Self::TimeRunsOut => {
                let Set { name, command, .. } = timer.ok_or(Error::Conflict)?;
                let timer = name.clone();
                (Actor::System { timer }, vec![command.clone()])
            }
        })
    }
}

/// What somebody of the office does with it, after taking it in hand: somebody new each time, so that a step which takes two people takes
/// two of them.
fn of_office(
    published: &Published,
    application: &Application,
    command: Command,
) -> Result<(Actor, Vec<Command>), Error> {
    let role = transitions::turn(application, &published.service.review).ok_or(Error::Conflict)?;
    let commands = match application.status {
        Status::Queued { .. } => vec![Command::Claim, command],
        _ => vec![command],
    };
    Ok((somebody(application, vec![role]), commands))
}

/// Somebody new each time, or whoever has it in hand.
fn somebody(application: &Application, roles: Vec<Role>) -> Actor {
    let person = match &application.status {
        Status::Claimed { by, .. } => *by,
        _ => PersonId(Uuid::from_u128(application.revision.into())),
    };
    Actor::Officer(Officer {
        person,
        other_accounts: Vec::new(),
        roles,
        identities: Vec::new(),
        lacks_document: false,
        hands_over: false,
    })
}

/// Each opinion that is awaited, favourable.
fn opinions(application: &Application) -> (Actor, Vec<Command>) {
    let (roles, commands) = application
        .awaited_opinions()
        .map(|asked| {
            let favourable = Command::GiveOpinion {
                opinion: asked.opinion.clone(),
                outcome: OpinionOutcome::Favourable,
                words: None,
            };
            (asked.role.clone(), favourable)
        })
        .unzip();
    (somebody(application, roles), commands)
}

/// When somebody would come: in half the time that there is, at most tomorrow.
fn inspection(application: &Application, now: Timestamp) -> Command {
    let tomorrow = SignedDuration::from_hours(24);
    let left = application.due_at().map(|due| now.duration_until(due) / 2);
    let left = left.filter(SignedDuration::is_positive);
    Command::SetInspection {
        at: now + left.map_or(tomorrow, |left| left.min(tomorrow)),
    }
}

/// The answers that there are to what was asked.
fn the_same(application: &Application) -> Command {
    let asked: &[QuestionId] = match &application.status {
        Status::Waiting { questions, .. } => questions,
        _ => &[],
    };
    let mut answers = application.answers.clone();
    answers.0.retain(|question, _| asked.contains(question));
    Command::Answer {
        answers,
        further: Vec::new(),
    }
}

//! Three services, seven people, and an application to hand in.

use std::collections::BTreeMap;

use forms::{
    Answer, Answers, Appeal, Calendar, Canonical, ContentHash, Deadline, DeadlineAction, Language, Next,
    PartyQuestion, QuestionId, Reason, ReasonFor, Role, Ruling, ServiceId, Span, Step, StepId, Taker, Term,
    Text, Workflow, canonical,
};
use jiff::{Timestamp, Zoned, tz};
use uuid::Uuid;

use crate::submit::take_in;
use crate::{
    Actor, Application, ApplicationId, Command, NewApplication, Officer, Outcome, PersonId, Refusal,
    TimerName, handle,
};

/// 1 January 2027, 08:00 in Lima.
pub(crate) fn morning() -> Timestamp {
    "2027-01-01T13:00:00Z".parse().unwrap()
}

pub(crate) fn hours(count: u32) -> Timestamp {
    Span::hours(count).after(&in_lima(morning()))
}

/// That moment on Lima's clock.
pub(crate) fn in_lima(at: Timestamp) -> Zoned {
    at.to_zoned(tz::TimeZone::fixed(tz::offset(-5)))
}

/// Bytes that look random and are the same for the same seed.
pub(crate) fn dice(seed: u64) -> impl FnMut() -> [u8; 16] {
    let mut state = u128::from(seed) | 1 << 127;
    move || {
        state = state
            .wrapping_mul(0xda94_2042_e4dd_58b5_da94_2042_e4dd_58b5)
            .wrapping_add(0x9e37_79b9);
        (state ^ (state >> 61)).to_be_bytes()
    }
}

/// Officers: ana, beto, carla, gloria. Supervisors: carla, dora, elena. Judges: felix, gloria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Ana,
    Beto,
    Carla,
    Dora,
    Elena,
    Felix,
    Gloria,
}

pub(crate) const EVERYBODY: [Who; 7] = [
    Who::Ana,
    Who::Beto,
    Who::Carla,
    Who::Dora,
    Who::Elena,
    Who::Felix,
    Who::Gloria,
];

impl Who {
    pub(crate) fn id(self) -> PersonId {
        PersonId(Uuid::from_u128(0xa0 + self as u128))
    }

    pub(crate) fn of(id: PersonId) -> Self {
        EVERYBODY.into_iter().find(|who| who.id() == id).unwrap()
    }

    pub(crate) fn roles(self) -> Vec<Role> {
        let roles: &[&str] = match self {
            Self::Ana | Self::Beto => &["officer"],
            Self::Carla => &["officer", "supervisor"],
            Self::Dora | Self::Elena => &["supervisor"],
            Self::Felix => &["judge"],
            Self::Gloria => &["officer", "judge"],
        };
        roles.iter().copied().map(Role::from).collect()
    }

    pub(crate) fn actor(self) -> Actor {
        Actor::Officer(self.officer())
    }

    /// With a document and a mailbox of their own, and one account.
    pub(crate) fn officer(self) -> Officer {
        Officer {
            person: self.id(),
            other_accounts: Vec::new(),
            roles: self.roles(),
            identities: self.identities(),
            lacks_document: false,
            hands_over: false,
        }
    }

    pub(crate) fn identities(self) -> Vec<Canonical> {
        let number = format!("4000000{}", self as u8);
        let mut identities = canonical::documents_of_person(&number);
        identities.extend(canonical::email(&format!("{self:?}@office.test")));
        identities
    }
}

pub(crate) fn text(words: &str) -> Text {
    Text::new(Language::from("en"), words)
}

fn step(id: &str, role: &str, people: u8, deadline: Option<(u32, DeadlineAction)>, next: &str) -> Step {
    Step {
        id: id.into(),
        name: text(id),
        tell: None,
        when: None,
        taker: Taker::Office {
            role: role.into(),
            people,
        },
        deadline: deadline.map(|(hours, then)| Deadline {
            after: Term::Span(Span::hours(hours)),
            then: Some(then),
        }),
        next: if next == "permit" {
            Next::Permit
        } else {
            Next::Step(next.into())
        },
    }
}

fn workflow(steps: Vec<Step>) -> Workflow {
    Workflow {
        office: Some("home".into()),
        four_eyes: true,
        rules: Vec::new(),
        steps,
        answer_within: Term::Span(Span::hours(72)),
        calendar: Calendar::default(),
        may_ask: vec!["plate".into(), "home".into()],
        reasons: vec![
            Reason {
                code: "unreadable".into(),
                purposes: Vec::new(),
                text: text("We could not read it."),
            },
            Reason {
                code: "deserved".into(),
                purposes: vec![ReasonFor::Approval],
                text: text("It is deserved."),
            },
        ],
        appeal: None,
        sample_step: None,
        conditions: forms::OfficeConditions::default(),
        fee: None,
        party_questions: vec![PartyQuestion::Single("document".into())],
    }
}

/// One person; after a day a supervisor; samples and appeals.
pub(crate) fn transit() -> Workflow {
    let up = DeadlineAction::Escalate {
        to: "second-look".into(),
    };
    Workflow {
        appeal: Some(Appeal {
            within: Term::Span(Span::days(15)),
            step: "appeal".into(),
        }),
        sample_step: Some("sample".into()),
        ..workflow(vec![
            step("check", "officer", 1, Some((24, up)), "permit"),
            step("second-look", "supervisor", 1, None, "permit"),
            step("sample", "supervisor", 1, None, "permit"),
            step("appeal", "judge", 1, None, "permit"),
        ])
    }
}

/// Two officers, then two supervisors; an appeal before two judges.
pub(crate) fn licence() -> Workflow {
    let no = DeadlineAction::Reject {
        because: "unreadable".into(),
    };
    Workflow {
        appeal: Some(Appeal {
            within: Term::Span(Span::days(15)),
            step: "court".into(),
        }),
        may_ask: Vec::new(),
        ..workflow(vec![
            step("desk", "officer", 2, Some((240, DeadlineAction::Lapse)), "board"),
            step("board", "supervisor", 2, Some((480, no)), "permit"),
            step("court", "judge", 2, None, "permit"),
        ])
    }
}

/// One person may do it all, and silence grants it.
pub(crate) fn stall() -> Workflow {
    let yes = DeadlineAction::Approve {
        because: "silence".into(),
    };
    let back = DeadlineAction::Escalate { to: "visit".into() };
    Workflow {
        four_eyes: false,
        ..workflow(vec![
            step("visit", "officer", 1, Some((48, yes)), "fee"),
            step("fee", "officer", 1, Some((48, back)), "permit"),
        ])
    }
}

/// A desk, then whoever the answers call for, then a chief; the desk's deadline leads to the board.
pub(crate) fn fair() -> Workflow {
    let service = forms::read("fair.yaml", include_str!("fair.yaml"));
    service.unwrap_or_else(|wrong| panic!("{wrong}")).review
}

pub(crate) fn answers(pairs: &[(&str, &str)]) -> Answers {
    let answer = |(id, words): &(&str, &str)| (QuestionId::from(*id), Answer::Choice((*words).to_owned()));
    Answers(pairs.iter().map(answer).collect::<BTreeMap<_, _>>())
}

pub(crate) fn new_application() -> NewApplication {
    NewApplication {
        id: ApplicationId(Uuid::from_u128(1)),
        service: ServiceId::from("transit-permit"),
        version: ContentHash([7; 32]),
        answers: answers(&[("home", "lima"), ("plate", "ABC-123")]),
        replaces: None,
        begun_from: None,
    }
}

pub(crate) fn handed_in(workflow: &Workflow, ruling: &Ruling) -> Outcome {
    take_in(
        new_application(),
        workflow,
        ruling,
        &in_lima(morning()),
        &mut dice(1),
    )
    .unwrap()
}

pub(crate) fn refer(to: &str) -> Ruling {
    Ruling::Refer { to: StepId::from(to) }
}

/// A desk at which one application is worked on, with its whole history.
pub(crate) struct Desk {
    pub(crate) workflow: Workflow,
    pub(crate) outcome: Outcome,
    pub(crate) history: Vec<crate::Recorded>,
    pub(crate) now: Timestamp,
}

impl Desk {
    pub(crate) fn with(workflow: Workflow, ruling: &Ruling) -> Self {
        let outcome = handed_in(&workflow, ruling);
        Self::of(workflow, outcome)
    }

    /// The desk of what was handed in.
    pub(crate) fn of(workflow: Workflow, outcome: Outcome) -> Self {
        Self {
            workflow,
            history: outcome.events.clone(),
            outcome,
            now: morning(),
        }
    }

    pub(crate) fn application(&self) -> &Application {
        &self.outcome.application
    }

    /// Gives a command; a refusal leaves everything as it was.
    pub(crate) fn give(&mut self, actor: &Actor, command: Command) -> Result<&Outcome, Refusal> {
        let seed = self.application().revision;
        let application = self.application().clone();
        let outcome = handle(
            application,
            &self.workflow,
            command,
            actor,
            &in_lima(self.now),
            &mut dice(seed),
        )?;
        self.history.extend(outcome.events.clone());
        self.outcome = outcome;
        Ok(&self.outcome)
    }

    pub(crate) fn ring(&mut self, timer: &TimerName, command: Command) -> Result<&Outcome, Refusal> {
        self.give(&Actor::System { timer: timer.clone() }, command)
    }

    /// Claims and decides.
    pub(crate) fn decide(&mut self, who: Who, command: Command) -> Result<&Outcome, Refusal> {
        self.give(&who.actor(), Command::Claim)?;
        self.give(&who.actor(), command)
    }
}

pub(crate) fn approve() -> Command {
    Command::APPROVE
}

pub(crate) fn reject() -> Command {
    Command::Reject {
        reason: "unreadable".into(),
        note: None,
    }
}

pub(crate) fn ask() -> Command {
    Command::Ask {
        questions: vec!["plate".into()],
        message: "We cannot read the plate.".into(),
    }
}

pub(crate) fn reply() -> Command {
    Command::Answer {
        answers: answers(&[("plate", "XYZ-987")]),
        further: Vec::new(),
    }
}

pub(crate) fn appeal() -> Command {
    Command::Appeal {
        message: "The photo was clear.".into(),
    }
}

pub(crate) fn assign(to: Who) -> Command {
    Command::Assign { to: to.officer() }
}

//! A small government to test in: one service with one step, an officer, a clock and dice that are ours.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use forms::{
    Answer, Answers, Calendar, ContentHash, Fee, FeeRow, Language, Next, QuestionId, Reason, Role, ServiceId,
    Span, Step, Taker, Term, Text, Workflow,
};
use jiff::{SignedDuration, Timestamp, Zoned, tz::TimeZone};
use permit::{PermitId, PermitNumber, Reference};
use review::{
    Actor, Application, ApplicationId, Command, Message, NewApplication, Officer, Outcome, PersonId, handle,
    submit,
};
use uuid::Uuid;

use super::Backend;
use crate::{
    AuditAction, AuditActor, AuditEntry, Case, Contact, DocumentHash, Grant, LookUp, OutboxEntry, OutboxId,
    PermitChange, PermitLine, PermitRow, PermitStatus, Person, Printed, PrintedField, Publication, Store,
    StoreError, Submitted, Transition, Version,
};

/// A fresh store with a published service and an officer.
pub struct World {
    /// The store.
    pub store: Arc<dyn Store>,
    /// An officer of the service.
    pub officer: PersonId,
    /// The service.
    pub service: ServiceId,
    /// Its version.
    pub version: ContentHash,
    workflow: Workflow,
    thrown: AtomicU64,
}

impl World {
    /// Opens a fresh database and settles it.
    pub async fn new(backend: &dyn Backend) -> Self {
        let world = Self::again(backend, 0).await;
        let version = version("transit-permit", "{}");
        world
            .store
            .publish(&version, &publication(AuditActor::System, 0, None))
            .await
            .unwrap();
        let officer = person(1, "Rosa", "rosa@example.org");
        world
            .store
            .add_person(&officer, &world.log(AuditAction::PersonAdded(officer.id)))
            .await
            .unwrap();
        world
    }

    /// Opens a database that is settled already, with dice that begin there.
    pub async fn again(backend: &dyn Backend, thrown: u64) -> Self {
        let version = version("transit-permit", "{}");
        Self {
            store: backend.open().await,
            officer: PersonId(Uuid::from_u128(1)),
            service: version.service,
            version: version.hash,
            workflow: workflow(),
            thrown: AtomicU64::new(thrown),
        }
    }

    /// The same store with dice that begin there.
    #[must_use]
    pub fn with_dice(&self, thrown: u64) -> Self {
        Self {
            store: Arc::clone(&self.store),
            officer: self.officer,
            service: self.service.clone(),
            version: self.version,
            workflow: workflow(),
            thrown: AtomicU64::new(thrown),
        }
    }

    /// Bytes that are different each time and the same in each run.
    pub fn dice<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            let throw = mixed(self.thrown.fetch_add(1, Ordering::Relaxed)).to_le_bytes();
            chunk.copy_from_slice(&throw[..chunk.len()]);
        }
        bytes
    }

    /// A line of the log in which the officer does this at the first minute.
    pub fn log(&self, action: AuditAction) -> AuditEntry {
        AuditEntry {
            at: at(0),
            actor: AuditActor::Person(self.officer),
            action,
        }
    }

    /// A new application, submitted at that minute.
    pub fn transition(&self, minute: i64) -> Transition {
        let id = uuid::Builder::from_custom_bytes(self.dice()).into_uuid();
        self.transition_of(ApplicationId(id), minute)
    }

    /// The same under an id that may be there already: what a second click sends.
    pub fn transition_of(&self, id: ApplicationId, minute: i64) -> Transition {
        let new = NewApplication {
            id,
            service: self.service.clone(),
            version: self.version,
            answers: answers("Ñusta Quispe"),
            replaces: None,
            begun_from: None,
        };
        let outcome = submit(new, &self.workflow, &in_lima(at(minute)), &mut || self.dice()).unwrap();
        Transition {
            look_ups: Some(self.look_ups()),
            ..filed(outcome, self.reference())
        }
    }

    /// As many as an application has that names a person and a car, and that no other has.
    pub fn look_ups(&self) -> Vec<LookUp> {
        (0..4).map(|_| LookUp(self.dice())).collect()
    }

    /// A reference that nothing has yet.
    pub fn reference(&self) -> Reference {
        Reference::draw(&self.dice::<56>()).unwrap()
    }

    /// Submits a new application at that minute.
    pub async fn submitted(&self, minute: i64) -> ApplicationId {
        self.store
            .submit(self.transition(minute))
            .await
            .map(|Submitted { id, .. }| id)
            .unwrap()
    }

    /// What a command makes of a case that was loaded before.
    pub fn filed(&self, case: &crate::Case, command: Command, by: PersonId, minute: i64) -> Transition {
        let actor = Actor::Officer(Officer {
            person: by,
            other_accounts: Vec::new(),
            roles: vec![Role::from("officer")],
            identities: Vec::new(),
            lacks_document: false,
            hands_over: false,
        });
        let application = case.application.clone();
        let outcome = handle(
            application,
            &self.workflow,
            command,
            &actor,
            &in_lima(at(minute)),
            &mut || self.dice(),
        )
        .unwrap();
        filed(outcome, case.reference)
    }

    /// A transition in which nothing happens to the application itself.
    pub fn unmoved(&self, case: &crate::Case) -> Transition {
        let outcome = Outcome {
            application: case.application.clone(),
            events: Vec::new(),
            effects: Vec::new(),
        };
        filed(outcome, case.reference)
    }

    /// Gives a permit another status in a transition that tells its holder, with a line in the log.
    pub async fn change_permit(
        &self,
        permit: &PermitRow,
        from: PermitStatus,
        to: PermitStatus,
        minute: i64,
    ) -> Result<(), StoreError> {
        let case = self.store.case(permit.application).await?;
        let mut transition = self.unmoved(&case);
        transition.permit_change = Some(self.permit_change(permit, from, to, minute));
        transition.outbox = vec![self.mail(permit.application, Message::Revoked, minute)];
        self.store.commit(transition).await
    }

    /// A permit's other status, with its line in the log.
    pub fn permit_change(
        &self,
        permit: &PermitRow,
        from: PermitStatus,
        to: PermitStatus,
        minute: i64,
    ) -> PermitChange {
        PermitChange {
            permit: permit.id,
            from,
            to,
            line: Some(PermitLine {
                at: at(minute),
                actor: AuditActor::Person(self.officer),
                reason: "false declaration".into(),
            }),
        }
    }

    /// Loads, commands, commits: what a handler does.
    pub async fn act(
        &self,
        id: ApplicationId,
        command: Command,
        by: PersonId,
        minute: i64,
    ) -> Result<(), StoreError> {
        let case = self.store.case(id).await?;
        self.store.commit(self.filed(&case, command, by, minute)).await
    }

    /// Approves a claimed or queued case and issues its permit at that minute.
    pub async fn approved(&self, minute: i64) -> PermitRow {
        let id = self.submitted(minute).await;
        self.act(id, Command::Claim, self.officer, minute).await.unwrap();
        let case = self.store.case(id).await.unwrap();
        let mut transition = self.filed(&case, Command::APPROVE, self.officer, minute);
        let permit = self.permit(&transition.case.application, minute).await;
        transition.permit = Some(permit.clone());
        self.store.commit(transition).await.unwrap();
        permit
    }

    /// A permit for an application, good for a day.
    pub async fn permit(&self, application: &Application, minute: i64) -> PermitRow {
        self.try_permit(application, minute).await.unwrap()
    }

    /// The same where the store may not answer.
    pub async fn try_permit(&self, application: &Application, minute: i64) -> Result<PermitRow, StoreError> {
        let expires_at = at(minute + 24 * 60);
        let day = expires_at.to_zoned(TimeZone::UTC).date();
        let block = self.store.reserve_indexes(day, 1).await?;
        Ok(PermitRow {
            id: PermitId(self.dice()),
            number: PermitNumber::draw(&self.dice::<56>()).unwrap(),
            application: application.id,
            service: self.service.clone(),
            version: self.version,
            list: block.list,
            index: block.first,
            issued_at: at(minute),
            not_before: at(minute),
            expires_at,
            status: PermitStatus::Active,
            signed: vec![0xd2, 0x84],
            printed: Printed {
                language: Some(Language::from("es")),
                fields: vec![PrintedField {
                    question: QuestionId::from("name"),
                    value: "Ñusta Quispe".into(),
                }],
            },
            approved_by: vec![self.officer],
            vehicle: None,
        })
    }

    /// A message about an application, due at that minute.
    pub fn mail(&self, application: ApplicationId, message: Message, minute: i64) -> OutboxEntry {
        OutboxEntry {
            id: OutboxId(Uuid::from_bytes(self.dice())),
            application,
            to: "nusta@example.org".into(),
            language: Language::from("es"),
            message,
            permit: None,
            words: BTreeMap::from([("name".into(), "Ñusta".into())]),
            due_at: at(minute),
        }
    }
}

/// Minutes into the first day of the lockdown.
pub(super) fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-20T08:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

fn in_lima(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(jiff::tz::offset(-5)))
}

/// Making a version current in the place of another.
pub(super) fn publication(by: AuditActor, minute: i64, instead_of: Option<&Version>) -> Publication {
    Publication {
        by,
        at: at(minute),
        instead_of: instead_of.map(|version| version.hash),
        changes: instead_of.map_or_else(Vec::new, |_| vec!["permit › valid: 36h → 48h".to_owned()]),
    }
}

/// A version of a service.
pub(super) fn version(service: &str, canonical_json: &str) -> Version {
    Version {
        service: ServiceId::from(service),
        hash: ContentHash::of(format!("{service} {canonical_json}").as_bytes()),
        canonical_json: canonical_json.into(),
        source: Some(format!("# {service}\n{canonical_json}")),
        skeletons: vec![
            (Language::from("en"), vec![1; 5000]),
            (Language::from("es"), vec![2; 5000]),
        ],
        published_at: at(0),
    }
}

/// An officer of everything.
pub(super) fn person(number: u128, name: &str, email: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        name: name.into(),
        email: email.into(),
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into(),
        grants: vec![Grant {
            role: Role::from("officer"),
            service: None,
            office: None,
        }],
        document: None,
        disabled_at: None,
        revision: 0,
    }
}

/// Answers that name somebody.
pub(super) fn answers(name: &str) -> Answers {
    Answers(BTreeMap::from([(
        QuestionId::from("name"),
        Answer::FullName(name.into()),
    )]))
}

fn filed(outcome: Outcome, reference: Reference) -> Transition {
    Transition {
        case: Case {
            role: outcome.application.status.step().map(|_| Role::from("officer")),
            application: outcome.application,
            reference,
            language: Language::from("es"),
            contact: Contact {
                holder: "Ñusta Quispe".into(),
                email: Some("nusta@example.org".into()),
                document: Some(DocumentHash([7; 32])),
            },
            erased_at: None,
        },
        look_ups: None,
        events: outcome.events,
        outbox: Vec::new(),
        cancel_timers: false,
        timers: Vec::new(),
        permit: None,
        permit_change: None,
        resigning: None,
        jobs: Vec::new(),
    }
}

fn workflow() -> Workflow {
    let text = |words: &str| Text::new(Language::from("en"), words);
    Workflow {
        office: None,
        four_eyes: true,
        rules: Vec::new(),
        steps: vec![Step {
            id: "check".into(),
            name: text("Check"),
            tell: None,
            when: None,
            taker: Taker::Office {
                role: Role::from("officer"),
                people: 1,
            },
            deadline: None,
            next: Next::Permit,
        }],
        answer_within: Term::Span(Span::hours(72)),
        calendar: Calendar::default(),
        may_ask: vec![QuestionId::from("name")],
        reasons: vec![Reason {
            purposes: Vec::new(),
            code: "unreadable".into(),
            text: text("We cannot read it."),
        }],
        appeal: None,
        sample_step: None,
        conditions: forms::OfficeConditions::default(),
        fee: Some(Fee {
            rows: vec![FeeRow {
                text: text("Permit"),
                when: None,
                cents: 3_550,
                per: None,
            }],
            pay: None,
        }),
        party_questions: Vec::new(),
    }
}

/// The finaliser of `SplitMix64`: consecutive numbers become unlike ones.
pub(super) fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

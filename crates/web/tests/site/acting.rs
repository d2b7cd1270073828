//! Acting without a browser, by the engine's own operations, as people who have proved who they are.

use engine::{
    authorise::{Action, Caller},
    secret::{self, Purpose},
};
use jiff::SignedDuration;
use permit::Reference;
use review::{ApplicationId, Command, PersonId};
use store::{
    AuditAction, AuditActor, AuditEntry, Case, PermitChange, PermitLine, PermitRow, PermitStatus, Session,
    TokenHash, Transition,
};

use crate::world::{OFFICER, World, secret};

impl World {
    /// Somebody of the office, as a session of theirs proves.
    pub(crate) async fn caller(&self, person: PersonId) -> Caller {
        let token = self.app.random.token();
        let now = self.app.now();
        let session = Session {
            token: TokenHash(secret::hash(&token)),
            person,
            created_at: now,
            expires_at: now + SignedDuration::from_hours(1),
        };
        let entry = AuditEntry {
            at: now,
            actor: AuditActor::Person(person),
            action: AuditAction::LoggedIn,
        };
        self.store.open_session(&session, &entry).await.unwrap();
        self.app
            .caller_by_session(&secret::to_text(&token))
            .await
            .unwrap()
    }

    /// Gives a permit a status as releases did before permits were part of their applications' histories: without an event, and
    /// with a line in the log or without.
    pub(crate) async fn change_as_before(&self, permit: &PermitRow, to: PermitStatus, reason: Option<&str>) {
        let case = self.store.case(permit.application).await.unwrap();
        let line = reason.map(|reason| PermitLine {
            at: self.app.now(),
            actor: AuditActor::System,
            reason: reason.into(),
        });
        let transition = Transition {
            case,
            look_ups: None,
            events: Vec::new(),
            outbox: Vec::new(),
            cancel_timers: false,
            timers: Vec::new(),
            permit: None,
            permit_change: Some(PermitChange {
                permit: permit.id,
                from: permit.status,
                to,
                line,
            }),
            resigning: None,
            jobs: Vec::new(),
        };
        self.store.commit(transition).await.unwrap();
    }

    /// The officer of these tests gives commands on a case.
    pub(crate) async fn command(&self, reference: &str, commands: Vec<Command>) -> Case {
        let officer = self.caller(OFFICER).await;
        let mut done = self.case(reference).await;
        for command in commands {
            let action = match &command {
                Command::Claim | Command::Release => Action::Claim,
                Command::Ask { .. } => Action::AskBack,
                Command::Escalate { .. } => Action::Escalate,
                _ => Action::Decide,
            };
            let seen = Some(done.application.revision);
            let case = self.app.case_to_change(&officer, action, reference, seen).await;
            done = self.app.change_case(case.unwrap(), command).await.unwrap();
        }
        done
    }
}

/// The link that is mailed to whoever applied.
pub(crate) fn mailed_link(reference: Reference, id: ApplicationId) -> String {
    let key = secret().code_text(Purpose::Access, &[id.0.as_bytes()]);
    format!("https://permisos.test/a/{reference}?key={key}")
}

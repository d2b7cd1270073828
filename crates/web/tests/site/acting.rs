//! Acting without a browser, by the engine's own operations, as people who have proved who they are.

use std::sync::Arc;

use axum::http::StatusCode;
use engine::{
    authorise::{Action, Caller},
    error::Error,
    letters::{OutgoingLetter, delivery::deliver},
    secret,
};
use forms::Answer;
use jiff::SignedDuration;
use review::{Command, PersonId};
use store::{
    AuditAction, AuditActor, AuditEntry, Case, PermitChange, PermitLine, PermitRow, PermitStatus, Session,
    TokenHash, Transition,
};

use crate::world::{OFFICER, Reply, World};

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
            seen_at: Some(now),
            proven_at: None,
            browser: None,
        };
        let entry = AuditEntry {
            at: now,
            actor: AuditActor::Person(person),
            action: AuditAction::LoggedIn,
        };
        self.store.open_session(&session, &entry).await.unwrap();
        self.app
            .caller_by_session(&secret::to_text(&token), Action::RevokeMany)
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
        let mut done = self.case(reference).await;
        for command in commands {
            done = self.try_command(reference, command).await.unwrap();
        }
        done
    }

    /// The same of one command, which may be refused.
    pub(crate) async fn try_command(&self, reference: &str, command: Command) -> Result<Case, Error> {
        self.try_command_of(OFFICER, reference, command).await
    }

    /// The same of somebody else of the office.
    pub(crate) async fn try_command_of(
        &self,
        officer: PersonId,
        reference: &str,
        command: Command,
    ) -> Result<Case, Error> {
        let officer = self.caller(officer).await;
        let action = match &command {
            Command::Claim | Command::Release => Action::Claim,
            Command::Ask { .. } => Action::AskBack,
            Command::Escalate { .. } => Action::Escalate,
            _ => Action::Decide,
        };
        let seen = Some(self.case(reference).await.application.revision);
        let case = self.app.case_to_change(&officer, action, reference, seen).await;
        self.app.change_case(case.unwrap(), command).await
    }
}

impl World {
    /// All that is mailed by now, newest first.
    pub(crate) async fn mailed(&self) -> Vec<Arc<OutgoingLetter>> {
        while deliver(&self.app, &self.letters).await.unwrap() > 0 {}
        self.letters.all()
    }

    /// The path of the last link to an application that was mailed.
    pub(crate) async fn mailed_link(&self, reference: &str) -> String {
        let link = format!("https://permisos.test/a/{reference}?key=");
        let letters = self.mailed().await;
        let words = letters.iter().flat_map(|letter| letter.body.split_whitespace());
        let link = words.into_iter().find(|word| word.starts_with(&link)).unwrap();
        link.strip_prefix("https://permisos.test").unwrap().to_owned()
    }

    /// The number of an applicant's document.
    pub(crate) async fn document_of(&self, reference: &str) -> String {
        let answers = self.case(reference).await.application.answers;
        let document = answers.iter().find_map(|(_, answer)| match answer {
            Answer::IdentityDocument(document) => Some(document.number.clone()),
            _ => None,
        });
        document.unwrap()
    }

    /// Where a mailed link leads a browser that was not let in before.
    pub(crate) async fn arrive_by(&mut self, link: &str) -> Reply {
        let led = self.get(link).await;
        if led.status == StatusCode::SEE_OTHER {
            let on = led.location();
            return self.get(&on).await;
        }
        led
    }

    /// Opens an application with the link that was mailed last, in a browser that was not let in before.
    pub(crate) async fn open_by_mail(&mut self, reference: &str) -> Reply {
        let link = self.mailed_link(reference).await;
        let asked = self.arrive_by(&link).await;
        let key = asked.field("key").unwrap();
        let document = self.document_of(reference).await;
        let fields = [("key", key.as_str()), ("document", document.as_str())];
        self.post(&format!("/a/{reference}"), &fields).await
    }
}

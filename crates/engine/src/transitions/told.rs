//! What letters tell of what has just happened: to whom each goes, and what was true then.

use std::collections::BTreeMap;

use forms::{Language as Spoken, ReasonCode, Service};
use jiff::Timestamp;
use locale::dates;
use permit::claims::PermitId;
use review::{Effect, Event, Message, PermitReason, Recorded, Status};
use store::{Case, OutboxEntry, OutboxId, PermitRow};

use crate::{
    applications::{
        fee::Statement,
        inspection::{Appointment, MOMENT},
    },
    consents::link,
    engine::Engine,
    spoken::engine_language,
};

/// An application as it stands now, with what led there.
pub(crate) struct Telling<'a> {
    pub(crate) case: &'a Case,
    /// The version that it is on.
    pub(crate) service: &'a Service,
    /// The version by whose fees it was charged.
    pub(crate) charged_by: &'a Service,
    pub(crate) events: &'a [Recorded],
    pub(crate) effects: &'a [Effect],
    pub(crate) permit: Option<ToldPermit>,
    /// Where letters went until now.
    pub(crate) address_before: Option<String>,
}

/// What is told of a permit.
#[derive(Clone, Debug)]
pub(crate) struct ToldPermit {
    pub(crate) id: PermitId,
    pub(crate) number: String,
    pub(crate) not_before: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl From<&PermitRow> for ToldPermit {
    fn from(permit: &PermitRow) -> Self {
        Self {
            id: permit.id,
            number: permit.number.to_string(),
            not_before: permit.not_before,
            expires_at: permit.expires_at,
        }
    }
}

impl Telling<'_> {
    /// The letters that are due, each where there is an address for it.
    pub(crate) fn letters(&self, engine: &Engine, now: Timestamp) -> Vec<OutboxEntry> {
        let case = self.case;
        let words = self.words(engine);
        let told = self.effects.iter().filter_map(|effect| match effect {
            Effect::Notify(message) => Some(*message),
            _ => None,
        });
        let letter = |message| {
            Some(OutboxEntry {
                id: OutboxId(engine.new_id()),
                application: case.application.id,
                to: self.to(message)?,
                language: case.language.clone(),
                message,
                permit: self.permit.as_ref().map(|permit| permit.id),
                words: words.clone(),
                due_at: now,
            })
        };
        told.filter_map(letter).collect()
    }

    fn to(&self, message: Message) -> Option<String> {
        match message {
            Message::AddressCorrected => self.address_before.clone(),
            Message::ConsentAsked => link::address(self.service, &self.case.application),
            _ => self.case.contact.email.clone(),
        }
    }

    fn words(&self, engine: &Engine) -> BTreeMap<String, String> {
        let language = &self.case.language;
        let charge = self.case.application.fee.as_ref();
        let fee = Statement::of(self.charged_by, charge, engine_language(language));
        let mut words = self.true_now(engine, fee);
        let revoked = |recorded: &Recorded| revoked_because(&recorded.event, language);
        words.extend(self.events.iter().filter_map(revoked));
        words
    }

    /// What is true now and may be said in a letter; name, service, reference and link are found when it leaves.
    fn true_now(&self, engine: &Engine, fee: Option<Statement>) -> BTreeMap<String, String> {
        let (application, service) = (&self.case.application, self.service);
        let language = &self.case.language;
        let spoken = engine_language(language);
        let end = |at| dates::end(at, &engine.settings.time_zone, spoken);
        let mut words = BTreeMap::new();
        let mut say = |name: &str, text: String| words.insert(name.to_owned(), text);
        if let Some(fee) = fee {
            // Whoever had a receipt was told, and the office that approved has seen to it.
            if !application.status.is_decided_by_people() {
                say("payment", fee.in_words(spoken));
            }
            say("fee", fee.total);
        }
        match &application.status {
            Status::Waiting { message, until, .. } => {
                say("message", message.clone());
                say("until", end(*until));
            }
            Status::Rejected { reason, note, .. } => {
                say("reason", reason_text(service, reason, language));
                say("note", note.clone().unwrap_or_default());
            }
            _ => {
                let expected = engine.expected(service, application, spoken);
                say("expected", expected.unwrap_or_default());
                let step = application.status.step();
                if let Some(step) = step.and_then(|step| service.review.step(step)) {
                    let told = step
                        .tell
                        .as_ref()
                        .map(|tell| tell.in_language(language).to_owned());
                    let asked = || {
                        let address = link::address(service, application)?;
                        Some(spoken.t1("mail-consent-awaited", "address", address))
                    };
                    say("step", step.name.in_language(language).to_owned());
                    say("told", told.or_else(asked).unwrap_or_default());
                    if let Some(appointment) = Appointment::of(service, application, language) {
                        say(MOMENT, appointment.at.to_string());
                        say(
                            "when",
                            dates::moment(appointment.at, &engine.settings.time_zone, spoken),
                        );
                        say("place", appointment.place.unwrap_or_default());
                        say("prepare", appointment.prepare);
                    }
                    if let Some(consent) = step.consent() {
                        say(link::VISIT, application.visit.revision.to_string());
                        say("asks", consent.asks.in_language(language).to_owned());
                        say("until", application.due_at().map(end).unwrap_or_default());
                    }
                }
            }
        }
        if let Some(permit) = &self.permit {
            say("permit", permit.number.clone());
            say("until", end(permit.expires_at));
            let from = dates::beginning(permit.not_before, &engine.settings.time_zone, spoken);
            if engine.now() < permit.not_before {
                say("begins", spoken.t1("mail-begins", "from", &from));
            }
            say("from", from);
        }
        words
    }
}

/// Why a permit was revoked, in the office's words or in ours. Of a sample that was found wrong the status tells.
fn revoked_because(event: &Event, language: &Spoken) -> Option<(String, String)> {
    let Event::PermitRevoked { reason, note, .. } = event else {
        return None;
    };
    let spoken = engine_language(language);
    let ours = || spoken.t(&format!("permit-reason-{}", reason.code())).into_owned();
    (*reason != PermitReason::Sample).then(|| ("reason".to_owned(), note.clone().unwrap_or_else(ours)))
}

pub(super) fn reason_text(service: &Service, code: &ReasonCode, language: &Spoken) -> String {
    let reason = service.review.reason(code);
    reason.map_or_else(
        || code.to_string(),
        |reason| reason.text.in_language(language).to_owned(),
    )
}

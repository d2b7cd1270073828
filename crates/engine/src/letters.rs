//! Letters to applicants: put in words when they leave, in the service's own words or in the engine's.

pub mod dead;
pub mod delivery;

use std::collections::BTreeMap;

use async_trait::async_trait;
use forms::{About, MessageEvent, MessageTemplate, Service, canonical};
use review::{Conditions, Message};
use store::{Case, Mail, OutboxEntry, PermitStatus};

use crate::{
    access,
    consents::link as consent_link,
    engine::Engine,
    error::Error,
    permits::{self, paper},
    services::Published,
    spoken::engine_language,
};

pub use store::{Delivery, MailRecord, OutboxId};

/// A letter ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingLetter {
    /// Names the message for ever: the `Message-ID`, so that a repetition is known as one.
    pub id: uuid::Uuid,
    /// The applicant's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The permit.
    pub attachment: Option<Attachment>,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name for the reader.
    pub name: String,
    /// A PDF.
    pub pdf: Vec<u8>,
}

/// Why a letter did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct SendError {
    /// The next server will never take it: a wrong address, say.
    pub permanent: bool,
    /// What it said; shown to administrators, so no letter's content.
    pub reason: String,
}

/// What takes letters to their readers: an SMTP server, or the demo's letter box.
#[async_trait]
pub trait MailTransport: Send + Sync {
    /// Hands a letter over; when it returns, somebody else is responsible for it.
    async fn send(&self, letter: &OutgoingLetter) -> Result<(), SendError>;
}

/// Puts a message in words and adds its permit.
pub(crate) async fn compose(engine: &Engine, mail: &Mail, case: &Case) -> Result<OutgoingLetter, Error> {
    let entry = &mail.entry;
    let published = engine.version(&case.application.version).await?;
    let named = Named {
        reference: case.reference.to_string(),
        link: link(engine, case, entry),
    };
    let InWords { subject, body } = in_words(&published.service, entry, case, named);
    Ok(OutgoingLetter {
        id: entry.id.0,
        to: recipient(case, entry),
        subject,
        body,
        attachment: attachment(engine, entry, &published).await?,
    })
}

/// By what a letter names the application that it is about.
pub(crate) struct Named {
    pub(crate) reference: String,
    /// Where it is opened.
    pub(crate) link: String,
}

/// A letter's words.
pub(crate) struct InWords {
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// A message in words: the service's own, or the engine's.
pub(crate) fn in_words(service: &Service, entry: &OutboxEntry, case: &Case, named: Named) -> InWords {
    let mut words = entry.words.clone();
    let name = match entry.message {
        Message::ConsentAsked => consent_link::asked_by(service, case),
        _ => case.contact.holder.clone(),
    };
    words.insert("name".into(), name);
    let called = service.about.name.in_language(&entry.language);
    words.insert("service".into(), called.to_owned());
    words.insert("reference".into(), named.reference);
    words.insert("link".into(), named.link);
    // What a release before this one wrote has none, and of most there is nothing to say.
    for word in ["told", "expected", "begins", "fee", "payment"] {
        words.entry(word.into()).or_default();
    }
    words.insert("checked".into(), checked(service, &entry.language));
    let set = case.application.conditions(&service.review);
    words.insert("conditions".into(), conditions(service, &set, &entry.language));
    let (subject, body) = worded(service, entry, &words);
    let signature = signature(&service.about, &entry.language);
    InWords {
        subject,
        body: format!("{}\n\n{signature}\n", body.trim_end()),
    }
}

/// That the permit is checked, and by whom, where the service says so.
fn checked(service: &Service, language: &forms::Language) -> String {
    let who = service.permit.checked_by.as_ref();
    let spoken = engine_language(language);
    who.map(|who| spoken.t1("mail-checked", "who", who.in_language(language)))
        .unwrap_or_default()
}

/// What the holder must keep to beside what all must, where whoever approved set something.
fn conditions(service: &Service, set: &Conditions, language: &forms::Language) -> String {
    if set.are_none() {
        return String::new();
    }
    let spoken = engine_language(language);
    let words = permits::conditions::words(service, set, language);
    spoken.t1("mail-conditions", "conditions", words)
}

/// Who writes, and how they are reached: a letter from nobody looks like somebody else's.
fn signature(about: &About, language: &forms::Language) -> String {
    let say = |text: &forms::Text| text.in_language(language).to_owned();
    let authority = [Some(&about.authority.name), about.authority.office.as_ref()];
    let contact = [
        about.contact.phone.clone(),
        about.contact.email.clone(),
        about.contact.text.as_ref().map(say),
    ];
    let lines = [
        authority.into_iter().flatten().map(say).collect::<Vec<_>>(),
        contact.into_iter().flatten().collect(),
    ];
    lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.join(" · "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Where a letter goes: to the address as it is known by now, also where it was corrected after the letter was written. The one
/// that tells of a correction goes to the address of before, whoever reads there, and the one that asks for consent to whoever is asked.
fn recipient(case: &Case, entry: &OutboxEntry) -> String {
    match entry.message {
        Message::AddressCorrected | Message::ConsentAsked => entry.to.clone(),
        _ => case.contact.email.clone().unwrap_or_else(|| entry.to.clone()),
    }
}

/// The link that opens the application; for whoever is to consent, the page that asks; for whoever may be a stranger, the page that says how
/// to reach the office.
fn link(engine: &Engine, case: &Case, entry: &OutboxEntry) -> String {
    match entry.message {
        Message::AddressCorrected => format!("{}/s/{}", engine.settings.base_url, case.application.service),
        Message::ConsentAsked => consent_link::link(engine, case, entry),
        _ => access::link(engine, case),
    }
}

/// The mailbox that an address leads to, however it is written.
pub(crate) fn mailbox(to: &str) -> String {
    let mailbox = canonical::email(to);
    mailbox.map_or_else(|| to.to_lowercase(), |mailbox| mailbox.text().to_owned())
}

fn worded(service: &Service, entry: &OutboxEntry, words: &BTreeMap<String, String>) -> (String, String) {
    let own_words = event(entry.message).and_then(|event| service.messages.on(event));
    if let Some(MessageTemplate { subject, body }) = own_words {
        let fill = |text: &forms::Text| fill(text.in_language(&entry.language), words);
        return (fill(subject), without_gaps(&fill(body)));
    }
    let language = engine_language(&entry.language);
    let own = |part: &str| language.filled(&format!("mail-{}-{part}", entry.message.name()), words);
    (own("subject"), without_gaps(&own("body")))
}

/// What a service may have words of its own for; what opens an application is told of in ours.
pub fn event(message: Message) -> Option<MessageEvent> {
    Some(match message {
        Message::Received => MessageEvent::Received,
        Message::Advanced => MessageEvent::Advanced,
        Message::Asked => MessageEvent::Asked,
        Message::Approved => MessageEvent::Approved,
        Message::Rejected => MessageEvent::Rejected,
        Message::Lapsed => MessageEvent::Lapsed,
        Message::Withdrawn => MessageEvent::Withdrawn,
        Message::Revoked => MessageEvent::Revoked,
        Message::Reissued => MessageEvent::Reissued,
        Message::Replaced => MessageEvent::Replaced,
        Message::Kept => MessageEvent::Kept,
        Message::Link | Message::AddressCorrected | Message::ConsentAsked | Message::InspectionSet => {
            return None;
        }
    })
}

/// A paragraph in which there turned out to be nothing to say goes.
fn without_gaps(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Puts words in place of `{name}`s, in one pass: what a word says is never taken for a place itself.
fn fill(template: &str, words: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = match after.split_once('}') {
            Some((name, behind)) => {
                filled.push_str(words.get(name.trim()).map_or("", String::as_str));
                behind
            }
            None => after,
        };
    }
    filled + rest
}

async fn attachment(
    engine: &Engine,
    entry: &OutboxEntry,
    published: &Published,
) -> Result<Option<Attachment>, Error> {
    let (Some(id), Message::Approved | Message::Reissued) = (entry.permit, entry.message) else {
        return Ok(None);
    };
    let permit = engine.store.permit(&id).await?;
    // A letter may leave late, or again: by then it may have been taken back.
    if permit.status != PermitStatus::Active {
        return Ok(None);
    }
    let pdf = paper::pdf(engine, &permit, published)?;
    Ok(Some(Attachment {
        name: format!("{}-{}.pdf", permit.service, permit.number),
        pdf,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_empty_paragraphs_go() {
        let words = [("name", "Ana {link}"), ("note", "")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        let filled = fill("Hola { name }:\n\n{note}\n\nAdiós {nobody}.", &words);
        assert_eq!(without_gaps(&filled), "Hola Ana {link}:\n\nAdiós .");
        assert_eq!(fill("un { sin cerrar", &words), "un  sin cerrar");
    }
}

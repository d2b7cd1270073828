//! Sending an application: once, however often the button is pressed.

use forms::{Answers, ApplicationPurpose, Canonical};
use jiff::SignedDuration;
use store::{Case, Submitted, if_there};

use super::drafts::{OpenDraft, is_of_same, mark_sent};
use crate::{
    engine::Engine,
    error::Error,
    limits::{self, limit},
    peer::Peer,
    transitions::{self, Submission, contact},
};

/// What one address sends in an hour: a counter's or an internet café's whole day.
const SENT: u32 = 1_200;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
/// What one network sends a day in the name of one document: nobody's number is used up from somewhere else.
const FOR_ONE_DOCUMENT: u32 = 10;
/// What comes a day in the name of one document from everywhere.
const FOR_ONE_DOCUMENT_IN_ALL: u32 = 100;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Sends a draft with its complete answers. Where the store does not answer, nobody knows whether it was sent: whoever
    /// sends it again finds out, and sends nothing twice. `peer` is where it comes from.
    pub async fn send_draft(
        &self,
        peer: Peer,
        mut open: OpenDraft,
        answers: Answers,
        language: &str,
    ) -> Result<Submitted, Error> {
        let service = &open.published().service;
        // Whoever sends it cannot say otherwise what it asks for, or what stays.
        let mut answers = answers.with_purpose(open.purpose());
        answers.extend(open.staying().clone());
        self.may_send(peer, contact::document(service, &answers)).await?;
        self.may_ask_of_earlier(&open, &answers).await?;
        let begun_from = self.followed(&open, &answers).await?;
        let submission = Submission {
            version: open.published().hash,
            answers,
            replaces: self.still_replaces(&open).await?,
            begun_from: begun_from.map(|earlier| earlier.application.id),
            language: service.language_for(language),
            id: open.application(self),
        };
        let submitted = transitions::submit(self, &submission).await?;
        // The application is kept: that its draft may live on for a week is no reason to tell anybody that it is not.
        if let Err(error) = mark_sent(self, &mut open, submitted.reference).await {
            tracing::warn!(%error, "the draft of what was sent was not marked");
        }
        Ok(submitted)
    }

    /// The application that this one follows. With another's document it is an application of somebody else, which follows none, unless
    /// its permit is handed over.
    pub(super) async fn followed(&self, open: &OpenDraft, answers: &Answers) -> Result<Option<Case>, Error> {
        let Some(earlier) = open.draft.begun_from else {
            return Ok(None);
        };
        let Some(case) = if_there(self.store.case(earlier).await)? else {
            return Ok(None);
        };
        let is_of_same = is_of_same(&open.published().service, answers, &case.application.answers);
        let follows = is_of_same || open.purpose() == ApplicationPurpose::Transfer;
        Ok(follows.then_some(case))
    }

    /// Refuses what would be one application too many for officers to read, where it comes from.
    async fn may_send(&self, peer: Peer, document: Option<Canonical>) -> Result<(), Error> {
        if self.settings.exempt_networks.contain(peer) {
            return Ok(());
        }
        limits::of_peer(self, "send", peer, SENT, AN_HOUR).await?;
        let Some(document) = document else { return Ok(()) };
        let here = format!("{} {}", peer.network(), document.text());
        limit(self, "send-for-here", &here, FOR_ONE_DOCUMENT, A_DAY).await?;
        limit(self, "send-for", document.text(), FOR_ONE_DOCUMENT_IN_ALL, A_DAY).await
    }
}

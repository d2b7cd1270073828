//! Sending an application: once, however often the button is pressed.

use forms::Answers;
use jiff::SignedDuration;
use store::Submitted;

use super::drafts::{OpenDraft, mark_sent};
use crate::{
    engine::Engine,
    error::Error,
    limits::limit,
    transitions::{self, Submission, contact},
};

/// For one mailbox, whoever's it is and however it is addressed: nobody's letter box is filled from here.
const SENT: u32 = 10;
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// Sends a draft with its complete answers. Where the store does not answer, nobody knows whether it was sent: whoever
    /// sends it again finds out, and sends nothing twice.
    pub async fn send_draft(
        &self,
        mut open: OpenDraft,
        answers: Answers,
        language: &str,
    ) -> Result<Submitted, Error> {
        let service = &open.published().service;
        if let Some(mailbox) = contact::mailbox(service, &answers) {
            limit(self, "submit-for", mailbox.text(), SENT, WINDOW).await?;
        }
        let submission = Submission {
            version: open.published().hash,
            answers,
            replaces: self.still_replaces(&open).await?,
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
}

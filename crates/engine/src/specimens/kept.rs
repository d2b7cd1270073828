//! What is kept of a specimen: sealed, one of each person and version, and as long as a draft.

use std::sync::Arc;

use forms::{Answers, ContentHash, Language, Service};
use jiff::Timestamp;
use review::PersonId;
use serde::{Deserialize, Serialize};
use store::{UnsentForm, UnsentId};

use super::choice::Choice;
use crate::{applications::drafts::KEPT, engine::Engine, error::Error, secret::Purpose, services::Published};

/// What somebody typed into the form of a version that they try.
#[derive(Debug)]
pub struct Specimen {
    pub(super) published: Arc<Published>,
    pub(super) person: PersonId,
    pub(super) kept: Kept,
}

impl Specimen {
    /// The version that is tried.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }

    /// What it says.
    pub fn service(&self) -> &Service {
        &self.published.service
    }

    /// What was answered so far.
    pub fn answers(&self) -> &Answers {
        &self.kept.answers
    }

    /// What was sent, if it was; whoever changes an answer sends it again.
    pub fn sent(&self) -> Option<&Sent> {
        self.kept.sent.as_ref()
    }
}

/// What was typed, and what was tried with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) answers: Answers,
    pub(super) sent: Option<Sent>,
}

/// What was sent of a specimen, with what happened to it since.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// The complete answers.
    pub answers: Answers,
    /// In which language its applicant would be written to.
    pub language: Language,
    /// What was chosen since, oldest first.
    pub choices: Vec<Chosen>,
}

/// Something that happened to a specimen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chosen {
    /// When it was chosen. It happens then, or when what came before it was over.
    pub at: Timestamp,
    /// What.
    pub choice: Choice,
}

/// The row that a person's specimen of a version has. No cookie of a citizen's leads to it.
fn row(engine: &Engine, person: PersonId, version: &ContentHash) -> (UnsentId, Vec<u8>) {
    let person = person.to_string();
    let parts = [person.as_bytes(), &version.0[..]];
    let id = engine.secret.code(Purpose::Specimen, &parts);
    (UnsentId(id), parts.join(&b'\n'))
}

pub(super) async fn keep(
    engine: &Engine,
    person: PersonId,
    version: &ContentHash,
    kept: &Kept,
) -> Result<(), Error> {
    let (id, about) = row(engine, person, version);
    let json = serde_json::to_vec(kept)
        .map_err(|error| Error::broken(format!("a specimen could not be written: {error}")))?;
    let sealed = engine
        .secret
        .seal(Purpose::Specimen, &about, &json, &*engine.random);
    let form = UnsentForm {
        id,
        about: None,
        sealed: sealed.ok_or_else(|| Error::broken("a specimen could not be sealed"))?,
        expires_at: engine.now() + KEPT,
    };
    Ok(engine.store.keep_unsent(&form).await?)
}

/// One that this release cannot read was kept by another: it is begun anew.
pub(super) async fn find(
    engine: &Engine,
    person: PersonId,
    version: &ContentHash,
) -> Result<Option<Kept>, Error> {
    let (id, about) = row(engine, person, version);
    let form = engine.store.unsent(&id, engine.now()).await?;
    Ok(form.and_then(|form| {
        let json = engine.secret.unseal(Purpose::Specimen, &about, &form.sealed)?;
        serde_json::from_slice(&json).ok()
    }))
}

pub(super) async fn forget(engine: &Engine, person: PersonId, version: &ContentHash) -> Result<(), Error> {
    let (id, _) = row(engine, person, version);
    Ok(engine.store.forget_unsent(&id).await?)
}

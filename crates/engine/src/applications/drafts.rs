//! An unfinished application: in the store under the hash of a secret that only the applicant's browser holds.

mod for_purpose;
mod versions;

use std::sync::Arc;

use forms::{Answers, ApplicationPurpose, DraftPolicy, Service};
use jiff::{SignedDuration, civil::Date};
use permit::Reference;
use review::{ApplicationId, Replaces};
use store::{Case, Draft, DraftId, Submitted, if_there};

use crate::{
    engine::Engine,
    error::Error,
    limits,
    peer::Peer,
    secret::{self, Purpose},
    services::Published,
    transitions,
};

pub(super) use for_purpose::is_of_same;
pub use versions::Since;
use versions::goes_on_with;

/// How long an unfinished application is kept after the last answer.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long a sent one is still known, for second clicks.
pub(super) const FADING: SignedDuration = SignedDuration::from_mins(10);

/// Thousands share a mobile network's address, and what was begun and not gone on with costs a line that is swept away.
pub(super) const BEGUN: u32 = 200;
pub(super) const WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// A draft that can be gone on with, and the version whose questions it answers.
#[derive(Debug)]
pub struct OpenDraft {
    pub(super) draft: Box<Draft>,
    pub(super) published: Arc<Published>,
    /// What became of the service since it was begun.
    pub(super) since: Option<Box<Since>>,
    /// What it was begun for.
    begun_for: ApplicationPurpose,
    /// What was answered in the application that it was begun from.
    earlier: Answers,
    /// Its answers that stay as they were in the earlier application.
    staying: Answers,
    /// The secret itself, from which the application's id is made.
    secret: [u8; 32],
}

/// What a browser's secret leads to.
#[derive(Debug)]
pub enum DraftState {
    /// A draft that was not sent.
    Open(OpenDraft),
    /// It was sent, though its applicant may not have heard so.
    Sent(Submitted),
    /// It was not sent, and since a newer version of the service holds, it cannot be gone on with: one begins again.
    Outdated(OpenDraft),
    /// It was not sent, and the service is not given on line any more.
    Closed,
    /// There is none, or it was kept long enough.
    Gone,
}

impl OpenDraft {
    /// The version whose questions it answers.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }

    /// The service of that version.
    pub fn service(&self) -> &Service {
        &self.published.service
    }

    /// What was answered so far.
    pub fn answers(&self) -> &Answers {
        &self.draft.answers
    }

    /// What it asks for by now.
    pub fn purpose(&self) -> ApplicationPurpose {
        self.draft.answers.purpose()
    }

    /// What it was begun for. Where that may not be asked for any more, it asks for a new permit by now.
    pub fn begun_for(&self) -> ApplicationPurpose {
        self.begun_for
    }

    /// The answers that stay as they were in the earlier application, and are not asked.
    pub fn staying(&self) -> &Answers {
        &self.staying
    }

    /// The answers that would stay, were these given.
    pub fn staying_beside(&self, answers: &Answers, today: Date) -> Answers {
        self.published.service.staying(&self.earlier, answers, today)
    }

    /// What became of the service since its applicant last went on, where they have not been told and it matters to them. Whoever must
    /// begin again is told in any case.
    pub fn since(&self) -> Option<&Since> {
        let since = self.since.as_deref()?;
        (since.policy == DraftPolicy::Cutoff || !since.changed.is_nothing()).then_some(since)
    }

    /// Its applicant was told what changed, and goes on under the newer version where that is the one that holds.
    pub fn told(&mut self) {
        self.draft.version = self.published.hash;
    }

    /// The permit in whose place its own was to stand when it was begun.
    pub(crate) fn replaces(&self) -> Option<Replaces> {
        self.draft.replaces
    }

    /// The application that it was begun from.
    pub(crate) fn begun_from(&self) -> Option<ApplicationId> {
        self.draft.begun_from
    }

    pub(super) fn application(&self, engine: &Engine) -> ApplicationId {
        application_id(engine, &self.secret)
    }

    fn is_outdated(&self) -> bool {
        self.since
            .as_ref()
            .is_some_and(|since| since.policy == DraftPolicy::Cutoff)
    }

    /// What it was sent as, if its mark says so.
    fn sent(&self, engine: &Engine) -> Option<Submitted> {
        Some(Submitted {
            id: self.application(engine),
            reference: self.draft.sent?,
            first: false,
        })
    }
}

/// Where a draft's answers come from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Origin {
    /// The application whose answers they are.
    pub(super) application: Option<ApplicationId>,
    /// The permit in whose place the draft's own is to stand.
    pub(super) replaces: Option<Replaces>,
}

/// A draft that was begun.
#[derive(Debug)]
pub struct Begun {
    /// What is asked.
    pub published: Arc<Published>,
    /// What its applicant keeps.
    pub secret: String,
}

impl Engine {
    /// Begins an empty draft of a service that may be applied for on line. `peer` is where the applicant comes from.
    pub async fn begin(&self, peer: Peer, service: &str, language: &str) -> Result<Begun, Error> {
        let published = self.services.current(service).ok_or(Error::NotFound)?;
        if !self.is_online(service) {
            return Err(Error::NotFound);
        }
        limits::of_peer(self, "begin", peer, BEGUN, WINDOW).await?;
        let secret = self.begin_draft(&published, Answers::default(), language).await?;
        Ok(Begun { published, secret })
    }

    /// Begins a draft of a version, and answers the secret that its applicant keeps. `language` is the code of the
    /// applicant's own.
    pub async fn begin_draft(
        &self,
        published: &Published,
        answers: Answers,
        language: &str,
    ) -> Result<String, Error> {
        self.begin_draft_from(published, answers, language, Origin::default())
            .await
    }

    /// The same with answers that come from elsewhere.
    pub(super) async fn begin_draft_from(
        &self,
        published: &Published,
        answers: Answers,
        language: &str,
        origin: Origin,
    ) -> Result<String, Error> {
        let (kept, id) = secret::handed_out(&self.random.token());
        let now = self.now();
        let draft = Draft {
            id: DraftId(id),
            service: published.service.id.clone(),
            version: published.hash,
            answers,
            language: published.service.language_for(language),
            updated_at: now,
            expires_at: now + KEPT,
            replaces: origin.replaces,
            begun_from: origin.application,
            sent: None,
        };
        self.store.save_draft(&draft).await?;
        Ok(kept)
    }

    /// Whether a browser has begun an application for a service, and not sent it.
    pub async fn has_draft(&self, secret: Option<&str>, service: &str) -> Result<bool, Error> {
        let found = load(self, secret, service).await?;
        Ok(found.is_some_and(|open| open.draft.sent.is_none()))
    }

    /// The draft of a browser for a service, to go on with. Who goes back after sending is led to what they sent: a
    /// correction there would look as if it were sent, and would not be.
    pub async fn draft(&self, secret: Option<&str>, service: &str) -> Result<DraftState, Error> {
        match load(self, secret, service).await? {
            Some(open) => Ok(match open.sent(self) {
                Some(sent) => DraftState::Sent(sent),
                None if !self.is_online(service) => DraftState::Closed,
                None if open.is_outdated() => DraftState::Outdated(open),
                None => DraftState::Open(open),
            }),
            None => Ok(submitted(self, secret)
                .await?
                .map_or(DraftState::Gone, DraftState::Sent)),
        }
    }

    /// The same before it is sent: a mark that was lost with a node must not have it corrected in vain. Whoever was not heard
    /// of presses again, too: that it is there counts before all that could be said against it now.
    pub async fn draft_to_send(&self, secret: Option<&str>, service: &str) -> Result<DraftState, Error> {
        match self.draft(secret, service).await? {
            sent @ DraftState::Sent(_) => Ok(sent),
            unsent => Ok(submitted(self, secret).await?.map_or(unsent, DraftState::Sent)),
        }
    }

    /// The permit in whose place the draft's own is to stand, if it still holds. One that the office suspended or revoked since the
    /// draft was begun is replaced by nothing: the application is then one like any other.
    pub async fn still_replaces(&self, open: &OpenDraft) -> Result<Option<Replaces>, Error> {
        for_purpose::still_replaces(self, open.draft.replaces, open.begun_for).await
    }

    /// Keeps new answers, for another day. Until its applicant was told what changed for them, the draft is of the version that it was
    /// begun under.
    pub async fn keep_draft(
        &self,
        open: &mut OpenDraft,
        answers: Answers,
        language: &str,
    ) -> Result<(), Error> {
        let now = self.now();
        if open.since().is_none() {
            open.told();
        }
        let draft = &mut *open.draft;
        // What may not be asked for now may be asked for again, once an answer is put right.
        draft.answers = answers.with_purpose(open.begun_for);
        draft.language = open.published.service.language_for(language);
        draft.updated_at = now;
        draft.expires_at = now + KEPT;
        Ok(self.store.save_draft(draft).await?)
    }
}

impl Engine {
    /// Forgets an unfinished application: what was answered is gone at once.
    pub async fn end_draft(&self, secret: &str, service: &str) -> Result<(), Error> {
        let Some(mut open) = load(self, Some(secret), service).await? else {
            return Ok(());
        };
        open.draft.answers = Answers::default();
        open.draft.expires_at = self.now();
        Ok(self.store.save_draft(&open.draft).await?)
    }
}

/// Marks a draft as sent. It is forgotten soon, not at once: a second click on "send" must find what the first one sent.
pub(super) async fn mark_sent(
    engine: &Engine,
    open: &mut OpenDraft,
    reference: Reference,
) -> Result<(), Error> {
    open.draft.sent = Some(reference);
    open.draft.expires_at = engine.now() + FADING;
    Ok(engine.store.save_draft(&open.draft).await?)
}

/// What a browser keeps, and the draft that it opens.
fn read(kept: &str) -> Option<([u8; 32], DraftId)> {
    secret::kept(kept).map(|(secret, id)| (secret, DraftId(id)))
}

/// Made from the draft itself: whoever presses the button twice sends the same application twice.
fn application_id(engine: &Engine, secret: &[u8; 32]) -> ApplicationId {
    transitions::application_id(&engine.secret.code(Purpose::Submission, &[secret]))
}

/// What a browser's draft became, if it was sent. The applications know even where the draft is gone, or has lost its mark.
async fn submitted(engine: &Engine, secret: Option<&str>) -> Result<Option<Submitted>, Error> {
    match secret.and_then(read) {
        Some((secret, _)) => Ok(engine.store.submitted(application_id(engine, &secret)).await?),
        None => Ok(None),
    }
}

async fn load(engine: &Engine, secret: Option<&str>, service: &str) -> Result<Option<OpenDraft>, Error> {
    let Some((secret, id)) = secret.and_then(read) else {
        return Ok(None);
    };
    let draft = engine.store.draft(&id, engine.now()).await?;
    let Some(draft) = draft.filter(|draft| draft.service.as_str() == service) else {
        return Ok(None);
    };
    let earlier = earlier(engine, &draft).await?;
    if earlier.as_ref().is_some_and(Case::is_erased) {
        return Ok(None);
    }
    learn_of(engine, &draft).await?;
    let Some(current) = engine.services.current(draft.service.as_str()) else {
        return Ok(None);
    };
    let mut draft = Box::new(draft);
    let (published, since) = if current.hash == draft.version {
        (current, None)
    } else {
        goes_on_with(engine, &mut draft, current).await?
    };
    let mut open = OpenDraft {
        begun_for: draft.answers.purpose(),
        earlier: earlier
            .as_ref()
            .map(|case| case.application.answers.clone())
            .unwrap_or_default(),
        staying: Answers::default(),
        draft,
        published,
        since,
        secret,
    };
    settle(engine, &mut open, earlier.as_ref()).await?;
    Ok(Some(open))
}

/// Settles what the draft asks for and which of its answers stay, whatever was posted: both are made anew from the earlier application
/// each time that the draft is opened.
async fn settle(engine: &Engine, open: &mut OpenDraft, earlier: Option<&Case>) -> Result<(), Error> {
    let (service, draft) = (&open.published.service, &open.draft);
    let purpose = for_purpose::by_now(engine, service, &draft.answers, draft.replaces, earlier).await?;
    let mut answers = std::mem::take(&mut open.draft.answers).with_purpose(purpose);
    open.staying = open.staying_beside(&answers, engine.today());
    answers.extend(open.staying.clone());
    open.draft.answers = answers;
    Ok(())
}

/// The application whose answers it was begun with. Where the law has erased that since, they are not shown again, though the draft
/// itself may be forgotten a moment later.
async fn earlier(engine: &Engine, draft: &Draft) -> Result<Option<Case>, Error> {
    let replaced = draft.replaces.map(|replaces| replaces.application);
    let Some(id) = draft.begun_from.or(replaced) else {
        return Ok(None);
    };
    Ok(if_there(engine.store.case(id).await)?)
}

/// A version that this node has never met may have been published by another node a moment ago, which began the draft:
/// then this one looks, once, for what is current.
async fn learn_of(engine: &Engine, draft: &Draft) -> Result<(), Error> {
    if !engine.services.knows(&draft.version) {
        engine.services.refresh(&*engine.store).await?;
    }
    Ok(())
}

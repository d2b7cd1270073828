//! An unfinished application: in the store under the hash of a secret that only the applicant's browser holds.

use std::sync::Arc;

use axum_extra::extract::{CookieJar, cookie::Cookie};
use forms::{Answers, DraftPolicy, ServiceId};
use jiff::{SignedDuration, civil::Date};
use locale::Language;
use permit::Reference;
use review::ApplicationId;
use store::{Draft, DraftId, Submitted};

use crate::{
    access,
    app::App,
    cookies, desk,
    error::WebError,
    secret::{self, Purpose},
    services::Published,
};

/// How long an unfinished application is kept after the last answer.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// How long a sent one is still known, for second clicks.
const FADING: SignedDuration = SignedDuration::from_mins(10);

/// A draft with the version whose questions it answers.
pub(crate) struct Open {
    pub(crate) draft: Draft,
    pub(crate) published: Arc<Published>,
    /// The secret itself, from which the application's id is made.
    pub(crate) secret: [u8; 32],
}

/// The draft of this browser for a service, if there is one that was not sent.
pub(crate) async fn find(app: &App, jar: &CookieJar, service: &str) -> Result<Option<Open>, WebError> {
    let found = load(app, jar, service).await?;
    Ok(found.filter(|open| open.draft.sent.is_none()))
}

/// What this browser's draft became, if it was sent. The applications know even where the draft is gone, or has lost its
/// mark.
pub(crate) async fn sent(app: &App, jar: &CookieJar) -> Result<Option<Submitted>, WebError> {
    match secret(jar) {
        Some(secret) => Ok(app.store.submitted(application_id(app, &secret)).await?),
        None => Ok(None),
    }
}

/// Made from the draft itself: whoever presses the button twice sends the same application twice.
pub(crate) fn application_id(app: &App, secret: &[u8; 32]) -> ApplicationId {
    desk::application_id(&app.secret.code(Purpose::Submission, &[secret]))
}

fn secret(jar: &CookieJar) -> Option<[u8; 32]> {
    secret::from_text(jar.get(cookies::DRAFT)?.value())
}

async fn load(app: &App, jar: &CookieJar, service: &str) -> Result<Option<Open>, WebError> {
    let Some(secret) = secret(jar) else {
        return Ok(None);
    };
    let draft = app
        .store
        .draft(&DraftId(secret::hash(&secret)), app.now())
        .await?;
    let Some(draft) = draft.filter(|draft| draft.service.as_str() == service) else {
        return Ok(None);
    };
    learn_of(app, &draft).await?;
    let published = version_for(app, &draft).await?;
    Ok(published.map(|published| Open {
        draft,
        published,
        secret,
    }))
}

/// The same, where the page makes no sense without one. Who goes back after sending is led to what they sent: a
/// correction here would look as if it were sent, and would not be.
pub(crate) async fn open(app: &App, jar: &CookieJar, service: &str) -> Result<Open, WebError> {
    match load(app, jar, service).await? {
        Some(open) => match open.sent(app) {
            Some(sent) => Err(already_sent(app, &sent)),
            None => Ok(open),
        },
        None => Err(gone(app, jar, service).await?),
    }
}

/// The same before it is sent: a mark that was lost with a node must not have it corrected in vain.
pub(crate) async fn open_to_check(app: &App, jar: &CookieJar, service: &str) -> Result<Open, WebError> {
    let open = open(app, jar, service).await?;
    match sent(app, jar).await? {
        Some(sent) => Err(already_sent(app, &sent)),
        None => Ok(open),
    }
}

/// The same when it is sent: what was sent already is no error then.
pub(crate) async fn open_to_send(
    app: &App,
    jar: &CookieJar,
    service: &str,
) -> Result<Result<Open, Submitted>, WebError> {
    let found = load(app, jar, service).await?;
    if let Some(sent) = found.as_ref().and_then(|open| open.sent(app)) {
        return Ok(Err(sent));
    }
    // Whoever was not heard of presses again: that it is there counts before all that could be said against it now.
    match (sent(app, jar).await?, found) {
        (Some(sent), _) => Ok(Err(sent)),
        (None, Some(open)) => Ok(Ok(open)),
        (None, None) => Err(expired(app, service)),
    }
}

async fn gone(app: &App, jar: &CookieJar, service: &str) -> Result<WebError, WebError> {
    Ok(match sent(app, jar).await? {
        Some(sent) => already_sent(app, &sent),
        None => expired(app, service),
    })
}

fn already_sent(app: &App, sent: &Submitted) -> WebError {
    WebError::AlreadySent {
        address: format!("/a/{}", sent.reference),
        key: Box::new(access::cookie(app, &sent.reference, sent.id)),
    }
}

fn expired(app: &App, service: &str) -> WebError {
    if app.services.current(service).is_none() {
        return WebError::NotFound;
    }
    WebError::ExpiredDraft {
        service: service.to_owned(),
    }
}

/// A version that this node has never met may have been published by another node a moment ago, which began the draft:
/// then this one looks, once, for what is current.
async fn learn_of(app: &App, draft: &Draft) -> Result<(), WebError> {
    if !app.services.knows(&draft.version) {
        app.services.refresh(&*app.store).await?;
    }
    Ok(())
}

/// Which version a draft goes on with. The *newer* version says what happens to those who began before it.
async fn version_for(app: &App, draft: &Draft) -> Result<Option<Arc<Published>>, WebError> {
    let Some(current) = app.services.current(draft.service.as_str()) else {
        return Ok(None);
    };
    if current.hash == draft.version {
        return Ok(Some(current));
    }
    Ok(match current.service.drafts {
        DraftPolicy::Pin => Some(app.services.version(app.store.as_ref(), &draft.version).await?),
        DraftPolicy::FastForward => Some(current),
        DraftPolicy::Cutoff => None,
    })
}

/// Begins a draft of the current version, and answers its cookie.
pub async fn begin(
    app: &App,
    published: &Published,
    answers: Answers,
    language: Language,
) -> Result<Cookie<'static>, WebError> {
    let secret = app.random.token();
    let now = app.now();
    let draft = Draft {
        id: DraftId(secret::hash(&secret)),
        service: published.service.id.clone(),
        version: published.hash,
        answers,
        language: published.service.language_for(language.code()),
        updated_at: now,
        expires_at: now + KEPT,
        sent: None,
    };
    app.store.save_draft(&draft).await?;
    Ok(cookie(app, &published.service.id, &secret))
}

/// The cookie of a draft.
pub(crate) fn cookie(app: &App, service: &ServiceId, secret: &[u8; 32]) -> Cookie<'static> {
    cookies::lasting(
        &app.settings,
        cookies::DRAFT,
        secret::to_text(secret),
        format!("/s/{service}"),
    )
}

impl Open {
    /// Keeps new answers, for another week.
    pub(crate) async fn keep(
        &mut self,
        app: &App,
        answers: Answers,
        language: Language,
    ) -> Result<(), WebError> {
        let now = app.now();
        self.draft.answers = answers;
        self.draft.version = self.published.hash;
        self.draft.language = self.published.service.language_for(language.code());
        self.draft.updated_at = now;
        self.draft.expires_at = now + KEPT;
        Ok(app.store.save_draft(&self.draft).await?)
    }

    /// What it was sent as, if its mark says so.
    fn sent(&self, app: &App) -> Option<Submitted> {
        Some(Submitted {
            id: application_id(app, &self.secret),
            reference: self.draft.sent?,
            first: false,
        })
    }

    /// Marks it as sent. It is forgotten soon, not at once: a second click on "send" must find what the first one sent.
    pub(crate) async fn mark_sent(&mut self, app: &App, reference: Reference) -> Result<(), WebError> {
        self.draft.sent = Some(reference);
        self.draft.expires_at = app.now() + FADING;
        Ok(app.store.save_draft(&self.draft).await?)
    }

    /// Where to go on: the first page that still wants an answer, else the check.
    pub(crate) fn next(&self, today: Date) -> String {
        let service = &self.published.service;
        match service.complete(self.draft.answers.clone(), today) {
            Ok(_) => format!("/s/{}/apply/check", service.id),
            Err(gaps) => match gaps.first() {
                Some(gap) => format!("/s/{}/apply/{}", service.id, gap.page),
                None => format!("/s/{}/apply/check", service.id),
            },
        }
    }
}

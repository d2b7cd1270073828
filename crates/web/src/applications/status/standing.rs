//! Where an application stands and what comes next, in words.

use engine::{
    applications::{Case, standing::appeal_until},
    permits::PermitRow,
    services::Published,
};
use forms::Taker;
use locale::{Language, dates};
use permit::Verdict;
use review::{Decider, PermitStatus, Status};

use crate::{
    app::App,
    error::WebError,
    said::{Said, Voice},
};

/// What may be told to whoever knows reference and document number; what only the key opens is optional.
#[derive(Default)]
pub(crate) struct Standing {
    /// The class of its tag: `queued`.
    pub(crate) tag: String,
    /// What comes next, a paragraph each.
    pub(crate) next: Vec<Said>,
    /// The office's own words to the applicant.
    pub(crate) said: Option<String>,
    /// Until when to answer, where something was asked.
    pub(crate) answer_until: Option<String>,
    /// Until when to appeal, where one may.
    pub(crate) appeal_until: Option<String>,
    /// The key of what its tag says, where it is not the status that says it: whose word is awaited.
    awaits: Option<&'static str>,
    /// Whether it can still be taken back.
    pub(crate) open: bool,
}

impl Standing {
    /// The text of the status's tag.
    pub(crate) fn name(&self) -> String {
        match self.awaits {
            Some(key) => key.to_owned(),
            None => format!("status-{}", self.tag),
        }
    }

    /// All of it, for the key.
    pub(crate) async fn of(
        app: &App,
        case: &Case,
        permit: Option<&PermitRow>,
        published: &Published,
        language: Language,
    ) -> Result<Self, WebError> {
        let zone = &app.settings.time_zone;
        let mut standing = Self::public(app, case, published, language).await?;
        let permit = permit.filter(|_| !case.is_erased());
        if let Some(told) = permit.and_then(|permit| outside_its_time(app, permit, language)) {
            standing.next = vec![told.into()];
        }
        match &case.application.status {
            Status::Waiting { message, until, .. } => {
                // The page asks for the answer itself; only those without the key are sent to their mail.
                standing.next.clear();
                standing.said = Some(message.clone());
                standing.answer_until = Some(dates::end(*until, zone, language));
            }
            Status::Rejected { at, by, reason, note } => {
                if matches!(by, Decider::Consent { .. }) {
                    standing.next = vec![language.t("next-rejected-consent").into_owned().into()];
                }
                standing.next.push(reason_text(published, reason, language));
                standing.said.clone_from(note);
                let until = appeal_until(app, published, case, *at).filter(|until| app.now() < *until);
                standing.appeal_until = until.map(|until| dates::end(until, zone, language));
            }
            _ => {}
        }
        Ok(standing)
    }

    /// What reference and document number show: status, what comes next, the place in the queue.
    pub(crate) async fn public(
        app: &App,
        case: &Case,
        published: &Published,
        language: Language,
    ) -> Result<Self, WebError> {
        let status = &case.application.status;
        let tag = status.name().to_lowercase();
        // What the service says of the step takes the place of our own words, which say that there is nothing to do.
        let standing = || language.t(&next_key(case, &tag)).into_owned().into();
        let mut next: Vec<Said> = vec![match case.erased_at {
            Some(at) => {
                let at = dates::moment(at, &app.settings.time_zone, language);
                language.t1("own-data-erased", "at", at).into()
            }
            None => told(case, published, language)
                .or_else(|| Some(language.t(awaited(case, published)?.1).into_owned().into()))
                .unwrap_or_else(standing),
        }];
        if let Some(cause) = app.ungrantable(published, &case.application).await? {
            let told = language.t(&format!("standing-{}", cause.code()));
            next.push(told.into_owned().into());
        } else {
            next.extend(
                app.expected(&published.service, &case.application, language)
                    .map(Said::from),
            );
        }
        if let Some(position) = app.position(case).await? {
            next.push(language.tn("queue-ahead", position.ahead).into());
            // How long first decisions take says nothing of an appeal.
            if !case.application.appealed {
                let wait = match position.waits {
                    Some(waits) => language.t1("queue-wait", "wait", dates::length(waits.half, language)),
                    None => language.t("queue-no-figure").into_owned(),
                };
                next.push(wait.into());
            }
        }
        Ok(Self {
            tag,
            next,
            awaits: matches!(status, Status::Queued { .. })
                .then(|| awaited(case, published))
                .flatten()
                .map(|(tag, _)| tag),
            open: !status.is_final(),
            ..Self::default()
        })
    }
}

/// What the service tells the applicant about the step at which the office has the case.
fn told(case: &Case, published: &Published, language: Language) -> Option<Said> {
    let (Status::Queued { step, .. } | Status::Claimed { step, .. }) = &case.application.status else {
        return None;
    };
    let service = &published.service;
    let tell = service.review.step(step)?.tell.as_ref()?;
    Some(Voice::of(service, language).say(tell))
}

/// That others than those who decide have the word: the keys of what the tag says, and of what comes next.
fn awaited(case: &Case, published: &Published) -> Option<(&'static str, &'static str)> {
    let step = published.service.review.step(case.application.status.step()?)?;
    match step.taker {
        Taker::Office { .. } | Taker::Inspection(_) => None,
        Taker::Consent(_) => Some(("status-consent", "next-consent")),
        Taker::Opinions(_) => Some(("status-opinions", "next-opinions")),
    }
}

/// What is said of a permit that nothing but its time keeps from being valid.
fn outside_its_time(app: &App, permit: &PermitRow, language: Language) -> Option<String> {
    let zone = &app.settings.time_zone;
    match permit.verdict_at(app.now()) {
        Verdict::NotYetValid => {
            let from = dates::beginning(permit.not_before, zone, language);
            Some(language.t1("next-approved-not-yet-valid", "from", from))
        }
        Verdict::Expired => {
            let until = dates::end(permit.expires_at, zone, language);
            Some(language.t1("next-approved-expired", "until", until))
        }
        _ => None,
    }
}

/// Whose permit does not hold is not told to carry it.
fn next_key(case: &Case, tag: &str) -> String {
    let permit = case.application.permits.last().map(|permit| permit.status);
    match (&case.application.status, permit) {
        (Status::Approved { .. }, Some(status)) if status != PermitStatus::Active => {
            format!("next-{tag}-{}", status.name())
        }
        _ => format!("next-{tag}"),
    }
}

fn reason_text(published: &Published, reason: &forms::ReasonCode, language: Language) -> Said {
    let service = &published.service;
    let found = service.review.reasons.iter().find(|known| known.code == *reason);
    found.map_or_else(Said::default, |known| {
        Voice::of(service, language).say(&known.text)
    })
}

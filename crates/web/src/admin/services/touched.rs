//! Whom a file would have touched, in the reader's words.

use std::{num::NonZero, sync::Arc};

use engine::{
    authorise::Caller,
    publishing::rehearsal::{DraftsTouched, RehearsalWish, Verdict, VerdictChange},
};
use forms::{Answer, DraftPolicy, Kind, OfficeId, Service, Text};
use jiff::SignedDuration;

use crate::{
    app::App,
    error::WebError,
    officers::{needs, roles::office_name},
    page::Page,
};

/// So far back applications are decided again.
const A_MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// More than so many take longer than a page may.
const MOST: u64 = 20_000;

/// Whom it would have touched.
pub(super) struct Touched {
    /// The steps where nobody could decide.
    pub(super) empty_steps: Vec<String>,
    /// Sentences around the table.
    pub(super) said: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// Applications of which the same would have become.
pub(super) struct Row {
    pub(super) count: u64,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) approved: u64,
    pub(super) offices: String,
}

impl Touched {
    /// Decides the applications of the last month again.
    pub(super) async fn by(app: &App, caller: &Caller, page: &Page, file: Service) -> Result<Self, WebError> {
        let file = Arc::new(file);
        let until = app.now();
        let wish = RehearsalWish {
            from: until - A_MONTH,
            until,
            most: MOST,
            // The others go on answering.
            workers: NonZero::<usize>::MIN,
        };
        let rehearsal = app.rehearse(caller, Arc::clone(&file), &wish).await?;
        let current = app.services.current(file.id.as_str());
        let current = current.as_ref().map_or(&*file, |current| &current.service);
        let changed: u64 = rehearsal.changes.iter().map(|change| change.count).sum();
        let replayed = rehearsal.replayed.to_string();
        let mut said = vec![if changed == 0 {
            page.t1("publish-touched-none", "count", &replayed)
        } else {
            let changed = changed.to_string();
            page.t2(
                "publish-touched-some",
                ("changed", &changed),
                ("count", &replayed),
            )
        }];
        said.extend(
            rehearsal
                .is_cut
                .then(|| page.t1("publish-touched-cut", "count", &replayed)),
        );
        let counted = |key, count| (count > 0).then(|| page.tn(key, count));
        said.extend(counted("publish-touched-erased", rehearsal.erased));
        said.extend(counted("publish-touched-open", rehearsal.open));
        said.extend(of_drafts(page, rehearsal.drafts));
        let row = |change: &VerdictChange| Row {
            count: change.count,
            from: verdict(page, current, &change.from),
            to: verdict(page, &file, &change.to),
            approved: change.approved,
            offices: offices(page, &file, &change.offices),
        };
        Ok(Self {
            empty_steps: empty_steps(app, caller, page, &file).await?,
            said,
            rows: rehearsal.changes.iter().map(row).collect(),
        })
    }
}

/// The steps of a file at which nobody who works here could decide, each in a sentence.
pub(super) async fn empty_steps(
    app: &App,
    caller: &Caller,
    page: &Page,
    file: &Service,
) -> Result<Vec<String>, WebError> {
    let steps = app.empty_steps_of(caller, file).await?;
    let told = steps
        .iter()
        .map(|step| needs::empty_step_of(app, Some(file), step, page));
    Ok(told.collect())
}

fn of_drafts(page: &Page, drafts: DraftsTouched) -> Vec<String> {
    if drafts.total == 0 {
        return Vec::new();
    }
    let key = match drafts.policy {
        DraftPolicy::Pin => "publish-drafts-pin",
        DraftPolicy::Cutoff => "publish-drafts-cutoff",
        DraftPolicy::FastForward => "publish-drafts-fast-forward",
    };
    let mut said = vec![page.tn(key, drafts.total)];
    if drafts.policy == DraftPolicy::FastForward && drafts.asked_more > 0 {
        said.push(page.tn("publish-drafts-asked-more", drafts.asked_more));
    }
    said
}

/// What becomes of an application, in the words of the service whose rules say so.
fn verdict(page: &Page, service: &Service, verdict: &Verdict) -> String {
    let say = |text: &Text| {
        text.in_language(&service.language_for(page.language.code()))
            .to_owned()
    };
    match verdict {
        Verdict::NotSent => page.t("publish-verdict-not-sent").into_owned(),
        Verdict::Approved(code) | Verdict::Rejected(code) => {
            let reason = service.review.reason(code).map(|reason| say(&reason.text));
            let key = if matches!(verdict, Verdict::Approved(_)) {
                "publish-verdict-approved"
            } else {
                "publish-verdict-rejected"
            };
            page.t1(key, "reason", reason.unwrap_or_else(|| code.to_string()))
        }
        Verdict::Referred(id) => {
            let step = service.review.step(id).map(|step| say(&step.name));
            page.t1(
                "publish-verdict-referred",
                "step",
                step.unwrap_or_else(|| id.to_string()),
            )
        }
    }
}

fn offices(page: &Page, service: &Service, offices: &[(Option<OfficeId>, u64)]) -> String {
    let named = offices.iter().take(3).map(|(office, count)| {
        let name = match office {
            Some(office) => office_of(page, service, office),
            None => page.t("publish-touched-no-office").into_owned(),
        };
        format!("{name}: {count}")
    });
    named.collect::<Vec<_>>().join(", ")
}

/// An office as people call it: the option that routes to it, or the department.
fn office_of(page: &Page, service: &Service, office: &OfficeId) -> String {
    let routing = service.review.office.as_ref();
    match routing.and_then(|id| service.question(id)) {
        Some(question) if matches!(question.kind, Kind::Choice { .. }) => {
            let spoken = service.language_for(page.language.code());
            Answer::Choice(office.to_string()).show(question, &spoken)
        }
        _ => office_name(office),
    }
}

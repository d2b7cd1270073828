//! What happened to a case, in plain words: when, who, what, and what was said.

use engine::permits::conditions::words;
use forms::{Answers, QuestionId, Service, StepId};
use locale::dates;
use review::{Author, Event, EventKind, Link, MaybeNewer};

use super::{
    answers::short,
    facts::{decider, end, moment, reason_text},
    found::Found,
    inspections, opinions,
};
use crate::{error::WebError, told_by::ToldBy};

/// One thing that happened.
pub(super) struct Happening {
    pub(super) at: String,
    pub(super) machine_at: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) details: Vec<String>,
    /// Somebody's own words.
    pub(super) said: Option<String>,
}

pub(super) async fn of(found: &Found<'_>) -> Result<Vec<Happening>, WebError> {
    let links = found.app.case_history(found.case).await?;
    let told_by = ToldBy::of(found.app, &links, found.published).await;
    let mut happenings = Vec::with_capacity(links.len());
    let mut answers = Answers::default();
    for (place, link) in links.iter().enumerate() {
        let then = Then {
            found,
            service: told_by.after(place),
            before: told_by.before(place),
            answers: &answers,
        };
        happenings.push(happening(&then, link));
        if let Link::Whole(recorded) = link
            && let Event::Submitted { answers: given, .. } | Event::Answered { answers: given, .. } =
                &recorded.event
        {
            answers.extend(given.clone());
        }
    }
    Ok(happenings)
}

/// A case as it was when something happened.
struct Then<'a> {
    found: &'a Found<'a>,
    /// The version that it was on after that.
    service: &'a Service,
    /// The version that it was on before.
    before: &'a Service,
    /// What had been answered so far.
    answers: &'a Answers,
}

fn happening(then: &Then<'_>, link: &Link) -> Happening {
    let (found, header) = (then.found, link.header());
    let (details, said) = match link {
        Link::Whole(recorded) => (details(then, &recorded.event), said(&recorded.event)),
        Link::Erased(_) => (vec![found.page.t("office-erased").into_owned()], None),
        Link::Newer(_) => (Vec::new(), None),
    };
    Happening {
        at: moment(found, header.at),
        machine_at: dates::machine(header.at, &found.app.settings.time_zone),
        who: who(found, link),
        what: what(found, link),
        details,
        said: said.map(str::to_owned),
    }
}

fn who(found: &Found<'_>, link: &Link) -> String {
    let header = link.header();
    let answers = matches!(
        header.kind,
        MaybeNewer::Known(EventKind::Consented | EventKind::ConsentRefused)
    );
    match &header.actor {
        // What follows from an answer is not theirs to do.
        MaybeNewer::Known(Author::ConsentingPerson) if !answers => found.page.t("office-system").into_owned(),
        MaybeNewer::Known(Author::Applicant) => found.page.t("office-applicant").into_owned(),
        MaybeNewer::Known(Author::ConsentingPerson) => found.page.t("office-consenting-person").into_owned(),
        MaybeNewer::Known(Author::System) => found.page.t("office-system").into_owned(),
        MaybeNewer::Known(Author::Officer(person)) => found.names.of(*person, found.page),
        MaybeNewer::Newer(newer) => found.page.t1("newer-release-knows", "kind", newer),
    }
}

fn what(found: &Found<'_>, link: &Link) -> String {
    let kind = link.header().kind;
    match (link, &kind) {
        (Link::Whole(_) | Link::Erased(_), MaybeNewer::Known(kind)) => found
            .page
            .t(format!("office-history-{}", kind.name()))
            .into_owned(),
        (Link::Newer(_), _) | (_, MaybeNewer::Newer(_)) => {
            found.page.t1("newer-release-wrote", "kind", kind.name())
        }
    }
}

fn details(then: &Then<'_>, event: &Event) -> Vec<String> {
    let (found, page) = (then.found, then.found.page);
    match event {
        Event::StepApproved {
            step,
            conditions: set,
            ..
        } if !set.are_none() => vec![
            page.t1("office-detail-step", "step", step_name(then, step)),
            page.t1(
                "office-detail-conditions",
                "conditions",
                words(found.service, set, &found.spoken),
            ),
        ],
        Event::Consented { step, name, .. } | Event::ConsentRefused { step, name } => {
            let signed = (!name.is_empty()).then(|| page.t1("office-detail-signed", "name", name));
            let step = page.t1("office-detail-step", "step", step_name(then, step));
            [Some(step), signed].into_iter().flatten().collect()
        }
        Event::OpinionsAsked { of, .. } => {
            let names = of.iter().map(|asked| opinions::name(found, &asked.opinion));
            let names = names.collect::<Vec<_>>().join(", ");
            vec![page.t1("office-detail-bodies", "bodies", names)]
        }
        Event::OpinionGiven { opinion, outcome, .. } => vec![
            page.t1("office-detail-bodies", "bodies", opinions::name(found, opinion)),
            page.t(format!("opinion-outcome-{}", outcome.name())).into_owned(),
        ],
        Event::OpinionsClosed { silent, .. } => {
            let told = silent.iter().map(|silent| {
                let means = page.t(format!("opinion-silence-{}", silent.means.name()));
                format!("{}: {means}", opinions::name(found, &silent.opinion))
            });
            told.collect()
        }
        Event::InspectionSet { .. } | Event::InspectionReported { .. } => inspections::details(found, event),
        Event::ConsentUnanswered { step }
        | Event::Queued { step, .. }
        | Event::Sampled { step }
        | Event::StepApproved { step, .. }
        | Event::SampleUpheld { step, .. }
        | Event::Appealed { step, .. }
        | Event::Lapsed { step } => vec![page.t1("office-detail-step", "step", step_name(then, step))],
        Event::Advanced { to, .. } | Event::Escalated { to, .. } | Event::ConsentAwaited { to, .. } => {
            vec![page.t1("office-detail-to-step", "step", step_name(then, to))]
        }
        Event::MovedToVersion { to, dropped, .. } => {
            let step = page.t1("office-detail-to-step", "step", step_name(then, to));
            [step]
                .into_iter()
                .chain(dropped.iter().map(|gone| fell_away(then, gone)))
                .collect()
        }
        Event::Assigned { to } => vec![page.t1("office-detail-to", "name", found.names.of(*to, page))],
        Event::Asked { questions, until, .. } => vec![
            page.t1(
                "office-detail-questions",
                "questions",
                names(then, questions.iter()),
            ),
            page.t1("office-detail-until", "until", end(found, *until)),
        ],
        Event::Answered { answers, .. } => {
            vec![page.t1(
                "office-detail-questions",
                "questions",
                names(then, answers.0.keys()),
            )]
        }
        Event::Approved { by, .. } => vec![page.t1("office-detail-by", "who", decider(found, by))],
        Event::Rejected { by, reason, .. } => vec![
            page.t1("office-detail-by", "who", decider(found, by)),
            page.t1("office-detail-reason", "reason", reason_text(found, reason)),
        ],
        Event::SampleOverturned { reason, .. } => {
            vec![page.t1("office-detail-reason", "reason", reason_text(found, reason))]
        }
        Event::PermitSuspended { reason, .. }
        | Event::PermitReinstated { reason, .. }
        | Event::PermitRevoked { reason, .. } => {
            let reason = page.t(format!("permit-reason-{}", reason.code()));
            vec![page.t1("office-detail-reason", "reason", reason)]
        }
        Event::PermitReplaced { reason, .. } => {
            let reason = page.t(format!("replacement-reason-{}", reason.code()));
            vec![page.t1("office-detail-reason", "reason", reason)]
        }
        Event::AccessChanged { change } => {
            vec![page.t(format!("office-access-{}", change.name())).into_owned()]
        }
        Event::Submitted { .. }
        | Event::Claimed { .. }
        | Event::Released
        | Event::Withdrawn
        | Event::PermitSignedAnew { .. } => Vec::new(),
    }
}

fn said(event: &Event) -> Option<&str> {
    match event {
        Event::Asked { message, .. } | Event::Appealed { message, .. } => Some(message),
        Event::OpinionGiven { words, .. } | Event::InspectionReported { words, .. } => words.as_deref(),
        Event::StepApproved { note, .. }
        | Event::Rejected { note, .. }
        | Event::SampleUpheld { note, .. }
        | Event::SampleOverturned { note, .. }
        | Event::PermitSuspended { note, .. }
        | Event::PermitReinstated { note, .. }
        | Event::PermitRevoked { note, .. } => note.as_deref(),
        _ => None,
    }
}

fn step_name(then: &Then<'_>, id: &StepId) -> String {
    let step = then.service.review.step(id);
    step.map_or_else(
        || id.to_string(),
        |step| step.name.in_language(&then.found.spoken).to_owned(),
    )
}

fn names<'a>(then: &Then<'_>, ids: impl Iterator<Item = &'a QuestionId>) -> String {
    let name = |id: &QuestionId| match then.service.question(id) {
        Some(question) => short(then.found, question),
        None => id.to_string(),
    };
    ids.map(name).collect::<Vec<_>>().join(", ")
}

/// An answer to what the version of before had asked.
fn fell_away(then: &Then<'_>, id: &QuestionId) -> String {
    let question = then.before.question(id);
    let name = question.map_or_else(|| id.to_string(), |question| short(then.found, question));
    let answer = question.zip(then.answers.get(id));
    let answer = answer.map(|(question, answer)| answer.show(question, &then.found.spoken));
    let page = then.found.page;
    page.t2(
        "office-detail-dropped",
        ("question", &name),
        ("answer", &answer.unwrap_or_default()),
    )
}

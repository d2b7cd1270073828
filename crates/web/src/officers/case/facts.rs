//! Where a case stands, in a few lines above the answers.

use engine::{applications::inspection::Appointment, permits::conditions::words};
use forms::{Answer, ApplicationPurpose, OfficeId, regions};
use locale::dates;
use review::{Decider, Status};

use super::found::Found;
use crate::{error::WebError, officers::due::Due};

/// A name and a value.
pub(super) struct Fact {
    pub(super) text: &'static str,
    pub(super) value: String,
    pub(super) class: &'static str,
    /// The permit that the value begins with, to be opened.
    pub(super) permit: Option<String>,
}

pub(super) async fn of(found: &Found<'_>) -> Result<Vec<Fact>, WebError> {
    let application = &found.case.application;
    let mut facts = vec![plain(
        "office-fact-submitted",
        moment(found, application.submitted_at),
    )];
    let purpose = application.answers.purpose();
    if purpose != ApplicationPurpose::New {
        let asked = found.page.t(format!("purpose-{}", purpose.code()));
        facts.push(plain("office-fact-purpose", asked.into_owned()));
    }
    if let Some(step) = application
        .status
        .step()
        .and_then(|step| found.service.review.step(step))
    {
        facts.push(plain(
            "office-fact-step",
            step.name.in_language(&found.spoken).to_owned(),
        ));
        let current = found.app.services.current(found.service.id.as_str());
        if current.is_some_and(|current| current.service.review.step(&step.id).is_none()) {
            let goes_on = found.page.t("office-step-goes-on").into_owned();
            facts.push(plain("office-fact-version", goes_on));
        }
        let waiting = matches!(application.status, Status::Waiting { .. });
        let (kept, since) = (application.due_at(), application.visit.at);
        let (workflow, office) = (&found.service.review, application.office.as_ref());
        let due_at = found.app.due_at(workflow, step, office, kept, since);
        if let Some(due_at) = due_at.filter(|_| !waiting) {
            let due = Due::of(due_at, since, found.app.now(), found.page);
            facts.push(Fact {
                text: "office-fact-due",
                value: due.text,
                class: due.class,
                permit: None,
            });
        }
    }
    if let Some(appointment) = Appointment::of(found.service, application, &found.spoken) {
        let at = moment(found, appointment.at);
        let told = [Some(at), appointment.place].into_iter().flatten();
        facts.push(plain(
            "office-fact-inspection",
            told.collect::<Vec<_>>().join(" · "),
        ));
    }
    match &application.status {
        Status::Claimed { by, .. } => facts.push(plain("office-fact-with", found.names.of(*by, found.page))),
        Status::Waiting { until, .. } => facts.push(plain("office-fact-until", end(found, *until))),
        Status::Approved { by, .. } | Status::Rejected { by, .. } => {
            facts.push(plain("office-fact-decided-by", decider(found, by)));
        }
        _ => {}
    }
    if let Some(office) = &application.office {
        facts.push(plain("office-fact-office", office_name(found, office)));
    }
    if let Some(charge) = &application.fee {
        facts.push(plain(
            "office-fact-fee",
            found.service.country.amount(charge.total()),
        ));
    }
    let set = application.possible_conditions(&found.service.review);
    if !set.are_none() {
        facts.push(plain(
            "office-fact-conditions",
            words(found.service, &set, &found.spoken),
        ));
    }
    let earlier = found.app.earlier_conditions(found.case, &found.spoken).await?;
    if !earlier.is_empty() {
        facts.push(plain("office-fact-earlier-conditions", earlier));
    }
    if application.appealed {
        facts.push(plain("office-fact-appealed", found.page.t("yes").into_owned()));
    }
    if let Some(replaces) = application.replaces
        && let Some(number) = found.app.permit_number(replaces.permit).await?
    {
        let purpose = application.answers.purpose();
        let reason = if purpose.keeps_end() {
            format!("purpose-{}", purpose.code())
        } else {
            format!("replacement-reason-{}", replaces.reason.code())
        };
        facts.push(Fact {
            permit: Some(number.to_string()),
            ..plain("office-fact-replaces", found.page.t(reason).into_owned())
        });
    }
    Ok(facts)
}

/// The office as people call it: the option that was chosen, or the department.
fn office_name(found: &Found<'_>, office: &OfficeId) -> String {
    let question = found
        .service
        .review
        .office
        .as_ref()
        .and_then(|id| found.service.question(id));
    let answer = question.and_then(|question| found.case.application.answers.get(&question.id));
    match (question, answer) {
        (Some(question), Some(answer @ Answer::Choice(_))) => answer.show(question, &found.spoken),
        _ => match regions::path(office.as_str()) {
            name if name.is_empty() => office.to_string(),
            name => name,
        },
    }
}

/// Who or what decided, in words.
pub(super) fn decider(found: &Found<'_>, by: &Decider) -> String {
    match by {
        Decider::Rule(reason) => found
            .page
            .t1("office-by-rule", "reason", reason_text(found, reason)),
        Decider::People(people) => found.names.all_of(people, found.page),
        Decider::Consent { because, .. } => {
            found
                .page
                .t1("office-by-consent", "reason", reason_text(found, because))
        }
        Decider::Deadline { because, .. } => {
            found
                .page
                .t1("office-by-deadline", "reason", reason_text(found, because))
        }
    }
}

/// A canned reason in words.
pub(super) fn reason_text(found: &Found<'_>, code: &forms::ReasonCode) -> String {
    let reason = found.service.review.reason(code);
    reason.map_or_else(
        || code.to_string(),
        |reason| reason.text.in_language(&found.spoken).to_owned(),
    )
}

pub(super) fn moment(found: &Found<'_>, at: jiff::Timestamp) -> String {
    dates::moment(at, &found.app.settings.time_zone, found.page.language)
}

fn plain(text: &'static str, value: String) -> Fact {
    Fact {
        text,
        value,
        class: "",
        permit: None,
    }
}

/// Until when something is possible.
pub(super) fn end(found: &Found<'_>, at: jiff::Timestamp) -> String {
    dates::end(at, &found.app.settings.time_zone, found.page.language)
}

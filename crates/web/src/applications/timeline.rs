//! What happened to an application, in words for whoever applied.

use forms::{InspectionOutcome, OpinionId, Service};
use jiff::tz::TimeZone;
use locale::{Language, dates};
use review::{Event, EventKind, Link, MaybeNewer};

use crate::told_by::ToldBy;

/// Something that happened.
pub(crate) struct Moment {
    pub(crate) machine: String,
    pub(crate) when: String,
    pub(crate) what: String,
}

/// The events that concern the applicant, oldest first. Who took a case in hand, and when, is the office's business.
pub(crate) fn of(history: &[Link], told_by: &ToldBy, zone: &TimeZone, language: Language) -> Vec<Moment> {
    let told = |(place, link): (usize, &Link)| {
        let header = link.header();
        Some(Moment {
            machine: dates::machine(header.at, zone),
            when: dates::moment(header.at, zone, language),
            what: what(link, told_by.after(place), zone, language)?,
        })
    };
    history.iter().enumerate().filter_map(told).collect()
}

fn what(link: &Link, service: &Service, zone: &TimeZone, language: Language) -> Option<String> {
    let event = match link {
        Link::Whole(recorded) => Some(&recorded.event),
        Link::Erased(_) | Link::Newer(_) => None,
    };
    match link.header().kind {
        MaybeNewer::Known(kind) => words(kind, event, (service, zone), language),
        MaybeNewer::Newer(newer) => Some(language.t1("newer-release-wrote", "kind", newer)),
    }
}

fn words(
    kind: EventKind,
    event: Option<&Event>,
    (service, zone): (&Service, &TimeZone),
    language: Language,
) -> Option<String> {
    Some(match kind {
        EventKind::Submitted => language.t("event-submitted").into_owned(),
        EventKind::Asked => language.t("event-asked").into_owned(),
        EventKind::Answered => language.t("event-answered").into_owned(),
        EventKind::Advanced => return advanced(event, service, language),
        EventKind::Consented => language.t("event-consented").into_owned(),
        EventKind::ConsentRefused => language.t("event-consent-refused").into_owned(),
        EventKind::ConsentUnanswered => language.t("event-consent-unanswered").into_owned(),
        EventKind::ConsentAwaited => language.t("event-consent-awaited").into_owned(),
        EventKind::OpinionsAsked => return opinions_asked(event, service, language),
        EventKind::OpinionGiven => return opinion_given(event, service, language),
        EventKind::OpinionsClosed => language.t("event-opinions-closed").into_owned(),
        EventKind::InspectionSet => return inspection_set(event, zone, language),
        EventKind::InspectionReported => return inspection_reported(event, language),
        EventKind::Approved => language.t("event-approved").into_owned(),
        EventKind::Rejected => language.t("event-rejected").into_owned(),
        EventKind::SampleOverturned => language.t("event-overturned").into_owned(),
        EventKind::Withdrawn => language.t("event-withdrawn").into_owned(),
        EventKind::Appealed => language.t("event-appealed").into_owned(),
        EventKind::Lapsed => language.t("event-lapsed").into_owned(),
        EventKind::MovedToVersion => language.t(moved(event)).into_owned(),
        EventKind::AccessChanged => return access_changed(event, language),
        EventKind::PermitSuspended => language.t("event-permit-suspended").into_owned(),
        EventKind::PermitReinstated => language.t("event-permit-reinstated").into_owned(),
        EventKind::PermitRevoked => language.t("event-permit-revoked").into_owned(),
        EventKind::PermitReplaced => language.t("event-permit-replaced").into_owned(),
        EventKind::PermitSignedAnew => language.t("event-permit-signed-anew").into_owned(),
        EventKind::Queued
        | EventKind::Claimed
        | EventKind::Released
        | EventKind::Assigned
        | EventKind::StepApproved
        | EventKind::Sampled
        | EventKind::SampleUpheld
        | EventKind::Escalated => return None,
    })
}

/// What an erased event changed is not told any more.
fn access_changed(event: Option<&Event>, language: Language) -> Option<String> {
    let Some(Event::AccessChanged { change }) = event else {
        return None;
    };
    Some(
        language
            .t(&format!("event-access-{}", change.name()))
            .into_owned(),
    )
}

/// Answers to what is asked no more fall away; the rest stays.
fn moved(event: Option<&Event>) -> &'static str {
    match event {
        Some(Event::MovedToVersion { dropped, .. }) if !dropped.is_empty() => "event-moved-with-less",
        _ => "event-moved-to-version",
    }
}

/// Who was asked; not what they said, which is for whoever decides.
fn opinions_asked(event: Option<&Event>, service: &Service, language: Language) -> Option<String> {
    let Some(Event::OpinionsAsked { of, .. }) = event else {
        return None;
    };
    let bodies = of.iter().map(|asked| body(&asked.opinion, service, language));
    let bodies = bodies.collect::<Vec<_>>().join(", ");
    Some(language.t1("event-opinions-asked", "bodies", bodies))
}

fn opinion_given(event: Option<&Event>, service: &Service, language: Language) -> Option<String> {
    let Some(Event::OpinionGiven { opinion, .. }) = event else {
        return None;
    };
    Some(language.t1("event-opinion-given", "body", body(opinion, service, language)))
}

fn inspection_set(event: Option<&Event>, zone: &TimeZone, language: Language) -> Option<String> {
    let Some(Event::InspectionSet { at, .. }) = event else {
        return None;
    };
    Some(language.t1("event-inspection-set", "at", dates::moment(*at, zone, language)))
}

/// That somebody was there; not what they found, which is for whoever decides.
fn inspection_reported(event: Option<&Event>, language: Language) -> Option<String> {
    let Some(Event::InspectionReported { outcome, .. }) = event else {
        return None;
    };
    let key = match outcome {
        InspectionOutcome::NobodyThere => "event-inspection-nobody",
        InspectionOutcome::InOrder | InspectionOutcome::NotInOrder => "event-inspection-made",
    };
    Some(language.t(key).into_owned())
}

/// What people call whoever gives an opinion.
fn body(opinion: &OpinionId, service: &Service, language: Language) -> String {
    let spoken = service.language_for(language.code());
    service.review.opinion(opinion).map_or_else(
        || opinion.to_string(),
        |request| request.name.in_language(&spoken).to_owned(),
    )
}

fn advanced(event: Option<&Event>, service: &Service, language: Language) -> Option<String> {
    let Some(Event::Advanced { to, .. }) = event else {
        return None;
    };
    let step = service.review.step(to)?;
    Some(language.t1(
        "event-advanced",
        "step",
        step.name.in_language(&service.language_for(language.code())),
    ))
}

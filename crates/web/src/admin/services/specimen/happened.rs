//! What would have happened to a specimen, in words: who does what, and the letters that would go out.

use engine::specimens::{Happened, SpecimenLetter};
use forms::{ReasonCode, Service, StepId};
use locale::dates;
use review::{Decider, Event};

use crate::{
    app::App,
    page::Page,
    said::{Said, Voice},
};

/// Something that would have happened, with what followed at once.
pub(super) struct Line {
    pub(super) at: String,
    pub(super) told: Vec<Told>,
    pub(super) letters: Vec<Letter>,
}

/// A letter that would go out.
pub(super) struct Letter {
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) lines: Vec<String>,
    /// Whether the permit goes with it.
    pub(super) has_permit: bool,
}

impl From<SpecimenLetter> for Letter {
    fn from(letter: SpecimenLetter) -> Self {
        let lines = letter.body.lines().filter(|line| !line.trim().is_empty());
        Self {
            lines: lines.map(str::to_owned).collect(),
            to: letter.to,
            subject: letter.subject,
            has_permit: letter.has_permit,
        }
    }
}

/// One event.
pub(super) struct Told {
    pub(super) who: String,
    pub(super) what: String,
    pub(super) details: Vec<Said>,
}

/// Whose words they are, and where.
pub(super) struct Teller<'a> {
    pub(super) app: &'a App,
    pub(super) page: &'a Page,
    pub(super) service: &'a Service,
}

impl Teller<'_> {
    pub(super) fn line(&self, happened: Happened) -> Line {
        let zone = &self.app.settings.time_zone;
        // That somebody takes it in hand goes without saying.
        let events = happened
            .events
            .iter()
            .filter(|event| !matches!(event, Event::Claimed { .. }));
        Line {
            at: dates::moment(happened.at, zone, self.page.language),
            told: events.map(|event| self.told(event)).collect(),
            letters: happened.letters.into_iter().map(Letter::from).collect(),
        }
    }

    fn told(&self, event: &Event) -> Told {
        Told {
            who: self.page.t(who(event)).into_owned(),
            what: self
                .page
                .t(format!("office-history-{}", event.kind().name()))
                .into_owned(),
            details: self.details(event),
        }
    }

    fn details(&self, event: &Event) -> Vec<Said> {
        match event {
            Event::Queued { step, .. }
            | Event::Sampled { step }
            | Event::StepApproved { step, .. }
            | Event::Consented { step, .. }
            | Event::ConsentRefused { step, .. }
            | Event::ConsentUnanswered { step }
            | Event::SampleUpheld { step, .. }
            | Event::Appealed { step, .. }
            | Event::OpinionsAsked { step, .. }
            | Event::OpinionGiven { step, .. }
            | Event::OpinionsClosed { step, .. }
            | Event::InspectionSet { step, .. }
            | Event::InspectionReported { step, .. }
            | Event::Lapsed { step } => vec![self.step("office-detail-step", step)],
            Event::Advanced { to, .. } | Event::Escalated { to, .. } | Event::ConsentAwaited { to, .. } => {
                vec![self.step("office-detail-to-step", to)]
            }
            Event::Asked { message, .. } => vec![Said::ours(message.clone())],
            Event::Approved { by, .. } => self.because(by).into_iter().collect(),
            Event::Rejected { reason, note, .. } => {
                let note = note.clone().map(Said::ours);
                [Some(self.reason(reason)), note].into_iter().flatten().collect()
            }
            Event::SampleOverturned { reason, .. } => vec![self.reason(reason)],
            _ => Vec::new(),
        }
    }

    /// Why a rule or a deadline approves it.
    fn because(&self, by: &Decider) -> Option<Said> {
        match by {
            Decider::Rule(reason)
            | Decider::Deadline { because: reason, .. }
            | Decider::Consent { because: reason, .. } => Some(self.reason(reason)),
            Decider::People(_) => None,
        }
    }

    fn step(&self, key: &str, id: &StepId) -> Said {
        let voice = Voice::of(self.service, self.page.language);
        let step = self.service.review.step(id);
        let name = step.map_or_else(|| id.to_string(), |step| voice.say(&step.name).text().to_owned());
        Said::ours(self.page.t1(key, "step", name))
    }

    fn reason(&self, code: &ReasonCode) -> Said {
        let voice = Voice::of(self.service, self.page.language);
        let reason = self.service.review.reason(code);
        let text = reason.map_or_else(
            || code.to_string(),
            |reason| voice.say(&reason.text).text().to_owned(),
        );
        Said::ours(self.page.t1("office-detail-reason", "reason", text))
    }
}

/// The key of who it is that does it.
fn who(event: &Event) -> &'static str {
    match event {
        Event::Submitted { .. } | Event::Answered { .. } | Event::Withdrawn | Event::Appealed { .. } => {
            "office-applicant"
        }
        Event::Consented { .. } | Event::ConsentRefused { .. } => "office-consenting-person",
        Event::OpinionGiven { .. } => "specimen-consultee",
        Event::Asked { .. }
        | Event::InspectionSet { .. }
        | Event::InspectionReported { .. }
        | Event::StepApproved { .. }
        | Event::SampleUpheld { .. }
        | Event::SampleOverturned { .. }
        | Event::Approved {
            by: Decider::People(_),
            ..
        }
        | Event::Rejected {
            by: Decider::People(_),
            ..
        } => "specimen-office",
        Event::Queued { .. }
        | Event::Approved {
            by: Decider::Rule(_), ..
        }
        | Event::Rejected {
            by: Decider::Rule(_), ..
        } => "specimen-rules",
        _ => "office-system",
    }
}

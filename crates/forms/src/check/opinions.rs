//! Opinions of other bodies: what each is asked and shown, and what its silence means.

use std::collections::BTreeSet;

use super::Check;
use super::consent::reaches_a_person;
use super::proof::is_looked_at_after;
use crate::condition::types::Scope;
use crate::read::raw::{RawOpinion, RawReview, RawStep};
use crate::{Format, Kind, OpinionRequest, Question, Role, Silence, Step, Taker, Workflow};

impl Check<'_> {
    /// The opinions of a step, and nobody who decides beside them.
    pub(super) fn opinions_alone(
        &mut self,
        step: &RawStep,
        opinions: &[RawOpinion],
        questions: &[&Question],
    ) -> Taker {
        let beside = [
            ("role", step.role.as_ref().map(|role| &role.span)),
            ("consent", step.consent.as_ref().map(|consent| &consent.span)),
            ("people", step.people.as_ref().map(|people| &people.span)),
            (
                "inspection",
                step.inspection.as_ref().map(|inspection| &inspection.span),
            ),
        ];
        for (key, span) in beside {
            if let Some(span) = span {
                self.unreadable(
                    span,
                    format!("opinions decide nothing, so `{key}` means nothing beside `opinions`"),
                )
                .help("let the office decide at a step of its own, after this one");
            }
        }
        if opinions.is_empty() {
            self.unpublishable(&step.id.span, "nobody is asked for an opinion here")
                .help("list whom you ask: `opinions: [{id: fire-brigade, name: Fire brigade, asks: Is the exit wide enough?, shows: [place]}]`");
        }
        let asked = opinions
            .iter()
            .filter_map(|opinion| self.opinion(step, opinion, questions));
        Taker::Opinions(asked.collect())
    }

    fn opinion(
        &mut self,
        step: &RawStep,
        raw: &RawOpinion,
        questions: &[&Question],
    ) -> Option<OpinionRequest> {
        let id = self.kebab(&raw.id, "an opinion’s id");
        let role = match &raw.role {
            Some(role) => {
                let name = self.kebab(role, "a role");
                if !Role::new(name).is_of_consultees() {
                    let message = format!("people with the role `{name}` may read whole cases");
                    self.unpublishable(&role.span, message).help(format!(
                        "write `{}-{name}`: who holds it sees nothing but what is shown here; or leave `role` out",
                        Role::CONSULTEE
                    ));
                }
                name.to_owned()
            }
            None => format!("{}-{id}", Role::CONSULTEE),
        };
        if raw.shows.is_empty() {
            self.unpublishable(
                &raw.span,
                "whoever is asked is shown nothing, and has no opinion of that",
            )
            .help("name the questions whose answers they must know: `shows: [place, people]`");
        }
        let shows = self.shown_to_others(&raw.shows, questions, tells_who_it_is);
        let scope = Scope::new(questions.iter().copied(), []).with_today();
        let silence = raw.silence.as_ref().or(step.silence.as_ref());
        if silence.is_none() {
            self.unpublishable(
                &raw.span,
                "it is not said what it means if this opinion is not given in time",
            )
            .help("write `silence: favourable`, `silence: unfavourable` or `silence: without`, here or once for the whole step");
        }
        Some(OpinionRequest {
            id: id.into(),
            name: self.text(&raw.name),
            role: Role::new(role),
            asks: self.told(
                &raw.asks,
                "whoever is asked reads the answers that `shows` names below it",
            ),
            shows,
            when: match &raw.when {
                Some(when) => Some(self.condition(when, &scope)?),
                None => None,
            },
            silence: silence.map_or(Silence::Without, |silence| silence.value),
        })
    }

    /// Names and roles are told apart; whoever is asked has an end to it; and the office decides.
    pub(super) fn opinions_end(&mut self, raw: &RawReview, workflow: &Workflow) {
        let mut ids = BTreeSet::new();
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            let opinions = written.opinions.as_deref().unwrap_or_default();
            let mut roles = BTreeSet::new();
            for (opinion, request) in opinions.iter().zip(step.opinions()) {
                self.unique(&opinion.id, &mut ids, "the opinion");
                if !roles.insert(&request.role) {
                    let span = opinion.role.as_ref().map_or(&opinion.id.span, |role| &role.span);
                    let message = format!("the role `{}` is asked for two opinions at once", request.role);
                    self.unpublishable(span, message)
                        .help("ask both questions in one, or give one of them a role of its own");
                }
            }
            if written.opinions.is_some() {
                self.opinions_lead_on(workflow, step, written);
            }
        }
    }

    fn opinions_lead_on(&mut self, workflow: &Workflow, step: &Step, written: &RawStep) {
        if workflow.is_aside(&step.id) {
            self.unpublishable(
                &written.id.span,
                "appeals and samples are looked at by people of the office",
            )
            .help("give this step a `role` in the place of `opinions`");
            return;
        }
        if !is_looked_at_after(workflow, step) {
            let word = written.next.as_ref().unwrap_or(&written.id);
            self.unpublishable(
                &word.span,
                "nobody decides by these opinions: a case may come to its permit from here without anybody of the office",
            )
            .help("put a step for the office without `when` behind it");
        }
        match &written.deadline {
            None => {
                self.unpublishable(
                    &written.id.span,
                    "a case would wait here for ever if one of the opinions is not given",
                )
                .help("say how long they have: `deadline: {after: 7 business days}`");
            }
            Some(late) => {
                if let Some(then) = &late.then {
                    self.unpublishable(
                        &then.span,
                        "at the end of this time the case goes on to `next`, and each opinion that is not there means what `silence` says",
                    )
                    .help("leave `then` out");
                }
            }
        }
    }
}

/// Whoever has an opinion of a matter need not know whose it is, not even the name.
fn tells_who_it_is(kind: &Kind) -> bool {
    kind.has_format(Format::FullName) || reaches_a_person(kind)
}

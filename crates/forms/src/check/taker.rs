//! Who decides at a step, or is asked at it.

use super::Check;
use crate::read::problems::nearest;
use crate::read::raw::{RawStep, Word};
use crate::{Question, Reason, Role, Taker};

const MOST_PEOPLE: u8 = 9;
/// What offices call their roles almost everywhere; any other may be granted too.
const USUAL_ROLES: [&str; 3] = ["officer", "supervisor", "inspector"];

impl Check<'_> {
    /// Who decides at a step: the people of a role, somebody who consents, or nobody, where opinions are asked for or somebody inspects.
    pub(super) fn taker(
        &mut self,
        step: &RawStep,
        before: &[RawStep],
        reasons: &[Reason],
        questions: &[&Question],
    ) -> Option<Taker> {
        let people = step.people.as_ref();
        let people = people.map(|people| self.number(people, 1, MOST_PEOPLE, "`people`"));
        if let (Some(silence), None) = (&step.silence, &step.opinions) {
            self.unreadable(
                &silence.span,
                "`silence` means nothing where no `opinions` are asked for",
            )
            .help("say what happens if nobody decides in time: `deadline: {after: 5 days, then: escalate, to: …}`");
        }
        if let Some(opinions) = &step.opinions {
            return Some(self.opinions_alone(step, opinions, questions));
        }
        if let (Some(raw), None) = (&step.inspection, &step.role) {
            self.unreadable(&raw.span, "it is not said who of the office makes the inspection")
                .help("write it beside `inspection`: `role: inspector`");
            return None;
        }
        match (&step.role, &step.consent) {
            (Some(role), None) => {
                self.usual_role(role, before);
                if Role::new(&*role.value).is_of_consultees() {
                    self.unpublishable(
                        &role.span,
                        "who has a role of a consultee sees nothing of a case but what they are asked, so they decide nothing",
                    )
                    .help("give the step a role of another name; a person may hold both");
                }
                if let Some(inspection) = &step.inspection {
                    return Some(self.inspection(step, inspection, role, questions));
                }
                Some(Taker::Office {
                    role: self.kebab(role, "a role").into(),
                    people: people.unwrap_or(1),
                })
            }
            (None, Some(consent)) => {
                if let Some(people) = &step.people {
                    self.unreadable(
                        &people.span,
                        "one person consents, so `people` means nothing here",
                    );
                }
                self.consent(consent, reasons, questions).map(Taker::Consent)
            }
            (Some(role), Some(_)) => {
                self.unreadable(
                    &role.span,
                    "a step is for a `role` of the office or for somebody's `consent`, not for both",
                )
                .help("make two steps of it, one after the other");
                None
            }
            (None, None) => {
                self.unreadable(&step.span, "a step lacks the key `role`")
                    .help("write who of the office decides here: `role: officer`; `consent`, where somebody outside it must agree; or `opinions`, where others are asked first");
                None
            }
        }
    }

    /// Advises where a role is nearly another's name: nobody would ever hold it.
    fn usual_role(&mut self, role: &Word, before: &[RawStep]) {
        let used = before
            .iter()
            .filter_map(|step| Some(step.role.as_ref()?.value.as_str()));
        let known: Vec<&str> = USUAL_ROLES.into_iter().chain(used).collect();
        if known.contains(&role.value.as_str()) {
            return;
        }
        if let Some(name) = nearest(&role.value, known) {
            let message = format!(
                "the role `{}` is nearly `{name}`, and is another role",
                role.value
            );
            self.advise(&role.span, message)
                .help(format!("write `{name}` if that is meant"));
        }
    }
}

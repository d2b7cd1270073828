//! What whoever approves may set: its codes, and the claim by which the permit's code tells it.

use std::collections::BTreeSet;

use super::Check;
use crate::read::raw::{RawClaim, RawConditions, RawPermit, RawService, Word};
use crate::{ClaimDefinition, ClaimForm, ClaimRole, ConditionOption, OfficeConditions};

impl Check<'_> {
    pub(super) fn office_conditions(&mut self, raw: &RawPermit) -> OfficeConditions {
        let RawConditions::BySetter(by) = &raw.conditions else {
            return OfficeConditions::default();
        };
        let mut seen = BTreeSet::new();
        let mut choose = Vec::new();
        for (code, text) in by.choose.iter().flat_map(|codes| &codes.0) {
            self.kebab(code, "a condition's code");
            self.unique(code, &mut seen, "the condition");
            if code.value == OfficeConditions::MORE {
                self.unpublishable(
                    &code.span,
                    "the permit's code says this where a condition is written by hand",
                )
                .help("give the condition another code");
            }
            choose.push(ConditionOption {
                code: code.value.as_str().into(),
                text: self.text(text),
            });
        }
        let taken: usize = choose.iter().map(|option| option.code.as_str().len() + 1).sum();
        if taken > OfficeConditions::MAX_CODES {
            self.unpublishable(
                &by.span,
                format!(
                    "the codes of these conditions take {taken} letters in the permit's code, which has room for {}",
                    OfficeConditions::MAX_CODES
                ),
            )
            .help("make the codes shorter, as in `no-glass`, or choose among fewer");
        }
        let conditions = OfficeConditions {
            choose,
            write: by.write.as_ref().is_some_and(|write| write.value),
        };
        let is_claimed = |claim: &RawClaim| claim.answer.value == OfficeConditions::ID;
        if conditions.are_offered() && !raw.claims.iter().any(is_claimed) {
            self.advise(
                &by.span,
                "whoever approves may set conditions, and the permit's code does not tell them: without a network nobody would know",
            )
            .help("add a claim with them at the end: `- {answer: office_conditions}`");
        }
        conditions
    }

    /// Advises a letter of the service's own that would not tell the holder what was set.
    pub(super) fn told_of_conditions(&mut self, raw: &RawService, offered: &OfficeConditions) {
        let messages = raw.messages.as_ref();
        let Some(approved) = messages.and_then(|messages| messages.approved.as_ref()) else {
            return;
        };
        let tells = |word: &Word| word.value.contains("{conditions}");
        if offered.are_offered() && !approved.body.words().into_iter().any(tells) {
            self.advise(
                &approved.span,
                "whoever approves may set conditions, and this letter does not tell the holder which",
            )
            .help(
                "write `{conditions}` into its body: a sentence with them, or nothing where nobody set any",
            );
        }
    }

    /// A claim of what was set, which no question asks for.
    pub(super) fn claim_of_conditions(
        &mut self,
        raw: &RawClaim,
        conditions: &OfficeConditions,
    ) -> Option<ClaimDefinition> {
        if raw.answer.value != OfficeConditions::ID {
            return None;
        }
        if !conditions.are_offered() {
            self.unpublishable(&raw.answer.span, "nobody may set conditions, so the code has none to tell")
                .help(
                    "say which: `conditions: {choose: {glass: Drinks in plastic cups only.}, write: true}`; where permits that are out have this claim, keep what was offered, or give the permit a new `type`",
                );
        }
        let is_plain = raw
            .role
            .as_ref()
            .is_none_or(|role| role.value == ClaimRole::Detail)
            && raw
                .r#as
                .as_ref()
                .is_none_or(|form| form.value == ClaimForm::Whole);
        if !is_plain {
            self.unpublishable(
                &raw.answer.span,
                "conditions that are set are told whole, as a `detail`",
            )
            .help("write `- {answer: office_conditions}`");
        }
        Some(ClaimDefinition {
            answer: OfficeConditions::ID.into(),
            role: ClaimRole::Detail,
            form: ClaimForm::Whole,
        })
    }
}

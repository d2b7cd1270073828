//! The permit: its claims are answers that fit their roles.

use std::collections::BTreeSet;

use super::Check;
use crate::read::raw::{RawClaim, RawPermit, RawScans, Word};
use crate::{
    ClaimDefinition, ClaimForm, ClaimRole, Format, Kind, MapShape, OfficeConditions, PermitDefinition,
    Question, QuestionId, ScanPolicy, Span, Workflow,
};

const LARGEST_TYPE: u32 = 65_535;
/// Unless the file says otherwise.
const SCANS_KEPT_DAYS: u32 = 30;

impl Check<'_> {
    /// `always` are the questions on pages that everybody comes to.
    pub(super) fn permit(
        &mut self,
        raw: &RawPermit,
        workflow: &Workflow,
        questions: &[&Question],
        always: &[&Question],
    ) -> Option<PermitDefinition> {
        let valid = self.validity(raw, always, questions);
        let renewal = self.renewal(raw.renewal.as_ref(), valid.as_ref(), questions);
        let amendment = self.changes(raw.amendment.as_ref(), questions);
        let transfer = self.changes(raw.transfer.as_ref(), questions);
        self.days_in_code(raw, questions);
        let offline_for = match &raw.offline_for {
            Some(length) => self.offline_for(length),
            None => Some(PermitDefinition::OFFLINE_FOR),
        };
        let scans = self.scans(raw.scans.as_ref());
        Some(PermitDefinition {
            kind: self.number(&raw.r#type, 1, LARGEST_TYPE, "a permit's `type`"),
            title: self.text(&raw.title),
            claims: self.claims(raw, questions, &workflow.conditions),
            prints: self.prints(&raw.prints, questions),
            conditions: self.texts(raw.conditions.always()),
            revoke_many: raw
                .revoke_many
                .as_ref()
                .map_or_else(Default::default, |word| word.value),
            checked_by: raw.checked_by.as_ref().map(|who| self.text(who)),
            renewal,
            amendment,
            transfer,
            copy: raw.copy.as_ref().is_some_and(|copy| copy.value),
            // Last, so that what stands above complains too.
            valid: valid?,
            offline_for: offline_for?,
            scans: scans?,
        })
    }

    fn scans(&mut self, raw: Option<&RawScans>) -> Option<ScanPolicy> {
        let kept_for = raw.and_then(|raw| raw.kept_for.as_ref());
        let shown = raw.and_then(|raw| raw.shown_to_holder.as_ref());
        Some(ScanPolicy {
            kept_for: match kept_for {
                Some(length) => self.span(length)?,
                None => Span::days(SCANS_KEPT_DAYS),
            },
            shown_to_holder: shown.is_some_and(|shown| shown.value),
        })
    }

    fn claims(
        &mut self,
        raw: &RawPermit,
        questions: &[&Question],
        conditions: &OfficeConditions,
    ) -> Vec<ClaimDefinition> {
        if raw.claims.is_empty() {
            self.unpublishable(&raw.span, "the QR would say nothing of its holder")
                .help("list at least one of the `claims`: `- {answer: name, role: holder}`");
        }
        let mut seen = BTreeSet::new();
        let mut claims = Vec::new();
        for claim in &raw.claims {
            self.unique(&claim.answer, &mut seen, "the claim");
            claims.extend(match self.claim_of_conditions(claim, conditions) {
                Some(claim) => Some(claim),
                None => self.claim(claim, questions),
            });
        }
        claims
    }

    fn claim(&mut self, raw: &RawClaim, questions: &[&Question]) -> Option<ClaimDefinition> {
        let question = self.question(&raw.answer, questions)?;
        let role = raw.role.as_ref().map_or(ClaimRole::Detail, |role| role.value);
        let kind = &question.kind;
        let fits = match role {
            ClaimRole::Holder => kind.has_format(Format::FullName) || matches!(kind, Kind::Text { .. }),
            ClaimRole::Document => matches!(kind, Kind::IdentityDocument { .. }),
            ClaimRole::Vehicle => kind.has_format(Format::VehiclePlate) || matches!(kind, Kind::Text { .. }),
            ClaimRole::HoursFrom | ClaimRole::HoursUntil => matches!(kind, Kind::Time),
            ClaimRole::Days => kind.is_of_weekdays(),
            ClaimRole::Zone | ClaimRole::Detail if matches!(kind, Kind::Map { draws, .. } if *draws != MapShape::Point) => {
                false
            }
            ClaimRole::Zone | ClaimRole::Detail => !matches!(
                kind,
                Kind::Group { .. } | Kind::Declaration { .. } | Kind::LongText { .. }
            ),
        };
        if !fits {
            let message = format!("a `{}` cannot be this claim", kind.name());
            self.unpublishable(&raw.answer.span, message).help(match role {
                ClaimRole::Holder => "the holder is a `full-name` question",
                ClaimRole::Document => "the document is an `identity-document` question",
                ClaimRole::Vehicle => "the vehicle is a `vehicle-plate` question",
                ClaimRole::HoursFrom | ClaimRole::HoursUntil => "hours of the day are `time` questions",
                ClaimRole::Days => {
                    "the days are a `choices` question whose options are `mon` to `sun`, or `1` to `7`"
                }
                ClaimRole::Zone | ClaimRole::Detail => {
                    "long texts, groups, declarations, and lines and areas of maps do not fit a QR; use `prints`"
                }
            });
        }
        let usual = if matches!(kind, Kind::IdentityDocument { .. }) {
            ClaimForm::LastFour
        } else {
            ClaimForm::Whole
        };
        let form = raw.r#as.as_ref().map_or(usual, |form| form.value);
        Some(ClaimDefinition {
            answer: question.id.clone(),
            role,
            form,
        })
    }

    fn prints(&mut self, raw: &[Word], questions: &[&Question]) -> Vec<QuestionId> {
        let mut seen = BTreeSet::new();
        let mut prints = Vec::new();
        for word in raw {
            self.unique(word, &mut seen, "the printed answer");
            prints.extend(self.question(word, questions).map(|question| question.id.clone()));
        }
        prints
    }
}

//! The permit: its claims are answers that fit their roles, its time hangs on days that are given.

use std::collections::BTreeSet;

use super::Check;
use crate::read::raw::{RawClaim, RawPermit, RawScans, RawTerm, RawValidity, Word};
use crate::{
    ClaimDefinition, ClaimForm, ClaimRole, Format, Kind, PermitDefinition, Question, QuestionId, Renewal,
    ScanPolicy, Span, Validity,
};

const LARGEST_TYPE: u32 = 65_535;
/// Unless the file says otherwise.
const SCANS_KEPT_DAYS: u32 = 30;

impl Check<'_> {
    /// `always` are the questions on pages that everybody comes to.
    pub(super) fn permit(
        &mut self,
        raw: &RawPermit,
        questions: &[&Question],
        always: &[&Question],
    ) -> Option<PermitDefinition> {
        let valid = self.validity(&raw.valid, always, questions, raw);
        let renewal = raw.renewal.as_ref().map(|renewal| Renewal {
            opens: self.span(&renewal.opens),
        });
        if let (Some(Renewal { opens }), Some(Validity::For(lasts)), Some(written)) =
            (&renewal, &valid, &raw.renewal)
            && opens.most_seconds() > lasts.most_seconds()
        {
            let message = format!("renewal opens {opens} before the end of a permit that holds only {lasts}");
            self.unpublishable(&written.opens.span, message);
        }
        self.days_in_code(raw, questions);
        Some(PermitDefinition {
            kind: self.number(&raw.r#type, 1, LARGEST_TYPE, "a permit's `type`"),
            title: self.text(&raw.title),
            claims: self.claims(raw, questions),
            prints: self.prints(&raw.prints, questions),
            conditions: self.texts(&raw.conditions),
            offline_for: match &raw.offline_for {
                Some(length) => self.offline_for(length),
                None => PermitDefinition::OFFLINE_FOR,
            },
            scans: self.scans(raw.scans.as_ref()),
            revoke_many: raw
                .revoke_many
                .as_ref()
                .map_or_else(Default::default, |word| word.value),
            valid: valid?,
            renewal,
        })
    }

    fn scans(&mut self, raw: Option<&RawScans>) -> ScanPolicy {
        let kept_for = raw.and_then(|raw| raw.kept_for.as_ref());
        let shown = raw.and_then(|raw| raw.shown_to_holder.as_ref());
        ScanPolicy {
            kept_for: kept_for.map_or(Span::days(SCANS_KEPT_DAYS), |length| self.span(length)),
            shown_to_holder: shown.is_some_and(|shown| shown.value),
        }
    }

    fn validity(
        &mut self,
        valid: &RawValidity,
        always: &[&Question],
        questions: &[&Question],
        permit: &RawPermit,
    ) -> Option<Validity> {
        let term = match valid {
            RawValidity::For(length) => return Some(Validity::For(self.span(length))),
            RawValidity::Term(term) => term,
        };
        match term {
            RawTerm {
                until: Some(until),
                from: None,
                r#for: None,
                ..
            } => self.day(until, always, questions).map(Validity::Until),
            RawTerm {
                until: None,
                from: Some(from),
                r#for: Some(length),
                ..
            } => {
                let lasts = self.span(length);
                self.day(from, always, questions)
                    .map(|from| Validity::From { from, lasts })
            }
            _ => {
                let span = if term.span.is_empty() {
                    &permit.span
                } else {
                    &term.span
                };
                self.unreadable(span, "`valid` says neither until when nor from when and how long")
                    .help("write `valid: 36h`, `valid: {until: question}` or `valid: {from: question, for: 30d}`");
                None
            }
        }
    }

    fn day(&mut self, word: &Word, always: &[&Question], questions: &[&Question]) -> Option<QuestionId> {
        let question = self.question(word, questions)?;
        if !matches!(question.kind, Kind::Date { .. }) {
            let message = format!(
                "a permit's time hangs on a `date`, not on a `{}`",
                question.kind.name()
            );
            self.unreadable(&word.span, message);
        } else if question.optional
            || question.when.is_some()
            || !always.iter().any(|other| other.id == question.id)
        {
            self.unpublishable(
                &word.span,
                "a permit's time cannot hang on a question that may go unanswered",
            );
        }
        Some(question.id.clone())
    }

    fn claims(&mut self, raw: &RawPermit, questions: &[&Question]) -> Vec<ClaimDefinition> {
        if raw.claims.is_empty() {
            self.unpublishable(&raw.span, "the QR would say nothing of its holder")
                .help("list at least one of the `claims`: `- {answer: name, role: holder}`");
        }
        let mut seen = BTreeSet::new();
        let mut claims = Vec::new();
        for claim in &raw.claims {
            self.unique(&claim.answer, &mut seen, "the claim");
            claims.extend(self.claim(claim, questions));
        }
        claims
    }

    fn claim(&mut self, raw: &RawClaim, questions: &[&Question]) -> Option<ClaimDefinition> {
        let question = self.question(&raw.answer, questions)?;
        let role = raw.role.as_ref().map_or(ClaimRole::Detail, |role| role.value);
        let kind = &question.kind;
        let fits = match role {
            ClaimRole::Holder => matches!(kind, Kind::Formatted(Format::FullName) | Kind::Text { .. }),
            ClaimRole::Document => matches!(kind, Kind::IdentityDocument { .. }),
            ClaimRole::Vehicle => matches!(kind, Kind::Formatted(Format::VehiclePlate) | Kind::Text { .. }),
            ClaimRole::HoursFrom | ClaimRole::HoursUntil => matches!(kind, Kind::Time),
            ClaimRole::Days => kind.is_of_weekdays(),
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
                    "long texts, groups and declarations do not fit a QR; use `prints`"
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

//! What may be asked for of a permit that is out: the questions that are asked anew are there, and somebody decides.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Check;
use crate::condition::types::PURPOSE;
use crate::definition::of_earlier::{Changes, Renewal, RenewalStart};
use crate::read::raw::{RawChanges, RawPermit, RawRenewal, RawService, Word};
use crate::{
    Answers, ApplicationPurpose, Condition, Form, Format, Kind, Page, Question, QuestionId, Ruling, Service,
    Validity, ValidityStart, Workflow,
};

/// What applications may ask for, as the file says it.
pub(super) fn offered(permit: &RawPermit) -> Vec<ApplicationPurpose> {
    let is_offered = |purpose: &ApplicationPurpose| match purpose {
        ApplicationPurpose::New => true,
        ApplicationPurpose::Renewal => permit.renewal.is_some(),
        ApplicationPurpose::Amendment => permit.amendment.is_some(),
        ApplicationPurpose::Transfer => permit.transfer.is_some(),
        ApplicationPurpose::Copy => permit.copy.as_ref().is_some_and(|copy| copy.value),
    };
    ApplicationPurpose::ALL.into_iter().filter(is_offered).collect()
}

impl Check<'_> {
    pub(super) fn renewal(
        &mut self,
        raw: Option<&RawRenewal>,
        valid: Option<&Validity>,
        questions: &[&Question],
    ) -> Option<Renewal> {
        let raw = raw?;
        let changes = raw
            .changes
            .as_ref()
            .map(|words| self.asked_anew(words, &raw.span, questions));
        let closes = raw.closes.as_ref().and_then(|closes| self.span(closes));
        let opens = self.span(&raw.opens)?;
        if let Some(valid) = valid {
            self.renewed_before(opens, &raw.opens, valid);
        }
        let begins_at_end = raw
            .begins
            .as_ref()
            .filter(|begins| begins.value == RenewalStart::AtEnd);
        let is_answered = |valid: &Validity| {
            let mut periods = valid.periods().iter();
            periods.any(|period| matches!(period.begins, ValidityStart::Answer(_)))
        };
        if let (Some(begins), true) = (begins_at_end, valid.is_some_and(is_answered)) {
            self.unpublishable(
                &begins.span,
                "`valid` says already when the permit begins: on a day that is answered",
            )
            .help("leave `begins` out");
        }
        Some(Renewal {
            opens,
            closes,
            begins_at_end: begins_at_end.is_some(),
            changes,
        })
    }

    pub(super) fn changes(&mut self, raw: Option<&RawChanges>, questions: &[&Question]) -> Option<Changes> {
        let raw = raw?;
        let changes = self.asked_anew(&raw.changes, &raw.span, questions);
        Some(Changes { changes })
    }

    fn asked_anew(
        &mut self,
        words: &[Word],
        group: &Range<usize>,
        questions: &[&Question],
    ) -> Vec<QuestionId> {
        if words.is_empty() {
            self.unpublishable(group, "nothing may change here")
                .help("list the questions that are asked anew: `changes: [plate]`");
        }
        let mut seen = BTreeSet::new();
        let mut changes = Vec::new();
        for word in words {
            self.unique(word, &mut seen, "the question");
            changes.extend(self.question(word, questions).map(|question| question.id.clone()));
        }
        changes
    }

    /// Holds what is offered against the whole service: who has a permit, which pages there are, what the rules say.
    pub(super) fn of_earlier(&mut self, raw: &RawService, service: &Service) {
        if let Some(written) = &raw.permit.amendment {
            self.stays_with_its_holder(written, service);
        }
        if let Some(written) = &raw.permit.transfer {
            self.asks_for_the_new_holder(written, service);
        }
        for (purpose, written) in [
            (
                ApplicationPurpose::Renewal,
                raw.permit
                    .renewal
                    .as_ref()
                    .and_then(|renewal| renewal.changes.as_deref()),
            ),
            (
                ApplicationPurpose::Amendment,
                raw.permit.amendment.as_ref().map(|written| &*written.changes),
            ),
            (
                ApplicationPurpose::Transfer,
                raw.permit.transfer.as_ref().map(|written| &*written.changes),
            ),
        ] {
            self.are_asked(purpose, written.unwrap_or_default(), &service.form);
        }
        self.can_be_approved(raw, service);
        self.is_free(raw);
    }

    /// A question comes before the word `purpose`. Services of before may have called one so, and its permits may claim it.
    fn is_free(&mut self, raw: &RawService) {
        let asked = raw.form.iter().flat_map(|page| page.questions.iter());
        let inner = asked
            .clone()
            .flat_map(|question| question.questions.iter().flat_map(|inner| inner.iter()));
        let computed = raw.form.iter().flat_map(|page| page.computed.iter().flatten());
        let mut ids = asked
            .chain(inner)
            .map(|question| &question.id)
            .chain(computed.map(|computed| &computed.id));
        let Some(word) = ids.find(|id| id.value == PURPOSE) else {
            return;
        };
        let message = "in conditions, this stands in the way of the word for what an application asks for";
        let help = "give the question another id, to write `purpose == 'renewal'`";
        if self.purposes.iter().any(|purpose| purpose.keeps_end()) {
            self.unpublishable(&word.span, message).help(help);
        } else if self.purposes.len() > 1 {
            self.advise(&word.span, message).help(help);
        }
    }

    fn stays_with_its_holder(&mut self, written: &RawChanges, service: &Service) {
        let document = service.document_question();
        let named = |word: &&Word| document.is_some_and(|document| document.id.as_str() == word.value);
        if let Some(word) = written.changes.iter().find(named) {
            self.unpublishable(&word.span, "with another document it is somebody else's permit")
                .help("`transfer: {changes: […]}` hands a permit over");
        }
    }

    /// Both holders are known by their document, and the link to what was handed over goes to whoever has it then.
    fn asks_for_the_new_holder(&mut self, written: &RawChanges, service: &Service) {
        let asks = |question: &Question| {
            let mut changes = written.changes.iter();
            changes.any(|word| word.value == question.id.as_str())
        };
        let everybody = service.form.pages.iter().filter(|page| page.when.is_none());
        let mut everybody = everybody.flat_map(|page| &page.questions);
        let is_of_everybody = |question: &Question| !question.optional && question.when.is_none();
        match service.document_question() {
            Some(document) if !asks(document) => {
                let message = format!(
                    "whoever gets the permit is not asked for their document: `{}`",
                    document.id
                );
                self.unpublishable(&written.span, message)
                    .help("list the questions about the holder under `changes`");
            }
            Some(document)
                if everybody
                    .clone()
                    .any(|question| question.id == document.id && is_of_everybody(question)) => {}
            _ => {
                let message = "whoever hands a permit over shows that it is theirs by their document, and not everybody is asked for it";
                self.unpublishable(&written.span, message)
                    .help("ask everybody for an `identity-document`, and list it under `changes`");
            }
        }
        let is_address = |question: &Question| {
            let mut others = service.review.consent_questions();
            question.kind.has_format(Format::Email) && !others.any(|other| *other == question.id)
        };
        if !everybody.any(|question| is_address(question) && asks(question) && is_of_everybody(question)) {
            let message = "letters on the permit, and the link to it, go on to whoever had it: not everybody who gets it is asked for an address";
            self.unpublishable(&written.span, message)
                .help("ask everybody for an `e-mail`, and list it under `changes`");
        }
    }

    /// What is to be asked anew stands on a page that such an application comes to.
    fn are_asked(&mut self, purpose: ApplicationPurpose, changes: &[Word], form: &Form) {
        for word in changes {
            let asks = |page: &&Page| {
                page.questions
                    .iter()
                    .any(|question| question.id.as_str() == word.value)
            };
            let Some(page) = form.pages.iter().find(asks) else {
                continue;
            };
            let question = page
                .questions
                .iter()
                .find(|question| question.id.as_str() == word.value);
            let conditions = page
                .when
                .iter()
                .chain(question.and_then(|question| question.when.as_ref()));
            if conditions
                .into_iter()
                .any(|when| settled(when, purpose) == Some(false))
            {
                let message = format!(
                    "`{}` is not asked where `purpose` is '{}'",
                    word.value,
                    purpose.code()
                );
                self.unpublishable(&word.span, message)
                    .help("change its `when` or its page's, or take it out here");
            }
            if question.is_some_and(|question| matches!(question.kind, Kind::Declaration { .. })) {
                self.advise(&word.span, "what is sworn is sworn anew in any case")
                    .help("leave it out here");
            }
        }
    }

    /// The first rule that is sure to hold for a purpose decides every such application.
    fn can_be_approved(&mut self, raw: &RawService, service: &Service) {
        let purposes: Vec<_> = self.purposes.iter().copied().skip(1).collect();
        for purpose in purposes {
            for page in &service.form.pages {
                let is_met = page
                    .when
                    .as_ref()
                    .is_none_or(|when| settled(when, purpose) == Some(true));
                let mut stops = page.stop_if.iter();
                let names_it = page.when.as_ref().is_some_and(Condition::names_purpose);
                if let Some(at) = stops
                    .position(|stop| {
                        (names_it || stop.when.names_purpose()) && settled(&stop.when, purpose) == Some(true)
                    })
                    .filter(|_| is_met)
                    && let Some(stop) = raw
                        .form
                        .iter()
                        .find(|written| written.page.value == page.id.as_str())
                        .and_then(|written| written.stop_if.get(at))
                {
                    let message = format!("every application for a {} ends here", purpose.code());
                    self.unpublishable(&stop.when.span, message).help(format!(
                        "take `{}` out under `permit`, if nobody may ask for it",
                        purpose.code()
                    ));
                }
            }
            self.first_rule_of(purpose, raw, &service.review);
        }
    }

    fn first_rule_of(&mut self, purpose: ApplicationPurpose, raw: &RawService, review: &Workflow) {
        let mut rules = review.rules.iter().zip(&raw.review.rules);
        let Some((rule, written)) = rules.find(|(rule, _)| settled(&rule.when, purpose) == Some(true)) else {
            return;
        };
        let code = purpose.code();
        match rule.then {
            // One that rejects everything, as in an emergency, is meant.
            Ruling::Reject { .. } if rule.when.names_purpose() => {
                self.unpublishable(
                    &written.when.span,
                    format!("every application for a {code} is rejected here"),
                )
                .help(format!(
                    "take `{code}` out under `permit`, if nobody may ask for it"
                ));
            }
            Ruling::Approve { .. } if purpose == ApplicationPurpose::Transfer => {
                self.advise(&written.when.span, "a permit changes hands here, and nobody looks at it or consents")
                    .help("whoever gets hold of the holder's link could take the permit: let a step look at it, or have the new holder consent");
            }
            _ => {}
        }
    }
}

/// Whether a condition that speaks of nothing but the purpose holds for this one; nothing where it hangs on more.
fn settled(when: &Condition, purpose: ApplicationPurpose) -> Option<bool> {
    let nothing = Answers::default().with_purpose(purpose);
    when.questions().is_empty().then(|| when.holds(&nothing))
}

//! From the file as written to a checked service: names resolved, texts complete, expressions typed, the
//! workflow proved. Every part is built even where something in it is wrong, so that one run tells of all.

mod about;
mod bounds;
mod calendar;
mod conditions;
mod consent;
mod days;
mod deadline;
mod fee;
mod form;
mod inspection;
mod keeping;
mod kind;
mod map;
mod messages;
mod names;
mod of_earlier;
mod opinions;
mod permit;
mod proof;
mod review;
mod taker;
mod texts;
mod times;
mod validity;

pub(crate) use fee::exact_cents;

use std::ops::Range;

use crate::condition::faults::Fault;
use crate::condition::types::Scope;
use crate::country_rules::CountryRules;
use crate::read::field::At;
use crate::read::problems::{Added, Forbids, Problems};
use crate::read::raw::{RawService, Word};
use crate::{
    ApplicationPurpose, Condition, Form, Formula, Language, Page, Question, Service, Taker, Workflow,
};

/// What every check needs at hand.
pub(crate) struct Check<'a> {
    source: &'a str,
    problems: &'a mut Problems,
    languages: Vec<Language>,
    country: &'static CountryRules,
    /// Questions on earlier pages that are shown on a condition, each with that condition.
    on_pages: Vec<(String, String)>,
    /// What applications may ask for.
    purposes: Vec<ApplicationPurpose>,
}

/// Checks the whole file. What comes back says what is written wherever no problem was noted that forbids reading;
/// elsewhere it holds what was made up to go on with.
pub(crate) fn service(raw: &RawService, source: &str, problems: &mut Problems) -> Option<Service> {
    let mut check = Check {
        source,
        problems,
        languages: Vec::new(),
        country: raw
            .country
            .as_ref()
            .map_or_else(CountryRules::usual, |at| at.value),
        on_pages: Vec::new(),
        purposes: of_earlier::offered(&raw.permit),
    };
    check.languages = check.languages_of(raw);
    let id = check.kebab(&raw.service, "a service's id").into();
    let about = check.about(raw);
    let form = check.form(&raw.form, &raw.service.span);
    let questions: Vec<&Question> = form.pages.iter().flat_map(Page::all).collect();
    let asked: Vec<&Question> = form.pages.iter().flat_map(|page| &page.questions).collect();
    let fee = raw.fee.as_ref().map(|fee| check.fee(fee, &questions));
    let conditions = check.office_conditions(&raw.permit);
    let review = Workflow {
        conditions,
        fee,
        ..check.review(&raw.review, &questions, &asked)
    };
    let review = asked_on_pages(review, &form);
    let always = form.pages.iter().filter(|page| page.when.is_none());
    let always: Vec<&Question> = always.flat_map(|page| &page.questions).collect();
    let permit = check.permit(&raw.permit, &review, &questions, &always);
    let messages = check.messages(raw.messages.as_ref());
    check.told_of_conditions(raw, &review.conditions);
    check.told_of_steps(raw);
    let kept_for = check.kept_for(raw.kept_for.as_ref(), &review, permit.as_ref());
    let service = Service {
        id,
        country: check.country,
        languages: check.languages.clone(),
        about,
        review,
        permit: permit?,
        messages,
        kept_for,
        drafts: raw.drafts.as_ref().map(|drafts| drafts.value).unwrap_or_default(),
        publish: raw
            .publish
            .as_ref()
            .map(|people| people.value)
            .unwrap_or_default(),
        canonical: crate::canonical_json::of(raw),
        form,
    };
    check.of_earlier(raw, &service);
    Some(service)
}

/// A consent is asked of nobody whose address the form does not ask for, be it for its page.
fn asked_on_pages(mut review: Workflow, form: &Form) -> Workflow {
    for step in &mut review.steps {
        if let Taker::Consent(consent) = &mut step.taker {
            let asks = |page: &&Page| page.questions.iter().any(|question| question.id == consent.of);
            let page = form.pages.iter().find(asks);
            consent.asked_if.extend(page.and_then(|page| page.when.clone()));
        }
    }
    review
}

impl Check<'_> {
    /// Notes what has no meaning: neither can it be published, nor is a kept version read that says it.
    fn unreadable(&mut self, span: &Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.problems.unreadable(span.clone(), message)
    }

    /// Notes what may not be published, and has been built as it is written for versions that say it already.
    fn unpublishable(&mut self, span: &Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.problems.add(Forbids::Publishing, span.clone(), message)
    }

    /// Notes what would be better, and stands in the way of nothing.
    fn advise(&mut self, span: &Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.problems.add(Forbids::Nothing, span.clone(), message)
    }

    /// A typed expression; its faults are shown at their place inside the line.
    fn condition(&mut self, word: &Word, scope: &Scope) -> Option<Condition> {
        let on_pages = self
            .on_pages
            .iter()
            .map(|(question, when)| (&**question, &**when));
        let purposes = self.purposes.iter().copied();
        let scope = scope.clone().on_pages(on_pages).with_purposes(purposes);
        let (condition, faults) = Condition::compile(&word.value, &scope);
        self.note(word, faults);
        condition
    }

    /// The same of one that says a number or a text, too.
    fn formula(&mut self, word: &Word, scope: &Scope) -> Option<Formula> {
        let (formula, faults) = Formula::compile(
            &word.value,
            &scope.clone().with_purposes(self.purposes.iter().copied()),
        );
        self.note(word, faults);
        formula
    }

    fn note(&mut self, word: &Word, faults: Vec<Fault>) {
        for fault in faults {
            let span = self.inside(word, fault.span);
            let added = self.problems.add(fault.forbids, span, fault.message);
            if let Some(help) = fault.help {
                added.help(help);
            }
        }
    }

    /// A part of a scalar, where the scalar stands in the file letter by letter, be it over several lines;
    /// else, as with escapes, all of it.
    fn inside(&self, word: &Word, part: Range<usize>) -> Range<usize> {
        let written = self.source.get(word.span.clone()).unwrap_or("");
        if let Some(at) = written.find(&word.value) {
            let start = word.span.start + at;
            return start + part.start..start + part.end;
        }
        match aligned(written, &word.value, &part) {
            Some(found) => word.span.start + found.start..word.span.start + found.end,
            None => word.span.start..word.span.start + written.trim_end().len(),
        }
    }

    /// A number that is published between bounds only; the lower bound where it does not even fit its type.
    fn number<T: TryFrom<i64> + Copy>(&mut self, number: &At<i64>, least: T, most: T, what: &str) -> T
    where
        i64: From<T>,
    {
        let (low, high) = (i64::from(least), i64::from(most));
        let (forbids, value) = match T::try_from(number.value) {
            Ok(value) if (low..=high).contains(&number.value) => return value,
            Ok(value) => (Forbids::Publishing, value),
            Err(_) => (Forbids::Reading, least),
        };
        let message = format!("{what} lies between {low} and {high}");
        self.problems.add(forbids, number.span.clone(), message);
        value
    }

    /// The question of that id among those asked at the top of a page.
    fn question<'q>(&mut self, word: &Word, questions: &[&'q Question]) -> Option<&'q Question> {
        let found = questions
            .iter()
            .find(|question| question.id.as_str() == word.value);
        if found.is_none() {
            self.unreadable(&word.span, format!("no question is called `{}`", word.value))
                .did_you_mean(&word.value, questions.iter().map(|question| question.id.as_str()));
        }
        found.copied()
    }
}

/// Finds a part of a folded text in what was written, where any white space stands for any other.
fn aligned(written: &str, value: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let mut at = written.len() - written.trim_start().len();
    let mut start = None;
    for (position, letter) in value.trim_end().char_indices() {
        let rest = &written[at..];
        let skipped = rest.len() - rest.trim_start().len();
        if letter.is_whitespace() {
            at += skipped;
            continue;
        }
        if position == part.start {
            start = Some(at);
        }
        if !written[at..].starts_with(letter) {
            return None;
        }
        at += letter.len_utf8();
        if position + letter.len_utf8() >= part.end {
            return start.map(|start| start..at);
        }
    }
    None
}

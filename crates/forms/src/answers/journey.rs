//! Which pages and questions apply, and what came of a posted page.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::parse::{Around, Reading, first_field, parse, too_big};
use super::words::words;
use super::wrong::{Cause, Flaw};
use super::{Answer, AnswerError, Answers, Gap, ParsedPage, Raw};
use crate::{ApplicationPurpose, Kind, Language, Page, Question, Service};

impl Service {
    /// The pages that apply to someone who answered so. An answer to a question that itself no longer applies
    /// decides nothing.
    pub fn journey(&self, answers: &Answers) -> Vec<&Page> {
        let mut kept = answers.begun_alike();
        let mut pages = Vec::new();
        for page in &self.form.pages {
            if page.when.as_ref().is_none_or(|when| when.holds(&kept)) {
                keep(page, answers, &mut kept);
                pages.push(page);
            }
        }
        pages
    }

    /// The questions of the page that apply to someone who answered so.
    pub fn visible<'a>(&'a self, page: &'a Page, answers: &Answers) -> Vec<&'a Question> {
        let mut kept = self.before(page, answers);
        keep(page, answers, &mut kept)
    }

    /// Reads a posted page. `known` are the answers so far, of this page too if it was posted before; fields that
    /// the page does not ask for are ignored.
    pub fn parse_page(
        &self,
        page: &Page,
        raw: &Raw,
        known: &Answers,
        language: &Language,
        today: Date,
    ) -> ParsedPage {
        let mut parsed = ParsedPage::default();
        if too_big(page, raw) {
            parsed.errors.extend(
                page.questions
                    .first()
                    .map(|question| page_too_big(question, language)),
            );
            return parsed;
        }
        let mut before = self.before(page, known);
        let mut wrong = BTreeSet::new();
        for question in &page.questions {
            if !applies(question, &before) {
                continue;
            }
            if appeared_just_now(question, raw) {
                parsed.narrow.push(question.id.clone());
                wrong.insert(question.id.clone());
                continue;
            }
            let around = Around {
                before: &before,
                wrong: &wrong,
                today,
            };
            let read = parse(question, question.id.as_str(), raw, around);
            match read.or_else(|flaws| self.as_it_was(question, raw, known, around).ok_or(flaws)) {
                Ok(Reading::Given(answer)) => {
                    before.insert(question.id.clone(), answer.clone());
                    parsed.answers.insert(question.id.clone(), answer);
                }
                Ok(Reading::Narrow) => {
                    wrong.insert(question.id.clone());
                    parsed.narrow.push(question.id.clone());
                }
                Ok(Reading::Blank) => {}
                Err(flaws) => {
                    wrong.insert(question.id.clone());
                    let told = flaws.iter().map(|flaw| error(flaw, language));
                    parsed.errors.extend(told);
                }
            }
        }
        if parsed.errors.is_empty() && parsed.narrow.is_empty() {
            page.compute(&mut before);
            let stop = page
                .stop_if
                .iter()
                .find(|stop| stop.when.holds_on(&before, today));
            parsed.stop = stop.map(|stop| stop.say.clone());
        }
        parsed
    }

    /// The known answer, if it is what was sent and stays, though it would be wrong of somebody who answers so today.
    fn as_it_was(
        &self,
        question: &Question,
        raw: &Raw,
        known: &Answers,
        around: Around<'_>,
    ) -> Option<Reading> {
        let was = known.get(&question.id)?;
        let judged = self.judged(known.purpose(), question);
        let read = parse(&judged, question.id.as_str(), raw, around).ok()?;
        Some(read).filter(|read| matches!(read, Reading::Given(answer) if answer == was))
    }

    /// Reads a text as the answer to one question of one field, which must be answered. `known` are the answers that its condition
    /// may speak of.
    pub fn parse_text(
        &self,
        question: &Question,
        text: &str,
        known: &Answers,
        language: &Language,
        today: Date,
    ) -> Result<Answer, AnswerError> {
        let name = question.id.as_str();
        let raw = Raw::from([(name.to_owned(), vec![text.to_owned()])]);
        let asked = Question {
            optional: false,
            ..question.clone()
        };
        let around = Around::right(known, today);
        let refused = |cause: Cause| AnswerError {
            question: question.id.clone(),
            field: name.to_owned(),
            message: words(language).get(&cause.key()).to_owned(),
        };
        match parse(&asked, name, &raw, around) {
            Ok(Reading::Given(answer)) => Ok(answer),
            Ok(Reading::Blank | Reading::Narrow) => Err(refused(Cause::TextMissing)),
            Err(flaws) => Err(flaws
                .first()
                .map_or_else(|| refused(Cause::TextMissing), |flaw| error(flaw, language))),
        }
    }

    /// Goes through the form as whoever answers it does, for that purpose: to each page and question that applies by
    /// what was answered before, whose answer `visit` gives. What a page computes follows its questions. Answers all of it.
    pub(crate) fn walk<'s>(
        &'s self,
        purpose: ApplicationPurpose,
        mut visit: impl FnMut(Visit<'s>, &Answers) -> Option<Answer>,
    ) -> Answers {
        let mut kept = Answers::default().with_purpose(purpose);
        for page in &self.form.pages {
            if page.when.as_ref().is_some_and(|when| !when.holds(&kept)) {
                continue;
            }
            for question in &page.questions {
                if !applies(question, &kept) {
                    continue;
                }
                if let Some(answer) = visit(Visit::Question(page, question), &kept) {
                    kept.insert(question.id.clone(), answer);
                }
            }
            page.compute(&mut kept);
            visit(Visit::End(page), &kept);
        }
        kept
    }

    /// The answers to send: only what the journey asks, each still right today. Or what is missing.
    pub fn complete(&self, answers: Answers, today: Date) -> Result<Answers, Vec<Gap>> {
        self.complete_but(answers, today, |_, _| false)
    }

    /// The same, where an answer that would be refused is taken all the same if it is settled, by the answers before it.
    pub(crate) fn complete_but(
        &self,
        answers: Answers,
        today: Date,
        is_settled: impl Fn(&Question, &Answers) -> bool,
    ) -> Result<Answers, Vec<Gap>> {
        let purpose = answers.purpose();
        let (mut given, mut gaps, mut before_page): (_, Vec<Gap>, _) = (answers, Vec::new(), 0);
        let kept = self.walk(purpose, |visit, before| match visit {
            Visit::Question(page, question) => {
                let around = Around::right(before, today);
                let judged = self.judged(purpose, question);
                let answer = given.remove(&question.id);
                match again(&judged, answer.clone(), around) {
                    Ok(Reading::Given(answer)) => return Some(answer),
                    Ok(Reading::Blank) => {}
                    Err(_) if answer.is_some() && is_settled(question, before) => return answer,
                    Ok(Reading::Narrow) | Err(_) => gaps.push(gap(page, question)),
                }
                None
            }
            Visit::End(page) => {
                let stops = gaps.len() == before_page
                    && page.stop_if.iter().any(|stop| stop.when.holds_on(before, today));
                let first = page.questions.first().filter(|_| stops);
                gaps.extend(first.map(|first| gap(page, first)));
                before_page = gaps.len();
                None
            }
        });
        if gaps.is_empty() { Ok(kept) } else { Err(gaps) }
    }

    /// What is computed on the pages of the journey of someone who answered so.
    pub fn computed(&self, answers: &Answers) -> Answers {
        let mut kept = answers.begun_alike();
        let mut computed = Answers::default();
        for page in self.journey(answers) {
            keep(page, answers, &mut kept);
            for value in &page.computed {
                let id = &value.question.id;
                if let Some(value) = kept.get(id) {
                    computed.insert(id.clone(), value.clone());
                }
            }
        }
        computed
    }

    /// What was answered on the pages of the journey before this one.
    fn before(&self, page: &Page, answers: &Answers) -> Answers {
        let mut kept = answers.begun_alike();
        for earlier in self.form.pages.iter().take_while(|earlier| earlier.id != page.id) {
            if earlier.when.as_ref().is_none_or(|when| when.holds(&kept)) {
                keep(earlier, answers, &mut kept);
            }
        }
        kept
    }
}

/// Where somebody is who goes through the form.
#[derive(Clone, Copy)]
pub(crate) enum Visit<'s> {
    /// At a question of a page.
    Question(&'s Page, &'s Question),
    /// At the end of a page.
    End(&'s Page),
}

/// The page's questions that apply; their answers join those kept.
fn keep<'a>(page: &'a Page, answers: &Answers, kept: &mut Answers) -> Vec<&'a Question> {
    let mut visible = Vec::new();
    for question in &page.questions {
        if applies(question, kept) {
            if let Some(answer) = answers.get(&question.id) {
                kept.insert(question.id.clone(), answer.clone());
            }
            visible.push(question);
        }
    }
    page.compute(kept);
    visible
}

/// Whether it is asked of who answered so before it.
pub(crate) fn applies(question: &Question, before: &Answers) -> bool {
    question.when.as_ref().is_none_or(|when| when.holds(before))
}

/// Whether the question could not have been on the screen that was posted: it depends on another answer, and none
/// of its fields came. Radio buttons and boxes left alone send nothing either, so for them it is not known.
fn appeared_just_now(question: &Question, raw: &Raw) -> bool {
    let sends_nothing_when_left = matches!(
        question.kind,
        Kind::YesNo | Kind::Choice { .. } | Kind::Choices { .. } | Kind::Declaration { .. }
    );
    let is_posted = super::fields::Fields::new(raw, question.id.as_str()).posted();
    question.when.is_some() && !question.optional && !sends_nothing_when_left && !is_posted
}

/// An answer given before, judged as if it were given now.
pub(crate) fn again(
    question: &Question,
    given: Option<Answer>,
    around: Around<'_>,
) -> Result<Reading, Vec<Flaw>> {
    let raw = given.map(|answer| answer.to_raw(question)).unwrap_or_default();
    parse(question, question.id.as_str(), &raw, around)
}

fn gap(page: &Page, question: &Question) -> Gap {
    Gap {
        page: page.id.clone(),
        question: question.id.clone(),
    }
}

fn error(flaw: &Flaw, language: &Language) -> AnswerError {
    AnswerError {
        question: flaw.question.clone(),
        field: flaw.field.clone(),
        message: flaw.say(language),
    }
}

fn page_too_big(question: &Question, language: &Language) -> AnswerError {
    AnswerError {
        question: question.id.clone(),
        field: first_field(question, question.id.as_str()),
        message: words(language).get(&Cause::PageTooBig.key()).to_owned(),
    }
}

//! Samples that meet a service's rules, found by trying.
//!
//! First every question is filled in with the first usual answer that its own rules take. Then, as long as something is not met (a question
//! without an answer, a stop that holds, a rule that rejects), the answers that its conditions speak of are changed: one of them, then
//! two, then three at once, each to the usual answers and to those that the constants of the conditions suggest ([`super::hinted`]). A
//! change counts if it meets what it was made for, and whatever was mended before stays so. The number of tries is bounded, so that no service takes for ever; what is not met by then is told.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::hinted::Known;
use super::is_taken;
use crate::answers::{Around, Raw, Reading, Visit, parse};
use crate::{Answer, Answers, ApplicationPurpose, PageId, Question, QuestionId, Ruling, Service};

/// How many whole sets of answers are tried for one service.
const TRIES: usize = 6_000;
/// How many answers of each question are tried where one, two or three are changed at once.
const EACH: [usize; 3] = [400, 40, 12];

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The answers.
    pub answers: Answers,
    /// What they do not meet, in the order of the form and then of the review's rules.
    pub unmet: Vec<Unmet>,
}

/// What no answers were found for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmet {
    /// The rules of this question.
    Question(QuestionId),
    /// A stop of this page holds.
    Stop {
        /// The page.
        page: PageId,
        /// Its condition.
        when: String,
    },
    /// A rule of the review rejects.
    Rejection {
        /// Its condition.
        when: String,
    },
}

/// Answers to a whole service, the same for the same service and day, and what they do not meet.
pub fn search(service: &Service, today: Date) -> Found {
    search_around(service, ApplicationPurpose::New, &BTreeMap::new(), today)
}

/// The same for any purpose, where some answers are given: they stay as they are, and are wrong where the service does not take them.
pub(crate) fn search_around(
    service: &Service,
    purpose: ApplicationPurpose,
    given: &BTreeMap<QuestionId, Raw>,
    today: Date,
) -> Found {
    let trial = Trial {
        known: Known::of(service, today),
        service,
        purpose,
        given,
        today,
        last: RefCell::default(),
        left: RefCell::new(TRIES),
    };
    let mut picks = Picks::new();
    let mut found = trial.fill(&picks);
    let (mut met_with, mut given_up) = (BTreeSet::new(), BTreeSet::new());
    while let Some(wanted) = found
        .unmet
        .iter()
        .find(|unmet| !given_up.contains(*unmet))
        .cloned()
    {
        met_with.insert(wanted.clone());
        match trial.mend(&picks, &found, &wanted, &met_with, &given_up) {
            Some((better, mended)) => (picks, found) = (better, mended),
            None => {
                given_up.insert(wanted);
            }
        }
    }
    found
}

/// Answers that are fixed; nothing for a question that is left empty.
type Picks = BTreeMap<QuestionId, Option<Answer>>;

struct Trial<'s> {
    known: Known,
    service: &'s Service,
    purpose: ApplicationPurpose,
    given: &'s BTreeMap<QuestionId, Raw>,
    today: Date,
    /// What was taken last, tried first: what need not change stays.
    last: RefCell<BTreeMap<QuestionId, Answer>>,
    left: RefCell<usize>,
}

impl Trial<'_> {
    fn fill(&self, picks: &Picks) -> Found {
        let mut unmet = Vec::new();
        let answers = self.service.walk(self.purpose, |visit, before| match visit {
            Visit::Question(_, question) if self.given.contains_key(&question.id) => {
                let given = self.given(question, before);
                if given.is_err() {
                    unmet.push(Unmet::Question(question.id.clone()));
                }
                given.ok().flatten()
            }
            Visit::Question(_, question) if question.optional && picks.get(&question.id) == Some(&None) => {
                None
            }
            Visit::Question(_, question) => {
                let answer = self.answer(question, picks, before);
                if answer.is_none() && !question.optional {
                    unmet.push(Unmet::Question(question.id.clone()));
                }
                answer
            }
            Visit::End(page) => {
                let mut stops = page.stop_if.iter();
                let stop = stops.find(|stop| stop.when.holds_on(before, self.today));
                unmet.extend(stop.map(|stop| Unmet::Stop {
                    page: page.id.clone(),
                    when: stop.when.source().to_owned(),
                }));
                None
            }
        });
        let mut rules = self.service.review.rules.iter();
        let first = rules.find(|rule| rule.when.holds_on(&answers, self.today));
        if let Some(rule) = first.filter(|rule| matches!(rule.then, Ruling::Reject { .. })) {
            let when = rule.when.source().to_owned();
            unmet.push(Unmet::Rejection { when });
        }
        Found { answers, unmet }
    }

    /// What was given, unless it is left empty.
    fn given(&self, question: &Question, before: &Answers) -> Result<Option<Answer>, ()> {
        let empty = Raw::new();
        let raw = self.given.get(&question.id).unwrap_or(&empty);
        let around = Around::right(before, self.today);
        let judged = self.service.judged(self.purpose, question);
        match parse(&judged, question.id.as_str(), raw, around) {
            Ok(Reading::Given(answer)) => Ok(Some(answer)),
            Ok(Reading::Blank) => Ok(None),
            Ok(Reading::Narrow) | Err(_) => Err(()),
        }
    }

    fn answer(&self, question: &Question, picks: &Picks, before: &Answers) -> Option<Answer> {
        let takes = |answer: &Answer| is_taken(question, answer, before, self.today);
        if let Some(Some(picked)) = picks.get(&question.id) {
            return takes(picked).then(|| picked.clone());
        }
        let last = self.last.borrow().get(&question.id).cloned();
        let answer = last.filter(|last| takes(last)).or_else(|| {
            self.known
                .candidates(question, before)
                .into_iter()
                .find(|one| takes(one))
        })?;
        self.last.borrow_mut().insert(question.id.clone(), answer.clone());
        Some(answer)
    }

    /// The first change by which something is met and less is left, with what it leads to.
    fn mend(
        &self,
        picks: &Picks,
        found: &Found,
        wanted: &Unmet,
        met_with: &BTreeSet<Unmet>,
        given_up: &BTreeSet<Unmet>,
    ) -> Option<(Picks, Found)> {
        let questions = self.questions_of(wanted);
        let stays = |unmet: &Unmet| !met_with.contains(unmet) || given_up.contains(unmet);
        let is_better = |mended: &Found| mended.unmet.iter().all(stays);
        for (at, most) in EACH.iter().enumerate() {
            let options: Vec<Vec<Option<Answer>>> = questions
                .iter()
                .map(|question| self.options(question, &found.answers, *most))
                .collect();
            let mut changed = Picked::start(&options, at + 1);
            while let Some(chosen) = changed.as_ref().filter(|_| self.may_try()) {
                let mut tried = picks.clone();
                tried.extend(chosen.picks(&questions, &options));
                let mended = self.fill(&tried);
                if is_better(&mended) {
                    return Some((tried, mended));
                }
                changed = changed.and_then(|chosen| chosen.next(&options));
            }
        }
        None
    }

    fn may_try(&self) -> bool {
        let mut left = self.left.borrow_mut();
        *left = left.saturating_sub(1);
        *left > 0
    }

    /// What a question may be answered with, itself; other answers may change meanwhile, by which it is held again when it is filled in.
    fn options(&self, question: &Question, answers: &Answers, most: usize) -> Vec<Option<Answer>> {
        let mut candidates = self.known.candidates(question, answers);
        if question.valid.is_empty() {
            candidates.retain(|answer| is_taken(question, answer, answers, self.today));
        }
        let empty = question.optional.then_some(None);
        candidates.into_iter().take(most).map(Some).chain(empty).collect()
    }

    /// The questions that decide on it, and those that decide on whether these are asked, in the order of the form.
    fn questions_of(&self, unmet: &Unmet) -> Vec<&Question> {
        let mut ids = BTreeSet::new();
        match unmet {
            Unmet::Question(id) => {
                ids.insert(id.clone());
            }
            Unmet::Stop { page, when } => {
                let page = self.service.page(page);
                let stops = page.into_iter().flat_map(|page| &page.stop_if);
                let stops = stops.filter(|stop| stop.when.source() == when);
                ids.extend(stops.flat_map(|stop| stop.when.questions().iter().cloned()));
            }
            Unmet::Rejection { when } => {
                // An earlier rule that holds decides before it.
                for rule in &self.service.review.rules {
                    ids.extend(rule.when.questions().iter().cloned());
                    if rule.when.source() == when {
                        break;
                    }
                }
            }
        }
        let pages = &self.service.form.pages;
        loop {
            let count = ids.len();
            for page in pages {
                for question in &page.questions {
                    if ids.contains(&question.id) {
                        let rules = question.valid.iter().map(|rule| &rule.rule);
                        let conditions = rules.chain(&question.when).chain(&page.when);
                        ids.extend(conditions.flat_map(|condition| condition.questions().iter().cloned()));
                    }
                }
                for computed in &page.computed {
                    if ids.contains(&computed.question.id) {
                        ids.extend(computed.is.questions());
                    }
                }
            }
            if ids.len() == count {
                break;
            }
        }
        let questions = pages.iter().flat_map(|page| &page.questions);
        let open = questions.filter(|question| !self.given.contains_key(&question.id));
        open.filter(|question| ids.contains(&question.id)).collect()
    }
}

/// Some of several questions, each with one of its options: first each question alone with each option, and so on.
struct Picked(Vec<(usize, usize)>);

impl Picked {
    /// The first so many questions that have options, each with its first.
    fn start(options: &[Vec<Option<Answer>>], count: usize) -> Option<Self> {
        Self::from(options, 0, count).map(Self)
    }

    fn from(options: &[Vec<Option<Answer>>], first: usize, count: usize) -> Option<Vec<(usize, usize)>> {
        let open = (first..options.len()).filter(|at| !options[*at].is_empty());
        let chosen: Vec<(usize, usize)> = open.take(count).map(|at| (at, 0)).collect();
        (chosen.len() == count).then_some(chosen)
    }

    /// The next option of the last question, else of the one before it, else other questions.
    fn next(&self, options: &[Vec<Option<Answer>>]) -> Option<Self> {
        let mut chosen = self.0.clone();
        for at in (0..chosen.len()).rev() {
            let (question, option) = chosen[at];
            if option + 1 < options[question].len() {
                chosen[at].1 += 1;
                return Some(Self(chosen));
            }
            chosen[at].1 = 0;
        }
        for at in (0..chosen.len()).rev() {
            if let Some(rest) = Self::from(options, chosen[at].0 + 1, chosen.len() - at) {
                chosen.truncate(at);
                chosen.extend(rest);
                return Some(Self(chosen));
            }
        }
        None
    }

    fn picks(&self, questions: &[&Question], options: &[Vec<Option<Answer>>]) -> Picks {
        let picks = self.0.iter();
        picks
            .map(|(question, option)| {
                (
                    questions[*question].id.clone(),
                    options[*question][*option].clone(),
                )
            })
            .collect()
    }
}

//! Every name that a scenario says, held against the service.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::{Date, DateTime};

use super::given::scalar;
use super::shape::misfits;
use super::{Act, Earlier, Expected, ExpectedPermit, Given, Moment, Said, Scenario, Standing};
use crate::check::exact_cents;
use crate::read::node::Value;
use crate::read::problems::{Added, Problems};
use crate::read::raw::{RawAct, RawExpectedPermit, RawGiven, RawScenario, Word};
use crate::{
    ApplicationPurpose, ConditionCode, MessageEvent, PageId, Question, QuestionId, ReasonCode, Service, Step,
    StepId, Term,
};

const MOMENT: &str = "write a day, `2026-12-09`, or a day and a time, `2026-12-09 10:00`";

pub(super) fn scenarios(
    raw: &[RawScenario],
    source: &str,
    service: &Service,
    problems: &mut Problems,
) -> Vec<Scenario> {
    let mut check = Check {
        source,
        service,
        problems,
    };
    let scenarios = raw.iter().filter_map(|raw| check.scenario(raw));
    scenarios.collect()
}

struct Check<'a> {
    source: &'a str,
    service: &'a Service,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    fn scenario(&mut self, raw: &RawScenario) -> Option<Scenario> {
        let sent = self.sent(&raw.sent);
        let (purpose, earlier) = self.purpose(raw, sent);
        let given = self.given(raw.answers.as_ref());
        let then = raw.then.iter().filter_map(|act| self.act(act)).collect();
        let expected = self.expected(raw, sent.map_or(Date::ZERO, DateTime::date));
        // Far from today, calendars and keys mean nothing.
        if let Some(sent) = sent.filter(|sent| !(2000..=2199).contains(&sent.year())) {
            self.wrong(
                &raw.sent.span,
                format!("the year {} is too far from today", sent.year()),
            );
        }
        Some(Scenario {
            name: self.said(&raw.scenario.span, raw.scenario.value.clone()),
            sent: sent?,
            purpose,
            earlier,
            given,
            then,
            expected,
        })
    }

    /// When something is sent; a day alone means the morning.
    fn sent(&mut self, word: &Word) -> Option<DateTime> {
        let moment = self.moment(word)?;
        Some(match moment {
            Moment::Day(day) => day.at(9, 0, 0, 0),
            Moment::Time(time) => time,
        })
    }

    /// What is asked for, and of which permit.
    fn purpose(
        &mut self,
        raw: &RawScenario,
        sent: Option<DateTime>,
    ) -> (ApplicationPurpose, Option<Earlier>) {
        let offered = ApplicationPurpose::ALL.into_iter();
        let offered = offered.filter(|purpose| self.service.offers(*purpose));
        let offered: Vec<_> = offered.collect();
        let purpose = match &raw.purpose {
            None => ApplicationPurpose::New,
            Some(word) => self
                .named(
                    word,
                    "purpose that the service offers",
                    offered.iter(),
                    |purpose| purpose.code(),
                )
                .copied()
                .unwrap_or(ApplicationPurpose::New),
        };
        let earlier = raw.earlier.as_ref().and_then(|earlier| {
            let sent = self.sent(&earlier.sent);
            let given = self.given(earlier.answers.as_ref());
            Some(Earlier { sent: sent?, given })
        });
        if let (None, Some(word), true) = (&raw.earlier, &raw.purpose, purpose != ApplicationPurpose::New) {
            self.wrong(&word.span, "this is asked of a permit that is out")
                .help("say when it was applied for: `earlier: {sent: 2026-03-02}`");
        }
        if let (Some(earlier), Some(written), Some(sent)) = (&earlier, &raw.earlier, sent)
            && earlier.sent >= sent
        {
            self.wrong(
                &written.sent.span,
                "the earlier permit is asked for later than this",
            )
            .help("say an earlier day");
        }
        if let (Some(earlier), ApplicationPurpose::New) = (&raw.earlier, purpose) {
            self.wrong(
                &earlier.span,
                "a new permit is asked for, and nothing of an earlier one",
            )
            .help("say what is asked of it: `purpose: renewal`");
        }
        (purpose, earlier)
    }

    fn expected(&mut self, raw: &RawScenario, sent: Date) -> Expected {
        let pages = raw.pages.as_ref().map(|pages| self.pages(pages, &raw.span));
        let cents = raw.fee.as_ref().and_then(|fee| {
            let cents = exact_cents(fee.value);
            let cents = cents.filter(|cents| *cents >= 0);
            if cents.is_none() {
                self.wrong(
                    &fee.span,
                    "it costs nothing, or an amount of at most two decimals",
                );
            }
            Some(self.said(&fee.span, cents?))
        });
        let not_sent = raw.not_sent.as_ref().map(|questions| {
            let span = first(questions, &raw.span);
            let found = self.questions(questions);
            self.said(&span, found)
        });
        let comes_to = raw.comes_to.as_ref().and_then(|word| self.standing(word));
        let ends = raw.ends.as_ref().and_then(|word| self.standing(word));
        let because = raw.because.as_ref().and_then(|word| self.reason(word));
        let letters = raw
            .letters
            .as_ref()
            .map(|letters| self.letters(letters, &raw.span));
        let permit = raw.permit.as_ref().map(|permit| self.permit(permit, sent));
        let comes_of_it = comes_to.is_some() || ends.is_some() || permit.is_some() || !raw.then.is_empty();
        if raw.not_sent.as_ref().is_some_and(Vec::is_empty) {
            self.wrong(&raw.span, "`not_sent` names no question")
                .help("name those whose answer is wrong, or leave it out");
        }
        if let (Some(words), true) = (&raw.not_sent, comes_of_it) {
            self.wrong(&first(words, &raw.span), "what is not sent comes to nothing")
                .help("leave out `not_sent`, or what comes after sending");
        }
        Expected {
            pages,
            computed: self.computed(raw.computed.as_ref()),
            cents,
            not_sent,
            comes_to,
            ends,
            because,
            letters,
            permit,
        }
    }

    fn pages(&mut self, words: &[Word], whole: &Range<usize>) -> Said<Vec<PageId>> {
        let pages = self.service.form.pages.iter();
        let found = words
            .iter()
            .filter_map(|word| self.named(word, "page", pages.clone(), |page| page.id.as_str()));
        let found = found.map(|page| page.id.clone()).collect();
        self.said(&first(words, whole), found)
    }

    fn letters(&mut self, words: &[Word], whole: &Range<usize>) -> Said<Vec<MessageEvent>> {
        let letters = MessageEvent::ALL.iter();
        let found = words
            .iter()
            .filter_map(|word| self.named(word, "letter", letters.clone(), |event| event.name()));
        let found = found.copied().collect();
        self.said(&first(words, whole), found)
    }

    fn permit(&mut self, raw: &RawExpectedPermit, sent: Date) -> Said<ExpectedPermit> {
        let mut moment = |word: &Word| self.moment(word).map(|moment| self.said(&word.span, moment));
        let from = raw.from.as_ref().and_then(&mut moment);
        let until = raw.until.as_ref().and_then(&mut moment);
        let service = self.service;
        let claims = service.permit.claims.iter();
        let claims: Vec<&Question> = claims
            .filter_map(|claim| service.question(&claim.answer))
            .collect();
        let says = self.given_of(raw.says.as_ref(), "claim of the permit", &claims);
        for (word, node) in raw.says.iter().flat_map(|says| &says.0) {
            let mut claims = claims.iter();
            let question = claims.find(|question| question.id.as_str() == word.value);
            let is_empty = matches!(node.value, Value::Nothing);
            if question.is_some_and(|question| !is_empty && says.typed(question, sent).is_none()) {
                self.wrong(&node.span, format!("this is no answer to `{}`", word.value));
            }
        }
        let conditions = raw.conditions.as_ref().map(|codes| {
            let found = self.conditions(codes);
            self.said(&first(codes, &raw.span), found)
        });
        let permit = ExpectedPermit {
            from,
            until,
            conditions,
            says,
        };
        self.said(&raw.span, permit)
    }

    fn computed(&mut self, raw: Option<&RawGiven>) -> BTreeMap<QuestionId, Said<String>> {
        let computed = self.service.form.pages.iter().flat_map(|page| &page.computed);
        let mut found = BTreeMap::new();
        for (word, node) in raw.iter().flat_map(|raw| &raw.0) {
            let Some(value) = self.named(word, "computed value", computed.clone(), |value| {
                value.question.id.as_str()
            }) else {
                continue;
            };
            match scalar(node) {
                Some(text) => {
                    found.insert(value.question.id.clone(), self.said(&word.span, text));
                }
                None => self
                    .wrong(&node.span, "one value is expected here")
                    .help("write a number, a text, `true` or `false`"),
            }
        }
        found
    }

    fn given(&mut self, raw: Option<&RawGiven>) -> Given {
        let pages = self.service.form.pages.iter();
        let questions: Vec<&Question> = pages.flat_map(|page| &page.questions).collect();
        self.given_of(raw, "question", &questions)
    }

    fn given_of(&mut self, raw: Option<&RawGiven>, what: &str, questions: &[&Question]) -> Given {
        let mut given = Given::default();
        for (word, node) in raw.iter().flat_map(|raw| &raw.0) {
            let found = self.named(word, what, questions.iter().copied(), |question| {
                question.id.as_str()
            });
            if let Some(question) = found {
                for (span, message, help) in misfits(question, node) {
                    let added = self.wrong(&span, message);
                    if let Some(help) = help {
                        added.help(help);
                    }
                }
                given.insert(question, self.line(&word.span), node);
            }
        }
        given
    }

    fn questions(&mut self, words: &[Word]) -> Vec<QuestionId> {
        let questions = self.service.form.pages.iter().flat_map(|page| &page.questions);
        let found = words.iter().filter_map(|word| {
            self.named(word, "question", questions.clone(), |question| {
                question.id.as_str()
            })
        });
        found.map(|question| question.id.clone()).collect()
    }

    fn act(&mut self, raw: &RawAct) -> Option<Said<Act>> {
        let reject = raw.reject.as_ref();
        let named = [
            raw.approve.is_some(),
            reject.is_some(),
            raw.consent.is_some(),
            raw.refuse.is_some(),
            raw.opinion.is_some(),
            raw.inspect.is_some(),
            raw.ask.is_some(),
            raw.wait.is_some(),
            raw.withdraw.is_some(),
            raw.appeal.is_some(),
        ];
        if named.into_iter().filter(|is_there| *is_there).count() != 1 {
            self.wrong(&raw.span, "one thing happens at a time").help(
                "write one of `approve`, `reject`, `consent`, `refuse`, `opinion`, `inspect`, `ask`, `wait`, `withdraw` and `appeal` in each line",
            );
            return None;
        }
        if let (Some(because), None) = (&raw.because, reject) {
            self.wrong(&because.span, "only a rejection says its reason here")
                .help("write `because` beside `reject`, or, of the whole scenario, at its end");
        }
        if let (Some(_), None) = (&raw.answer, &raw.ask) {
            self.wrong(&raw.span, "only what was asked is answered")
                .help("write `answer` beside `ask`");
        }
        if let Some(withdraw) = raw.withdraw.as_ref().filter(|withdraw| !withdraw.value) {
            self.wrong(&withdraw.span, "nothing happens here")
                .help("write `withdraw: true`, or leave the line out");
        }
        if let (Some(codes), None) = (&raw.conditions, &raw.approve) {
            self.wrong(&first(codes, &raw.span), "only whoever approves sets conditions")
                .help("write `conditions` beside `approve`");
        }
        if let (Some(says), None) = (&raw.says, &raw.opinion) {
            self.wrong(&says.span, "only an opinion says something here")
                .help("write `says` beside `opinion`");
        }
        if let (Some(found), None) = (&raw.found, &raw.inspect) {
            self.wrong(&found.span, "only an inspection finds something here")
                .help("write `found` beside `inspect`");
        }
        let act = if let Some(step) = &raw.approve {
            let conditions = self.conditions(raw.conditions.as_deref().unwrap_or_default());
            Act::Approve(self.step_of_office(step)?, conditions)
        } else if let Some(step) = reject {
            let Some(because) = &raw.because else {
                self.wrong(&step.span, "a rejection says why")
                    .help("write one of the service's reasons beside it: `because: …`");
                return None;
            };
            let reason = self.reason(because);
            Act::Reject(self.step_of_office(step)?, reason?.value)
        } else if let Some(step) = &raw.consent {
            Act::Consent(self.step_of_consent(step)?)
        } else if let Some(step) = &raw.refuse {
            Act::RefuseConsent(self.step_of_consent(step)?)
        } else if let Some(opinion) = &raw.opinion {
            self.opinion(opinion, raw)?
        } else if let Some(step) = &raw.inspect {
            self.inspection(step, raw)?
        } else if let Some(questions) = &raw.ask {
            let answer = raw.answer.as_ref().map(|answer| self.given(Some(answer)));
            Act::Ask(self.questions(questions), answer)
        } else if let Some(wait) = &raw.wait {
            Act::Wait(self.term(wait)?)
        } else if let Some(words) = &raw.appeal {
            Act::Appeal(words.value.clone())
        } else {
            Act::Withdraw
        };
        Some(self.said(&raw.span, act))
    }

    fn opinion(&mut self, opinion: &Word, raw: &RawAct) -> Option<Act> {
        let asked = self.service.review.steps.iter().flat_map(Step::opinions);
        let request = self.named(opinion, "opinion", asked, |request| request.id.as_str())?;
        let Some(says) = &raw.says else {
            self.wrong(&opinion.span, "an opinion comes to something")
                .help("write what beside it: `says: favourable`, `with-conditions` or `unfavourable`");
            return None;
        };
        Some(Act::Opinion(request.id.clone(), says.value))
    }

    fn inspection(&mut self, word: &Word, raw: &RawAct) -> Option<Act> {
        let step = self.step(word)?;
        if step.inspection().is_none() {
            self.wrong(&word.span, format!("nobody inspects anything at `{}`", step.id));
            return None;
        }
        let Some(found) = &raw.found else {
            self.wrong(&word.span, "an inspection finds something")
                .help("write what beside it: `found: in-order`, `not-in-order` or `nobody-there`");
            return None;
        };
        Some(Act::Inspect(step.id.clone(), found.value))
    }

    fn conditions(&mut self, codes: &[Word]) -> Vec<ConditionCode> {
        let offered = self.service.review.conditions.choose.iter();
        let found = codes
            .iter()
            .filter_map(|word| self.named(word, "condition", offered.clone(), |option| option.code.as_str()));
        found.map(|option| option.code.clone()).collect()
    }

    fn term(&mut self, word: &Word) -> Option<Term> {
        match word.value.parse() {
            Ok(term) => Some(term),
            Err(why) => {
                self.wrong(&word.span, format!("`{}` is not a length of time", word.value))
                    .help(why.to_string());
                None
            }
        }
    }

    fn standing(&mut self, word: &Word) -> Option<Said<Standing>> {
        let steps = self.service.review.steps.iter();
        let steps = steps.map(|step| Standing::At(step.id.clone()));
        let all: Vec<Standing> = steps.chain(Standing::ENDS).collect();
        let found = all.iter().find(|standing| standing.to_string() == word.value);
        if found.is_none() {
            let names: Vec<String> = all.iter().map(Standing::to_string).collect();
            self.wrong(&word.span, format!("nothing ends at `{}`", word.value))
                .did_you_mean(&word.value, names.iter().map(String::as_str));
        }
        Some(self.said(&word.span, found?.clone()))
    }

    fn step_of_office(&mut self, word: &Word) -> Option<StepId> {
        let step = self.step(word)?;
        if !step.is_decided_at() {
            let help = match step.opinions() {
                _ if step.inspection().is_some() => {
                    format!("write `inspect: {}` and what is `found`", step.id)
                }
                [] => format!("write `consent: {0}` or `refuse: {0}`", step.id),
                [first, ..] => format!("write `opinion: {}` and what it `says`", first.id),
            };
            self.wrong(
                &word.span,
                format!("nobody of the office decides at `{}`", step.id),
            )
            .help(help);
            return None;
        }
        Some(step.id.clone())
    }

    fn step_of_consent(&mut self, word: &Word) -> Option<StepId> {
        let step = self.step(word)?;
        if step.consent().is_none() {
            self.wrong(&word.span, format!("nobody is asked to consent at `{}`", step.id))
                .help(format!("write `approve: {0}` or `reject: {0}`", step.id));
            return None;
        }
        Some(step.id.clone())
    }

    fn step(&mut self, word: &Word) -> Option<&'a Step> {
        let steps = self.service.review.steps.iter();
        self.named(word, "step", steps, |step| step.id.as_str())
    }

    fn reason(&mut self, word: &Word) -> Option<Said<ReasonCode>> {
        let reasons = self.service.review.reasons.iter();
        let found = self.named(word, "reason", reasons, |reason| reason.code.as_str());
        found.map(|reason| self.said(&word.span, reason.code.clone()))
    }

    fn moment(&mut self, word: &Word) -> Option<Moment> {
        let time = || word.value.parse().ok().map(Moment::Time);
        let moment = match word.value.parse() {
            Ok(day) if !word.value.contains([' ', 'T']) => Some(Moment::Day(day)),
            _ => time(),
        };
        if moment.is_none() {
            self.wrong(&word.span, format!("`{}` is no moment", word.value))
                .help(MOMENT);
        }
        moment
    }

    /// What has that name.
    fn named<'s, T>(
        &mut self,
        word: &Word,
        what: &str,
        all: impl Iterator<Item = &'s T> + Clone,
        name: fn(&T) -> &str,
    ) -> Option<&'s T> {
        let found = all.clone().find(|one| name(one) == word.value);
        if found.is_none() {
            self.wrong(&word.span, format!("no {what} is called `{}`", word.value))
                .did_you_mean(&word.value, all.map(name));
        }
        found
    }

    fn wrong(&mut self, span: &Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.problems.unreadable(span.clone(), message)
    }

    fn said<T>(&self, span: &Range<usize>, value: T) -> Said<T> {
        Said {
            line: self.line(span),
            value,
        }
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.source.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

/// Where a list begins.
fn first(words: &[Word], otherwise: &Range<usize>) -> Range<usize> {
    words.first().map_or(otherwise, |word| &word.span).clone()
}

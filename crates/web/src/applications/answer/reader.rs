//! Reading answers given back: each by itself, and all together with what was answered before.

use engine::applications::own::OwnApplication;
use forms::{
    Answers, Page as Sheet, Question, QuestionId, Text,
    answers::{AnswerError, Gap, Raw},
};
use locale::Language;

use super::super::printable;
use crate::app::App;

/// Reads what was sent, and puts the questions on the sheet that the form asks because of it.
pub(super) struct Reader<'a> {
    pub(super) app: &'a App,
    pub(super) own: &'a OwnApplication,
    pub(super) language: Language,
    /// What came to the sheet.
    pub(super) further: Vec<QuestionId>,
}

/// What was read.
pub(super) enum Read {
    /// The sheet must be shown again: for these mistakes, or for what came to it.
    Again(Vec<AnswerError>),
    /// Who answers so gets no permit.
    Stops(Text),
    /// With these the application is whole.
    Whole(Answers),
}

impl Reader<'_> {
    /// Every round puts at least one more question of the form on the sheet.
    pub(super) fn read(&mut self, sheet: &mut Sheet, raw: &Raw) -> Read {
        let mut known = self.own.case().application.answers.clone();
        loop {
            let service = &self.own.published().service;
            let spoken = service.language_for(self.language.code());
            let mut parsed = service.parse_page(sheet, raw, &known, &spoken, self.app.today());
            known = sheet.answered(&self.own.case().application.answers, parsed.answers.clone());
            let questions: Vec<&Question> = sheet.questions.iter().collect();
            parsed.errors.extend(printable::unprintable(
                self.own.published(),
                &questions,
                &known,
                self.spoken(),
            ));
            let shown = |error: &AnswerError| {
                !self.further.contains(&error.question) || was_shown(raw, &error.question)
            };
            let awaited = parsed.errors.iter().any(|error| !shown(error));
            parsed.errors.retain(shown);
            if awaited || !parsed.errors.is_empty() || !parsed.narrow.is_empty() {
                return Read::Again(parsed.errors);
            }
            let gaps = self.new_gaps(&known);
            if let Some(say) = gaps.iter().find_map(|gap| self.stop(gap, &known)) {
                return Read::Stops(say);
            }
            if gaps.is_empty() {
                return Read::Whole(parsed.answers);
            }
            let unfit = self.put_on(sheet, &gaps);
            if !unfit.is_empty() {
                return Read::Again(unfit);
            }
        }
    }

    /// What the form misses now and did not miss before: that a day has passed meanwhile is not mended here.
    fn new_gaps(&self, answers: &Answers) -> Vec<Gap> {
        let gaps = |answers: &Answers| {
            let whole = self
                .own
                .published()
                .service
                .complete(answers.clone(), self.app.today());
            whole.err().unwrap_or_default()
        };
        let before = gaps(&self.own.case().application.answers);
        gaps(answers)
            .into_iter()
            .filter(|gap| !before.contains(gap))
            .collect()
    }

    /// A stop counts as a gap at its page's first question.
    fn stop(&self, gap: &Gap, answers: &Answers) -> Option<Text> {
        let page = self.own.published().service.page(&gap.page)?;
        answers.get(&gap.question)?;
        page.questions.first().filter(|first| first.id == gap.question)?;
        let stop = page
            .stop_if
            .iter()
            .find(|stop| stop.when.holds_on(answers, self.app.today()))?;
        Some(stop.say.clone())
    }

    /// The language of what is said of answers: the service's, as far as pages speak it.
    fn spoken(&self) -> Language {
        let service = &self.own.published().service;
        let spoken = service.language_for(self.language.code());
        Language::of(spoken.as_str()).unwrap_or(self.language)
    }

    /// Puts the questions on the sheet; a mistake for each that is there already.
    fn put_on(&mut self, sheet: &mut Sheet, gaps: &[Gap]) -> Vec<AnswerError> {
        let mut unfit = Vec::new();
        for gap in gaps {
            if sheet.questions.iter().any(|question| question.id == gap.question) {
                unfit.push(AnswerError {
                    question: gap.question.clone(),
                    field: gap.question.to_string(),
                    message: self.spoken().t("answer-unfit").into_owned(),
                });
            } else if let Some(question) = self.own.published().service.question(&gap.question) {
                sheet.questions.push(Question {
                    when: None,
                    ..question.clone()
                });
                self.further.push(gap.question.clone());
            }
        }
        unfit
    }
}

/// Whether the question was on the sheet that was sent: only then is leaving it out a mistake.
fn was_shown(raw: &Raw, question: &QuestionId) -> bool {
    let shown = raw.get("further");
    shown.is_some_and(|shown| shown.iter().any(|name| name == question.as_str()))
}

//! The form, as somebody in a scenario fills it in.

use engine::{
    permits::fit::{self, Unprintable},
    services::Published,
};
use forms::{
    Answer, Answers, PageId, QuestionId, Service,
    answers::Gap,
    scenarios::{Expected, FilledIn, Scenario, amount},
};
use jiff::civil::Date;

use super::{played::Played, told};

impl Played {
    /// The form as it is filled in; nothing where it comes to nothing, expected or not.
    pub(super) fn form(
        &mut self,
        published: &Published,
        scenario: &Scenario,
        today: Date,
    ) -> Option<Answers> {
        let (service, expected) = (&published.service, &scenario.expected);
        let mut filled = scenario.answers(service, today);
        // The form's pages refuse what the paper cannot show.
        let unprintable = fit::unprintable_answers(published, &filled.answers);
        let asked = |question: &QuestionId| {
            let mut pages = service.form.pages.iter();
            pages.find(|page| page.questions.iter().any(|asked| asked.id == *question))
        };
        let refused = unprintable.iter().filter_map(|(question, _)| {
            Some(Gap {
                page: asked(question)?.id.clone(),
                question: question.clone(),
            })
        });
        filled.gaps.extend(refused);
        let gaps = &filled.gaps;
        self.not_asked(scenario, &filled);
        if let Some(pages) = &expected.pages {
            let seen = seen(service, &filled, gaps);
            self.same(
                pages.line,
                "the pages are",
                &told::list(seen),
                &told::list(&pages.value),
            );
        }
        self.computed(service, expected, &filled.answers);
        if let Some(cents) = &expected.cents {
            let fee = service.review.fee.as_ref();
            let total = fee.map_or(0, |fee| fee.charge(&filled.answers, today).total());
            self.same(cents.line, "it costs", &amount(total), &amount(cents.value));
        }
        if let Some(not_sent) = &expected.not_sent {
            let came = told::list(gaps.iter().map(|gap| &gap.question));
            let what = if gaps.is_empty() {
                "it can be sent: what is wrong is"
            } else {
                "what is wrong is"
            };
            self.same(not_sent.line, what, &came, &told::list(&not_sent.value));
            return None;
        }
        for gap in gaps {
            let given = scenario.given.get(&gap.question);
            let line = given.map_or(scenario.name.line, |given| given.line);
            let cause = unprintable.iter().find(|(question, _)| *question == gap.question);
            let why = match cause {
                Some((question, Unprintable::Letter(letter))) => {
                    format!("`{question}`: the paper has no letter {letter:?}")
                }
                Some((question, Unprintable::TooLong)) => {
                    format!("`{question}`: the paper has no room for it")
                }
                None => why(service, scenario, &filled, gap, today),
            };
            self.note(line, format!("it cannot be sent: {why}"));
        }
        let is_whole = gaps.is_empty();
        service.complete(filled.answers, today).ok().filter(|_| is_whole)
    }

    fn not_asked(&mut self, scenario: &Scenario, filled: &FilledIn) {
        // What comes after the end of a form is asked of nobody.
        if !filled.gaps.is_empty() {
            return;
        }
        let lines = scenario.given.lines();
        for (id, line) in lines.filter(|(id, _)| filled.not_asked.contains(id)) {
            self.note(
                line,
                format!("`{id}` is answered, and nobody is asked for it who answers so"),
            );
        }
    }

    fn computed(&mut self, service: &Service, expected: &Expected, answers: &Answers) {
        let computed = service.computed(answers);
        for (id, value) in &expected.computed {
            let came = match (computed.get(id), service.question(id)) {
                // As the file writes it, whatever the country's sign for decimals.
                (Some(Answer::Decimal(number)), _) => Some(number.clone()),
                (Some(answer), Some(question)) => answer
                    .to_raw(question)
                    .remove(id.as_str())
                    .and_then(|values| values.into_iter().next()),
                _ => None,
            };
            let came = came.unwrap_or_else(|| "nothing".to_owned());
            self.same(value.line, &format!("`{id}` is"), &came, &value.value);
        }
    }
}

/// The pages to the end of the form, or to where it ends before.
fn seen<'s>(service: &'s Service, filled: &FilledIn, gaps: &[Gap]) -> Vec<&'s PageId> {
    let mut seen = Vec::new();
    let answers = &filled.answers;
    let mut journey = service.journey(answers);
    journey.retain(|page| service.asks_something(page, answers, &filled.staying));
    for page in journey {
        seen.push(&page.id);
        if gaps.iter().any(|gap| gap.page == page.id) {
            break;
        }
    }
    seen
}

/// What is wrong with an answer, in the service's words.
fn why(service: &Service, scenario: &Scenario, filled: &FilledIn, gap: &Gap, today: Date) -> String {
    let language = service.default_language();
    let (given, page) = (scenario.given.get(&gap.question), service.page(&gap.page));
    let said = given.zip(page).and_then(|(given, page)| {
        let parsed = service.parse_page(page, &given.value, &filled.answers, language, today);
        let within = format!("{}.", gap.question);
        let mut errors = parsed.errors.into_iter();
        errors.find(|error| error.question == gap.question || error.field.starts_with(&within))
    });
    let stops = page.into_iter().flat_map(|page| &page.stop_if);
    let stop = stops
        .into_iter()
        .find(|stop| stop.when.holds_on(&filled.answers, today));
    match (said, stop) {
        (Some(error), _) => format!("`{}`: {}", gap.question, error.message),
        (None, Some(stop)) => format!(
            "the page `{}` ends the form: {}",
            gap.page,
            stop.say.in_language(language)
        ),
        (None, None) => format!("no usual answer was found to `{}`: give one", gap.question),
    }
}

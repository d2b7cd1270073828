//! One opinion: what is asked, the answers that it is about, and the form by which it is given.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    error::Error,
    opinions::{
        OpinionSaid,
        request::{GivenOpinion, OpinionCase, OpinionStanding},
    },
};
use forms::{OpinionId, OpinionOutcome};
use locale::dates;
use permit::Reference;

use crate::{
    app::App,
    applications::service_name::service_name,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::names::Names,
    page::Page,
    path::Path,
    said::{Said, Voice},
    unsent::{Again, Unsent},
};

/// The field that stands for the page as a whole.
const HINDRANCE: &str = "hindrance";

#[derive(Template)]
#[template(path = "opinions/asked.html")]
struct AskedPage {
    page: Page,
    reference: String,
    service: Said,
    body: Said,
    until: Option<String>,
    standing: Standing,
    visit: u64,
    typed: Form,
    errors: Vec<(String, String)>,
}

enum Standing {
    Awaited {
        asks: Said,
        shown: Vec<(Said, Said)>,
        /// What silence means.
        silence: String,
        /// Why this reader gives it not.
        why_not: Option<String>,
    },
    Given {
        outcome: String,
        /// By whom, and when.
        told: String,
        words: Option<String>,
    },
    Over,
}

/// The page of an opinion.
pub(super) fn address(reference: Reference, opinion: &OpinionId) -> String {
    format!("/o/opinions/{reference}/{opinion}")
}

/// `GET /o/opinions/{case}/{opinion}`
pub(crate) async fn show(
    State(app): State<App>,
    Path((case, opinion)): Path<(String, String)>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let asked = app.opinion_asked(&caller, &case, &opinion).await?;
    let mut view = AskedPage::of(&app, &asked, page).await?;
    let told = |wrong: &Wrong| (wrong.field().to_owned(), view.page.t(wrong.text()).into_owned());
    view.errors = unsent.first_wrong().iter().map(told).collect();
    view.typed = unsent.typed();
    Ok(Html(view.render()?))
}

/// `POST /o/opinions/{case}/{opinion}`
pub(crate) async fn give(
    State(app): State<App>,
    Path((case, opinion)): Path<(String, String)>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    // Whoever is not asked learns of no mistake in their form.
    app.opinion_asked(&caller, &case, &opinion).await?;
    let wrong = match said(&form) {
        Err(wrong) => wrong,
        Ok(said) => match app.give_opinion(&caller, &case, &opinion, said).await {
            Ok(()) => return Ok(Redirect::to("/o/opinions?notice=given").into_response()),
            Err(Error::Conflict) => Wrong::of_ours(HINDRANCE, "opinion-changed"),
            Err(Error::Refused(refusal)) => Wrong::new(HINDRANCE, format!("refusal-{}", refusal.code())),
            Err(error) => return Err(error.into()),
        },
    };
    Ok(Again::sent(form).because([wrong]).into_response())
}

/// What a form says, or what it lacks.
fn said(form: &Form) -> Result<OpinionSaid, Wrong> {
    let named = form.first("outcome");
    let mut all = OpinionOutcome::ALL.into_iter();
    let outcome = all.find(|outcome| Some(outcome.name()) == named);
    let outcome = outcome.ok_or(Wrong::of_ours("outcome", "opinion-no-outcome"))?;
    let words = form.first("words").map(str::to_owned);
    if outcome.needs_words() && words.is_none() {
        return Err(Wrong::of_ours("words", "opinion-no-words"));
    }
    let visit = form.first("visit").and_then(|visit| visit.parse().ok());
    Ok(OpinionSaid {
        visit: visit.unwrap_or_default(),
        outcome,
        words,
    })
}

impl AskedPage {
    async fn of(app: &App, case: &OpinionCase, page: Page) -> Result<Self, WebError> {
        let voice = Voice::of(&case.published.service, page.language);
        let zone = &app.settings.time_zone;
        let known = case.published.service.review.opinion(case.opinion());
        let standing = match &case.standing {
            OpinionStanding::Awaited { request, why_not } => Standing::Awaited {
                asks: voice.say(&request.asks),
                shown: shown(case, &voice),
                silence: page
                    .t(format!("opinion-silence-{}", request.silence.name()))
                    .into_owned(),
                why_not: why_not
                    .as_ref()
                    .map(|refusal| page.t(format!("refusal-{}", refusal.code())).into_owned()),
            },
            OpinionStanding::Given(given) => Standing::given(given, &Names::load(app).await?, zone, &page),
            OpinionStanding::Over => Standing::Over,
        };
        let awaited = matches!(standing, Standing::Awaited { .. });
        Ok(Self {
            reference: case.reference.to_string(),
            service: service_name(&case.published, &page),
            body: known.map_or_else(
                || Said::ours(case.opinion().to_string()),
                |request| voice.say(&request.name),
            ),
            until: case
                .due_at
                .filter(|_| awaited)
                .map(|until| dates::end(until, zone, page.language)),
            visit: case.visit(),
            typed: Form::default(),
            errors: Vec::new(),
            standing,
            page,
        })
    }

    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(of, _)| of == field)
            .map(|(_, message)| message.as_str())
    }

    fn outcomes() -> impl Iterator<Item = &'static str> {
        OpinionOutcome::ALL.into_iter().map(OpinionOutcome::name)
    }

    fn chosen(&self, outcome: &str) -> bool {
        self.typed.first("outcome") == Some(outcome)
    }

    fn words(&self) -> &str {
        self.typed.first("words").unwrap_or_default()
    }
}

fn shown(case: &OpinionCase, voice: &Voice) -> Vec<(Said, Said)> {
    let shown = case.shown().into_iter();
    shown
        .map(|(question, answer)| {
            let answer = voice.said(answer.show(question, &voice.spoken));
            (voice.say(question.name()), answer)
        })
        .collect()
}

impl Standing {
    fn given(given: &GivenOpinion, names: &Names, zone: &jiff::tz::TimeZone, page: &Page) -> Self {
        let (name, at) = (
            names.of(given.by, page),
            dates::moment(given.at, zone, page.language),
        );
        Self::Given {
            outcome: page
                .t(format!("opinion-outcome-{}", given.outcome.name()))
                .into_owned(),
            told: page.t2("opinion-was-given", ("name", &name), ("at", &at)),
            words: given.words.clone(),
        }
    }
}

//! Answering what the office asked back.

mod reader;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::error::Error;
use forms::{
    PageId, Question, QuestionId,
    answers::{AnswerError, Raw},
};
use locale::dates;
use review::Status;

use self::reader::{Read, Reader};
use super::{
    fields::{
        self,
        field::{Field, Filled, linked},
        map,
    },
    groups,
    own::Own,
    service_name::service_name,
    stop::stopped,
};
use crate::{
    app::App,
    error::WebError,
    form::Form,
    language::Speaks,
    page::Page,
    said::{Said, Voice},
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "applications/answer.html")]
struct AnswerPage {
    page: Page,
    name: Said,
    reference: String,
    message: String,
    until: String,
    fields: Vec<Field>,
    /// Questions on the page that were not asked back: the form asks them because of what is answered here.
    further: Vec<QuestionId>,
    errors: Vec<(String, Said)>,
}

/// `GET /a/{reference}/answer`
pub(crate) async fn show(
    State(app): State<App>,
    own: Own,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let Some(asked) = asked(&own) else {
        return Ok(Redirect::to(&own.address()).into_response());
    };
    if let Some(form) = unsent.form() {
        return show_typed(&app, &own, page, asked, form.raw(), unsent.sent().is_some());
    }
    let answers = &own.0.case().application.answers;
    let raw = asked
        .questions
        .iter()
        .filter_map(|question| Some(answers.get(&question.id)?.to_raw(question)))
        .flatten()
        .collect();
    Ok(Html(AnswerPage::of(&app, &own, page, &asked, &raw, &[]).render()?).into_response())
}

/// What was typed, with what is wrong with it once it was sent.
fn show_typed(
    app: &App,
    own: &Own,
    page: Page,
    mut sheet: forms::Page,
    raw: &Raw,
    is_sent: bool,
) -> Result<Response, WebError> {
    let mut reader = Reader {
        app,
        own: &own.0,
        language: page.language,
        further: Vec::new(),
    };
    let errors = match reader.read(&mut sheet, raw) {
        Read::Again(errors) if is_sent => errors,
        Read::Stops(say) if is_sent => {
            let back = format!("{}/answer", own.address());
            let service = &own.0.published().service;
            let start = format!("/s/{}", service.id);
            return stopped(page, service, start, back, &say, "answer-stop-body");
        }
        _ => Vec::new(),
    };
    let further = std::mem::take(&mut reader.further);
    let view = AnswerPage {
        further,
        ..AnswerPage::of(app, own, page, &sheet, raw, &errors)
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /a/{reference}/answer`
pub(crate) async fn answer(
    State(app): State<App>,
    own: Own,
    Speaks(language): Speaks,
    form: Form,
) -> Result<Response, WebError> {
    let Some(mut sheet) = asked(&own) else {
        return Err(Error::Conflict.into());
    };
    let mut raw = form.into_raw();
    let rearranged = groups::rearrange(&sheet, &mut raw).or_else(|| map::mark(&sheet.questions, &mut raw));
    if let Some(place) = rearranged {
        return Ok(Again::unfinished(raw.into()).at(place).into_response());
    }
    let mut reader = Reader {
        app: &app,
        own: &own.0,
        language,
        further: Vec::new(),
    };
    match reader.read(&mut sheet, &raw) {
        Read::Whole(answers) => {
            let (back, further) = (own.address(), reader.further);
            app.answer(own.0, answers, further).await?;
            Ok(Redirect::to(&back).into_response())
        }
        Read::Again(_) | Read::Stops(_) => Ok(Again::sent(raw.into()).into_response()),
    }
}

/// The questions that were asked back, as a page of their own; all earlier answers count as answered before it.
fn asked(own: &Own) -> Option<forms::Page> {
    let Status::Waiting { questions, .. } = &own.0.case().application.status else {
        return None;
    };
    let service = &own.0.published().service;
    let first = service.form.pages.first()?;
    let questions = questions
        .iter()
        .filter_map(|id| service.question(id))
        .map(|question| Question {
            when: None,
            ..question.clone()
        });
    Some(forms::Page {
        id: PageId::new(""),
        title: first.title.clone(),
        when: None,
        questions: questions.collect(),
        computed: Vec::new(),
        stop_if: Vec::new(),
    })
}

impl AnswerPage {
    fn has_buttons(&self) -> bool {
        self.fields.iter().any(Field::has_buttons)
    }

    fn of(app: &App, own: &Own, page: Page, asked: &forms::Page, raw: &Raw, errors: &[AnswerError]) -> Self {
        let voice = Voice::of(&own.0.published().service, page.language);
        let applicants = fields::own(&own.0.published().service);
        let filled = Filled {
            own: &applicants,
            raw,
            errors,
            language: page.language,
            voice: &voice,
        };
        let fields = asked
            .questions
            .iter()
            .map(|q| fields::field(q, q.id.as_str(), filled))
            .collect();
        let (message, until) = match &own.0.case().application.status {
            Status::Waiting { message, until, .. } => (
                message.clone(),
                dates::end(*until, &app.settings.time_zone, page.language),
            ),
            _ => (String::new(), String::new()),
        };
        let name = service_name(own.0.published(), &page);
        Self {
            page: page.with_answers(),
            name,
            reference: own.0.case().reference.to_string(),
            message,
            until,
            fields,
            further: Vec::new(),
            errors: linked(errors, &voice),
        }
    }
}

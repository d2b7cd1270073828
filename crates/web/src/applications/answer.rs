//! Answering what the office asked back.

mod reader;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
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
    },
    groups,
    own::Own,
    page::stopped,
    service_name::service_name,
};
use crate::{app::App, error::WebError, form::Form, page::Page};

#[derive(Template)]
#[template(path = "applications/answer.html")]
struct AnswerPage {
    page: Page,
    name: String,
    reference: String,
    message: String,
    until: String,
    fields: Vec<Field>,
    /// Questions on the page that were not asked back: the form asks them because of what is answered here.
    further: Vec<QuestionId>,
    errors: Vec<(String, String)>,
}

/// `GET /a/{reference}/answer`
pub(crate) async fn show(State(app): State<App>, own: Own, page: Page) -> Result<Response, WebError> {
    let Some(asked) = asked(&own) else {
        return Ok(Redirect::to(&own.address()).into_response());
    };
    let answers = &own.0.case().application.answers;
    let raw = asked
        .questions
        .iter()
        .filter_map(|q| Some(answers.get(&q.id)?.to_raw(&q.id)))
        .flatten()
        .collect();
    Ok(Html(AnswerPage::of(&app, &own, page, &asked, &raw, &[]).render()?).into_response())
}

/// `POST /a/{reference}/answer`
pub(crate) async fn answer(
    State(app): State<App>,
    own: Own,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let Some(mut sheet) = asked(&own) else {
        return Err(Error::Conflict.into());
    };
    let mut raw = form.into_raw();
    let rearranged = groups::rearrange(&sheet, &mut raw);
    let mut reader = Reader {
        app: &app,
        own: &own.0,
        language: page.language,
        further: Vec::new(),
    };
    let errors = match reader.read(&mut sheet, &raw) {
        _ if rearranged => Vec::new(),
        Read::Again(errors) => errors,
        Read::Stops(say) => {
            let back = format!("{}/answer", own.address());
            return stopped(page, &own.0.published().service, back, &say, "answer-stop-body");
        }
        Read::Whole(answers) => {
            let (back, further) = (own.address(), reader.further);
            app.answer(own.0, answers, further).await?;
            return Ok(Redirect::to(&back).into_response());
        }
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let further = std::mem::take(&mut reader.further);
    let view = AnswerPage {
        further,
        ..AnswerPage::of(&app, &own, page, &sheet, &raw, &errors)
    };
    Ok((status, Html(view.render()?)).into_response())
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
        stop_if: Vec::new(),
    })
}

impl AnswerPage {
    fn of(app: &App, own: &Own, page: Page, asked: &forms::Page, raw: &Raw, errors: &[AnswerError]) -> Self {
        let spoken = own.0.published().service.language_for(page.language.code());
        let filled = Filled {
            raw,
            errors,
            language: page.language,
            spoken: &spoken,
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
            page,
            name,
            reference: own.0.case().reference.to_string(),
            message,
            until,
            fields,
            further: Vec::new(),
            errors: linked(errors),
        }
    }
}

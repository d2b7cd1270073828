//! Changing a service's file, or writing a first one: it is checked, held against what is published, and published.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    authorise::{Action, Caller, Scope},
    error::Error,
    publishing::{PublishError, Seen, ServiceFile, Standing},
};
use forms::{Diagnostics, Service, ServiceId};

use super::{
    address,
    differences::{self, Row},
    planned,
    touched::{Touched, empty_steps},
};
use crate::{
    admin::moment,
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::service_name::service_name,
    page::Page,
    path::Path,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "admin/service/file.html")]
struct FilePage {
    page: Page,
    /// The service whose file it is; none for a first one.
    of: Option<(ServiceId, String)>,
    /// Where the form is sent.
    to: String,
    source: String,
    /// The version that was current when the file was fetched.
    seen: String,
    checked: Option<Checked>,
    /// What would be better, though nothing stands in the way.
    advice: Option<String>,
    notice: Option<&'static str>,
    /// When it is to be published, as it was typed.
    at: String,
    wrong: Vec<Wrong>,
    /// By what the publication would be known, if it is planned.
    plan: String,
    /// Whether another person must confirm it.
    takes_two: bool,
    /// What is planned already.
    plans: Vec<planned::Line>,
    /// Whether somebody published another version after the file was fetched.
    was_overtaken: bool,
}

/// What came of checking.
enum Checked {
    /// It says nothing, or what it says is wrong.
    Wrong(String),
    /// It may not be published here: the sentence says why.
    Refused(String),
    /// It says what is published, perhaps with other comments.
    Same,
    /// It is a new service: at some steps nobody could decide yet.
    New(Vec<String>),
    /// It may be published: this is what changes, and whom it would have touched.
    Changes(Vec<Row>, Box<Touched>),
}

/// `GET /admin/services/{service}/file`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let id = &current.service.id;
    let view = FilePage {
        source: app.source(&caller, id, &current.hash).await?,
        seen: current.hash.to_string(),
        of: Some((id.clone(), service_name(&app, &page, id))),
        to: format!("{}/file", address::of_service(id)),
        takes_two: app.takes_two_to_publish(id),
        plans: planned::lines(&app, &caller, &page, Some(id)).await?,
        ..FilePage::first(&app, page)
    };
    view.rendered(&app, &caller, &unsent).await
}

/// `GET /admin/new-service`
pub(crate) async fn show_new(
    State(app): State<App>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    if !caller.could(Action::Publish, &Scope::Everything) {
        return Err(Error::Forbidden.into());
    }
    FilePage::first(&app, page).rendered(&app, &caller, &unsent).await
}

/// `POST /admin/services/{service}/file`
pub(crate) async fn send(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    publish(&app, &caller, Some(&current.service.id), form).await
}

/// `POST /admin/new-service`
pub(crate) async fn send_new(
    State(app): State<App>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    publish(&app, &caller, None, form).await
}

/// Publishes what was checked and asked to be published. Everything else is shown again with what came of it.
async fn publish(
    app: &App,
    caller: &Caller,
    of: Option<&ServiceId>,
    form: Form,
) -> Result<Response, WebError> {
    let again = |form| Ok(Again::sent(form).at("checked").into_response());
    let (source, seen) = typed(&form);
    let seen = match (of, seen.parse()) {
        (None, _) => Seen::Nothing,
        (Some(_), Ok(seen)) => Seen::Version(seen),
        // Whoever does not say which version they changed has not seen the one that they would replace.
        (Some(_), Err(_)) => return again(form),
    };
    if form.first("do") != Some("publish") {
        return again(form);
    }
    let Ok((Ok(service), _)) = read_apart(&source).await else {
        return again(form);
    };
    if !is_of(app, of, &service.id) {
        return again(form);
    }
    let file = ServiceFile {
        service,
        source: Some(source),
        seen,
    };
    let at = match moment::to_come(app, &form, "at") {
        Ok(at) => at,
        Err(wrong) => return Ok(Again::sent(form).because([wrong]).at("checked").into_response()),
    };
    if at.is_some() || app.takes_two_to_publish(&file.service.id) {
        let drawn = planned::drawn(app, &form);
        return match app.plan_publication(caller, drawn, &file, at).await {
            Ok(Some(plan)) => Ok(Redirect::to(&address::of_planned(plan)).into_response()),
            Ok(None) => keep(app, caller, &file, form).await,
            Err(refused) => not_published(refused, form),
        };
    }
    keep(app, caller, &file, form).await
}

/// Publishes it, or keeps it as it is written where it says what is published.
async fn keep(app: &App, caller: &Caller, file: &ServiceFile, form: Form) -> Result<Response, WebError> {
    let page = address::of_service(&file.service.id);
    match app.publish(caller, file).await {
        Ok(true) => Ok(Redirect::to(&format!("{page}?notice=published")).into_response()),
        Ok(false) => Ok(Redirect::to(&format!("{page}?notice=kept")).into_response()),
        Err(refused) => not_published(refused, form),
    }
}

/// What is in the way shows where the file is checked.
fn not_published(refused: PublishError, form: Form) -> Result<Response, WebError> {
    match refused {
        PublishError::Kept(error) => Err(error.into()),
        PublishError::Store(error) => Err(Error::from(error).into()),
        _ => Ok(Again::sent(form).at("checked").into_response()),
    }
}

/// Reads a file where it holds up no other request, and what would be better in it.
async fn read_apart(source: &str) -> Result<(Result<Service, Diagnostics>, Diagnostics), WebError> {
    let source = source.to_owned();
    let read =
        tokio::task::spawn_blocking(move || (forms::read(NAME, &source), forms::advice(NAME, &source)));
    read.await
        .map_err(|error| Error::broken(format!("a service file could not be read: {error}")).into())
}

/// What the file is called in what is told of it.
const NAME: &str = "service.yaml";

/// The file as it was typed, and the version that it was made from. Browsers send their own line ends.
fn typed(form: &Form) -> (String, String) {
    let text = |field| form.first(field).unwrap_or_default();
    let source = text("file").replace("\r\n", "\n");
    let source = if source.is_empty() { source } else { source + "\n" };
    (source, text("seen").to_owned())
}

/// Whether a file of this service belongs here: to its own page, or to that for services that are not there yet.
fn is_of(app: &App, of: Option<&ServiceId>, service: &ServiceId) -> bool {
    match of {
        Some(of) => of == service,
        None => app.services.current(service.as_str()).is_none(),
    }
}

impl FilePage {
    /// The page of a first file.
    fn first(app: &App, page: Page) -> Self {
        Self {
            of: None,
            to: "/admin/new-service".to_owned(),
            source: String::new(),
            seen: String::new(),
            checked: None,
            advice: None,
            notice: None,
            at: String::new(),
            wrong: Vec::new(),
            plan: app.new_id().to_string(),
            takes_two: false,
            plans: Vec::new(),
            was_overtaken: false,
            page: page.with_answers(),
        }
    }

    /// With what was typed in the place of what is published, checked if it was sent.
    async fn rendered(
        mut self,
        app: &App,
        caller: &Caller,
        unsent: &Unsent,
    ) -> Result<Html<String>, WebError> {
        self.notice = unsent.notice();
        if let Some(form) = unsent.form() {
            let (source, seen) = typed(form);
            // What it is held against is what is current now, and so is what is published in the place of it.
            self.was_overtaken = unsent.sent().is_some() && self.of.is_some() && seen != self.seen;
            self.source = source;
            self.at = form.first("at").unwrap_or_default().to_owned();
            self.wrong = unsent.wrong().to_vec();
        }
        if unsent.sent().is_some() {
            self.check(app, caller).await?;
        }
        Ok(Html(self.render()?))
    }

    async fn check(&mut self, app: &App, caller: &Caller) -> Result<(), WebError> {
        if self.source.is_empty() {
            self.checked = Some(Checked::Refused(self.page.t("publish-empty").into_owned()));
            return Ok(());
        }
        let said = |diagnostics: Diagnostics| (!diagnostics.is_empty()).then(|| diagnostics.to_string());
        let (service, advice) = read_apart(&self.source).await?;
        let service = match service {
            Ok(service) => service,
            Err(wrong) => {
                self.checked = said(wrong).map(Checked::Wrong);
                return Ok(());
            }
        };
        self.advice = said(advice);
        self.checked = Some(self.held_against(app, caller, service).await?);
        Ok(())
    }

    /// What publishing this would come to.
    async fn held_against(&self, app: &App, caller: &Caller, service: Service) -> Result<Checked, WebError> {
        let page = &self.page;
        if !is_of(app, self.of.as_ref().map(|(id, _)| id), &service.id) {
            let id = service.id.as_str();
            return Ok(Checked::Refused(match &self.of {
                Some((of, _)) => page.t2("publish-other-service", ("id", id), ("of", of.as_str())),
                None => page.t1("publish-service-exists", "id", id),
            }));
        }
        match app.may_be_planned_by(caller, &service).await {
            Ok(()) => {}
            Err(PublishError::Kept(error)) => return Err(error.into()),
            Err(PublishError::Store(error)) => return Err(Error::from(error).into()),
            Err(refused) => return Ok(Checked::Refused(refusal(page, &refused))),
        }
        let Some(current) = app.services.current(service.id.as_str()) else {
            return Ok(Checked::New(empty_steps(app, caller, page, &service).await?));
        };
        if app.standing(&service).await? == Standing::Current {
            return Ok(Checked::Same);
        }
        let rows = differences::rows(&current.service, &service);
        let touched = Touched::by(app, caller, page, service).await?;
        Ok(Checked::Changes(rows, Box::new(touched)))
    }

    /// What is wrong with the moment.
    fn mistake(&self) -> Option<&str> {
        Wrong::of(&self.wrong, "at")
    }

    /// Whether nothing changes but comments.
    fn is_same(&self) -> bool {
        matches!(self.checked, Some(Checked::Same))
    }

    /// Whether it can be said when it is to be published.
    fn asks_when(&self) -> bool {
        self.is_good() && !self.is_same()
    }

    /// Whether it can be published as it stands.
    fn is_good(&self) -> bool {
        matches!(
            self.checked,
            Some(Checked::New(_) | Checked::Same | Checked::Changes(..))
        )
    }
}

/// Why a service that checks is not published, in the reader's words.
fn refusal(page: &Page, refused: &PublishError) -> String {
    match refused {
        PublishError::Claims { cause, .. } => page.t1("publish-refused-claims", "cause", cause),
        PublishError::TypeTaken { kind, other, .. } => page.t2(
            "publish-refused-type",
            ("type", &kind.to_string()),
            ("other", other.as_str()),
        ),
        PublishError::Language { unspoken, .. } => {
            page.t1("publish-refused-language", "languages", unspoken.join(", "))
        }
        PublishError::Paper { cause, .. } => page.t1("publish-refused-paper", "cause", cause.to_string()),
        PublishError::NoDocument(_) => page.t("publish-no-document").into_owned(),
        // None of these comes of looking at a file.
        PublishError::TakesTwo(_)
        | PublishError::ReadOtherwise(_)
        | PublishError::Overtaken(_)
        | PublishError::Store(_)
        | PublishError::Kept(_) => page.t("publish-overtaken").into_owned(),
    }
}

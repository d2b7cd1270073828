//! A service's page: what it is, who it is for, what one needs, and the button to start.

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use engine::{error::Error, lengths, services::Pause};
use forms::{Service, Text, Validity, ValidityPeriod};
use locale::{Language, dates};

use crate::{
    app::App,
    applications::draft,
    error::WebError,
    maps,
    page::Page,
    path::Path,
    prepared::{HTML, Wanted},
    said::{Said, Voice},
};

#[derive(Template)]
#[template(path = "catalogue/service.html")]
pub(crate) struct ServicePage {
    pub(crate) page: Page,
    pub(crate) id: String,
    pub(crate) about: Words,
    pub(crate) started: bool,
    /// Why it takes no applications for now.
    pub(crate) pause: Option<Paused>,
    /// How long it takes now, where that is known.
    now: Vec<String>,
}

/// A service that takes no applications for now.
pub(crate) struct Paused {
    /// What its owner tells the public.
    said: String,
    /// In which language.
    language: String,
    until: Option<String>,
}

/// The service's words in one language.
pub(crate) struct Words {
    name: Said,
    summary: Said,
    audience: Said,
    requirements: Vec<Said>,
    cost: Said,
    takes: Said,
    lasts: Option<String>,
    kept_for: Option<String>,
    online: bool,
    offices: Vec<Office>,
    authority: Said,
    legal_basis: Vec<Said>,
    phone: Option<String>,
    email: Option<String>,
    contact: Option<Said>,
}

struct Office {
    name: Said,
    address: Said,
    /// Where a map shows it.
    map: Option<String>,
    phone: Option<String>,
    hours: Said,
}

/// `GET /s/{service}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(service): Path<String>,
    page: Page,
    secret: draft::Secret,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let offered = app.services.offered(&service).ok_or(Error::NotFound)?;
    let published = &offered.published;
    let pause = offered.pause(app.now());
    let address = format!("/s/{service}");
    let now = takes_now(&app, &published.service, page.language).await;
    let wanted = Wanted {
        address: &address,
        language: Some(page.language),
        edition: format!(
            "{} {:?} {} {now:?}",
            published.hash,
            pause.map(|pause| pause.since),
            page.identity.edition()
        ),
        kind: HTML,
    };
    // Only who has begun is told something of their own.
    let started = app.has_draft(secret.get(), &service).await?;
    let render = || -> Result<String, WebError> {
        let view = ServicePage {
            about: Words::of(&published.service, page.language),
            pause: pause.map(|pause| Paused::of(&app, pause, &published.service, &page)),
            page: page.for_everybody(&address),
            id: service,
            started,
            now,
        };
        Ok(view.render()?)
    };
    if started {
        return Ok(Html(render()?).into_response());
    }
    app.prepared().answer(wanted, &headers, render)
}

/// What the last decisions took, and when the office works again, if it does not today.
async fn takes_now(app: &App, service: &Service, language: Language) -> Vec<String> {
    let waits = app.waits(&service.id).await.map(|waits| {
        let [half, most] = [waits.half, waits.nine_of_ten].map(|took| dates::length(took, language));
        let count = waits.count.to_string();
        language.t3(
            "service-takes-now",
            ("count", &count),
            ("half", &half),
            ("most", &most),
        )
    });
    let works_again = app.works_again(service).map(|day| {
        let date = dates::date(day, language);
        language.t1("service-works-again", "date", date)
    });
    waits.into_iter().chain(works_again).collect()
}

impl Paused {
    fn of(app: &App, pause: &Pause, service: &Service, page: &Page) -> Self {
        let spoken = service.language_for(page.language.code());
        // A version that was published since may speak a language that the word to the public does not.
        let own = pause.say.get_key_value(spoken.as_str());
        let (language, said) = own.or_else(|| pause.say.iter().next()).unzip();
        let until = pause
            .until
            .map(|until| dates::moment(until, &app.settings.time_zone, page.language));
        Self {
            said: said.cloned().unwrap_or_default(),
            language: language.cloned().unwrap_or_default(),
            until,
        }
    }
}

impl Words {
    pub(crate) fn of(service: &Service, language: Language) -> Self {
        let voice = Voice::of(service, language);
        let about = &service.about;
        let say = |text: &Text| voice.say(text);
        let authority = match &about.authority.office {
            Some(office) => {
                let parts = [&about.authority.name, office].map(|text| text.in_language(&voice.spoken));
                voice.said(parts.join(" · "))
            }
            None => say(&about.authority.name),
        };
        Self {
            name: say(&about.name),
            summary: say(&about.summary),
            audience: say(&about.audience),
            requirements: about.requirements.iter().map(say).collect(),
            cost: say(&about.cost),
            takes: say(&about.takes),
            lasts: lasts(&service.permit.valid, language),
            kept_for: service.kept_for.map(|kept_for| lengths::span(kept_for, language)),
            online: about.channels.online,
            offices: about
                .channels
                .in_person
                .iter()
                .map(|office| Office {
                    name: say(&office.name),
                    address: say(&office.address),
                    map: office.position.map(maps::on_openstreetmap),
                    phone: office.phone.clone(),
                    hours: say(&office.hours),
                })
                .collect(),
            authority,
            legal_basis: about.legal_basis.iter().map(say).collect(),
            phone: about.contact.phone.clone(),
            email: about.contact.email.clone(),
            contact: about.contact.text.as_ref().map(say),
        }
    }
}

/// How long a permit holds, where the file says so as lengths.
pub(crate) fn lasts(valid: &Validity, language: Language) -> Option<String> {
    let lengths: Option<Vec<_>> = valid.periods().iter().map(ValidityPeriod::length).collect();
    let told = lengths?.into_iter().map(|length| lengths::span(length, language));
    told.reduce(|one, other| language.t2("service-lasts-or", ("one", &one), ("other", &other)))
}

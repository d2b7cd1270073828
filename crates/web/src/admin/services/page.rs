//! One service: how it stands, its pause, and the versions it had.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::{error::Error, log::AuditActor, publishing::history::PastVersion, services::Offered};
use forms::{ContentHash, ServiceId};
use locale::dates;
use review::MaybeNewer;

use super::{
    address, planned,
    publishers::{may_publish, try_at},
    standing,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    gate::By,
    officers::{names::Names, service_name::service_name},
    page::Page,
    path::Path,
    unsent::Unsent,
};

#[derive(Template)]
#[template(path = "admin/service/page.html")]
struct ServicePage {
    page: Page,
    id: ServiceId,
    name: String,
    state: &'static str,
    since: String,
    pause: Option<PauseTold>,
    /// The languages in which the public must be told.
    languages: Vec<(String, String)>,
    versions: Vec<Line>,
    /// How many open cases are on other versions than the current one.
    on_earlier: u64,
    plans: Vec<planned::Line>,
    may_publish: bool,
    /// Where the current version is tried.
    try_at: Option<String>,
    notice: Option<&'static str>,
    typed: Form,
    wrong: Vec<Wrong>,
}

/// A pause that the service is in.
struct PauseTold {
    /// What the public reads, by language.
    say: Vec<(String, String)>,
    /// When it ends by itself.
    until: Option<String>,
}

struct Line {
    address: String,
    short: String,
    is_current: bool,
    published: String,
    /// When it was made current, and by whom.
    made_current: Vec<(String, String)>,
}

/// `GET /admin/services/{service}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let offered = app.services.offered(&id).ok_or(Error::NotFound)?;
    let id = offered.published.service.id.clone();
    let versions = app.versions_of(&caller, &id).await?;
    let names = Names::load(&app).await?;
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let current = offered.published.hash;
    let pause = offered.pause(app.now()).map(|pause| {
        let say = pause.say.iter();
        let say = say.map(|(code, text)| (code.clone(), text.clone())).collect();
        PauseTold {
            say,
            until: pause.until.map(moment),
        }
    });
    let on_earlier = app.open_on_earlier_versions(&caller, &id).await?;
    let view = ServicePage {
        on_earlier: on_earlier.iter().map(|(_, count)| count).sum(),
        name: service_name(&app, &page, &id),
        state: standing(&app, &offered),
        since: moment(offered.since),
        pause,
        languages: languages(&offered, &page),
        versions: versions
            .iter()
            .map(|version| line(version, current, &id, &names, &page, moment))
            .collect(),
        plans: planned::lines(&app, &caller, &page, Some(&id)).await?,
        may_publish: may_publish(&caller, &id),
        try_at: try_at(&caller, &id, &current),
        notice: notice(&query).or(unsent.notice()),
        typed: unsent.typed(),
        wrong: unsent.wrong().to_vec(),
        id,
        page,
    };
    Ok(Html(view.render()?))
}

fn notice(query: &Form) -> Option<&'static str> {
    match query.first("notice")? {
        "published" => Some("publish-published"),
        "kept" => Some("publish-kept"),
        "paused" => Some("publish-paused"),
        "resumed" => Some("publish-resumed"),
        _ => None,
    }
}

/// The service's languages with their names in the page's own.
fn languages(offered: &Offered, page: &Page) -> Vec<(String, String)> {
    let languages = offered.published.service.languages.iter();
    let named = languages.map(|code| {
        let name = page.t(format!("publish-language-{code}")).into_owned();
        (code.to_string(), name)
    });
    named.collect()
}

fn line(
    past: &PastVersion,
    current: ContentHash,
    service: &ServiceId,
    names: &Names,
    page: &Page,
    moment: impl Fn(jiff::Timestamp) -> String,
) -> Line {
    let who = |by: &MaybeNewer<AuditActor>| match by {
        MaybeNewer::Known(AuditActor::Person(person)) => names.of(*person, page),
        _ => page.t("publish-by-machine").into_owned(),
    };
    Line {
        address: address::of_version(service, &past.hash),
        short: address::short(&past.hash),
        is_current: past.hash == current,
        published: moment(past.published_at),
        made_current: past
            .made_current
            .iter()
            .map(|made| (moment(made.at), who(&made.by)))
            .collect(),
    }
}

impl ServicePage {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }

    fn errors(&self) -> Vec<(String, String)> {
        let said = |wrong: &Wrong| (wrong.field().to_owned(), self.page.t(wrong.text()).into_owned());
        self.wrong.iter().map(said).collect()
    }
}

//! A whole site in a temporary folder, and a browser without scripts to visit it with.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use engine::{
    authorise::Caller,
    clock::{Clock, Random},
    engine::{Engine, Parts},
    issuer::Issuer,
    peer::Networks,
    secret::Secret,
};
use files::Files;
use forms::{Answers, Service, samples};
use jiff::{SignedDuration, Timestamp, tz};
use permit::{KeySet, Purpose, SigningKey, TrustedKey};
use review::PersonId;
use store::{AuditAction, AuditActor, AuditEntry, Grant, Person, Store};
use store_sqlite::SqliteStore;
use tower::ServiceExt as _;
use uuid::Uuid;
use web::{App, Settings, demo::letter_box::LetterBox};

/// A site with its browser.
pub(crate) struct World {
    pub(crate) app: App,
    /// What the engine keeps, for tests that look behind it.
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) letters: LetterBox,
    router: Router,
    /// Path and name to value.
    cookies: BTreeMap<(String, String), String>,
    /// The form token of the page last seen.
    pub(crate) token: String,
    /// The address that a proxy in front would tell.
    pub(crate) from: Option<&'static str>,
    /// Put at the end of every field but those that name questions and passwords.
    pub(crate) spoilt_with: &'static str,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// A clock that moves when a test moves it.
pub(crate) struct HandClock(Mutex<Timestamp>);

struct Counted(Mutex<u64>);

/// The services that ship.
pub(crate) const SHIPPED: [&str; 3] = [
    "transit-permit",
    "driver-licence-revalidation",
    "market-stall-permit",
];

impl World {
    /// A site with the transit permit published.
    pub(crate) async fn new() -> Self {
        Self::with(&[shipped("transit-permit")]).await
    }

    /// The same behind a proxy, to which requests come from [`World::from`].
    pub(crate) async fn behind_proxy() -> Self {
        let mut world = Self::new().await;
        world.serve(
            world.app.engine().clone(),
            Settings {
                behind_proxy: true,
                ..SETTINGS
            },
        );
        world
    }

    /// The same with another home of files.
    pub(crate) async fn keeping_files_in(files: Files) -> Self {
        let mut world = Self::new().await;
        world.change_engine(|engine| engine.with_files(files));
        world
    }

    /// From now on nobody with these roles is let in without a second factor.
    pub(crate) fn demand_second_factor(&mut self, roles: &[&str]) {
        let roles = roles.iter().map(|role| (*role).into()).collect();
        self.change_settings(|settings| engine::engine::Settings {
            second_factor_roles: roles,
            ..settings
        });
    }

    /// From now on the site has another address.
    pub(crate) fn move_to(&mut self, base_url: &str) {
        let base_url = base_url.to_owned();
        self.change_settings(|settings| engine::engine::Settings { base_url, ..settings });
    }

    pub(crate) fn change_settings(
        &mut self,
        change: impl FnOnce(engine::engine::Settings) -> engine::engine::Settings,
    ) {
        self.change_engine(|mut engine| {
            engine.settings = Arc::new(change((*engine.settings).clone()));
            engine
        });
    }

    /// Serves another engine from now on.
    pub(crate) fn change_engine(&mut self, change: impl FnOnce(Engine) -> Engine) {
        self.serve(change(self.app.engine().clone()), self.app.site());
    }

    fn serve(&mut self, engine: Engine, settings: Settings) {
        self.app = App::new(engine, settings);
        self.router = web::router(self.app.clone());
    }

    /// A site with these services published.
    pub(crate) async fn with(services: &[Service]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock(Mutex::new("2026-03-20T15:00:00Z".parse().unwrap())));
        let store = SqliteStore::open(&folder.path().join("chasqui.db"))
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let engine = Engine::new(Parts {
            store: store.clone(),
            files: Files::in_memory(),
            clock: clock.clone(),
            random: Arc::new(Counted(Mutex::new(1))),
            issuer: issuer(),
            secret: secret(),
            settings: engine::engine::Settings {
                base_url: "https://permisos.test".to_owned(),
                demo: false,
                time_zone: tz::TimeZone::fixed(tz::offset(-5)),
                site: Arc::default(),
                officers_need_documents: false,
                exempt_networks: Networks::default(),
                second_factor_roles: Vec::new(),
            },
        });
        for service in services {
            publish(&engine, service).await;
        }
        add_officer(&*store, clock.now()).await;
        let app = App::new(engine, SETTINGS);
        let router = web::router(app.clone());
        Self {
            app,
            store,
            clock,
            letters: LetterBox::default(),
            router,
            cookies: BTreeMap::new(),
            token: String::new(),
            from: None,
            spoilt_with: "",
            _folder: folder,
        }
    }

    /// Follows a link.
    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), path, String::new()).await
    }

    /// The same with a header of the browser's own.
    pub(crate) async fn get_with(&mut self, path: &str, name: header::HeaderName, value: &str) -> Reply {
        self.send(Request::get(path).header(name, value), path, String::new())
            .await
    }

    /// Sends a form of the page last seen, and looks where its page shows it again, as browsers do, if it was not taken.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.send_form(path, fields).await;
        match reply.shown_again() {
            Some(page) => self.get(&page).await,
            None => reply,
        }
    }

    /// The same without looking.
    pub(crate) async fn send_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send_form_with(Request::post(path), path, fields).await
    }

    /// The same of a browser that says that the form is of this site.
    pub(crate) async fn send_form_from_here(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = Request::post(path).header("sec-fetch-site", "same-origin");
        self.send_form_with(request, path, fields).await
    }

    async fn send_form_with(
        &mut self,
        request: axum::http::request::Builder,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Reply {
        let token = self.token.clone();
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("form_token", &token);
        for (name, value) in fields {
            let spoilt_with = match *name {
                "question" | "shown" | "password" => "",
                _ => self.spoilt_with,
            };
            body.append_pair(name, &format!("{value}{spoilt_with}"));
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, path, body.finish()).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, path: &str, body: String) -> Reply {
        let request = match self.from {
            Some(from) => request.header("x-forwarded-for", from),
            None => request,
        };
        let request = request
            .header(header::HOST, "permisos.test")
            .header(header::COOKIE, self.cookies_for(path));
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        self.keep_cookies(&reply.headers);
        if let Some(token) = reply.field("form_token") {
            self.token = token;
        }
        reply
    }

    fn cookies_for(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap_or_default();
        let applies = |of: &str| {
            of == "/" || path == of || path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'))
        };
        let cookies = self.cookies.iter().filter(|((of, _), _)| applies(of));
        cookies
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            let path = cookie
                .split("; ")
                .find_map(|part| part.strip_prefix("Path="))
                .unwrap();
            let key = (path.to_owned(), name.to_owned());
            if value.is_empty() {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
    }

    /// Another browser: nothing is known of this one.
    pub(crate) fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    /// What this browser holds, as it was before the next answer comes.
    pub(crate) fn cookies(&self) -> BTreeMap<(String, String), String> {
        self.cookies.clone()
    }

    /// A request that left before the last answer came.
    pub(crate) fn restore_cookies(&mut self, cookies: BTreeMap<(String, String), String>) {
        self.cookies = cookies;
    }

    /// Starts an application and answers page after page, up to the check; each page is shown to `see`.
    pub(crate) async fn fill(
        &mut self,
        service: &Service,
        answers: &Answers,
        see: impl FnMut(&Reply),
    ) -> String {
        let start = format!("/s/{}/apply", service.id);
        self.fill_from(&start, service, answers, see).await
    }

    /// The same of what is begun at another address.
    pub(crate) async fn fill_from(
        &mut self,
        start: &str,
        service: &Service,
        answers: &Answers,
        mut see: impl FnMut(&Reply),
    ) -> String {
        let start = self.post(start, &[]).await;
        let mut at = start.location();
        for _ in 0..50 {
            if at.ends_with("/check") {
                return at;
            }
            let page = self.get(&at).await;
            assert_eq!(page.status, StatusCode::OK, "{at}: {}", page.body);
            see(&page);
            let id = forms::PageId::new(at.rsplit('/').next().unwrap());
            let asked = service.page(&id).unwrap();
            let mut fields: Vec<(String, String)> = Vec::new();
            for question in service.visible(asked, answers) {
                let raw = answers
                    .get(&question.id)
                    .map(|answer| answer.to_raw(question))
                    .unwrap_or_default();
                fields.extend(
                    raw.into_iter()
                        .flat_map(|(name, values)| values.into_iter().map(move |v| (name.clone(), v))),
                );
            }
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let reply = self.post(&at, &fields).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{at}: {}", reply.body);
            at = reply.location();
        }
        panic!("the form has no end: {at}");
    }

    /// Applies with sample answers; the reference.
    pub(crate) async fn apply(&mut self, service: &Service) -> String {
        let answers = samples::sample(service, self.app.today());
        let check = self.fill(service, &answers, |_| {}).await;
        let page = self.get(&check).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let sent = self.post(&format!("/s/{}/apply/submit", service.id), &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let location = sent.location();
        location
            .trim_start_matches("/a/")
            .trim_end_matches("?sent=1")
            .to_owned()
    }
}

/// Publishes a service as whoever holds the machine.
#[expect(clippy::disallowed_methods, reason = "services come from the command line")]
pub(crate) async fn publish(engine: &Engine, service: &Service) {
    engine
        .publish(&Caller::operator(), &service.clone().into())
        .await
        .unwrap();
}

impl Reply {
    /// Where a redirection leads.
    pub(crate) fn location(&self) -> String {
        let location = self
            .headers
            .get(header::LOCATION)
            .unwrap_or_else(|| panic!("no redirection: {}", self.body));
        location.to_str().unwrap().to_owned()
    }

    /// The page that shows a form again which was not taken: the answer leads to a part of it, or to where the journey stops.
    pub(crate) fn shown_again(&self) -> Option<String> {
        let location = self.headers.get(header::LOCATION)?.to_str().ok()?;
        let page = location.split('#').next()?;
        (page.len() < location.len() || page.ends_with("?stop=1")).then(|| page.to_owned())
    }

    /// The value of a hidden field.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.to_owned())
    }

    /// What stands between two pieces of the page.
    pub(crate) fn between(&self, from: &str, to: &str) -> &str {
        let (_, rest) = self
            .body
            .split_once(from)
            .unwrap_or_else(|| panic!("no {from} in {}", self.body));
        rest.split_once(to).map_or(rest, |(inside, _)| inside)
    }
}

impl HandClock {
    /// Lets time pass.
    pub(crate) fn pass(&self, time: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now += time;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}

/// The officer of these tests.
pub(crate) const OFFICER: PersonId = PersonId(Uuid::from_u128(5));

async fn add_officer(store: &dyn Store, now: Timestamp) {
    let grant = Grant {
        role: "officer".into(),
        service: None,
        office: None,
    };
    let officer = Person {
        id: OFFICER,
        name: "Rosa Flores".into(),
        email: "rosa@permisos.test".into(),
        password_hash: String::new(),
        grants: vec![grant],
        document: None,
        disabled_at: None,
        revision: 0,
    };
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::System,
        action: AuditAction::PersonAdded(OFFICER),
    };
    store.add_person(&officer, &entry).await.unwrap();
}

/// A service of the repository's `forms/`.
pub(crate) fn shipped(name: &str) -> Service {
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../forms")
            .join(format!("{name}.yaml")),
    )
}

/// The service of these tests that asks every type of question.
pub(crate) fn every_type() -> Service {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/every-type.yaml"))
}

fn read(file: &Path) -> Service {
    let source = std::fs::read_to_string(file).unwrap();
    forms::read(&file.display().to_string(), &source).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn issuer() -> Issuer {
    let (permits, lists) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let keys = vec![
        TrustedKey::new(permits.public_key().clone(), Purpose::Permit),
        TrustedKey::new(lists.public_key().clone(), Purpose::Status),
    ];
    Issuer {
        host: "permisos.test".to_owned(),
        keys: KeySet::new("permisos.test", "https://permisos.test", keys),
        permit_signer: Arc::new(permits),
        status_signer: Arc::new(lists),
        rooted: None,
    }
}

/// What keys and tokens are made with.
pub(crate) fn secret() -> Secret {
    Secret::new([7; 32])
}

const SETTINGS: Settings = Settings {
    secure_cookies: true,
    behind_proxy: false,
};

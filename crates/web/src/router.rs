//! Every address of the site, with the action that each is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{self, HeaderMap, HeaderName, Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use engine::authorise::Action;
use engine::error::Error;
use forms::outside::is_unwanted;
use tower::{ServiceBuilder, util::MapRequestLayer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::CsrfLayer,
    request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::{
    app::App,
    body::{FORM_LIMIT, Network},
    compression,
    error::{WebError, page::Context},
    headers::{Guard, is_below},
    language::Settled,
    refusals::asked::Asked,
    representations::takes_gzip,
};

mod list;
mod routes;

use self::routes::Routes;

/// The longest that a request may take; the store answers or gives up long before.
const PATIENCE: Duration = Duration::from_secs(20);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The site.
pub fn router(app: App) -> Router {
    let routes = list::all(Routes::new(app.clone()));
    routes
        .router
        .fallback(async || WebError::from(Error::NotFound))
        .method_not_allowed_fallback(async || WebError::from(Error::BadRequest("method")))
        // One layer of the router's, since each of those is a box that is made anew for every request.
        .layer(
            ServiceBuilder::new()
                .layer(MapRequestLayer::new(without_its_name(app.site().behind_proxy)))
                .layer(SetRequestIdLayer::new(REQUEST_ID, FreshId::new(&app)))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
                .layer(middleware::from_fn_with_state(app.clone(), around))
                .layer(CsrfLayer::new())
                .layer(CatchPanicLayer::new())
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    PATIENCE,
                ))
                .layer(DefaultBodyLimit::max(FORM_LIMIT)),
        )
        .with_state(app)
}

/// What every request gets on its way in, and every answer on its way out: a language, a page if it is an error, the headers
/// that guard it, and its compression.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let takes_gzip = takes_gzip(request.headers());
    let guard = Guard::of(request.uri().path());
    let language = Settled::of(&mut request);
    let context = Context::of(&app, &request);
    let asked = Asked::of(&app, &request);
    if !request.method().is_safe()
        && let Some(network) = Network::of(&app, &request)
    {
        request.extensions_mut().insert(network);
    }
    let crowded = request.extensions().get::<Crowded>().is_some();
    let answer = if crowded {
        WebError::from(Error::Unavailable(None)).into_response()
    } else if names_nothing(request.uri().path()) {
        WebError::from(Error::NotFound).into_response()
    } else {
        next.run(request).await
    };
    asked.tell(&app, &answer);
    let mut response = context.with_page(&app, answer).await;
    language.keep(&mut response);
    guard.put(app.site(), response.headers_mut());
    compression::compress(response, takes_gzip).await
}

/// Whether a path says what no text may hold, so that nothing is called so.
fn names_nothing(path: &str) -> bool {
    path.contains('%')
        && form_urlencoded::parse(path.as_bytes())
            .any(|(name, value)| name.contains(is_unwanted) || value.contains(is_unwanted))
}

/// Marks a request that comes when there are so many that those for whom no room is kept must come back.
#[derive(Clone, Copy, Debug)]
pub struct Crowded;

/// Whether an address is answered when most others are not: probes, officers, and whoever checks permits.
pub fn room_is_kept_for(path: &str) -> bool {
    let roots = [
        "/healthz",
        "/readyz",
        "/o",
        "/admin",
        "/v",
        "/status",
        "/.well-known",
        "/api",
    ];
    roots.iter().any(|root| is_below(path, root)) || path.starts_with("/v-")
}

/// Every address with its action, for those who must know that none was forgotten.
pub fn addresses(app: &App) -> Vec<(Method, &'static str, Action)> {
    list::all(Routes::new(app.clone())).listed
}

/// A span tells the route, never the address: references, keys and numbers stay out of the log.
fn span<B>(request: &http::Request<B>) -> tracing::Span {
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or("-", axum::extract::MatchedPath::as_str);
    let id = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .unwrap_or("-");
    let named = request.extensions().get::<NamedByProxy>();
    let proxy_request_id = named.map(|NamedByProxy(name)| name.as_str());
    // At the highest level, so that whatever is logged of a request says which it was.
    tracing::error_span!("request", method = %request.method(), route, id, proxy_request_id)
}

/// The longest name of a request that a proxy may give: a UUID's.
const LONGEST_ID: usize = 36;

/// What a proxy of ours calls a request in its own log.
#[derive(Clone, Debug)]
struct NamedByProxy(String);

/// A request has the name that we give it, whoever sends one along: its visitor sees it, and what is searched for by it is one request.
/// Behind a proxy of ours, the name that came with it is kept beside ours for the log, if it is short and plain.
fn without_its_name(behind_proxy: bool) -> impl Fn(Request) -> Request + Clone {
    move |mut request| {
        if behind_proxy && let Some(name) = plain_name(request.headers()) {
            request.extensions_mut().insert(NamedByProxy(name));
        }
        request.headers_mut().remove(REQUEST_ID);
        request
    }
}

fn plain_name(headers: &HeaderMap) -> Option<String> {
    let mut names = headers.get_all(REQUEST_ID).iter();
    let (name, None) = (names.next()?.to_str().ok()?, names.next()) else {
        return None;
    };
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    let is_plain = (1..=LONGEST_ID).contains(&name.len()) && name.bytes().all(plain);
    is_plain.then(|| name.to_owned())
}

/// Names for requests, which lead from an error's page to its lines in the log: no two alike, and no secrets.
#[derive(Clone)]
struct FreshId(Arc<AtomicU64>);

/// Odd, so that adding it comes back to a number only after all 2^64 (Weyl's sequence, with the golden ratio).
const STRIDE: u64 = 0x9e37_79b9_7f4a_7c15;

impl FreshId {
    fn new(app: &App) -> Self {
        let mut start = [0; 8];
        app.random.fill(&mut start);
        Self(Arc::new(AtomicU64::new(u64::from_le_bytes(start))))
    }
}

impl MakeRequestId for FreshId {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        let number = self.0.fetch_add(STRIDE, Ordering::Relaxed);
        format!("{number:016x}").parse().ok().map(RequestId::new)
    }
}

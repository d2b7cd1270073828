//! The scanner as an app that a phone installs: its manifest, and the scripts that need addresses below `/v`.

use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use engine::error::Error;
use serde::Serialize;

use crate::{app::App, assets, error::WebError, page::Page, prepared::Wanted};

/// What a phone needs to put the scanner on its home screen (W3C Web Application Manifest).
#[derive(Serialize)]
struct Manifest {
    id: &'static str,
    name: String,
    short_name: String,
    description: String,
    lang: &'static str,
    start_url: String,
    scope: &'static str,
    display: &'static str,
    orientation: &'static str,
    theme_color: String,
    background_color: String,
    icons: [Icon; 4],
}

#[derive(Serialize)]
struct Icon {
    src: String,
    sizes: &'static str,
    r#type: &'static str,
    purpose: &'static str,
}

/// `GET /v.webmanifest`
pub(crate) async fn manifest(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let wanted = Wanted {
        address: "/v.webmanifest",
        language: Some(page.language),
        edition: String::new(),
        kind: HeaderValue::from_static("application/manifest+json"),
    };
    app.prepared().answer(wanted, &headers, || {
        let manifest = serde_json::to_vec(&Manifest::of(&page));
        Ok(manifest.map_err(|error| Error::broken(error.to_string()))?)
    })
}

impl Manifest {
    fn of(page: &Page) -> Self {
        let text = |key: &str| page.t(key).into_owned();
        Self {
            id: "/v",
            name: text("scan-app-name"),
            short_name: text("scan-app-short-name"),
            description: text("scan-app-description"),
            lang: page.language.tag(),
            start_url: format!("/v?lang={}", page.language.code()),
            scope: "/v",
            display: "standalone",
            orientation: "any",
            theme_color: page.identity.colour(),
            background_color: page.identity.colour(),
            icons: [
                Icon::new("icon.svg", "any", "image/svg+xml", "any"),
                Icon::new("icon-192.png", "192x192", "image/png", "any"),
                Icon::new("icon-512.png", "512x512", "image/png", "any"),
                Icon::new("icon-maskable.png", "512x512", "image/png", "maskable"),
            ],
        }
    }
}

/// `GET /v-sw.js`: the service worker, at the address that its scope needs.
pub(crate) async fn service_worker(headers: HeaderMap) -> Result<Response, WebError> {
    assets::serve("v-sw.js", &headers, "no-cache")
}

/// Where the page finds a part that must lie below `/v`: a worker's script is kept for off-line use only there.
pub(crate) fn address(name: &str) -> String {
    format!("/{name}?{}", assets::hash(name))
}

/// `GET /v-decoder.js`, `/v-zxing.js`, `/v-zxing.wasm`
pub(crate) async fn part(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response, WebError> {
    let name = uri.path().trim_start_matches('/');
    match uri.query() {
        None => assets::serve(name, &headers, "no-cache"),
        Some(hash) if hash == assets::hash(name) => {
            assets::serve(name, &headers, "public, max-age=31536000, immutable")
        }
        // While two releases serve side by side a page may ask for the other's part: none is better than the wrong one.
        Some(_) => Err(Error::NotFound.into()),
    }
}

impl Icon {
    fn new(name: &str, sizes: &'static str, kind: &'static str, purpose: &'static str) -> Self {
        Self {
            src: assets::address(name),
            sizes,
            r#type: kind,
            purpose,
        }
    }
}

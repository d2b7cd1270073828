//! Stylesheet and scripts: built beforehand, embedded, addressed by their content.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    extract::{Path, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;
use std::io::Write as _;

use crate::WebError;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Dist;

struct Asset {
    plain: Vec<u8>,
    gzip: Vec<u8>,
    hash: String,
    kind: &'static str,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    Dist::iter()
        .filter_map(|name| Some((name.to_string(), Asset::of(&name, &Dist::get(&name)?))))
        .collect()
});

/// What the build should have put there and did not; the server says so when it starts.
pub fn missing() -> Vec<&'static str> {
    [
        "chasqui.css",
        "verify.css",
        "office.css",
        "icon.svg",
        "verify.js",
        "icon-192.png",
        "icon-512.png",
        "icon-apple.png",
        "icon-maskable.png",
        "v-light.js",
        "v-decoder.js",
        "v-device.js",
        "v-zxing.js",
        "v-zxing.wasm",
        "v-sw.js",
    ]
    .into_iter()
    .filter(|name| !ASSETS.contains_key(*name))
    .collect()
}

/// The hash of a file's content, for an address that changes with it.
pub(crate) fn hash(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.hash.as_str())
}

/// Where a page finds a file: its address changes with its content.
pub fn address(name: &str) -> String {
    match ASSETS.get(name) {
        Some(asset) => format!("/assets/{name}?{}", asset.hash),
        None => format!("/assets/{name}"),
    }
}

/// A file's size as it travels, in bytes.
pub fn weight(name: &str) -> usize {
    ASSETS.get(name).map_or(0, |asset| asset.gzip.len())
}

/// `GET /assets/{name}`
pub(crate) async fn show(Path(name): Path<String>, request: Request) -> Result<Response, WebError> {
    let exact = ASSETS
        .get(&name)
        .is_some_and(|asset| request.uri().query() == Some(asset.hash.as_str()));
    let caching = if exact {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    serve(&name, request.headers(), caching)
}

/// `GET /favicon.ico`: old browsers and feed readers ask here, whatever a page says.
pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, WebError> {
    serve("icon.svg", &headers, "public, max-age=86400")
}

/// Answers with a built file; for those that need an address of their own, such as the scanner's worker.
pub fn serve(name: &str, headers: &HeaderMap, caching: &'static str) -> Result<Response, WebError> {
    let asset = ASSETS.get(name).ok_or(WebError::NotFound)?;
    let tag = format!("\"{}\"", asset.hash);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let zipped = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("gzip"));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if zipped {
        ([(header::CONTENT_ENCODING, "gzip")], asset.gzip.as_slice()).into_response()
    } else {
        asset.plain.as_slice().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::ETAG,
        tag.parse()
            .map_err(|_| WebError::broken("a hash is not a header"))?,
    );
    Ok(response)
}

impl Asset {
    fn of(name: &str, file: &rust_embed::EmbeddedFile) -> Self {
        let plain = file.data.to_vec();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory does not fail; an empty body would be seen at once.
        let gzip = encoder
            .write_all(&plain)
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        Self {
            gzip,
            hash: hex::encode(&file.metadata.sha256_hash()[..6]),
            kind: kind(name),
            plain,
        }
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

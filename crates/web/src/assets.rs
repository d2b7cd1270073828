//! Stylesheet and scripts: built beforehand, embedded, addressed by their content.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use engine::error::Error;
use rust_embed::RustEmbed;

use crate::{error::WebError, representations::Representations};

#[derive(RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Dist;

/// What the build compressed lies beside each file.
const CODINGS: [&str; 2] = [".gz", ".br"];

static ASSETS: LazyLock<HashMap<String, Representations>> = LazyLock::new(|| {
    Dist::iter()
        .filter(|name| !CODINGS.iter().any(|coding| name.ends_with(coding)))
        .filter_map(|name| Some((name.to_string(), asset(&name)?)))
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
        "passkey.js",
    ]
    .into_iter()
    .filter(|name| !ASSETS.contains_key(*name))
    .collect()
}

/// A built file, as it travels.
pub(crate) fn named(name: &str) -> Option<&'static Representations> {
    ASSETS.get(name)
}

/// The hash of a file's content, for an address that changes with it.
pub(crate) fn hash(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", Representations::hash)
}

/// Where a page finds a file: its address changes with its content.
pub fn address(name: &str) -> String {
    match ASSETS.get(name) {
        Some(asset) => address_of(name, asset),
        None => format!("/assets/{name}"),
    }
}

/// Where a page finds this content of a file.
pub(crate) fn address_of(name: &str, content: &Representations) -> String {
    format!("/assets/{name}?{}", content.hash())
}

/// A file's size as it travels, in bytes.
pub fn weight(name: &str) -> usize {
    ASSETS.get(name).map_or(0, Representations::size_as_gzip)
}

/// `GET /favicon.ico`: old browsers and feed readers ask here, whatever a page says.
pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, WebError> {
    serve("icon.svg", &headers, "public, max-age=86400")
}

/// Answers with a built file; for those that need an address of their own, such as the scanner's worker.
pub fn serve(name: &str, headers: &HeaderMap, caching: &'static str) -> Result<Response, WebError> {
    let asset = ASSETS.get(name).ok_or(Error::NotFound)?;
    Ok(asset.answer(headers, HeaderValue::from_static(caching)))
}

fn asset(name: &str) -> Option<Representations> {
    let plain = content(name)?;
    let [gzip, brotli] = CODINGS.map(|coding| content(&format!("{name}{coding}")));
    let kind = HeaderValue::from_static(kind(name));
    Some(match gzip.zip(brotli) {
        Some((gzip, brotli)) => Representations::compressed(kind, plain, gzip, brotli),
        None => Representations::plain(kind, plain),
    })
}

/// A built file as it is, without its compressed forms.
pub(crate) fn content(name: &str) -> Option<Bytes> {
    Some(Bytes::from(Dist::get(name)?.data.into_owned()))
}

/// Its media type.
pub(crate) fn kind(name: &str) -> &'static str {
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

//! Pages on their way out, compressed by gzip: each thread has one compressor, which it uses again.
//!
//! A compressor of one's own for each answer, as the usual layer has it, fills and throws away a quarter of a megabyte a page,
//! which takes longer than compressing it.

use std::cell::RefCell;

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use flate2::{Compress, Compression, FlushCompress, Status};

/// What is shorter fits one packet as it is.
const SHORTEST: u64 = 512;
/// A page is a few kilobytes; what is larger is a file and is sent as it is.
const LONGEST: u64 = 1 << 20;
/// Beyond this, a page takes twice as long to become a few hundredths smaller.
const LEVEL: Compression = Compression::new(2);
/// zlib's largest window, 32 kB.
const WINDOW_BITS: u8 = 15;

thread_local! {
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new_gzip(LEVEL, WINDOW_BITS));
}

/// Compresses a page for who takes gzip. What comes compressed, or is not text, passes as it is.
pub(crate) async fn compress(response: Response, takes_gzip: bool) -> Response {
    if !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts
        .headers
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let size = body.size_hint().exact();
    if !takes_gzip || !size.is_some_and(|size| (SHORTEST..=LONGEST).contains(&size)) {
        return Response::from_parts(parts, body);
    }
    // A body of known size is in memory: reading it neither waits nor fails.
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let body = match gzip(&plain) {
        Some(compressed) => {
            let headers = &mut parts.headers;
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.remove(header::CONTENT_LENGTH);
            compressed
        }
        None => plain,
    };
    Response::from_parts(parts, Body::from(body))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| {
        kind.starts_with(b"text/") || kind.starts_with(b"application/json") || kind.starts_with(b"image/svg")
    })
}

/// Nothing where it would be no smaller.
fn gzip(plain: &[u8]) -> Option<Bytes> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        let mut compressed = Vec::with_capacity(plain.len());
        let ended = compressor.compress_vec(plain, &mut compressed, FlushCompress::Finish);
        matches!(ended, Ok(Status::StreamEnd)).then(|| Bytes::from(compressed))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::{
        Router,
        extract::Request,
        http::StatusCode,
        middleware::{Next, from_fn},
        routing::get,
    };
    use flate2::read::GzDecoder;
    use tower::ServiceExt as _;

    use super::*;
    use crate::representations::takes_gzip;

    fn page() -> String {
        "<p>Tu permiso está listo.</p>".repeat(300)
    }

    async fn answer(path: &str, accepted: &str) -> Response {
        let kind = |kind: &'static str| [(header::CONTENT_TYPE, kind)];
        let router = Router::new()
            .route(
                "/page",
                get(async move || (kind("text/html; charset=utf-8"), page())),
            )
            .route("/short", get(async move || (kind("text/html"), "ok")))
            .route("/pdf", get(async move || (kind("application/pdf"), page())))
            .route("/none", get(async || StatusCode::SEE_OTHER))
            .layer(from_fn(async |request: Request, next: Next| {
                let takes_gzip = takes_gzip(request.headers());
                compress(next.run(request).await, takes_gzip).await
            }));
        let request = Request::get(path)
            .header(header::ACCEPT_ENCODING, accepted)
            .body(Body::empty());
        router.oneshot(request.unwrap()).await.unwrap()
    }

    async fn body(response: Response) -> Bytes {
        to_bytes(response.into_body(), usize::MAX).await.unwrap()
    }

    #[tokio::test]
    async fn a_page_arrives_as_it_was_one_after_the_other() {
        for _ in 0..3 {
            let response = answer("/page", "gzip, br").await;
            assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
            let mut read = String::new();
            let compressed = body(response).await;
            assert!(compressed.len() < page().len() / 10, "{}", compressed.len());
            GzDecoder::new(&*compressed).read_to_string(&mut read).unwrap();
            assert_eq!(read, page());
        }
    }

    #[tokio::test]
    async fn who_takes_no_gzip_and_what_is_no_page_gets_it_as_it_is() {
        for (path, accepted) in [
            ("/page", "br"),
            ("/page", "gzip;q=0"),
            ("/short", "gzip"),
            ("/pdf", "gzip"),
            ("/none", "gzip"),
        ] {
            let response = answer(path, accepted).await;
            let coding = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(coding, None, "{path} {accepted}");
        }
        assert_eq!(body(answer("/page", "br").await).await, page());
    }

    #[test]
    fn what_would_not_be_smaller_is_not_compressed() {
        let digest = |number: u8| aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &[number]);
        let noise: Vec<u8> = (0..64)
            .flat_map(|number| digest(number).as_ref().to_vec())
            .collect();
        assert_eq!(gzip(&noise), None);
    }
}

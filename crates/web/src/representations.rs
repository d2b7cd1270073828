//! Something that is the same for everybody, in each coding that it travels in: compressed once, and not sent again to who
//! has it (RFC 9110: content coding, entity tags, `If-None-Match`).

mod coding;

use std::io::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};

use coding::Coding;
pub(crate) use coding::takes_gzip;

/// Of brotli's eleven: the last two take many times as long for a hundredth of the size.
const BROTLI_QUALITY: i32 = 9;
/// Brotli's largest window that every browser takes.
const BROTLI_WINDOW: i32 = 22;

/// The representations of one content.
#[derive(Debug)]
pub(crate) struct Representations {
    kind: HeaderValue,
    hash: String,
    /// In the order of [`Coding::ALL`]; nothing where a coding makes it no smaller.
    coded: [Option<Coded>; Coding::ALL.len()],
}

#[derive(Debug)]
struct Coded {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Representations {
    /// A content of this media type, compressed now.
    pub(crate) fn of(kind: HeaderValue, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let (gzip, brotli) = (gzip(&content), brotli(&content));
        Self::compressed(kind, content, gzip, brotli)
    }

    /// A content that was compressed before.
    pub(crate) fn compressed(kind: HeaderValue, plain: Bytes, gzip: Bytes, brotli: Bytes) -> Self {
        let hash = hex::encode(&digest(&SHA256, &plain).as_ref()[..6]);
        let size = plain.len();
        let coded = |coding: Coding, bytes: Bytes| {
            let pays = coding == Coding::Identity || bytes.len() < size;
            let tag = HeaderValue::try_from(coding.tag(&hash)).ok();
            tag.filter(|_| pays).map(|tag| Coded { bytes, tag })
        };
        Self {
            coded: [
                coded(Coding::Brotli, brotli),
                coded(Coding::Gzip, gzip),
                coded(Coding::Identity, plain),
            ],
            kind,
            hash,
        }
    }

    /// A content that is compressed within.
    pub(crate) fn plain(kind: HeaderValue, content: Bytes) -> Self {
        Self::compressed(kind, content.clone(), content.clone(), content)
    }

    /// What changes with the content: twelve hexadecimal digits.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }

    /// How many bytes travel where gzip is taken.
    pub(crate) fn size_as_gzip(&self) -> usize {
        self.coded[1..]
            .iter()
            .flatten()
            .next()
            .map_or(0, |coded| coded.bytes.len())
    }

    /// The smallest representation that the request takes, or that it has it already.
    pub(crate) fn answer(&self, request: &HeaderMap, caching: HeaderValue) -> Response {
        let offered = Coding::ALL
            .into_iter()
            .zip(&self.coded)
            .filter_map(|(coding, coded)| Some((coding, coded.as_ref()?)));
        let Some((coding, coded)) = coding::choose(request, offered) else {
            return StatusCode::NOT_ACCEPTABLE.into_response();
        };
        let known = coding::knows(request, &coded.tag);
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            coded.bytes.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.kind.clone());
        headers.insert(header::CACHE_CONTROL, caching);
        headers.insert(header::ETAG, coded.tag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let (Some(name), false) = (coding.name(), known) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }
}

/// Writing into memory does not fail; nothing would be taken for no gain, and the plain one sent.
fn gzip(content: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let compressed = encoder.write_all(content).and_then(|()| encoder.finish());
    compressed.map_or_else(|_| Bytes::copy_from_slice(content), Bytes::from)
}

fn brotli(content: &[u8]) -> Bytes {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    match brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters) {
        Ok(_) => Bytes::from(compressed),
        Err(_) => Bytes::copy_from_slice(content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CACHING: HeaderValue = HeaderValue::from_static("no-cache");

    fn page() -> Representations {
        Representations::of(HeaderValue::from_static("text/html"), "permiso ".repeat(200))
    }

    fn answer(representations: &Representations, name: header::HeaderName, value: &str) -> Response {
        let mut request = HeaderMap::new();
        request.insert(name, value.parse().unwrap());
        representations.answer(&request, CACHING)
    }

    #[test]
    fn the_smallest_coding_that_is_taken_is_sent() {
        for (accepted, sent) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("br; q=0.0, *", Some("gzip")),
            ("*", Some("br")),
            ("identity", None),
            ("", None),
            ("gzip;q=nonsense", None),
        ] {
            let response = answer(&page(), header::ACCEPT_ENCODING, accepted);
            let coding = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(coding.map(|name| name.to_str().unwrap()), sent, "{accepted}");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
        }
    }

    #[test]
    fn who_has_what_would_be_sent_is_told_so() {
        let page = page();
        let hash = page.hash().to_owned();
        for (have, status) in [
            (format!("\"{hash}\""), 304),
            (format!("W/\"{hash}\""), 304),
            (format!("\"{hash}-br\""), 200),
            (format!("\"other\", \"{hash}\""), 304),
            ("*".to_owned(), 304),
            (hash.clone(), 200),
            (format!("\"{hash}x\""), 200),
            ("\"other\"".to_owned(), 200),
        ] {
            let response = answer(&page, header::IF_NONE_MATCH, &have);
            assert_eq!(response.status(), status, "{have}");
            assert_eq!(response.headers()[header::ETAG], format!("\"{hash}\""));
            assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
        }
    }

    #[test]
    fn what_compresses_to_more_is_sent_plain() {
        let short = Representations::of(HeaderValue::from_static("text/plain"), "ok");
        let response = answer(&short, header::ACCEPT_ENCODING, "gzip, br");
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    }
}

//! Which content coding a request takes, and which content it has already.

use axum::http::{HeaderMap, HeaderValue, header};

/// A content coding of RFC 9110, 8.4.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// The smallest first.
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// What `Content-Encoding` says; nothing of what is not coded.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The entity tag of a content in this coding: representations that differ in their bytes differ in their tags.
    pub(super) fn tag(self, hash: &str) -> String {
        match self.name() {
            Some(name) => format!("\"{hash}-{name}\""),
            None => format!("\"{hash}\""),
        }
    }
}

/// The first coding that the request takes. What it says nothing of but `identity` it does not take (RFC 9110, 12.5.3).
pub(super) fn choose<T>(
    request: &HeaderMap,
    offered: impl Iterator<Item = (Coding, T)>,
) -> Option<(Coding, T)> {
    let accepted = all(request, header::ACCEPT_ENCODING);
    let mut offered = offered;
    offered.find(|(coding, _)| match coding.name() {
        Some(name) => takes(&accepted, name).or_else(|| takes(&accepted, "*")) == Some(true),
        // Refused by name only; a client that takes nothing at all is still better served than not.
        None => true,
    })
}

/// Whether the request takes gzip.
pub(crate) fn takes_gzip(request: &HeaderMap) -> bool {
    choose(request, [(Coding::Gzip, ())].into_iter()).is_some()
}

fn takes(accepted: &str, name: &str) -> Option<bool> {
    let mut listed = accepted.split(',').map(|entry| {
        let (coding, weight) = entry.split_once(';').unwrap_or((entry, ""));
        (coding.trim(), weight.trim())
    });
    let (_, weight) = listed.find(|(coding, _)| coding.eq_ignore_ascii_case(name))?;
    let weight = weight.strip_prefix("q=").unwrap_or("1");
    Some(weight.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0))
}

/// Whether the request has the representation of this tag (RFC 9110, 13.1.2: the weak comparison).
pub(super) fn knows(request: &HeaderMap, tag: &HeaderValue) -> bool {
    all(request, header::IF_NONE_MATCH).split(',').any(|known| {
        let known = known.trim();
        let known = known.strip_prefix("W/").unwrap_or(known);
        known == "*" || known.as_bytes() == tag.as_bytes()
    })
}

/// All that a request says under a name, as one list.
fn all(request: &HeaderMap, name: header::HeaderName) -> String {
    let values: Vec<&str> = request
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    values.join(",")
}

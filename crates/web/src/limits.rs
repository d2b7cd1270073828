//! How often one address may try what could be guessed: log-ins, references, permit numbers.

use std::{
    fmt::Display,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use jiff::SignedDuration;

use crate::{app::App, error::WebError, secret::Purpose};

/// Where a request comes from, as far as we can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl FromRequestParts<App> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let direct = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let told = if app.settings.behind_proxy {
            forwarded(&parts.headers)
        } else {
            None
        };
        Ok(Self(told.or(direct)))
    }
}

/// The last address is our own proxy's word; those before it are anybody's.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// An hour's cars at a busy gate: who asks more often is collecting.
const AT_A_GATE: u32 = 120;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Counts what a phone or a person does at a gate, and refuses it if it was done too often.
pub(crate) async fn at_a_gate(app: &App, what: &str, whose: impl Display) -> Result<(), WebError> {
    limit(app, what, &whose.to_string(), AT_A_GATE, AN_HOUR).await
}

/// Counts one try and refuses it if there were too many. What is counted is kept as a hash only.
pub(crate) async fn limit(
    app: &App,
    what: &str,
    whose: &str,
    most: u32,
    window: SignedDuration,
) -> Result<(), WebError> {
    if app
        .store
        .hit(&bucket(app, what, whose), window, app.now())
        .await?
        > most
    {
        return Err(too_many(window));
    }
    Ok(())
}

/// A limit on failures alone: whoever succeeds is not counted.
pub(crate) struct Failures<'a> {
    pub(crate) what: &'a str,
    pub(crate) whose: &'a str,
    pub(crate) most: u32,
    pub(crate) window: SignedDuration,
}

impl Failures<'_> {
    /// Refuses a try if too many have failed before it.
    pub(crate) async fn allow(&self, app: &App) -> Result<(), WebError> {
        let failed = app
            .store
            .hits(&bucket(app, self.what, self.whose), app.now())
            .await?;
        if failed < self.most {
            Ok(())
        } else {
            Err(too_many(self.window))
        }
    }

    /// Counts a try that failed.
    pub(crate) async fn count(&self, app: &App) -> Result<(), WebError> {
        app.store
            .hit(&bucket(app, self.what, self.whose), self.window, app.now())
            .await?;
        Ok(())
    }
}

fn bucket(app: &App, what: &str, whose: &str) -> String {
    app.secret
        .code_text(Purpose::LookUp, &[b"limit", what.as_bytes(), whose.as_bytes()])
}

fn too_many(window: SignedDuration) -> WebError {
    WebError::TooMany {
        retry_after: window.as_secs().unsigned_abs(),
    }
}

impl Peer {
    /// The network that counts as one visitor: an IPv4 address, or the /64 that one IPv6 subscriber has.
    pub(crate) fn bucket(self) -> String {
        match self.0 {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_hop_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.9.9.9, 203.0.113.7".parse().unwrap());
        assert_eq!(forwarded(&headers), Some("203.0.113.7".parse().unwrap()));
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(forwarded(&headers), None);
    }

    #[test]
    fn one_subscriber_is_one_bucket() {
        let bucket = |address: &str| Peer(Some(address.parse().unwrap())).bucket();
        assert_eq!(bucket("2001:db8:1:2::1"), bucket("2001:db8:1:2:ffff::9"));
        assert_ne!(bucket("192.0.2.1"), bucket("192.0.2.2"));
    }
}

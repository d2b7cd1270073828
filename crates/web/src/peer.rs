//! Where a request comes from.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, request::Parts},
};
use engine::peer;

use crate::app::App;

/// Where a request comes from, as far as we can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) peer::Peer);

impl FromRequestParts<App> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, app.site().behind_proxy))
    }
}

impl Peer {
    fn of(parts: &Parts, behind_proxy: bool) -> Self {
        Self::read(&parts.headers, &parts.extensions, behind_proxy)
    }

    /// That of a request that is not taken apart.
    pub(crate) fn read(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> Self {
        let direct = extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let told = if behind_proxy {
            forwarded(headers)
        } else {
            tell_of_a_proxy(headers);
            None
        };
        Self(told.or(direct).map_or(peer::Peer::UNKNOWN, peer::Peer::new))
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
    address(last.rsplit(',').next()?.trim())
}

/// An address as proxies write it: bare, with a port, or in brackets with or without one.
fn address(written: &str) -> Option<IpAddr> {
    let bare = written
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(written);
    let address = bare
        .parse()
        .or_else(|_| written.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    address.ok()
}

/// A proxy that nobody has told us of puts everybody behind one address, so that limits fall on all of them. Said once.
fn tell_of_a_proxy(headers: &HeaderMap) {
    static TOLD: Once = Once::new();
    if headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded") {
        TOLD.call_once(|| {
            tracing::warn!(
                "requests come with a forwarded address, which is not believed: if a proxy of yours adds it, set \
                 CHASQUI_BEHIND_PROXY=yes, or everybody behind it counts as one caller"
            );
        });
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
    fn an_address_is_read_as_proxies_write_it() {
        for (written, read) in [
            ("198.51.100.7", Some("198.51.100.7")),
            ("198.51.100.7:5123", Some("198.51.100.7")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:4711", Some("2001:db8::1")),
            ("::ffff:198.51.100.7", Some("::ffff:198.51.100.7")),
            ("_hidden", None),
            ("unknown", None),
            ("[198.51.100.7", None),
            ("198.51.100.7:", None),
            ("", None),
        ] {
            let read: Option<IpAddr> = read.map(|address| address.parse().unwrap());
            assert_eq!(address(written), read, "{written}");
        }
    }

    #[test]
    fn one_caller_is_one_bucket_however_the_address_came() {
        let direct = |address: &str| {
            let mut request = axum::http::Request::new(());
            let address: SocketAddr = address.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(address));
            Peer::of(&request.into_parts().0, false).0.subscriber()
        };
        assert_eq!(direct("[::ffff:198.51.100.7]:80"), direct("198.51.100.7:9"));
        assert_ne!(
            direct("[::ffff:198.51.100.7]:80"),
            direct("[::ffff:198.51.100.8]:80")
        );
    }
}

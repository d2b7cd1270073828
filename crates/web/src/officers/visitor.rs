//! Where somebody comes from who wants to prove who they are.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use engine::people::browsers;

use crate::{app::App, cookies::Opens, peer::Peer};

/// What the engine is told of them.
pub(crate) struct Visitor(pub(super) browsers::Visitor);

impl FromRequestParts<App> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Peer(peer) = Peer::from_request_parts(parts, app).await?;
        let known_by = Opens::KnownBrowser.sent(app.site(), &parts.headers);
        Ok(Self(browsers::Visitor {
            network: peer.network(),
            is_exempt: app.settings.exempt_networks.contain(peer),
            known_by: known_by.map(str::to_owned),
            browser: browser(&parts.headers),
        }))
    }
}

/// A browser in a few words, by which its person knows it again: its family and its system. Some call themselves by others' names as
/// well, so that the order counts.
fn browser(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    let first = |of: &[(&str, &'static str)]| {
        let found = of.iter().find(|(part, _)| agent.contains(part));
        found.map(|(_, name)| *name)
    };
    let family = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (family, system) {
        (Some(family), Some(system)) => Some(format!("{family}, {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_again_by_its_family_and_its_system() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                Some("Firefox, Linux"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
                Some("Edge, Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                Some("Chrome, Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/604.1",
                Some("Safari, iPhone"),
            ),
            ("curl/8.0", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, agent.parse().unwrap());
            assert_eq!(browser(&headers).as_deref(), told, "{agent}");
        }
        assert_eq!(browser(&HeaderMap::new()), None);
    }
}

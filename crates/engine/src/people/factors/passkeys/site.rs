//! Our site as browsers keep passkeys for it: by the host of the base address.

use webauthn_rs::{Webauthn, WebauthnBuilder, prelude::Url};

use super::ceremonies::PATIENCE;
use crate::engine::Engine;

/// The site; nothing where browsers have no passkeys for it. They want https, or this very machine, and a name: an IP address has none.
pub(in crate::people) fn of(engine: &Engine) -> Option<Webauthn> {
    let address = Url::parse(&engine.settings.base_url).ok()?;
    let host = host(&address)?;
    let patience = PATIENCE.try_into().ok()?;
    let site = WebauthnBuilder::new(host, &address).ok()?;
    site.rp_name(host).timeout(patience).build().ok()
}

/// The host of an address at which browsers have passkeys.
fn host(address: &Url) -> Option<&str> {
    let host = address.domain()?;
    let is_here = host == "localhost" || host.ends_with(".localhost");
    let is_secure = address.scheme() == "https" || (address.scheme() == "http" && is_here);
    is_secure.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_have_passkeys_for_a_name_over_https_and_for_this_machine() {
        for (address, expected) in [
            ("https://permisos.gob.pe", Some("permisos.gob.pe")),
            ("https://permisos.gob.pe:8443", Some("permisos.gob.pe")),
            ("https://trámites.gob.pe", Some("xn--trmites-iwa.gob.pe")),
            ("http://localhost:8080", Some("localhost")),
            ("http://permisos.localhost:8080", Some("permisos.localhost")),
            ("http://permisos.gob.pe", None),
            ("http://127.0.0.1:8080", None),
            ("https://192.0.2.7", None),
            ("https://[2001:db8::1]", None),
            ("http://notlocalhost:8080", None),
        ] {
            let read = Url::parse(address).unwrap();
            assert_eq!(host(&read), expected, "{address}");
        }
    }
}

//! What every response tells the browser not to do.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::app::Settings;

/// Citizens' pages: no script at all.
pub const CITIZEN_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     script-src 'none'; frame-ancestors 'none'; base-uri 'none'";
/// Officers' pages: our own scripts, for keys and passkeys.
pub const OFFICE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
/// The scanner: its worker, its decoder, the camera's frames.
pub const SCANNER_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
     script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const NO_PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
/// An enrolled phone may say where it checks, if its officer lets it.
const CAMERA: &str = "camera=(self), microphone=(), geolocation=(self), payment=(), usb=()";

/// What an address may do in a browser.
pub(crate) struct Guard {
    policies: (&'static str, &'static str),
    is_published: bool,
}

impl Guard {
    /// That of an address.
    pub(crate) fn of(path: &str) -> Self {
        Self {
            policies: policies(path),
            is_published: is_published(path),
        }
    }

    /// Adds what is missing; a handler that set its own keeps it.
    pub(crate) fn put(&self, settings: Settings, headers: &mut HeaderMap) {
        let readers = if self.is_published {
            "cross-origin"
        } else {
            "same-origin"
        };
        for (name, value) in [
            (header::CONTENT_SECURITY_POLICY, self.policies.0),
            (PERMISSIONS, self.policies.1),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // None at all would make browsers send `Origin: null` with our own forms where they send no `Sec-Fetch-Site`.
            (header::REFERRER_POLICY, "same-origin"),
            (OPENER_POLICY, "same-origin"),
            (RESOURCE_POLICY, readers),
        ] {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        if self.is_published {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        if settings.secure_cookies {
            let a_year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, a_year);
        }
        vary(headers);
    }
}

/// What verifiers fetch is signed or public and the same for all: anybody's page may read it to check a permit.
fn is_published(path: &str) -> bool {
    is_below(path, "/.well-known/chasqui") || is_below(path, "/status")
}

/// Whether a path is this one, or lies below it.
pub(crate) fn is_below(path: &str, root: &str) -> bool {
    path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
}

fn policies(path: &str) -> (&'static str, &'static str) {
    let below = |root| is_below(path, root);
    // A worker fetches, and compiles, under the policy of its own script.
    if below("/v") || path.starts_with("/v-") {
        (SCANNER_POLICY, CAMERA)
    } else if below("/o") || below("/admin") {
        (OFFICE_POLICY, NO_PERMISSIONS)
    } else {
        (CITIZEN_POLICY, NO_PERMISSIONS)
    }
}

/// Pages differ by the visitor's language; built files do not.
fn vary(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_in_a_language = kind
        .is_some_and(|kind| kind.starts_with(b"text/html") || kind.starts_with(b"application/manifest+json"));
    if is_in_a_language {
        headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    }
}

/// Whether the browser says where a form comes from, which another layer has checked.
pub(crate) fn says_where_from(headers: &HeaderMap) -> bool {
    headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_the_camera_are_where_they_are_needed_and_nowhere_else() {
        for (path, script, camera) in [
            ("/", "script-src 'none'", "camera=()"),
            ("/a/7K2QMX9T4B", "script-src 'none'", "camera=()"),
            ("/vx", "script-src 'none'", "camera=()"),
            ("/o/queue", "script-src 'self';", "camera=()"),
            ("/v", "'wasm-unsafe-eval'", "camera=(self)"),
            ("/v-zxing.js", "'wasm-unsafe-eval'", "camera=(self)"),
        ] {
            let (security, permissions) = policies(path);
            assert!(security.contains(script), "{path}: {security}");
            assert!(permissions.contains(camera), "{path}: {permissions}");
            assert!(!security.contains("unsafe-inline"), "{path}");
        }
    }
}

//! The public keys that verifiers are told, and the root that vouches for them.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::issuer::Issuer;
use jiff::Timestamp;
use locale::dates;
use permit::key::{Purpose, TrustedKey};

use crate::{app::App, error::WebError, page::Page};

#[derive(Template)]
#[template(path = "admin/keys.html")]
struct Keys {
    page: Page,
    issuer: String,
    root: Option<Root>,
    rows: Vec<Key>,
}

/// The set that phones hold.
struct Root {
    fingerprint: String,
    version: u64,
    ends: String,
    /// The sentence that asks for the next ceremony, once it is time.
    warning: Option<&'static str>,
}

struct Key {
    id: String,
    purpose: &'static str,
    tag: Option<Tag>,
    retired: Option<String>,
    ends: Option<String>,
}

/// How a key stands, where there is something to say of it.
struct Tag {
    class: &'static str,
    text: &'static str,
}

/// `GET /admin/keys`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    let issuer = app.issuer();
    let now = app.now();
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let root = issuer.rooted.as_ref().map(|rooted| Root {
        fingerprint: rooted.set.fingerprint().to_string(),
        version: rooted.set.version,
        ends: moment(rooted.set.expires_at),
        warning: issuer.ends_soon(now).map(|end| warning(end, now)),
    });
    let row = |(key, tag): (&TrustedKey, Option<Tag>)| Key {
        id: key.key.id().to_string(),
        purpose: match key.purpose {
            Purpose::Permit => "admin-key-permit",
            Purpose::Status => "admin-key-status",
        },
        tag,
        retired: key.retired_at.map(moment),
        ends: key.expires_at.map(moment),
    };
    let rows = tagged(&issuer).into_iter().map(row).collect();
    let issuer = issuer.host.clone();
    let keys = Keys {
        page,
        issuer,
        root,
        rows,
    };
    Ok(Html(keys.render()?))
}

fn warning(end: Timestamp, now: Timestamp) -> &'static str {
    if end <= now {
        "admin-root-over"
    } else {
        "admin-root-soon"
    }
}

/// The keys of this server, and those that phones still believe although they were voided here.
fn tagged(issuer: &Issuer) -> Vec<(&TrustedKey, Option<Tag>)> {
    let listed = issuer
        .rooted
        .as_ref()
        .map(|rooted| rooted.set.keys.as_slice())
        .unwrap_or_default();
    let own = &issuer.keys.keys;
    let is_among = |keys: &[TrustedKey], key: &TrustedKey| keys.iter().any(|other| other.key == key.key);
    let waits = |key: &TrustedKey| issuer.rooted.is_some() && !is_among(listed, key);
    let signs = [issuer.permit_signer.key_id(), issuer.status_signer.key_id()];
    let own_tag = |key: &TrustedKey| match key {
        key if signs.contains(&key.key.id()) => Some(Tag {
            class: "tag--active",
            text: "admin-key-in-use",
        }),
        key if waits(key) => Some(Tag {
            class: "tag--waiting",
            text: "admin-key-waits",
        }),
        _ => None,
    };
    let voided = listed.iter().filter(|key| !is_among(own, key));
    let voided_tag = || Tag {
        class: "tag--revoked",
        text: "admin-key-voided",
    };
    let own_rows = own.iter().map(|key| (key, own_tag(key)));
    own_rows
        .chain(voided.map(|key| (key, Some(voided_tag()))))
        .collect()
}

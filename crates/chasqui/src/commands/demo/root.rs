//! The demo's own root: made beside its data, so that phones check the demo the way they check a ministry.

use std::path::Path;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use permit::key::Fingerprint;

use crate::{
    keyring::{Expected, Keyring},
    node,
    root::{Request, Root, Terms},
    settings::Settings,
};

const VALID: SignedDuration = SignedDuration::from_hours(90 * 24);
/// A demo that is started again later than this signs a new set, before anybody is warned.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The root in this folder, which vouches for the demo's keys from now on.
pub(super) fn vouching(folder: &Path, settings: &Settings, now: Timestamp) -> Result<Fingerprint> {
    let folder = folder.join("root");
    let root = if folder.exists() {
        Root::open(&folder)?
    } else {
        Root::create(&folder)?
    };
    let keyring = Keyring::open(&settings.keys)?;
    keyring.begin()?;
    let address = node::base_url(settings);
    let expected = Expected {
        root: root.fingerprint(),
        issuer: &settings.issuer,
        address: &address,
    };
    let holds = keyring.in_force(expected, now).is_ok_and(|in_force| {
        let until = in_force.set.expires_at;
        until.duration_since(now) > RENEWED_BEFORE
    });
    if !holds {
        let request = Request::of(&keyring.published(&settings.issuer, &address)?)?;
        let terms = Terms {
            valid: VALID,
            hand_over_to: Vec::new(),
            let_go: false,
        };
        let last = root.last(&request, None)?;
        let set = root.draft(&request, last.as_ref(), &terms, now)?;
        keyring.install(&root.sign(&set)?, expected, now)?;
    }
    Ok(root.fingerprint())
}

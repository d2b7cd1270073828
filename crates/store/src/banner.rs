//! What the site tells all its visitors for some time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditAction, AuditActor, AuditEntry};

/// A sentence above every page for the public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// The sentence, by language.
    pub say: BTreeMap<String, String>,
    /// When it is taken down by itself, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Since when it is shown.
    pub since: Timestamp,
}

/// The line of the log that tells of a banner, with what all could read, or of its end.
pub fn banner_told(banner: Option<&Banner>, by: AuditActor, at: Timestamp) -> AuditEntry {
    AuditEntry {
        at,
        actor: by,
        action: match banner {
            Some(banner) => AuditAction::BannerShown {
                say: banner.say.clone(),
                until: banner.until,
            },
            None => AuditAction::BannerTakenDown,
        },
    }
}

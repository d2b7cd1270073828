//! The permit on the applicant's page.

use locale::{Language, dates};
use store::{PermitRow, PermitStatus};

use crate::{app::App, services::Published};

/// The newest permit of an application.
pub(crate) struct PermitBox {
    pub(crate) number: String,
    pub(crate) tag: &'static str,
    pub(crate) from: String,
    pub(crate) until: String,
    /// Whether the paper may be fetched: a permit that was taken back is no longer handed out.
    pub(crate) paper: bool,
    /// Whether it may be renewed now.
    pub(crate) renew: bool,
}

impl PermitBox {
    pub(super) fn of(app: &App, permit: &PermitRow, published: &Published, language: Language) -> Self {
        let moment = |at| dates::moment(at, &app.settings.time_zone, language);
        Self {
            number: permit.number.to_string(),
            tag: permit.state_at(app.now()),
            from: moment(permit.not_before),
            until: moment(permit.expires_at),
            paper: matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended),
            renew: may_renew(app, permit, published),
        }
    }

    /// The text of its tag.
    pub(crate) fn name(&self) -> String {
        format!("permit-{}", self.tag)
    }
}

/// From so long before its end; afterwards too.
pub(crate) fn may_renew(app: &App, permit: &PermitRow, published: &Published) -> bool {
    let Some(renewal) = &published.service.permit.renewal else {
        return false;
    };
    permit.status == PermitStatus::Active && app.now() >= permit.expires_at - renewal.opens.duration()
}

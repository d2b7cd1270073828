//! Ways on from an application that ended without a permit.

use engine::applications::own::OwnApplication;
use review::Status;

use crate::app::App;

/// Ways on from an application that ended without a permit.
pub(super) struct Further {
    /// The service, where it may be applied for on line again.
    pub(super) apply: Option<String>,
    /// Where its page says whom to ask.
    pub(super) help: String,
}

impl Further {
    pub(super) fn of(app: &App, own: &OwnApplication) -> Option<Self> {
        let status = &own.case().application.status;
        let is_over = matches!(
            status,
            Status::Rejected { .. } | Status::Withdrawn { .. } | Status::Lapsed { .. }
        );
        let service = &own.case().application.service;
        // One that is not offered any more has no page.
        let current = app.services.current(service.as_str()).filter(|_| is_over)?;
        Some(Self {
            apply: current.service.about.channels.online.then(|| service.to_string()),
            help: service.to_string(),
        })
    }
}

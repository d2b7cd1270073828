//! The permit on the applicant's page.

use engine::{
    applications::own::OwnApplication,
    permits::{PermitRow, PermitStatus},
};
use locale::{Language, dates};

use crate::{
    app::App,
    applications::{of_permit::Offers, replace as replacing},
    error::WebError,
    said::{Said, Voice},
};

/// The newest permit of an application.
pub(crate) struct PermitBox {
    pub(crate) number: String,
    pub(crate) tag: &'static str,
    pub(crate) from: String,
    /// Its end; one that was taken back has none worth telling.
    pub(crate) until: Option<String>,
    /// What its holder must keep to beside what all must.
    pub(crate) conditions: Vec<Said>,
    /// Whether the paper may be fetched: a permit that was taken back is no longer handed out.
    pub(crate) paper: bool,
    /// What may be asked for of it.
    pub(crate) offers: Offers,
    /// Whether another may be asked for in its place.
    pub(crate) replace: bool,
}

impl PermitBox {
    pub(super) async fn of(
        app: &App,
        permit: &PermitRow,
        own: &OwnApplication,
        language: Language,
    ) -> Result<Self, WebError> {
        let beginning = |at| dates::beginning(at, &app.settings.time_zone, language);
        let end = |at| dates::end(at, &app.settings.time_zone, language);
        // Or would again.
        let holds = matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended);
        Ok(Self {
            number: permit.number.to_string(),
            tag: permit.state_at(app.now()),
            from: beginning(permit.not_before),
            until: holds.then(|| end(permit.expires_at)),
            conditions: conditions(own, language),
            paper: holds,
            offers: Offers::of(app, own, permit, language).await?,
            replace: !replacing::reasons(app, own).is_empty() && app.may_replace(permit, own.published()),
        })
    }

    /// The text of its tag.
    pub(crate) fn name(&self) -> String {
        format!("permit-{}", self.tag)
    }
}

/// Those of the service's in the reader's language, and in the office's what it wrote itself.
fn conditions(own: &OwnApplication, language: Language) -> Vec<Said> {
    let service = &own.published().service;
    let set = own.case().application.conditions(&service.review);
    let voice = Voice::of(service, language);
    let office = Voice::new(service.default_language().clone(), language);
    let offered = &service.review.conditions;
    let chosen = set.chosen.iter().filter_map(|code| offered.option(code));
    let written = set.written.iter().map(|words| office.said(words));
    chosen
        .map(|option| voice.say(&option.text))
        .chain(written)
        .collect()
}

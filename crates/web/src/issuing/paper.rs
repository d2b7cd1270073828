//! The permit's PDF: the version's skeleton with one permit's words and QR.

use forms::Language as Spoken;
use locale::{Language, dates};
use permit::{
    issue::SignedPermit,
    pdf::{Paper, PdfError, Skeleton},
};
use store::PermitRow;

use super::fields::default_language;
use crate::{app::App, error::WebError, services::Published};

/// The PDF of a permit: a pure function of its row and its version, the same bytes on every node.
pub fn pdf(app: &App, permit: &PermitRow, published: &Published) -> Result<Vec<u8>, WebError> {
    let skeleton = skeleton(published, permit.printed.language.as_ref())?;
    let drawn = skeleton.fill(&paper(app, permit, published));
    drawn.map_err(|cause| no_paper(permit, &cause))
}

/// Whether [`pdf`] can draw a permit, told without drawing it.
pub(crate) fn printable(app: &App, permit: &PermitRow, published: &Published) -> Result<(), WebError> {
    let skeleton = skeleton(published, permit.printed.language.as_ref())?;
    let checked = skeleton.check(&paper(app, permit, published));
    checked.map_err(|cause| no_paper(permit, &cause))
}

fn paper(app: &App, permit: &PermitRow, published: &Published) -> Paper {
    let first = default_language(&published.service);
    let language = Language::of(first.as_str()).unwrap_or(Language::DEFAULT);
    let moment = |at| dates::moment(at, &app.settings.time_zone, language);
    Paper {
        number: permit.number.to_string(),
        valid_from: moment(permit.not_before),
        valid_until: moment(permit.expires_at),
        address: app.settings.base_url.clone(),
        values: permit
            .printed
            .fields
            .iter()
            .map(|field| field.value.clone())
            .collect(),
        qr_text: SignedPermit::from_kept(permit.signed.clone()).qr_text(&app.settings.base_url),
        issued_at: permit.issued_at,
    }
}

fn no_paper(permit: &PermitRow, cause: &PdfError) -> WebError {
    WebError::broken(format!("permit {} has no paper: {cause}", permit.number))
}

fn skeleton<'a>(published: &'a Published, language: Option<&Spoken>) -> Result<&'a Skeleton, WebError> {
    let skeletons = &published.skeletons;
    let of_holder = skeletons.iter().find(|(spoken, _)| Some(spoken) == language);
    let (_, skeleton) = of_holder
        .or(skeletons.first())
        .ok_or_else(|| WebError::broken(format!("version {} has no paper", published.hash)))?;
    Ok(skeleton)
}

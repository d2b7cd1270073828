//! The permit's PDF: the version's skeleton with one permit's words and QR.

use forms::Language as Spoken;
use locale::dates;
use permit::{
    issue::SignedPermit,
    pdf::{Paper, PdfError, Skeleton},
};
use store::PermitRow;

use super::fields::default_language;
use crate::{engine::Engine, error::Error, services::Published, spoken::engine_language};

impl Engine {
    /// The PDF of a permit: a pure function of its row and its version, the same bytes on every node.
    pub fn paper(&self, permit: &PermitRow, published: &Published) -> Result<Vec<u8>, Error> {
        pdf(self, permit, published)
    }

    /// What a permit's QR says.
    pub fn code_text(&self, permit: &PermitRow) -> String {
        SignedPermit::from_kept(permit.signed.clone()).qr_text(&self.settings.base_url)
    }
}

pub(crate) fn pdf(engine: &Engine, permit: &PermitRow, published: &Published) -> Result<Vec<u8>, Error> {
    let skeleton = skeleton(published, permit.printed.language.as_ref())?;
    let drawn = skeleton.fill(&paper(engine, permit, published));
    drawn.map_err(|cause| no_paper(permit, &cause))
}

/// Whether [`pdf`] can draw a permit, told without drawing it.
pub(crate) fn printable(engine: &Engine, permit: &PermitRow, published: &Published) -> Result<(), Error> {
    let skeleton = skeleton(published, permit.printed.language.as_ref())?;
    let checked = skeleton.check(&paper(engine, permit, published));
    checked.map_err(|cause| no_paper(permit, &cause))
}

fn paper(engine: &Engine, permit: &PermitRow, published: &Published) -> Paper {
    let first = default_language(&published.service);
    let language = engine_language(first);
    let zone = &engine.settings.time_zone;
    Paper {
        number: permit.number.to_string(),
        valid_from: dates::beginning(permit.not_before, zone, language),
        valid_until: dates::end(permit.expires_at, zone, language),
        address: engine.settings.base_url.clone(),
        values: permit
            .printed
            .fields
            .iter()
            .map(|field| field.value.clone())
            .collect(),
        qr_text: engine.code_text(permit),
        issued_at: permit.issued_at,
    }
}

fn no_paper(permit: &PermitRow, cause: &PdfError) -> Error {
    Error::broken(format!("permit {} has no paper: {cause}", permit.number))
}

fn skeleton<'a>(published: &'a Published, language: Option<&Spoken>) -> Result<&'a Skeleton, Error> {
    let skeletons = &published.skeletons;
    let of_holder = skeletons.iter().find(|(spoken, _)| Some(spoken) == language);
    let (_, skeleton) = of_holder
        .or(skeletons.first())
        .ok_or_else(|| Error::broken(format!("version {} has no paper", published.hash)))?;
    Ok(skeleton)
}

//! The permit's PDF: the version's skeleton with one permit's words and QR.

use forms::{Language as Spoken, Service};
use jiff::Timestamp;
use locale::dates;
use permit::{
    issue::SignedPermit,
    pdf::{Paper, PdfError, Skeleton},
};
use store::{PermitRow, Printed};

use super::{fields::default_language, period::Period};
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
    let holds = Period {
        not_before: permit.not_before,
        expires_at: permit.expires_at,
    };
    Paper {
        number: permit.number.to_string(),
        qr_text: engine.code_text(permit),
        issued_at: permit.issued_at,
        ..of_holder(engine, &published.service, &permit.printed, holds)
    }
}

/// What a paper says of its holder, and from when to when; without a number and a code.
pub(crate) fn of_holder(engine: &Engine, service: &Service, printed: &Printed, holds: Period) -> Paper {
    let language = engine_language(default_language(service));
    let zone = &engine.settings.time_zone;
    Paper {
        number: String::new(),
        valid_from: dates::beginning(holds.not_before, zone, language),
        valid_until: dates::end(holds.expires_at, zone, language),
        address: engine.settings.base_url.clone(),
        values: printed.fields.iter().map(|field| field.value.clone()).collect(),
        qr_text: String::new(),
        issued_at: Timestamp::UNIX_EPOCH,
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

//! The permit that there would be, on paper. It has no number and no signature, takes no place on a status list, and its code is no
//! permit's: words that say so.

use forms::Language;
use jiff::Timestamp;
use permit::{claims::PermitId, pdf::Paper};
use store::{Case, Printed};

use super::kept::Specimen;
use crate::{
    engine::Engine,
    error::Error,
    permits::{
        fields, layout,
        paper::of_holder,
        period::{Period, period},
    },
    services::Published,
    spoken::engine_language,
    transitions::told::ToldPermit,
};

/// What a specimen's code says, in place of a permit's address and digits. In ASCII: readers guess at the encoding of other letters.
pub const CODE: &str = "SPECIMEN: this is not a permit / esto no es un permiso";

/// The key of the word that stands where a real paper or letter has a number.
pub(super) const MARK: &str = "specimen-mark";

/// A permit that would have been issued.
#[derive(Clone, Debug)]
pub struct SpecimenPermit {
    /// From when to when it would hold.
    pub holds: Period,
    printed: Printed,
    issued_at: Timestamp,
}

impl SpecimenPermit {
    /// What letters tell of it.
    pub(super) fn told(&self, id: PermitId, language: &Language) -> ToldPermit {
        ToldPermit {
            id,
            number: engine_language(language).t(MARK).into_owned(),
            not_before: self.holds.not_before,
            expires_at: self.holds.expires_at,
        }
    }
}

/// The permit of a specimen that has just been approved, if there is room for it on paper.
pub(super) fn granted(engine: &Engine, published: &Published, case: &Case) -> Result<SpecimenPermit, Error> {
    let (service, application) = (&published.service, &case.application);
    let now = engine.now();
    let holds = period(
        service,
        &application.answers,
        &engine.settings.time_zone,
        now,
        None,
    )?;
    let set = application.conditions(&service.review);
    let permit = SpecimenPermit {
        holds,
        printed: fields::printed(service, &application.answers, &set, case.language.clone()),
        issued_at: now,
    };
    let skeletons = &published.skeletons;
    let of_holder = skeletons.iter().find(|(language, _)| *language == case.language);
    let (_, skeleton) = of_holder.or(skeletons.first()).ok_or(Error::NoPaper)?;
    match skeleton.check(&paper(engine, published, &permit)) {
        Ok(()) => Ok(permit),
        Err(_) => Err(Error::NoPaper),
    }
}

fn paper(engine: &Engine, published: &Published, permit: &SpecimenPermit) -> Paper {
    let service = &published.service;
    let language = engine_language(service.default_language());
    Paper {
        number: language.t(MARK).into_owned(),
        qr_text: CODE.to_owned(),
        issued_at: permit.issued_at,
        ..of_holder(engine, service, &permit.printed, permit.holds)
    }
}

impl Engine {
    /// The permit that a specimen came to, as a PDF that is marked across as what it is.
    pub fn specimen_paper(&self, specimen: &Specimen, permit: &SpecimenPermit) -> Result<Vec<u8>, Error> {
        let service = specimen.service();
        let language = permit.printed.language.as_ref();
        let skeleton = layout::specimen(service, language.unwrap_or(service.default_language()));
        let drawn = skeleton.and_then(|skeleton| skeleton.fill(&paper(self, &specimen.published, permit)));
        drawn.map_err(|_| Error::NoPaper)
    }
}

//! Why a version is not published.

use forms::ServiceId;
use permit::pdf::PdfError;
use store::StoreError;

use crate::error::Error;

/// Why a service file that checks was not published. The one that runs goes on running.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The service's words do not go on paper.
    #[error("the permit of {service} cannot be put on paper: {cause}")]
    Paper {
        /// The service.
        service: ServiceId,
        /// What is in the way.
        cause: PdfError,
    },
    /// Permits of this type are in people's hands, and their claims would change meaning.
    #[error(
        "the claims of {service} may only be added to at the end while its permit type stays the same: {cause}"
    )]
    Claims {
        /// The service.
        service: ServiceId,
        /// What changed.
        cause: String,
    },
    /// Another service has this permit type.
    #[error(
        "permit type {kind} belongs to {other} for ever, since its permits carry it: give {service} another number"
    )]
    TypeTaken {
        /// The service.
        service: ServiceId,
        /// The number.
        kind: u32,
        /// Who has it.
        other: ServiceId,
    },
    /// The service speaks languages that the program's own pages, letters and papers do not.
    #[error(
        "{service} is in `{}`, which the pages and letters around it do not speak: they speak {}",
        .unspoken.join("`, `"), .spoken.join(", ")
    )]
    Language {
        /// The service.
        service: ServiceId,
        /// What is not spoken.
        unspoken: Vec<String>,
        /// What is.
        spoken: Vec<&'static str>,
    },
    /// Another version was published since whoever publishes looked.
    #[error("{0} was published anew meanwhile: look at what is current now, and publish again")]
    Overtaken(ServiceId),
    /// It was planned with a file that means something else by now.
    #[error("what was planned for {0} is not read as it was then: the program was upgraded since")]
    ReadOtherwise(ServiceId),
    /// It takes two people, and of whoever plans it no identity document is kept, by which people are told apart.
    #[error("no identity document is kept of whoever plans the publication of {0}")]
    NoDocument(ServiceId),
    /// It takes two people: one plans it, and another confirms it.
    #[error("it takes two people to publish {0}: plan it, and another person confirms it")]
    TakesTwo(ServiceId),
    /// The store failed, or what it keeps could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept could not be read again.
    #[error(transparent)]
    Kept(#[from] Error),
}

//! What steps are called on the pages of services.

use forms::{Service, StepId};

use crate::page::Page;

/// A step as officers know it.
pub(super) fn step_name(page: &Page, service: &Service, id: &StepId) -> String {
    let spoken = service.language_for(page.language.code());
    let step = service.review.step(id);
    step.map_or_else(
        || id.to_string(),
        |step| step.name.in_language(&spoken).to_owned(),
    )
}

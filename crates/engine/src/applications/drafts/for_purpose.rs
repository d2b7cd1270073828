//! What a draft asks for of an earlier permit, as far as that may be asked by now.

use forms::{Answers, ApplicationPurpose, Service};
use permit::PermitId;
use review::Replaces;
use store::{Case, PermitStatus, if_there};

use crate::{engine::Engine, error::Error, permits::successor::standing, transitions::contact};

/// What a draft with these answers asks for by now: a new permit, where what it was begun for is not offered any more, or the earlier
/// permit no longer holds for whom it must, or it is somebody else's by its document. Then it is an application like any other.
pub(super) async fn by_now(
    engine: &Engine,
    service: &Service,
    answers: &Answers,
    replaces: Option<Replaces>,
    earlier: Option<&Case>,
) -> Result<ApplicationPurpose, Error> {
    let purpose = answers.purpose();
    let Some(earlier) = earlier else {
        return Ok(ApplicationPurpose::New);
    };
    let stays_with_holder =
        purpose == ApplicationPurpose::Transfer || is_of_same(service, answers, &earlier.application.answers);
    let holds = match purpose {
        ApplicationPurpose::New => true,
        // Nobody has taken back the permit that is to be renewed.
        ApplicationPurpose::Renewal => standing(engine, earlier.application.id).await?.is_some(),
        _ => still_replaces(engine, replaces, purpose).await?.is_some(),
    };
    let may = service.offers(purpose) && stays_with_holder && holds;
    Ok(if may { purpose } else { ApplicationPurpose::New })
}

/// The permit in whose place another is to stand that is asked for with that purpose, if it still holds.
pub(super) async fn still_replaces(
    engine: &Engine,
    replaces: Option<Replaces>,
    purpose: ApplicationPurpose,
) -> Result<Option<Replaces>, Error> {
    let Some(replaces) = replaces else {
        return Ok(None);
    };
    let permit = if_there(engine.store.permit(&PermitId(replaces.permit.0)).await)?;
    // A newer one has its own end, and is asked in its turn.
    let may_be_replaced = !purpose.keeps_end();
    let holds = permit.is_some_and(|permit| {
        let stands = match permit.status {
            PermitStatus::Active => true,
            PermitStatus::Replaced => may_be_replaced,
            PermitStatus::Suspended | PermitStatus::Revoked => false,
        };
        stands && engine.now() < permit.expires_at
    });
    Ok(Some(replaces).filter(|_| holds))
}

/// Whether both are of the same person, by their document.
pub(in crate::applications) fn is_of_same(service: &Service, answers: &Answers, earlier: &Answers) -> bool {
    contact::document(service, answers) == contact::document(service, earlier)
}

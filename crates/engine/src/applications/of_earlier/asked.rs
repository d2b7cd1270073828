//! What was asked already of a permit that is out.

use forms::ApplicationPurpose;
use review::{ApplicationId, Status};
use store::{Case, if_there};

use crate::{engine::Engine, error::Error, look_ups, permits::successor::PLACES};

/// So many applications that were begun from one are looked at, the oldest first. Ten may be begun a day.
const BEGUN: u32 = 300;

/// What was asked of a permit and is under way, or was approved: the newest of each.
#[derive(Default)]
pub(super) struct Asked {
    /// Something whose permit stands in its place.
    replacement: Option<Case>,
    /// Its renewal, also where that was asked of a permit in whose place it stands.
    renewal: Option<Case>,
}

impl Asked {
    /// What stands in the way of asking for this now. A permit that is being renewed is still needed until it ends, so another copy of it
    /// may be asked for; its renewal was asked for by the answers that it has.
    pub(super) fn hindering(&self, purpose: ApplicationPurpose) -> Option<&Case> {
        let renewal = self.renewal.as_ref();
        let renewal = renewal.filter(|_| purpose != ApplicationPurpose::Copy);
        self.replacement.as_ref().or(renewal)
    }

    /// What its holder is led to.
    pub(super) fn last(&self) -> Option<&Case> {
        self.hindering(ApplicationPurpose::Renewal)
    }
}

impl Engine {
    /// What was asked of the permit of this application.
    pub(super) async fn asked_of(&self, earlier: &Case) -> Result<Asked, Error> {
        let begun = self.begun_from(earlier.application.id).await?;
        let (mut replacements, mut renewals): (Vec<_>, Vec<_>) = begun.into_iter().partition(replaces);
        let mut asked = Asked {
            replacement: replacements.pop(),
            renewal: renewals.pop(),
        };
        let mut at = place_of(earlier);
        for _ in 0..PLACES {
            let Some(before) = at.filter(|_| asked.renewal.is_none()) else {
                break;
            };
            let mut begun = self.begun_from(before).await?;
            begun.retain(|case| !replaces(case));
            asked.renewal = begun.pop();
            at = if_there(self.store.case(before).await)?
                .as_ref()
                .and_then(place_of);
        }
        Ok(asked)
    }

    /// The applications that were begun from this one and came to something so far, the newest last.
    async fn begun_from(&self, earlier: ApplicationId) -> Result<Vec<Case>, Error> {
        let look_up = look_ups::begun_from(self, earlier);
        let mut begun = Vec::new();
        // In the order of their ids, which begin with the time.
        for id in self.store.applications_by(look_up, BEGUN).await? {
            let case = self.store.case(id).await?;
            if case.application.begun_from == Some(earlier) && goes_on(&case) {
                begun.push(case);
            }
        }
        Ok(begun)
    }
}

/// Whether its permit stands in the place of the earlier one. What releases before purposes were kept began from an earlier application
/// without that is a renewal.
fn replaces(case: &Case) -> bool {
    case.application.replaces.is_some()
}

/// The application in the place of whose permit this one's stands for the rest of its time.
fn place_of(case: &Case) -> Option<ApplicationId> {
    let application = &case.application;
    let replaces = application
        .replaces
        .filter(|_| application.answers.purpose().keeps_end());
    replaces.map(|replaces| replaces.application)
}

/// Whether an application is under way, or was approved.
fn goes_on(case: &Case) -> bool {
    let status = &case.application.status;
    !case.is_erased() && (!status.is_final() || matches!(status, Status::Approved { .. }))
}

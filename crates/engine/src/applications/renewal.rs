//! Renewing a permit: applying again with the same answers, once at a time.

use permit::Reference;
use review::Status;
use store::{Case, PermitRow, PermitStatus};

use super::own::OwnApplication;
use crate::{engine::Engine, error::Error, look_ups, services::Published};

/// So many applications that were begun from one are looked at, the oldest first. Ten may be begun a day.
const BEGUN: u32 = 300;

/// What its holder may do before a permit ends, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Nothing, or nothing yet.
    Closed,
    /// Apply again.
    Open,
    /// They have applied again, and it is under way or was approved.
    Begun(Reference),
}

impl Engine {
    /// Whether the last permit of an application may be renewed now: from so long before its end, and afterwards too, while the
    /// service is given on line, and nothing has come of it yet.
    pub async fn renewal(&self, own: &OwnApplication, permit: &PermitRow) -> Result<Renewal, Error> {
        if !self.renews(permit, own.published()) {
            return Ok(Renewal::Closed);
        }
        let begun = self.begun_from(own.case()).await?;
        Ok(begun.map_or(Renewal::Open, |case| Renewal::Begun(case.reference)))
    }

    /// Begins a draft from what was answered before, and answers its secret, if the permit may be renewed now.
    pub async fn renew(&self, own: &OwnApplication, language: &str) -> Result<String, Error> {
        let permits = self.own_permits(own).await?;
        let permit = permits.last().ok_or(Error::Conflict)?;
        match self.renewal(own, permit).await? {
            Renewal::Open => self.begin_again(own, language, None).await,
            Renewal::Closed | Renewal::Begun(_) => Err(Error::Conflict),
        }
    }

    fn renews(&self, permit: &PermitRow, published: &Published) -> bool {
        let Some(renewal) = &published.service.permit.renewal else {
            return false;
        };
        permit.status == PermitStatus::Active
            && self.is_online(published.service.id.as_str())
            && self.now() >= renewal.opens.before(&self.local(permit.expires_at))
    }

    /// The newest application that was begun from this one, unless nothing came of it.
    async fn begun_from(&self, earlier: &Case) -> Result<Option<Case>, Error> {
        let earlier = earlier.application.id;
        let look_up = look_ups::begun_from(self, earlier);
        // In the order of their ids, which begin with the time.
        for id in self
            .store
            .applications_by(look_up, BEGUN)
            .await?
            .into_iter()
            .rev()
        {
            let case = self.store.case(id).await?;
            if case.application.begun_from == Some(earlier) && goes_on(&case) {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }
}

/// Whether an application is under way, or was approved.
fn goes_on(case: &Case) -> bool {
    let status = &case.application.status;
    !case.is_erased() && (!status.is_final() || matches!(status, Status::Approved { .. }))
}

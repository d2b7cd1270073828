//! Where and when one permit was checked.

use store::{KeptScan, PermitRow};

use crate::{
    applications::own::OwnApplication,
    authorise::{Action, Caller, Scoped, authorise},
    engine::Engine,
    error::Error,
    permits::issued::IssuedPermit,
};

const LATEST: u32 = 50;

impl Engine {
    /// A permit's scans, latest first, for whoever may see movements of its service's people.
    pub async fn scans_of(&self, caller: &Caller, issued: &IssuedPermit) -> Result<Vec<KeptScan>, Error> {
        authorise(caller, Action::SeeScans, &issued.scope()).map_err(|_| Error::Forbidden)?;
        Ok(self.store.scans_of(&issued.permit.id, LATEST).await?)
    }

    /// The same for the holder of the permit; none where its service does not tell holders.
    pub async fn own_scans(
        &self,
        own: &OwnApplication,
        permit: &PermitRow,
    ) -> Result<Option<Vec<KeptScan>>, Error> {
        if permit.application != own.case().application.id {
            return Err(Error::Forbidden);
        }
        if !own.published().service.permit.scans.shown_to_holder {
            return Ok(None);
        }
        Ok(Some(self.store.scans_of(&permit.id, LATEST).await?))
    }
}

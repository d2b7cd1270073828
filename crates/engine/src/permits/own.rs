//! One's own permit.

use store::{PermitRow, PermitStatus};

use crate::{applications::own::OwnApplication, engine::Engine, error::Error};

impl Engine {
    /// The permit that the holder is handed out. A replaced one has a newer one in its place; one that was revoked is not
    /// handed out again.
    pub async fn own_permit(&self, own: &OwnApplication) -> Result<PermitRow, Error> {
        let permits = self.own_permits(own).await?;
        let stands =
            |permit: &PermitRow| matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended);
        permits.into_iter().rev().find(stands).ok_or(Error::NotFound)
    }
}

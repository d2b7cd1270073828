//! The office puts a newer permit in the place of an earlier one.

use permit::{PermitId, PermitNumber};
use review::{Command, PermitRef, ReplacementReason};
use store::{PermitRow, PermitStatus, if_there};

use super::issued::IssuedPermit;
use crate::{
    authorise::{Action, Authorised},
    engine::Engine,
    error::Error,
    transitions,
};

/// What became of the wish to replace a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// It is replaced.
    Done,
    /// There is no other permit of that number that this caller may change.
    NoOther,
    /// The other is of another service.
    OtherService,
    /// The other does not hold now.
    NotInForce,
    /// The other was issued before: only a newer one replaces a permit, so that no two replace each other.
    Older,
}

impl Engine {
    /// Replaces a permit that still is as it was seen by another of the same service, which holds now.
    pub async fn replace_permit(
        &self,
        issued: Authorised<IssuedPermit>,
        seen: PermitStatus,
        by: &PermitNumber,
    ) -> Result<Replacement, Error> {
        let Some(newer) = if_there(self.store.permit_by_number(by).await)? else {
            return Ok(Replacement::NoOther);
        };
        if newer.id == issued.permit.id {
            return Ok(Replacement::NoOther);
        }
        let newer = match self
            .permit_by_id(issued.caller(), Action::ChangePermit, &newer.id)
            .await
        {
            Err(Error::Forbidden) => return Ok(Replacement::NoOther),
            newer => newer?,
        };
        if newer.permit.service != issued.permit.service {
            return Ok(Replacement::OtherService);
        }
        if newer.permit.issued_at <= issued.permit.issued_at {
            return Ok(Replacement::Older);
        }
        if !self.is_in_force(&newer.permit) {
            return Ok(Replacement::NotInForce);
        }
        let list = issued.permit.list;
        let command = Command::ReplacePermit {
            permit: PermitRef(issued.permit.id.0),
            seen,
            by: PermitRef(newer.permit.id.0),
            reason: ReplacementReason::Office,
        };
        transitions::change_permit(self, issued, command).await?;
        self.status_lists.forget(list);
        Ok(Replacement::Done)
    }

    fn is_in_force(&self, permit: &PermitRow) -> bool {
        let now = self.now();
        permit.status == PermitStatus::Active && permit.not_before <= now && now < permit.expires_at
    }

    /// The number of a permit; none if it is not there.
    pub async fn permit_number(&self, permit: PermitRef) -> Result<Option<PermitNumber>, Error> {
        let row = if_there(self.store.permit(&PermitId(permit.0)).await)?;
        Ok(row.map(|row| row.number))
    }
}

//! What was erased, as a list that is kept beside the backups, and erasing it again after one was restored.

use review::ApplicationId;
use store::if_there;

use super::carry_out::{EraseError, carry_out};
use crate::{
    authorise::{Action, Authorised, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
};

pub use store::ErasedApplication;

/// What erasing again found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It was there again, and is erased; so many permits were revoked first.
    Erased(u64),
    /// It is erased, as it was.
    StillErased,
    /// There is no such application: the backup was taken before it came.
    NotThere,
}

impl Engine {
    /// The applications that were erased, in the order of their ids, after the given one.
    pub async fn erased(
        &self,
        caller: &Caller,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<ErasedApplication>, Error> {
        authorise(caller, Action::Erase, &Scope::Everything).map_err(|_| Error::Forbidden)?;
        Ok(self.store.erased_applications(after, limit).await?)
    }

    /// Erases an application again of which a list says that it was erased.
    pub async fn erase_again(&self, caller: &Caller, id: ApplicationId) -> Result<Again, EraseError> {
        let case = if_there(self.store.case(id).await).map_err(Error::from)?;
        let Some(case) = case else {
            authorise(caller, Action::Erase, &Scope::Everything).map_err(|_| Error::Forbidden)?;
            return Ok(Again::NotThere);
        };
        let case = Authorised::new(case, caller, Action::Erase)?;
        if case.is_erased() {
            return Ok(Again::StillErased);
        }
        Ok(Again::Erased(carry_out(self, &case).await?))
    }
}

//! Which cases of a list name their reader, who decides nothing of them.

use std::collections::BTreeSet;

use forms::canonical;
use review::ApplicationId;
use store::QueueRow;

use crate::{
    authorise::Caller, engine::Engine, error::Error, look_ups::look_up, people::natural_person::is_party,
};

/// So many applications are looked at that name somebody's document or mailbox.
const NAMING: u32 = 1_000;

impl Engine {
    /// Those among these rows to which the caller is party.
    pub async fn own_among(
        &self,
        caller: &Caller,
        rows: &[QueueRow],
    ) -> Result<BTreeSet<ApplicationId>, Error> {
        let Some(person) = caller.person() else {
            return Ok(BTreeSet::new());
        };
        let document = person.document.as_deref();
        let documents = document.map_or_else(Vec::new, canonical::documents_of_person);
        let mut naming = BTreeSet::new();
        for named in documents.into_iter().chain(canonical::email(&person.email)) {
            let found = self.store.applications_by(look_up(self, &named), NAMING).await?;
            naming.extend(found);
        }
        let mut own = BTreeSet::new();
        for row in rows.iter().filter(|row| naming.contains(&row.id)) {
            let case = self.store.case(row.id).await?;
            if is_party(self, person, &case).await? {
                own.insert(row.id);
            }
        }
        Ok(own)
    }
}

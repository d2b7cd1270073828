//! What somebody may mean who searches for a case.

use std::collections::BTreeSet;

use forms::canonical;
use permit::PermitNumber;
use review::ApplicationId;
use store::{Search, if_there};

use crate::{engine::Engine, error::Error, look_ups};

/// So many cases that name the same document, address, telephone or plate are found.
const MOST: u32 = 200;

/// The text as a name and a reference, and the applications that name what it may be, or whose permit has this number. Whether the
/// reader may see them, the list's scopes say.
pub(super) async fn meant_by(engine: &Engine, text: &str) -> Result<Search, Error> {
    let mut search = Search::of(text);
    let mut found: BTreeSet<ApplicationId> = BTreeSet::new();
    let documents = canonical::documents(text).into_iter();
    let named = documents.chain(canonical::phones(text)).chain(
        [
            canonical::email(text),
            canonical::plate(text),
            canonical::tax_number(text),
        ]
        .into_iter()
        .flatten(),
    );
    for named in named {
        let look_up = look_ups::look_up(engine, &named);
        found.extend(engine.store.applications_by(look_up, MOST).await?);
    }
    if let Ok(number) = text.parse::<PermitNumber>()
        && let Some(permit) = if_there(engine.store.permit_by_number(&number).await)?
    {
        found.insert(permit.application);
    }
    search.applications.extend(found);
    Ok(search)
}

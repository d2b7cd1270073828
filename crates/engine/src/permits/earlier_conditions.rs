//! What the office had set for the permit of which something is asked.

use std::sync::Arc;

use review::{ApplicationId, Conditions, Replaces};
use store::if_there;

use crate::{engine::Engine, error::Error, services::Published};

/// It, with the version whose words it is in; nothing where nothing was set.
pub(crate) async fn earlier_conditions(
    engine: &Engine,
    replaces: Option<Replaces>,
    begun_from: Option<ApplicationId>,
) -> Result<Option<(Arc<Published>, Conditions)>, Error> {
    let in_its_place = replaces.map(|replaces| replaces.application);
    let Some(earlier) = in_its_place.or(begun_from) else {
        return Ok(None);
    };
    let Some(earlier) = if_there(engine.store.case(earlier).await)? else {
        return Ok(None);
    };
    let published = engine.version(&earlier.application.version).await?;
    let set = earlier.application.conditions(&published.service.review);
    Ok((!set.are_none()).then_some((published, set)))
}

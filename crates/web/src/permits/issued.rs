//! The permit that a phone's scan or report is about.

use permit::PermitId;
use store::{PermitRow, if_there};

use crate::{app::App, error::WebError};

/// The permit of a code that is believed to be signed by us, if it was issued here.
pub(crate) async fn issued(app: &App, believed: Option<PermitId>) -> Result<Option<PermitRow>, WebError> {
    let Some(id) = believed else {
        return Ok(None);
    };
    Ok(if_there(app.store.permit(&id).await)?)
}

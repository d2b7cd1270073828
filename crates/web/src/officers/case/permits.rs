//! The permits that were issued on a case.

use super::{facts::moment, found::Found};
use crate::{error::WebError, officers::tag::Tag};

/// A permit, to be opened.
pub(super) struct IssuedPermit {
    pub(super) number: String,
    pub(super) tag: Tag,
    pub(super) until: String,
}

pub(super) async fn of(found: &Found<'_>) -> Result<Vec<IssuedPermit>, WebError> {
    let permits = found.app.case_permits(found.case).await?;
    let issued = permits.iter().map(|permit| IssuedPermit {
        number: permit.number.to_string(),
        tag: Tag::of_permit(permit, found.app.now(), found.page),
        until: moment(found, permit.expires_at),
    });
    Ok(issued.collect())
}

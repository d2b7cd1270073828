//! The permits that were issued on a case.

use engine::permits::{PermitRow, PermitStatus};
use review::{Link, PermitRef};

use super::{facts::end, found::Found};
use crate::{
    error::WebError,
    officers::tag::Tag,
    permits::life::{self, Change},
};

/// A permit, to be opened.
pub(super) struct IssuedPermit {
    pub(super) number: String,
    pub(super) tag: Tag,
    pub(super) until: String,
    /// Whether it holds, or would again: one that was taken back has no end worth telling.
    pub(super) has_end: bool,
    /// Who made of it what it is, when and why, where it does not simply hold.
    pub(super) change: Option<Change>,
    /// The permit that stands in its place: what is decided here about the one does not touch the other.
    pub(super) replaced_by: Option<String>,
}

pub(super) async fn of(found: &Found<'_>) -> Result<Vec<IssuedPermit>, WebError> {
    let permits = found.app.case_permits(found.case).await?;
    let history = found.app.case_history(found.case).await?;
    let mut issued = Vec::with_capacity(permits.len());
    for permit in permits {
        issued.push(IssuedPermit {
            replaced_by: replaced_by(found, &permit).await?,
            number: permit.number.to_string(),
            tag: Tag::of_permit(&permit, found.app.now(), found.page),
            until: end(found, permit.expires_at),
            has_end: matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended),
            change: change(found, &history, &permit),
        });
    }
    Ok(issued)
}

fn change(found: &Found<'_>, history: &[Link], permit: &PermitRow) -> Option<Change> {
    if permit.status == PermitStatus::Active {
        return None;
    }
    life::of(
        found.app,
        history,
        PermitRef(permit.id.0),
        &found.names,
        found.page,
    )
    .pop()
}

async fn replaced_by(found: &Found<'_>, permit: &PermitRow) -> Result<Option<String>, WebError> {
    if permit.status != PermitStatus::Replaced {
        return Ok(None);
    }
    let history = found.app.case_history(found.case).await?;
    let id = PermitRef(permit.id.0);
    let Some(replacement) = found.case.application.replacement(&history, id) else {
        return Ok(None);
    };
    Ok(found
        .app
        .permit_number(replacement.by)
        .await?
        .map(|number| number.to_string()))
}

//! Identity documents.

use super::fields::Fields;
use super::tidy;
use super::wrong::{Cause, Wrong};
use super::{Answer, IdentityDocument};
use crate::DocumentKind;

pub(super) fn identity(fields: Fields<'_>, accepts: &[DocumentKind]) -> Result<Answer, Wrong> {
    let kind = match (DocumentKind::from_code(&fields.line("kind")), accepts) {
        (Some(kind), _) if accepts.contains(&kind) => kind,
        (None, [only]) => *only,
        _ => return Err(Wrong::from(Cause::DocumentKindMissing).at("kind")),
    };
    let typed = ["number", ""].map(|part| tidy::code(fields.sent(part)));
    let typed = typed
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let Some(identifier) = kind.identifier() else {
        return Err(Wrong::from(Cause::DocumentKindMissing).at("kind"));
    };
    let number = identifier.read(&typed);
    let number = number.map_err(|unfit| Wrong::from(Cause::unfit(identifier, unfit)).at("number"))?;
    Ok(Answer::IdentityDocument(IdentityDocument { kind, number }))
}

//! Mail addresses.

use super::super::fields::Fields;
use super::super::wrong::{Cause, Wrong};
use super::Spec;
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "e-mail",
    read,
    answer: Answer::Email,
    samples: &["maria.quispe@ejemplo.pe"],
    names_a_person: true,
};

/// RFC 5321, 4.5.3.1: what an address may measure.
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;

fn read(fields: Fields<'_>) -> Result<String, Wrong> {
    let typed = fields.line("");
    if typed.is_empty() {
        return Err(Cause::EmailMissing.into());
    }
    let bare = bare_address(&typed);
    let (local, domain) = bare.rsplit_once('@').ok_or(Cause::EmailUnreal)?;
    let domain = domain.to_ascii_lowercase();
    let fits = bare.len() <= LONGEST_ADDRESS && local.len() <= LONGEST_LOCAL;
    if fits && is_local(local) && is_domain(&domain) {
        Ok(format!("{local}@{domain}"))
    } else {
        Err(Cause::EmailUnreal.into())
    }
}

/// An address without what programs of mail copy around it.
pub(crate) fn bare_address(line: &str) -> &str {
    line.strip_prefix("mailto:")
        .unwrap_or(line)
        .trim_matches(['<', '>', ' ', ',', ';'])
}

/// Letters, digits and the signs of RFC 5322's `atext`, with single dots between them.
fn is_local(local: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let is_top = top.len() >= 2 && (top.chars().all(|c| c.is_ascii_alphabetic()) || top.starts_with("xn--"));
    domain.contains('.') && is_top && domain.split('.').all(is_label)
}

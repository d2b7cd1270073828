//! Mail addresses.

mod doubt;

use super::super::fields::Fields;
use super::super::wrong::{Cause, Wrong};
use super::{Countries, Spec};
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "e-mail",
    read,
    answer: Answer::Email,
    samples: |_| vec!["maria.quispe@ejemplo.pe"],
    names_a_person: true,
};

/// RFC 5321, 4.5.3.1: what an address may measure.
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// The part of a mail address in which a page sends back the one that it has asked about, as it was typed: who sends the same again
/// means it.
pub const ASKED: &str = "asked";

fn read(fields: Fields<'_>, _: Countries) -> Result<String, Wrong> {
    let typed = fields.line("");
    if typed.is_empty() {
        return Err(Cause::EmailMissing.into());
    }
    let (local, domain) = parts(&typed).ok_or(Cause::EmailUnreal)?;
    let address = format!("{local}@{domain}");
    let has_been_asked = parts(&fields.line(ASKED)).is_some_and(|asked| asked == (local, domain.clone()));
    match doubt::meant(local, &domain) {
        Some(meant) if !has_been_asked => Err(Wrong::from(Cause::EmailDoubtful).limit(&meant)),
        _ => Ok(address),
    }
}

/// The mailbox and the domain of an address: the domain in small letters and in its own script (IDNA, UTS 46).
fn parts(typed: &str) -> Option<(&str, String)> {
    let (local, domain) = bare_address(typed).rsplit_once('@')?;
    let ascii = idna::domain_to_ascii(domain).ok()?;
    let (domain, is_sound) = idna::domain_to_unicode(&ascii);
    let fits = local.len() + 1 + ascii.len() <= LONGEST_ADDRESS && local.len() <= LONGEST_LOCAL;
    let is_address = fits && is_local(local) && is_domain(&ascii) && is_sound.is_ok();
    is_address.then_some((local, domain))
}

/// An address without what programs of mail copy around it.
pub(crate) fn bare_address(line: &str) -> &str {
    line.strip_prefix("mailto:")
        .unwrap_or(line)
        .trim_matches(['<', '>', ' ', ',', ';'])
}

/// Letters and digits of any script (RFC 6531) and the signs of RFC 5322's `atext`, with single dots between them.
fn is_local(local: &str) -> bool {
    let is_atext = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
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

//! Addresses of mail: one form for all that reach the same mailbox.

use unicode_normalization::UnicodeNormalization;

use super::{Canonical, CanonicalKind, without_case};
use crate::answers::{bare_address, tidy};

/// Both are Google's, whose mailboxes are the same with dots and without.
const GOOGLE: [&str; 2] = ["gmail.com", "googlemail.com"];

/// The mailbox of an address: without differences of case, the domain in ASCII (IDNA, UTS 46), without what follows a plus
/// sign, and at Google without dots.
pub fn email(text: &str) -> Option<Canonical> {
    let line = tidy::line(text);
    let (local, domain) = bare_address(&line).rsplit_once('@')?;
    let local: String = without_case(local).nfc().collect();
    if local.is_empty() || local.chars().any(is_outside_a_mailbox) {
        return None;
    }
    let domain = in_ascii(domain)?;
    let mailbox = without_tag(&local);
    let address = if GOOGLE.contains(&&*domain) {
        format!("{}@gmail.com", without_dots(mailbox))
    } else {
        format!("{mailbox}@{domain}")
    };
    Canonical::new(CanonicalKind::Email, address)
}

fn is_outside_a_mailbox(c: char) -> bool {
    c.is_whitespace() || "()<>[]:;@\\,\"".contains(c)
}

/// A domain that IDNA refuses is kept as it is: who wrote it may still be found by it.
fn in_ascii(domain: &str) -> Option<String> {
    let domain = domain.trim_end_matches('.');
    let ascii = idna::domain_to_ascii(domain).unwrap_or_else(|_| without_case(domain).nfc().collect());
    (!ascii.is_empty()).then_some(ascii)
}

fn without_tag(local: &str) -> &str {
    match local.split_once('+') {
        Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
        _ => local,
    }
}

fn without_dots(local: &str) -> String {
    let bare = local.replace('.', "");
    if bare.is_empty() { local.to_owned() } else { bare }
}

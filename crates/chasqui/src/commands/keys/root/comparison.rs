//! What a set says, held against the one before: what those in the room read before they say yes.

use std::fmt::Write as _;

use jiff::SignedDuration;
use permit::{
    TrustedKey,
    key::{Fingerprint, SignedKeySet},
};

use crate::keyring::name;

const HOUR: i64 = 3600;

/// The set in words, each key added, kept or taken out.
pub(super) fn of(last: Option<&SignedKeySet>, set: &SignedKeySet) -> String {
    let mut said = String::new();
    let mut say = |line: String| said.push_str(&(line + "\n"));
    say(format!(
        "Key set {} for {} ({})",
        set.version, set.issuer, set.address
    ));
    say(format!("  from     {}  (this machine's clock)", set.issued_at));
    say(format!(
        "  until    {}  ({})",
        set.expires_at,
        time(set.expires_at.duration_since(set.issued_at))
    ));
    say(format!("  root     {}", set.fingerprint()));
    match last {
        Some(last) => say(format!(
            "  follows  {}, signed at {}",
            last.version, last.issued_at
        )),
        None => say("  follows  none: this is the first".to_owned()),
    }
    if let Some(last) = last.filter(|last| last.address != set.address) {
        say(format!("  ! the address was {}", last.address));
    }
    if let Some(roots) = &set.roots {
        hand_over(last, roots, set.fingerprint(), &mut say);
    }
    let before = last.map(|last| last.keys.as_slice()).unwrap_or_default();
    let among = |keys: &[TrustedKey], key: &TrustedKey| {
        keys.iter()
            .any(|other| other.key == key.key && other.purpose == key.purpose)
    };
    for key in &set.keys {
        let sign = if among(before, key) {
            "  keep     "
        } else {
            "+ add      "
        };
        say(line(sign, key));
    }
    for key in before.iter().filter(|key| !among(&set.keys, key)) {
        say(line("- take out ", key));
    }
    said
}

fn hand_over(
    last: Option<&SignedKeySet>,
    roots: &[Fingerprint],
    own: Fingerprint,
    say: &mut impl FnMut(String),
) {
    for root in roots.iter().filter(|root| **root != own) {
        say(format!("+ also believe the root {root} from then on"));
    }
    let before = last.and_then(|last| last.roots.as_deref()).unwrap_or_default();
    for root in before.iter().filter(|root| !roots.contains(root)) {
        say(format!("- let the root {root} go"));
    }
}

fn line(sign: &str, key: &TrustedKey) -> String {
    let mut line = format!("{sign}{}  {}", key.key.id(), name(key.purpose));
    if let Some(at) = key.retired_at {
        // A text takes whatever it is given.
        let _ = write!(line, "  retired at {at}");
    }
    line
}

fn time(lasts: SignedDuration) -> String {
    match lasts.as_secs() {
        seconds if seconds % (24 * HOUR) == 0 => format!("{} days", seconds / 24 / HOUR),
        _ => format!("{lasts:#}"),
    }
}

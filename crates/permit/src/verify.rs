//! Checking a permit, in the fixed order: form, issuer, signature, status, dates.

use jiff::Timestamp;

use crate::claims::Claims;
use crate::cose::Envelope;
use crate::key::Purpose;
use crate::qr_text;
use crate::status_list::Status;
use crate::trust::Trust;
use crate::verdict::{Checked, Freshness, LEEWAY, Verdict};

/// Checks what a scanner read out of a QR.
pub fn verify(text: &str, trust: &Trust, now: Timestamp) -> Checked {
    match qr_text::parse(text) {
        Ok(code) => check(&code.bytes, Some(&code.address), trust, now),
        Err(fault) => Checked::not_a_permit(fault),
    }
}

/// Checks the bytes of a permit that did not come by a QR, so that no address sends anybody anywhere.
pub fn verify_bytes(bytes: &[u8], trust: &Trust, now: Timestamp) -> Checked {
    check(bytes, None, trust, now)
}

fn check(bytes: &[u8], address: Option<&str>, trust: &Trust, now: Timestamp) -> Checked {
    let envelope = match Envelope::read(bytes, None) {
        Ok(envelope) => envelope,
        Err(fault) => return Checked::not_a_permit(fault),
    };
    let claims = match Claims::read(envelope.payload()) {
        Ok(claims) => claims,
        Err(fault) => return Checked::not_a_permit(fault),
    };
    let foreign_address = foreign(address, &claims.issuer, trust);
    let keys = trust.keys_of(&claims.issuer);
    let key = keys.and_then(|keys| keys.find(envelope.key_id(), Purpose::Permit, now));
    match key {
        Some(key) if foreign_address.is_none() => {
            if envelope.is_signed_by(key) {
                judge(claims, trust, now)
            } else {
                Checked::new(Verdict::Forged)
            }
        }
        _ => Checked {
            foreign_address,
            ..Checked::new(Verdict::UnknownIssuer)
        },
    }
}

/// Where the code sends phones, if that is not where its issuer is.
fn foreign(address: Option<&str>, issuer: &str, trust: &Trust) -> Option<String> {
    let own = trust
        .keys_of(issuer)
        .map_or_else(|| format!("https://{issuer}"), |keys| keys.address_of(issuer));
    address.filter(|address| *address != own).map(str::to_owned)
}

/// The verdict on a permit that is its issuer's own.
fn judge(claims: Claims, trust: &Trust, now: Timestamp) -> Checked {
    let list = trust.status_list(&claims.issuer, claims.list);
    let status = list.and_then(|list| list.statuses.status(claims.index));
    let verdict = match status {
        Some(Status::Invalid) => Verdict::Revoked,
        Some(Status::Suspended) => Verdict::Suspended,
        _ if now + LEEWAY < claims.not_before => Verdict::NotYetValid,
        _ if now >= claims.expires_at => Verdict::Expired,
        _ => Verdict::Valid,
    };
    let freshness = match list {
        Some(list) if status.is_some() && list.is_fresh(now) => Freshness::Fresh,
        Some(_) if status.is_some() => Freshness::Old,
        _ => Freshness::Absent,
    };
    let age = list.and_then(|list| list.age(now));
    Checked {
        freshness,
        age,
        claims: Some(claims),
        ..Checked::new(verdict)
    }
}

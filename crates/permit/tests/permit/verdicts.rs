//! Every verdict, every freshness, and the order in which they are tried.

use permit::{
    Claims, Freshness, KeySet, Purpose, SigningKey, Status, StatusList, Trust, TrustedKey, Verdict, issue,
    verify, verify_bytes,
};

use crate::support::{
    ADDRESS, EXPIRES_AT, ISSUER, NOON, NOT_BEFORE, at, claims, keys, list, permit_bytes, permit_key,
    permit_text, status_key, trust,
};

/// Trust that holds list 12 with this permit's status, signed at `issued_at`.
fn trust_with(status: Status, issued_at: i64) -> Trust {
    let mut list = list();
    list.issued_at = at(issued_at);
    list.expires_at = at(issued_at + 86_400);
    assert!(list.statuses.set(claims().index, status));
    let mut trust = trust();
    assert_eq!(
        trust
            .add_status_list(&list.sign(&status_key()).unwrap(), at(issued_at))
            .unwrap(),
        12
    );
    trust
}

fn text_of(claims: &Claims, key: &SigningKey) -> String {
    issue(claims, key).unwrap().qr_text(ADDRESS)
}

#[test]
fn status_and_dates() {
    use {Freshness::*, Status as S, Verdict::*};
    let table = [
        // status, list signed at, now, verdict, freshness
        (Some((S::Valid, NOON)), NOON, Valid, Fresh),
        (Some((S::Valid, NOON)), NOON + 300, Valid, Fresh),
        (Some((S::Valid, NOON)), NOON + 301, Valid, Old),
        (Some((S::Valid, NOON)), NOON + 86_400, Valid, Old),
        (None, NOON, Valid, Absent),
        (None, NOT_BEFORE, Valid, Absent),
        // A clock that is five minutes slow is taken for right, whatever it is asked of.
        (None, NOT_BEFORE - 300, Valid, Absent),
        (None, NOT_BEFORE - 301, NotYetValid, Absent),
        (None, EXPIRES_AT - 1, Valid, Absent),
        (None, EXPIRES_AT, Expired, Absent),
        (
            Some((S::Valid, NOT_BEFORE - 400)),
            NOT_BEFORE - 301,
            NotYetValid,
            Fresh,
        ),
        (Some((S::Valid, EXPIRES_AT)), EXPIRES_AT, Expired, Fresh),
        (Some((S::Invalid, NOON)), NOON, Revoked, Fresh),
        (Some((S::Invalid, NOON)), NOON + 301, Revoked, Old),
        (Some((S::Invalid, NOT_BEFORE)), NOT_BEFORE - 1, Revoked, Fresh),
        (Some((S::Invalid, EXPIRES_AT)), EXPIRES_AT, Revoked, Fresh),
        (Some((S::Suspended, NOON)), NOON, Suspended, Fresh),
        (Some((S::Suspended, NOT_BEFORE)), NOT_BEFORE - 1, Suspended, Fresh),
        (Some((S::Suspended, EXPIRES_AT)), EXPIRES_AT, Suspended, Fresh),
    ];
    let text = permit_text();
    for (held, now, verdict, freshness) in table {
        let trust = held.map_or_else(trust, |(status, issued_at)| trust_with(status, issued_at));
        let checked = verify(&text, &trust, at(now));
        assert_eq!(
            (checked.verdict, checked.freshness),
            (verdict, freshness),
            "{held:?} at {now}"
        );
        assert_eq!(checked.claims, Some(claims()));
        assert_eq!(checked.age.is_some(), held.is_some());
    }
}

#[test]
fn the_age_of_the_list_is_told() {
    let trust = trust_with(Status::Valid, NOON);
    let age = |now| verify(&permit_text(), &trust, at(now)).age.unwrap().as_secs();
    assert_eq!((age(NOON), age(NOON + 4000), age(NOON - 50)), (0, 4000, 0));
}

#[test]
fn a_list_dated_ahead_is_not_fresh_and_of_no_known_age() {
    use Freshness::{Fresh, Old};
    for (status, verdict) in [
        (Status::Valid, Verdict::Valid),
        (Status::Invalid, Verdict::Revoked),
    ] {
        for (ahead, freshness, age) in [(300, Fresh, Some(0)), (301, Old, None), (86_400, Old, None)] {
            let checked = verify(&permit_text(), &trust_with(status, NOON + ahead), at(NOON));
            let told = checked.age.map(|age| age.as_secs());
            assert_eq!(
                (checked.verdict, checked.freshness, told),
                (verdict, freshness, age),
                "{ahead} seconds ahead"
            );
        }
    }
}

#[test]
fn what_is_not_a_permit() {
    let permit = permit_text();
    let digits = permit.split_once('#').unwrap().1;
    let cut = &permit[..permit.len() - 5];
    for text in [
        "",
        "https://example.com",
        "WIFI:S:casa;T:WPA;P:secreta;;",
        "HC1:NCFOXN",
        "https://permisos.gob.pe/v#",
        "https://permisos.gob.pe/v#123",
        "https://permisos.gob.pe/v",
        digits,
        &format!("{ADDRESS}/w#{digits}"),
        &format!("{ADDRESS}/v/#{digits}"),
        &format!("{ADDRESS}/v?#{digits}"),
        &format!("ftp://permisos.gob.pe/v#{digits}"),
        &format!("https:///v#{digits}"),
        &format!("https://permisos.gob.рe/v#{digits}"),
        &format!(" {permit}"),
        &format!("{permit}\n"),
        cut,
    ] {
        let checked = verify(text, &trust(), at(NOON));
        assert_eq!(checked.verdict, Verdict::NotAPermit, "{text}");
        assert!(checked.fault.is_some() && checked.claims.is_none());
    }
}

#[test]
fn issuers_that_nobody_vouches_for() {
    let stranger = SigningKey::generate().unwrap();
    let elsewhere = Claims {
        issuer: "permisos.gob.pe.example".to_owned(),
        ..claims()
    };
    let cases = [
        (
            "a key that is not in the set",
            text_of(&claims(), &stranger),
            trust(),
        ),
        (
            "a key for status lists",
            text_of(&claims(), &status_key()),
            trust(),
        ),
        ("another host", text_of(&elsewhere, &permit_key()), trust()),
        ("no trust at all", permit_text(), Trust::default()),
        (
            "a voided key",
            permit_text(),
            Trust::new(vec![KeySet::new(ISSUER, ADDRESS, Vec::new())]),
        ),
        (
            "a key of another issuer",
            permit_text(),
            Trust::new(vec![KeySet {
                issuer: Some("otro.pe".to_owned()),
                ..keys()
            }]),
        ),
    ];
    for (name, text, trust) in cases {
        let checked = verify(&text, &trust, at(NOON));
        assert_eq!(checked.verdict, Verdict::UnknownIssuer, "{name}");
        assert_eq!(
            checked.claims, None,
            "{name}: what nobody vouches for is not shown"
        );
    }
}

#[test]
fn an_address_that_is_not_the_issuers_is_named_and_never_valid() {
    for address in [
        "https://permisos-gob.pe",
        "http://permisos.gob.pe",
        "https://permisos.gob.pe:8443",
        "https://PERMISOS.gob.pe",
        "https://permisos.gob.pe/",
        "https://permisos.gob.pe@evil.example",
    ] {
        let text = issue(&claims(), &permit_key()).unwrap().qr_text(address);
        let checked = verify(&text, &trust_with(Status::Invalid, NOON), at(NOON));
        assert_eq!(checked.verdict, Verdict::UnknownIssuer, "{address}");
        assert_eq!(checked.foreign_address.as_deref(), Some(address));
        assert_eq!(checked.claims, None);
    }
    assert_eq!(verify(&permit_text(), &trust(), at(NOON)).foreign_address, None);
}

#[test]
fn a_key_set_names_the_address_of_its_issuer() {
    let demo = KeySet {
        address: Some("http://127.0.0.1:8080".to_owned()),
        ..keys()
    };
    let text = issue(&claims(), &permit_key())
        .unwrap()
        .qr_text("http://127.0.0.1:8080");
    let trust = Trust::new(vec![demo]);
    assert_eq!(verify(&text, &trust, at(NOON)).verdict, Verdict::Valid);
    assert_eq!(
        verify(&permit_text(), &trust, at(NOON))
            .foreign_address
            .as_deref(),
        Some(ADDRESS)
    );
    assert_eq!(
        verify_bytes(&permit_bytes(), &trust, at(NOON)).verdict,
        Verdict::Valid
    );
}

#[test]
fn a_wrong_signature_is_forged_whatever_else_is_wrong() {
    let mut bytes = permit_bytes();
    *bytes.last_mut().unwrap() ^= 1;
    let trust = trust_with(Status::Invalid, NOON);
    for now in [NOON, NOT_BEFORE - 1, EXPIRES_AT] {
        let checked = verify_bytes(&bytes, &trust, at(now));
        assert_eq!(
            (checked.verdict, checked.freshness),
            (Verdict::Forged, Freshness::Absent)
        );
        assert_eq!((checked.claims, checked.age), (None, None));
    }
}

#[test]
fn a_retired_key_verifies_until_its_permits_have_expired() {
    let mut retired = TrustedKey::new(permit_key().public_key().clone(), Purpose::Permit);
    retired.retired_at = Some(at(NOT_BEFORE));
    retired.expires_at = Some(at(EXPIRES_AT));
    let new = TrustedKey::new(
        SigningKey::generate().unwrap().public_key().clone(),
        Purpose::Permit,
    );
    let trust = Trust::new(vec![KeySet::new(ISSUER, ADDRESS, vec![retired, new])]);
    assert_eq!(
        verify(&permit_text(), &trust, at(EXPIRES_AT - 1)).verdict,
        Verdict::Valid
    );
    assert_eq!(
        verify(&permit_text(), &trust, at(EXPIRES_AT)).verdict,
        Verdict::UnknownIssuer
    );
}

#[test]
fn a_list_that_does_not_cover_the_permit_is_no_list() {
    for (name, number, capacity) in [("another list", 13, 5000), ("a list too short", 12, 4711)] {
        let mut list = list();
        (list.list, list.statuses) = (number, StatusList::new(capacity - capacity % 4));
        let mut trust = trust();
        trust
            .add_status_list(&list.sign(&status_key()).unwrap(), at(NOT_BEFORE))
            .unwrap();
        let checked = verify(&permit_text(), &trust, at(NOT_BEFORE));
        assert_eq!(
            (checked.verdict, checked.freshness),
            (Verdict::Valid, Freshness::Absent),
            "{name}"
        );
    }
}

#[test]
fn the_names_are_the_public_ones() {
    let names = Verdict::ALL.map(Verdict::name);
    insta::assert_compact_debug_snapshot!(names, @r#"["not-a-permit", "unknown-issuer", "forged", "revoked", "suspended", "not-yet-valid", "expired", "valid"]"#);
    for verdict in Verdict::ALL {
        assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.name());
    }
    for freshness in [Freshness::Fresh, Freshness::Old, Freshness::Absent] {
        assert_eq!(serde_json::to_value(freshness).unwrap(), freshness.name());
    }
}

use forms::ServiceId;
use jiff::{SignedDuration, Timestamp};
use permit::{Freshness, PermitId, Verdict};
use review::PersonId;
use uuid::Uuid;

use super::{Issued, KeptScan, SCANS_AT_ONCE, Scan, ScanId, check_scans, corrected};
use crate::{Checkpoint, Device, DeviceId, DeviceKey, Place};

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn phone() -> Device {
    Device {
        id: DeviceId(Uuid::from_u128(1)),
        name: "Norte 1".into(),
        key: DeviceKey([4; 65]),
        checkpoint: Some(Checkpoint {
            name: "Puente".into(),
            place: Place::near(-12.05, -77.04),
        }),
        placed_at: at(100),
        phrase: "tres cóndores".into(),
        enrolled_by: PersonId(Uuid::nil()),
        enrolled_at: at(50),
        seen_at: None,
        revoked_at: None,
        revision: 0,
    }
}

fn scan(verdict: Verdict, second: i64) -> Scan {
    Scan {
        id: ScanId(Uuid::from_u128(9)),
        permit: Some(PermitId([7; 16])),
        verdict,
        freshness: Freshness::Fresh,
        scanned_at: at(second),
        at: at(second),
        place: None,
    }
}

#[test]
fn a_phones_clock_is_put_right_by_when_it_sent() {
    for (name, happened, sent, received, right) in [
        ("right clock", 100, 110, 110, 100),
        ("an hour behind", 100, 110, 3710, 3700),
        ("an hour ahead", 3700, 3710, 110, 100),
        ("scanned after it sent: set back meanwhile", 200, 110, 110, 110),
        ("long off line", 100, 1_000_100, 1_000_105, 105),
    ] {
        assert_eq!(
            corrected(at(happened), at(sent), at(received)),
            at(right),
            "{name}"
        );
    }
    let never = corrected(Timestamp::MIN, Timestamp::MAX, at(0));
    assert!(never <= at(0));
}

#[test]
fn only_what_was_signed_is_tied_to_a_permit() {
    let service = ServiceId::from("transit-permit");
    let issued = |erased| Issued {
        service: service.clone(),
        erased,
    };
    let (here, erased) = (issued(false), issued(true));
    for (verdict, issued, tied, of) in [
        (Verdict::Valid, Some(&here), true, true),
        (Verdict::Revoked, Some(&here), true, true),
        (Verdict::Expired, Some(&erased), false, true),
        (Verdict::Valid, None, true, false),
        (Verdict::Forged, None, false, false),
        (Verdict::UnknownIssuer, None, false, false),
        (Verdict::NotAPermit, None, false, false),
    ] {
        let kept = KeptScan::of(&scan(verdict, 200), &phone(), issued, at(300));
        assert_eq!(kept.scan.permit.is_some(), tied, "{verdict:?}");
        assert_eq!(kept.service.is_some(), of, "{verdict:?}");
    }
}

#[test]
fn a_scan_is_at_the_checkpoint_where_the_phone_was_then() {
    let kept = |scan: &Scan| KeptScan::of(scan, &phone(), None, at(300));
    let now = kept(&scan(Verdict::Valid, 100));
    assert_eq!(now.checkpoint.as_deref(), Some("Puente"));
    assert_eq!(now.scan.place, Place::near(-12.05, -77.04));
    let before = kept(&scan(Verdict::Valid, 99));
    assert_eq!((before.checkpoint, before.scan.place), (None, None));
    let said = Scan {
        place: Place::near(-13.52, -71.97),
        ..scan(Verdict::Valid, 100)
    };
    assert_eq!(kept(&said).scan.place, said.place);
}

#[test]
fn what_no_phone_sends_is_refused() {
    let scans = vec![scan(Verdict::Valid, 0); SCANS_AT_ONCE];
    assert!(check_scans(&scans).is_ok());
    assert!(check_scans(&[&scans[..], &scans[..1]].concat()).is_err());
    let ones = Scan {
        id: ScanId(Uuid::max()),
        ..scan(Verdict::Valid, 0)
    };
    assert!(check_scans(&[ones]).is_err());
}

#[test]
fn times_before_all_permits_are_the_first() {
    let early = Scan {
        scanned_at: Timestamp::MIN,
        ..scan(Verdict::Valid, 200)
    };
    let kept = KeptScan::of(&early, &phone(), None, at(300));
    assert_eq!((kept.scan.scanned_at, kept.scan.at), (at(0), at(200)));
}

#[test]
fn what_nobody_kept_for_so_long_was_when_it_was_told() {
    let day = 24 * 60 * 60;
    let received = at(100 * day);
    for (name, said, kept_at) in [
        ("before all permits", Timestamp::MIN, received),
        ("years ago", at(0), received),
        ("more than a month ago", at(69 * day - 1), received),
        ("a month off line", at(69 * day), at(69 * day)),
        (
            "before this enrolment, by a phone enrolled anew",
            at(99 * day),
            at(99 * day),
        ),
    ] {
        let said = Scan {
            at: said,
            ..scan(Verdict::Valid, 0)
        };
        let enrolled_now = Device {
            enrolled_at: received,
            ..phone()
        };
        let kept = KeptScan::of(&said, &enrolled_now, None, received);
        assert_eq!(kept.scan.at, kept_at, "{name}");
    }
}

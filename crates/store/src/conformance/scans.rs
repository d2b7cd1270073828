//! What enrolled phones scanned.

use std::time::{Duration, Instant};

use forms::ServiceId;
use jiff::SignedDuration;
use permit::{Freshness, PermitId, Verdict};
use uuid::Uuid;

use super::devices::enrolled;
use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, Device, DeviceId, KeptScan, PermitRow, Place, SCANS_AT_ONCE, Scan, ScanId, ScanQuery,
    StoreError, Subject,
};

/// A scan of a permit at that minute, where the phone's checkpoint is.
pub(super) fn scan(world: &World, permit: &PermitRow, minute: i64) -> Scan {
    Scan {
        id: ScanId(Uuid::from_bytes(world.dice())),
        permit: Some(permit.id),
        verdict: Verdict::Valid,
        freshness: Freshness::Fresh,
        scanned_at: at(minute) + SignedDuration::from_secs(7),
        at: at(minute),
        place: None,
    }
}

pub(super) fn everything() -> ScanQuery {
    ScanQuery {
        from: at(0),
        until: at(100_000),
        services: None,
    }
}

fn lima() -> Place {
    Place::near(-12.05, -77.04).unwrap()
}

fn cusco() -> Place {
    Place::near(-13.52, -71.97).unwrap()
}

/// What was sent reads back whole, with what the server adds; sent again, it is there once and as it was.
pub async fn are_kept_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let one = scan(&world, &permit, 20);
    let two = Scan {
        place: Some(cusco()),
        freshness: Freshness::Old,
        ..scan(&world, &permit, 2000)
    };
    let ids = vec![one.id, two.id];
    let sent = [one.clone(), two.clone()];
    assert_eq!(
        world.store.keep_scans(phone.id, &sent, at(2001)).await.unwrap(),
        ids
    );
    let kept = |scan: &Scan, place| KeptScan {
        device: phone.id,
        scan: Scan {
            place: Some(place),
            ..scan.clone()
        },
        service: Some(world.service.clone()),
        checkpoint: Some("Puente Ñaña".into()),
        received_at: at(2001),
        flagged: false,
        far_from: None,
    };
    let all = [kept(&two, cusco()), kept(&one, lima())];
    assert_eq!(world.store.scans_of(&permit.id, 10).await.unwrap(), all);
    assert_eq!(world.store.scans_of(&permit.id, 1).await.unwrap(), all[..1]);

    let changed = Scan {
        verdict: Verdict::Expired,
        place: None,
        ..one.clone()
    };
    let three = scan(&world, &permit, 2002);
    let sent = [changed, three.clone(), three.clone()];
    let again = world.store.keep_scans(phone.id, &sent, at(2003)).await.unwrap();
    assert!(again.contains(&one.id) && again.contains(&three.id));
    let now = world.store.scans_of(&permit.id, 10).await.unwrap();
    assert_eq!(now.len(), 3);
    assert_eq!(now[2], all[1], "the first word stands");
    assert_eq!(world.store.keep_scans(phone.id, &[], at(2004)).await.unwrap(), []);

    let other = enrolled(&world, "Norte 2").await;
    world.store.keep_scans(other.id, &[one], at(2004)).await.unwrap();
    assert_eq!(
        world.store.scans_of(&permit.id, 10).await.unwrap().len(),
        4,
        "another phone's is another"
    );
}

/// Unknown phones, and what no phone of ours sends, keep nothing.
pub async fn what_cannot_be_kept_is_refused(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let nobody = world
        .store
        .keep_scans(DeviceId(Uuid::from_u128(7)), &[scan(&world, &permit, 2)], at(3))
        .await;
    assert!(matches!(nobody, Err(StoreError::NotFound(Subject::Device))));
    let many: Vec<Scan> = (0..=SCANS_AT_ONCE).map(|_| scan(&world, &permit, 2)).collect();
    let refused = world.store.keep_scans(phone.id, &many, at(3)).await;
    assert!(matches!(refused, Err(StoreError::Contradiction(_))));
    world.store.keep_scans(phone.id, &many[1..], at(3)).await.unwrap();
    let kept = world.store.scans_of(&permit.id, 1000).await.unwrap();
    assert_eq!(kept.len(), SCANS_AT_ONCE);
}

/// A code that nobody signed is not tied to the permit that it names; one that is signed and not ours is of no service.
pub async fn only_signed_ones_are_tied_to_a_permit(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let forged = Scan {
        verdict: Verdict::Forged,
        ..scan(&world, &permit, 20)
    };
    let foreign = Scan {
        permit: Some(PermitId(world.dice())),
        ..scan(&world, &permit, 21)
    };
    let nothing = Scan {
        permit: None,
        verdict: Verdict::NotAPermit,
        ..scan(&world, &permit, 22)
    };
    let sent = [forged, foreign.clone(), nothing];
    world.store.keep_scans(phone.id, &sent, at(30)).await.unwrap();
    assert!(world.store.scans_of(&permit.id, 10).await.unwrap().is_empty());
    let kept = world.store.scans_of(&foreign.permit.unwrap(), 10).await.unwrap();
    assert_eq!(kept[0].service, None);
    let tally = world.store.tally_scans(&everything()).await.unwrap();
    assert_eq!(tally.iter().map(|row| row.count).sum::<u64>(), 3);
    let of = ScanQuery {
        services: Some(vec![world.service.clone()]),
        ..everything()
    };
    assert!(world.store.tally_scans(&of).await.unwrap().is_empty());
}

/// Two places too far apart for the time between flag both scans, also when the earlier ones come last; a scan without a
/// place accuses nobody.
pub async fn a_permit_at_two_places_is_flagged(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (permit, other) = (world.approved(1).await, world.approved(1).await);
    let phone = enrolled(&world, "Norte 1").await;
    let away = unplaced(&world, "Sur 1").await;
    let seen = |minute, place| Scan {
        place: Some(place),
        ..scan(&world, &permit, minute)
    };
    let send = |phone: &Device, scans: Vec<Scan>| {
        let (store, id) = (world.store.clone(), phone.id);
        async move { store.keep_scans(id, &scans, at(5000)).await.unwrap() }
    };
    let (first, last) = (scan(&world, &permit, 100), scan(&world, &permit, 300));
    let nowhere = scan(&world, &permit, 201);
    let elsewhere = Scan {
        place: Some(cusco()),
        ..scan(&world, &other, 101)
    };
    send(&phone, vec![last.clone(), first.clone()]).await;
    send(&away, vec![nowhere.clone(), elsewhere]).await;
    assert!(
        world
            .store
            .flagged_scans(&everything(), 10)
            .await
            .unwrap()
            .is_empty()
    );

    // Between the two in time, and too far from both.
    let between = seen(200, cusco());
    send(&away, vec![between.clone()]).await;
    let pairs = world.store.flagged_scans(&everything(), 10).await.unwrap();
    let keys = |pairs: &[crate::FlaggedPair]| -> Vec<(ScanId, ScanId)> {
        let key = |pair: &crate::FlaggedPair| (pair.earlier.scan.id, pair.later.scan.id);
        pairs.iter().map(key).collect()
    };
    assert_eq!(keys(&pairs), [(between.id, last.id), (first.id, between.id)]);
    assert_eq!(pairs[0].later.far_from, Some((away.id, between.id)));
    let kept = world.store.scans_of(&permit.id, 10).await.unwrap();
    let flagged: Vec<(ScanId, bool)> = kept.iter().map(|kept| (kept.scan.id, kept.flagged)).collect();
    assert_eq!(
        flagged,
        [
            (last.id, true),
            (nowhere.id, false),
            (between.id, true),
            (first.id, true)
        ]
    );

    // Sent again, nothing changes; and one that could have been reached flags nobody.
    send(&away, vec![between.clone()]).await;
    send(&phone, vec![seen(320, lima()), seen(3000, cusco())]).await;
    assert_eq!(
        keys(&world.store.flagged_scans(&everything(), 10).await.unwrap()),
        keys(&pairs)
    );

    assert_eq!(
        world.store.flagged_scans(&everything(), 1).await.unwrap().len(),
        1
    );
    let early = ScanQuery {
        until: at(300),
        ..everything()
    };
    assert_eq!(
        keys(&world.store.flagged_scans(&early, 10).await.unwrap()),
        keys(&pairs[1..])
    );
    let others = ScanQuery {
        services: Some(vec![ServiceId::from("market-stall")]),
        ..everything()
    };
    assert!(world.store.flagged_scans(&others, 10).await.unwrap().is_empty());
    let ours = ScanQuery {
        services: Some(vec![world.service.clone()]),
        ..everything()
    };
    assert_eq!(world.store.flagged_scans(&ours, 10).await.unwrap().len(), 2);
    let tally = world.store.tally_scans(&everything()).await.unwrap();
    assert_eq!(tally.iter().map(|row| row.flagged).sum::<u64>(), 3);
}

pub(super) async fn unplaced(world: &World, name: &str) -> Device {
    let device = enrolled(world, name).await;
    let mut log = world.log(AuditAction::DeviceChanged(device.id));
    log.at = at(1);
    let moved = Device {
        checkpoint: None,
        ..device
    };
    world.store.change_device(&moved, &log).await.unwrap();
    world.store.device(moved.id).await.unwrap()
}

/// However many scans of a permit are kept, and at whatever times, the next ones cost the same: whoever holds one phone can send
/// any number, and everybody waits for what a store does with them.
pub async fn what_is_kept_already_costs_nothing(backend: &dyn Backend) {
    const FEWEST: i64 = 5;
    const TURNS: i64 = 60;
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let batch = |permit: &PermitRow, minute| -> Vec<Scan> {
        let mut scans = vec![scan(&world, permit, minute); SCANS_AT_ONCE];
        for (number, scan) in scans.iter_mut().enumerate() {
            scan.id = ScanId(Uuid::from_bytes(world.dice()));
            // Half of them at the same moment, whenever they are sent.
            scan.at = if number % 2 == 0 { at(15) } else { scan.at };
        }
        scans
    };
    let kept = async |scans: Vec<Scan>| {
        let begun = Instant::now();
        world.store.keep_scans(phone.id, &scans, at(5000)).await.unwrap();
        begun.elapsed()
    };
    for minute in 20..60 {
        kept(batch(&permit, minute)).await;
    }
    // In turns, and the quickest of each: others use the machine too, but not every time. Where what is kept costs, no turn is
    // quick enough, since there are dozens of batches against none.
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for turn in 0..TURNS {
        let fresh = world.approved(1).await;
        few = few.min(kept(batch(&fresh, 60 + turn)).await);
        many = many.min(kept(batch(&permit, 60 + turn)).await);
        if turn >= FEWEST && many < 5 * few {
            return;
        }
    }
    panic!("{few:?} with few, {many:?} with many");
}

/// Phones that tell at the same moment of the same permit see each other's scans.
pub async fn phones_at_once_are_flagged(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let phones = [enrolled(&world, "Norte 1").await, enrolled(&world, "Sur 1").await];
    for round in 0..10 {
        let permit = world.approved(1).await;
        let sent = [(lima(), 0), (cusco(), 1)].map(|(place, which)| {
            let scan = Scan {
                place: Some(place),
                ..scan(&world, &permit, 100 + round)
            };
            let (store, phone) = (world.store.clone(), phones[which].id);
            tokio::spawn(async move { store.keep_scans(phone, &[scan], at(200)).await.unwrap() })
        });
        for one in sent {
            one.await.unwrap();
        }
        let kept = world.store.scans_of(&permit.id, 10).await.unwrap();
        assert!(
            kept.len() == 2 && kept.iter().all(|kept| kept.flagged),
            "{kept:?}"
        );
    }
}

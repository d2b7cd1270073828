//! What is counted of scans, and when they go.

use forms::ServiceId;
use permit::Verdict;

use super::devices::enrolled;
use super::scans::{everything, scan, unplaced};
use super::world::at;
use super::{Backend, World};
use crate::{AuditAction, Checkpoint, Device, Scan, ScanQuery, ScanTally};

/// Scans are counted by checkpoint, hour and verdict.
pub async fn are_counted_by_checkpoint_and_hour(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let north = enrolled(&world, "Norte 1").await;
    let nowhere = unplaced(&world, "Sur 1").await;
    let south = Device {
        checkpoint: Some(Checkpoint {
            name: "Aduana".into(),
            place: None,
        }),
        ..enrolled(&world, "Sur 2").await
    };
    world
        .store
        .change_device(&south, &world.log(AuditAction::DeviceChanged(south.id)))
        .await
        .unwrap();
    let seen = |minute| scan(&world, &permit, minute);
    let expired = Scan {
        verdict: Verdict::Expired,
        ..seen(61)
    };
    let sent = [seen(59), seen(60), seen(119), expired, seen(120)];
    world.store.keep_scans(north.id, &sent, at(130)).await.unwrap();
    world
        .store
        .keep_scans(south.id, &[seen(60)], at(130))
        .await
        .unwrap();
    world
        .store
        .keep_scans(nowhere.id, &[seen(60)], at(130))
        .await
        .unwrap();
    let row = |checkpoint: Option<&str>, minute, verdict, count| ScanTally {
        checkpoint: checkpoint.map(Into::into),
        hour: at(minute),
        verdict,
        count,
        flagged: 0,
    };
    let query = ScanQuery {
        from: at(60),
        until: at(120),
        services: None,
    };
    let north = Some("Puente Ñaña");
    assert_eq!(
        world.store.tally_scans(&query).await.unwrap(),
        [
            row(None, 60, Verdict::Valid, 1),
            row(Some("Aduana"), 60, Verdict::Valid, 1),
            row(north, 60, Verdict::Expired, 1),
            row(north, 60, Verdict::Valid, 2),
        ]
    );
    let before = ScanQuery {
        from: at(0),
        until: at(60),
        services: Some(vec![world.service.clone()]),
    };
    assert_eq!(
        world.store.tally_scans(&before).await.unwrap(),
        [row(north, 0, Verdict::Valid, 1)]
    );
    let nobodys = ScanQuery {
        services: Some(Vec::new()),
        ..everything()
    };
    assert!(world.store.tally_scans(&nobodys).await.unwrap().is_empty());
}

/// Each service's scans go when their time is over, counted from when they were received, and those of nothing known by
/// themselves.
pub async fn are_forgotten(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let foreign = Scan {
        permit: None,
        verdict: Verdict::NotAPermit,
        ..scan(&world, &permit, 20)
    };
    // The one that came last says that it was scanned first: its phone's clock was wrong.
    let sent = [scan(&world, &permit, 20), scan(&world, &permit, 2), foreign];
    for (scan, minute) in sent.iter().zip([20, 21, 20]) {
        let scan = std::slice::from_ref(scan);
        world.store.keep_scans(phone.id, scan, at(minute)).await.unwrap();
    }
    let other = ServiceId::from("market-stall");
    assert_eq!(world.store.forget_scans(Some(&other), at(100)).await.unwrap(), 0);
    assert_eq!(
        world
            .store
            .forget_scans(Some(&world.service), at(21))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        world
            .store
            .forget_scans(Some(&world.service), at(21))
            .await
            .unwrap(),
        0
    );
    let kept = world.store.scans_of(&permit.id, 10).await.unwrap();
    assert_eq!(
        kept.iter().map(|kept| kept.scan.id).collect::<Vec<_>>(),
        [sent[1].id]
    );
    assert_eq!(world.store.forget_scans(None, at(20)).await.unwrap(), 0);
    assert_eq!(world.store.forget_scans(None, at(21)).await.unwrap(), 1);
    let left = world.store.tally_scans(&everything()).await.unwrap();
    assert_eq!(left.iter().map(|row| row.count).sum::<u64>(), 1);
}

//! Rate limits.

use jiff::SignedDuration;

use super::world::at;
use super::{Backend, World};

/// Hits add up within the window of the first, apart for each bucket, and begin anew after its end.
pub async fn count_within_their_window(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let window = SignedDuration::from_mins(10);
    for (bucket, minute, expected) in [
        ("a", 0, 1),
        ("a", 9, 2),
        ("b", 9, 1),
        ("a", 10, 1),
        ("a", 19, 2),
        ("b", 18, 2),
        ("a", 20, 1),
    ] {
        let before = world.store.hits(bucket, at(minute)).await.unwrap();
        assert_eq!(
            before.count,
            expected - 1,
            "bucket {bucket} before the hit in minute {minute}"
        );
        let hits = world.store.hit(bucket, window, at(minute)).await.unwrap();
        assert_eq!(hits.count, expected, "bucket {bucket} in minute {minute}");
    }
    world.store.take_back_hit("b", at(18)).await.unwrap();
    assert_eq!(world.store.hits("b", at(18)).await.unwrap().count, 1);
    for (bucket, minute) in [("b", 19), ("never", 19)] {
        world.store.take_back_hit(bucket, at(minute)).await.unwrap();
        assert_eq!(
            world.store.hits(bucket, at(minute)).await.unwrap().count,
            0,
            "{bucket}: nothing is left of a window that is over, nor less than nothing"
        );
    }
    world.store.sweep(at(29)).await.unwrap();
    assert_eq!(
        world.store.hit("a", window, at(29)).await.unwrap().count,
        2,
        "a running window is not swept"
    );
}

use proptest::prelude::*;

use super::*;

const SECRET: [u8; 32] = [7; 32];

#[test]
fn every_place_is_given_out_once() {
    let key = PermutationKey::for_list(&SECRET, 12);
    for capacity in (1..=66).chain([100, 255, 256, 257, 1000, 4096, 5000]) {
        let mut taken = vec![false; usize::try_from(capacity).unwrap()];
        for counter in 0..capacity {
            let place = usize::try_from(place(&key, capacity, counter).unwrap()).unwrap();
            assert!(
                !std::mem::replace(&mut taken[place], true),
                "{place} twice of {capacity}"
            );
        }
    }
}

#[test]
fn a_full_list_has_no_place() {
    let key = PermutationKey::for_list(&SECRET, 12);
    for (capacity, counter) in [(0, 0), (1, 1), (10, 10), (10, u32::MAX)] {
        assert_eq!(place(&key, capacity, counter), None);
    }
}

#[test]
fn the_places_are_the_same_everywhere() {
    let key = PermutationKey::for_list(&SECRET, 12);
    let places: Vec<_> = (0..8)
        .filter_map(|counter| place(&key, 100_000, counter))
        .collect();
    insta::assert_compact_debug_snapshot!(places, @"[8493, 99770, 752, 16340, 41057, 22048, 56889, 73740]");
}

#[test]
fn lists_and_secrets_have_orders_of_their_own() {
    let order = |key: &PermutationKey| {
        (0..50)
            .map(|counter| place(key, 1000, counter))
            .collect::<Vec<_>>()
    };
    let first = order(&PermutationKey::for_list(&SECRET, 12));
    assert_ne!(first, order(&PermutationKey::for_list(&SECRET, 13)));
    assert_ne!(first, order(&PermutationKey::for_list(&[8; 32], 12)));
}

#[test]
fn neighbours_do_not_stay_neighbours() {
    let key = PermutationKey::for_list(&SECRET, 12);
    let places: Vec<_> = (0..1000)
        .filter_map(|counter| place(&key, 100_000, counter))
        .collect();
    let near = places
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) < 1000)
        .count();
    // By chance 1 pair in 50 is that near: 20 of 999, and 50 is more than six deviations away.
    assert!(near < 50, "{near} of 999 pairs are near each other");
}

#[test]
fn the_key_is_not_printed() {
    assert_eq!(
        format!("{:?}", PermutationKey::for_list(&SECRET, 12)),
        "PermutationKey(…)"
    );
}

proptest! {
    #[test]
    fn two_counters_never_share_a_place(capacity in 2_u32.., a: u32, b: u32) {
        let key = PermutationKey::for_list(&SECRET, 1);
        let (a, b) = (a % capacity, b % capacity);
        let places = (place(&key, capacity, a).unwrap(), place(&key, capacity, b).unwrap());
        prop_assert!(places.0 < capacity && places.1 < capacity);
        prop_assert_eq!(a == b, places.0 == places.1);
    }
}

use proptest::prelude::*;

use super::published::{pack, unpack};
use super::*;

const ALL: [Status; 3] = [Status::Valid, Status::Invalid, Status::Suspended];

#[test]
fn two_bits_a_permit_lowest_first() {
    let mut list = StatusList::new(16);
    assert!(list.set(1, Status::Invalid));
    assert!(list.set(2, Status::Suspended));
    assert!(list.set(15, Status::Invalid));
    assert_eq!(list.bytes, [0b00_10_01_00, 0, 0, 0b01_00_00_00]);
}

#[test]
fn the_fourth_pattern_is_not_valid() {
    let list = StatusList { bytes: vec![0b11] };
    assert_eq!(list.status(0), Some(Status::Invalid));
}

#[test]
fn a_list_ends_where_it_ends() {
    let mut list = StatusList::new(5);
    assert_eq!(list.capacity(), 8);
    assert_eq!(list.status(7), Some(Status::Valid));
    assert_eq!(list.status(8), None);
    assert!(!list.set(8, Status::Invalid));
    assert_eq!(list.status(u32::MAX), None);
    assert_eq!(StatusList::new(0).capacity(), 0);
    assert_eq!(StatusList::new(u32::MAX).capacity(), 16 << 20);
}

#[test]
fn a_bomb_is_not_unpacked() {
    assert_eq!(
        unpack(&pack(&vec![0; LARGEST_BYTES])).unwrap().len(),
        LARGEST_BYTES
    );
    assert_eq!(unpack(&pack(&vec![0; LARGEST_BYTES + 1])), None);
    // 64 MiB of zeros in 64 kB.
    assert_eq!(unpack(&pack(&vec![0; 64 << 20])), None);
}

#[test]
fn damaged_streams_are_refused() {
    let good = pack(&[1, 2, 3, 4]);
    let mut wrong_sum = good.clone();
    *wrong_sum.last_mut().unwrap() ^= 1;
    let after = [good.as_slice(), &[0]].concat();
    for bad in [
        &[],
        &good[..good.len() - 1],
        &wrong_sum,
        &after,
        b"\x78\xda",
        b"\x1f\x8b\x08",
    ] {
        assert_eq!(unpack(bad), None, "{bad:02x?}");
    }
    assert_eq!(unpack(&good).unwrap(), [1, 2, 3, 4]);
}

proptest! {
    #[test]
    fn what_is_set_stays_and_nothing_else_moves(changes in prop::collection::vec((0_u32..64, 0_usize..3), 0..40)) {
        let mut list = StatusList::new(64);
        let mut expected = [Status::Valid; 64];
        for (index, status) in changes {
            prop_assert!(list.set(index, ALL[status]));
            expected[index as usize] = ALL[status];
        }
        for (index, status) in (0..).zip(expected) {
            prop_assert_eq!(list.status(index), Some(status));
        }
        prop_assert_eq!(unpack(&pack(&list.bytes)), Some(list.bytes));
    }
}

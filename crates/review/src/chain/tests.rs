use proptest::prelude::*;
use serde_json::Value;

use super::canonical::{encode, value};
use super::*;
use crate::tests::newer;
use crate::tests::walk::{moves, services, walk};
use crate::{Author, EventKind, Recorded};

fn histories() -> impl Strategy<Value = Vec<Recorded>> {
    (services(), moves()).prop_map(|((workflow, ruling), moves)| walk(workflow, &ruling, &moves).history)
}

/// A history that a newer release may have gone on with, and of which a random part was erased.
fn chains() -> impl Strategy<Value = Vec<Link>> {
    let newer = prop::collection::vec(prop::sample::select(newer::unknown().to_vec()), 0..3);
    (histories(), newer, any::<u32>()).prop_map(|(history, newer, erased)| {
        let known = history.into_iter().map(Link::from).collect();
        let history: Vec<Link> = newer.iter().fold(known, |history, (kind, author, payload)| {
            newer::with(history, kind, author, payload)
        });
        let link = |(place, link): (usize, Link)| match erased >> (place % 32) & 1 {
            1 => link.erase(),
            _ => link,
        };
        history.into_iter().enumerate().map(link).collect()
    })
}

/// Changes one value somewhere in a JSON text.
fn edit(json: &mut Value, leaf: &mut usize) -> bool {
    match json {
        Value::Array(items) => items.iter_mut().any(|item| edit(item, leaf)),
        Value::Object(fields) => fields.values_mut().any(|field| edit(field, leaf)),
        _ if *leaf > 0 => {
            *leaf -= 1;
            false
        }
        changed => {
            *changed = match changed.take() {
                Value::String(text) => Value::String(other(&text)),
                Value::Number(number) => (number.as_u64().unwrap_or(0) + 1).into(),
                Value::Bool(yes) => Value::Bool(!yes),
                _ => Value::String("something".into()),
            };
            true
        }
    }
}

/// Another text of the same shape, so that it still reads as what it was.
fn other(text: &str) -> String {
    let turn = |c: char| match c {
        '0' => '1',
        '1'..='9' => '0',
        'a'..='e' => 'f',
        other => other,
    };
    let last = text.char_indices().rev().find(|(_, c)| turn(*c) != *c);
    match last {
        Some((place, c)) => format!("{}{}{}", &text[..place], turn(c), &text[place + 1..]),
        None => format!("{text}x"),
    }
}

proptest! {
    #[test]
    fn an_untouched_chain_holds_erased_or_not(chain in chains()) {
        prop_assert_eq!(verify(&chain), Ok(()));
    }

    #[test]
    fn an_edit_anywhere_shows(chain in chains(), place: prop::sample::Index, leaf in 0_usize..24) {
        let place = place.index(chain.len());
        let mut json = serde_json::to_value(&chain[place]).unwrap();
        prop_assume!(edit(&mut json, &mut leaf.clone()));
        if let Ok(edited) = serde_json::from_value::<Link>(json) {
            prop_assume!(edited != chain[place]);
            let mut chain = chain;
            chain[place] = edited;
            prop_assert!(verify(&chain).is_err());
        }
    }

    /// These are words, which no single letter changes into another.
    #[test]
    fn another_author_or_kind_shows(chain in chains(), place: prop::sample::Index) {
        let place = place.index(chain.len());
        let Link::Erased(whole) = chain[place].clone().erase() else { unreachable!() };
        let kinds = [EventKind::Approved, EventKind::Rejected];
        let authors = [Author::Applicant, Author::System, Author::Officer(crate::PersonId(uuid::Uuid::nil()))];
        for (kind, actor) in kinds.into_iter().flat_map(|kind| authors.map(|author| (kind, author))) {
            let forged = Erased { actor: actor.into(), kind: kind.into(), ..whole.clone() };
            let unchanged = forged == whole;
            let mut chain = chain.clone();
            chain[place] = forged.into();
            prop_assert_eq!(verify(&chain).is_ok(), unchanged);
        }
        for kind in kinds {
            let mut chain = chain.clone();
            chain[place] = Erased { kind: kind.into(), ..whole.clone() }.into();
            prop_assert_eq!(verify(&chain).is_ok(), whole.kind == kind);
        }
    }

    #[test]
    fn a_missing_link_shows_unless_it_is_the_last(chain in chains(), place: prop::sample::Index) {
        let mut chain = chain;
        chain.remove(place.index(chain.len() - 1));
        prop_assert!(verify(&chain).is_err());
    }

    #[test]
    fn a_link_put_in_shows(chain in chains(), from: prop::sample::Index, to: prop::sample::Index) {
        let mut chain = chain;
        let link = chain[from.index(chain.len())].clone();
        chain.insert(to.index(chain.len() + 1), link);
        prop_assert!(verify(&chain).is_err());
    }

    #[test]
    fn links_in_another_order_show(chain in chains(), a: prop::sample::Index, b: prop::sample::Index) {
        let (a, b) = (a.index(chain.len()), b.index(chain.len()));
        prop_assume!(a != b);
        let mut chain = chain;
        chain.swap(a, b);
        prop_assert!(verify(&chain).is_err());
    }

    /// What the chain alone cannot show, and the checkpoint does.
    #[test]
    fn a_cut_tail_shows_against_a_checkpoint(chain in chains(), kept: prop::sample::Index) {
        let head = Head::of(&chain).unwrap();
        let kept = &chain[..kept.index(chain.len())];
        if kept.is_empty() {
            prop_assert_eq!(head.check(kept), Err(Discrepancy::Vanished(head.application)));
        } else {
            prop_assert_eq!(verify(kept), Ok(()));
            let (application, then, now) = (head.application, head.sequence, kept.len() as u64);
            prop_assert_eq!(head.check(kept), Err(Discrepancy::Cut { application, then, now }));
        }
    }

    #[test]
    fn what_came_later_is_no_discrepancy(chain in chains(), then: prop::sample::Index) {
        let then = Head::of(&chain[..=then.index(chain.len())]).unwrap();
        prop_assert_eq!(then.check(&chain), Ok(()));
    }

    /// Somebody who can write the whole database can also write a chain that holds.
    #[test]
    fn a_history_written_anew_shows_against_a_checkpoint(history in histories(), place: prop::sample::Index) {
        let place = place.index(history.len());
        let before: Vec<Link> = history.iter().cloned().map(Link::from).collect();
        let mut anew: Vec<Recorded> = Vec::new();
        for (n, recorded) in history.into_iter().enumerate() {
            let previous = anew.last().map_or(Hash::NONE, |before| before.hash);
            let place_in = ChainPosition { application: recorded.application, sequence: recorded.sequence, previous };
            let at = if n == place { recorded.at + jiff::SignedDuration::from_secs(1) } else { recorded.at };
            anew.push(Recorded::seal(place_in, at, recorded.actor, recorded.event, recorded.salt));
        }
        let anew: Vec<Link> = anew.into_iter().map(Link::from).collect();
        prop_assert_eq!(verify(&anew), Ok(()));
        let head = Head::of(&before).unwrap();
        prop_assert_eq!(head.check(&anew), Err(Discrepancy::Replaced(head.application)));
    }

    /// A clever edit gives the link a fresh hash, and the next link still names the old one.
    #[test]
    fn a_link_sealed_anew_shows_unless_it_is_the_last(history in histories(), place: prop::sample::Index) {
        let place = place.index(history.len() - 1);
        let old = history[place].clone();
        let place_in = ChainPosition { application: old.application, sequence: old.sequence, previous: old.previous };
        let at = old.at + jiff::SignedDuration::from_secs(1);
        let mut chain: Vec<Link> = history.into_iter().map(Link::from).collect();
        chain[place] = Recorded::seal(place_in, at, old.actor, old.event, old.salt).into();
        prop_assert_eq!(verify(&chain), Err(Break::Previous(old.sequence + 1)));
    }

    #[test]
    fn a_value_has_one_encoding(pairs in prop::collection::btree_map("[a-z]{0,30}", any::<i64>(), 0..8)) {
        let forwards: Value = serde_json::from_str(&object(pairs.iter())).unwrap();
        let backwards: Value = serde_json::from_str(&object(pairs.iter().rev())).unwrap();
        prop_assert_eq!(encode(|cbor| value(cbor, &forwards)), encode(|cbor| value(cbor, &backwards)));
    }
}

fn object<'a>(pairs: impl Iterator<Item = (&'a String, &'a i64)>) -> String {
    format!(
        "{{{}}}",
        pairs
            .map(|(key, number)| format!("{key:?}:{number}"))
            .collect::<Vec<_>>()
            .join(",")
    )
}

/// RFC 8949, section 4.2.1 and appendix A.
#[test]
fn the_encoding_is_the_standards() {
    for (json, cbor) in [
        ("0", "00"),
        ("23", "17"),
        ("24", "1818"),
        ("1000000", "1a000f4240"),
        ("18446744073709551615", "1bffffffffffffffff"),
        ("-1", "20"),
        ("-1000", "3903e7"),
        ("null", "f6"),
        ("true", "f5"),
        (r#""ü""#, "62c3bc"),
        ("[1,[2,3]]", "8201820203"),
        (r#"{"bb":1,"a":{},"c":2}"#, "a36161a061630262626201"),
    ] {
        let json: Value = serde_json::from_str(json).unwrap();
        assert_eq!(hex::encode(encode(|out| value(out, &json))), cbor, "{json}");
    }
}

#[test]
fn a_checkpoint_covers_its_list_and_no_other() {
    let head = |n: u8| Head {
        application: crate::ApplicationId(uuid::Uuid::from_u128(n.into())),
        sequence: n.into(),
        hash: Hash([n; 32]),
    };
    let at = "2027-01-01T00:00:00Z".parse().unwrap();
    let checkpoint = Checkpoint::over(&[head(1), head(2), head(3)], at);
    assert_eq!(
        checkpoint.covers(&[head(3), head(1), head(2)]),
        Ok(()),
        "the order of the list does not matter"
    );
    for list in [vec![], vec![head(1), head(2)], vec![head(1), head(2), head(4)]] {
        assert_eq!(checkpoint.covers(&list), Err(Discrepancy::Heads));
    }
    let later = Checkpoint {
        at: "2027-01-02T00:00:00Z".parse().unwrap(),
        ..checkpoint
    };
    assert_ne!(later.to_be_signed(), checkpoint.to_be_signed());
}

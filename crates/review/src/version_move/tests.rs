//! What a move makes of a case in each status, and what is in its way.

mod inspections;
mod opinions;
mod rules;
mod way;

use std::fmt::Write as _;

use forms::answers::IdentityDocument;
use forms::{Answer, Answers, ApplicationPurpose, ContentHash, DocumentKind, Language, Service, StepId};
use jiff::Timestamp;

use super::{MoveHindrance, StepMap, VersionMove, move_to_version};
use crate::tests::world::{
    Desk, Who, appeal, approve, ask, dice, in_lima, morning, new_application, refer, reject,
};
use crate::{
    Actor, Application, Command, Conditions, Effect, Event, Message, NewApplication, Officer, Outcome,
    Status, TimerKind, fold, handle,
};

const STALL: &str = include_str!("stall.yaml");

fn version(changes: &[(&str, &str)]) -> Service {
    let mut source = STALL.to_owned();
    for (was, is) in changes {
        assert!(source.contains(was), "{was}");
        source = source.replace(was, is);
    }
    forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn steps(pairs: &[(&str, &str)]) -> StepMap {
    let pairs = pairs.iter();
    StepMap(
        pairs
            .map(|(from, to)| (StepId::from(*from), StepId::from(*to)))
            .collect(),
    )
}

fn given(zone: &str) -> Answers {
    let mut given = Answers::default();
    let mut give = |id: &str, answer| given.insert(id.into(), answer);
    give("name", Answer::FullName("Rosa Quispe".into()));
    give("email", Answer::Email("rosa@example.org".into()));
    give("zone", Answer::Choice(zone.into()));
    give("plate", Answer::Text("ABC-123".into()));
    give("helper", helper());
    if zone == "south" {
        give("owner", Answer::Email("owner@example.org".into()));
    }
    given
}

/// Gloria, who works at the desk.
fn helper() -> Answer {
    Answer::IdentityDocument(IdentityDocument {
        kind: DocumentKind::DNI,
        number: "40000006".into(),
    })
}

/// Sent under the version of before, to that step.
fn sent(zone: &str, to: &str) -> Desk {
    sent_under(&version(&[]), zone, to)
}

fn sent_under(before: &Service, zone: &str, to: &str) -> Desk {
    let new = NewApplication {
        version: before.hash(),
        service: before.id.clone(),
        answers: given(zone),
        ..new_application()
    };
    let workflow = before.review.clone();
    let outcome = crate::submit::take_in(new, &workflow, &refer(to), &in_lima(morning()), &mut dice(1));
    Desk::of(workflow, outcome.unwrap())
}

const STATUSES: [&str; 10] = [
    "Queued",
    "Claimed",
    "Waiting",
    "consent",
    "permit awaits",
    "appealed",
    "Approved",
    "Rejected",
    "Withdrawn",
    "Lapsed",
];

fn desk_in(status: &str) -> Desk {
    let mut desk = match status {
        "consent" => sent("south", "owner"),
        "permit awaits" => sent("south", "desk"),
        _ => sent("north", "desk"),
    };
    let (ana, dora) = (Who::Ana.actor(), Who::Dora);
    match status {
        "Claimed" => drop(desk.give(&ana, Command::Claim).unwrap()),
        "Waiting" => drop(desk.decide(Who::Ana, ask()).unwrap()),
        "permit awaits" | "Approved" => {
            for who in [Who::Ana, Who::Beto, dora] {
                desk.decide(who, approve()).unwrap();
            }
        }
        "Rejected" | "appealed" => drop(desk.decide(Who::Ana, reject()).unwrap()),
        "Withdrawn" => drop(desk.give(&Actor::Applicant, Command::Withdraw).unwrap()),
        "Lapsed" => {
            let (name, at) = timer(&desk.outcome).expect("a desk has a deadline");
            desk.now = at;
            desk.ring(&name, Command::Lapse).unwrap();
        }
        _ => {}
    }
    if status == "appealed" {
        desk.give(&Actor::Applicant, appeal()).unwrap();
    }
    desk
}

fn timer(outcome: &Outcome) -> Option<(crate::TimerName, Timestamp)> {
    let mut timers = outcome.effects.iter().filter_map(|effect| match effect {
        Effect::Timer { at, name, .. } => Some((name.clone(), *at)),
        _ => None,
    });
    timers.next_back()
}

fn to_version<'a>(
    from: &'a Service,
    to: &'a Service,
    steps: &'a StepMap,
    language: &'a Language,
) -> VersionMove<'a> {
    VersionMove {
        from,
        to,
        version: to.hash(),
        steps,
        language,
    }
}

/// Moves the case at a desk; the desk works by the new version from then on.
fn move_to(
    desk: &mut Desk,
    to: &Service,
    steps: &StepMap,
    by: Option<&Officer>,
) -> Result<Outcome, MoveHindrance> {
    move_between(desk, [&version(&[]), to], steps, by)
}

fn move_between(
    desk: &mut Desk,
    [from, to]: [&Service; 2],
    steps: &StepMap,
    by: Option<&Officer>,
) -> Result<Outcome, MoveHindrance> {
    let language = Language::from("en");
    let asked = to_version(from, to, steps, &language);
    let (application, seed) = (desk.application().clone(), desk.application().revision);
    let outcome = move_to_version(application, &asked, by, &in_lima(desk.now), &mut dice(seed))?;
    desk.history.extend(outcome.events.clone());
    desk.workflow = to.review.clone();
    desk.outcome = outcome.clone();
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
    Ok(outcome)
}

/// Moves the case at a desk from one version to another, of which nothing is in the way.
fn moved(desk: &mut Desk, from: &Service, to: &Service, steps: &StepMap) {
    move_between(desk, [from, to], steps, None).unwrap();
}

fn told(moved: Result<Outcome, MoveHindrance>) -> String {
    match moved {
        Ok(outcome) => {
            let status = &outcome.application.status;
            format!("{} {}", status.name(), status.step().expect("it stays open"))
        }
        Err(hindrance) => format!("({})", hindrance.code()),
    }
}

const RENAMED: &[(&str, &str)] = &[
    ("next: desk", "next: counter"),
    ("{id: desk, name: Desk,", "{id: counter, name: Counter,"),
];

#[test]
fn each_status_with_each_mapping() {
    let reworded = version(&[("Your name", "Name")]);
    let renamed = version(RENAMED);
    let no_appeal = version(&[
        ("    - {id: appeal, name: Appeal, role: judge}\n", ""),
        ("  appeal: {within: 10 days, step: appeal}\n", ""),
    ]);
    let rows = [
        ("same steps", &reworded, steps(&[])),
        ("renamed, no map", &renamed, steps(&[])),
        ("renamed, mapped", &renamed, steps(&[("desk", "counter")])),
        ("to a gone step", &reworded, steps(&[("desk", "nowhere")])),
        ("desk to board", &reworded, steps(&[("desk", "board")])),
        ("desk to appeal", &reworded, steps(&[("desk", "appeal")])),
        ("owner to desk", &reworded, steps(&[("owner", "desk")])),
        ("no appeal", &no_appeal, steps(&[])),
        ("appeal to board", &no_appeal, steps(&[("appeal", "board")])),
    ];
    let mut table = format!("{:17}", "mapping");
    for status in STATUSES {
        write!(table, "{status:16}").unwrap();
    }
    for (name, version, steps) in rows {
        write!(table, "\n{name:17}").unwrap();
        for status in STATUSES {
            let mut desk = desk_in(status);
            let before = desk.application().clone();
            write!(table, "{:16}", told(move_to(&mut desk, version, &steps, None))).unwrap();
            let open = before.status.step().is_some();
            assert!(
                open || *desk.application() == before,
                "what is finished stays as it is"
            );
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(table.join("\n"), @r"
    mapping          Queued          Claimed         Waiting         consent         permit awaits   appealed        Approved        Rejected        Withdrawn       Lapsed
    same steps       Queued desk     Queued desk     Waiting desk    Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    renamed, no map  (no-step)       (no-step)       (no-step)       Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    renamed, mapped  Queued counter  Queued counter  Waiting counter Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    to a gone step   (no-step)       (no-step)       (no-step)       Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    desk to board    (too-far)       (too-far)       (too-far)       Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    desk to appeal   (other-purpose) (other-purpose) (other-purpose) Queued owner    (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    owner to desk    Queued desk     Queued desk     Waiting desk    Queued desk     (permit-awaits) Queued appeal   (finished)      (finished)      (finished)      (finished)
    no appeal        Queued desk     Queued desk     Waiting desk    Queued owner    (permit-awaits) (no-step)       (finished)      (finished)      (finished)      (finished)
    appeal to board  Queued desk     Queued desk     Waiting desk    Queued owner    (permit-awaits) (other-purpose) (finished)      (finished)      (finished)      (finished)
    ");
}

#[test]
fn each_reason_why_a_case_is_not_moved() {
    let question = |id: &str| id.into();
    for (status, changes, wanted) in [
        (
            "Queued",
            &[(
                "      - {id: zone,",
                "      - {id: metres, type: integer, label: Metres}\n      - {id: zone,",
            )][..],
            Some(MoveHindrance::AnswerMissing(question("metres"))),
        ),
        (
            "Queued",
            &[("type: text, label: Plate", "type: integer, label: Plate")],
            Some(MoveHindrance::AnswerWrong(question("plate"))),
        ),
        (
            "Queued",
            &[("north: North", "east: East")],
            Some(MoveHindrance::OfficeGone("north".into())),
        ),
        ("Queued", &[("  office: zone\n", "")], None),
        (
            "Queued",
            &[(
                "      - {id: helper, type: identity-document, label: A helper’s document, optional: true}\n",
                "",
            )],
            None,
        ),
        (
            "Waiting",
            &[(
                "      - {id: plate, type: text, label: Plate, optional: true}\n",
                "",
            )],
            Some(MoveHindrance::AskedGone(question("plate"))),
        ),
        (
            "Waiting",
            &[(
                "label: Plate, optional: true",
                "label: Plate, optional: true, when: zone == 'south'",
            )],
            Some(MoveHindrance::AskedGone(question("plate"))),
        ),
        (
            "permit awaits",
            &[("Your name", "Name")],
            Some(MoveHindrance::PermitAwaitsConsent),
        ),
        (
            "Approved",
            &[("Your name", "Name")],
            Some(MoveHindrance::Finished),
        ),
        ("Queued", &[], Some(MoveHindrance::AlreadyThere)),
    ] {
        let mut desk = desk_in(status);
        let moved = move_to(&mut desk, &version(changes), &steps(&[]), None);
        assert_eq!(moved.err(), wanted, "{status} {changes:?}");
    }
}

#[test]
fn what_a_newer_release_keeps_of_a_case_leaves_it_where_it_is() {
    let mut desk = desk_in("Queued");
    let newer = &mut desk.outcome.application.newer;
    newer.insert("escrow".into(), serde_json::json!({"visit": 2}));
    let moved = move_to(&mut desk, &version(RENAMED), &steps(&[("desk", "counter")]), None);
    assert_eq!(moved.err(), Some(MoveHindrance::NewerRelease));
}

/// Whoever moves cases moves none that names them, be it in an answer that the new version does not ask for.
#[test]
fn nobody_moves_their_own_affair() {
    let without = version(&[(
        "      - {id: helper, type: identity-document, label: A helper’s document, optional: true}\n",
        "",
    )]);
    for (who, wanted) in [(Who::Gloria, Some(MoveHindrance::OwnAffair)), (Who::Ana, None)] {
        let moved = move_to(
            &mut desk_in("Queued"),
            &without,
            &steps(&[]),
            Some(&who.officer()),
        );
        assert_eq!(moved.err(), wanted, "{who:?}");
    }
}

/// Who asks for a copy of a permit is on no version by which nobody can.
#[test]
fn what_is_asked_for_must_be_offered() {
    let offers = "permit:\n  copy: true\n";
    for (changes, wanted) in [
        (&[][..], Some(MoveHindrance::NotOffered)),
        (
            &[("permit:\n", offers), ("title: Stall permit", "title: Stalls")],
            None,
        ),
    ] {
        let before = version(&[("permit:\n", offers)]);
        let new = NewApplication {
            version: before.hash(),
            service: before.id.clone(),
            answers: given("north").with_purpose(ApplicationPurpose::Copy),
            ..new_application()
        };
        let workflow = &before.review;
        let outcome =
            crate::submit::take_in(new, workflow, &refer("desk"), &in_lima(morning()), &mut dice(1));
        let (to, language, stays) = (version(changes), Language::from("en"), StepMap::default());
        let asked = to_version(&before, &to, &stays, &language);
        let application = outcome.unwrap().application;
        let moved = move_to_version(application, &asked, None, &in_lima(morning()), &mut dice(2));
        assert_eq!(moved.err(), wanted);
    }
}

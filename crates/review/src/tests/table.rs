//! What each command does in each status, given by whoever it belongs to.

use std::fmt::Write;

use forms::Ruling;

use super::permits::{reinstate, replace, revoke, suspend};
use super::world::{Desk, Who, answers, appeal, approve, ask, assign, hours, refer, reject, reply, transit};
use crate::PermitStatus::{Active, Suspended};
use crate::{AccessChange, Actor, Command, PermitRef, TimerKind, TimerName};

pub(super) const STATUSES: [&str; 8] = [
    "Queued",
    "Claimed",
    "Waiting",
    "Approved",
    "sampled",
    "Rejected",
    "Withdrawn",
    "Lapsed",
];

/// One that was issued before histories named permits.
pub(super) const PERMIT: PermitRef = PermitRef([9; 16]);

pub(super) fn desk_in(status: &str) -> Desk {
    let sampled = Ruling::Approve {
        because: "essential-work".into(),
        sample: 100,
    };
    let mut desk = match status {
        "sampled" => return Desk::with(transit(), &sampled),
        _ => Desk::with(transit(), &refer("check")),
    };
    let ana = Who::Ana.actor();
    let mut give = |actor: &Actor, command| desk.give(actor, command).map(drop).unwrap();
    if !matches!(status, "Queued" | "Withdrawn") {
        give(&ana, Command::Claim);
    }
    match status {
        "Waiting" | "Lapsed" => give(&ana, ask()),
        "Approved" => give(&ana, approve()),
        "Rejected" => give(&ana, reject()),
        "Withdrawn" => give(&Actor::Applicant, Command::Withdraw),
        _ => {}
    }
    if status == "Lapsed" {
        desk.now = hours(72);
        desk.ring(&timer(&desk, TimerKind::Answer), Command::Lapse)
            .unwrap();
    }
    desk
}

fn timer(desk: &Desk, kind: TimerKind) -> TimerName {
    TimerName {
        kind,
        step: "check".into(),
        visit: desk.application().visit.revision,
    }
}

/// The new status with the events that led there, or the refusal's code in brackets.
pub(super) fn result(desk: &mut Desk, actor: &Actor, command: Command) -> String {
    let before = desk.application().clone();
    match desk.give(actor, command) {
        Ok(outcome) => outcome.application.status.name().to_owned(),
        Err(refusal) => {
            assert_eq!(refusal.status, before.status.name());
            format!("({})", refusal.code())
        }
    }
}

fn table<const N: usize>(rows: [(&str, Actor, Command); N], shift: u32) -> String {
    table_of(desk_in, rows, shift)
}

/// The table over desks that somebody prepares.
pub(super) fn table_of<const N: usize>(
    desk_in: impl Fn(&str) -> Desk,
    rows: [(&str, Actor, Command); N],
    shift: u32,
) -> String {
    let mut table = format!("{:20}", "");
    for status in STATUSES {
        write!(table, "{status:20}").unwrap();
    }
    for (name, actor, command) in rows {
        write!(table, "\n{name:20}").unwrap();
        for status in STATUSES {
            let mut desk = desk_in(status);
            desk.now = hours(shift);
            write!(table, "{:20}", result(&mut desk, &actor, command.clone())).unwrap();
        }
    }
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_command_in_each_status() {
    let (ana, dora, applicant) = (Who::Ana.actor(), Who::Dora.actor(), Actor::Applicant);
    let table = table(
        [
            (
                "submit",
                applicant.clone(),
                Command::Submit {
                    answers: answers(&[]),
                },
            ),
            ("claim", ana.clone(), Command::Claim),
            ("release", ana.clone(), Command::Release),
            ("assign", dora.clone(), assign(Who::Beto)),
            ("ask", ana.clone(), ask()),
            ("answer", applicant.clone(), reply()),
            ("approve", ana.clone(), approve()),
            ("approve (sample)", dora.clone(), approve()),
            ("reject", ana.clone(), reject()),
            ("reject (sample)", dora.clone(), reject()),
            ("withdraw", applicant.clone(), Command::Withdraw),
            ("appeal", applicant.clone(), appeal()),
            (
                "change access",
                applicant,
                Command::ChangeAccess(AccessChange::EndLinks),
            ),
            ("escalate", ana.clone(), Command::Escalate { to: None }),
            ("lapse", ana, Command::Lapse),
            ("suspend permit", dora.clone(), suspend(PERMIT, Active)),
            ("reinstate permit", dora.clone(), reinstate(PERMIT, Suspended)),
            ("revoke permit", dora.clone(), revoke(PERMIT, Active)),
            ("replace permit", dora, replace(PERMIT, Active)),
            ("replace (job)", Actor::Job, replace(PERMIT, Active)),
            ("release (job)", Actor::Job, Command::Release),
        ],
        1,
    );
    insta::assert_snapshot!(table, @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    submit              (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted)
    claim               Claimed             (already-held)      (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    release             (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    assign              Claimed             Claimed             (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    ask                 (not-claimed)       Waiting             (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    answer              (impossible)        (impossible)        Queued              (finished)          (finished)          (finished)          (finished)          (finished)
    approve             (not-claimed)       Approved            (impossible)        (finished)          (role-missing)      (finished)          (finished)          (finished)
    approve (sample)    (not-claimed)       (held-by-another)   (impossible)        (finished)          Approved            (finished)          (finished)          (finished)
    reject              (not-claimed)       Rejected            (impossible)        (finished)          (role-missing)      (finished)          (finished)          (finished)
    reject (sample)     (not-claimed)       (held-by-another)   (impossible)        (finished)          Rejected            (finished)          (finished)          (finished)
    withdraw            Withdrawn           Withdrawn           Withdrawn           (finished)          (finished)          (finished)          (finished)          (finished)
    appeal              (impossible)        (impossible)        (impossible)        (finished)          (finished)          Queued              (finished)          (finished)
    change access       Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    escalate            (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    lapse               (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    suspend permit      Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    reinstate permit    Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    revoke permit       Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    replace permit      Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    replace (job)       Queued              Claimed             Waiting             Approved            Approved            Rejected            Withdrawn           Lapsed
    release (job)       (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    ");
}

#[test]
fn each_command_in_each_status_by_a_timer() {
    let at = |kind| Actor::System {
        timer: TimerName {
            kind,
            step: "check".into(),
            visit: 2,
        },
    };
    let second_look = || Command::Escalate {
        to: Some("second-look".into()),
    };
    let table = table(
        [
            ("deadline escalate", at(TimerKind::Deadline), second_look()),
            (
                "deadline elsewhere",
                at(TimerKind::Deadline),
                Command::Escalate {
                    to: Some("appeal".into()),
                },
            ),
            ("deadline approve", at(TimerKind::Deadline), approve()),
            ("deadline reject", at(TimerKind::Deadline), reject()),
            ("deadline lapse", at(TimerKind::Deadline), Command::Lapse),
            ("answer lapse", at(TimerKind::Answer), Command::Lapse),
            ("answer approve", at(TimerKind::Answer), approve()),
            ("answer claim", at(TimerKind::Answer), Command::Claim),
        ],
        100,
    );
    insta::assert_snapshot!(table, @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    deadline escalate   Queued              Queued              (stale)             (stale)             (stale)             (stale)             (stale)             (stale)
    deadline elsewhere  (not-the-deadline)  (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)             (stale)
    deadline approve    (not-the-deadline)  (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)             (stale)
    deadline reject     (not-the-deadline)  (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)             (stale)
    deadline lapse      (not-the-deadline)  (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)             (stale)
    answer lapse        (stale)             (stale)             Lapsed              (stale)             (stale)             (stale)             (stale)             (stale)
    answer approve      (stale)             (stale)             (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)
    answer claim        (stale)             (stale)             (not-the-deadline)  (stale)             (stale)             (stale)             (stale)             (stale)
    ");
}

#[test]
fn each_command_by_somebody_else() {
    let beto = Who::Beto.actor();
    let felix = Who::Felix.actor();
    let applicant = Actor::Applicant;
    let table = table(
        [
            ("claim, colleague", beto.clone(), Command::Claim),
            ("claim, no role", felix.clone(), Command::Claim),
            ("claim, applicant", applicant.clone(), Command::Claim),
            ("release, colleague", beto.clone(), Command::Release),
            ("assign, to no role", beto.clone(), assign(Who::Felix)),
            ("assign, applicant", applicant.clone(), assign(Who::Beto)),
            ("ask, colleague", beto.clone(), ask()),
            ("ask, applicant", applicant.clone(), ask()),
            ("answer, officer", beto.clone(), reply()),
            ("approve, colleague", beto.clone(), approve()),
            ("approve, no role", felix.clone(), approve()),
            ("approve, applicant", applicant.clone(), approve()),
            ("reject, colleague", beto.clone(), reject()),
            ("reject, applicant", applicant.clone(), reject()),
            ("withdraw, officer", beto.clone(), Command::Withdraw),
            ("appeal, officer", beto.clone(), appeal()),
            ("escalate, colleague", beto, Command::Escalate { to: None }),
            (
                "escalate, applicant",
                applicant.clone(),
                Command::Escalate { to: None },
            ),
            ("lapse, applicant", applicant, Command::Lapse),
            (
                "access, officer",
                felix,
                Command::ChangeAccess(AccessChange::SendLink),
            ),
        ],
        1,
    );
    insta::assert_snapshot!(table, @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    claim, colleague    Claimed             (held-by-another)   (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    claim, no role      (role-missing)      (held-by-another)   (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    claim, applicant    (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    release, colleague  (not-claimed)       (held-by-another)   (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    assign, to no role  (role-missing)      (role-missing)      (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    assign, applicant   (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    ask, colleague      (not-claimed)       (held-by-another)   (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    ask, applicant      (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    answer, officer     (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    approve, colleague  (not-claimed)       (held-by-another)   (impossible)        (finished)          (role-missing)      (finished)          (finished)          (finished)
    approve, no role    (not-claimed)       (held-by-another)   (impossible)        (finished)          (role-missing)      (finished)          (finished)          (finished)
    approve, applicant  (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    reject, colleague   (not-claimed)       (held-by-another)   (impossible)        (finished)          (role-missing)      (finished)          (finished)          (finished)
    reject, applicant   (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    withdraw, officer   (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    appeal, officer     (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    escalate, colleague (not-claimed)       (held-by-another)   (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    escalate, applicant (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    lapse, applicant    (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    access, officer     (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    ");
}

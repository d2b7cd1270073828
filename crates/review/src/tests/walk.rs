//! Random walks: people give random commands, timers go off in time or late, and the history is kept.

use std::collections::BTreeSet;

use forms::{Ruling, Span, Workflow};
use proptest::prelude::*;

use super::world::{
    Desk, EVERYBODY, Who, appeal, approve, ask, assign, fair, in_lima, licence, morning, refer, reject,
    reply, stall, transit,
};
use crate::{Actor, Application, Command, Effect, Recorded, TimerName};

/// One thing that somebody tries.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    /// Claim first, if it is free, then this; the plain order of work, so that walks get somewhere.
    Work(Who, Command),
    /// This, in order or not.
    Try(Who, Command),
    /// The applicant.
    Apply(Command),
    /// The n-th of all timers ever set goes off, cancelled or not.
    Ring(usize),
    /// Hours pass.
    Wait(u32),
}

/// Where a walk led.
pub(crate) struct Walk {
    pub(crate) workflow: Workflow,
    /// The application as `handle` returned it, after each accepted command.
    pub(crate) applications: Vec<Application>,
    pub(crate) history: Vec<Recorded>,
}

struct Clock {
    at: jiff::Timestamp,
    name: TimerName,
    command: Command,
    live: bool,
}

pub(crate) fn services() -> impl Strategy<Value = (Workflow, Ruling)> {
    let sampled = |sample| Ruling::Approve {
        because: "essential-work".into(),
        sample,
    };
    prop_oneof![
        4 => Just((transit(), refer("check"))),
        1 => Just((transit(), refer("second-look"))),
        1 => Just((transit(), sampled(100))),
        1 => Just((transit(), sampled(0))),
        1 => Just((transit(), Ruling::Reject { because: "unreadable".into() })),
        6 => Just((licence(), refer("desk"))),
        2 => Just((Workflow { four_eyes: false, ..licence() }, refer("desk"))),
        3 => Just((stall(), refer("visit"))),
        3 => Just((Workflow { four_eyes: true, ..stall() }, refer("visit"))),
        4 => Just((fair(), refer("desk"))),
        1 => Just((fair(), refer("noise"))),
    ]
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    proptest::collection::vec(a_move(), 0..24)
}

fn a_move() -> impl Strategy<Value = Move> {
    let who = || proptest::sample::select(EVERYBODY.to_vec());
    prop_oneof![
        10 => (who(), decision()).prop_map(|(who, command)| Move::Work(who, command)),
        4 => (who(), decision()).prop_map(|(who, command)| Move::Try(who, command)),
        2 => (who(), who()).prop_map(|(who, to)| Move::Try(who, assign(to))),
        2 => Just(Move::Apply(reply())),
        2 => Just(Move::Apply(appeal())),
        1 => Just(Move::Apply(approve())),
        1 => Just(Move::Apply(Command::Withdraw)),
        2 => (0_usize..8).prop_map(Move::Ring),
        1 => (1_u32..60).prop_map(Move::Wait),
    ]
}

fn decision() -> impl Strategy<Value = Command> {
    prop_oneof![
        8 => Just(approve()),
        1 => Just(reject()),
        2 => Just(ask()),
        1 => Just(Command::Release),
        1 => Just(Command::Escalate { to: None }),
        1 => Just(Command::Escalate { to: Some("board".into()) }),
        1 => Just(Command::Claim),
        1 => Just(Command::Lapse),
    ]
}

pub(crate) fn walk(workflow: Workflow, ruling: &Ruling, moves: &[Move]) -> Walk {
    let mut desk = Desk::with(workflow, ruling);
    let mut applications = vec![desk.application().clone()];
    let mut clocks = Vec::new();
    note_timers(&mut clocks, &desk.outcome.effects);
    for step in moves {
        for (actor, command) in attempts(&mut desk, step, &mut clocks) {
            let accepted = desk.give(&actor, command).is_ok();
            if accepted {
                applications.push(desk.application().clone());
                note_timers(&mut clocks, &desk.outcome.effects);
            }
            check_timer(&actor, accepted, &mut clocks);
        }
    }
    Walk {
        workflow: desk.workflow,
        applications,
        history: desk.history,
    }
}

fn attempts(desk: &mut Desk, step: &Move, clocks: &mut [Clock]) -> Vec<(Actor, Command)> {
    match step {
        Move::Work(who, command) => vec![(who.actor(), Command::Claim), (who.actor(), command.clone())],
        Move::Try(who, command) => vec![(who.actor(), command.clone())],
        Move::Apply(command) => vec![(Actor::Applicant, command.clone())],
        Move::Wait(hours) => {
            // Live timers ring at their time, as the workers see to.
            let until = Span::hours(*hours).after(&in_lima(desk.now));
            let due = clocks
                .iter()
                .filter(|clock| clock.live)
                .map(|clock| clock.at)
                .min();
            desk.now = due.map_or(until, |due| until.min(due));
            Vec::new()
        }
        Move::Ring(place) => {
            let Some(clock) = clocks.get(*place) else {
                return Vec::new();
            };
            desk.now = desk.now.max(clock.at);
            vec![(
                Actor::System {
                    timer: clock.name.clone(),
                },
                clock.command.clone(),
            )]
        }
    }
}

fn note_timers(clocks: &mut Vec<Clock>, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::CancelTimers => clocks.iter_mut().for_each(|clock| clock.live = false),
            Effect::Timer { at, name, command } => {
                clocks.push(Clock {
                    at: *at,
                    name: name.clone(),
                    command: command.clone(),
                    live: true,
                });
            }
            _ => {}
        }
    }
    let names: BTreeSet<_> = clocks.iter().map(|clock| clock.name.to_string()).collect();
    assert_eq!(
        names.len(),
        clocks.len(),
        "no two timers of an application have one name"
    );
    assert!(clocks.iter().all(|clock| clock.at >= morning()));
}

/// A timer that was not cancelled does its work; one that was is refused. Nothing else.
fn check_timer(actor: &Actor, accepted: bool, clocks: &mut [Clock]) {
    if let Actor::System { timer } = actor {
        let rung = clocks.iter_mut().find(|clock| clock.name == *timer).unwrap();
        // Ringing cancels all timers, its own too, so a timer that worked is no longer live here.
        assert!(accepted || !rung.live, "{timer} was live and refused");
        assert!(!(accepted && rung.live), "{timer} worked and was left live");
    }
}

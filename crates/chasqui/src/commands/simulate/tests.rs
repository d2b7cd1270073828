//! Held against what is known without this program: waits by hand, and Erlang's formula.

use anyhow::Result;
use clap::Parser as _;
use fastrand::Rng;
use forms::{Service, scenarios};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    arrivals::{self, Expected},
    course::Course,
    draws::exponential,
    judged::{How, judge},
    plan::Plan,
    reception::{Fate, Incoming, Reception},
    run::Office,
    table::table,
    told::Told,
};
use crate::cli::{Cli, Command, Simulate};

/// A service with such a review. Who has one stall may be decided by rules, who has two is as usual.
fn service(review: &str) -> Service {
    let source = format!(
        "service: stall\nlanguages: [en]\nname: Market stall\nsummary: Sell at the market.\naudience: Everyone.\ncost: Free\ntakes: One \
         day\nauthority: {{name: Town hall}}\ncontact: {{phone: '555 0100'}}\nform:\n  - page: you\n    title: About you\n    questions:\n      \
         - {{id: name, type: full-name, label: Your name}}\n      - {{id: stalls, type: integer, label: How many stalls, min: 1, max: 50}}\n\
         review:\n{review}\npermit:\n  type: 1\n  title: Market stall\n  valid: 365d\n  claims: [{{answer: name, role: holder}}]\n"
    );
    forms::read("stall.yaml", &source).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

const ONE_STALL: &str = "- {scenario: One, sent: 2026-12-07 10:00, answers: {stalls: 1}}";
const ONE_STEP: &str = "  steps: [{id: check, name: Check, role: officer}]\n  reasons: {no: No}";

fn options(words: &str) -> Simulate {
    let all = ["chasqui", "simulate", "stall.yaml"]
        .into_iter()
        .chain(words.split_whitespace());
    match Cli::parse_from(all).command {
        Command::Simulate(options) => options,
        _ => panic!("another command"),
    }
}

struct World<'s> {
    plan: Plan<'s>,
    reception: Reception<'s>,
    incoming: Vec<Incoming>,
    options: Simulate,
}

impl<'s> World<'s> {
    /// From Monday 14 December 2026: no holiday is near.
    fn of(service: &'s Service, words: &str) -> Self {
        let options = options(words);
        let mut world = Self::at(service, &options, &[]);
        let expected = arrivals::expected(
            options.applications,
            &world.plan.days,
            options.shape,
            &TimeZone::UTC,
        );
        let mut rng = Rng::with_seed(options.seed);
        world
            .take_in(&arrivals::drawn(&expected, &mut rng), &mut rng)
            .unwrap();
        world
    }

    /// With applications at these moments.
    fn at(service: &'s Service, options: &Simulate, moments: &[Timestamp]) -> Self {
        let plan = Plan::of(options, service, TimeZone::UTC, "2026-12-14".parse().unwrap()).unwrap();
        let scenarios = scenarios::read("stall.scenarios.yaml", ONE_STALL, service).unwrap();
        let mut world = Self {
            reception: Reception::of(&plan, &scenarios).unwrap(),
            plan,
            incoming: Vec::new(),
            options: options.clone(),
        };
        world.take_in(moments, &mut Rng::with_seed(1)).unwrap();
        world
    }

    fn take_in(&mut self, moments: &[Timestamp], rng: &mut Rng) -> Result<()> {
        let share = self.options.people;
        self.incoming = self.reception.take_in(moments, &self.plan.days, share, rng)?;
        Ok(())
    }

    fn office(&self) -> Office<'_> {
        Office {
            plan: &self.plan,
            reception: &self.reception,
            incoming: &self.incoming,
            length: exponential,
        }
    }

    /// With decisions that all take as long as they do in the mean.
    fn steady(&self) -> Course {
        let office = Office {
            length: |_, mean| mean,
            ..self.office()
        };
        office.course(&self.plan.officers(), None).unwrap()
    }

    fn told(&self) -> String {
        let judged = judge(&self.office()).unwrap();
        let referred = self
            .incoming
            .iter()
            .filter(|one| matches!(one.fate, Fate::Referred { .. }));
        let told = Told {
            plan: &self.plan,
            judged: &judged,
            options: &self.options,
            came: u32::try_from(self.incoming.len()).unwrap(),
            referred: u32::try_from(referred.count()).unwrap(),
            sets: self.reception.sets.len(),
        };
        told.judgement()
    }
}

fn at(text: &str) -> Timestamp {
    format!("2026-12-{text}:00Z").parse().unwrap()
}

/// The longest wait of those decided by people in a stretch, in minutes.
fn waits(course: &Course, from: &str, to: &str) -> [Option<i64>; 3] {
    let row = course.figures.within(at(from), at(to));
    [0.01, 0.5, 1.0].map(|share| row.wait(share).map(|wait| wait.as_mins()))
}

/// One officer, half an hour for each. The first begins at 8:00, the next follow at 8:30 and 9:00; the last has a quarter of an hour
/// on Monday and another on Tuesday.
#[test]
fn waits_are_those_computed_by_hand() {
    let service = service(ONE_STEP);
    let moments = ["14T07:50", "14T08:10", "14T08:20", "14T16:45"].map(at);
    let course = World::at(
        &service,
        &options("--applications 4 --officers 1 --minutes 30"),
        &moments,
    )
    .steady();
    assert_eq!(waits(&course, "14T08:30", "14T08:35"), [Some(40); 3]);
    assert_eq!(waits(&course, "14T09:00", "14T09:05"), [Some(50); 3]);
    assert_eq!(waits(&course, "14T09:30", "14T09:35"), [Some(70); 3]);
    assert_eq!(waits(&course, "15T08:15", "15T08:20"), [Some(15 * 60 + 30); 3]);
    assert_eq!(
        waits(&course, "14T00:00", "19T00:00"),
        [Some(40), Some(50), Some(930)]
    );
    let whole = course.figures.within(at("14T00:00"), at("19T00:00"));
    assert_eq!(
        (whole.counts.arrived, whole.counts.by_people, whole.most),
        (4, 4, 2)
    );
    let waiting = ["14T08:05", "14T08:25", "14T08:35", "14T09:05"];
    let waiting = waiting.map(|until| course.figures.within(at("14T00:00"), at(until)).waiting);
    assert_eq!(waiting, [0, 2, 1, 0]);
}

/// Nobody is there when the office opens on the only day; who comes in the evening waits for the next.
#[test]
fn what_comes_after_hours_is_decided_on_the_next_day() {
    let service = service(ONE_STEP);
    for (day, hours) in [("14T18:00", 14), ("14T09:00", 0)] {
        let words = "--applications 1 --officers 1 --minutes 30 --days 1";
        let course = World::at(&service, &options(words), &[at(day)]).steady();
        assert_eq!(waits(&course, "14T00:00", "16T00:00"), [Some(hours * 60 + 30); 3]);
        assert_eq!(course.undecided, 0);
    }
}

/// What waits with the nearest deadline is taken first, whoever came first.
#[test]
fn the_earliest_deadline_is_taken_first() {
    let steps = "  four_eyes: false\n  steps:\n    - {id: check, name: Check, role: officer, deadline: {after: 9h}, next: sign}\n    - {id: sign, name: Sign, role: \
                 officer, deadline: {after: 1h}}\n  reasons: {no: No}";
    let service = service(steps);
    let moments = ["14T08:00", "14T08:01"].map(at);
    let course = World::at(
        &service,
        &options("--applications 2 --officers 1 --minutes 20"),
        &moments,
    )
    .steady();
    // The first is signed before the second is checked: 40 minutes; then 79.
    assert_eq!(
        waits(&course, "14T08:00", "14T18:00"),
        [Some(40), Some(40), Some(79)]
    );
}

/// In the mean M/M/c waits C(c, a) / (c µ − λ) for an officer (Erlang 1917), and 1 / µ for the decision.
#[test]
fn the_mean_wait_is_erlangs() {
    let (officers, minutes, per_minute) = (3_u32, 4.0, 0.525);
    let service = service(ONE_STEP);
    let options = options("--applications 1 --officers 3 --minutes 4 --days 14 --hours 0-24 --every-day");
    let mut world = World::at(&service, &options, &[]);
    let (from, to) = (world.plan.begins, world.plan.ends);
    let length = to.duration_since(from).as_secs_f64() / 60.0;
    let mut rng = Rng::with_seed(3);
    let count = per_minute * length;
    world
        .take_in(
            &arrivals::drawn(&[Expected { from, to, count }], &mut rng),
            &mut rng,
        )
        .unwrap();

    let load = per_minute * minutes;
    let terms: Vec<f64> = std::iter::successors(Some((1.0, 1.0)), |(term, place)| {
        Some((term * load / place, place + 1.0))
    })
    .map(|(term, _)| term)
    .take(4)
    .collect();
    let of_all = terms[3] / (1.0 - load / f64::from(officers));
    let must_wait = of_all / (terms[..3].iter().sum::<f64>() + of_all);
    let mean = must_wait * minutes / (f64::from(officers) - load) + minutes;

    let course = world.office().course(&world.plan.officers(), None).unwrap();
    let figures = &course.figures;
    let whole = figures.within(from, figures.end());
    let waited = whole.mean_wait().as_secs_f64() / 60.0;
    assert!(
        (waited / mean - 1.0).abs() < 0.04,
        "{waited} minutes, and {mean} by Erlang"
    );
}

#[test]
fn the_number_that_would_do_is_the_smallest() {
    let service = service(
        "  steps: [{id: check, name: Check, role: officer, deadline: {after: 2 business days}}]\n  reasons: {no: No}",
    );
    for (given, breaks) in [(1, true), (2, true), (40, false)] {
        let words = format!("--applications 200 --officers {given} --minutes 60");
        let world = World::of(&service, &words);
        let office = world.office();
        let judged = judge(&office).unwrap();
        assert_eq!(!judged.broken.is_empty(), breaks, "{given}");
        let would_do = judged.would_do[0];
        let wrong = |officers: u32| office.course(&[officers], None).unwrap().wrong(&[0]);
        assert_eq!(wrong(would_do), 0, "{would_do} would do");
        assert!(wrong(would_do - 1) > 0, "one fewer than {would_do} would not");
    }
}

/// Each application is counted once, wherever it ends.
#[test]
fn nobody_is_lost() {
    let rules = "  rules: [{when: stalls == 1, then: approve, because: small, sample: 50}]\n";
    let reasons = "  reasons: {no: {for: [reject], text: No}, small: {for: [approve], text: Small}, silent: {for: [approve], text: \
                   Silence}}\n  sample_step: looked\n";
    for (steps, by_deadline) in [
        (
            "[{id: check, name: Check, role: officer}, {id: looked, name: Look, role: chief}]",
            false,
        ),
        (
            "[{id: check, name: Check, role: officer, deadline: {after: 1 business day, then: approve, because: silent}}, {id: looked, name: \
             Look, role: chief}]",
            true,
        ),
    ] {
        let service = service(&format!("{rules}  steps: {steps}\n{reasons}"));
        let world = World::of(
            &service,
            "--applications 300 --officers 1 --minutes 20 --days 2 --people 60%",
        );
        let course = world.office().course(&world.plan.officers(), None).unwrap();
        let counts = course
            .figures
            .within(world.plan.begins, course.figures.end())
            .counts;
        assert_eq!(usize::try_from(counts.arrived).unwrap(), world.incoming.len());
        assert_eq!(
            counts.arrived,
            counts.by_rules + counts.by_people + counts.by_deadline + course.undecided
        );
        assert_eq!(counts.by_deadline > 0, by_deadline, "{counts:?}");
        assert!((60..240).contains(&counts.by_people) || by_deadline, "{counts:?}");
        assert!(
            course.sampled > 10 && course.not_looked_at == 0,
            "{}",
            course.sampled
        );
        let told = table(&world.plan, &course.figures);
        assert_eq!(told.contains("by deadline"), by_deadline, "{told}");
    }
}

#[test]
fn a_deadline_passes_a_case_on_as_the_file_says() {
    let steps = "  steps:\n    - {id: check, name: Check, role: officer, deadline: {after: 4h, then: escalate, to: urgent}}\n    - {id: \
                 urgent, name: Urgent, role: chief}\n  reasons: {no: No}";
    let service = service(steps);
    let moments = ["14T08:00", "14T08:01"].map(at);
    let words = "--applications 2 --officers 1 --minutes check=300 --minutes urgent=10";
    let course = World::at(&service, &options(words), &moments).steady();
    // The officer has the first in hand when the time of both ends; the chief decides them at 12:10 and 12:20.
    let [check, urgent] = [0, 1].map(|step| (course.steps[step].came, course.steps[step].missed));
    assert_eq!((check, urgent), ((2, 2), (2, 0)));
    assert_eq!(
        waits(&course, "14T12:00", "14T13:00"),
        [Some(250), Some(250), Some(259)]
    );
    assert_eq!(course.undecided, 0);
}

#[test]
fn nobody_looks_twice_at_what_needs_two() {
    let two = service(
        "  steps: [{id: check, name: Check, role: officer, people: 2, deadline: {after: 2h}}]\n  reasons: {no: No}",
    );
    let eyes = service(
        "  four_eyes: true\n  steps: [{id: check, name: Check, role: officer, next: sign}, {id: sign, name: Sign, role: officer, \
         deadline: {after: 2h}}]\n  reasons: {no: No}",
    );
    for service in [two, eyes] {
        let moments = [at("14T08:00")];
        let alone = World::at(&service, &options("--applications 1 --officers 1"), &moments).steady();
        assert_eq!(
            (alone.undecided, alone.wrong(&[service.review.steps.len() - 1])),
            (1, 1)
        );
        let told = World::at(&service, &options("--applications 1 --officers 1"), &moments).told();
        let left = "2 would do. 1 case is not decided even 60 days after the last.";
        assert!(told.ends_with(left), "{told}");
        let world = World::at(&service, &options("--applications 1 --officers 2"), &moments);
        assert_eq!(waits(&world.steady(), "14T08:00", "14T09:00"), [Some(20); 3]);
        let judged = judge(&Office {
            plan: &World::at(&service, &options("--applications 1 --officers 1"), &moments).plan,
            ..world.office()
        });
        assert_eq!(judged.unwrap().would_do, [2]);
    }
}

#[test]
fn a_queue_without_a_deadline_must_get_empty() {
    let service = service(ONE_STEP);
    let world = World::of(
        &service,
        "--applications 600 --officers 1 --minutes 20 --shape even",
    );
    let judged = judge(&world.office()).unwrap();
    let How::NeverEmpty(never) = judged.broken[0].how else {
        panic!("there is no deadline");
    };
    assert_eq!(never.until, at("18T17:00"));
    assert!(
        never.since < at("15T08:00") && never.waiting > 100,
        "{}",
        never.waiting
    );
    assert!(
        world
            .told()
            .contains("It has no deadline, so it is judged by whether its queue gets empty"),
        "{}",
        world.told()
    );
    let more = format!(
        "--applications 600 --officers {} --minutes 20 --shape even",
        judged.would_do[0]
    );
    assert!(
        judge(&World::of(&service, &more).office())
            .unwrap()
            .broken
            .is_empty()
    );
}

/// Whoever applies on Friday evening has until Saturday evening, and nobody works then.
#[test]
fn what_no_officer_can_mend_is_told() {
    let service = service(
        "  steps: [{id: check, name: Check, role: officer, deadline: {after: 24h}}]\n  reasons: {no: No}",
    );
    let moments = ["18T09:00", "18T19:00", "18T20:00"].map(at);
    let told = World::at(&service, &options("--applications 3 --officers 1"), &moments).told();
    assert!(
        told.starts_with("With 1 officer it breaks on Saturday 19 December at 19:00: "),
        "{told}"
    );
    let why = "More officers would not help: the first that nobody can decide in time comes on Friday 18 December at 19:00, and the office \
               is closed until its deadline.";
    assert!(told.contains(why), "{told}");
    let told = World::at(
        &service,
        &options("--applications 3 --officers 1 --every-day"),
        &moments,
    )
    .told();
    assert!(
        told.starts_with("1 officer is enough: every case is decided by its deadline"),
        "{told}"
    );
}

#[test]
fn a_share_must_be_possible() {
    let service = service(ONE_STEP);
    let mut world = World::of(&service, "--applications 10 --officers 1");
    world.options.people = Some("30%".parse().unwrap());
    let refused = world
        .take_in(&[at("14T08:00")], &mut Rng::with_seed(1))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("decide none of the answers that are tried, so all come to people"),
        "{refused}"
    );
    world.options.people = Some("100%".parse().unwrap());
    world.take_in(&[at("14T08:00")], &mut Rng::with_seed(1)).unwrap();
    assert!(
        world.told().starts_with(
            "1 officer is enough: the queue at `check`, which has no deadline, gets empty again"
        ),
        "{}",
        world.told()
    );
    assert_eq!(
        world.plan.shifts.between(world.plan.begins, world.plan.ends),
        SignedDuration::from_hours(45)
    );
}

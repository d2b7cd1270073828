//! Whether the officers are enough, and how many would be: found by playing the same applications with other numbers of them.

use anyhow::Result;
use jiff::Timestamp;

use super::{
    course::{Course, Limit, Missed, NeverEmpty},
    reception::Fate,
    run::Office,
};

/// What is to be told.
pub(super) struct Judged {
    /// What came of it with the officers that there are.
    pub(super) course: Course,
    /// The teams that are not enough, by when that shows.
    pub(super) broken: Vec<Broken>,
    /// The least that would do, by team.
    pub(super) would_do: Vec<u32>,
}

/// A team that is not enough.
pub(super) struct Broken {
    pub(super) team: usize,
    /// Where it shows first.
    pub(super) step: usize,
    pub(super) how: How,
    /// What no number of officers can mend.
    pub(super) unavoidable: Option<Unavoidable>,
}

/// How it shows.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// A case was not decided by its deadline.
    Late(Missed),
    /// At a step without a deadline cases always waited.
    NeverEmpty(NeverEmpty),
}

/// What goes wrong even if an officer waits for each case.
#[derive(Clone, Copy)]
pub(super) struct Unavoidable {
    pub(super) count: u32,
    /// The first of them; none where a queue could not get empty.
    pub(super) first: Option<Missed>,
}

impl How {
    /// When it shows.
    pub(super) fn at(self) -> Timestamp {
        match self {
            Self::Late(missed) => missed.due_at,
            Self::NeverEmpty(never) => never.since,
        }
    }
}

/// Plays it as it is, and then to find the numbers that would do.
pub(super) fn judge(office: &Office<'_>) -> Result<Judged> {
    let given = office.plan.officers();
    let course = office.course(&given, None)?;
    let mut broken = broken(office, &course);
    let would_do = if broken.is_empty() {
        fewest(office, &course, given)?
    } else {
        let (would_do, unavoidable) = enough(office, given)?;
        for team in &mut broken {
            team.unavoidable = unavoidable[team.team];
        }
        would_do
    };
    Ok(Judged {
        course,
        broken,
        would_do,
    })
}

fn broken(office: &Office<'_>, course: &Course) -> Vec<Broken> {
    let teams = office.plan.teams.iter().enumerate();
    let mut broken: Vec<Broken> = teams
        .filter_map(|(team, of)| {
            let shown = of.steps.iter().filter_map(|step| {
                let at_step = &course.steps[*step];
                let late = at_step.first_missed.map(How::Late);
                Some((*step, late.or(at_step.never_empty.map(How::NeverEmpty))?))
            });
            let (step, how) = shown.min_by_key(|(_, how)| how.at())?;
            Some(Broken {
                team,
                step,
                how,
                unavoidable: None,
            })
        })
        .collect();
    broken.sort_by_key(|broken| broken.how.at());
    broken
}

/// As few as nothing breaks with, team by team.
fn fewest(office: &Office<'_>, course: &Course, mut officers: Vec<u32>) -> Result<Vec<u32>> {
    let every: Vec<usize> = (0..office.plan.steps().len()).collect();
    let limit = Limit {
        steps: &every,
        allowed: 0,
    };
    for (team, of) in office.plan.teams.iter().enumerate() {
        if of.steps.iter().any(|step| course.steps[*step].came > 0) {
            let high = officers[team];
            officers[team] = between(office, &officers, team, limit, [0, high])?;
        }
    }
    Ok(officers)
}

/// More for each team that breaks, and what that cannot mend. A team's relief may bring another more cases, so all are asked until
/// none breaks.
fn enough(office: &Office<'_>, mut officers: Vec<u32>) -> Result<(Vec<u32>, Vec<Option<Unavoidable>>)> {
    let mut unavoidable: Vec<Option<Unavoidable>> = vec![None; officers.len()];
    for _ in 0..officers.len() {
        let mut changed = false;
        for (team, of) in office.plan.teams.iter().enumerate() {
            let limit = Limit {
                steps: &of.steps,
                allowed: unavoidable[team].map_or(0, |cannot| cannot.count),
            };
            if breaks(office, &officers, limit)? {
                (officers[team], unavoidable[team]) = least(office, &officers, team)?;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    Ok((officers, unavoidable))
}

/// The smallest number for a team with which no more breaks than with an officer for each case.
fn least(office: &Office<'_>, officers: &[u32], team: usize) -> Result<(u32, Option<Unavoidable>)> {
    let steps = &office.plan.teams[team].steps;
    let limit = |allowed| Limit { steps, allowed };
    // Where several people must agree, each is another.
    let people = office
        .incoming
        .iter()
        .filter(|incoming| incoming.fate != Fate::Decided)
        .count();
    let most = u32::try_from(people)?
        .saturating_add(u8::MAX.into())
        .max(officers[team]);
    let mut with = officers.to_vec();
    with[team] = most;
    let best = office.course(&with, None)?;
    let allowed = best.wrong(steps);
    let unavoidable = (allowed > 0).then(|| {
        let missed = steps.iter().filter_map(|step| best.steps[*step].first_missed);
        Unavoidable {
            count: allowed,
            first: missed.min_by_key(|missed| missed.due_at),
        }
    });
    if !breaks(office, officers, limit(allowed))? {
        return Ok((officers[team], unavoidable));
    }
    let (mut low, mut high) = (officers[team], most);
    while low.saturating_mul(2) < most {
        with[team] = low * 2;
        if !breaks(office, &with, limit(allowed))? {
            high = low * 2;
            break;
        }
        low *= 2;
    }
    Ok((
        between(office, officers, team, limit(allowed), [low, high])?,
        unavoidable,
    ))
}

/// The smallest number that does, of those above one that does not and up to one that does.
fn between(
    office: &Office<'_>,
    officers: &[u32],
    team: usize,
    limit: Limit<'_>,
    ends: [u32; 2],
) -> Result<u32> {
    let [mut low, mut high] = ends;
    let mut with = officers.to_vec();
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        with[team] = middle;
        if breaks(office, &with, limit)? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

fn breaks(office: &Office<'_>, officers: &[u32], limit: Limit<'_>) -> Result<bool> {
    Ok(office.course(officers, Some(limit))?.wrong(limit.steps) > limit.allowed)
}

//! The judgement in sentences.

mod assumed;

use jiff::SignedDuration;

use super::{
    judged::{Broken, How, Judged, Unavoidable},
    plan::{DAYS_AFTERWARDS, Plan},
    words::{counted, length, moment, number, together},
};
use crate::cli::Simulate;

/// What is to be told of one simulation.
pub(super) struct Told<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) judged: &'a Judged,
    pub(super) options: &'a Simulate,
    /// How many applications came in, how many of them rules left to people, and from how many sets of answers.
    pub(super) came: u32,
    pub(super) referred: u32,
    pub(super) sets: usize,
}

impl Told<'_> {
    /// Whether it breaks, when, and how many officers would do.
    pub(super) fn judgement(&self) -> String {
        if self.referred == 0 {
            return format!(
                "Rules decide all {}: no officer is needed for them.",
                counted(self.came, "application")
            );
        }
        if self.judged.broken.is_empty() {
            return self.enough();
        }
        let broken: Vec<String> = self
            .judged
            .broken
            .iter()
            .map(|broken| self.breaks(broken))
            .collect();
        let more = self.more_beside().into_iter().chain(self.undecided());
        broken.into_iter().chain(more).collect::<Vec<_>>().join(" ")
    }

    fn enough(&self) -> String {
        let (given, would_do) = (self.plan.officers(), &self.judged.would_do);
        let busy = self.busy();
        let whole = self
            .judged
            .course
            .figures
            .within(self.plan.begins, self.judged.course.figures.end());
        let longest = whole.wait(1.0).unwrap_or(SignedDuration::ZERO);
        let (dated, undated) = self.by_deadline();
        let mut reasons = Vec::new();
        if !dated.is_empty() {
            reasons.push("every case is decided by its deadline".to_owned());
        }
        if !undated.is_empty() {
            let have = if undated.len() == 1 {
                "has no deadline, gets"
            } else {
                "have no deadline, gets"
            };
            reasons.push(format!(
                "the queue at {}, which {have} empty again",
                together(&undated)
            ));
        }
        reasons.push(format!("the longest wait is {}", length(longest)));
        let officers: Vec<String> = busy
            .iter()
            .map(|team| self.officers(*team, given[*team]))
            .collect();
        let (officers, reasons) = (together(&officers), together(&reasons));
        let is_one = busy.len() == 1 && given[busy[0]] == 1;
        let are = if is_one { "is" } else { "are" };
        let fewer: Vec<String> = busy
            .iter()
            .filter(|team| would_do[**team] < given[**team])
            .map(|team| self.at(*team, number(would_do[*team])))
            .collect();
        if fewer.is_empty() {
            let one_less = if is_one { "" } else { " With one fewer it breaks." };
            return format!("{officers} {are} enough: {reasons}.{one_less}");
        }
        format!(
            "{officers} {are} enough: {reasons}. {} would do too.",
            together(&fewer)
        )
    }

    fn breaks(&self, broken: &Broken) -> String {
        let (plan, zone) = (self.plan, &self.plan.zone);
        let (given, would_do) = (
            plan.teams[broken.team].officers,
            self.judged.would_do[broken.team],
        );
        let at_step = &self.judged.course.steps[broken.step];
        let step = &plan.steps()[broken.step];
        let when = moment(broken.how.at(), zone);
        let officers = self.officers(broken.team, given);
        let breaks = match broken.how {
            How::Late(_) => {
                let deadline = step.deadline.as_ref().map(|deadline| deadline.after.to_string());
                format!(
                    "With {officers} it breaks {when}: from then on cases wait beyond their deadline ({} at `{}`), {} of {} in all.",
                    deadline.unwrap_or_default(),
                    step.id,
                    number(at_step.missed),
                    number(at_step.came),
                )
            }
            How::NeverEmpty(never) => format!(
                "With {officers} it breaks {when}: from then on cases always wait at `{}`, and {} still do {}. It has no deadline, so it is \
                 judged by whether its queue gets empty again on the last office day.",
                step.id,
                number(never.waiting),
                moment(never.until, zone),
            ),
        };
        let remedy = match broken.unavoidable {
            None => format!("{} would do.", number(would_do)),
            Some(cannot) => self.remedy(cannot, (would_do > given).then_some(would_do)),
        };
        format!("{breaks} {remedy}")
    }

    /// Why no number of officers decides all in time, and which would miss the fewest.
    fn remedy(&self, cannot: Unavoidable, more: Option<u32>) -> String {
        let Some(first) = cannot.first else {
            return "More officers would not help: single decisions take too long for the days that there are.".to_owned();
        };
        let (plan, zone) = (self.plan, &self.plan.zone);
        let helps = match (more, cannot.count) {
            (None, _) => "More officers would not help".to_owned(),
            (Some(more), 1) => format!("{} would help all but one", number(more)),
            (Some(more), left) => format!("{} would help all but {}", number(more), number(left)),
        };
        let open = plan.shifts.between(first.came_at, first.due_at);
        let open = if open == SignedDuration::ZERO {
            "the office is closed until its deadline".to_owned()
        } else {
            format!("until its deadline the office works for {} only", length(open))
        };
        let otherwise = if self.options.every_day {
            "Longer --hours or a longer deadline would change that."
        } else {
            "Longer --hours, work on weekends and holidays (--every-day), or a deadline in business days would change that."
        };
        let when = moment(first.came_at, zone);
        format!("{helps}: the first that nobody can decide in time comes {when}, and {open}. {otherwise}")
    }

    /// What is left long after the last day.
    fn undecided(&self) -> Option<String> {
        let left = Some(self.judged.course.undecided).filter(|left| *left > 0)?;
        let are = if left == 1 { "case is" } else { "cases are" };
        Some(format!(
            "{} {are} not decided even {DAYS_AFTERWARDS} days after the last.",
            number(left)
        ))
    }

    /// Teams that break only once others are more.
    fn more_beside(&self) -> Option<String> {
        let is_told = |team: &usize| self.judged.broken.iter().any(|broken| broken.team == *team);
        let given = self.plan.officers();
        let more =
            (0..given.len()).filter(|team| !is_told(team) && self.judged.would_do[*team] > given[*team]);
        let more: Vec<String> = more
            .map(|team| self.at(team, number(self.judged.would_do[team])))
            .collect();
        let more = (!more.is_empty()).then(|| together(&more))?;
        Some(format!("Then more cases go on, and it takes {more} too."))
    }

    /// The teams to which cases came.
    fn busy(&self) -> Vec<usize> {
        (0..self.plan.teams.len())
            .filter(|team| !self.steps(*team).is_empty())
            .collect()
    }

    /// A team's steps to which cases came.
    fn steps(&self, team: usize) -> Vec<String> {
        let (plan, course) = (self.plan, &self.judged.course);
        let steps = plan.teams[team]
            .steps
            .iter()
            .filter(|step| course.steps[**step].came > 0);
        steps
            .map(|step| format!("`{}`", plan.steps()[*step].id))
            .collect()
    }

    /// The steps to which cases came: those with a deadline, and those without.
    fn by_deadline(&self) -> (Vec<String>, Vec<String>) {
        let (plan, course) = (self.plan, &self.judged.course);
        let came = plan
            .steps()
            .iter()
            .zip(&course.steps)
            .filter(|(_, at_step)| at_step.came > 0);
        let (dated, undated): (Vec<_>, Vec<_>) = came
            .map(|(step, _)| step)
            .partition(|step| step.deadline.is_some());
        let names = |steps: Vec<&forms::Step>| steps.iter().map(|step| format!("`{}`", step.id)).collect();
        (names(dated), names(undated))
    }

    fn officers(&self, team: usize, count: u32) -> String {
        self.at(team, counted(count, "officer"))
    }

    /// Says at which steps, where there is more than one team.
    fn at(&self, team: usize, what: String) -> String {
        if self.busy().len() < 2 {
            return what;
        }
        format!("{what} at {}", together(&self.steps(team)))
    }
}

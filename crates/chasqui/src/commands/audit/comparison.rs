//! Whether an application's row and its permits are what its history made of them. The chain guards the history
//! alone; what officers and applicants see comes from the row.

use review::{Application, BrokenHistory, EventKind, Link, Recorded, fold};

/// How they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// No application can be made from the history, although its chain holds.
    Broken(BrokenHistory),
    /// The row says something else than the history, in this part.
    Row(&'static str),
    /// There are more permits than approvals.
    Permits { found: usize, approved: usize },
}

/// Compares one application with its history. What was erased by law is compared as far as its kinds still tell.
pub(super) fn compare(row: &Application, history: &[Link], permits: usize) -> Result<(), Difference> {
    let approved = history
        .iter()
        .filter(|link| link.header().kind == EventKind::Approved)
        .count();
    if permits > approved {
        return Err(Difference::Permits {
            found: permits,
            approved,
        });
    }
    let Some(events) = whole(history) else {
        return Ok(());
    };
    let told = fold(&events).map_err(Difference::Broken)?;
    match different_part(row, &told) {
        Some(part) => Err(Difference::Row(part)),
        None => Ok(()),
    }
}

/// The events, if nothing of them was erased.
fn whole(history: &[Link]) -> Option<Vec<Recorded>> {
    let event = |link: &Link| match link {
        Link::Whole(recorded) => Some(recorded.clone()),
        Link::Erased(_) => None,
    };
    history.iter().map(event).collect()
}

/// The first part in which they differ; never its content, which may be personal.
fn different_part(row: &Application, told: &Application) -> Option<&'static str> {
    let parts = [
        ("status", row.status == told.status),
        ("answers", row.answers == told.answers),
        ("decisions", row.decisions == told.decisions),
        ("office", row.office == told.office),
        ("facts", row == told),
    ];
    parts.into_iter().find_map(|(part, same)| (!same).then_some(part))
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken(found) => found.fmt(f),
            Self::Row(part) => write!(f, "its row's {part} are not what its history made"),
            Self::Permits { found, approved } => {
                write!(f, "it has {found} permits and was approved {approved} times")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use forms::{Answer, samples};
    use jiff::{Timestamp, civil::date};
    use review::{ApplicationId, NewApplication, Outcome, PersonId, Status};
    use uuid::Uuid;

    use super::*;

    fn submitted() -> Outcome {
        let source = include_str!("../../../../../forms/market-stall-permit.yaml");
        let service = forms::read("market-stall-permit.yaml", source).unwrap();
        let today = date(2026, 3, 20);
        let new = NewApplication {
            id: ApplicationId(Uuid::from_u128(1)),
            service: service.id.clone(),
            version: service.hash(),
            answers: samples::sample(&service, today),
            today,
        };
        review::submit(new, &service.review, Timestamp::UNIX_EPOCH, &mut || [7; 16]).unwrap()
    }

    fn history(outcome: &Outcome) -> Vec<Link> {
        outcome.events.iter().cloned().map(Link::from).collect()
    }

    #[test]
    fn a_row_that_says_what_its_history_made_is_sound() {
        let outcome = submitted();
        assert_eq!(compare(&outcome.application, &history(&outcome), 0), Ok(()));
    }

    #[test]
    fn a_row_changed_behind_the_history_is_found() {
        let outcome = submitted();
        let mut waved_through = outcome.application.clone();
        let by = review::Decider::People(vec![PersonId(Uuid::from_u128(2))]);
        waved_through.status = Status::Approved {
            at: Timestamp::UNIX_EPOCH,
            by,
        };
        let mut renamed = outcome.application.clone();
        let first = renamed.answers.0.keys().next().unwrap().clone();
        renamed
            .answers
            .insert(first, Answer::Text("somebody else".into()));
        let mut counted = outcome.application.clone();
        counted.appealed = true;
        for (row, part) in [
            (waved_through, "status"),
            (renamed, "answers"),
            (counted, "facts"),
        ] {
            assert_eq!(compare(&row, &history(&outcome), 0), Err(Difference::Row(part)));
        }
    }

    #[test]
    fn a_permit_without_an_approval_is_found_even_after_erasure() {
        let outcome = submitted();
        let expected = Err(Difference::Permits {
            found: 1,
            approved: 0,
        });
        assert_eq!(compare(&outcome.application, &history(&outcome), 1), expected);
        let erased: Vec<Link> = history(&outcome).into_iter().map(Link::erase).collect();
        assert_eq!(compare(&outcome.application, &erased, 1), expected);
        assert_eq!(compare(&outcome.application, &erased, 0), Ok(()));
    }
}

//! Whether an application's row and its permits are what its history made of them. The chain guards the history
//! alone; what officers and applicants see comes from the row.

use forms::Answers;
use permit::PermitNumber;
use review::{
    Application, BrokenHistory, EventKind, Link, NotWhole, PermitRef, PermitStatus, fold, whole_history,
};
use store::PermitRow;

use super::Logged;

/// How far they were compared, and nothing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    /// As far as the history tells: of what was erased by law, its kinds.
    Wholly,
    /// The row and the permits were not, since only a newer release knows what its events make of them.
    NewerEvents,
    /// The row's fields that only a newer release knows were not.
    NewerFields,
}

/// How they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// No application can be made from the history, although its chain holds.
    Broken(BrokenHistory),
    /// The row says something else than the history, in this part.
    Row(&'static str),
    /// There are more permits than approvals.
    Permits { found: usize, approved: usize },
    /// A permit has another status than its history gave it, and the log does not tell how it came to it.
    Permit {
        number: PermitNumber,
        row: PermitStatus,
        told: PermitStatus,
    },
}

/// Compares one application with its history.
pub(super) fn compare(
    row: &Application,
    history: &[Link],
    permits: &[PermitRow],
    logged: &Logged,
) -> Result<Compared, Difference> {
    let events = match whole_history(history) {
        Err(NotWhole::Newer { .. }) => return Ok(Compared::NewerEvents),
        Err(NotWhole::Erased(_)) => None,
        Ok(events) => Some(events),
    };
    let approved = history
        .iter()
        .filter(|link| link.header().kind == EventKind::Approved)
        .count();
    if permits.len() > approved {
        return Err(Difference::Permits {
            found: permits.len(),
            approved,
        });
    }
    if let Some(events) = events {
        let mut told = fold(&events).map_err(Difference::Broken)?;
        told.newer.clone_from(&row.newer);
        if is_part_of(&row.earlier, &told.earlier) {
            told.earlier.clone_from(&row.earlier);
        }
        if let Some(part) = different_part(row, &told) {
            return Err(Difference::Row(part));
        }
        different_permit(&told, history, permits, logged).map_or(Ok(()), Err)?;
    } else {
        // What became of a permit after the erasure the row's own words are held against.
        different_permit(row, history, permits, logged).map_or(Ok(()), Err)?;
    }
    Ok(if row.newer.is_empty() {
        Compared::Wholly
    } else {
        Compared::NewerFields
    })
}

/// Whether a row has kept some of the replaced answers that its history tells of, in their order, and no others. Releases before these
/// were kept left them out, also beside this one.
fn is_part_of(row: &[Answers], told: &[Answers]) -> bool {
    let mut told = told.iter();
    row.iter().all(|kept| told.any(|replaced| replaced == kept))
}

/// The first permit whose status neither the history nor the log explains. Releases before permits were part of the history wrote
/// their changes to the log alone.
fn different_permit(
    told: &Application,
    history: &[Link],
    permits: &[PermitRow],
    logged: &Logged,
) -> Option<Difference> {
    permits.iter().find_map(|permit| {
        let life = told.permit(PermitRef(permit.id.0))?;
        let told = life.status;
        let event = history
            .iter()
            .map(Link::header)
            .find(|event| event.sequence == life.revision)?;
        let explained = told == permit.status || logged.tells(permit.number, permit.status, event.at);
        (!explained).then_some(Difference::Permit {
            number: permit.number,
            row: permit.status,
            told,
        })
    })
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

impl std::fmt::Display for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Wholly => "its chain holds, and its state is what its history made",
            Self::NewerEvents => "has events by a newer release: its chain holds, its state was not compared",
            Self::NewerFields => {
                "has fields by a newer release: its chain holds, these fields were not compared"
            }
        })
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken(found) => found.fmt(f),
            Self::Row(part) => write!(f, "its row's {part} are not what its history made"),
            Self::Permits { found, approved } => {
                write!(f, "it has {found} permits and was approved {approved} times")
            }
            Self::Permit { number, row, told } => {
                let (row, told) = (row.name(), told.name());
                write!(f, "its permit {number} is {row}, and its history made it {told}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use forms::{Answer, samples};
    use jiff::{Timestamp, civil::date, tz::TimeZone};
    use review::chain::{Head, Header, commitment};
    use review::{ApplicationId, Author, MaybeNewer, NewApplication, Outcome, PersonId, Status};
    use serde_json::json;
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
            replaces: None,
            begun_from: None,
        };
        review::submit(
            new,
            &service.review,
            &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC),
            &mut || [7; 16],
        )
        .unwrap()
    }

    /// So many permits, each with an identity that no history names.
    fn permits(count: u8) -> Vec<PermitRow> {
        (0..count).map(|number| permit(PermitRef([number; 16]))).collect()
    }

    fn permit(id: PermitRef) -> PermitRow {
        PermitRow {
            id: permit::PermitId(id.0),
            number: PermitNumber::draw(&[1; 56]).unwrap(),
            application: ApplicationId(Uuid::from_u128(1)),
            service: "market-stall-permit".into(),
            version: forms::ContentHash::of(b""),
            list: 1,
            index: 1,
            issued_at: Timestamp::UNIX_EPOCH,
            not_before: Timestamp::UNIX_EPOCH,
            expires_at: Timestamp::MAX,
            status: PermitStatus::Active,
            signed: Vec::new(),
            printed: store::Printed::default(),
            approved_by: Vec::new(),
            vehicle: None,
        }
    }

    #[test]
    fn a_permit_changed_behind_the_history_is_found_unless_the_log_tells_of_it() {
        let source = include_str!("../../../../../forms/transit-permit.yaml");
        let service = forms::read("transit-permit.yaml", source).unwrap();
        let today = date(2026, 3, 20);
        let mut answers = samples::sample(&service, today);
        answers.insert("boss_email".into(), Answer::Email("jefa@ejemplo.pe".to_owned()));
        let new = NewApplication {
            id: ApplicationId(Uuid::from_u128(1)),
            service: service.id.clone(),
            version: service.hash(),
            answers,
            replaces: None,
            begun_from: None,
        };
        let outcome = review::submit(
            new,
            &service.review,
            &Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC),
            &mut || [7; 16],
        )
        .unwrap();
        let (row, history) = (&outcome.application, history(&outcome));
        let mut kept = permit(row.permits[0].id);
        let none = Logged::default();
        let found = compare(row, &history, std::slice::from_ref(&kept), &none);
        assert_eq!(found, Ok(Compared::Wholly));
        kept.status = PermitStatus::Revoked;
        let number = kept.number;
        let told = PermitStatus::Active;
        assert_eq!(
            compare(row, &history, std::slice::from_ref(&kept), &none),
            Err(Difference::Permit {
                number,
                row: PermitStatus::Revoked,
                told
            })
        );
        let logged = Logged::of([(number, (PermitStatus::Revoked, Timestamp::UNIX_EPOCH))]);
        let found = compare(row, &history, std::slice::from_ref(&kept), &logged);
        assert_eq!(found, Ok(Compared::Wholly));
        let before = Timestamp::from_second(-1).unwrap();
        let stale = Logged::of([(number, (PermitStatus::Revoked, before))]);
        assert!(
            compare(row, &history, &[kept], &stale).is_err(),
            "a line from before the history's last word explains nothing"
        );
    }

    fn history(outcome: &Outcome) -> Vec<Link> {
        outcome.events.iter().cloned().map(Link::from).collect()
    }

    #[test]
    fn a_row_that_says_what_its_history_made_is_sound() {
        let outcome = submitted();
        assert_eq!(
            compare(
                &outcome.application,
                &history(&outcome),
                &permits(0),
                &Logged::default()
            ),
            Ok(Compared::Wholly)
        );
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
            assert_eq!(
                compare(&row, &history(&outcome), &permits(0), &Logged::default()),
                Err(Difference::Row(part))
            );
        }
    }

    #[test]
    fn a_permit_without_an_approval_is_found_even_after_erasure() {
        let outcome = submitted();
        let expected = Err(Difference::Permits {
            found: 1,
            approved: 0,
        });
        assert_eq!(
            compare(
                &outcome.application,
                &history(&outcome),
                &permits(1),
                &Logged::default()
            ),
            expected
        );
        let erased: Vec<Link> = history(&outcome).into_iter().map(Link::erase).collect();
        assert_eq!(
            compare(&outcome.application, &erased, &permits(1), &Logged::default()),
            expected
        );
        assert_eq!(
            compare(&outcome.application, &erased, &permits(0), &Logged::default()),
            Ok(Compared::Wholly)
        );
    }

    /// The history as a newer release went on with it.
    fn gone_on(mut history: Vec<Link>) -> Vec<Link> {
        let end = Head::of(&history).unwrap();
        let (salt, payload) = ([9; 16], json!({"event": "permit-renumbered.1"}));
        let header = Header {
            application: end.application,
            sequence: end.sequence + 1,
            at: Timestamp::UNIX_EPOCH,
            actor: Author::System.into(),
            kind: MaybeNewer::read("permit-renumbered".into()),
            commitment: commitment(&salt, &payload),
            previous: end.hash,
        };
        history.push(header.sealed().with_payload(payload, salt));
        history
    }

    #[test]
    fn what_a_newer_release_did_is_not_judged() {
        let outcome = submitted();
        let history = gone_on(history(&outcome));
        let mut row = outcome.application;
        row.appealed = true;
        assert_eq!(
            compare(&row, &history, &permits(2), &Logged::default()),
            Ok(Compared::NewerEvents)
        );
        let erased: Vec<Link> = history.into_iter().map(Link::erase).collect();
        assert_eq!(
            compare(&row, &erased, &permits(2), &Logged::default()),
            Ok(Compared::NewerEvents)
        );
    }

    #[test]
    fn beside_a_newer_releases_fields_the_others_are_compared() {
        let outcome = submitted();
        let mut row = outcome.application.clone();
        row.newer.insert("lent".into(), json!(1));
        assert_eq!(
            compare(&row, &history(&outcome), &permits(0), &Logged::default()),
            Ok(Compared::NewerFields)
        );
        row.appealed = true;
        assert_eq!(
            compare(&row, &history(&outcome), &permits(0), &Logged::default()),
            Err(Difference::Row("facts"))
        );
    }
}

//! Revoking many permits by a job, and one before its application is erased.

use std::sync::Arc;

use engine::{
    authorise::Caller,
    clock::Clock,
    engine::Settings,
    erasure::carry_out::EraseError,
    error::Error,
    jobs::runner::{run_jobs, run_some},
    permits::many::{JobId, JobResult, KeptJob, MassRevocation, RevokedBy},
};
use forms::{Answer, DocumentKind, Service, answers::IdentityDocument};
use jiff::{SignedDuration, Timestamp};
use permit::Reference;
use review::{Cause, EventKind, Link, MaybeNewer, Message, PermitReason, PermitStatus, PersonId};
use store::{AuditAction, AuditActor, AuditEntry, Instruction, Job, PermitRow};

use crate::{
    applying::{SOURCE, answers, published_as, send},
    world::{World, new_account},
};

/// The number of the supervisor's document.
const SARAS: &str = "40404040";

/// A service whose rule approves everything.
fn approving() -> Service {
    approving_with("  prints:")
}

/// The same with something before what its permit prints.
fn approving_with(prints: &str) -> Service {
    let rules = "  answer_within: 72h\n  rules: [{when: \"true\", then: approve, because: unclear}]";
    let source = SOURCE
        .replace("  answer_within: 72h", rules)
        .replace("  prints:", prints);
    forms::read("approving.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// So many permits, of the applicants of these documents.
async fn issued(documents: &[&str]) -> (World, Service, Vec<PermitRow>) {
    let (world, service) = published_as(approving()).await;
    let mut permits = Vec::new();
    for number in documents {
        let mut answers = answers(&service);
        let (kind, number) = (DocumentKind::DNI, (*number).to_owned());
        let document = IdentityDocument { kind, number };
        answers.insert("document".into(), Answer::IdentityDocument(document));
        let sent = send(&world, &service, answers).await.unwrap();
        permits.extend(world.store.permits_of(sent.id).await.unwrap());
    }
    assert_eq!(permits.len(), documents.len());
    (world, service, permits)
}

async fn sara(world: &World) -> Caller {
    let mut account = new_account("sara", "supervisor");
    account.document = Some(SARAS.into());
    world
        .engine
        .add_account(&Caller::operator(), account)
        .await
        .unwrap();
    world.log_in("sara").await.caller
}

async fn asked(world: &World, service: &Service, by: &Caller) -> JobId {
    asked_between(world, service, by, world.engine.now()).await
}

/// Everything that was issued from then on, until a second after now.
async fn asked_between(world: &World, service: &Service, by: &Caller, from: Timestamp) -> JobId {
    let id = JobId(world.engine.new_id());
    let asked = MassRevocation {
        id,
        which: RevokedBy::Service {
            service: service.id.clone(),
            from,
            until: world.engine.now() + SignedDuration::from_secs(1),
        },
        reason: PermitReason::Mistake,
        note: "Una regla equivocada".into(),
    };
    world.engine.revoke_many(by, asked).await.unwrap();
    id
}

async fn statuses(world: &World, permits: &[PermitRow]) -> Vec<PermitStatus> {
    let mut statuses = Vec::new();
    for permit in permits {
        statuses.push(world.store.permit(&permit.id).await.unwrap().status);
    }
    statuses
}

fn progress(job: &KeptJob) -> (u64, u64, Option<JobResult>) {
    let progress = job.progress.known().unwrap();
    let ended = job.ended.as_ref();
    let result = ended.map(|(_, result)| *result.known().unwrap());
    (progress.done, progress.refused, result)
}

/// So many permits of a service that wants two people for this.
async fn issued_by_two() -> (World, Service, Vec<PermitRow>) {
    let (world, _, permits) = issued(&["10117410", "40000017"]).await;
    let service = approving_with("  revoke_many: two-people\n  prints:");
    world
        .engine
        .publish(&Caller::operator(), &service.clone().into())
        .await
        .unwrap();
    (world, service, permits)
}

#[tokio::test]
async fn where_it_takes_two_nothing_is_revoked_before_another_person_confirms() {
    let (world, service, permits) = issued_by_two().await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "it waits");
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Active; 2]);
    let own = world.engine.confirm_revocation(&sara, id).await;
    assert!(matches!(own, Err(Error::OwnRequest)), "{own:?}");
    let elsewhere = world.caller("fuera", "supervisor@another-service").await;
    let refused = world.engine.confirm_revocation(&elsewhere, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let elsa = world.caller("elsa", "supervisor").await;
    let job = world.engine.confirm_revocation(&elsa, id).await.unwrap();
    let again = world.engine.confirm_revocation(&elsa, id).await.unwrap();
    assert_eq!(job, again, "two clicks confirm once");
    assert_eq!(
        world.last_line().await,
        (
            AuditActor::Person(elsa.person().unwrap().id),
            AuditAction::RevocationConfirmed(job)
        )
    );
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Revoked; 2]);
    let listed: Vec<JobId> = world
        .engine
        .revocations(&elsa)
        .await
        .unwrap()
        .iter()
        .map(|job| job.id)
        .collect();
    assert_eq!(listed, [job], "it is one in the list");
}

/// Two accounts of one person, from before there was one account for each: by the mailbox, or by the document.
#[tokio::test]
async fn ones_own_second_account_is_no_other_person() {
    let (world, service, permits) = issued_by_two().await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    for (number, email, document) in [
        (77, "SARA+2@oficina.test", None),
        (78, "sara.f@otra.test", Some(format!("DNI{SARAS}"))),
    ] {
        let caller = world
            .second_account(&sara, |second| {
                second.id = PersonId(uuid::Uuid::from_u128(number));
                second.email = email.to_lowercase();
                second.document = document;
            })
            .await;
        let own = world.engine.confirm_revocation(&caller, id).await;
        assert!(matches!(own, Err(Error::OwnRequest)), "{email}: {own:?}");
    }
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "it still waits");
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Active; 2]);
}

/// Others' mass revocations hide none of one's own, however many of theirs are newer.
#[tokio::test]
async fn ones_own_are_listed_behind_those_of_others() {
    let (world, service, _) = issued_by_two().await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    let kept = world.store.job(id).await.unwrap();
    for _ in 0..450 {
        let at = kept.at + SignedDuration::from_secs(60);
        let which = RevokedBy::Service {
            service: "another-service".into(),
            from: at,
            until: at,
        };
        let job = Job {
            id: JobId(world.engine.new_id()),
            instruction: Instruction::AskToRevoke {
                which,
                reason: PermitReason::Mistake,
                note: String::new(),
            },
            by: *kept.by.known().unwrap(),
            at,
            due_at: at + SignedDuration::from_hours(24),
            total: 0,
        };
        world.store.enqueue(&job, None).await.unwrap();
    }
    let only_there = world.caller("paula", &format!("supervisor@{}", service.id)).await;
    let listed = world.engine.revocations(&only_there).await.unwrap();
    let ids: Vec<JobId> = listed.iter().map(|job| job.id).collect();
    assert_eq!(ids, [id]);
}

#[tokio::test]
async fn what_nobody_confirms_lapses() {
    let (mut world, service, permits) = issued_by_two().await;
    let sara = sara(&world).await;
    let elsa = world.caller("elsa", "supervisor").await;
    let id = asked(&world, &service, &sara).await;
    let later = Later(world.engine.now() + SignedDuration::from_hours(7 * 24));
    world.engine = world.engine.clone().with_clock(Arc::new(later));
    let late = world.engine.confirm_revocation(&elsa, id).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(world.last_line().await.1, AuditAction::RevocationLapsed(id));
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Active; 2]);
}

#[tokio::test]
async fn a_revocation_lists_what_it_would_revoke_and_what_it_has_revoked() {
    let (world, service, permits) = issued(&["10117410", "40000017", "40000025"]).await;
    let sara = sara(&world).await;
    let which = RevokedBy::Service {
        service: service.id.clone(),
        from: world.engine.now(),
        until: world.engine.now() + SignedDuration::from_secs(1),
    };
    let first = world.engine.revocable(&sara, &which, None, 2).await.unwrap();
    let last = first.last().unwrap().number;
    let rest = world
        .engine
        .revocable(&sara, &which, Some(&last), 2)
        .await
        .unwrap();
    let mut listed: Vec<_> = first.iter().chain(&rest).map(|permit| permit.number).collect();
    let mut all: Vec<_> = permits.iter().map(|permit| permit.number).collect();
    listed.sort();
    all.sort();
    assert_eq!(listed, all);
    let id = asked(&world, &service, &sara).await;
    run_jobs(&world.engine).await.unwrap();
    let job = world.engine.revocation(&sara, id).await.unwrap();
    let (revoked, _) = world.engine.revoked_by(&sara, &job, None, 10).await.unwrap();
    assert_eq!(revoked.len(), 3);
    let elsa = world.caller("elsa", "supervisor").await;
    let hers = asked(&world, &service, &elsa).await;
    let hers = world.engine.revocation(&elsa, hers).await.unwrap();
    let (revoked, _) = world.engine.revoked_by(&elsa, &hers, None, 10).await.unwrap();
    assert_eq!(revoked, [], "another's revocation revoked them");
}

#[tokio::test]
async fn ones_own_permit_is_left_to_somebody_else() {
    let (world, service, permits) = issued(&["10117410", SARAS]).await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    assert_eq!(statuses(&world, &permits).await, [revoked, active]);
    let job = world.engine.revocation(&sara, id).await.unwrap();
    assert_eq!(progress(&job), (1, 1, Some(JobResult::Done)));
    let left = &job.progress.known().unwrap().left;
    assert_eq!(
        *left,
        [permits[1].number.to_string()],
        "somebody else can look at it"
    );
    let (_, line) = world.last_line().await;
    assert!(
        matches!(
            line,
            AuditAction::RevocationEnded {
                revoked: 1,
                refused: 1,
                ..
            }
        ),
        "{line:?}"
    );
    let elsa = world.caller("elsa", "supervisor").await;
    asked(&world, &service, &elsa).await;
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(statuses(&world, &permits).await, [revoked, revoked]);
}

#[tokio::test]
async fn each_permit_has_an_event_and_a_letter() {
    let (world, service, permits) = issued(&["10117410", "40000017"]).await;
    let sara = sara(&world).await;
    asked(&world, &service, &sara).await;
    run_jobs(&world.engine).await.unwrap();
    for permit in permits {
        let history = world.store.history(permit.application).await.unwrap();
        let kinds: Vec<_> = history.iter().map(|link| link.header().kind).collect();
        assert_eq!(
            kinds.last(),
            Some(&MaybeNewer::Known(EventKind::PermitRevoked)),
            "{kinds:?}"
        );
        let letters = world.store.outbox_of(permit.application).await.unwrap();
        let told = letters
            .iter()
            .find(|mail| mail.entry.message == Message::Revoked)
            .unwrap();
        assert_eq!(told.entry.words["reason"], "Una regla equivocada");
    }
}

struct Later(Timestamp);

impl Clock for Later {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[tokio::test]
async fn another_node_goes_on_once_the_lease_has_run_out() {
    let (world, service, permits) = issued(&["10117410"]).await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    // A node takes it, and stops.
    let lease = SignedDuration::from_secs(60);
    let taken = world.store.due_jobs(world.engine.now(), lease, 1).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "it is that node's");
    let later = Later(world.engine.now() + lease);
    let other = world.engine.clone().with_clock(Arc::new(later));
    assert_eq!(run_jobs(&other).await.unwrap(), 1);
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Revoked]);
    let job = world.engine.revocation(&sara, id).await.unwrap();
    assert_eq!(progress(&job), (1, 0, Some(JobResult::Done)));
}

/// A node stops after its first page; the next finds that whoever asked was shut out meanwhile.
#[tokio::test]
async fn a_job_stops_with_what_it_has_done() {
    let (world, service, permits) = issued(&["10117410", "40000017", "40000025"]).await;
    let sara = sara(&world).await;
    let id = asked(&world, &service, &sara).await;
    assert_eq!(run_some(&world.engine, 1, 1).await.unwrap(), 1);
    let mut person = world.store.people().await.unwrap().remove(0);
    assert_eq!(Some(person.id), sara.person().map(|sara| sara.id));
    person.grants.clear();
    let entry = AuditEntry {
        at: world.engine.now(),
        actor: AuditActor::System,
        action: AuditAction::PersonChanged(person.id),
    };
    world.store.change_person(&person, &entry).await.unwrap();
    let later = Later(world.engine.now() + SignedDuration::from_mins(1));
    run_jobs(&world.engine.clone().with_clock(Arc::new(later)))
        .await
        .unwrap();
    let statuses = statuses(&world, &permits).await;
    let revoked = statuses.iter().filter(|status| **status == PermitStatus::Revoked);
    assert_eq!(revoked.count(), 1, "{statuses:?}");
    let job = world.store.job(id).await.unwrap();
    assert_eq!(progress(&job), (1, 0, Some(JobResult::GivenUp)));
}

/// A permit that was signed before the revocation was asked for is committed when its place was passed already.
#[tokio::test]
async fn a_permit_that_comes_late_is_revoked_too() {
    let (mut world, service, mut permits) = issued(&["10117410", "40000017"]).await;
    let sara = sara(&world).await;
    let (now, half) = (world.engine.now(), SignedDuration::from_millis(500));
    let asking = world.engine.clone().with_clock(Arc::new(Later(now + half)));
    world.engine = asking;
    let id = asked_between(&world, &service, &sara, now - half).await;
    assert_eq!(run_some(&world.engine, 1, 2).await.unwrap(), 1);
    let signed = world.engine.clone().with_clock(Arc::new(Later(now - half)));
    let asked_with = std::mem::replace(&mut world.engine, signed);
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    permits.extend(world.store.permits_of(sent.id).await.unwrap());
    let later = Later(now + half + SignedDuration::from_mins(1));
    world.engine = asked_with.with_clock(Arc::new(later));
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Revoked; 3]);
    let job = world.store.job(id).await.unwrap();
    assert_eq!(progress(&job), (3, 0, Some(JobResult::Done)));
}

#[tokio::test]
async fn who_has_no_document_asks_in_vain_where_one_is_wanted() {
    let (mut world, service, _) = issued(&["10117410"]).await;
    let elsa = world.caller("elsa", "administrator").await;
    world.engine.settings = Arc::new(Settings {
        officers_need_documents: true,
        ..(*world.engine.settings).clone()
    });
    let now = world.engine.now();
    let asked = MassRevocation {
        id: JobId(world.engine.new_id()),
        which: RevokedBy::Service {
            service: service.id.clone(),
            from: now,
            until: now,
        },
        reason: PermitReason::Mistake,
        note: "r".into(),
    };
    let refused = world.engine.revoke_many(&elsa, asked).await;
    assert!(
        matches!(&refused, Err(Error::Refused(refusal)) if refusal.cause == Cause::NoDocument),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_was_issued_later_is_not_revoked() {
    let (mut world, service, _) = issued(&["10117410"]).await;
    let sara = sara(&world).await;
    asked(&world, &service, &sara).await;
    let later = world.engine.now() + SignedDuration::from_millis(500);
    world.engine = world.engine.clone().with_clock(Arc::new(Later(later)));
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    run_jobs(&world.engine).await.unwrap();
    let permits = world.store.permits_of(sent.id).await.unwrap();
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Active]);
}

async fn reference(world: &World, permit: &PermitRow) -> Reference {
    world.store.case(permit.application).await.unwrap().reference
}

#[tokio::test]
async fn what_is_erased_is_revoked_first() {
    let (world, _, permits) = issued(&["10117410"]).await;
    let reference = reference(&world, &permits[0]).await;
    let sara = sara(&world).await;
    for nobody in [&sara, &Caller::stranger()] {
        let refused = world.engine.erase(nobody, &reference).await;
        assert!(matches!(refused, Err(EraseError::Engine(Error::Forbidden))));
    }
    let operator = Caller::operator();
    assert_eq!(world.engine.erase(&operator, &reference).await.unwrap(), 1);
    assert_eq!(world.engine.erase(&operator, &reference).await.unwrap(), 0);
    assert_eq!(statuses(&world, &permits).await, [PermitStatus::Revoked]);
    let history = world.store.history(permits[0].application).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.header().kind, MaybeNewer::Known(EventKind::PermitRevoked));
    assert!(history.iter().all(|link| matches!(link, Link::Erased(_))));
    let letters = world.store.outbox_of(permits[0].application).await.unwrap();
    assert!(letters.is_empty(), "{letters:?}");
}

#[tokio::test]
async fn what_is_open_is_not_erased() {
    let (world, service) = crate::applying::published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let refused = world.engine.erase(&Caller::operator(), &sent.reference).await;
    assert!(matches!(refused, Err(EraseError::Open)), "{refused:?}");
    let case = world.store.case(sent.id).await.unwrap();
    assert!(case.erased_at.is_none() && !case.application.answers.is_empty());
}

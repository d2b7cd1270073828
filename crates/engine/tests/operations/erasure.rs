//! Erasing by law: two people, what is over by itself, what was begun with the answers, and what is erased again.

use std::sync::Arc;

use engine::{
    applications::{Submitted, drafts::DraftState},
    authorise::{Action, Caller},
    clock::Clock,
    erasure::{
        Erasure, ErasureGround, ErasureId, ErasureOutcome,
        again::Again,
        carry_out::EraseError,
        office::{ErasureCase, Seen},
        over::ask_for_jobs,
        request::RequestError,
    },
    error::Error,
    jobs::runner::{run_jobs, run_some},
};
use forms::Service;
use jiff::{SignedDuration, Timestamp};
use review::{Message, PermitStatus, PersonId, ReplacementReason};
use store::{AuditAction, AuditActor, AuditEntry, AuditQuery, Contact, MailRecord, Person};

use crate::{
    applying::{SOURCE, answers, published_as, send},
    world::{World, new_account},
};

struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// A service whose rule approves everything, and that keeps what it is told for ninety days.
fn approving() -> Service {
    let rules = "  answer_within: 72h\n  rules: [{when: \"true\", then: approve, because: unclear}]";
    let source = SOURCE.replace("  answer_within: 72h", rules);
    let source = format!("kept_for: 90d\n{source}");
    forms::read("approving.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

async fn approved() -> (World, Service, Submitted) {
    let (world, service) = published_as(approving()).await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    (world, service, sent)
}

fn later(world: &mut World, by: SignedDuration) {
    let then = world.engine.now() + by;
    world.engine = world.engine.clone().with_clock(Arc::new(At(then)));
}

fn applicant(world: &World, sent: &Submitted) -> Caller {
    let token = world.engine.access_of(sent);
    world.engine.caller_by_access_token(&token)
}

async fn found(world: &World, caller: &Caller, action: Action, sent: &Submitted) -> ErasureCase {
    let key = sent.reference.to_string();
    world.engine.erasure_case(caller, action, &key).await.unwrap()
}

fn seen(found: &ErasureCase) -> Seen {
    let open = found.open().unwrap();
    Seen {
        id: open.id,
        revision: open.revision,
    }
}

async fn is_erased(world: &World, sent: &Submitted) -> bool {
    let case = world.store.case(sent.id).await.unwrap();
    case.is_erased() && case.contact == Contact::default() && case.application.answers.is_empty()
}

async fn lines(world: &World) -> Vec<(AuditActor, AuditAction)> {
    let query = AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    lines
        .into_iter()
        .filter_map(|(_, line)| Some((*line.actor.known()?, line.action.known().cloned()?)))
        .collect()
}

#[tokio::test]
async fn one_person_proposes_and_another_confirms() {
    let (world, _, sent) = approved().await;
    let rosa = world.caller("rosa", "officer").await;
    let sara = world.caller("sara", "supervisor").await;
    let case = found(&world, &sara, Action::ProposeErasure, &sent).await;
    let nothing = world
        .engine
        .propose_erasure(&case, ErasureGround::Order, "  ")
        .await;
    assert!(matches!(nothing, Err(RequestError::NoWords)), "{nothing:?}");
    let proposed = world
        .engine
        .propose_erasure(&case, ErasureGround::Order, "Oficio 12")
        .await;
    proposed.unwrap();
    let open = world.engine.open_erasures(&rosa, 0, 10).await.unwrap();
    assert_eq!((open.rows.len(), open.total), (1, 1));

    let case = found(&world, &sara, Action::DecideErasure, &sent).await;
    let alone = world.engine.confirm_erasure(&case, seen(&case)).await;
    assert!(matches!(alone, Err(RequestError::SamePerson)), "{alone:?}");
    let key = sent.reference.to_string();
    let officer = world
        .engine
        .erasure_case(&rosa, Action::DecideErasure, &key)
        .await;
    assert!(
        matches!(officer, Err(Error::Forbidden)),
        "an officer confirms nothing"
    );
    assert!(!is_erased(&world, &sent).await);

    let tito = world.caller("tito", "supervisor").await;
    let case = found(&world, &tito, Action::DecideErasure, &sent).await;
    let stale = Seen {
        revision: 7,
        ..seen(&case)
    };
    let changed = world.engine.confirm_erasure(&case, stale).await;
    assert!(matches!(changed, Err(RequestError::Engine(Error::Conflict))));
    assert_eq!(world.engine.confirm_erasure(&case, seen(&case)).await.unwrap(), 1);
    assert!(is_erased(&world, &sent).await);
    let kept = world.store.erasures_of(sent.id).await.unwrap().remove(0);
    assert_eq!((kept.words, kept.ground), (None, ErasureGround::Order));
    assert_eq!(kept.ended.unwrap().outcome, ErasureOutcome::Erased);
    let (sara, tito) = (sara.person().unwrap().id, tito.person().unwrap().id);
    let told = lines(&world).await;
    for line in [
        (AuditActor::Person(sara), AuditAction::ErasureAsked(sent.id)),
        (AuditActor::Person(tito), AuditAction::Erased(sent.id)),
    ] {
        assert!(told.contains(&line), "{line:?}");
    }
    assert_eq!(world.engine.open_erasures(&rosa, 0, 10).await.unwrap().total, 0);
}

/// What others would see takes nobody's place in the list.
#[tokio::test]
async fn a_page_is_of_what_somebody_may_see() {
    let (world, service, sent) = approved().await;
    let sara = world.caller("sara", "supervisor").await;
    for at_office in ["08", "15"] {
        let mut case = world.store.case(sent.id).await.unwrap();
        if at_office == "15" {
            let sent = send(&world, &service, answers(&service)).await.unwrap();
            case = world.store.case(sent.id).await.unwrap();
        }
        let line = AuditEntry {
            at: world.engine.now(),
            actor: AuditActor::Applicant,
            action: AuditAction::ErasureAsked(case.application.id),
        };
        let asked = Erasure {
            id: ErasureId(world.engine.new_id()),
            application: case.application.id,
            service: service.id.clone(),
            office: Some(at_office.into()),
            asked_by: line.actor,
            asked_at: line.at,
            ground: ErasureGround::Holder,
            words: None,
            proposed: None,
            ended: None,
            revision: 0,
        };
        world.store.ask_erasure(&asked, &line).await.unwrap();
    }
    for (grant, offices) in [
        ("supervisor/15", &["15"][..]),
        ("officer/08", &["08"]),
        ("supervisor@another", &[]),
        ("auditor", &[]),
        ("officer", &["08"]),
    ] {
        let caller = world.caller(&grant.replace(['/', '@'], "-"), grant).await;
        match world.engine.open_erasures(&caller, 0, 1).await {
            Ok(page) => {
                let seen = page.rows.iter().map(|row| row.erasure.office.clone().unwrap());
                let seen: Vec<String> = seen.map(|office| office.to_string()).collect();
                assert_eq!(seen, offices, "{grant}");
            }
            Err(error) => assert!(offices.is_empty(), "{grant}: {error:?}"),
        }
    }
    let all = world.engine.open_erasures(&sara, 1, 1).await.unwrap();
    assert_eq!((all.rows.len(), all.total), (1, 2), "the second page of two");
}

#[tokio::test]
async fn two_accounts_of_one_person_are_one() {
    let (world, _, sent) = approved().await;
    let sara = world.caller("sara", "supervisor").await;
    let first = sara.person().unwrap();
    // From before there was one account for each person.
    let second = Person {
        id: PersonId(uuid::Uuid::from_u128(77)),
        email: first.email.replacen("sara@", "SARA+2@", 1),
        ..Person::clone(first)
    };
    let line = AuditEntry {
        at: world.engine.now(),
        actor: AuditActor::System,
        action: AuditAction::PersonAdded(second.id),
    };
    world.store.add_person(&second, &line).await.unwrap();
    let callers = [sara, world.log_in_as(&second.email).await.caller];
    let case = found(&world, &callers[0], Action::ProposeErasure, &sent).await;
    let proposed = world
        .engine
        .propose_erasure(&case, ErasureGround::Order, "Oficio 12")
        .await;
    proposed.unwrap();
    let case = found(&world, &callers[1], Action::DecideErasure, &sent).await;
    let alone = world.engine.confirm_erasure(&case, seen(&case)).await;
    assert!(matches!(alone, Err(RequestError::SamePerson)), "{alone:?}");
}

#[tokio::test]
async fn nobody_decides_about_their_own() {
    let (world, _, sent) = approved().await;
    let mut account = new_account("ana", "supervisor");
    account.document = Some("10117410".into());
    world
        .engine
        .add_account(&Caller::operator(), account)
        .await
        .unwrap();
    let ana = world.log_in("ana").await.caller;
    let case = found(&world, &ana, Action::ProposeErasure, &sent).await;
    let own = world
        .engine
        .propose_erasure(&case, ErasureGround::Order, "Oficio 12")
        .await;
    assert!(
        matches!(own, Err(RequestError::Engine(Error::OwnApplication))),
        "{own:?}"
    );
    assert!(world.engine.is_own_erasure(&case).await.unwrap());
}

#[tokio::test]
async fn an_applicant_asks_and_is_told_why_not() {
    let (world, _, sent) = approved().await;
    let applicant = applicant(&world, &sent);
    let own = world
        .engine
        .own_application(&applicant, Action::AskErasure, &sent.reference)
        .await;
    let own = own.unwrap();
    world.engine.ask_own_erasure(&own, "Me mudé").await.unwrap();
    let again = world.engine.ask_own_erasure(&own, "Me mudé").await;
    assert!(matches!(again, Err(RequestError::Asked)), "{again:?}");
    let asked = (AuditActor::Applicant, AuditAction::ErasureAsked(sent.id));
    assert_eq!(world.last_line().await, asked);

    let sara = world.caller("sara", "supervisor").await;
    let case = found(&world, &sara, Action::DecideErasure, &sent).await;
    let early = world.engine.confirm_erasure(&case, seen(&case)).await;
    assert!(matches!(early, Err(RequestError::NotProposed)), "{early:?}");
    let silent = world.engine.refuse_erasure(&case, seen(&case), "").await;
    assert!(matches!(silent, Err(RequestError::NoWords)), "{silent:?}");
    let why = "La ley pide cinco años";
    world
        .engine
        .refuse_erasure(&case, seen(&case), why)
        .await
        .unwrap();
    let letters = world.store.outbox_of(sent.id).await.unwrap();
    let told = |letter: &&MailRecord| letter.entry.message.known() == Some(&Message::Kept);
    assert_eq!(letters.iter().find(told).unwrap().entry.words["reason"], why);
    let told = world.engine.own_erasures(&own).await.unwrap();
    assert_eq!(told[0].ended.as_ref().unwrap().refusal.as_deref(), Some(why));
    assert!(!is_erased(&world, &sent).await);
    world.engine.ask_own_erasure(&own, "").await.unwrap();

    let seen_only = world
        .engine
        .own_application(&applicant, Action::SeeOwnApplication, &sent.reference);
    let forbidden = world.engine.ask_own_erasure(&seen_only.await.unwrap(), "").await;
    assert!(matches!(forbidden, Err(RequestError::Engine(Error::Forbidden))));
}

#[tokio::test]
async fn what_was_begun_with_the_answers_does_not_show_them_any_more() {
    let (world, service, sent) = approved().await;
    let applicant = applicant(&world, &sent);
    let own = world
        .engine
        .own_application(&applicant, Action::Replace, &sent.reference)
        .await;
    let begun = world
        .engine
        .begin_replacement(&own.unwrap(), ReplacementReason::Loss, "es")
        .await;
    let secret = begun.unwrap();
    let open = |state: &DraftState| matches!(state, DraftState::Open(_));
    let draft = world
        .engine
        .draft(Some(&secret), service.id.as_str())
        .await
        .unwrap();
    let DraftState::Open(mut typed) = draft else {
        panic!("it was begun")
    };
    world
        .engine
        .erase(&Caller::operator(), &sent.reference)
        .await
        .unwrap();
    let draft = world
        .engine
        .draft(Some(&secret), service.id.as_str())
        .await
        .unwrap();
    assert!(!open(&draft), "{draft:?}");
    // A page that was being answered meanwhile writes the draft once more.
    let answers = typed.answers().clone();
    world.engine.keep_draft(&mut typed, answers, "es").await.unwrap();
    let draft = world
        .engine
        .draft(Some(&secret), service.id.as_str())
        .await
        .unwrap();
    assert!(!open(&draft), "{draft:?}");
}

#[tokio::test]
async fn what_is_over_is_erased_by_itself() {
    let (mut world, service, first) = approved().await;
    let second = send(&world, &service, answers(&service)).await.unwrap();
    let permits = world.store.permits_of(first.id).await.unwrap();
    let lasts = permits[0].expires_at.duration_since(world.engine.now());
    let applicant = applicant(&world, &first);
    let own = world
        .engine
        .own_application(&applicant, Action::SeeOwnApplication, &first.reference)
        .await;
    let told = world.engine.own_end_of_keeping(&own.unwrap()).await.unwrap();
    let kept = SignedDuration::from_hours(90 * 24);
    assert_eq!(told, Some(permits[0].expires_at + kept));

    later(&mut world, lasts + kept - SignedDuration::from_secs(1));
    ask_for_jobs(&world.engine).await.unwrap();
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert!(!is_erased(&world, &first).await, "a second too early");

    later(&mut world, SignedDuration::from_hours(2));
    ask_for_jobs(&world.engine).await.unwrap();
    ask_for_jobs(&world.engine).await.unwrap();
    // As if the node stopped after the first of them, and another went on once its lease had run out.
    assert_eq!(run_some(&world.engine, 1, 1).await.unwrap(), 1);
    assert!(is_erased(&world, &first).await != is_erased(&world, &second).await);
    later(&mut world, SignedDuration::from_mins(2));
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    for sent in [&first, &second] {
        assert!(is_erased(&world, sent).await);
        let line = (AuditActor::System, AuditAction::ErasedAtEnd(sent.id));
        assert_eq!(
            lines(&world).await.iter().filter(|told| **told == line).count(),
            1
        );
        let permits = world.store.permits_of(sent.id).await.unwrap();
        assert_eq!(
            permits[0].status,
            PermitStatus::Active,
            "it has run out, and is not revoked"
        );
    }
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "the job is forgotten");
}

#[tokio::test]
async fn without_a_word_in_its_file_a_service_keeps_for_ever() {
    let (mut world, service) = crate::applying::published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let applicant = applicant(&world, &sent);
    let own = world
        .engine
        .own_application(&applicant, Action::Withdraw, &sent.reference)
        .await;
    world.engine.withdraw(own.unwrap()).await.unwrap();
    later(&mut world, SignedDuration::from_hours(40 * 365 * 24));
    ask_for_jobs(&world.engine).await.unwrap();
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0);
    assert!(!is_erased(&world, &sent).await);
}

#[tokio::test]
async fn what_a_backup_brought_back_is_erased_again() {
    let (world, service, sent) = approved().await;
    let operator = Caller::operator();
    world.engine.erase(&operator, &sent.reference).await.unwrap();
    let listed = world.engine.erased(&operator, None, 10).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].id, listed[0].reference), (sent.id, sent.reference));
    let again = world.engine.erase_again(&operator, sent.id).await.unwrap();
    assert_eq!(again, Again::StillErased);

    let (restored, open) = (send(&world, &service, answers(&service)).await.unwrap(), world);
    let again = open.engine.erase_again(&operator, restored.id).await.unwrap();
    assert_eq!(again, Again::Erased(1));
    assert!(is_erased(&open, &restored).await);
    let nobody = review::ApplicationId(uuid::Uuid::from_u128(7));
    let again = open.engine.erase_again(&operator, nobody).await.unwrap();
    assert_eq!(again, Again::NotThere);
    for stranger in [Caller::stranger(), open.caller("sara", "supervisor").await] {
        for id in [nobody, restored.id] {
            let refused = open.engine.erase_again(&stranger, id).await;
            assert!(
                matches!(refused, Err(EraseError::Engine(Error::Forbidden))),
                "{refused:?}"
            );
        }
        assert!(open.engine.erased(&stranger, None, 1).await.is_err());
    }
}

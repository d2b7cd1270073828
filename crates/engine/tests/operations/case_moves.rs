//! Moving open cases to the version that is current: seen beforehand, done by a job, by two people where publishing takes two.

use engine::{
    applications::Submitted,
    authorise::{Action, Caller},
    error::Error,
    jobs::{
        runner::{run_jobs, run_some},
        timers::run_due,
    },
    log::{AuditAction, AuditActor},
    people::change::AccountChange,
    publishing::case_moves::{AskedMove, JobId, JobResult, KeptJob, MoveRehearsal, StepMap},
};
use forms::{Answer, ContentHash, Service, StepId};
use jiff::SignedDuration;
use review::{
    Application, ApplicationId, Author, Command, EventKind, Link, MoveHindrance, chain, fold, whole_history,
};
use store::AuditEntry;

use crate::{
    applying::{answers, published_as, send},
    publishing::edited,
    world::World,
};

const RENAMED: (&str, &str) = ("{id: check,", "{id: counter,");
const SHORT: (&str, &str) = ("max_length: 20", "max_length: 5");
const TWO: (&str, &str) = (
    "service: every-type\n",
    "service: every-type\npublish: two-people\n",
);

/// People who work on a service of which so many applications were sent, the last by somebody with a long nickname.
struct Office {
    world: World,
    first: Service,
    owner: Caller,
    officer: Caller,
    sent: Vec<Submitted>,
}

impl Office {
    async fn with(edits: &[(&str, &str)], count: usize) -> Self {
        let (world, first) = published_as(edited(edits).service).await;
        let owner = world.caller("olga", "service-owner@every-type").await;
        let officer = world.caller("rosa", "officer").await;
        let mut sent = Vec::new();
        for number in 1..=count {
            let mut answers = answers(&first);
            let nickname = if number == count {
                "Chaski del Tambo"
            } else {
                "Chas"
            };
            answers.insert("nickname".into(), Answer::Text(nickname.into()));
            sent.push(send(&world, &first, answers).await.unwrap());
        }
        Self {
            world,
            first,
            owner,
            officer,
            sent,
        }
    }

    async fn give(&self, number: usize, action: Action, command: Command) {
        let sent = &self.sent[number];
        let seen = self.application(sent.id).await.revision;
        let reference = sent.reference.to_string();
        let case = self
            .world
            .engine
            .case_to_change(&self.officer, action, &reference, Some(seen));
        self.world
            .engine
            .change_case(case.await.unwrap(), command)
            .await
            .unwrap();
    }

    async fn application(&self, id: ApplicationId) -> Application {
        self.world.store.case(id).await.unwrap().application
    }

    async fn publish(&self, edits: &[(&str, &str)]) -> ContentHash {
        let file = edited(edits);
        let published = self.world.engine.publish(&self.owner, &file).await;
        assert!(published.unwrap());
        file.service.hash()
    }

    async fn rehearse(&self, map: &StepMap) -> MoveRehearsal {
        let engine = &self.world.engine;
        let rehearsed = engine.rehearse_case_move(&self.owner, &self.first.id, map, 1000);
        rehearsed.await.unwrap()
    }

    fn asked(&self, map: &StepMap, to: ContentHash) -> AskedMove {
        AskedMove {
            id: JobId(self.world.engine.new_id()),
            service: self.first.id.clone(),
            to,
            steps: map.clone(),
        }
    }

    async fn ask(&self, map: &StepMap, to: ContentHash) -> JobId {
        let asked = self.asked(map, to);
        self.world.engine.move_cases(&self.owner, asked).await.unwrap()
    }

    async fn job(&self, id: JobId) -> KeptJob {
        self.world.engine.case_move(&self.owner, id).await.unwrap()
    }

    /// Everything that a move could change.
    async fn everything(&self) -> String {
        let mut all = Vec::new();
        for sent in &self.sent {
            let case = self.world.store.case(sent.id).await.unwrap();
            let history = self.world.store.history(sent.id).await.unwrap();
            let letters = self.world.store.outbox_of(sent.id).await.unwrap();
            all.push(format!("{case:?} {history:?} {letters:?}"));
        }
        format!("{all:?} {:?}", self.world.last_line().await)
    }
}

fn renamed() -> StepMap {
    StepMap([(StepId::from("check"), StepId::from("counter"))].into())
}

fn ended(job: &KeptJob) -> (u64, u64, Option<JobResult>) {
    let progress = job.progress.known().unwrap();
    let result = job.ended.as_ref().map(|(_, result)| *result.known().unwrap());
    (progress.done, progress.refused, result)
}

/// The chain holds, and the application is what its history makes of it.
async fn is_sound(office: &Office, id: ApplicationId) {
    let history = office.world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
    let folded = fold(&whole_history(&history).unwrap()).unwrap();
    assert_eq!(folded, office.application(id).await);
}

#[tokio::test]
async fn what_is_seen_beforehand_is_what_is_done() {
    let office = Office::with(&[], 5).await;
    office.give(0, Action::Claim, Command::Claim).await;
    office.give(0, Action::Decide, Command::APPROVE).await;
    office.give(1, Action::Claim, Command::Claim).await;
    office.give(2, Action::Claim, Command::Claim).await;
    let ask = Command::Ask {
        questions: vec!["story".into()],
        message: "¿Cómo fue?".into(),
    };
    office.give(2, Action::AskBack, ask).await;
    let permit = office.world.store.permits_of(office.sent[0].id).await.unwrap();
    let to = office.publish(&[RENAMED, SHORT]).await;
    let engine = &office.world.engine;
    let open = engine
        .open_on_earlier_versions(&office.owner, &office.first.id)
        .await;
    assert_eq!(open.unwrap(), [(office.first.hash(), 4)]);

    let before = office.everything().await;
    let unmapped = office.rehearse(&StepMap::default()).await;
    assert_eq!((unmapped.moved(), unmapped.left()), (0, 4));
    let stays = &unmapped.steps[0].stays;
    assert_eq!(stays[&MoveHindrance::NoStep("check".into())], 4);
    let rehearsed = office.rehearse(&renamed()).await;
    let [at_check] = &rehearsed.steps[..] else {
        panic!("{rehearsed:?}");
    };
    assert_eq!(at_check.goes, [(StepId::from("counter"), 3)].into());
    let too_long = MoveHindrance::AnswerWrong("nickname".into());
    assert_eq!(at_check.stays, [(too_long, 1)].into());
    assert_eq!(office.everything().await, before, "looking changes nothing");

    let job = office.ask(&renamed(), to).await;
    let olga = AuditActor::Person(office.owner.person().unwrap().id);
    let asked = AuditAction::CaseMoveAsked {
        job,
        service: office.first.id.clone(),
        from: vec![(office.first.hash(), 4)],
        to,
        steps: renamed(),
        needs_another: false,
    };
    assert_eq!(office.world.last_line().await, (olga, asked));
    assert_eq!(run_jobs(engine).await.unwrap(), 1);
    let told = (rehearsed.moved(), rehearsed.left(), Some(JobResult::Done));
    assert_eq!(ended(&office.job(job).await), told);
    let done = AuditAction::CaseMoveEnded {
        job,
        service: office.first.id.clone(),
        to,
        result: JobResult::Done,
        moved: 3,
        left: 1,
    };
    assert_eq!(office.world.last_line().await, (olga, done));

    let approved = office.application(office.sent[0].id).await;
    assert_eq!(approved.version, office.first.hash(), "what is finished stays");
    assert_eq!(
        office.world.store.permits_of(office.sent[0].id).await.unwrap(),
        permit
    );
    for (number, status) in [(1, "Queued"), (2, "Waiting"), (3, "Queued")] {
        let id = office.sent[number].id;
        let application = office.application(id).await;
        assert_eq!((application.version, application.status.name()), (to, status));
        assert_eq!(application.status.step(), Some(&"counter".into()));
        let history = office.world.store.history(id).await.unwrap();
        let last = history.last().unwrap().header();
        assert_eq!(last.kind, EventKind::MovedToVersion);
        let olga = Author::Officer(office.owner.person().unwrap().id);
        assert_eq!(last.actor, olga);
        is_sound(&office, id).await;
    }
    let left = engine
        .open_on_earlier_versions(&office.owner, &office.first.id)
        .await;
    assert_eq!(left.unwrap(), [(office.first.hash(), 1)]);
    // Who had it in hand takes it again, and decides by the new version.
    office.give(1, Action::Claim, Command::Claim).await;
    office.give(1, Action::Decide, Command::APPROVE).await;
    let permits = office.world.store.permits_of(office.sent[1].id).await.unwrap();
    assert_eq!(permits[0].version, to);
    is_sound(&office, office.sent[1].id).await;
}

/// What an applicant gave as theirs stays so: letters go nowhere else, and no other document opens the application.
#[tokio::test]
async fn a_case_whose_letters_would_go_elsewhere_stays() {
    for gone in [
        "      - {id: email, type: e-mail, label: {es: Correo, en: Mail}}\n",
        "      - {id: document, type: identity-document, label: {es: Documento, en: Document}, accepts: [dni, passport]}\n",
    ] {
        let office = Office::with(&[], 1).await;
        let claim = "    - {answer: document, role: document, as: last-four}\n";
        office
            .publish(&[(gone, ""), (claim, ""), ("type: 99", "type: 98")])
            .await;
        let rehearsed = office.rehearse(&StepMap::default()).await;
        assert_eq!(
            rehearsed.steps[0].stays,
            [(MoveHindrance::ContactChanges, 1)].into(),
            "{gone}"
        );
    }
}

/// Somebody mistyped a step: nothing is moved that they did not mean.
#[tokio::test]
async fn a_map_of_steps_that_no_version_has_is_refused() {
    let office = Office::with(&[], 1).await;
    let to = office.publish(&[RENAMED]).await;
    let mistyped = StepMap([("chek".into(), "counter".into())].into());
    let asked = office.asked(&mistyped, to);
    let refused = office.world.engine.move_cases(&office.owner, asked).await;
    assert!(matches!(refused, Err(Error::BadRequest(_))), "{refused:?}");
    let asked = office.asked(&renamed(), to);
    office
        .world
        .engine
        .move_cases(&office.owner, asked)
        .await
        .unwrap();
}

/// A node stops after a page, and another goes on: each case is moved once.
#[tokio::test]
async fn any_node_goes_on_where_one_stopped() {
    let office = Office::with(&[], 6).await;
    let to = office.publish(&[RENAMED, SHORT]).await;
    let job = office.ask(&renamed(), to).await;
    let engine = &office.world.engine;
    run_some(engine, 2, 1).await.unwrap();
    let (done, refused, result) = ended(&office.job(job).await);
    assert_eq!((done + refused, result), (2, None));
    office.world.pass(SignedDuration::from_mins(2));
    assert_eq!(run_jobs(engine).await.unwrap(), 1);
    assert_eq!(ended(&office.job(job).await), (5, 1, Some(JobResult::Done)));
    for sent in &office.sent[..5] {
        let history = office.world.store.history(sent.id).await.unwrap();
        let is_move = |link: &&Link| link.header().kind == EventKind::MovedToVersion;
        assert_eq!(history.iter().filter(is_move).count(), 1);
    }
}

#[tokio::test]
async fn where_it_takes_two_nothing_is_moved_before_another_person_confirms() {
    let office = Office::with(&[], 2).await;
    let to = office.publish(&[TWO]).await;
    let engine = &office.world.engine;
    let id = office.ask(&StepMap::default(), to).await;
    assert_eq!(run_jobs(engine).await.unwrap(), 0, "it waits");
    let own = engine.confirm_case_move(&office.owner, id).await;
    assert!(matches!(own, Err(Error::OwnRequest)), "{own:?}");
    let elsewhere = office
        .world
        .caller("fuera", "service-owner@another-service")
        .await;
    for nobody in [&elsewhere, &office.officer, &Caller::operator()] {
        let refused = engine.confirm_case_move(nobody, id).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let other = office.world.caller("otilia", "service-owner@every-type").await;
    let done = engine.confirm_case_move(&other, id).await.unwrap();
    let again = engine.confirm_case_move(&other, id).await.unwrap();
    assert_eq!(done, again, "two clicks confirm once");
    let line = AuditAction::CaseMoveConfirmed {
        job: done,
        service: office.first.id.clone(),
    };
    let who = AuditActor::Person(other.person().unwrap().id);
    assert_eq!(office.world.last_line().await, (who, line));
    assert_eq!(office.job(id).await.id, done, "it is one in the list");
    let moves = engine.case_moves(&office.owner, &office.first.id).await.unwrap();
    assert_eq!(moves.len(), 1);
    run_jobs(engine).await.unwrap();
    assert_eq!(ended(&office.job(done).await), (2, 0, Some(JobResult::Done)));

    // What nobody confirms is told in the log; the machine asks like anybody else.
    let newer = edited(&[TWO, SHORT]);
    let seen = JobId(engine.new_id());
    let planned = engine.plan_publication(&office.owner, seen, &newer, None).await;
    engine
        .confirm_publication(&other, planned.unwrap().unwrap())
        .await
        .unwrap();
    run_jobs(engine).await.unwrap();
    let asked = office.asked(&StepMap::default(), newer.service.hash());
    let asked = engine.move_cases(&Caller::operator(), asked).await.unwrap();
    assert_eq!(run_jobs(engine).await.unwrap(), 0, "it waits");
    office.world.pass(SignedDuration::from_hours(7 * 24));
    while run_jobs(engine).await.unwrap() > 0 {}
    let lapsed = AuditAction::CaseMoveLapsed {
        job: asked,
        service: office.first.id.clone(),
    };
    assert!(office.world.log_has(&lapsed).await);
}

#[tokio::test]
async fn nobody_moves_cases_who_may_not_publish_or_has_seen_another_version() {
    let office = Office::with(&[], 1).await;
    let engine = &office.world.engine;
    let first = office.first.hash();
    let to = office.publish(&[RENAMED]).await;
    let elsewhere = office
        .world
        .caller("fuera", "service-owner@another-service")
        .await;
    for nobody in [&elsewhere, &office.officer, &Caller::stranger()] {
        let refused = engine.move_cases(nobody, office.asked(&renamed(), to)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let refused = engine
            .rehearse_case_move(nobody, &office.first.id, &renamed(), 1)
            .await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let stale = engine
        .move_cases(&office.owner, office.asked(&renamed(), first))
        .await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    let nowhere = StepMap([(StepId::from("check"), StepId::from("nowhere"))].into());
    let refused = engine.move_cases(&office.owner, office.asked(&nowhere, to)).await;
    assert!(matches!(refused, Err(Error::BadRequest(_))), "{refused:?}");
    assert_eq!(office.application(office.sent[0].id).await.version, first);
}

/// Another version is published before the job is done, or whoever asked may not publish any more.
#[tokio::test]
async fn a_move_that_is_overtaken_moves_nothing() {
    for is_overtaken in [true, false] {
        let office = Office::with(&[], 2).await;
        let engine = &office.world.engine;
        let to = office.publish(&[RENAMED]).await;
        let job = office.ask(&renamed(), to).await;
        if is_overtaken {
            office.publish(&[RENAMED, SHORT]).await;
        } else {
            let root = office.world.caller("root", "administrator").await;
            let olga = office.owner.person().unwrap().id;
            let account = engine.account(&root, olga).await.unwrap();
            engine
                .change_account(account, AccountChange::Disable)
                .await
                .unwrap();
        }
        run_jobs(engine).await.unwrap();
        let kept = office.world.store.job(job).await.unwrap();
        assert_eq!(ended(&kept), (0, 0, Some(JobResult::GivenUp)));
        for sent in &office.sent {
            assert_eq!(office.application(sent.id).await.version, office.first.hash());
        }
    }
}

/// The deadline that ran under the version of before does nothing any more.
#[tokio::test]
async fn an_old_deadline_does_not_go_off() {
    const LAPSES: (&str, &str) = (
        "role: officer}",
        "role: officer, deadline: {after: 24h, then: lapse}}",
    );
    let office = Office::with(&[LAPSES], 2).await;
    let to = office.publish(&[]).await;
    office.ask(&StepMap::default(), to).await;
    let engine = &office.world.engine;
    run_jobs(engine).await.unwrap();
    office.world.pass(SignedDuration::from_hours(30));
    assert_eq!(run_due(engine).await.unwrap(), 0);
    for sent in &office.sent {
        assert_eq!(office.application(sent.id).await.status.name(), "Queued");
    }
}

#[tokio::test]
async fn a_case_that_was_moved_is_erased_like_any_other() {
    let office = Office::with(&[], 1).await;
    let to = office
        .publish(&[("nickname, type: text", "nick, type: text")])
        .await;
    office.ask(&StepMap::default(), to).await;
    run_jobs(&office.world.engine).await.unwrap();
    let id = office.sent[0].id;
    let application = office.application(id).await;
    assert_eq!(application.version, to);
    assert_eq!(
        application.earlier.len(),
        1,
        "an answer that fell away is not lost"
    );
    let line = AuditEntry {
        at: office.world.engine.now(),
        actor: AuditActor::System,
        action: AuditAction::Erased(id),
    };
    office.world.store.erase(id, &line).await.unwrap();
    let erased = office.application(id).await;
    assert!(erased.answers.is_empty() && erased.earlier.is_empty());
    let history = office.world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
    let kept = format!("{erased:?} {history:?}");
    assert!(!kept.contains("Chaski"), "{kept}");
}

/// What was charged is told by the version that charged it.
#[tokio::test]
async fn what_was_charged_stays_and_is_told_by_its_own_version() {
    let fee = |amount: &str| {
        format!("fee: {{rows: [{{text: {{es: Derecho, en: Fee}}, amount: {amount}}}]}}\nform:\n")
    };
    let (cheap, dear) = (fee("10"), fee("30"));
    let office = Office::with(&[("form:\n", &cheap)], 1).await;
    let charged = office.application(office.sent[0].id).await.fee;
    let to = office.publish(&[("form:\n", &dear)]).await;
    office.ask(&StepMap::default(), to).await;
    run_jobs(&office.world.engine).await.unwrap();
    let application = office.application(office.sent[0].id).await;
    assert_eq!((application.version, &application.fee), (to, &charged));
    assert_eq!(application.charged_by(), office.first.hash());
    is_sound(&office, application.id).await;
}

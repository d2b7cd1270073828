use forms::Workflow;
use jiff::Zoned;

use crate::commands::{
    access, appeal, ask, claim, consent, deadline, decide, escalate, inspection, opinion, own_affairs,
    permit, withdraw,
};
use crate::turn::Turn;
use crate::{Actor, Application, Cause, Command, Officer, Outcome, Random, Refusal};

/// Carries a command out, or says why not. The workflow must be that of the application's own version; `now` is on the
/// clock of the place, whose days deadlines count.
pub fn handle(
    application: Application,
    workflow: &Workflow,
    command: Command,
    actor: &Actor,
    now: &Zoned,
    random: Random<'_>,
) -> Result<Outcome, Refusal> {
    let (status, name) = (application.status.name(), command.name());
    let mut turn = Turn::on(application, workflow, actor.author(), now, random);
    match dispatch(&mut turn, command, actor) {
        Ok(()) => Ok(turn.finish()),
        Err(cause) => Err(Refusal {
            status,
            command: name,
            cause,
        }),
    }
}

/// Who may give which command; each command then looks at the status.
fn dispatch(turn: &mut Turn<'_>, command: Command, actor: &Actor) -> Result<(), Cause> {
    use Command as C;
    match (command, actor) {
        (C::Submit { .. }, _) => Err(Cause::AlreadySubmitted),

        (command, Actor::System { timer }) => deadline::fire(turn, timer, &command),

        (C::Answer { answers, further }, Actor::Applicant) => ask::answer(turn, answers, &further),
        (C::Withdraw, Actor::Applicant) => withdraw::withdraw(turn),
        (C::Appeal { message }, Actor::Applicant) => appeal::appeal(turn, message),
        (C::ChangeAccess(change), Actor::Applicant) => access::change(turn, change),

        (C::Consent { name }, Actor::ConsentingPerson) => consent::consent(turn, name),
        (C::RefuseConsent { name }, Actor::ConsentingPerson) => consent::refuse(turn, name),

        (C::SignPermitAnew { permit, seen }, Actor::Operator) => permit::sign_anew(turn, permit, seen),
        // Before the law erases what an application tells of people.
        (C::RevokePermit(request), Actor::Operator) => permit::revoke(turn, request),
        (
            C::ReplacePermit {
                permit,
                seen,
                by,
                reason,
            },
            Actor::Job,
        ) => permit::replace(turn, permit, seen, by, reason),
        // It was held too long without a change.
        (C::Release, Actor::Job) => claim::put_back(turn),
        (_, Actor::Applicant | Actor::ConsentingPerson | Actor::Operator | Actor::Job) => {
            Err(Cause::WrongActor)
        }

        (command, Actor::Officer(officer)) => {
            own_affairs::may_give(turn, officer, &command)?;
            by_officer(turn, officer, command)
        }
    }
}

fn by_officer(turn: &mut Turn<'_>, officer: &Officer, command: Command) -> Result<(), Cause> {
    use Command as C;
    match command {
        C::Claim => claim::claim(turn, officer),
        C::Release => claim::release(turn, officer),
        C::Assign { to } => claim::assign(turn, &to),
        C::Ask { questions, message } => ask::ask(turn, officer, questions, message),
        C::Approve { note, conditions } => decide::approve(turn, officer, note, conditions),
        C::Reject { reason, note } => decide::reject(turn, officer, reason, note),
        C::Escalate { to } => escalate::escalate(turn, officer, to.as_ref()),
        C::GiveOpinion {
            opinion,
            outcome,
            words,
        } => opinion::give(turn, officer, &opinion, outcome, words),
        C::SetInspection { at } => inspection::set(turn, officer, at),
        C::ReportInspection { on, outcome, words } => inspection::report(turn, officer, on, outcome, words),
        C::SuspendPermit(request) => permit::suspend(turn, request),
        C::ReinstatePermit(request) => permit::reinstate(turn, officer, request),
        C::RevokePermit(request) => permit::revoke(turn, request),
        C::ReplacePermit {
            permit,
            seen,
            by,
            reason,
        } => permit::replace(turn, permit, seen, by, reason),
        _ => Err(Cause::WrongActor),
    }
}

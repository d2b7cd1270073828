//! Nobody acts on what they are party to, and an installation may ask for a document of whoever decides. Said here for every
//! command of an officer, before the command looks at the status.

use crate::turn::Turn;
use crate::{Cause, Command, Officer};

pub(crate) fn may_give(turn: &Turn<'_>, officer: &Officer, command: &Command) -> Result<(), Cause> {
    use Command as C;
    match command {
        // Whoever holds a case must be able to put it back when it turns out to be theirs. No officer may give the others.
        C::Release
        | C::Submit { .. }
        | C::Answer { .. }
        | C::Withdraw
        | C::Appeal { .. }
        | C::Lapse
        | C::Consent { .. }
        | C::RefuseConsent { .. }
        | C::CloseOpinions
        | C::ChangeAccess(_)
        | C::SignPermitAnew { .. } => Ok(()),
        C::Ask { .. } | C::Escalate { .. } => no_party(turn, officer),
        C::Assign { to } => {
            no_party(turn, officer)?;
            no_party(turn, to).map_err(|_| Cause::ColleagueIsParty)?;
            has_document(to)
        }
        C::Claim
        | C::Approve { .. }
        | C::Reject { .. }
        | C::GiveOpinion { .. }
        | C::SetInspection { .. }
        | C::ReportInspection { .. }
        | C::SuspendPermit(_)
        | C::ReinstatePermit(_)
        | C::RevokePermit(_)
        | C::ReplacePermit { .. } => {
            no_party(turn, officer)?;
            has_document(officer)
        }
    }
}

fn no_party(turn: &Turn<'_>, officer: &Officer) -> Result<(), Cause> {
    if officer.is_party(turn.workflow, &turn.application) {
        return Err(Cause::OwnAffair);
    }
    Ok(())
}

fn has_document(officer: &Officer) -> Result<(), Cause> {
    if officer.lacks_document {
        return Err(Cause::NoDocument);
    }
    Ok(())
}

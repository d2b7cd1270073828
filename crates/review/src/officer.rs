use forms::{Canonical, Role, Workflow};

use crate::{Application, PersonId};

/// Somebody of the office, with what the rules need to know of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The account that acts, which the history keeps.
    pub person: PersonId,
    /// Further accounts of the same natural person, as far as the application's history names them: for four eyes they are one.
    pub other_accounts: Vec<PersonId>,
    /// Their roles within the scope of the application.
    pub roles: Vec<Role>,
    /// What names them as applicants are named: their document, in each form that it may have in answers, and their mailbox.
    pub identities: Vec<Canonical>,
    /// Whether they have no document where one is asked of whoever decides.
    pub lacks_document: bool,
    /// Whether it is their own permit that the application hands over to somebody else, or one that names them.
    pub hands_over: bool,
}

impl Officer {
    /// Whether the application names them, as its applicant or in any other part, or did before an answer was replaced. Of an
    /// application that was erased by law nobody can tell.
    pub fn is_party(&self, workflow: &Workflow, application: &Application) -> bool {
        let is_named = |parties: &[Canonical]| parties.iter().any(|party| self.identities.contains(party));
        let mut answered = application.earlier.iter().chain([&application.answers]);
        self.hands_over
            || answered.any(|answers| is_named(&workflow.parties(answers)))
            // The version that it is on may not ask any more what named them.
            || application.earlier.iter().any(|answers| is_named(&answers.parties()))
    }

    /// Whether this account is theirs.
    pub(crate) fn has_account(&self, account: PersonId) -> bool {
        self.person == account || self.other_accounts.contains(&account)
    }
}

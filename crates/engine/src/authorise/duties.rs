//! What the roles that are granted to people amount to.

use forms::Role;

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Whoever has an account.
    Any,
    /// Deciding applications: every role that a service's steps name and that is none of those below.
    Review,
    /// Giving opinions of what one is shown; reading nothing else.
    Advise,
    /// Answering for those who review.
    Supervise,
    /// Checking permits in the street.
    Verify,
    /// Writing a service's rules.
    Own,
    /// Running the site; sees no case.
    Administer,
    /// Proving afterwards that all was in order; changes nothing.
    Audit,
}

impl Duty {
    /// The duty of a role. A service may invent roles, such as `inspector`: those review.
    pub fn of(role: &Role) -> Self {
        match role.as_str() {
            "supervisor" => Self::Supervise,
            "verifier" => Self::Verify,
            "service-owner" => Self::Own,
            "administrator" => Self::Administer,
            "auditor" => Self::Audit,
            _ if role.is_of_consultees() => Self::Advise,
            _ => Self::Review,
        }
    }
}

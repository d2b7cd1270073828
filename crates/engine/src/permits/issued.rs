//! A permit with its application.

use store::{Case, PermitRow};

use crate::authorise::{Scope, Scoped};

/// A permit and the application that it was granted for.
#[derive(Clone, Debug)]
pub struct IssuedPermit {
    /// The permit.
    pub permit: PermitRow,
    /// The application.
    pub case: Case,
}

impl Scoped for IssuedPermit {
    fn scope(&self) -> Scope {
        Scope::of(&self.case.application)
    }
}

//! The columns of an application.

use forms::canonical;
use jiff::Timestamp;
use review::{Application, Decider, Status};
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Case, Contact, DocumentHash, StatusName, StoreError, count};

columns! { $
    /// The columns that make a [`Case`].
    CaseColumns case_columns of(case: &Case) {
        id "id": C::Id = C::id(case.application.id.0),
        reference "reference": String = case.reference.to_string(),
        revision "revision": i64 = count(case.application.revision),
        language "language": String = case.language.to_string(),
        holder "holder": String = case.contact.holder.clone(),
        email "email": Option<String> = case.contact.email.clone(),
        document "document": Option<C::Bytes> = case.contact.document.map(|hash| C::bytes(&hash.0)),
        role "role": Option<String> = case.role.as_ref().map(ToString::to_string),
        state "state": C::Document = C::document(&case.application)?,
        erased_at "erased_at": Option<C::Time> = case.erased_at.map(C::time),
    }
}

impl<C: ReadColumns> CaseColumns<C> {
    /// The case; that its revision is the state's is checked.
    pub fn read(self) -> Result<Case, StoreError> {
        let row = C::row_of("applications", &self.id);
        let application: Application = row.json("state", C::words(&self.state))?;
        if count(application.revision) != self.revision {
            return Err(row.corrupt("revision", "it is not the state's"));
        }
        let document = self.document.as_ref().map(AsRef::as_ref);
        Ok(Case {
            application,
            reference: row.checked("reference", self.reference.parse())?,
            language: self.language.as_str().into(),
            contact: Contact {
                holder: self.holder,
                email: self.email,
                document: row.maybe_bytes("document", document)?.map(DocumentHash),
            },
            role: self.role.map(|role| role.as_str().into()),
            erased_at: self
                .erased_at
                .map(|at| C::read_time(&row, "erased_at", &at))
                .transpose()?,
        })
    }
}

/// All columns of an application on its way into its row: its case, what lists go by, and what must hold before.
#[derive(Debug, Serialize)]
#[serde(bound = "C: JsonColumns")]
pub struct ApplicationColumns<C: ColumnTypes> {
    #[serde(flatten)]
    pub case: CaseColumns<C>,
    /// The revision at which the kept row must be; 0 for a new one.
    pub expected: i64,
    /// Whether the kept row must have been erased by law, or must not.
    pub was_erased: bool,
    pub service: String,
    pub version: C::Bytes,
    pub status: &'static str,
    pub step: Option<String>,
    pub office: Option<String>,
    pub claimed_by: Option<C::Id>,
    pub sampled: bool,
    pub head: C::Bytes,
    pub submitted_at: C::Time,
    pub due_at: C::Time,
    /// The roles whose opinions are awaited, each with a space before and after it.
    pub consulted: Option<String>,
    pub decided_at: Option<C::Time>,
    pub decided_by_people: bool,
    pub holder_search: String,
}

impl<C: WriteColumns> ApplicationColumns<C> {
    /// A case that takes the place of one at that revision, erased or not as this one is.
    pub fn of(case: &Case, expected: u64) -> Result<Self, StoreError> {
        let application = &case.application;
        let (decided_at, decided_by_people) = decided::<C>(&application.status);
        Ok(Self {
            case: CaseColumns::of(case)?,
            expected: count(expected),
            was_erased: case.is_erased(),
            service: application.service.to_string(),
            version: C::bytes(&application.version.0),
            status: StatusName::from(&application.status).as_str(),
            step: application.status.step().map(ToString::to_string),
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by::<C>(&application.status),
            sampled: application.sampled,
            head: C::bytes(&application.head.0),
            submitted_at: C::time(application.submitted_at),
            due_at: C::time(due_at(application)),
            consulted: consulted(application),
            decided_at,
            decided_by_people,
            holder_search: canonical::folded(&case.contact.holder),
        })
    }
}

fn claimed_by<C: WriteColumns>(status: &Status) -> Option<C::Id> {
    match status {
        Status::Claimed { by, .. } => Some(C::id(by.0)),
        _ => None,
    }
}

fn decided<C: WriteColumns>(status: &Status) -> (Option<C::Time>, bool) {
    match status {
        Status::Approved { at, by } | Status::Rejected { at, by, .. } => {
            (Some(C::time(*at)), matches!(by, Decider::People(_)))
        }
        _ => (None, false),
    }
}

/// The roles whose opinions are awaited, as [`QueueScope::consulted`](crate::QueueScope) finds them.
fn consulted(application: &Application) -> Option<String> {
    let awaited = application.awaited_opinions();
    let roles: Vec<&str> = awaited.map(|opinion| opinion.role.as_str()).collect();
    (!roles.is_empty()).then(|| format!(" {} ", roles.join(" ")))
}

/// When the office's time ends, by which lists are sorted; [`NEVER`] where it has no time, or not the word.
fn due_at(application: &Application) -> Timestamp {
    match application.status {
        Status::Queued { .. } | Status::Claimed { .. } => application.due_at().unwrap_or(NEVER),
        _ => NEVER,
    }
}

/// After everything that has a time: 30 December 9999, as a default of the tables too.
const NEVER: Timestamp = Timestamp::constant(253_402_128_000, 0);

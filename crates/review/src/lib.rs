//! The state machine that an application goes through, from submission to decision.
//!
//! [`submit`], [`handle`] and [`move_to_version`] take values and return values: the application as it stands now, the events that
//! led there, and the effects that the caller must carry out in the same transaction; or a [`Refusal`] that
//! names the status and the command. The events are the history: [`fold`] makes the application from them,
//! and [`chain`] shows whether anybody touched them.

mod access;
mod actor;
mod application;
mod apply;
pub mod chain;
mod command;
mod commands;
mod conditions;
mod effect;
mod event;
mod event_kind;
mod fold;
mod handle;
mod id;
mod inspection;
mod newer;
mod office;
mod officer;
mod opinion;
mod permit;
mod refusal;
mod status;
mod submit;
#[cfg(test)]
mod tests;
mod turn;
mod version_move;
mod whole;

pub use access::{Access, AccessChange};
pub use actor::{Actor, Author};
pub use application::{Application, Decision, Due, Format, GivenConsent, Moved, Visit};
pub use chain::{Erased, Hash, Link, NewerEvent, Recorded};
pub use command::{Command, PermitRequest};
pub use commands::appeal::is_open_against;
pub use conditions::{Conditions, SetConditions};
pub use effect::{Effect, Message, Outcome, TimerKind, TimerName};
pub use event::Event;
pub use event_kind::EventKind;
pub use fold::{BrokenHistory, fold};
pub use handle::handle;
pub use id::{ApplicationId, PersonId};
pub use inspection::{Inspection, InspectionReport};
pub use newer::{MaybeNewer, Newer};
pub use officer::Officer;
pub use opinion::{AskedOpinion, Opinion, OpinionAnswer, SilentOpinion};
pub use permit::{
    PermitLife, PermitReason, PermitRef, PermitStatus, Replacement, ReplacementReason, Replaces,
};
pub use refusal::{Cause, Refusal};
pub use status::{Decider, Status};
pub use submit::{NewApplication, first_ruling, submit, submit_under_conditions};
pub use version_move::{MoveHindrance, StepMap, VersionMove, move_to_version};
pub use whole::{NotWhole, whole_history};

/// Where randomness comes from: each call gives 16 fresh bytes.
pub type Random<'a> = &'a mut dyn FnMut() -> [u8; 16];

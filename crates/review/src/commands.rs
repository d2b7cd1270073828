//! One file a command, or a pair that belongs together.

pub(crate) mod access;
pub(crate) mod appeal;
pub(crate) mod ask;
pub(crate) mod claim;
pub(crate) mod consent;
pub(crate) mod deadline;
pub(crate) mod decide;
pub(crate) mod escalate;
pub(crate) mod inspection;
mod officer;
pub(crate) mod opinion;
pub(crate) mod own_affairs;
pub(crate) mod permit;
mod sample;
pub(crate) mod withdraw;

use crate::{Cause, Status};

/// Why a command that works on open cases does not work on this one.
fn unfit(status: &Status) -> Cause {
    if status.is_final() {
        Cause::Finished
    } else {
        Cause::Impossible
    }
}

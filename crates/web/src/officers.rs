//! The officers' side: logging in, the queue, a case and what is done with it.

pub(crate) mod ask;
pub(crate) mod assign;
pub(crate) mod case;
pub(crate) mod claim;
pub(crate) mod decide;
pub(crate) mod escalate;
pub(crate) mod frame;
pub(crate) mod hand;
pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod names;
pub(crate) mod next;
pub(crate) mod queue;
pub(crate) mod release;
pub(crate) mod resend;
pub(crate) mod scopes;
pub(crate) mod tag;

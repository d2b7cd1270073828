//! The officers' side: logging in, one's own account, the queue, a case and what is done with it.

pub(crate) mod account;
mod address;
pub(crate) mod case;
pub(crate) mod command;
pub(crate) mod due;
mod entry;
pub(crate) mod frame;
pub(crate) mod home;
mod inspection;
pub(crate) mod letter_names;
pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod names;
pub(crate) mod needs;
pub(crate) mod next;
mod notice;
mod passkey;
pub(crate) mod password_link;
pub(crate) mod prove;
mod queue;
pub(crate) mod resend;
pub(crate) mod roles;
pub(crate) mod second_step;
pub(crate) mod service_name;
pub(crate) mod tag;
mod visitor;

//! Permits after they were issued: their paper, and taking them back.

pub(crate) mod by_id;
mod causes;
pub(crate) mod change;
pub(crate) mod check;
pub(crate) mod code;
pub(crate) mod find;
mod handed_out;
pub(crate) mod life;
mod number;
pub(crate) mod page;
pub(crate) mod paper;
mod permit_list;
mod possible;
pub(crate) mod replace;
pub(crate) mod revocable;
pub(crate) mod revocation;
pub(crate) mod revoke_many;
pub(crate) mod revoked;
mod seen;
pub(crate) mod show;
mod which;

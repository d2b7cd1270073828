//! Erasure by law, on the office's side: one person proposes, another confirms or refuses.

pub(crate) mod decide;
pub(crate) mod page;
pub(crate) mod queue;

//! The banner as a node knows it between two looks at the store.

use std::sync::{Arc, PoisonError, RwLock};

use store::Banner;

/// What all visitors are told, as it was last learnt.
#[derive(Debug, Default)]
pub(crate) struct KnownBanner(RwLock<Option<Arc<Banner>>>);

impl KnownBanner {
    pub(crate) fn known(&self) -> Option<Arc<Banner>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn learn(&self, banner: Option<Banner>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = banner.map(Arc::new);
    }
}

//! The demo's letter box.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;

use crate::mail::{Outgoing, Post, SendError};

/// Keeps the letters of a demo in memory, newest first.
#[derive(Debug, Default)]
pub struct LetterBox {
    letters: RwLock<Vec<Arc<Outgoing>>>,
}

impl LetterBox {
    /// All letters, newest first.
    pub fn all(&self) -> Vec<Arc<Outgoing>> {
        self.letters
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A letter by its id.
    pub(crate) fn find(&self, id: uuid::Uuid) -> Option<Arc<Outgoing>> {
        self.letters
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|letter| letter.id == id)
            .cloned()
    }
}

#[async_trait]
impl Post for LetterBox {
    async fn send(&self, letter: &Outgoing) -> Result<(), SendError> {
        let mut letters = self.letters.write().unwrap_or_else(PoisonError::into_inner);
        letters.retain(|kept| kept.id != letter.id);
        letters.insert(0, Arc::new(letter.clone()));
        Ok(())
    }
}

//! The demo's letter box.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use engine::letters::{MailTransport, OutgoingLetter, SendError};

/// Keeps the letters of a demo in memory, newest first.
#[derive(Debug, Default)]
pub struct LetterBox {
    letters: RwLock<Vec<Arc<OutgoingLetter>>>,
}

impl LetterBox {
    /// All letters, newest first.
    pub fn all(&self) -> Vec<Arc<OutgoingLetter>> {
        self.letters
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A letter by its id.
    pub(crate) fn find(&self, id: uuid::Uuid) -> Option<Arc<OutgoingLetter>> {
        self.letters
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|letter| letter.id == id)
            .cloned()
    }
}

#[async_trait]
impl MailTransport for LetterBox {
    async fn send(&self, letter: &OutgoingLetter) -> Result<(), SendError> {
        let mut letters = self.letters.write().unwrap_or_else(PoisonError::into_inner);
        letters.retain(|kept| kept.id != letter.id);
        letters.insert(0, Arc::new(letter.clone()));
        Ok(())
    }
}

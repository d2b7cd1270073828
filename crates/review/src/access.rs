//! Which of the links, browsers and return codes that were handed out for an application still open it.

use forms::Answers;
use serde::{Deserialize, Serialize};

/// What opens an application. Every key names the number that stood here when it was made, and opens nothing once that has
/// changed: so all are ended at once, and none of them is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// How often all links and browsers were ended.
    pub links: u32,
    /// How often the return code was renewed, also by ending all else.
    pub code: u32,
    /// No return code opens it, until there is a new one.
    pub code_ended: bool,
}

/// What an applicant changes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum AccessChange {
    /// No link of before opens it, no browser, and no return code.
    EndLinks,
    /// The permit is somebody else's now: no link of before opens it, no browser, and no return code.
    HandOver,
    /// A new return code opens it, and the one of before no more.
    RenewCode,
    /// No return code opens it.
    EndCode,
    /// The link is sent once more, to the address that is known.
    SendLink,
    /// Letters go to another address, and no link of before opens it, no browser, and no return code.
    CorrectAddress {
        /// The address, as the answer that it corrects.
        answers: Answers,
    },
}

impl AccessChange {
    /// Its word, stable for translations.
    pub fn name(&self) -> &'static str {
        match self {
            Self::EndLinks => "end-links",
            Self::HandOver => "hand-over",
            Self::RenewCode => "renew-code",
            Self::EndCode => "end-code",
            Self::SendLink => "send-link",
            Self::CorrectAddress { .. } => "correct-address",
        }
    }
}

impl Access {
    /// Whether all that was handed out at the beginning still opens it.
    pub(crate) fn is_as_in_the_beginning(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn change(&mut self, change: &AccessChange) {
        match change {
            AccessChange::EndLinks | AccessChange::HandOver | AccessChange::CorrectAddress { .. } => {
                self.links = self.links.saturating_add(1);
                // Whoever was in may have made one for themselves.
                self.code = self.code.saturating_add(1);
            }
            AccessChange::RenewCode => {
                self.code = self.code.saturating_add(1);
                self.code_ended = false;
            }
            AccessChange::EndCode => self.code_ended = true,
            AccessChange::SendLink => {}
        }
    }
}

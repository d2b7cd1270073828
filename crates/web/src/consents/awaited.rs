//! Whose consent an application waits for, told to whoever applied.

use engine::{applications::own::OwnApplication, letters::Delivery};

use crate::{app::App, error::WebError};

/// Somebody who was asked and has not answered.
pub(crate) struct Awaited {
    pub(crate) address: String,
    /// The last letter to them was given up.
    pub(crate) is_unreachable: bool,
    /// They have just been asked once more.
    pub(crate) is_asked_again: bool,
}

impl Awaited {
    pub(crate) async fn of(
        app: &App,
        own: &OwnApplication,
        is_asked_again: bool,
    ) -> Result<Option<Self>, WebError> {
        let Some(address) = app.consent_awaited(own) else {
            return Ok(None);
        };
        let letters = app.own_letters(own).await?;
        let theirs = letters.iter().filter(|letter| letter.entry.to == address);
        let last = theirs.max_by_key(|letter| letter.entry.id);
        Ok(Some(Self {
            is_unreachable: last.is_some_and(|letter| matches!(letter.delivery, Delivery::Dead(_))),
            address,
            is_asked_again,
        }))
    }
}

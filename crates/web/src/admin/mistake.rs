//! What is wrong with a form about an account.

use engine::{
    error::Error,
    people::{accounts::AccountError, grants::UnknownGrant},
};

use crate::{error::WebError, officers::account::password::weakness};

/// The key of the text that says why an account was not added or changed, where that is about what was typed.
pub(super) fn text_of(error: AccountError) -> Result<&'static str, WebError> {
    match error {
        AccountError::EmailTaken => Ok("admin-email-taken"),
        AccountError::MailboxTaken => Ok("admin-mailbox-taken"),
        AccountError::DocumentTaken => Ok("admin-document-taken"),
        AccountError::NoSuchDocument => Ok("admin-no-document"),
        AccountError::OwnDocument => Ok("admin-own-document"),
        AccountError::WeakPassword(weak) => Ok(weakness(weak)),
        AccountError::OwnProofs => Ok("admin-own-proofs"),
        AccountError::OwnGrant => Ok("admin-own-grant"),
        // No page of ours asks for it.
        AccountError::PasswordOfAnother => Err(Error::Forbidden.into()),
        AccountError::UnknownGrant(UnknownGrant::Role(_)) => Ok("admin-unknown-role"),
        AccountError::UnknownGrant(UnknownGrant::Service(_)) => Ok("admin-unknown-service"),
        AccountError::OwnAccount => Ok("admin-own-account"),
        AccountError::Engine(error) => Err(error.into()),
    }
}

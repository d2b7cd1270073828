//! What is wrong with a form about an account.

use engine::people::accounts::AccountError;

use crate::error::WebError;

/// The key of the text that says why an account was not added or changed, where that is about what was typed.
pub(super) fn text_of(error: AccountError) -> Result<&'static str, WebError> {
    match error {
        AccountError::EmailTaken => Ok("admin-email-taken"),
        AccountError::MailboxTaken => Ok("admin-mailbox-taken"),
        AccountError::DocumentTaken => Ok("admin-document-taken"),
        AccountError::NoSuchDocument => Ok("admin-no-document"),
        AccountError::OwnDocument => Ok("admin-own-document"),
        AccountError::ShortPassword => Ok("admin-short-password"),
        AccountError::UnknownRole(_) => Ok("admin-unknown-role"),
        AccountError::OwnAccount => Ok("admin-own-account"),
        AccountError::Engine(error) => Err(error.into()),
    }
}

//! The outbox's worker.

use jiff::{SignedDuration, Timestamp};
use store::{Mail, Retry};

use crate::{
    App, WebError,
    mail::{self, Post, SendError},
};

const LEASE: SignedDuration = SignedDuration::from_secs(120);
const BATCH: u32 = 20;
/// With the pauses below, a server may be down for about two days before a letter is given up.
const ATTEMPTS: u32 = 16;
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(4);

/// Sends what is due, one batch; answers how many letters were taken.
pub async fn deliver(app: &App, post: &dyn Post) -> Result<usize, WebError> {
    let mails = app.store.due_mail(app.now(), LEASE, BATCH).await?;
    for mail in &mails {
        match send(app, post, mail).await {
            Ok(()) => app.store.sent(mail, app.now()).await?,
            Err(error) => {
                tracing::warn!(letter = %mail.entry.id.0, attempts = mail.attempts, %error, "a letter did not leave");
                let retry = retry(&error, mail.attempts, app.now());
                app.store.failed(mail, &error.reason, retry, app.now()).await?;
            }
        }
    }
    Ok(mails.len())
}

async fn send(app: &App, post: &dyn Post, mail: &Mail) -> Result<(), SendError> {
    let unwritten = |error: WebError| SendError { permanent: false, reason: format!("it could not be written: {error}") };
    let letter = mail::compose(app, mail).await.map_err(unwritten)?;
    post.send(&letter).await
}

/// Twice the pause after each failure, from half a minute to four hours.
fn retry(error: &SendError, attempts: u32, now: Timestamp) -> Retry {
    if error.permanent || attempts >= ATTEMPTS {
        return Retry::Never;
    }
    let doubled = SignedDuration::from_secs(30 << attempts.min(10));
    now.checked_add(doubled.min(LONGEST_PAUSE)).map_or(Retry::Never, Retry::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_four_hours_then_it_is_given_up() {
        let now = Timestamp::UNIX_EPOCH;
        let after = |attempts, permanent| {
            let error = SendError { permanent, reason: String::new() };
            match retry(&error, attempts, now) {
                Retry::At(at) => Some(at.as_second()),
                Retry::Never => None,
            }
        };
        assert_eq!(after(1, false), Some(60));
        assert_eq!(after(2, false), Some(120));
        assert_eq!(after(15, false), Some(4 * 3600));
        assert_eq!(after(16, false), None);
        assert_eq!(after(1, true), None);
    }
}

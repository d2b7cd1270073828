//! The outbox's worker.

use std::time::Duration;

use forms::outside::cleaned;
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use review::{Message, Status};
use store::{Case, Mail, Retry};
use tokio::time::timeout;

use crate::{
    applications::inspection,
    consents::link,
    engine::Engine,
    error::Error,
    letters::{self, MailTransport, OutgoingLetter, SendError},
    limits::Failures,
};

/// Longer than a whole batch can take, so that nobody else takes a letter that is on its way.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
const BATCH: u32 = 40;
const AT_ONCE: usize = 8;
const PATIENCE: Duration = Duration::from_secs(30);
/// With the pauses below, a server may be down for about two days before a letter is given up.
const ATTEMPTS: u32 = 16;
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(4);
/// What one mailbox is sent a day, whoever's it is and however it is addressed: nobody's letter box is filled from here. Anybody
/// can have us write that something was received, that somebody's consent is asked for, or that a rule decided, so those have their own numbers.
const RECEIPTS: u32 = 10;
const LETTERS: u32 = 40;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Sends what is due, one batch, several letters at once; answers how many were taken.
pub async fn deliver(engine: &Engine, transport: &dyn MailTransport) -> Result<usize, Error> {
    let mails = engine.store.due_mail(engine.now(), LEASE, BATCH).await?;
    // A list of futures, not a stream that makes them: of that the compiler cannot tell that it may move between threads.
    let sending: Vec<_> = mails
        .iter()
        .map(|mail| hand_over(engine, transport, mail))
        .collect();
    let results: Vec<Result<(), Error>> = stream::iter(sending).buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect::<Result<(), Error>>()?;
    Ok(mails.len())
}

async fn hand_over(engine: &Engine, transport: &dyn MailTransport, mail: &Mail) -> Result<(), Error> {
    let (case, letter) = match written(engine, mail).await {
        Ok(Some(written)) => written,
        Ok(None) => return failed(engine, mail, &over()).await,
        Err(error) => return failed(engine, mail, &later(format!("it could not be written: {error}"))).await,
    };
    let mailbox = letters::mailbox(&letter.to);
    let limit = limit(mail.entry.message, &case.application.status, &mailbox);
    // Counted before it is sent, since several are sent at once.
    if let Some(limit) = &limit
        && let Some(until) = limit.over(engine).await?
    {
        return put_off(engine, mail, until).await;
    }
    match send(transport, &letter).await {
        Ok(()) => Ok(engine.store.sent(mail, engine.now()).await?),
        Err(error) => {
            if let Some(limit) = &limit {
                limit.take_back(engine).await?;
            }
            failed(engine, mail, &error).await
        }
    }
}

/// The letter, unless it asks for a consent that is no longer asked for, or tells another day of an inspection: it may have waited long.
async fn written(engine: &Engine, mail: &Mail) -> Result<Option<(Case, OutgoingLetter)>, Error> {
    let case = engine.store.case(mail.entry.application).await?;
    if mail.entry.message == Message::ConsentAsked {
        let published = engine.version(&case.application.version).await?;
        if !link::is_open(&published.service, &case.application, &mail.entry.words) {
            return Ok(None);
        }
    }
    if mail.entry.message == Message::InspectionSet
        && !inspection::is_told(&case.application, &mail.entry.words)
    {
        return Ok(None);
    }
    let letter = letters::compose(engine, mail, &case).await?;
    Ok(Some((case, letter)))
}

fn over() -> SendError {
    SendError {
        permanent: true,
        reason: "what it says is so no more".to_owned(),
    }
}

async fn failed(engine: &Engine, mail: &Mail, error: &SendError) -> Result<(), Error> {
    let reason = without_addresses(&cleaned(&error.reason));
    tracing::warn!(letter = %mail.entry.id.0, attempts = mail.attempts, error = reason, "a letter did not leave");
    let retry = retry(error, mail.attempts, engine.now());
    Ok(engine.store.failed(mail, &reason, retry, engine.now()).await?)
}

fn later(reason: String) -> SendError {
    SendError {
        permanent: false,
        reason,
    }
}

/// What a mail server said, without the words in which it names whom the letter was for.
fn without_addresses(reason: &str) -> String {
    let words = reason.split_whitespace();
    let told = words.map(|word| if word.contains('@') { "…" } else { word });
    told.collect::<Vec<_>>().join(" ")
}

/// The limit that a letter falls under. None where only the office can have us write it, be it by a decision; and none of links, which
/// are counted against whoever asks for them, so that letters to a mailbox use up nobody's way back to their application.
fn limit<'m>(message: Message, status: &Status, mailbox: &'m str) -> Option<Failures<'m>> {
    let (what, most) = match message {
        Message::Received => ("receipts-to", RECEIPTS),
        Message::ConsentAsked => ("consents-to", RECEIPTS),
        Message::Approved | Message::Rejected if status.is_decided_by_people() => return None,
        Message::Approved
        | Message::Rejected
        | Message::Advanced
        | Message::Lapsed
        | Message::Withdrawn
        | Message::Replaced => ("letters-to", LETTERS),
        Message::Link
        | Message::AddressCorrected
        | Message::Asked
        | Message::InspectionSet
        | Message::Revoked
        | Message::Reissued
        | Message::Kept => return None,
    };
    Some(Failures {
        what,
        whose: mailbox,
        most,
        window: A_DAY,
    })
}

/// Leaves a letter until its mailbox may have another one.
async fn put_off(engine: &Engine, mail: &Mail, until: Timestamp) -> Result<(), Error> {
    tracing::debug!(letter = %mail.entry.id.0, "a letter waits, since its mailbox had enough of them today");
    let reason = "it waits, since this mailbox had enough letters today";
    let retry = if mail.attempts >= ATTEMPTS {
        Retry::Never
    } else {
        Retry::At(until)
    };
    Ok(engine.store.failed(mail, reason, retry, engine.now()).await?)
}

async fn send(transport: &dyn MailTransport, letter: &OutgoingLetter) -> Result<(), SendError> {
    let sent = timeout(PATIENCE, transport.send(letter)).await;
    sent.unwrap_or_else(|_| {
        let patience = PATIENCE.as_secs();
        Err(later(format!(
            "the mail server did not answer within {patience} s"
        )))
    })
}

/// Twice the pause after each failure, from half a minute to four hours.
fn retry(error: &SendError, attempts: u32, now: Timestamp) -> Retry {
    if error.permanent || attempts >= ATTEMPTS {
        return Retry::Never;
    }
    let doubled = SignedDuration::from_secs(30 << attempts.min(10));
    now.checked_add(doubled.min(LONGEST_PAUSE))
        .map_or(Retry::Never, Retry::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_no_mailbox() {
        for (said, told) in [
            (
                "550 5.1.1 <ana.quispe@example.org>: no such user",
                "550 5.1.1 … no such user",
            ),
            ("rejected:ana@example.org (by policy)", "… (by policy)"),
            (
                "the mail server answered 421 4.7.28",
                "the mail server answered 421 4.7.28",
            ),
        ] {
            assert_eq!(without_addresses(said), told);
        }
    }

    #[test]
    fn pauses_double_up_to_four_hours_then_it_is_given_up() {
        let now = Timestamp::UNIX_EPOCH;
        let after = |attempts, permanent| {
            let error = SendError {
                permanent,
                reason: String::new(),
            };
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

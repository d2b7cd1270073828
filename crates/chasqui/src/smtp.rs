//! Letters by SMTP.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use engine::letters::{MailTransport, OutgoingLetter, SendError};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::{
        self,
        client::{Certificate, Tls, TlsParameters},
    },
};
use url::Url;

use crate::at_rest;

/// A server that takes our letters, over a pool of connections.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// `smtp://user:password@host:587?tls=required` (STARTTLS) or `smtps://…` (TLS from the first byte). Whoever names
    /// roots of their own wants TLS: then nothing is sent without.
    pub(crate) fn new(url: &Url, roots: Option<&Path>, from: &str) -> Result<Self> {
        refuse_clear_password(url, roots.is_some())?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| {
            anyhow::anyhow!("the setting smtp_url is wrong: give smtp://user:password@host:port?tls=required")
        })?;
        if let Some(path) = roots {
            let parameters = trusting(path, url.host_str().unwrap_or_default())?;
            let from_the_start = url.scheme() == "smtps";
            builder = builder.tls(if from_the_start {
                Tls::Wrapper(parameters)
            } else {
                Tls::Required(parameters)
            });
        }
        Ok(Self {
            transport: builder.build(),
            from: sender(from)?,
        })
    }
}

/// TLS that believes the public roots and these.
fn trusting(roots: &Path, host: &str) -> Result<TlsParameters> {
    let wrong = || format!("the setting smtp_ca is wrong: cannot use {}", roots.display());
    let pem = std::fs::read(roots).with_context(wrong)?;
    let root = Certificate::from_pem(&pem).with_context(wrong)?;
    TlsParameters::builder(host.to_owned())
        .add_root_certificate(root)
        .build_rustls()
        .with_context(wrong)
}

/// The sender of every letter.
pub(crate) fn sender(from: &str) -> Result<Mailbox> {
    mailbox(from)
        .context("the setting mail_from is wrong: give an address such as Permisos <permisos@example.gob.pe>")
}

/// A mailbox whose domain is in ASCII (IDNA, UTS 46), which every server takes. What stands before the `@` cannot be put so: where
/// that has other letters, the server must know RFC 6531.
fn mailbox(text: &str) -> Option<Mailbox> {
    let read: Mailbox = text.parse().ok()?;
    let domain = idna::domain_to_ascii(read.email.domain()).ok()?;
    let address = Address::new(read.email.user(), domain).ok()?;
    Some(Mailbox::new(read.name, address))
}

#[async_trait]
impl MailTransport for Smtp {
    async fn send(&self, letter: &OutgoingLetter) -> Result<(), SendError> {
        let message = message(letter, &self.from)?;
        self.transport.send(message).await.map_err(|error| {
            let reason = reason(&error);
            let permanent = match error.status() {
                Some(code) => is_about_the_recipient(code.into(), enhanced_code(&reason)),
                // The server does not know RFC 6531, and the address cannot be written otherwise.
                None => error.is_client() && !letter.to.is_ascii(),
            };
            SendError { permanent, reason }
        })?;
        Ok(())
    }
}

/// What went wrong, in our words: a server's own name whom the letter was for. Its codes say all that is to be mended.
fn reason(error: &smtp::Error) -> String {
    let said = error.to_string();
    match error.status() {
        None => said,
        Some(code) => answered(&code.to_string(), &said),
    }
}

fn answered(code: &str, said: &str) -> String {
    match enhanced_code(said) {
        Some(enhanced) => format!("the mail server answered {code} {enhanced}"),
        None => format!("the mail server answered {code}"),
    }
}

/// RFC 3463: `5.1.1` and its like, which many servers put before their words.
fn enhanced_code(said: &str) -> Option<&str> {
    let is_code = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        let is_number = |part: &&str| (1..=3).contains(&part.len());
        parts.len() == 3 && matches!(parts[0], "2" | "4" | "5") && parts.iter().all(is_number)
    };
    let words = said.split(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    words.map(|word| word.trim_matches('.')).find(is_code)
}

/// RFC 5321, 4.2.3: no such mailbox, here or elsewhere. Every other refusal (a wrong password, a policy, a full disk) is about
/// us or the server, and may be mended while the letter waits. Many servers answer 550 for those too; where they say which it is
/// (RFC 3463: 5.1 is an address, 5.2.1 a mailbox that takes nothing any more, 5.7 a policy or what they think of the sender), that
/// counts.
fn is_about_the_recipient(code: u16, enhanced: Option<&str>) -> bool {
    let is_said = enhanced.is_none_or(|code| {
        let is_senders = matches!(code, "5.1.7" | "5.1.8");
        !is_senders && (code.starts_with("5.1.") || code == "5.2.1")
    });
    matches!(code, 550 | 551 | 553) && is_said
}

/// A password goes over TLS or stays on this machine.
fn refuse_clear_password(url: &Url, has_roots: bool) -> Result<()> {
    let required = url
        .query_pairs()
        .any(|(name, value)| name == "tls" && value == "required");
    ensure!(
        url.password().is_none()
            || url.scheme() == "smtps"
            || required
            || has_roots
            || at_rest::is_local(url),
        "the setting smtp_url would send the password in clear: add ?tls=required, or use smtps://"
    );
    Ok(())
}

/// The letter as MIME. Its `Message-ID` stays the same when it is sent again, so that a repetition is known as one.
pub(crate) fn message(letter: &OutgoingLetter, from: &Mailbox) -> Result<Message, SendError> {
    let never = |reason: String| SendError {
        permanent: true,
        reason,
    };
    let to = mailbox(&letter.to).ok_or_else(|| never("the applicant's address is not one".into()))?;
    let builder = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&letter.subject)
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())));
    let text = SinglePart::plain(letter.body.clone());
    let message = match &letter.attachment {
        None => builder.singlepart(text),
        Some(attachment) => {
            let pdf = ContentType::parse("application/pdf").expect("a MIME type");
            let file = Attachment::new(attachment.name.clone()).body(attachment.pdf.clone(), pdf);
            builder.multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        }
    };
    message.map_err(|error| never(format!("it cannot be put in an envelope: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_travels_in_clear() {
        for (url, taken) in [
            ("smtp://user:secret@mail.example.pe:587?tls=required", true),
            ("smtps://user:secret@mail.example.pe", true),
            ("smtp://mail.example.pe:25", true),
            ("smtp://user:secret@127.0.0.1:2525", true),
            ("smtp://user:secret@mail.example.pe:587", false),
            ("smtp://user:secret@mail.example.pe:587?tls=opportunistic", false),
        ] {
            let answer = refuse_clear_password(&url.parse().unwrap(), false);
            assert_eq!(answer.is_ok(), taken, "{url}");
            assert!(answer.is_ok() || !answer.unwrap_err().to_string().contains("secret"));
        }
    }

    #[test]
    fn of_a_servers_answer_its_codes_are_kept_and_no_address() {
        for (code, said, told) in [
            (
                "550",
                "permanent error (550): 5.1.1 <ana.quispe@example.org> Ana Quispe: no such user at 192.0.2.1",
                "the mail server answered 550 5.1.1",
            ),
            (
                "421",
                "transient error (421): busy, ana@example.org",
                "the mail server answered 421",
            ),
            (
                "450",
                "transient error (450): host 10.0.0.1 said 4.2.2. ",
                "the mail server answered 450 4.2.2",
            ),
        ] {
            assert_eq!(answered(code, said), told);
        }
    }

    #[test]
    fn only_an_address_that_is_not_there_kills_a_letter() {
        for (code, enhanced, kills) in [
            (550, None, true),
            (550, Some("5.1.1"), true),
            (550, Some("5.1.10"), true),
            (553, Some("5.1.3"), true),
            (550, Some("5.2.1"), true),
            (550, Some("5.7.1"), false),
            (550, Some("5.7.26"), false),
            (550, Some("5.4.1"), false),
            (550, Some("5.2.2"), false),
            (553, Some("5.1.8"), false),
            (553, Some("5.7.1"), false),
            (535, Some("5.7.8"), false),
            (554, Some("5.7.1"), false),
            (421, None, false),
            (450, None, false),
            (530, None, false),
            (552, None, false),
        ] {
            assert_eq!(
                is_about_the_recipient(code, enhanced),
                kills,
                "{code} {enhanced:?}"
            );
        }
    }

    #[test]
    fn a_domain_goes_out_in_ascii() {
        for (written, sent) in [
            ("permisos@ñuñoa.pe", "permisos@xn--uoa-6mab.pe"),
            ("Permisos Ñuñoa <permisos@ÑUÑOA.pe>", "permisos@xn--uoa-6mab.pe"),
            ("ana@ñandú.pe", "ana@xn--and-6ma2c.pe"),
            ("ana@ejemplo.pe", "ana@ejemplo.pe"),
            ("почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"),
        ] {
            assert_eq!(mailbox(written).unwrap().email.to_string(), sent, "{written}");
        }
        assert!(sender("Ana").is_err());
    }
}

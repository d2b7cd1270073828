//! Letters by SMTP.

use std::path::Path;

use anyhow::{Context, Result};
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::client::{Certificate, Tls, TlsParameters},
};
use url::Url;
use web::mail::{Outgoing, Post, SendError};

/// A server that takes our letters, over a pool of connections.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// `smtp://user:password@host:587?tls=required` (STARTTLS) or `smtps://…` (TLS from the first byte). Whoever names
    /// roots of their own wants TLS: then nothing is sent without.
    pub(crate) fn new(url: &Url, roots: Option<&Path>, from: &str) -> Result<Self> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| anyhow::anyhow!("the setting smtp_url is wrong: give smtp://user:password@host:port?tls=required"))?;
        if let Some(path) = roots {
            let parameters = trusting(path, url.host_str().unwrap_or_default())?;
            let from_the_start = url.scheme() == "smtps";
            builder = builder.tls(if from_the_start { Tls::Wrapper(parameters) } else { Tls::Required(parameters) });
        }
        Ok(Self { transport: builder.build(), from: sender(from)? })
    }
}

/// TLS that believes the public roots and these.
fn trusting(roots: &Path, host: &str) -> Result<TlsParameters> {
    let wrong = || format!("the setting smtp_ca is wrong: cannot use {}", roots.display());
    let pem = std::fs::read(roots).with_context(wrong)?;
    let root = Certificate::from_pem(&pem).with_context(wrong)?;
    TlsParameters::builder(host.to_owned()).add_root_certificate(root).build_rustls().with_context(wrong)
}

/// The sender of every letter.
pub(crate) fn sender(from: &str) -> Result<Mailbox> {
    from.parse().with_context(|| "the setting mail_from is wrong: give an address such as Permisos <permisos@example.gob.pe>")
}

#[async_trait]
impl Post for Smtp {
    async fn send(&self, letter: &Outgoing) -> Result<(), SendError> {
        let message = message(letter, &self.from)?;
        self.transport.send(message).await.map_err(|error| SendError {
            permanent: error.is_permanent(),
            reason: error.to_string(),
        })?;
        Ok(())
    }
}

/// The letter as MIME. Its `Message-ID` stays the same when it is sent again, so that a repetition is known as one.
pub(crate) fn message(letter: &Outgoing, from: &Mailbox) -> Result<Message, SendError> {
    let never = |reason: String| SendError { permanent: true, reason };
    let to: Mailbox = letter.to.parse().map_err(|_| never("the applicant's address is not one".into()))?;
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

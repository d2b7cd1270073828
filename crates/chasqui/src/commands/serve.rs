//! `chasqui serve`

use std::sync::Arc;

use anyhow::Result;
use engine::letters::MailTransport;

use crate::{at_rest, node, server, settings::Settings, smtp::Smtp};

pub(crate) async fn run(settings: &Settings) -> Result<()> {
    at_rest::warn(settings);
    let listener = server::listen(settings.listen).await?;
    let transport: Option<Arc<dyn MailTransport>> = match &settings.smtp_url {
        Some(url) => Some(Arc::new(Smtp::new(
            url,
            settings.smtp_ca.as_deref(),
            &settings.mail_from,
        )?)),
        None => None,
    };
    if transport.is_none() {
        tracing::warn!("smtp_url is not set: letters wait in the outbox");
    }
    let engine = node::open(settings, false).await?;
    if let Err(error) = engine.check_files().await {
        let error = format!("{:#}", anyhow::Error::from(error));
        tracing::error!(error, "files cannot be kept: /readyz says when they can");
    }
    tracing::info!(address = %listener.local_addr()?, base_url = %settings.base_url, "serving");
    let router = web::router(node::site(engine.clone(), settings));
    let keys = tokio::spawn(node::follow_keys(engine.clone(), settings.clone()));
    let ended = server::run(engine, router, listener, transport).await;
    keys.abort();
    ended
}

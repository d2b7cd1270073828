//! `chasqui serve`

use std::sync::Arc;

use anyhow::Result;
use web::mail::Post;

use crate::{node, server, settings::Settings, smtp::Smtp};

pub(crate) async fn run(settings: &Settings) -> Result<()> {
    let listener = server::listen(settings.listen).await?;
    let post: Option<Arc<dyn Post>> = match &settings.smtp_url {
        Some(url) => Some(Arc::new(Smtp::new(
            url,
            settings.smtp_ca.as_deref(),
            &settings.mail_from,
        )?)),
        None => None,
    };
    if post.is_none() {
        tracing::warn!("smtp_url is not set: letters wait in the outbox");
    }
    let app = node::open(settings, false).await?;
    if let Err(error) = app.files.check(app.random.salt()).await {
        let error = format!("{:#}", anyhow::Error::from(error));
        tracing::error!(error, "files cannot be kept: /readyz says when they can");
    }
    tracing::info!(address = %listener.local_addr()?, base_url = %settings.base_url, "serving");
    let router = web::router(app.clone());
    let keys = tokio::spawn(node::follow_keys(app.clone(), settings.clone()));
    let ended = server::run(app, router, listener, post).await;
    keys.abort();
    ended
}

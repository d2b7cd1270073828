//! `chasqui serve`

use std::sync::Arc;

use anyhow::Result;
use engine::{engine::Engine, letters::MailTransport};

use crate::{at_rest, folder, node, server, settings::Settings, smtp::Smtp};

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
    let (engine, followed) = node::open(settings, false).await?;
    warn_of_roles(&engine);
    warn_of_assets();
    warn_of_site(settings);
    if let Err(error) = engine.check_files().await {
        let error = format!("{:#}", anyhow::Error::from(error));
        tracing::error!(error, "files cannot be kept: /readyz says when they can");
    }
    tracing::info!(address = %listener.local_addr()?, base_url = %settings.base_url, "serving");
    let router = web::router(node::site(engine.clone(), settings));
    let folder = tokio::spawn(folder::follow(
        engine.clone(),
        settings.services.clone(),
        followed,
    ));
    let keys = tokio::spawn(node::follow_keys(engine.clone(), settings.clone()));
    let ended = server::run(engine, router, listener, transport).await;
    folder.abort();
    keys.abort();
    ended
}

/// A program that was built before its assets has pages without style, and no scanner.
fn warn_of_assets() {
    let missing = web::assets::missing();
    if !missing.is_empty() {
        let missing = missing.join(" ");
        tracing::error!(
            missing,
            "this program was built without its assets: build it with `just build`"
        );
    }
}

/// A page that says nobody's name may be anybody's.
fn warn_of_site(settings: &Settings) {
    if settings.site.is_none() {
        tracing::warn!("no site file is set: pages tell nobody whose they are (docs/site-file.md)");
    }
}

/// A role that is misspelt in the settings demands nothing of those who were meant. Its service may also come later.
fn warn_of_roles(engine: &Engine) {
    let unknown = engine.unknown_second_factor_roles();
    if unknown.is_empty() {
        return;
    }
    let words = |roles: Vec<String>| roles.join(" ");
    tracing::warn!(
        unknown = words(unknown.iter().map(ToString::to_string).collect()),
        known = words(engine.roles().into_iter().collect()),
        "second_factor_roles names roles that no published service knows: nobody is asked for a second factor by them"
    );
}

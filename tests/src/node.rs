//! A whole node on a database in a temporary folder, to be measured.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use forms::{Answer, Answers, QuestionId, Service, samples};
use jiff::{Timestamp, tz::TimeZone};
use permit::{KeySet, Purpose, SigningKey, TrustedKey};
use store::{PermitRow, Submitted};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use web::{
    App, Clock, Files, Issuer, Published, Random, Secret, Settings,
    desk::{self, SubmitRequest},
};

use crate::{clock, program::shipped};

/// A node with the transit permit published.
pub struct Node {
    /// The application that `chasqui serve` would serve.
    pub app: App,
    /// The service.
    pub published: Arc<Published>,
    answers: Answers,
    folder: TempDir,
}

impl Node {
    /// Opens it: durable, as it ships.
    pub async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = SqliteStore::open(&folder.path().join("bench.db")).await?;
        let machine = Arc::new(Machine(SystemRandom::new()));
        let random: Arc<dyn Random> = machine.clone();
        let secret = Secret::new(random.token());
        let app = App::new(
            Arc::new(store),
            Files::in_memory(),
            machine,
            random,
            issuer()?,
            secret,
            settings(),
        );
        let service = transit_permit()?;
        web::publish(&app, &service).await?;
        let published = app
            .services
            .current(service.id.as_str())
            .context("it was published")?;
        let mut answers = samples::sample(&service, app.today());
        // One's own superior is a case for a person; what is measured is decided by a rule.
        let superior = Answer::Email("jefa@ejemplo.pe".to_owned());
        answers.0.insert(QuestionId::new("boss_email"), superior);
        Ok(Self {
            app,
            published,
            answers,
            folder,
        })
    }

    /// The main file of its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("bench.db")
    }

    /// Hands in one application, which a rule approves: with its permit, its letter and its timers.
    pub async fn submit(&self) -> Result<Submitted> {
        let request = SubmitRequest {
            version: self.published.hash,
            answers: self.answers.clone(),
            language: self.published.service.languages[0].clone(),
            id: desk::application_id(&self.app.random.token()),
        };
        Ok(desk::submit(&self.app, request).await?)
    }

    /// One that was approved, with its permit.
    pub async fn permit(&self) -> Result<PermitRow> {
        let submitted = self.submit().await?;
        let permits = self.app.store.permits_of(submitted.id).await?;
        permits
            .into_iter()
            .next()
            .context("no rule approves the sample answers")
    }
}

/// The transit permit, as it ships.
pub fn transit_permit() -> Result<Service> {
    let source = std::fs::read_to_string(shipped("transit-permit"))?;
    forms::read("transit-permit.yaml", &source).map_err(|diagnostics| anyhow::anyhow!("{diagnostics}"))
}

fn issuer() -> Result<Issuer> {
    let (permits, lists) = (SigningKey::generate()?, SigningKey::generate()?);
    let trusted = |key: &SigningKey, purpose| TrustedKey::new(key.public_key().clone(), purpose);
    let keys = vec![
        trusted(&permits, Purpose::Permit),
        trusted(&lists, Purpose::Status),
    ];
    Ok(Issuer {
        host: "permisos.gob.pe".to_owned(),
        keys: KeySet::new("permisos.gob.pe", "https://permisos.gob.pe", keys),
        permit_signer: Arc::new(permits),
        status_signer: Arc::new(lists),
        rooted: None,
    })
}

fn settings() -> Settings {
    Settings {
        base_url: "https://permisos.gob.pe".to_owned(),
        demo: false,
        secure_cookies: true,
        time_zone: TimeZone::UTC,
        behind_proxy: false,
    }
}

struct Machine(SystemRandom);

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        clock::now()
    }
}

impl Random for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes).expect("a machine has randomness");
    }
}

//! A whole node on a database in a temporary folder, to be measured.

use std::{
    net::Ipv4Addr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context, Result};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use engine::{
    applications::{
        Submitted,
        drafts::{DraftState, OpenDraft},
    },
    authorise::Caller,
    clock::{Clock, Random},
    engine::{Engine, Parts, Settings},
    issuer::Issuer,
    peer::Peer,
    permits::PermitRow,
    secret::Secret,
    services::Published,
};
use files::Files;
use forms::{Answer, Answers, QuestionId, Service, samples};
use jiff::{Timestamp, tz::TimeZone};
use permit::{KeySet, Purpose, SigningKey, TrustedKey};
use store::Store;
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

use crate::{clock, program::shipped};

/// Where everybody applies from who is measured: limits do not fall there.
const OFFICE: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// A node with the transit permit published.
pub struct Node {
    /// What `chasqui serve` would serve.
    pub engine: Engine,
    /// The service.
    pub published: Arc<Published>,
    /// What it is kept in.
    pub store: Arc<dyn Store>,
    answers: Answers,
    applicants: AtomicU64,
    folder: TempDir,
}

impl Node {
    /// Opens it: durable, as it ships.
    pub async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = SqliteStore::open(&folder.path().join("bench.db")).await?;
        Self::on(Arc::new(store), folder).await
    }

    /// The same on a database of the PostgreSQL server that the `PG*` variables name.
    pub async fn open_on_postgres(address: &str) -> Result<Self> {
        let store = PostgresStore::open(address).await?;
        Self::on(Arc::new(store), tempfile::tempdir()?).await
    }

    async fn on(store: Arc<dyn Store>, folder: TempDir) -> Result<Self> {
        let machine = Arc::new(Machine(SystemRandom::new()));
        let random: Arc<dyn Random> = machine.clone();
        let engine = Engine::new(Parts {
            store: store.clone(),
            files: Files::in_memory(),
            clock: machine,
            secret: Secret::new(random.token()),
            random,
            issuer: issuer()?,
            settings: Settings {
                base_url: "https://permisos.gob.pe".to_owned(),
                demo: false,
                time_zone: TimeZone::UTC,
                site: Arc::default(),
                officers_need_documents: false,
                exempt_networks: OFFICE.to_string().parse()?,
                second_factor_roles: Vec::new(),
            },
        });
        let service = transit_permit()?;
        engine
            .publish(&Caller::operator(), &service.clone().into())
            .await?;
        let published = engine
            .services
            .current(service.id.as_str())
            .context("it was published")?;
        let mut answers = samples::sample(&service, engine.today());
        // One's own superior is a case for a person; what is measured is decided by a rule.
        let superior = Answer::Email("jefa@ejemplo.pe".to_owned());
        answers.0.insert(QuestionId::new("boss_email"), superior);
        Ok(Self {
            engine,
            published,
            store,
            answers,
            applicants: AtomicU64::new(0),
            folder,
        })
    }

    /// The main file of its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("bench.db")
    }

    /// A form that somebody has filled in and not sent, with their answers: nobody sends more than some a day.
    pub async fn filled(&self) -> Result<(OpenDraft, Answers)> {
        let mut answers = self.answers.clone();
        let applicant = self.applicants.fetch_add(1, Ordering::Relaxed);
        let address = Answer::Email(format!("applicant-{applicant}@ejemplo.pe"));
        answers.0.insert(QuestionId::new("email"), address);
        let secret = self
            .engine
            .begin_draft(&self.published, answers.clone(), "es")
            .await?;
        let service = self.published.service.id.as_str();
        match self.engine.draft_to_send(Some(&secret), service).await? {
            DraftState::Open(open) => Ok((open, answers)),
            _ => anyhow::bail!("a draft that was just begun is gone"),
        }
    }

    /// Sends one, which a rule approves: with its permit, its letter and its timers.
    pub async fn submit(&self, (open, answers): (OpenDraft, Answers)) -> Result<Submitted> {
        Ok(self
            .engine
            .send_draft(Peer::new(OFFICE.into()), open, answers, "es")
            .await?)
    }

    /// One that was approved, with its permit.
    pub async fn permit(&self) -> Result<PermitRow> {
        let submitted = self.submit(self.filled().await?).await?;
        let permits = self.store.permits_of(submitted.id).await?;
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

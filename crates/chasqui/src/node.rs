//! One running node: settings become an engine and its site.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use engine::{
    clock::Clock,
    engine::{Engine, Parts},
    issuer::{Issuer, Rooted},
    secret::{Purpose as SecretPurpose, Secret},
};
use files::Files;
use jiff::Timestamp;
use permit::key::{Purpose, Signer};
use store::{Kind, Purpose as Dedication, SecretMark, Store};
use web::App;

use crate::{
    at_rest,
    folder::{self, Followed},
    keyring::{Expected, InForce, Keyring, Nobody, OfflineFor},
    machine::Machine,
    settings::{self, Settings},
    site_file,
};

/// How often it is said that something must be done for the keys.
const MINUTES_BETWEEN_WARNINGS: u64 = 60;

/// Opens the store and the keys, and publishes the service files.
pub(crate) async fn open(settings: &Settings, demo: bool) -> Result<(Engine, Followed)> {
    let engine = assemble(settings, demo).await?;
    let followed = folder::publish(&engine, &settings.services).await?;
    Ok((engine, followed))
}

/// Opens the store and the keys.
pub(crate) async fn assemble(settings: &Settings, demo: bool) -> Result<Engine> {
    if let Some(folder) = at_rest::folder_of_files(&settings.files_url) {
        at_rest::refuse_open(folder)?;
    }
    let machine = Arc::new(Machine::new());
    let keyring = Keyring::open(&settings.keys)?;
    let store = settings.database.open_or_create().await?;
    let secret = keyring.secret(&*machine)?;
    dedicate(&*store, demo).await?;
    share_secret(&*store, &secret, &settings.keys).await?;
    let time_zone = settings::zone(&settings.time_zone)?;
    Ok(Engine::new(Parts {
        store,
        files: files(&settings.files_url)?,
        // No service is known yet; whoever goes on looks again at once.
        issuer: issuer(settings, OfflineFor::longest([]), machine.now())?,
        clock: machine.clone(),
        random: machine,
        secret,
        settings: engine::engine::Settings {
            base_url: base_url(settings),
            site: Arc::new(site_file::read(settings.site.as_deref(), &settings.base_url)?),
            demo,
            time_zone,
            officers_need_documents: settings.officers_need_documents,
            exempt_networks: settings.exempt_networks.clone(),
            second_factor_roles: settings.second_factor_roles.clone(),
        },
    }))
}

/// The site of an engine.
pub(crate) fn site(engine: Engine, settings: &Settings) -> App {
    let of_pages = web::Settings {
        secure_cookies: settings.base_url.scheme() == "https",
        behind_proxy: settings.behind_proxy,
    };
    App::new(engine, of_pages)
}

/// Looks at the folder of keys every minute, so that a key that is made, copied there, retired or voided counts without a
/// restart, and a root's set that is installed.
pub(crate) async fn follow_keys(engine: Engine, settings: Settings) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    for minute in 0_u64.. {
        minutes.tick().await;
        let now = engine.now();
        match issuer(&settings, offline_for(&engine), now) {
            Ok(issuer) => {
                if minute % MINUTES_BETWEEN_WARNINGS == 0 {
                    warn_of(&issuer, now);
                }
                engine.replace_issuer(issuer);
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the keys of before stay in use");
                silence(&engine, &settings, now);
            }
        }
    }
}

/// Where the keys cannot be read anew: what was voided meanwhile, or has run out with its set, signs nothing all the same.
fn silence(engine: &Engine, settings: &Settings, now: Timestamp) {
    let issuer = engine.issuer();
    let voided = Keyring::open(&settings.keys).and_then(|keyring| keyring.voided());
    let voided: Vec<_> = voided.unwrap_or_default().iter().map(|key| key.id).collect();
    let is_over = issuer
        .rooted
        .as_ref()
        .is_some_and(|rooted| rooted.set.expires_at <= now);
    let still = |signer: &Arc<dyn Signer>, purpose| -> Arc<dyn Signer> {
        if is_over || voided.contains(&signer.key_id()) {
            Arc::new(Nobody(purpose))
        } else {
            Arc::clone(signer)
        }
    };
    let mut keys = issuer.keys.clone();
    keys.keys.retain(|key| !voided.contains(&key.key.id()));
    engine.replace_issuer(Issuer {
        host: issuer.host.clone(),
        permit_signer: still(&issuer.permit_signer, Purpose::Permit),
        status_signer: still(&issuer.status_signer, Purpose::Status),
        keys,
        rooted: issuer.rooted.clone(),
    });
}

fn warn_of(issuer: &Issuer, now: Timestamp) {
    if let Some(end) = issuer.ends_soon(now) {
        tracing::warn!(%end, "the root's key set runs out soon: sign the next one (docs/keys.md)");
    }
    let Some(rooted) = &issuer.rooted else { return };
    for signer in [&issuer.permit_signer, &issuer.status_signer] {
        if !rooted.set.keys.iter().any(|key| key.key.id() == signer.key_id()) {
            tracing::error!(
                "the root's key set lists no key of this server for one of its purposes: permits or lists are not signed (docs/keys.md)"
            );
        }
    }
}

/// How long verifiers of any service that is offered may go without a network.
fn offline_for(engine: &Engine) -> OfflineFor {
    let offered = engine.services.all();
    OfflineFor::longest(
        offered
            .iter()
            .map(|published| published.service.permit.offline_for),
    )
}

/// Who signs, and what is published, as the folder of keys says now.
fn issuer(settings: &Settings, offline_for: OfflineFor, now: Timestamp) -> Result<Issuer> {
    let keyring = Keyring::open(&settings.keys)?;
    let address = base_url(settings);
    let in_force = in_force(&keyring, settings, now)?;
    let signer = |purpose| -> Result<Arc<dyn Signer>> {
        let Some(in_force) = &in_force else {
            return Ok(Arc::new(keyring.signer(purpose, offline_for, now)?));
        };
        Ok(
            match keyring.listed_signer(purpose, in_force, offline_for, now)? {
                Some(key) => Arc::new(key),
                None => Arc::new(Nobody(purpose)),
            },
        )
    };
    Ok(Issuer {
        host: settings.issuer.clone(),
        permit_signer: signer(Purpose::Permit)?,
        status_signer: signer(Purpose::Status)?,
        keys: keyring.published(&settings.issuer, &address)?,
        rooted: in_force.map(|InForce { set, bytes, .. }| Rooted {
            set,
            bytes: bytes.into(),
        }),
    })
}

/// The root's key set, where a root is set.
pub(crate) fn in_force(keyring: &Keyring, settings: &Settings, now: Timestamp) -> Result<Option<InForce>> {
    let address = base_url(settings);
    let read = |root| {
        let expected = Expected {
            root,
            issuer: &settings.issuer,
            address: &address,
        };
        keyring.in_force(expected, now)
    };
    settings.root.map(read).transpose()
}

pub(crate) fn base_url(settings: &Settings) -> String {
    settings.base_url.as_str().trim_end_matches('/').to_owned()
}

fn files(url: &str) -> Result<Files> {
    Files::open(url, std::env::vars()).context("the setting files_url is wrong")
}

/// A demo never touches a ministry's data, and a ministry never goes on with a demo's.
async fn dedicate(store: &dyn Store, demo: bool) -> Result<()> {
    let wanted = if demo {
        Dedication::Demo
    } else {
        Dedication::Service
    };
    ensure!(
        store.count(Kind::Purpose).await? > 0 || store.count(Kind::Applications).await? == 0,
        "this database was only partly moved here: finish it with chasqui move, or choose another"
    );
    let found = store.dedicate(wanted).await?;
    ensure!(
        found == wanted,
        match wanted {
            Dedication::Demo => "this database is not a demo's: the demo refuses to touch it",
            Dedication::Service =>
                "this database is a demo's: its permits are trusted nowhere; choose another",
        }
    );
    Ok(())
}

/// Nodes with different secrets would refuse each other's links, and a restored database needs the keys it had.
async fn share_secret(store: &dyn Store, secret: &Secret, keys: &Path) -> Result<()> {
    let mine = secret_mark(secret);
    ensure!(
        store.keep_secret_mark(mine).await? == mine,
        "the secret in {} is not the one that this database's links were made with: copy the folder of keys from another \
         node or from its backup. If that secret is lost, `chasqui keys adopt` goes on with this one; links in letters \
         that were sent, and look-ups by document number, then open nothing",
        keys.display()
    );
    Ok(())
}

/// What a database knows the secret by.
pub(crate) fn secret_mark(secret: &Secret) -> SecretMark {
    SecretMark(secret.code(SecretPurpose::Mark, &[]))
}

//! A throw-away node, on which a service is tried as it would run.

use std::path::Path;

use anyhow::{Context, Result};
use engine::{
    authorise::Caller,
    engine::Engine,
    peer::Networks,
    people::{Grant, accounts::NewAccount, browsers::Visitor, log_in::LogIn},
    secret,
};
use forms::Role;
use tempfile::TempDir;

use crate::{database::Database, settings::Settings};

/// A folder with a database and keys, all of which go with it.
pub(super) struct Scratch {
    /// Those of a node there.
    pub(super) settings: Settings,
    _folder: TempDir,
}

impl Scratch {
    /// Without a service.
    pub(super) fn new() -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let services = folder.path().join("forms");
        std::fs::create_dir(&services)?;
        Ok(Self {
            settings: settings(folder.path(), &services)?,
            _folder: folder,
        })
    }
}

fn settings(scratch: &Path, services: &Path) -> Result<Settings> {
    Ok(Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        database: Database::Sqlite(scratch.join("preview.db")),
        files_url: scratch.join("files").display().to_string(),
        base_url: "https://preview.invalid".parse()?,
        issuer: "preview.invalid".into(),
        smtp_url: None,
        smtp_ca: None,
        mail_from: "Permisos <permisos@preview.invalid>".into(),
        keys: scratch.join("keys"),
        root: None,
        services: services.to_owned(),
        site: None,
        behind_proxy: false,
        time_zone: "America/Lima".into(),
        officers_need_documents: false,
        exempt_networks: Networks::default(),
        second_factor_roles: Vec::new(),
    })
}

/// Somebody new who has that role for everything, logged in.
pub(super) async fn person(engine: &Engine, role: &Role) -> Result<Caller> {
    let id = engine.new_id().simple().to_string();
    let email = format!("{id}@preview.invalid");
    // The end of the id is random: no two have the same number.
    let document = format!("P0{}", &id[22..]);
    let password = secret::to_text(&engine.random.token());
    let grant = Grant {
        role: role.clone(),
        service: None,
        office: None,
    };
    let new = NewAccount {
        name: "Preview".into(),
        email: email.clone(),
        password: Some(password.clone()),
        grants: vec![grant],
        document: Some(document),
    };
    engine.add_account(&Caller::operator(), new).await?;
    let visitor = Visitor::from_network("preview");
    let logged_in = engine.log_in(visitor, &email, password).await?;
    let logged_in = logged_in.and_then(LogIn::logged_in);
    Ok(logged_in.context("a person of the preview cannot log in")?.caller)
}

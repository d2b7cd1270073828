//! `chasqui restore`: puts a backup where there is no database, verified before anybody can open it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use store::Store;
use store_sqlite::{SqliteStore, backup};

use crate::at_rest::{folder_of, make_folder};
use crate::cli::Restore;
use crate::keeping::backups::Backups;
use crate::keeping::manifest::Manifest;
use crate::keeping::staging::Staging;
use crate::keeping::{KEYS, MAIN, megabytes, soundness};
use crate::settings::Settings;

pub(crate) async fn run(settings: &Settings, restore: &Restore) -> Result<()> {
    let database = settings.database.file()?;
    is_free(database).await?;
    let backups = Backups::open(&restore.from)?;
    let name = backups.choose(restore.at.as_deref()).await?;
    let manifest = backups.manifest(&name).await?;
    if restore.with_keys {
        no_keys_yet(&settings.keys, &manifest)?;
    }
    let staging = Staging::beside(database, "restore")?;
    fs::create_dir(staging.path().join(KEYS))?;
    backups.fetch(&name, &manifest, staging.path()).await?;
    verify(&staging.path().join(MAIN), &manifest)
        .await
        .with_context(|| format!("the backup {name} is not sound; nothing was restored"))?;
    is_free(database).await?;
    if restore.with_keys {
        put_keys(&staging.path().join(KEYS), &settings.keys)?;
    }
    put(&staging.path().join(MAIN), database)?;
    println!(
        "{} is as it was at {:.0}: {} applications, every chain verified, {}",
        database.display(),
        manifest.taken_at,
        manifest.applications,
        megabytes(manifest.bytes())
    );
    println!(
        "What came after that is not in it: `chasqui audit --against CHECKPOINT`, with the latest one, names the applications"
    );
    Ok(())
}

/// Restoring overwrites nothing that anybody may miss.
async fn is_free(database: &Path) -> Result<()> {
    if !database.exists() {
        let left = beside(database).into_iter().find(|file| file.exists());
        return match left {
            None => Ok(()),
            Some(left) => bail!(
                "{} is there without its database: check what it is, then move it away",
                left.display()
            ),
        };
    }
    let shown = database.display();
    ensure!(
        !backup::is_in_use(database).await?,
        "{shown} is in use: stop the server first"
    );
    let held = backup::holds(database).await?;
    ensure!(
        (held.people, held.applications) == (0, 0),
        "{shown} holds {} people and {} applications, and restoring never overwrites anything. Move it away first, with all that \
         lies beside it: mkdir before && mv {} before/",
        held.people,
        held.applications,
        with_all_beside(database)
    );
    Ok(())
}

/// Brings the copy up to date and looks through it, as the server would open it.
async fn verify(copy: &Path, manifest: &Manifest) -> Result<()> {
    let store = SqliteStore::open(copy).await?;
    let heads = soundness::of_chains(&store).await;
    store.close().await;
    ensure!(
        manifest.covers(&heads?),
        "its chains do not end as its manifest says"
    );
    let faults = backup::faults(copy).await?;
    ensure!(
        faults.is_empty(),
        "SQLite finds the file damaged: {}",
        faults.join("; ")
    );
    Ok(())
}

/// Puts the files in place by renaming them, the main one last: until then there is no database.
fn put(copy: &Path, database: &Path) -> Result<()> {
    for left in beside(database) {
        if left.exists() {
            fs::remove_file(&left).with_context(|| format!("cannot remove {}", left.display()))?;
        }
    }
    let [main, drafts] = backup::files_of(copy);
    let [main_place, drafts_place] = backup::files_of(database);
    for (from, to) in [(drafts, drafts_place), (main, main_place)] {
        File::open(&from)?.sync_all()?;
        fs::rename(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
    }
    File::open(folder_of(database))?.sync_all()?;
    Ok(())
}

fn no_keys_yet(keys: &Path, manifest: &Manifest) -> Result<()> {
    ensure!(
        manifest.files.iter().any(|part| part.name.starts_with(KEYS)),
        "there are no keys in this backup: it was made without --with-keys"
    );
    if !keys.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(keys)? {
        let name = entry?.file_name();
        ensure!(
            name.to_string_lossy().starts_with('.'),
            "there are keys in {} already: move them away first",
            keys.display()
        );
    }
    Ok(())
}

/// Copies keys with their times, which say when each was made and which of them signs.
fn put_keys(from: &Path, keys: &Path) -> Result<()> {
    make_folder(keys)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = keys.join(entry.file_name());
        fs::copy(entry.path(), &place).with_context(|| format!("cannot write {}", place.display()))?;
        let file = File::options().write(true).open(&place)?;
        file.set_modified(entry.metadata()?.modified()?)?;
        file.sync_all()?;
    }
    File::open(keys)?.sync_all()?;
    Ok(())
}

/// All that can lie beside a main file: its log, and the drafts with theirs.
fn beside(database: &Path) -> Vec<PathBuf> {
    let [main, drafts] = backup::files_of(database);
    let with = |path: &Path, ending: &str| {
        let mut name = OsString::from(path);
        name.push(ending);
        PathBuf::from(name)
    };
    vec![
        with(&main, "-wal"),
        with(&main, "-shm"),
        with(&drafts, "-wal"),
        with(&drafts, "-shm"),
        drafts,
    ]
}

fn with_all_beside(database: &Path) -> String {
    let mut there = vec![database.to_owned()];
    there.extend(beside(database).into_iter().filter(|file| file.exists()));
    let shown: Vec<String> = there.iter().map(|file| file.display().to_string()).collect();
    shown.join(" ")
}

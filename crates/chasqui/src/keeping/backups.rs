//! Where backups are kept: a folder, or a bucket.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, bail};
use files::{FileName, Files};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::manifest::Manifest;

const MANIFEST: &str = "manifest.json";
/// A manifest names a few files; nobody's is near this.
const LARGEST_MANIFEST: u64 = 1 << 20;

/// A place for backups, one folder each.
pub(crate) struct Backups {
    files: Files,
    place: String,
}

/// What lies on a backups, by the backups' names: the files of each.
struct Found(BTreeMap<String, BTreeSet<FileName>>);

impl Backups {
    pub(crate) fn open(address: &str) -> Result<Self> {
        let files =
            Files::open(address, std::env::vars()).with_context(|| format!("cannot use {address}"))?;
        Ok(Self {
            files,
            place: address.to_owned(),
        })
    }

    /// Keeps what the manifest names from a folder. Whoever is interrupted leaves no backup, only files without a manifest.
    pub(crate) async fn keep(&self, name: &str, folder: &Path, manifest: &Manifest) -> Result<()> {
        for part in &manifest.files {
            let kept = file_name(name, &part.name)?;
            self.files.put_file(&kept, &folder.join(&part.name)).await?;
        }
        self.files
            .put(&file_name(name, MANIFEST)?, manifest.write()?)
            .await?;
        Ok(())
    }

    /// The backup of that name, or the latest.
    pub(crate) async fn choose(&self, name: Option<&str>) -> Result<String> {
        let complete = self.found().await?.complete();
        match (name, complete.last()) {
            (_, None) => bail!("there is no backup in {}", self.place),
            (None, Some(latest)) => Ok(latest.clone()),
            (Some(name), _) if complete.iter().any(|kept| kept == name) => Ok(name.to_owned()),
            (Some(name), _) => bail!(
                "there is no backup {name} in {}; there are {}",
                self.place,
                complete.join(", ")
            ),
        }
    }

    /// What a backup says of itself.
    pub(crate) async fn manifest(&self, name: &str) -> Result<Manifest> {
        let text = self
            .files
            .get(&file_name(name, MANIFEST)?, LARGEST_MANIFEST)
            .await?;
        Manifest::read(&text).with_context(|| format!("the backup {name} cannot be used"))
    }

    /// Brings a backup's files into a folder, and checks that each is what was kept.
    pub(crate) async fn fetch(&self, name: &str, manifest: &Manifest, folder: &Path) -> Result<()> {
        for part in &manifest.files {
            let kept = file_name(name, &part.name)?;
            let path = folder.join(&part.name);
            self.files.get_to_file(&kept, &path).await?;
            part.check(&path)?;
            File::options()
                .write(true)
                .open(&path)?
                .set_modified(part.modified_at.into())?;
        }
        Ok(())
    }

    /// Removes all but the newest backups, and what older ones left unfinished. Answers the names of those that went.
    pub(crate) async fn trim(&self, keep: usize) -> Result<Vec<String>> {
        let found = self.found().await?;
        let complete = found.complete();
        let Some(oldest) = complete
            .len()
            .checked_sub(keep)
            .and_then(|first| complete.get(first))
        else {
            return Ok(Vec::new());
        };
        let old: Vec<_> = found.0.range::<String, _>(..oldest).collect();
        for (name, files) in &old {
            // Its manifest first: half a backup must not look like one.
            self.files.delete(&file_name(name, MANIFEST)?).await?;
            for file in *files {
                self.files.delete(file).await?;
            }
        }
        Ok(old.into_iter().map(|(name, _)| name.clone()).collect())
    }

    async fn found(&self) -> Result<Found> {
        let mut found = BTreeMap::<_, BTreeSet<_>>::new();
        let mut entries = self.files.list(None);
        while let Some(entry) = entries.try_next().await? {
            // What somebody else keeps here is none of ours.
            if let Some((backup, _)) = entry.name.as_str().split_once('/')
                && is_backup(backup)
            {
                found.entry(backup.to_owned()).or_default().insert(entry.name);
            }
        }
        Ok(Found(found))
    }
}

impl Found {
    fn complete(&self) -> Vec<String> {
        let whole = |(name, files): &(&String, &BTreeSet<FileName>)| {
            file_name(name, MANIFEST).is_ok_and(|manifest| files.contains(&manifest))
        };
        self.0
            .iter()
            .filter(whole)
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// A backup's name is its time, so that names sort by age.
pub(crate) fn name_at(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H-%M-%SZ")
        .to_string()
}

fn is_backup(name: &str) -> bool {
    jiff::civil::DateTime::strptime("%Y-%m-%dT%H-%M-%SZ", name).is_ok()
}

fn file_name(backup: &str, part: &str) -> Result<FileName> {
    Ok(format!("{backup}/{part}").parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keeping::manifest::Part;

    async fn kept(backups: &Backups, folder: &Path, second: i64) -> String {
        let at = Timestamp::from_second(second).unwrap();
        std::fs::write(folder.join("chasqui.db"), second.to_string()).unwrap();
        let part = Part::of("chasqui.db".into(), &folder.join("chasqui.db")).unwrap();
        let name = name_at(at);
        let manifest = Manifest::new(at, &[], vec![part]);
        backups.keep(&name, folder, &manifest).await.unwrap();
        name
    }

    fn backups(folder: &Path) -> Backups {
        Backups::open(&folder.join("backups").display().to_string()).unwrap()
    }

    #[tokio::test]
    async fn the_newest_stay_and_only_backups_go() {
        let folder = tempfile::tempdir().unwrap();
        let backups = backups(folder.path());
        let mut names = Vec::new();
        for day in 0..4 {
            names.push(kept(&backups, folder.path(), day * 86_400).await);
        }
        let unfinished = folder.path().join("backups/1970-01-02T06-00-00Z");
        std::fs::create_dir(&unfinished).unwrap();
        std::fs::write(unfinished.join("chasqui.db"), "half").unwrap();
        let foreign = folder.path().join("backups/notes");
        std::fs::create_dir(&foreign).unwrap();
        std::fs::write(foreign.join("why.txt"), "ours").unwrap();

        assert_eq!(backups.choose(None).await.unwrap(), names[3]);
        assert!(
            backups.choose(Some("1970-01-02T06-00-00Z")).await.is_err(),
            "it is not whole"
        );
        assert!(backups.trim(4).await.unwrap().is_empty());
        let gone = backups.trim(2).await.unwrap();
        assert_eq!(gone, [&names[0], &names[1], "1970-01-02T06-00-00Z"]);
        assert!(backups.choose(Some(&names[1])).await.is_err());
        assert_eq!(backups.choose(Some(&names[2])).await.unwrap(), names[2]);
        assert!(foreign.join("why.txt").exists());
    }

    #[tokio::test]
    async fn a_damaged_file_is_not_brought_back() {
        let folder = tempfile::tempdir().unwrap();
        let backups = backups(folder.path());
        let name = kept(&backups, folder.path(), 0).await;
        let manifest = backups.manifest(&name).await.unwrap();
        let back = tempfile::tempdir().unwrap();
        backups.fetch(&name, &manifest, back.path()).await.unwrap();
        assert_eq!(
            std::fs::read_to_string(back.path().join("chasqui.db")).unwrap(),
            "0"
        );
        std::fs::write(folder.path().join("backups").join(&name).join("chasqui.db"), "1").unwrap();
        let back = tempfile::tempdir().unwrap();
        let said = backups.fetch(&name, &manifest, back.path()).await.unwrap_err();
        assert!(said.to_string().contains("changed or damaged"), "{said}");
    }
}

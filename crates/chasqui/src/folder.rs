//! The folder of service files: published when a node starts, and while it runs whenever a file in it changes.
//!
//! A file is read when it has stayed as it is between two looks, so that nobody publishes half of one that is being written. It is
//! looked at, rather than told of by the system, since folders on networks and those of containers tell nothing.

use std::{
    collections::BTreeMap,
    fs::Metadata,
    iter,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, ensure};
use engine::{
    authorise::Caller,
    engine::Engine,
    publishing::{PublishError, ServiceFile, Standing},
};
use forms::ContentHash;
use tokio::task::JoinError;

use crate::{
    language_files, regular_file,
    scenario_files::{is_of_scenarios, is_yaml},
    text_file::LARGEST_SERVICE,
};

/// How it is told that a file was overtaken.
const EARLIER: &str = "it says what an earlier version";
const PAUSE: Duration = Duration::from_secs(1);

/// What a node knows of the folder's files.
#[derive(Default)]
pub(crate) struct Followed {
    files: BTreeMap<PathBuf, File>,
}

/// A file as it was at the last look.
struct File {
    mark: Mark,
    /// Whether this very state of it was read.
    is_read: bool,
    /// What it said when it was last read.
    said: Option<ContentHash>,
    fault: Option<String>,
}

/// A file whose mark is another was written since, or one of its texts beside it was.
#[derive(Clone, Default, PartialEq, Eq)]
struct Mark(Vec<(PathBuf, Option<Written>)>);

/// When a file was written, its length, and where it lies.
type Written = (Option<SystemTime>, u64, u64);

impl Mark {
    fn of(file: &Path, texts: &[PathBuf]) -> Self {
        let written = |metadata: Metadata| (metadata.modified().ok(), metadata.len(), metadata.ino());
        // What a link leads to is what is read. One that leads nowhere says so when it is.
        let marked = |path: &Path| (path.to_owned(), std::fs::metadata(path).map(written).ok());
        let beside = texts.iter().map(PathBuf::as_path);
        Self(iter::once(file).chain(beside).map(marked).collect())
    }
}

/// Publishes the files of the folder that say what no version has said. One that does not check is told of, and what runs goes on
/// running; so it is where a file says what an earlier version said, since a node that was away must not take back what was published
/// meanwhile.
pub(crate) async fn publish(engine: &Engine, folder: &Path) -> Result<Followed> {
    engine.refresh_services().await?;
    let mut followed = Followed::default();
    for (path, mark) in listed(folder.to_owned()).await? {
        followed.read(engine, &path, mark, true).await;
    }
    followed.tell(engine);
    ensure!(
        !engine.services.all().is_empty(),
        "no service is published: put service files into {}",
        folder.display()
    );
    Ok(followed)
}

/// Goes on looking at the folder, and publishes what changes in it, until the future is dropped.
pub(crate) async fn follow(engine: Engine, folder: PathBuf, mut followed: Followed) {
    let mut pauses = tokio::time::interval(PAUSE);
    pauses.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut is_there = true;
    loop {
        pauses.tick().await;
        match listed(folder.clone()).await {
            Ok(files) => {
                followed.look(&engine, files).await;
                is_there = true;
            }
            Err(error) if is_there => {
                tracing::error!(error = format!("{error:#}"), "what is published goes on");
                is_there = false;
            }
            Err(_) => {}
        }
    }
}

impl Followed {
    async fn look(&mut self, engine: &Engine, files: BTreeMap<PathBuf, Mark>) {
        let mut is_new = false;
        // What a file said is remembered while it is away: a folder that is mounted anew says nothing new.
        for (_, gone) in self
            .files
            .iter_mut()
            .filter(|(path, _)| !files.contains_key(*path))
        {
            gone.mark = Mark::default();
            is_new |= gone.fault.take().is_some();
        }
        for (path, mark) in files {
            match self.files.get_mut(&path) {
                Some(file) if file.mark == mark => {
                    if !file.is_read {
                        self.read(engine, &path, mark, false).await;
                        is_new = true;
                    }
                }
                Some(file) => {
                    file.mark = mark;
                    file.is_read = false;
                }
                None => {
                    let file = File {
                        mark,
                        is_read: false,
                        said: None,
                        fault: None,
                    };
                    self.files.insert(path, file);
                }
            }
        }
        is_new |= self.forgive_what_is_current(engine);
        if is_new {
            self.tell(engine);
        }
    }

    /// What was in the way of a file is no matter once somebody has published what it says; whether there was anything.
    fn forgive_what_is_current(&mut self, engine: &Engine) -> bool {
        let mut is_new = false;
        for file in self.files.values_mut().filter(|file| file.fault.is_some()) {
            let current = engine.services.all();
            if current.iter().any(|published| Some(published.hash) == file.said) {
                file.fault = None;
                is_new = true;
            }
        }
        is_new
    }

    /// Reads a file and publishes what it says, if that is new.
    async fn read(&mut self, engine: &Engine, path: &Path, mark: Mark, is_start: bool) {
        let known = self.files.get(path);
        let before = known.and_then(|file| file.said);
        let told = known.and_then(|file| file.fault.clone());
        let read = apart(path, |path| service(&path)).await;
        let (said, fault) = match read.unwrap_or_else(|error| Err(format!("it cannot be read: {error}"))) {
            // Written anew, it says what it said: what was in its way still is.
            Ok((service, _)) if told.is_none() && before == Some(service.service.hash()) => (before, None),
            Ok((service, _)) if is_earlier(told.as_deref(), before, &service) => (before, told),
            Ok((service, advice)) => {
                let said = service.service.hash();
                let offered = offer(engine, &service, is_start).await;
                if offered == Ok(true) && !advice.is_empty() {
                    tracing::warn!(file = %path.display(), "this could be better\n{advice}");
                }
                (Some(said), offered.err())
            }
            Err(fault) => (before, Some(fault)),
        };
        if let Some(fault) = &fault {
            tracing::error!(file = %path.display(), "not published; what ran before goes on\n{fault}");
        }
        let file = File {
            mark,
            is_read: true,
            said,
            fault,
        };
        self.files.insert(path.to_owned(), file);
    }

    /// Tells the pages for owners which files are not published, and why.
    fn tell(&self, engine: &Engine) {
        let faults = self.files.iter().filter_map(|(path, file)| {
            let name = path.file_name().unwrap_or(path.as_os_str());
            Some((name.to_string_lossy().into_owned(), file.fault.clone()?))
        });
        engine.services.note_faults(faults.collect());
    }
}

/// The service of a file, and what would be better in it; or what is wrong with it.
fn service(path: &Path) -> Result<(ServiceFile, forms::Diagnostics), String> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let source = text(path).map_err(|error| format!("it cannot be read: {error:#}"))?;
    let service = forms::read(&name, &source).map_err(|diagnostics| diagnostics.to_string())?;
    let advice = forms::advice(&name, &source);
    let file = ServiceFile {
        source: Some(source),
        ..ServiceFile::from(service)
    };
    Ok((file, advice))
}

/// The text of a file, followed by those beside it.
fn text(path: &Path) -> Result<String> {
    language_files::joined(path, regular_file::text(path, LARGEST_SERVICE)?)
}

/// Publishes what is new; whether anything was.
async fn offer(engine: &Engine, file: &ServiceFile, is_start: bool) -> Result<bool, String> {
    let standing = engine.standing(&file.service).await;
    match standing.map_err(|error| error.to_string())? {
        // At a start, the comments of a folder that was away are no news either.
        Standing::Current if is_start => Ok(false),
        Standing::Earlier if is_start => Err(format!(
            "{EARLIER} of {0} said, and another was published since. To go back to it, publish the file with \
             `chasqui publish`, or change it while the server runs",
            file.service.id
        )),
        Standing::Current | Standing::Earlier | Standing::New => {
            let is_new = match engine.publish(&Caller::operator(), file).await {
                Err(PublishError::TakesTwo(_)) => return Err(ask(engine, file).await),
                published => published.map_err(|error| error.to_string())?,
            };
            if is_new {
                tracing::info!(service = %file.service.id, version = %file.service.hash(), "published");
            }
            Ok(is_new)
        }
    }
}

/// Has another person publish it, and says so.
async fn ask(engine: &Engine, file: &ServiceFile) -> String {
    let id = engine.plan_of_machine(file);
    match engine.plan_publication(&Caller::operator(), id, file, None).await {
        Ok(Some(id)) => format!(
            "it takes two people to publish {}: it is published once somebody confirms it at /admin/planned/{id}",
            file.service.id
        ),
        Ok(None) => format!("{} was published meanwhile", file.service.id),
        Err(error) => error.to_string(),
    }
}

/// Whether a file still says what an earlier version said, and was not published for that.
fn is_earlier(told: Option<&str>, before: Option<ContentHash>, file: &ServiceFile) -> bool {
    before == Some(file.service.hash()) && told.is_some_and(|told| told.starts_with(EARLIER))
}

/// The service files of a folder, each with its mark.
async fn listed(folder: PathBuf) -> Result<BTreeMap<PathBuf, Mark>> {
    let listed = apart(&folder, |folder| -> Result<_> {
        let marked = files(&folder)?.into_iter().map(|(path, texts)| {
            let mark = Mark::of(&path, &texts);
            (path, mark)
        });
        Ok(marked.collect())
    });
    listed.await?
}

/// The service files of a folder, by name.
pub(crate) fn service_files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(files(folder)?.into_keys().collect())
}

/// The same, each with its texts in other languages.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<PathBuf>>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder of service files {}", folder.display()))?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    files.retain(|path| is_yaml(path) && !is_of_scenarios(path));
    Ok(language_files::by_service(files))
}

/// Works on a path where it holds up nobody if the folder's machine does not answer.
async fn apart<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce(PathBuf) -> T + Send + 'static,
) -> std::result::Result<T, JoinError> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || work(path)).await
}

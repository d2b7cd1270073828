//! `chasqui publish`: into the database of a site that runs, whose nodes follow by themselves.

mod rehearsal;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail, ensure};
use engine::{
    authorise::Caller,
    engine::Engine,
    publishing::{Seen, ServiceFile, Standing, planned::JobId},
};
use forms::{Service, ServiceId};
use jiff::{Zoned, civil::DateTime, tz::TimeZone};
use store::Purpose;

use super::test;
use crate::{
    cli::Publish,
    folder, keyless, node, service_file,
    settings::{self, Settings},
    terminal::Shown,
};

/// Publishes the files if every one of them may be, else none.
pub(crate) async fn run(settings: &Settings, options: &Publish) -> Result<ExitCode> {
    let store = settings.database.open().await?;
    // Papers of a demo are marked as such.
    let purpose = store.dedicate(Purpose::Service).await?;
    let zone = crate::settings::zone(&settings.time_zone)?;
    let engine = keyless::engine_at(store, node::base_url(settings), purpose == Purpose::Demo, zone);
    engine.refresh_services().await?;
    let done = if let Some(service) = &options.back {
        go_back(&engine, &service.as_str().into(), options.dry_run).await
    } else {
        let zone = settings::zone(&settings.time_zone)?;
        let at = options.at.map(|at| to_come(&engine, at, zone)).transpose()?;
        let how = How {
            rehearsed_days: options.dry_run.then_some(options.days),
            played_in: (!options.untested).then_some(&*settings.time_zone),
            at,
        };
        publish(&engine, &options.files, &how).await
    };
    engine.close().await;
    done
}

/// How files are published.
struct How<'a> {
    /// Not at all: the applications of so many days are decided again.
    rehearsed_days: Option<u16>,
    /// The time zone in which the scenarios beside the files are played before, and nothing is published where one comes out otherwise.
    played_in: Option<&'a str>,
    /// At this moment, rather than now.
    at: Option<Zoned>,
}

fn to_come(engine: &Engine, at: DateTime, zone: TimeZone) -> Result<Zoned> {
    let moment = at.to_zoned(zone).with_context(|| format!("there is no {at}"))?;
    ensure!(
        moment.timestamp() > engine.now(),
        "{at} is past: without --at the files are published at once"
    );
    Ok(moment)
}

async fn publish(engine: &Engine, paths: &[PathBuf], how: &How<'_>) -> Result<ExitCode> {
    let mut files = Vec::new();
    let mut all_good = true;
    for path in with_folders(paths)? {
        match checked(engine, &path).await {
            Ok(file) => files.push((path, file)),
            Err(wrong) => {
                eprintln!("{wrong}");
                all_good = false;
            }
        }
    }
    ensure!(
        !files.is_empty() || !all_good,
        "there is no service file there: their names end in .yaml or .yml"
    );
    twice(&files)?;
    if !all_good {
        eprintln!("chasqui: nothing is published: put right what is told above");
        return Ok(ExitCode::FAILURE);
    }
    if let Some(time_zone) = how.played_in
        && !as_scenarios_say(&files, time_zone).await?
    {
        eprintln!(
            "chasqui: nothing is published, since scenarios come out otherwise than they say: mend the service, or the scenarios \
             where something else is meant now (--untested publishes it as it is)"
        );
        return Ok(ExitCode::FAILURE);
    }
    for (path, file) in files {
        let name = Shown(path.display()).to_string();
        let service = &file.service;
        if engine.standing(service).await? == Standing::Current {
            if how.rehearsed_days.is_none() {
                engine.publish(&Caller::operator(), &file).await?;
            }
            println!("{name}: {} says nothing new", service.id);
            continue;
        }
        tell(engine, &name, service);
        for step in engine.empty_steps_of(&Caller::operator(), service).await? {
            eprintln!(
                "chasqui: nobody has the role {} for {}, so cases would wait at the step {} for nobody: grant it on /admin/people",
                step.role, step.service, step.step
            );
        }
        if let Some(days) = how.rehearsed_days {
            rehearsal::tell(engine, service, days).await?;
        } else if how.at.is_some() || engine.takes_two_to_publish(&service.id) {
            plan(engine, &file, how.at.as_ref()).await?;
        } else {
            engine.publish(&Caller::operator(), &file).await?;
            println!("{} is published ({})", service.id, service.hash());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Has it published later, or by another person.
async fn plan(engine: &Engine, file: &ServiceFile, at: Option<&Zoned>) -> Result<()> {
    let (service, drawn) = (&file.service, JobId(engine.new_id()));
    let at_moment = at.map(Zoned::timestamp);
    let planned = engine
        .plan_publication(&Caller::operator(), drawn, file, at_moment)
        .await?;
    let Some(id) = planned else {
        println!("{} was published meanwhile", service.id);
        return Ok(());
    };
    let when = at.map_or_else(String::new, |at| {
        format!(" on {}", at.strftime("%A %-d %B %Y at %H:%M (%Q)"))
    });
    let unless = if engine.takes_two_to_publish(&service.id) {
        "once another person confirms it"
    } else {
        "unless it is called off"
    };
    println!(
        "{} is published{when} {unless}, on the site at /admin/planned/{id} ({})",
        service.id,
        service.hash()
    );
    Ok(())
}

/// Whether all comes out as the scenarios beside the files say, which is told.
async fn as_scenarios_say(files: &[(PathBuf, ServiceFile)], time_zone: &str) -> Result<bool> {
    let mut all_good = true;
    for (path, file) in files {
        let count = Box::pin(test::play_beside(path, &file.service, time_zone)).await?;
        all_good &= count.is_none_or(|count| count.failed == 0);
    }
    Ok(all_good)
}

/// The files, and those of the folders.
fn with_folders(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(folder::service_files(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(service_file::with_services(files))
}

/// What a file says, if it may be published here; otherwise what is in the way.
async fn checked(engine: &Engine, path: &Path) -> std::result::Result<ServiceFile, String> {
    let name = Shown(path.display()).to_string();
    let source = service_file::source(path).map_err(|error| format!("chasqui: {error:#}"))?;
    let service = forms::read(&name, &source).map_err(|diagnostics| diagnostics.to_string())?;
    let advice = forms::advice(&name, &source);
    if !advice.is_empty() {
        eprintln!("{advice}");
    }
    let allowed = engine.may_be_published(&service).await;
    allowed.map_err(|error| format!("{name}: {error}"))?;
    Ok(ServiceFile {
        source: Some(source),
        ..ServiceFile::from(service)
    })
}

/// Of two files of one service, the second would take back the first.
fn twice(files: &[(PathBuf, ServiceFile)]) -> Result<()> {
    let mut met: BTreeMap<&ServiceId, &Path> = BTreeMap::new();
    for (path, file) in files {
        if let Some(first) = met.insert(&file.service.id, path) {
            bail!(
                "{} and {} are both files of {}: publish one of them",
                first.display(),
                path.display(),
                file.service.id
            );
        }
    }
    Ok(())
}

fn tell(engine: &Engine, name: &str, service: &Service) {
    let Some(current) = engine.services.current(service.id.as_str()) else {
        println!("{name}: {} is new", service.id);
        return;
    };
    println!("{name}: what changes in {}", service.id);
    for difference in forms::differences(&current.service, service) {
        println!("  {}", Shown(difference));
    }
}

async fn go_back(engine: &Engine, service: &ServiceId, dry_run: bool) -> Result<ExitCode> {
    let operator = Caller::operator();
    let current = engine.services.current(service.as_str());
    let current = current.with_context(|| format!("no service {service} is published"))?;
    let before = engine.version_before(&operator, service).await?;
    let before = before.with_context(|| format!("{service} had no other version before this one"))?;
    tell(engine, "back", &before.service);
    if !dry_run {
        engine
            .go_back(&operator, service, &before.hash, Seen::Version(current.hash))
            .await?;
        println!("{service} is as it was before ({})", before.hash);
    }
    Ok(ExitCode::SUCCESS)
}

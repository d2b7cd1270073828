//! `chasqui move-cases`: a service's open cases go to the version that is current, by the nodes that run.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use engine::{
    authorise::Caller,
    engine::Engine,
    publishing::case_moves::{AskedMove, JobId, MoveRehearsal, StepMap, StepRehearsal},
    services::Published,
};
use store::Purpose;

use crate::{cli::MoveCases, keyless, node, settings::Settings, terminal::Shown};

/// Tells what moving them would do, and has it done.
pub(crate) async fn run(settings: &Settings, options: &MoveCases) -> Result<ExitCode> {
    let store = settings.database.open().await?;
    let purpose = store.dedicate(Purpose::Service).await?;
    let zone = crate::settings::zone(&settings.time_zone)?;
    let engine = keyless::engine_at(store, node::base_url(settings), purpose == Purpose::Demo, zone);
    engine.refresh_services().await?;
    let done = move_cases(&engine, options).await;
    engine.close().await;
    done
}

async fn move_cases(engine: &Engine, options: &MoveCases) -> Result<ExitCode> {
    let id = options.service.as_str();
    let current = engine.services.current(id);
    let current = current.with_context(|| format!("there is no service {id}"))?;
    let steps = StepMap(options.map.iter().cloned().collect());
    for to in steps.0.values() {
        ensure!(
            current.service.review.step(to).is_some(),
            "{id} has no step {to}: it has {}",
            known(&current)
        );
    }
    let operator = Caller::operator();
    let rehearsal = engine
        .rehearse_case_move(&operator, &current.service.id, &steps, u64::MAX)
        .await?;
    for from in steps.0.keys() {
        ensure!(
            rehearsal.from.is_empty() || rehearsal.steps.iter().any(|step| step.step == *from),
            "no open case of {id} on an earlier version is at a step {from}: they are at {}",
            at(&rehearsal)
        );
    }
    for line in lines(&rehearsal, &current) {
        println!("{}", Shown(line));
    }
    if options.dry_run || rehearsal.moved() == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let asked = AskedMove {
        id: JobId(engine.new_id()),
        service: current.service.id.clone(),
        to: current.hash,
        steps,
    };
    let job = engine.move_cases(&operator, asked).await?;
    let when = if engine.takes_two_to_publish(&current.service.id) {
        "once another person confirms it"
    } else {
        "by a node that runs"
    };
    println!("they are moved {when}, on the site at /admin/case-moves/{job}");
    Ok(ExitCode::SUCCESS)
}

fn at(rehearsal: &MoveRehearsal) -> String {
    let steps = rehearsal.steps.iter().map(|step| step.step.to_string());
    steps.collect::<Vec<_>>().join(", ")
}

fn known(current: &Published) -> String {
    let steps = current.service.review.steps.iter();
    steps
        .map(|step| step.id.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn lines(rehearsal: &MoveRehearsal, current: &Published) -> Vec<String> {
    let service = &current.service.id;
    if rehearsal.from.is_empty() {
        return vec![format!("no open case of {service} is on another version")];
    }
    let mut lines = vec![format!(
        "of {} open cases of {service} on earlier versions, {} would be moved to {}",
        rehearsal.moved() + rehearsal.left(),
        rehearsal.moved(),
        rehearsal.to
    )];
    lines.extend(rehearsal.steps.iter().flat_map(at_step));
    lines
}

fn at_step(step: &StepRehearsal) -> Vec<String> {
    let mut lines = vec![format!("  {}: {}", step.step, step.count)];
    let goes = step.goes.iter();
    lines.extend(goes.map(|(to, count)| format!("    {count} go to {to}")));
    let stays = step.stays.iter();
    lines.extend(stays.map(|(why, count)| format!("    {count} stay: {why}")));
    lines
}

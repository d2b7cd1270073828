//! A line for each of many.

use std::io::{self, Write};

use permit::description::Role;
use serde_json::{Value, json};

use crate::{
    commands::verify::outcome::{Judge, Outcome, Shown},
    terminal,
};

const COLUMNS: [&str; 12] = [
    "item",
    "verdict",
    "good",
    "status",
    "status_age_seconds",
    "issuer",
    "permit",
    "valid_from",
    "valid_until",
    "holder",
    "fields",
    "remark",
];

/// Verdict, status, item, and then either what is wrong or whose it is.
pub(super) fn line(out: &mut impl Write, outcome: &Outcome, judge: &Judge, language: &str) -> io::Result<()> {
    let status = outcome
        .result
        .as_ref()
        .map_or("", |checked| checked.freshness.name());
    let more = outcome
        .remark()
        .unwrap_or_else(|| joined(&fields(outcome, judge, language), false));
    let line = format!("{:14}  {status:6}  {}  {more}", outcome.verdict(), outcome.name);
    writeln!(out, "{}", terminal::Shown(line.trim_end()))
}

pub(super) fn heading(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join(","))
}

pub(super) fn csv(out: &mut impl Write, outcome: &Outcome, judge: &Judge, language: &str) -> io::Result<()> {
    let fields = fields(outcome, judge, language);
    let object = object(outcome, &fields);
    let cells = COLUMNS.map(|column| match (column, &object[column]) {
        ("fields", _) => joined(&fields, true),
        (_, Value::Null) => String::new(),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.map(harmless))?;
    out.write_all(&writer.into_inner().map_err(io::Error::other)?)
}

/// A spreadsheet takes what begins so for a formula, and the holder's name is the holder's word.
fn harmless(cell: String) -> String {
    let cell = terminal::Shown(cell).to_string();
    if cell.starts_with(['=', '+', '-', '@', '␉', '␍']) {
        format!("'{cell}")
    } else {
        cell
    }
}

pub(super) fn json(out: &mut impl Write, outcome: &Outcome, judge: &Judge, language: &str) -> io::Result<()> {
    let fields = fields(outcome, judge, language);
    let mut object = object(outcome, &fields);
    object["fields"] = fields
        .iter()
        .map(|field| json!({ "label": field.label, "value": field.value }))
        .collect();
    writeln!(out, "{}", terminal::escaped(&object.to_string()))
}

fn object(outcome: &Outcome, fields: &[Shown]) -> Value {
    let checked = outcome.result.as_ref().ok();
    let claims = checked.and_then(|checked| checked.claims.as_ref());
    let holder = fields.iter().find(|field| field.role == Role::Holder);
    json!({
        "item": outcome.name,
        "verdict": outcome.verdict(),
        "good": outcome.good,
        "status": checked.map(|checked| checked.freshness.name()),
        "status_age_seconds": checked.and_then(|checked| checked.age).map(|age| age.as_secs()),
        "issuer": claims.map(|claims| &claims.issuer),
        "permit": claims.map(|claims| hex::encode(claims.id.0)),
        "valid_from": claims.map(|claims| claims.not_before.to_string()),
        "valid_until": claims.map(|claims| claims.expires_at.to_string()),
        "holder": holder.and_then(|field| field.value.as_ref()),
        "remark": outcome.remark(),
    })
}

fn fields(outcome: &Outcome, judge: &Judge, language: &str) -> Vec<Shown> {
    outcome
        .result
        .as_ref()
        .map(|checked| judge.fields(checked, language))
        .unwrap_or_default()
}

fn joined(fields: &[Shown], labelled: bool) -> String {
    let told = fields.iter().filter_map(|field| {
        let value = field.value.as_ref()?;
        Some(match &*field.label {
            label if labelled && !label.is_empty() => format!("{label}: {value}"),
            _ => value.clone(),
        })
    });
    told.collect::<Vec<_>>().join(if labelled { "; " } else { " · " })
}

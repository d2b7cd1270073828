//! One permit at length.

use std::io::{self, Write};

use jiff::SignedDuration;
use permit::Checked;

use crate::{
    commands::verify::outcome::{Judge, Outcome, Problem},
    terminal::Shown,
};

/// The verdict alone on the first line, for scripts.
pub(super) fn tell(out: &mut impl Write, outcome: &Outcome, judge: &Judge, language: &str) -> io::Result<()> {
    match &outcome.result {
        Ok(checked) => permit(out, outcome, checked, judge, language),
        // Nothing was judged: that is no result, and does not go where results go.
        Err(Problem(sentence)) => {
            eprintln!("chasqui: {}: {}", Shown(&outcome.name), Shown(sentence));
            Ok(())
        }
    }
}

fn permit(
    out: &mut impl Write,
    outcome: &Outcome,
    checked: &Checked,
    judge: &Judge,
    language: &str,
) -> io::Result<()> {
    writeln!(out, "{}", checked.verdict.name())?;
    let age = checked.age.map(|age| SignedDuration::from_secs(age.as_secs()));
    let age = age.map(|age| format!(", {age:#} old")).unwrap_or_default();
    writeln!(out, "status list: {}{age}", checked.freshness.name())?;
    if let Some(remark) = outcome.remark() {
        let word = if checked.foreign_address.is_some() {
            "warning"
        } else {
            "because"
        };
        writeln!(out, "{word}: {}", Shown(remark))?;
    }
    let Some(claims) = &checked.claims else {
        return Ok(());
    };
    let description = judge.description(checked);
    if let Some(title) = description.and_then(|description| description.text(&description.title, language)) {
        writeln!(out, "permit: {}", Shown(title))?;
    }
    writeln!(out, "issuer: {}", Shown(&claims.issuer))?;
    let (from, until, now) = (claims.not_before, claims.expires_at, judge.now);
    writeln!(out, "valid from {from} until {until} (now {now:.0})")?;
    for field in judge.fields(checked, language) {
        let value = Shown(field.value.unwrap_or_else(|| "-".to_owned()));
        match &*field.label {
            "" => writeln!(out, "  {value}")?,
            label => writeln!(out, "  {}: {value}", Shown(label))?,
        }
    }
    Ok(())
}

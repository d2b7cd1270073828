//! `chasqui new`

mod templates;

use std::{
    fs::{File, Permissions},
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use templates::{FIRST, TEMPLATES, Template};

pub(crate) fn run(id: Option<&str>, from: Option<String>, is_list: bool) -> Result<()> {
    let Some(id) = id.filter(|_| !is_list) else {
        return list();
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain),
        "{id} is no id: use small letters, digits and hyphens, such as fishing-permit"
    );
    let template = match from {
        Some(name) => named(&name)?,
        None => &FIRST,
    };
    let path = PathBuf::from(format!("{id}.yaml"));
    let beside = PathBuf::from(format!("{id}.scenarios.yaml"));
    for path in [&path, &beside] {
        ensure!(!path.exists(), "{} exists already", path.display());
    }
    write(&path, &template.of(id))?;
    write(&beside, template.scenarios)?;
    println!(
        "{0} is ready, and {1} says what must come of it. Change both, then run\n  chasqui check {0}\n  chasqui test {0}\n\
         Its permits have type {2}: give it another number if a service of yours has that one.",
        path.display(),
        beside.display(),
        template.permit_type()?
    );
    if template.name == FIRST.name {
        println!("`chasqui new --list` names whole services to begin with.");
    }
    Ok(())
}

/// Never over what is there. A service is no secret: whoever serves may read it.
fn write(path: &Path, text: &str) -> Result<()> {
    let file = File::create_new(path);
    let written = file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(Permissions::from_mode(0o644))
    });
    written.with_context(|| format!("cannot write {}", path.display()))
}

fn named(name: &str) -> Result<&'static Template> {
    let found = TEMPLATES.iter().find(|template| template.name == name);
    let Some(found) = found else {
        let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        bail!(
            "there is no {name} to begin with; there are: {}",
            names.join(", ")
        );
    };
    Ok(found)
}

fn list() -> Result<()> {
    println!("chasqui new ID --from NAME begins with one of these:");
    for template in TEMPLATES {
        println!("  {:28} {}", template.name, template.summary()?);
    }
    Ok(())
}

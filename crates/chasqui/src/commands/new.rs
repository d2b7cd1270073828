//! `chasqui new`

mod templates;

use std::{io::Write as _, path::PathBuf};

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
        "{0} is ready, and {1} says what must come of it. Change both, then run\n  chasqui check {0}\n  chasqui test {0}",
        path.display(),
        beside.display()
    );
    Ok(())
}

/// Never over what is there.
fn write(path: &PathBuf, text: &str) -> Result<()> {
    let file = std::fs::File::create_new(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))
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

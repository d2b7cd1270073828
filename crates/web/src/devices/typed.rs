//! What an administrator types about a phone.

use engine::devices::{Checkpoint, Place, settings::DeviceSettings};

use crate::form::{Form, Wrong};

/// Longer ones do not fit a phone's screen.
const LONGEST: usize = 80;

/// A phone's name, place and phrase.
pub(super) fn settings(form: &Form) -> Result<DeviceSettings, Wrong> {
    Ok(DeviceSettings {
        name: short(form, "name")?.ok_or(Wrong::new("name", "devices-no-name"))?,
        checkpoint: checkpoint(form)?,
        phrase: short(form, "phrase")?.ok_or(Wrong::new("phrase", "devices-no-phrase"))?,
    })
}

fn short(form: &Form, field: &'static str) -> Result<Option<String>, Wrong> {
    match form.first(field) {
        Some(text) if text.chars().count() > LONGEST => Err(Wrong::new(field, "devices-too-long")),
        text => Ok(text.map(str::to_owned)),
    }
}

fn checkpoint(form: &Form) -> Result<Option<Checkpoint>, Wrong> {
    let (name, place) = (short(form, "checkpoint")?, place(form)?);
    match name {
        Some(name) => Ok(Some(Checkpoint { name, place })),
        None if place.is_some() => Err(Wrong::new("checkpoint", "devices-no-checkpoint")),
        None => Ok(None),
    }
}

fn place(form: &Form) -> Result<Option<Place>, Wrong> {
    let wrong = Wrong::new("latitude", "devices-wrong-place");
    match (form.first("latitude"), form.first("longitude")) {
        (None, None) => Ok(None),
        (Some(lat), Some(lon)) => degrees(lat)
            .zip(degrees(lon))
            .and_then(|(lat, lon)| Place::near(lat, lon))
            .map(Some)
            .ok_or(wrong),
        _ => Err(wrong),
    }
}

/// With a comma or a point before the decimals.
fn degrees(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &str) -> Result<DeviceSettings, Wrong> {
        settings(&Form::parse(fields.as_bytes()))
    }

    #[test]
    fn a_phone_has_a_name_a_phrase_and_perhaps_a_place() {
        let typed = read(
            "name=Garita+2&phrase=puma+sal+07&checkpoint=Anc%C3%B3n&latitude=-11,774&longitude=-77.1758",
        )
        .unwrap();
        let checkpoint = typed.checkpoint.unwrap();
        assert_eq!(
            (checkpoint.name.as_str(), checkpoint.place.unwrap().hundredths()),
            ("Ancón", (-1177, -7718))
        );
        assert_eq!(read("name=Moto&phrase=p&checkpoint=").unwrap().checkpoint, None);
        let without_place = read("name=Moto&phrase=p&checkpoint=X").unwrap().checkpoint;
        assert_eq!(without_place.unwrap().place, None);
    }

    #[test]
    fn what_is_missing_or_nowhere_is_said() {
        for (fields, (field, text)) in [
            ("phrase=p", ("name", "devices-no-name")),
            ("name=a&phrase=+", ("phrase", "devices-no-phrase")),
            (
                "name=a&phrase=p&latitude=1&longitude=1",
                ("checkpoint", "devices-no-checkpoint"),
            ),
            (
                "name=a&phrase=p&checkpoint=c&latitude=1",
                ("latitude", "devices-wrong-place"),
            ),
            (
                "name=a&phrase=p&checkpoint=c&latitude=91&longitude=1",
                ("latitude", "devices-wrong-place"),
            ),
            (
                "name=a&phrase=p&checkpoint=c&latitude=NaN&longitude=1",
                ("latitude", "devices-wrong-place"),
            ),
            (
                &format!("phrase=p&name={}", "a".repeat(81)),
                ("name", "devices-too-long"),
            ),
        ] {
            assert_eq!(read(fields), Err(Wrong::new(field, text)), "{fields}");
        }
    }
}

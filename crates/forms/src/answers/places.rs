//! Countries, regions and addresses.

use super::fields::Fields;
use super::longest;
use super::parse::Reading;
use super::wrong::{Cause, Wrong};
use super::{Address, Answer};
use crate::countries;
use crate::regions::{self, RegionCode};

pub(super) fn country(fields: Fields<'_>) -> Result<Answer, Wrong> {
    let sent = fields.line("");
    if sent.is_empty() {
        return Err(Cause::CountryMissing.into());
    }
    let country = countries::meant(&sent).ok_or(Cause::CountryUnknown)?;
    Ok(Answer::Country(country.code.to_owned()))
}

pub(super) fn region(fields: Fields<'_>) -> Result<Reading, Wrong> {
    Ok(match narrowed(fields)? {
        Some(region) => Reading::Given(Answer::Region(region)),
        None => Reading::Narrow,
    })
}

pub(super) fn address(fields: Fields<'_>) -> Result<Reading, Wrong> {
    let region = narrowed(fields)?;
    let (street, reference) = (fields.line("street"), fields.line("reference"));
    if street.is_empty() && (region.is_some() || fields.has("street")) {
        return Err(Wrong::from(Cause::StreetMissing).at("street"));
    }
    for (part, text) in [("street", &street), ("reference", &reference)] {
        if text.chars().count() > usize::try_from(longest::STREET).unwrap_or(usize::MAX) {
            return Err(Wrong::from(Cause::TextLong).at(part).limit(&longest::STREET));
        }
    }
    Ok(match region {
        Some(region) => Reading::Given(Answer::Address(Address {
            region,
            street,
            reference,
        })),
        None => Reading::Narrow,
    })
}

/// The district, however it was given: found by its name, by its code, or level by level. Nothing while there is something to choose
/// from that has not been on the page yet.
fn narrowed(fields: Fields<'_>) -> Result<Option<RegionCode>, Wrong> {
    if fields.has("department") && !fields.has("find") {
        return by_levels(fields);
    }
    let (sought, listed) = (fields.line("find"), fields.line("found"));
    let chosen = ["region", ""]
        .map(|part| fields.line(part))
        .into_iter()
        .find(|code| !code.is_empty());
    // A choice from the list of other words was made before these were typed.
    if let Some(code) = chosen.filter(|_| sought == listed || !fields.has("found")) {
        let code = if code.len() == 5 { format!("0{code}") } else { code };
        let known = RegionCode::known(&code).filter(RegionCode::is_district);
        return known
            .map(Some)
            .ok_or_else(|| Wrong::from(Cause::RegionUnknown).at("find"));
    }
    if sought.is_empty() {
        return Err(Wrong::from(Cause::RegionMissing).at("find"));
    }
    match regions::search(&sought).as_slice() {
        [] => Err(Wrong::from(Cause::RegionNotFound).at("find")),
        [only] => Ok(Some(only.region.code.clone())),
        _ if sought == listed => Err(Wrong::from(Cause::RegionNotChosen).at("region")),
        _ => Ok(None),
    }
}

/// As pages of earlier releases, and programs, send it. Nothing while the lists below the department or province have not been on
/// the page yet. A list that was there and left alone is wrong; one that belongs to a department chosen before
/// is as good as not there.
fn by_levels(fields: Fields<'_>) -> Result<Option<RegionCode>, Wrong> {
    let [department, province, district] =
        ["department", "province", "district"].map(|part| fields.line(part));
    if department.is_empty() {
        return Err(Wrong::from(Cause::DepartmentMissing).at("department"));
    }
    if department.len() != 2 || regions::find(&department).is_none() {
        return Err(Wrong::from(Cause::RegionUnknown).at("department"));
    }
    let Some(province) = step(
        fields,
        &department,
        &province,
        ("province", Cause::ProvinceMissing),
    )?
    else {
        return Ok(None);
    };
    step(
        fields,
        &province.0,
        &district,
        ("district", Cause::DistrictMissing),
    )
}

/// The choice from the list of one level, if that list was on the page and belongs to what was chosen above it.
fn step(
    fields: Fields<'_>,
    above: &str,
    chosen: &str,
    level: (&'static str, Cause),
) -> Result<Option<RegionCode>, Wrong> {
    let (part, missing) = level;
    if chosen.is_empty() {
        return if fields.has(part) {
            Err(Wrong::from(missing).at(part))
        } else {
            Ok(None)
        };
    }
    let code = RegionCode::known(chosen).ok_or_else(|| Wrong::from(Cause::RegionUnknown).at(part))?;
    let belongs = code.0.len() == above.len() + 2 && code.0.starts_with(above);
    Ok(belongs.then_some(code))
}

//! Peru's departments, provinces and districts, by their INEI code (ubigeo).

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::answers::tidy::fold;

/// One line a department (`15 Lima`) and a province (`1501 Lima: Lima|Ancón|…`). Districts count up from 01;
/// `09=Name` jumps to a number where the official series has a gap.
const UBIGEO: &str = include_str!("../data/ubigeo.txt");

/// A code of INEI: 2 digits for a department, 4 for a province, 6 for a district.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionCode(pub(crate) String);

impl RegionCode {
    /// The code, if the hierarchy has it.
    pub fn known(code: &str) -> Option<Self> {
        find(code).map(|region| region.code.clone())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The department's two digits, by which cases are routed to offices.
    pub fn department(&self) -> &str {
        self.0.get(..2).unwrap_or(&self.0)
    }

    /// The province's four digits; of a department, its own two.
    pub fn province(&self) -> &str {
        self.0.get(..4).unwrap_or(&self.0)
    }

    /// Whether it goes down to a district.
    pub fn is_district(&self) -> bool {
        self.0.len() == 6
    }
}

/// A department, province or district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// INEI's code.
    pub code: RegionCode,
    /// The official name.
    pub name: &'static str,
}

/// The departments and Callao, in the order of their codes.
pub fn departments() -> &'static [Region] {
    children("")
}

/// The provinces of a department or the districts of a province; nothing for any other code.
pub fn children(code: &str) -> &'static [Region] {
    ATLAS.get(code).map_or(&[], Vec::as_slice)
}

/// The region of that code.
pub fn find(code: &str) -> Option<&'static Region> {
    let above = match code.len() {
        2 => "",
        4 => code.get(..2)?,
        6 => code.get(..4)?,
        _ => return None,
    };
    children(above).iter().find(|region| region.code.0 == code)
}

/// The name as people write it, from the smallest part up: `Miraflores, Lima, Lima`. Empty for an unknown code.
pub fn path(code: &str) -> String {
    let names: Vec<&str> = [6, 4, 2]
        .into_iter()
        .filter_map(|length| code.get(..length).filter(|_| code.len() >= length))
        .filter_map(|part| find(part).map(|region| region.name))
        .collect();
    names.join(", ")
}

/// A district that words lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The district.
    pub region: &'static Region,
    /// How near: those of a lower number come first.
    pub rank: u8,
}

/// The districts that words lead to, whatever their accents, capitals and order: each word begins one of the name, or of the name of
/// the province or department around it. Those come first that are called so, then those whose own names begin so. A code leads to its
/// own district.
pub fn search(text: &str) -> Vec<Match> {
    let sought = fold(text);
    let words: Vec<&str> = words(&sought).collect();
    if words.is_empty() {
        return Vec::new();
    }
    if let Some(region) = find(words[0]).filter(|region| words.len() == 1 && region.code.is_district()) {
        return vec![Match { region, rank: 0 }];
    }
    let sought = words.join(" ");
    // Whoever wrote all three names meant that one.
    if let Some(entry) = INDEX.iter().find(|entry| entry.path == sought) {
        return vec![Match {
            region: entry.region,
            rank: 0,
        }];
    }
    let found = INDEX.iter().filter_map(|entry| {
        let begins = |word: &&str| entry.words.iter().any(|own| own.starts_with(*word));
        let is_own = |word: &&str| entry.name.split(' ').any(|own| own.starts_with(*word));
        let rank = match () {
            () if !words.iter().all(begins) => return None,
            () if entry.name == sought => 0,
            () if entry.name.starts_with(&sought) => 1,
            () if words.iter().any(is_own) => 2,
            () => 3,
        };
        Some(Match {
            region: entry.region,
            rank,
        })
    });
    found.collect()
}

/// A district as words find it.
struct Entry {
    region: &'static Region,
    /// Its own name, folded.
    name: String,
    /// The same with the province and the department behind it.
    path: String,
    words: Vec<String>,
}

static INDEX: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let provinces = departments().iter().flat_map(|d| children(d.code.as_str()));
    let districts = provinces.flat_map(|p| children(p.code.as_str()));
    let entry = |region: &'static Region| {
        let folded = |text: &str| words(&fold(text)).collect::<Vec<_>>().join(" ");
        let path = folded(&path(region.code.as_str()));
        Entry {
            region,
            name: folded(region.name),
            words: path.split(' ').map(str::to_owned).collect(),
            path,
        }
    };
    districts.map(entry).collect()
});

fn words(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

static ATLAS: LazyLock<HashMap<String, Vec<Region>>> = LazyLock::new(|| {
    let mut atlas: HashMap<String, Vec<Region>> = HashMap::new();
    for (code, rest) in UBIGEO.lines().filter_map(|line| line.split_once(' ')) {
        let (name, districts) = rest.split_once(": ").unwrap_or((rest, ""));
        let above = code.get(..code.len() - 2).unwrap_or_default();
        atlas
            .entry(above.to_owned())
            .or_default()
            .push(region(code.to_owned(), name));
        let mut number = 0_u8;
        for district in districts.split('|').filter(|district| !district.is_empty()) {
            let (jump, name) = district.split_once('=').unwrap_or(("", district));
            number = jump.parse().unwrap_or(number + 1);
            let inner = region(format!("{code}{number:02}"), name);
            atlas.entry(code.to_owned()).or_default().push(inner);
        }
    }
    atlas
});

fn region(code: String, name: &'static str) -> Region {
    Region {
        code: RegionCode(code),
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hierarchy_is_complete() {
        let provinces: Vec<_> = departments()
            .iter()
            .flat_map(|d| children(d.code.as_str()))
            .collect();
        let districts: Vec<_> = provinces.iter().flat_map(|p| children(p.code.as_str())).collect();
        assert_eq!(
            (departments().len(), provinces.len(), districts.len()),
            (25, 196, 1891)
        );
        assert!(
            districts
                .iter()
                .all(|d| d.code.is_district() && !d.name.trim().is_empty())
        );
    }

    #[test]
    fn a_district_is_found_by_its_name_as_people_write_it() {
        let found = |text: &str| {
            let mut found = search(text);
            found.sort_by_key(|found| found.rank);
            found
                .iter()
                .map(|found| path(found.region.code.as_str()))
                .collect::<Vec<_>>()
        };
        for (text, only) in [
            ("barranco", "Barranco, Lima, Lima"),
            ("ANCON", "Ancón, Lima, Lima"),
            ("Miraflores, Arequipa", "Miraflores, Arequipa, Arequipa"),
            ("arequipa miraflores", "Miraflores, Arequipa, Arequipa"),
            ("surco santiago", "Santiago de Surco, Lima, Lima"),
            ("San Juan de Lurigancho", "San Juan de Lurigancho, Lima, Lima"),
            ("Miraflores, Lima, Lima", "Miraflores, Lima, Lima"),
            ("150122", "Miraflores, Lima, Lima"),
        ] {
            assert_eq!(found(text), [only], "{text}");
        }
        let miraflores = found("miraflores");
        assert!(miraflores.len() > 3, "{miraflores:?}");
        assert!(miraflores.iter().all(|path| path.contains("Miraflores")));
        let lima = found("lima");
        assert_eq!(lima[0], "Lima, Lima, Lima");
        assert!(
            lima.len() > 100,
            "a province and a department lead to all in them"
        );
        for nothing in ["", " , ", "Atlántida", "1501", "zzz lima"] {
            assert_eq!(found(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn codes_are_those_of_inei() {
        for (code, name) in [
            ("15", "Lima"),
            ("1501", "Lima, Lima"),
            ("150122", "Miraflores, Lima, Lima"),
            ("070101", "Callao, Callao, Callao"),
            ("080101", "Cusco, Cusco, Cusco"),
            ("090709", "Huaribamba, Tayacaja, Huancavelica"),
            ("100317", "Ripán, Dos de Mayo, Huánuco"),
            ("120136", "Viques, Huancayo, Junín"),
            ("130112", "Alto Trujillo, Trujillo, La Libertad"),
            ("160113", "San Juan Bautista, Maynas, Loreto"),
            ("211101", "Juliaca, San Román, Puno"),
            ("250401", "Purús, Purús, Ucayali"),
        ] {
            assert_eq!(path(code), name);
        }
    }

    #[test]
    fn unknown_codes_are_nobody() {
        for code in ["", "1", "99", "1599", "150199", "15012", "ñññ", "1501220"] {
            assert_eq!(find(code), None, "{code}");
        }
        assert_eq!(path("99"), "");
        assert!(children("150122").is_empty());
    }
}

//! How each country writes its documents, tax numbers, plates and telephone numbers: one file a country in `data/rules`.
//!
//! A further country is a further file, its line in [`FILES`], and its sentences in `data/messages`, by the codes that the file names.

mod check_digit;
mod holidays;
mod identifier;
mod money;
mod phone;

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

pub(crate) use holidays::Holiday;
pub(crate) use identifier::{Identifier, Unfit};
pub(crate) use money::Money;
pub(crate) use phone::Telephones;

/// The rules of no single country come last; the first country's hold where a service names none.
const FILES: [(&str, &str); 6] = [
    (
        include_str!("../data/rules/pe.yaml"),
        include_str!("../data/holidays/pe.tsv"),
    ),
    (
        include_str!("../data/rules/cl.yaml"),
        include_str!("../data/holidays/cl.tsv"),
    ),
    (
        include_str!("../data/rules/es.yaml"),
        include_str!("../data/holidays/es.tsv"),
    ),
    (
        include_str!("../data/rules/gb.yaml"),
        include_str!("../data/holidays/gb.tsv"),
    ),
    (
        include_str!("../data/rules/mx.yaml"),
        include_str!("../data/holidays/mx.tsv"),
    ),
    (include_str!("../data/rules/world.yaml"), ""),
];

/// How a country writes what names people and vehicles, and money, and which days are its holidays.
pub struct CountryRules {
    /// ISO 3166-1 alpha-2, in small letters.
    pub code: String,
    /// Its identity documents, the usual one first.
    documents: Vec<Identifier>,
    pub(crate) tax_number: Identifier,
    pub(crate) plate: Identifier,
    pub(crate) phone: Telephones,
    pub(crate) money: Money,
    pub(crate) holidays: Vec<Holiday>,
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    country: Option<String>,
    documents: Vec<identifier::Written>,
    tax_number: Option<identifier::Written>,
    plate: Option<identifier::Written>,
    phone: Option<phone::Written>,
    money: Option<Money>,
}

impl CountryRules {
    /// Every country whose rules are shipped.
    pub fn all() -> &'static [Self] {
        &ALL.countries
    }

    /// Those of a service that names no country.
    pub fn usual() -> &'static Self {
        &ALL.countries[0]
    }

    /// Those of that country, by its code.
    pub fn of(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|rules| rules.code == code)
    }

    /// Whether its tax numbers are digits alone.
    pub fn has_numeric_tax_numbers(&self) -> bool {
        self.tax_number.numeric
    }

    /// An amount of its money, of hundredths: `S/ 1,234.50`.
    pub fn amount(&self, cents: i64) -> String {
        self.money.written(cents)
    }

    /// Its identity documents, and those of every country.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &'static Identifier> + use<> {
        let own = Self::of(&self.code).map_or(&[][..], |own| &own.documents);
        own.iter().chain(&ALL.of_any_country)
    }
}

impl fmt::Debug for CountryRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CountryRules").field(&self.code).finish()
    }
}

impl Serialize for CountryRules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code)
    }
}

impl JsonSchema for CountryRules {
    fn schema_name() -> Cow<'static, str> {
        "CountryRules".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Self::all().iter().map(|rules| &*rules.code).collect();
        json_schema!({"type": "string", "enum": codes})
    }
}

impl PartialEq for CountryRules {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for CountryRules {}

/// The identity documents of all countries.
pub(crate) fn documents() -> impl Iterator<Item = &'static Identifier> {
    let countries = CountryRules::all().iter();
    countries
        .flat_map(|rules| &rules.documents)
        .chain(&ALL.of_any_country)
}

/// The keys of the sentences that these rules need in every language.
#[cfg(test)]
pub(crate) fn sentences() -> Vec<String> {
    let mut keys = Vec::new();
    let numbers = CountryRules::all()
        .iter()
        .flat_map(|country| [&country.tax_number, &country.plate]);
    for identifier in documents().chain(numbers) {
        keys.push(identifier.code.clone());
        keys.extend(
            identifier
                .has_check()
                .then(|| format!("{}-check", identifier.code)),
        );
    }
    keys.extend(documents().map(|document| format!("{}-name", document.code)));
    keys.extend(
        CountryRules::all()
            .iter()
            .map(|country| country.phone.code.clone()),
    );
    keys
}

struct All {
    countries: Vec<CountryRules>,
    of_any_country: Vec<Identifier>,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let mut all = All {
        countries: Vec::new(),
        of_any_country: Vec::new(),
    };
    for (source, holidays) in FILES {
        let Ok(file) = serde_saphyr::from_str::<File>(source) else {
            continue;
        };
        let documents = file.documents.into_iter();
        let documents: Vec<Identifier> = documents.filter_map(identifier::Written::read).collect();
        let tax_number = file.tax_number.and_then(identifier::Written::read);
        let plate = file.plate.and_then(identifier::Written::read);
        let phone = file.phone.and_then(phone::Written::read);
        let (Some(code), Some(tax_number), Some(plate), Some(phone), Some(money)) =
            (file.country, tax_number, plate, phone, file.money)
        else {
            all.of_any_country.extend(documents);
            continue;
        };
        all.countries.push(CountryRules {
            code,
            documents,
            tax_number,
            plate,
            phone,
            money,
            holidays: holidays::read(holidays),
        });
    }
    all
});

#[cfg(test)]
mod tests;

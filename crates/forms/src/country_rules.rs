//! How each country writes its documents, tax numbers, plates and telephone numbers: one file a country in `data/rules`.
//!
//! A further country is a further file, its line in [`COUNTRIES`], and its sentences in `data/messages`, by the codes that the file names.

mod check_digit;
mod holidays;
mod identifier;
mod money;
mod pattern;
mod phone;

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

pub(crate) use holidays::Holiday;
pub(crate) use identifier::{Identifier, Unfit};
pub(crate) use money::Money;
pub use money::grouped;
pub(crate) use phone::Telephones;

/// The first country's hold where a service names none.
const COUNTRIES: [(&str, &str); 5] = [
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
];
/// What belongs to no single country.
const WORLD: &str = include_str!("../data/rules/world.yaml");

/// How a country writes what names people and vehicles, and money, and which days are its holidays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryRules {
    /// ISO 3166-1 alpha-2, in small letters.
    #[serde(rename = "country")]
    pub code: String,
    /// Its identity documents, the usual one first.
    documents: Vec<Identifier>,
    pub(crate) tax_number: Identifier,
    pub(crate) plate: Identifier,
    pub(crate) phone: Telephones,
    pub(crate) money: Money,
    #[serde(skip)]
    pub(crate) holidays: Vec<Holiday>,
}

/// What belongs to no single country.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    documents: Vec<Identifier>,
    numbers: Vec<Identifier>,
}

/// A number with a question type of its own, which is no more than what is shipped of it.
#[derive(Clone, Copy)]
pub struct NumberType(&'static Identifier);

impl NumberType {
    /// Every one.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        WORLDS.numbers.iter().map(Self)
    }

    pub(crate) fn identifier(self) -> &'static Identifier {
        self.0
    }
}

impl fmt::Debug for NumberType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NumberType").field(&self.0.code).finish()
    }
}

impl PartialEq for NumberType {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for NumberType {}

impl CountryRules {
    /// Every country whose rules are shipped.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Those of a service that names no country.
    pub fn usual() -> &'static Self {
        &ALL[0]
    }

    /// Those of that country, by its code.
    pub fn find(code: &str) -> Option<&'static Self> {
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
        let own = Self::find(&self.code).map_or(&[][..], |own| &own.documents);
        own.iter().chain(&WORLDS.documents)
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
        .chain(&WORLDS.documents)
}

/// The keys of the sentences that these rules need in every language.
#[cfg(test)]
pub(crate) fn sentences() -> Vec<String> {
    let mut keys = Vec::new();
    let numbers = CountryRules::all()
        .iter()
        .flat_map(|country| [&country.tax_number, &country.plate]);
    let of_types = NumberType::all().map(NumberType::identifier);
    for identifier in documents().chain(numbers).chain(of_types) {
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

static ALL: LazyLock<Vec<CountryRules>> = LazyLock::new(|| {
    let read = |(rules, table): (&str, &str)| CountryRules {
        holidays: holidays::read(table),
        ..serde_saphyr::from_str(rules).expect("the rules that are shipped can be read")
    };
    COUNTRIES.map(read).into()
});

static WORLDS: LazyLock<World> =
    LazyLock::new(|| serde_saphyr::from_str(WORLD).expect("the rules that are shipped can be read"));

#[cfg(test)]
mod tests;

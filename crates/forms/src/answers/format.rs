//! Types of questions whose answer is one text in a format of its own: one file each, which holds all that the program
//! asks of them in the same way, and those that are numbers which the data describe.

mod email;
mod full_name;
mod phone;
mod tax_number;
mod vehicle_plate;

pub use email::ASKED;
pub(crate) use email::bare_address;
pub(crate) use phone::e164;

use super::Answer;
use super::fields::Fields;
use super::wrong::{Cause, Wrong};
use crate::country_rules::{CountryRules, Identifier, NumberType};

/// What a format is, where the program itself knows it.
struct Spec {
    /// The type's name in the service file.
    name: &'static str,
    /// The text that is kept of what was sent, if it is in the format.
    read: fn(Fields<'_>, Countries) -> Result<String, Wrong>,
    /// The answer with such a text.
    answer: fn(String) -> Answer,
    /// Texts that are kept, for previews and tests.
    samples: fn(&'static CountryRules) -> Vec<&'static str>,
    /// Whether it names a person, who then is party to the application. What it is found by stands in `parties`.
    names_a_person: bool,
}

/// By whose rules it is written.
#[derive(Clone, Copy)]
pub(super) struct Countries {
    pub(super) own: &'static CountryRules,
    /// Whether another country's is taken, too.
    pub(super) foreign: bool,
}

macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $format:ident: $file:ident,)+) => {
        /// The format of a text that is asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Format {
            $($(#[doc = $doc])+ $format,)+
            /// A number that the data describe, such as an IBAN.
            Number(NumberType),
        }

        impl Format {
            /// Every format.
            pub fn all() -> impl Iterator<Item = Self> {
                [$(Self::$format),+].into_iter().chain(NumberType::all().map(Self::Number))
            }

            /// The format as the program knows it, or as the data do.
            fn spec(self) -> Result<&'static Spec, &'static Identifier> {
                match self {
                    $(Self::$format => Ok(&$file::SPEC),)+
                    Self::Number(number) => Err(number.identifier()),
                }
            }
        }
    };
}

impl Format {
    /// The type's name in the service file.
    pub fn name(self) -> &'static str {
        self.spec().map_or_else(|number| &*number.code, |spec| spec.name)
    }

    /// What was sent as an answer, if it is in the format.
    pub(super) fn read(self, fields: Fields<'_>, countries: Countries) -> Result<Answer, Wrong> {
        match self.spec() {
            Ok(spec) => (spec.read)(fields, countries).map(spec.answer),
            Err(number) => {
                let read = number.read(&number.code(fields.sent("")));
                read.map(Answer::Text)
                    .map_err(|unfit| Cause::unfit(number, unfit).into())
            }
        }
    }

    /// The answer with a text that is kept.
    pub(crate) fn answer(self, kept: String) -> Answer {
        self.spec().map_or(Answer::Text as fn(_) -> _, |spec| spec.answer)(kept)
    }

    /// Texts that are kept, for previews and tests.
    pub(crate) fn samples(self, country: &'static CountryRules) -> Vec<&'static str> {
        match self.spec() {
            Ok(spec) => (spec.samples)(country),
            Err(number) => number.samples.iter().map(String::as_str).collect(),
        }
    }

    /// Whether it names a person, who then is party to the application.
    pub(crate) fn names_a_person(self) -> bool {
        self.spec().is_ok_and(|spec| spec.names_a_person)
    }
}

formats! {
    /// A person's name, as the identity document writes it.
    FullName: full_name,
    /// A mail address.
    Email: email,
    /// A telephone number.
    Phone: phone,
    /// A tax number, such as a RUC.
    TaxNumber: tax_number,
    /// A vehicle's plate.
    VehiclePlate: vehicle_plate,
}

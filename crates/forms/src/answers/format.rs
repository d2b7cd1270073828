//! Types of questions whose answer is one text in a format of its own: one file each, which holds all that the program
//! asks of them in the same way.

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
use super::wrong::Wrong;
use crate::country_rules::CountryRules;

/// What a format is to the rest of the program.
pub(crate) struct Spec {
    /// The type's name in the service file.
    pub(crate) name: &'static str,
    /// The text that is kept of what was sent, if it is in the format.
    pub(super) read: fn(Fields<'_>, Countries) -> Result<String, Wrong>,
    /// The answer with such a text.
    pub(crate) answer: fn(String) -> Answer,
    /// Texts that are kept, for previews and tests.
    pub(crate) samples: fn(&'static CountryRules) -> Vec<&'static str>,
    /// Whether it names a person, who then is party to the application. What it is found by stands in `parties`.
    pub(crate) names_a_person: bool,
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
        pub enum Format { $($(#[doc = $doc])+ $format,)+ }

        impl Format {
            /// Every format.
            pub const ALL: &[Self] = &[$(Self::$format,)+];

            pub(crate) fn spec(self) -> &'static Spec {
                match self { $(Self::$format => &$file::SPEC,)+ }
            }
        }
    };
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

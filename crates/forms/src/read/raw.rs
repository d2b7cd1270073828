//! The service file as written: keys and values in place, nothing resolved yet.

mod fee;
mod form;
mod map;
mod permit;
mod review;
mod scenario;
mod values;

use super::field::{At, keys};
use crate::country_rules::CountryRules;
use crate::{DraftPolicy, PeopleNeeded};

pub(crate) use fee::{RawAmount, RawFee, RawFeeRow};
pub(crate) use form::{
    RawBlocks, RawBound, RawBoundValue, RawComputed, RawPage, RawQuestion, RawRule, RawStop, RawUse,
};
pub(crate) use map::{RawDegrees, RawExtent};
pub(crate) use permit::{
    RawChanges, RawClaim, RawConditions, RawMessage, RawMessages, RawMoment, RawPeriod, RawPermit,
    RawRenewal, RawScans, RawValidity,
};
pub(crate) use review::{
    RawAppeal, RawAutomaticRule, RawCalendar, RawClosedDay, RawConsent, RawDeadline, RawInspection,
    RawOpinion, RawReview, RawStep,
};
pub(crate) use scenario::{RawAct, RawExpectedPermit, RawGiven, RawScenario};
pub(crate) use values::{RawCodes, RawReasons, RawStaff, RawText};

pub(crate) type Word = At<String>;

keys! {
    /// A permit service: what is asked, how it is reviewed, what the permit says.
    RawService, "a service" {
        /// The service's id, in kebab-case: it stands in addresses.
        service: Word,
        /// The languages of every text; the first is the default.
        languages: Vec<Word>,
        /// By which country's rules documents, tax numbers, plates, telephone numbers and money are written, and whose holidays count; `pe` if left out.
        country: Option<At<&'static CountryRules>>,
        /// The service's name.
        name: RawText,
        /// One sentence for the catalogue.
        summary: RawText,
        /// What else people call it, or search for when they need it.
        synonyms: Option<Vec<RawText>>,
        /// Whether it is for an emergency, and stands first in the catalogue; false if left out.
        emergency: Option<At<bool>>,
        /// Who it is for.
        audience: RawText,
        /// What one needs at hand.
        requirements: Vec<RawText>,
        /// What it costs, in words.
        cost: RawText,
        /// What is to be paid for an application, by its answers; nothing is computed if left out.
        fee: Option<RawFee>,
        /// How long it takes, in words.
        takes: RawText,
        /// Where one can apply; on line if left out.
        channels: Option<RawChannels>,
        /// Who issues the permit.
        authority: RawAuthority,
        /// The laws and decrees that found it.
        legal_basis: Vec<RawText>,
        /// Where to ask for help.
        contact: RawContact,
        /// What happens to drafts when a new version is published; `pin` if left out.
        drafts: Option<At<DraftPolicy>>,
        /// How many people it takes to publish another version in the place of this one: `one-person` if left out, or `two-people`.
        publish: Option<At<PeopleNeeded>>,
        /// How long after its end what an application tells of people is kept, such as `5 years`; for ever if left out. The end is
        /// the decision, the withdrawal or the lapse, or the permit's last moment where that is later.
        kept_for: Option<Word>,
        /// Lists of questions by name, each to be asked in several places: `{use: NAME}` stands for them.
        blocks: Option<RawBlocks>,
        /// The pages of the form, in order.
        form: Vec<RawPage>,
        /// How an application is decided.
        review: RawReview,
        /// What is issued.
        permit: RawPermit,
        /// The service's own mails; the engine has plain words for the rest.
        messages: Option<RawMessages>,
    }
}

keys! {
    /// Where one can apply.
    RawChannels, "`channels`" {
        /// Whether the form is open on line; true if left out.
        online: Option<At<bool>>,
        /// The offices that take applications.
        in_person: Vec<RawOffice>,
    }
}

keys! {
    /// An office that takes applications.
    RawOffice, "an office" {
        /// Its id, in kebab-case.
        office: Word,
        /// What it is called.
        name: RawText,
        /// Where it is.
        address: RawText,
        /// Where it is on a map, in quotes: its latitude and longitude, or a link that was copied from a map.
        position: Option<Word>,
        /// A number to call, in quotes.
        phone: Option<Word>,
        /// When it is open.
        hours: RawText,
    }
}

keys! {
    /// Who issues the permit.
    RawAuthority, "`authority`" {
        /// The ministry or municipality.
        name: RawText,
        /// The office within it.
        office: Option<RawText>,
    }
}

keys! {
    /// Where to ask for help.
    RawContact, "`contact`" {
        /// A number to call, in quotes.
        phone: Option<Word>,
        /// A mail address.
        email: Option<Word>,
        /// Anything else.
        text: Option<RawText>,
    }
}

//! What a person reads before applying.

use super::ids::OfficeId;
use super::map::Position;
use super::text::Text;

/// The service as its page presents it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The service's name.
    pub name: Text,
    /// One sentence for the catalogue.
    pub summary: Text,
    /// What else people call it, or search for when they need it.
    pub synonyms: Vec<Text>,
    /// Whether it is for an emergency, and stands first in the catalogue.
    pub is_for_emergency: bool,
    /// Who it is for.
    pub audience: Text,
    /// What one needs at hand.
    pub requirements: Vec<Text>,
    /// What it costs, in words.
    pub cost: Text,
    /// How long it takes, in words.
    pub takes: Text,
    /// Where one can apply.
    pub channels: Channels,
    /// Who issues the permit.
    pub authority: Authority,
    /// The laws and decrees that found it.
    pub legal_basis: Vec<Text>,
    /// Where to ask for help.
    pub contact: Contact,
}

/// Where one can apply: on line, in person, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channels {
    /// Whether the form is open on line.
    pub online: bool,
    /// The offices that take applications.
    pub in_person: Vec<Office>,
}

/// An office that takes applications over the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its name among the service's offices.
    pub id: OfficeId,
    /// What it is called.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// Where it is on a map.
    pub position: Option<Position>,
    /// A number to call.
    pub phone: Option<String>,
    /// When it is open.
    pub hours: Text,
}

/// Who answers for the permit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The ministry or municipality.
    pub name: Text,
    /// The office within it that signs.
    pub office: Option<Text>,
}

/// Where to ask for help; at least one way is given before it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// A number to call.
    pub phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
    /// Anything else, such as opening hours of the line.
    pub text: Option<Text>,
}

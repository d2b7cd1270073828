//! Records, each with all that is kept of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{KeptApplication, Key, Kind};
use crate::{
    AuditRecord, Credential, Device, Draft, Enrolment, Erasure, Incident, KeptJob, KeptScan, Pause, Person,
    Purpose, Rating, Session, Version,
};

/// A record of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A version.
    Version(KeptVersion),
    /// A person.
    Person(Person),
    /// A log-in, whether it has ended or not.
    Session(Session),
    /// A credential, whether it has ended or not.
    Credential(Credential),
    /// A phone, whether it is revoked or not.
    Device(Device),
    /// An offer to enrol a phone, whether it was taken or is over or not.
    Enrolment(Enrolment),
    /// A status list.
    List(KeptList),
    /// An application and all that belongs to it.
    Application(Box<KeptApplication>),
    /// A request to erase, whether it has ended or not.
    Erasure(Box<Erasure>),
    /// A scan.
    Scan(KeptScan),
    /// An incident.
    Incident(Box<Incident>),
    /// A job, whether it has ended or not. Who has just taken it is not in it.
    Job(Box<KeptJob>),
    /// A line of the log, with its number.
    Line(u64, AuditRecord),
    /// A rating, with the number in which it came.
    Rating(u64, Rating),
    /// A draft, whether it has expired or not.
    Draft(Draft),
    /// A counter.
    Limit(KeptLimit),
    /// What the database is for.
    Purpose(Purpose),
}

/// A version, and whether it is its service's current one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVersion {
    /// The version.
    pub version: Version,
    /// Since when it is current, if it is.
    pub current_since: Option<Timestamp>,
    /// Whether its service takes no applications for now, if it is current.
    pub pause: Option<Pause>,
}

/// A status list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptList {
    /// Its number.
    pub list: u32,
    /// The day in which its permits end.
    pub expires_on: Date,
    /// How many of its places are handed out; none of them is ever handed out again.
    pub used: u32,
}

/// A counter in its window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLimit {
    /// What is counted.
    pub bucket: String,
    /// When counting begins anew.
    pub window_ends_at: Timestamp,
    /// The hits so far.
    pub hits: u32,
}

impl Record {
    /// What it is known by.
    pub fn key(&self) -> Key {
        match self {
            Self::Version(kept) => Key::Version(kept.version.hash),
            Self::Person(person) => Key::Person(person.id),
            Self::Session(session) => Key::Session(session.token),
            Self::Credential(credential) => Key::Credential(credential.key),
            Self::Device(device) => Key::Device(device.id),
            Self::Enrolment(offer) => Key::Enrolment(offer.token),
            Self::List(kept) => Key::List(kept.list),
            Self::Application(kept_application) => Key::Application(kept_application.id()),
            Self::Erasure(erasure) => Key::Erasure(erasure.id),
            Self::Scan(kept) => Key::Scan(kept.device, kept.scan.id),
            Self::Incident(incident) => Key::Incident(incident.report.id),
            Self::Job(kept) => Key::Job(kept.id),
            Self::Line(number, _) => Key::Line(*number),
            Self::Rating(number, _) => Key::Rating(*number),
            Self::Draft(draft) => Key::Draft(draft.id),
            Self::Limit(kept) => Key::Bucket(kept.bucket.clone()),
            Self::Purpose(_) => Key::Purpose,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.key().kind()
    }
}

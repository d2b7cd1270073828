//! What records are known by, and in which order they go.

use std::fmt;

use forms::ContentHash;
use review::{ApplicationId, PersonId};

use crate::{DeviceId, DraftId, ErasureId, IncidentId, JobId, ScanId, Subject, TokenHash};

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Published versions, with their skeletons, and which are current.
    Versions,
    /// People, with what they may do.
    People,
    /// Log-ins.
    Sessions,
    /// What people prove who they are with besides a password.
    Credentials,
    /// Phones that police check permits with.
    Devices,
    /// Offers to enrol a phone.
    Enrolments,
    /// Status lists, and how many of their places are handed out.
    StatusLists,
    /// Applications, each with all that belongs to it.
    Applications,
    /// Requests to erase what applications tell of people.
    Erasures,
    /// What phones scanned.
    Scans,
    /// What phones reported.
    Incidents,
    /// Work that takes longer than a request.
    Jobs,
    /// The log of administration.
    Log,
    /// What applicants said of a service.
    Ratings,
    /// Applications that are being typed.
    Drafts,
    /// Counters of rate limits.
    RateLimits,
    /// What the database is for.
    Purpose,
}

/// What a record is known by. Keys of one kind are in the order in which every store gives them: bytes by value, ids
/// as their bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A version.
    Version(ContentHash),
    /// A person.
    Person(PersonId),
    /// A log-in.
    Session(TokenHash),
    /// A credential.
    Credential(TokenHash),
    /// A phone.
    Device(DeviceId),
    /// An offer to enrol a phone.
    Enrolment(TokenHash),
    /// A status list.
    List(u32),
    /// An application.
    Application(ApplicationId),
    /// A request to erase.
    Erasure(ErasureId),
    /// A scan, by its phone and the phone's name for it.
    Scan(DeviceId, ScanId),
    /// An incident.
    Incident(IncidentId),
    /// A job.
    Job(JobId),
    /// A line of the log, by its number.
    Line(u64),
    /// A rating, by the number in which it came.
    Rating(u64),
    /// A draft.
    Draft(DraftId),
    /// A rate limit's bucket.
    Bucket(String),
    /// The one purpose.
    Purpose,
}

impl Kind {
    /// All, each after those that its records name.
    pub const ALL: [Self; 17] = [
        Self::Versions,
        Self::People,
        Self::Sessions,
        Self::Credentials,
        Self::Devices,
        Self::Enrolments,
        Self::StatusLists,
        Self::Applications,
        Self::Erasures,
        Self::Scans,
        Self::Incidents,
        Self::Jobs,
        Self::Log,
        Self::Ratings,
        Self::Drafts,
        Self::RateLimits,
        Self::Purpose,
    ];

    /// The kind in words, for whoever watches a move.
    pub fn name(self) -> &'static str {
        match self {
            Self::Versions => "versions of services",
            Self::People => "people",
            Self::Sessions => "log-ins",
            Self::Credentials => "credentials",
            Self::Devices => "phones",
            Self::Enrolments => "offers to enrol phones",
            Self::StatusLists => "status lists",
            Self::Applications => "applications",
            Self::Erasures => "requests to erase",
            Self::Scans => "scans",
            Self::Incidents => "incidents",
            Self::Jobs => "jobs",
            Self::Log => "lines of the log",
            Self::Ratings => "ratings",
            Self::Drafts => "drafts",
            Self::RateLimits => "rate limits",
            Self::Purpose => "purpose",
        }
    }

    /// What an error calls one of these.
    pub fn subject(self) -> Subject {
        match self {
            Self::Versions => Subject::Version,
            Self::People => Subject::Person,
            Self::Sessions => Subject::Session,
            Self::Credentials => Subject::Credential,
            Self::Devices => Subject::Device,
            Self::Enrolments => Subject::Enrolment,
            Self::StatusLists => Subject::List,
            Self::Applications => Subject::Application,
            Self::Erasures => Subject::Erasure,
            Self::Scans => Subject::Scan,
            Self::Incidents => Subject::Incident,
            Self::Jobs => Subject::Job,
            Self::Log => Subject::Line,
            Self::Ratings => Subject::Rating,
            Self::Drafts => Subject::Draft,
            Self::RateLimits => Subject::Limit,
            Self::Purpose => Subject::Purpose,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Key {
    /// The kind that is known by such keys.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Version(_) => Kind::Versions,
            Self::Person(_) => Kind::People,
            Self::Session(_) => Kind::Sessions,
            Self::Credential(_) => Kind::Credentials,
            Self::Device(_) => Kind::Devices,
            Self::Enrolment(_) => Kind::Enrolments,
            Self::List(_) => Kind::StatusLists,
            Self::Application(_) => Kind::Applications,
            Self::Erasure(_) => Kind::Erasures,
            Self::Scan(..) => Kind::Scans,
            Self::Incident(_) => Kind::Incidents,
            Self::Job(_) => Kind::Jobs,
            Self::Line(_) => Kind::Log,
            Self::Rating(_) => Kind::Ratings,
            Self::Draft(_) => Kind::Drafts,
            Self::Bucket(_) => Kind::RateLimits,
            Self::Purpose => Kind::Purpose,
        }
    }
}

/// Names the record without telling of a person: what opens a session or a draft, and a bucket's address, are not
/// shown.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.kind().subject();
        match self {
            Self::Version(hash) => write!(f, "{subject} {hash}"),
            Self::Person(id) => write!(f, "{subject} {id}"),
            Self::List(number) => write!(f, "{subject} {number}"),
            Self::Application(id) => write!(f, "{subject} {id}"),
            Self::Erasure(id) => write!(f, "{subject} {}", id.0),
            Self::Line(number) | Self::Rating(number) => write!(f, "{subject} {number}"),
            Self::Device(id) => write!(f, "{subject} {}", id.0),
            Self::Scan(device, id) => write!(f, "{subject} {} of phone {}", id.0, device.0),
            Self::Incident(id) => write!(f, "{subject} {}", id.0),
            Self::Job(id) => write!(f, "{subject} {id}"),
            Self::Session(_)
            | Self::Credential(_)
            | Self::Enrolment(_)
            | Self::Draft(_)
            | Self::Bucket(_) => {
                write!(f, "a {subject}")
            }
            Self::Purpose => write!(f, "the {subject}"),
        }
    }
}

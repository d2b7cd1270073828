use forms::{Answers, ContentHash, ServiceId};
use jiff::civil::Date;

use crate::ApplicationId;

/// What is handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct NewApplication {
    /// The id that it will have; a version 7 UUID.
    pub id: ApplicationId,
    /// The service applied for.
    pub service: ServiceId,
    /// The version of the service file whose workflow is handed along.
    pub version: ContentHash,
    /// The complete, checked answers.
    pub answers: Answers,
    /// The day where the service is given, since automatic rules may name it.
    pub today: Date,
}

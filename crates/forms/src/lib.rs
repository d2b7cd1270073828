//! What a service asks, decides by itself and prints: the service file, and the answers to it.
//!
//! [`read`] turns one YAML file into a [`Service`] whose every reference, expression and text has been
//! checked, or into [`Diagnostics`] that point at each mistake. [`read_kept`] gives a version that was published
//! once the meaning that it had then, whatever may be published today. Nothing downstream checks again.

pub mod answers;
pub mod canonical;
mod canonical_json;
pub mod changed;
mod check;
pub mod comparison;
pub mod condition;
pub mod countries;
pub mod country_rules;
pub mod definition;
mod diagnostics;
mod flow;
mod help;
pub mod outside;
mod parties;
mod read;
pub mod regions;
pub mod samples;
pub mod scenarios;
mod schema;
mod untranslated;

pub use answers::{Answer, Answers, Format};
pub use canonical::{Canonical, CanonicalKind};
pub use comparison::{FileChange, FileDifference, differences};
pub use condition::{Condition, Formula};
pub use country_rules::CountryRules;
pub use definition::Service;
pub use definition::about::{About, Authority, Channels, Contact, Office};
pub use definition::application_purpose::ApplicationPurpose;
pub use definition::calendar::{Calendar, ClosedDay, Holidays};
pub use definition::conditions::{ConditionOption, MeaningLost, OfficeConditions};
pub use definition::document_kind::DocumentKind;
pub use definition::fee::{Charge, ChargedRow, Fee, FeeRow};
pub use definition::form::{ChoiceOption, Computed, DateBound, Form, Kind, Page, Question, Rule, Stop};
pub use definition::ids::{
    ConditionCode, ContentHash, Language, OfficeId, OpinionId, PageId, QuestionId, ReasonCode, Role,
    ServiceId, StepId,
};
pub use definition::inspection::{InspectionOutcome, InspectionRequest};
pub use definition::map::{Extent, MapShape, NoPosition, Position};
pub use definition::messages::{DraftPolicy, MessageEvent, MessageTemplate, Messages};
pub use definition::of_earlier::{Changes, Renewal, RenewalStart};
pub use definition::opinions::{OpinionOutcome, OpinionRequest, Silence};
pub use definition::people_needed::PeopleNeeded;
pub use definition::permit::{
    ClaimChanged, ClaimDefinition, ClaimForm, ClaimRole, PermitDefinition, ScanPolicy,
};
pub use definition::span::{Span, Unit};
pub use definition::term::Term;
pub use definition::text::Text;
pub use definition::validity::{AnsweredTime, Validity, ValidityEnd, ValidityPeriod, ValidityStart};
pub use definition::weekday::weekday;
pub use definition::workflow::{
    Appeal, AutomaticRule, Consent, Deadline, DeadlineAction, Next, Reason, ReasonFor, Ruling, Step, Taker,
    Workflow,
};
pub use diagnostics::{Diagnostic, Diagnostics};
pub use help::{HelpBlock, HelpWords, help};
pub use parties::PartyQuestion;
pub use read::{Place, Translated, advice, point, read, read_kept, translated};
pub use schema::{reference, schema};
pub use untranslated::untranslated;

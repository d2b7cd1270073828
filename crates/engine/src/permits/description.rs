//! The permit description that scanners cache: what each field of a service's permit means.

use std::collections::BTreeMap;

use forms::{ChoiceOption, ClaimDefinition, ClaimForm, ClaimRole, Kind, Service};
use jiff::Timestamp;
use permit::description::{FieldDescription, Form, PermitDescription, Role, Texts};

use super::{by_language::texts, conditions as office_conditions};
use crate::{engine::Engine, error::Error};

/// So long a description is handed out as it was signed, in seconds.
pub const SIGNED_FOR: i64 = 3600;

impl Engine {
    /// What permits of this service say, in each of its languages.
    pub fn describe(&self, service: &Service) -> PermitDescription {
        describe(service, &self.issuer().host, self.now())
    }

    /// The same, signed now.
    pub fn sign_description(&self, service: &Service) -> Result<Vec<u8>, Error> {
        let issuer = self.issuer();
        let description = describe(service, &issuer.host, self.now());
        Ok(description.sign(&*issuer.status_signer)?)
    }
}

fn describe(service: &Service, issuer: &str, now: Timestamp) -> PermitDescription {
    PermitDescription {
        issuer: issuer.to_owned(),
        permit_type: service.permit.kind,
        service: service.id.to_string(),
        issued_at: Timestamp::from_second(now.as_second()).unwrap_or(now),
        languages: service.languages.iter().map(ToString::to_string).collect(),
        title: texts(&service.permit.title),
        fields: service
            .permit
            .claims
            .iter()
            .map(|claim| field(service, claim))
            .collect(),
        conditions: conditions(service),
        offline_for: service.permit.offline_for.as_secs().unsigned_abs(),
    }
}

fn field(service: &Service, claim: &ClaimDefinition) -> FieldDescription {
    if office_conditions::are_at(service, &claim.answer) {
        return FieldDescription {
            id: claim.answer.to_string(),
            role: Role::Detail,
            form: None,
            label: office_conditions::label(service),
            values: office_conditions::values(service),
        };
    }
    let question = service.question(&claim.answer);
    FieldDescription {
        id: claim.answer.to_string(),
        role: match claim.role {
            ClaimRole::Holder => Role::Holder,
            ClaimRole::Document => Role::Document,
            ClaimRole::Vehicle => Role::Vehicle,
            ClaimRole::Zone => Role::Zone,
            ClaimRole::HoursFrom => Role::HoursFrom,
            ClaimRole::HoursUntil => Role::HoursUntil,
            ClaimRole::Days => Role::Days,
            ClaimRole::Detail => Role::Detail,
        },
        form: match claim.form {
            ClaimForm::Whole => None,
            ClaimForm::LastFour => Some(Form::LastFour),
            ClaimForm::Initials => Some(Form::Initials),
        },
        label: question
            .map(|question| texts(question.name()))
            .unwrap_or_default(),
        values: question
            .map(|question| values(&question.kind, claim.role))
            .unwrap_or_default(),
    }
}

/// The names of an answer's codes as the permit carries them.
fn values(kind: &Kind, role: ClaimRole) -> BTreeMap<String, Texts> {
    let named = |option: &ChoiceOption| {
        let code = match role {
            ClaimRole::Days => super::fields::iso_days([option.code.as_str()]),
            _ => option.code.clone(),
        };
        (code, texts(&option.label))
    };
    match kind {
        Kind::Choice { options } | Kind::Choices { options } => options.iter().map(named).collect(),
        _ => BTreeMap::new(),
    }
}

fn conditions(service: &Service) -> BTreeMap<String, Vec<String>> {
    let said = |language| {
        let sentences = service.permit.conditions.iter();
        sentences
            .map(|condition| condition.in_language(language).to_owned())
            .collect()
    };
    service
        .languages
        .iter()
        .map(|language| (language.to_string(), said(language)))
        .collect()
}

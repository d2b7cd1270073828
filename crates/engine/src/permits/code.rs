//! How large the code of a service's permits becomes, before there are any.

use forms::{Answer, Kind, QuestionId, Service, samples};
use jiff::{Timestamp, civil::Date};
use permit::{
    claims::{Claims, PermitId},
    issue::IssueError,
    key::Signer,
    qr::{self, QrError},
};

use super::{conditions, fields};

/// The largest version that phones read well from paper.
pub const LARGEST_VERSION: u8 = 11;

/// A name as long as most: two first names, two surnames.
const NAME: &str = "María Fernanda Quispe Mamani";

/// Why there is no code.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// What it says is too much for any.
    #[error(transparent)]
    Picture(#[from] QrError),
    /// It could not be signed.
    #[error(transparent)]
    Signature(#[from] IssueError),
}

/// The QR version of a permit with usual answers, issued by `issuer` at `address`.
pub fn version(
    service: &Service,
    issuer: &str,
    address: &str,
    today: Date,
    signer: &dyn Signer,
) -> Result<u8, CodeError> {
    let mut answers = samples::sample(service, today);
    let names: Vec<QuestionId> = answers
        .iter()
        .filter(|(_, answer)| matches!(answer, Answer::FullName(_)))
        .map(|(id, _)| id.clone())
        .collect();
    for name in names {
        answers.insert(name, Answer::FullName(NAME.to_owned()));
    }
    for claim in &service.permit.claims {
        if let Some(Kind::Choices { options }) =
            service.question(&claim.answer).map(|question| &question.kind)
        {
            let all = options.iter().map(|option| option.code.clone()).collect();
            answers.insert(claim.answer.clone(), Answer::Choices(all));
        }
    }
    let claims = Claims {
        issuer: issuer.to_owned(),
        not_before: Timestamp::from_second(1_790_000_000).unwrap_or_default(),
        expires_at: Timestamp::from_second(1_790_129_600).unwrap_or_default(),
        id: PermitId([0xa5; 16]),
        permit_type: service.permit.kind,
        list: 5_000,
        index: 100_000,
        fields: fields::claims(service, &answers, &conditions::all(service)),
    };
    let sample = permit::issue(&claims, signer)?;
    Ok(qr::version(&sample.qr_text(address))?)
}

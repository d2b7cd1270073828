//! An application's way, step by step as the pages take it: for the demo's past and for the preview.

use anyhow::{Context, Result, bail};
use engine::{
    applications::{Case, drafts::DraftState, own::OwnApplication},
    authorise::{Action, Authorised, Caller},
    consents::ByConsentLink,
    engine::Engine,
    opinions::OpinionSaid,
    peer::Peer,
    services::Published,
};
use forms::{Answer, Answers, ApplicationPurpose, InspectionOutcome, OpinionId, OpinionOutcome, Service};
use jiff::SignedDuration;
use permit::Reference;
use review::{Command, Conditions};

/// Who consents in a made-up story.
const SIGNED: &str = "María Quispe Huamán";
/// Why somebody has an opinion in a made-up story.
const REASONS: &str = "Mantener libre la salida de emergencia.";
/// What is not in order in one.
const FINDINGS: &str = "Falta el extintor.";

/// Who sent an application, with the key to it.
pub(super) struct Applicant {
    caller: Caller,
    reference: Reference,
}

impl Applicant {
    /// Sends complete answers.
    pub(super) async fn apply(
        engine: &Engine,
        published: &Published,
        answers: Answers,
        language: &str,
    ) -> Result<Self> {
        let service = published.service.id.as_str();
        let secret = engine.begin_draft(published, answers.clone(), language).await?;
        let DraftState::Open(draft) = engine.draft_to_send(Some(&secret), service).await? else {
            bail!("the draft of an application for {service} is not there");
        };
        let submitted = engine.send_draft(Peer::UNKNOWN, draft, answers, language).await?;
        Ok(Self {
            caller: engine.caller_by_access_token(&engine.access_of(&submitted)),
            reference: submitted.reference,
        })
    }

    /// Asks for something of its permit, with complete answers.
    pub(super) async fn ask(
        &self,
        engine: &Engine,
        published: &Published,
        answers: Answers,
        language: &str,
    ) -> Result<Self> {
        let service = &published.service;
        let (own, purpose) = (self.open(engine, Action::AskOfPermit).await?, answers.purpose());
        let secret = if purpose == ApplicationPurpose::Transfer {
            let document = document_number(service, &own.case().application.answers);
            let begun = engine.begin_transfer(Peer::UNKNOWN, &own, &document, language);
            begun.await?.context("the earlier holder was not known again")?
        } else {
            engine.begin_of_earlier(&own, purpose, language).await?
        };
        let service = service.id.as_str();
        let DraftState::Open(mut draft) = engine.draft(Some(&secret), service).await? else {
            bail!("the draft of an application for {service} is not there");
        };
        engine.keep_draft(&mut draft, answers, language).await?;
        let DraftState::Open(draft) = engine.draft_to_send(Some(&secret), service).await? else {
            bail!("the draft of an application for {service} is not there");
        };
        let answers = draft.answers().clone();
        let submitted = engine.send_draft(Peer::UNKNOWN, draft, answers, language).await?;
        Ok(Self {
            caller: engine.caller_by_access_token(&engine.access_of(&submitted)),
            reference: submitted.reference,
        })
    }

    /// Opens it, to do this with it.
    pub(super) async fn open(&self, engine: &Engine, action: Action) -> Result<OwnApplication> {
        Ok(engine
            .own_application(&self.caller, action, &self.reference)
            .await?)
    }

    /// How it stands.
    pub(super) async fn case(&self, engine: &Engine) -> Result<Case> {
        let own = self.open(engine, Action::SeeOwnApplication).await?;
        Ok(own.case().clone())
    }

    /// The same as whoever holds the machine reads it: what was handed over, whoever asked for that opens no more.
    pub(super) async fn read(&self, engine: &Engine) -> Result<Authorised<Case>> {
        let reference = self.reference.to_string();
        Ok(engine.read_case(&Caller::operator(), &reference).await?)
    }
}

/// What the holder types to show that a permit is theirs.
fn document_number(service: &Service, answers: &Answers) -> String {
    let asked = service.document_question();
    match asked.and_then(|asked| answers.get(&asked.id)) {
        Some(Answer::IdentityDocument(document)) => document.number.clone(),
        _ => String::new(),
    }
}

/// Does something with a case as it stands.
pub(super) async fn act(
    engine: &Engine,
    officer: &Caller,
    case: &Case,
    action: Action,
    command: Command,
) -> Result<Case> {
    let (key, seen) = (case.application.id.to_string(), case.application.revision);
    let case = engine.case_to_change(officer, action, &key, Some(seen)).await;
    let case = case.with_context(|| format!("an officer may not {}", command.name()))?;
    Ok(engine.change_case(case, command).await?)
}

/// Answers as whoever is asked to consent, by the key of the link that they are mailed.
pub(super) async fn answer_consent(engine: &Engine, case: &Case, consents: bool) -> Result<()> {
    let key = engine.consent_key(case);
    match engine
        .consent_request(Peer::UNKNOWN, &case.reference, &key)
        .await?
    {
        ByConsentLink::Asked(request) => Ok(engine
            .answer_consent(*request, consents, SIGNED.to_owned())
            .await?),
        _ => bail!("nobody is asked to consent"),
    }
}

/// Gives an opinion that a case waits for, as somebody of whom it is asked.
pub(super) async fn give_opinion(
    engine: &Engine,
    consultee: &Caller,
    case: &Case,
    opinion: &OpinionId,
    outcome: OpinionOutcome,
) -> Result<()> {
    let said = OpinionSaid {
        visit: case.application.visit.revision,
        outcome,
        words: outcome.needs_words().then(|| REASONS.to_owned()),
    };
    let key = case.application.id.to_string();
    Ok(engine
        .give_opinion(consultee, &key, opinion.as_str(), said)
        .await?)
}

/// Takes a case, sets the inspection that it waits for, and finds all in order.
pub(super) async fn inspect(engine: &Engine, officer: &Caller, case: &Case) -> Result<Case> {
    let case = set_inspection(engine, officer, case).await?;
    report_inspection(engine, officer, &case, InspectionOutcome::InOrder).await
}

/// Takes a case, and sets the inspection that it waits for.
pub(super) async fn set_inspection(engine: &Engine, officer: &Caller, case: &Case) -> Result<Case> {
    let case = act(engine, officer, case, Action::Claim, Command::Claim).await?;
    let at = engine.now().checked_add(SignedDuration::from_mins(1))?;
    act(
        engine,
        officer,
        &case,
        Action::Decide,
        Command::SetInspection { at },
    )
    .await
}

/// Reports what was found. Where nobody was there the case is put back.
pub(super) async fn report_inspection(
    engine: &Engine,
    officer: &Caller,
    case: &Case,
    outcome: InspectionOutcome,
) -> Result<Case> {
    let report = Command::ReportInspection {
        on: engine.today(),
        outcome,
        words: outcome.needs_words().then(|| FINDINGS.to_owned()),
    };
    let case = act(engine, officer, case, Action::Decide, report).await?;
    match outcome {
        InspectionOutcome::NobodyThere => act(engine, officer, &case, Action::Claim, Command::Release).await,
        InspectionOutcome::InOrder | InspectionOutcome::NotInOrder => Ok(case),
    }
}

/// Takes a case and says yes to it, with these conditions.
pub(super) async fn approve(
    engine: &Engine,
    officer: &Caller,
    case: &Case,
    conditions: Conditions,
) -> Result<Case> {
    let case = act(engine, officer, case, Action::Claim, Command::Claim).await?;
    let yes = Command::Approve {
        note: None,
        conditions,
    };
    act(engine, officer, &case, Action::Decide, yes).await
}

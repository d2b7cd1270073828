//! Everything that can be done here, and what each needs.

#![allow(clippy::enum_glob_use, reason = "the tables below read like tables")]

use super::{duties::Duty, scope::Scope};

/// Everything that the product does at the request of somebody outside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read the catalogue, a service's page, help and the built files.
    Browse,
    /// Ask whether the server is well.
    Operate,
    /// Fill in a form and send it.
    Apply,
    /// Ask for a status with reference and document number.
    FindApplication,
    /// Open the address of an application; what is shown depends on the key.
    OpenApplication,
    /// Verify a permit in one's own browser; fetch keys and status lists.
    CheckPermit,
    /// Read the demo's letters. Its route exists in a demo only.
    SeeDemoMail,
    /// Say whether one consents to somebody else's application; what can be said depends on the key in the link.
    GiveConsent,
    /// Prove who one is.
    LogIn,
    /// Become a checkpoint phone, with an administrator's invitation.
    EnrolDevice,

    /// Ask what one is called and where one stands, as an enrolled phone.
    UseDevice,
    /// Hand in what was scanned.
    SendScans,
    /// Tell the office of a fake, a seizure, a question.
    ReportIncident,
    /// Look a permit up by its number or its vehicle's plate, from a checkpoint.
    FindPermit,

    /// See everything about one's own application.
    SeeOwnApplication,
    /// Change what opens one's own application, and where its letters go.
    ManageAccess,
    /// Fetch one's own permit.
    FetchOwnPermit,
    /// Answer what was asked back.
    AnswerQuestions,
    /// Have whoever is to consent to one's own application asked again.
    AskConsentAgain,
    /// Take one's own application back.
    Withdraw,
    /// Ask another person to look at a rejection.
    Appeal,
    /// Ask for something of one's own permit: that it be renewed, changed, handed over or issued again.
    AskOfPermit,
    /// Apply for a permit in the place of one's own: a correction, or because it was lost.
    Replace,
    /// Say how it was.
    Rate,
    /// Ask that what one's own application tells be erased by law.
    AskErasure,

    /// Be the first of two people for erasing by law what an application tells; see what was asked.
    ProposeErasure,
    /// Confirm such an erasure as the second, or refuse it.
    DecideErasure,

    /// See one's own account; log out, here and elsewhere.
    UseOwnAccount,
    /// Change what one proves who one is with: the password, the second factor.
    ChangeOwnProofs,
    /// See which cases wait.
    SeeQueue,
    /// Read a case with its history.
    SeeCase,
    /// Take a case, or give it back.
    Claim,
    /// Give a case to somebody.
    Assign,
    /// Ask the applicant something.
    AskBack,
    /// Approve or reject.
    Decide,
    /// Move a case to another step.
    Escalate,
    /// See which opinions are asked of one, with what each is about, and give them.
    GiveOpinion,
    /// Send an applicant's letter once more.
    ResendMail,
    /// Read a permit and its paper.
    SeePermit,
    /// Look a permit up by its number, at a counter or a checkpoint.
    LookUpPermit,
    /// Suspend, reinstate, revoke or replace one permit.
    ChangePermit,
    /// Revoke many permits at once.
    RevokeMany,
    /// Read what checkpoints reported.
    SeeIncidents,
    /// Say what became of a report.
    CloseIncident,
    /// Read where and when permits were checked.
    SeeScans,
    /// Read figures and anomalies.
    SeeFigures,
    /// Read the files of services, their versions, and what is wrong with files that are not published.
    SeeVersions,
    /// Publish a new version of a service, or an earlier one; have it take no applications for some time.
    Publish,
    /// Walk through a version of a service as its citizens would, and see what would follow; nothing of it counts.
    TryService,
    /// See who works here, and what was granted to them.
    ManagePeople,
    /// Let somebody in, grant roles, disable accounts: on the pages for that.
    ChangePeople,
    /// Help somebody else to prove who they are: a link for their password, a lost second factor removed.
    ManageProofs,
    /// See letters that did not arrive and send them again.
    ManageMail,
    /// Say who the site belongs to; tell all its visitors something.
    ManageSite,
    /// Read the audit trail.
    SeeAudit,
    /// See keys and their dates.
    SeeKeys,
    /// Invite checkpoint phones, name them, shut them out.
    ManageDevices,
    /// Erase by law what an application tells of people: who holds the machine, at the command line.
    Erase,
    /// Declare a signing key void, and sign anew what it signed: who holds the keys' files, at the command line.
    ManageKeys,
}

/// With what a request shows who sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// With nothing: everybody may.
    None,
    /// With the cookie of an unfinished application: everybody may start one.
    Draft,
    /// With the key to an application, or with nothing: everybody may, and sees less.
    PerhapsAccess,
    /// With the key to an application.
    Access,
    /// With a person's session.
    Session,
    /// With an enrolled phone's signature over the request.
    Device,
}

impl Action {
    /// All of them, for tables.
    #[rustfmt::skip]
    pub const ALL: [Self; 59] = {
        use Action::*;
        [
            Browse, Operate, Apply, FindApplication, OpenApplication, CheckPermit, SeeDemoMail, LogIn,
            GiveConsent, AskConsentAgain, EnrolDevice, UseDevice, SendScans, ReportIncident, FindPermit,
            SeeOwnApplication, ManageAccess, FetchOwnPermit, AnswerQuestions, Withdraw, Appeal, AskOfPermit, Replace, Rate,
            AskErasure, UseOwnAccount, ChangeOwnProofs, SeeQueue, SeeCase, Claim, Assign, AskBack, Decide, Escalate,
            GiveOpinion, ResendMail, SeePermit,
            LookUpPermit, ChangePermit, RevokeMany, SeeIncidents, CloseIncident, SeeScans,
            SeeFigures, SeeVersions, Publish, TryService, ManagePeople, ChangePeople, ManageProofs, ManageMail, ManageSite, SeeAudit, SeeKeys, ManageDevices,
            ProposeErasure, DecideErasure, Erase, ManageKeys,
        ]
    };

    /// What a request must come with.
    pub fn credentials(self) -> Credentials {
        use Action::*;
        match self {
            Browse | Operate | FindApplication | CheckPermit | SeeDemoMail | GiveConsent | LogIn
            | EnrolDevice => Credentials::None,
            UseDevice | SendScans | ReportIncident | FindPermit => Credentials::Device,
            OpenApplication => Credentials::PerhapsAccess,
            Apply => Credentials::Draft,
            SeeOwnApplication | ManageAccess | FetchOwnPermit | AnswerQuestions | AskConsentAgain
            | Withdraw | Appeal | AskOfPermit | Replace | Rate | AskErasure => Credentials::Access,
            _ => Credentials::Session,
        }
    }

    /// Whether a second factor must have been shown a short while ago: for what does great harm when somebody else sits down at a
    /// desk that was left alone.
    pub fn wants_proof(self) -> bool {
        matches!(
            self,
            Self::ChangeOwnProofs
                | Self::ManageProofs
                | Self::ChangePeople
                | Self::DecideErasure
                | Self::RevokeMany
                | Self::SeeKeys
                | Self::ManageSite
                | Self::Publish
        )
    }

    /// Whether whoever holds the machine may do it from the command line. What is decided about applications needs a person
    /// who answers for it.
    pub fn is_for_operators(self) -> bool {
        use Action::*;
        matches!(
            self,
            SeeVersions
                | SeeCase
                | Publish
                | ManagePeople
                | ChangePeople
                | ManageProofs
                | ManageDevices
                | Erase
                | ManageKeys
        )
    }

    /// What the first gate asks for: what is of the site as a whole must be granted for the whole site.
    pub fn at_the_gate(self) -> Scope {
        use Action::*;
        match self {
            ManagePeople | ChangePeople | ManageProofs | ManageMail | ManageSite | SeeAudit | SeeKeys
            | ManageDevices | ManageKeys => Scope::Everything,
            _ => Scope::Somewhere,
        }
    }

    /// Whose duty it is, among those who work here; nobody's for what outsiders do, or only the command line.
    pub fn duties(self) -> &'static [Duty] {
        use Action::*;
        use Duty::*;
        match self {
            UseOwnAccount | ChangeOwnProofs => &[Any],
            SeeQueue | Claim | AskBack | Decide | Escalate | ResendMail | SeeIncidents => {
                &[Review, Supervise]
            }
            SeeCase | SeePermit => &[Review, Supervise, Audit],
            GiveOpinion => &[Advise],
            LookUpPermit => &[Verify, Review, Supervise],
            ProposeErasure => &[Review, Supervise],
            Assign | ChangePermit | CloseIncident | DecideErasure => &[Supervise],
            SeeScans => &[Supervise, Audit],
            RevokeMany => &[Supervise, Administer],
            SeeFigures | SeeVersions => &[Supervise, Own, Audit, Administer],
            Publish | TryService => &[Own, Administer],
            ManagePeople | ChangePeople | ManageProofs | ManageMail | ManageSite | ManageDevices => {
                &[Administer]
            }
            SeeAudit | SeeKeys => &[Audit, Administer],
            Browse | Operate | Apply | FindApplication | OpenApplication | CheckPermit | SeeDemoMail
            | GiveConsent | AskConsentAgain | LogIn | EnrolDevice | UseDevice | SendScans
            | ReportIncident | FindPermit | SeeOwnApplication | ManageAccess | FetchOwnPermit
            | AnswerQuestions | Withdraw | Appeal | AskOfPermit | Replace | Rate | AskErasure | Erase
            | ManageKeys => &[],
        }
    }
}

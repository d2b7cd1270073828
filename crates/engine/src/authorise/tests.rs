use std::sync::Arc;

use forms::{OfficeId, Role, ServiceId};
use jiff::Timestamp;
use review::{ApplicationId, PersonId};
use store::{Device, DeviceId, DeviceKey, Grant, Person};
use uuid::Uuid;

use super::*;

const OWN: ApplicationId = ApplicationId(Uuid::from_u128(1));
const OTHER: ApplicationId = ApplicationId(Uuid::from_u128(2));

fn application(id: ApplicationId, service: &str, office: Option<&str>) -> Scope {
    Scope::Application {
        id,
        service: service.into(),
        office: office.map(OfficeId::from),
        links: 0,
    }
}

/// The applicant of an application, let in before its links and browsers were ever ended.
fn applicant(application: ApplicationId) -> Caller {
    Caller::applicant(Opened {
        application,
        links: 0,
    })
}

fn grant(role: &str, service: Option<&str>, office: Option<&str>) -> Grant {
    Grant {
        role: role.into(),
        service: service.map(ServiceId::from),
        office: office.map(OfficeId::from),
    }
}

fn person(grants: Vec<Grant>) -> Caller {
    shown(grants, Shown::Lately)
}

fn shown(grants: Vec<Grant>, shown: Shown) -> Caller {
    let person = Person {
        id: PersonId(Uuid::from_u128(3)),
        name: "Rosa Flores".into(),
        email: "rosa@example.pe".into(),
        password_hash: String::new(),
        grants,
        document: None,
        disabled_at: None,
        revision: 0,
    };
    Caller::person_of(Arc::new(person), shown)
}

fn phone(revoked_at: Option<Timestamp>) -> Caller {
    Caller::device_of(Arc::new(Device {
        id: DeviceId(Uuid::from_u128(4)),
        name: "Garita 2".into(),
        key: DeviceKey([4; 65]),
        checkpoint: None,
        placed_at: Timestamp::UNIX_EPOCH,
        phrase: "puma sal 07".into(),
        enrolled_by: PersonId(Uuid::from_u128(3)),
        enrolled_at: Timestamp::UNIX_EPOCH,
        seen_at: None,
        revoked_at,
        revision: 0,
    }))
}

/// One letter a caller, in this order: stranger, applicant, officer, inspector, supervisor, verifier, owner,
/// administrator, auditor, consultee, checkpoint phone, operator at the command line. A dot where it is not theirs.
#[rustfmt::skip]
const TABLE: [(Action, &str); 59] = [
    (Action::Browse,            "s a o i p v w d u c k m"),
    (Action::Operate,           "s a o i p v w d u c k m"),
    (Action::Apply,             "s a o i p v w d u c k m"),
    (Action::FindApplication,   "s a o i p v w d u c k m"),
    (Action::OpenApplication,   "s a o i p v w d u c k m"),
    (Action::CheckPermit,       "s a o i p v w d u c k m"),
    (Action::SeeDemoMail,       "s a o i p v w d u c k m"),
    (Action::GiveConsent,       "s a o i p v w d u c k m"),
    (Action::LogIn,             "s a o i p v w d u c k m"),
    (Action::EnrolDevice,       "s a o i p v w d u c k m"),
    (Action::UseDevice,         ". . . . . . . . . . k ."),
    (Action::SendScans,         ". . . . . . . . . . k ."),
    (Action::ReportIncident,    ". . . . . . . . . . k ."),
    (Action::FindPermit,        ". . . . . . . . . . k ."),
    (Action::SeeOwnApplication, ". a . . . . . . . . . ."),
    (Action::ManageAccess,      ". a . . . . . . . . . ."),
    (Action::FetchOwnPermit,    ". a . . . . . . . . . ."),
    (Action::AnswerQuestions,   ". a . . . . . . . . . ."),
    (Action::AskConsentAgain,   ". a . . . . . . . . . ."),
    (Action::Withdraw,          ". a . . . . . . . . . ."),
    (Action::Appeal,            ". a . . . . . . . . . ."),
    (Action::AskOfPermit,       ". a . . . . . . . . . ."),
    (Action::Replace,           ". a . . . . . . . . . ."),
    (Action::Rate,              ". a . . . . . . . . . ."),
    (Action::AskErasure,        ". a . . . . . . . . . ."),
    (Action::UseOwnAccount,     ". . o i p v w d u c . ."),
    (Action::ChangeOwnProofs,   ". . o i p v w d u c . ."),
    (Action::SeeQueue,          ". . o i p . . . . . . ."),
    (Action::SeeCase,           ". . o i p . . . u . . m"),
    (Action::Claim,             ". . o i p . . . . . . ."),
    (Action::Assign,            ". . . . p . . . . . . ."),
    (Action::AskBack,           ". . o i p . . . . . . ."),
    (Action::Decide,            ". . o i p . . . . . . ."),
    (Action::Escalate,          ". . o i p . . . . . . ."),
    (Action::GiveOpinion,       ". . . . . . . . . c . ."),
    (Action::ResendMail,        ". . o i p . . . . . . ."),
    (Action::SeePermit,         ". . o i p . . . u . . ."),
    (Action::LookUpPermit,      ". . o i p v . . . . . ."),
    (Action::ChangePermit,      ". . . . p . . . . . . ."),
    (Action::RevokeMany,        ". . . . p . . d . . . ."),
    (Action::SeeIncidents,      ". . o i p . . . . . . ."),
    (Action::CloseIncident,     ". . . . p . . . . . . ."),
    (Action::SeeScans,          ". . . . p . . . u . . ."),
    (Action::SeeFigures,        ". . . . p . w d u . . ."),
    (Action::SeeVersions,       ". . . . p . w d u . . m"),
    (Action::Publish,           ". . . . . . w d . . . m"),
    (Action::TryService,        ". . . . . . w d . . . ."),
    (Action::ManagePeople,      ". . . . . . . d . . . m"),
    (Action::ChangePeople,      ". . . . . . . d . . . m"),
    (Action::ManageProofs,      ". . . . . . . d . . . m"),
    (Action::ManageMail,        ". . . . . . . d . . . ."),
    (Action::ManageSite,        ". . . . . . . d . . . ."),
    (Action::SeeAudit,          ". . . . . . . d u . . ."),
    (Action::SeeKeys,           ". . . . . . . d u . . ."),
    (Action::ManageDevices,     ". . . . . . . d . . . m"),
    (Action::ProposeErasure,    ". . o i p . . . . . . ."),
    (Action::DecideErasure,     ". . . . p . . . . . . ."),
    (Action::Erase,             ". . . . . . . . . . . m"),
    (Action::ManageKeys,        ". . . . . . . . . . . m"),
];

#[test]
fn every_action_is_for_whom_the_table_says() {
    let roles = [
        "officer",
        "inspector",
        "supervisor",
        "verifier",
        "service-owner",
        "administrator",
        "auditor",
        "consultee-fire-brigade",
    ];
    let mut callers = vec![Caller::stranger(), applicant(OWN)];
    callers.extend(roles.map(|role| person(vec![grant(role, None, None)])));
    callers.push(phone(None));
    callers.push(Caller::operator());
    for action in Action::ALL {
        let (_, expected) = TABLE
            .iter()
            .find(|(listed, _)| *listed == action)
            .expect("every action is in the table");
        for (caller, letter) in callers.iter().zip(expected.split(' ')) {
            for scope in [
                Scope::Somewhere,
                action.at_the_gate(),
                application(OWN, "transit-permit", Some("15")),
            ] {
                let allowed = authorise(caller, action, &scope).is_ok();
                assert_eq!(allowed, letter != ".", "{action:?} by {caller:?} at {scope:?}");
            }
        }
    }
}

/// A table of all: what is done with great harm from a desk that was left alone is asked about again, and only of those who may do
/// it at all.
#[test]
fn what_does_great_harm_wants_the_second_factor_again() {
    let wanting = [
        Action::ChangeOwnProofs,
        Action::ManageProofs,
        Action::ChangePeople,
        Action::DecideErasure,
        Action::RevokeMany,
        Action::SeeKeys,
        Action::ManageSite,
        Action::Publish,
    ];
    let grants = ["supervisor", "administrator"].map(|role| grant(role, None, None));
    let left_alone = shown(grants.to_vec(), Shown::Perhaps);
    let proven = person(grants.to_vec());
    for action in Action::ALL {
        let scope = action.at_the_gate();
        let expected = match authorise(&proven, action, &scope) {
            Ok(()) if wanting.contains(&action) => Err(Denied::Unproven),
            other => other,
        };
        assert_eq!(authorise(&left_alone, action, &scope), expected, "{action:?}");
        assert_eq!(left_alone.may(action, &scope), expected.is_ok(), "{action:?}");
        let could = authorise(&proven, action, &scope).is_ok();
        assert_eq!(left_alone.could(action, &scope), could, "{action:?}");
    }
    let verifier = shown(vec![grant("verifier", None, None)], Shown::Perhaps);
    assert_eq!(
        authorise(&verifier, Action::RevokeMany, &Scope::Somewhere),
        Err(Denied::Forbidden)
    );
}

#[test]
fn a_grant_reaches_its_service_and_office_and_no_further() {
    let here = application(OWN, "transit-permit", Some("15"));
    for (service, office, allowed) in [
        (None, None, true),
        (Some("transit-permit"), None, true),
        (Some("market-stall-permit"), None, false),
        (None, Some("15"), true),
        (None, Some("08"), false),
        (Some("transit-permit"), Some("15"), true),
        (Some("transit-permit"), Some("08"), false),
    ] {
        let caller = person(vec![grant("officer", service, office)]);
        assert_eq!(
            authorise(&caller, Action::Decide, &here).is_ok(),
            allowed,
            "{service:?} {office:?}"
        );
    }
    let of_office = person(vec![grant("officer", None, Some("15"))]);
    let nowhere = application(OWN, "transit-permit", None);
    assert_eq!(
        authorise(&of_office, Action::Decide, &nowhere),
        Err(Denied::Forbidden)
    );
    assert_eq!(
        authorise(
            &of_office,
            Action::Decide,
            &Scope::Service("transit-permit".into())
        ),
        Err(Denied::Forbidden)
    );
}

#[test]
fn only_a_grant_without_limits_reaches_the_whole_site() {
    for (service, office, allowed) in [
        (None, None, true),
        (Some("transit-permit"), None, false),
        (None, Some("15"), false),
        (Some("transit-permit"), Some("15"), false),
    ] {
        let caller = person(vec![
            grant("administrator", service, office),
            grant("auditor", service, office),
        ]);
        for action in [
            Action::ManagePeople,
            Action::ManageMail,
            Action::ManageSite,
            Action::SeeAudit,
            Action::SeeKeys,
            Action::ManageDevices,
        ] {
            let gate = authorise(&caller, action, &action.at_the_gate());
            assert_eq!(gate.is_ok(), allowed, "{action:?} with {service:?} {office:?}");
        }
    }
}

#[test]
fn two_grants_do_not_add_up_to_a_third() {
    let caller = person(vec![
        grant("supervisor", Some("a"), None),
        grant("officer", Some("b"), None),
    ]);
    assert!(authorise(&caller, Action::ChangePermit, &application(OWN, "a", None)).is_ok());
    assert!(authorise(&caller, Action::ChangePermit, &application(OWN, "b", None)).is_err());
    assert_eq!(
        caller.roles(&application(OWN, "b", None)),
        [Role::from("officer")]
    );
}

#[test]
fn a_key_opens_its_own_application_alone() {
    let caller = applicant(OWN);
    assert!(authorise(&caller, Action::FetchOwnPermit, &application(OWN, "a", None)).is_ok());
    assert_eq!(
        authorise(&caller, Action::FetchOwnPermit, &application(OTHER, "a", None)),
        Err(Denied::Forbidden)
    );
    assert_eq!(
        authorise(&caller, Action::Decide, &application(OWN, "a", None)),
        Err(Denied::Unknown)
    );
    let mut ended = application(OWN, "a", None);
    let Scope::Application { links, .. } = &mut ended else {
        unreachable!()
    };
    *links = 1;
    assert_eq!(
        authorise(&caller, Action::FetchOwnPermit, &ended),
        Err(Denied::Forbidden),
        "its links and browsers were ended"
    );
}

#[test]
fn whoever_is_disabled_may_nothing() {
    let administrator = person(vec![grant("administrator", None, None)]);
    let Some(active) = administrator.person() else {
        unreachable!()
    };
    let disabled = Person {
        disabled_at: Some(Timestamp::UNIX_EPOCH),
        ..Person::clone(active)
    };
    let caller = Caller::person_of(Arc::new(disabled), Shown::Lately);
    assert_eq!(
        authorise(&caller, Action::UseOwnAccount, &Scope::Somewhere),
        Err(Denied::Forbidden)
    );
}

#[test]
fn a_phone_that_was_shut_out_may_nothing() {
    for action in Action::ALL
        .into_iter()
        .filter(|action| action.credentials() == Credentials::Device)
    {
        let shut_out = phone(Some(Timestamp::UNIX_EPOCH));
        assert_eq!(
            authorise(&shut_out, action, &Scope::Somewhere),
            Err(Denied::Forbidden),
            "{action:?}"
        );
    }
}

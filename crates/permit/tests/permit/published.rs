//! Status lists and permit descriptions as they are fetched and taken up.

use permit::description::{DescriptionError, FieldDescription, Form, Role};
use permit::status_list::StatusListError;
use permit::{
    Claims, Field, Freshness, KeySet, PermitDescription, PublishedList, SigningKey, Status, Trust, Verdict,
    issue, verify,
};

use crate::support::{
    ISSUER, NOON, NOT_BEFORE, at, claims, keys, list, other_half, permit_key, permit_text, status_key, trust,
};

fn read(bytes: &[u8]) -> Result<PublishedList, StatusListError> {
    PublishedList::read(bytes, &keys(), at(NOON))
}

#[test]
fn a_list_comes_back() {
    let mut list = list();
    assert!(list.statuses.set(4711, Status::Suspended));
    assert_eq!(read(&list.sign(&status_key()).unwrap()).unwrap(), list);
}

#[test]
fn a_quarter_million_permits_stay_small() {
    let mut list = PublishedList {
        statuses: permit::StatusList::new(250_000),
        ..list()
    };
    for index in (0..250_000).step_by(50) {
        assert!(list.statuses.set(index, Status::Invalid));
    }
    let bytes = list.sign(&status_key()).unwrap();
    assert!(bytes.len() < 3000, "{} bytes", bytes.len());
    assert_eq!(read(&bytes).unwrap().statuses, list.statuses);
}

#[test]
fn lists_that_are_not_to_be_relied_on() {
    let good = list().sign(&status_key()).unwrap();
    let mut forged = good.clone();
    *forged.last_mut().unwrap() ^= 1;
    assert!(matches!(read(&forged), Err(StatusListError::Forged)));
    assert!(matches!(read(&other_half(good)), Err(StatusListError::Forged)));

    let by_permit_key = list().sign(&permit_key()).unwrap();
    assert!(matches!(read(&by_permit_key), Err(StatusListError::UnknownKey(issuer)) if issuer == ISSUER));

    let foreign = PublishedList {
        issuer: "otro.gob.pe".to_owned(),
        ..list()
    };
    let foreign = foreign.sign(&status_key()).unwrap();
    assert!(matches!(read(&foreign), Err(StatusListError::UnknownKey(issuer)) if issuer == "otro.gob.pe"));

    let old = PublishedList {
        expires_at: at(NOON),
        ..list()
    }
    .sign(&status_key())
    .unwrap();
    assert!(matches!(read(&old), Err(StatusListError::Expired(end)) if end == at(NOON)));
    assert!(PublishedList::read(&old, &keys(), at(NOON - 1)).is_ok());

    let permit = issue(&claims(), &status_key()).unwrap();
    assert!(
        matches!(read(permit.as_bytes()), Err(StatusListError::Envelope(_))),
        "a list without its typ"
    );

    let description = description().sign(&status_key()).unwrap();
    assert!(
        matches!(read(&description), Err(StatusListError::Envelope(_))),
        "another typ"
    );

    let bomb = PublishedList {
        issuer: "permisos.gob.pe/status/1?".to_owned(),
        ..list()
    };
    assert!(matches!(
        read(&bomb.sign(&status_key()).unwrap()),
        Err(StatusListError::Subject(_))
    ));
}

#[test]
fn an_older_list_does_not_undo_a_revocation() {
    let mut newer = PublishedList {
        issued_at: at(NOON),
        ..list()
    };
    assert!(newer.statuses.set(claims().index, Status::Invalid));
    let mut trust = trust();
    for list in [list(), newer, list()] {
        trust
            .add_status_list(&list.sign(&status_key()).unwrap(), at(NOON))
            .unwrap();
    }
    assert_eq!(verify(&permit_text(), &trust, at(NOON)).verdict, Verdict::Revoked);
}

#[test]
fn a_set_that_names_nobody_does_not_speak_over_the_issuers_own() {
    let mut anybody = KeySet {
        issuer: None,
        address: None,
        ..keys()
    };
    let stranger = SigningKey::generate().unwrap();
    anybody.keys[1].key = stranger.public_key().clone();
    let bytes = list().sign(&stranger).unwrap();

    let mut alone = Trust::new(vec![anybody.clone()]);
    assert_eq!(alone.add_status_list(&bytes, at(NOON)).unwrap(), 12);
    assert_eq!(verify(&permit_text(), &alone, at(NOON)).freshness, Freshness::Old);

    let mut both = Trust::new(vec![anybody, keys()]);
    assert!(both.add_status_list(&bytes, at(NOON)).is_err());
    assert!(Trust::default().add_status_list(&bytes, at(NOON)).is_err());
}

fn texts(es: &str, en: &str) -> permit::description::Texts {
    [("es".to_owned(), es.to_owned()), ("en".to_owned(), en.to_owned())].into()
}

fn field(id: &str, role: Role, label: permit::description::Texts) -> FieldDescription {
    FieldDescription {
        id: id.to_owned(),
        role,
        form: None,
        label,
        values: [].into(),
    }
}

pub(crate) fn description() -> PermitDescription {
    let mut document = field("document", Role::Document, texts("Documento", "Document"));
    document.form = Some(Form::LastFour);
    let mut reason = field("reason", Role::Detail, texts("Motivo", "Reason"));
    reason.values = [("health".to_owned(), texts("Salud", "Health"))].into();
    PermitDescription {
        issuer: ISSUER.to_owned(),
        permit_type: 1,
        service: "transit-permit".to_owned(),
        issued_at: at(NOT_BEFORE),
        languages: vec!["es".to_owned(), "en".to_owned()],
        title: texts("Pase de tránsito", "Transit permit"),
        fields: vec![
            field("name", Role::Holder, texts("Nombre", "Name")),
            document,
            reason,
        ],
        conditions: [("es".to_owned(), vec!["Lleva tu documento.".to_owned()])].into(),
        offline_for: 12 * 60 * 60,
    }
}

#[test]
fn a_description_is_json_for_everyone() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&description()).unwrap(), @r#"
    {
      "iss": "permisos.gob.pe",
      "type": 1,
      "service": "transit-permit",
      "iat": 1774310400,
      "languages": [
        "es",
        "en"
      ],
      "title": {
        "en": "Transit permit",
        "es": "Pase de tránsito"
      },
      "fields": [
        {
          "id": "name",
          "role": "holder",
          "label": {
            "en": "Name",
            "es": "Nombre"
          }
        },
        {
          "id": "document",
          "role": "document",
          "form": "last-four",
          "label": {
            "en": "Document",
            "es": "Documento"
          }
        },
        {
          "id": "reason",
          "role": "detail",
          "label": {
            "en": "Reason",
            "es": "Motivo"
          },
          "values": {
            "health": {
              "en": "Health",
              "es": "Salud"
            }
          }
        }
      ],
      "conditions": {
        "es": [
          "Lleva tu documento."
        ]
      },
      "offline_for": 43200
    }
    "#);
}

#[test]
fn a_description_comes_back() {
    let mut trust = trust();
    assert_eq!(
        trust
            .add_description(&description().sign(&status_key()).unwrap(), at(NOON))
            .unwrap(),
        1
    );
    assert_eq!(trust.description(ISSUER, 1), Some(&description()));
    assert_eq!(trust.description(ISSUER, 2), None);
}

#[test]
fn descriptions_that_are_not_to_be_relied_on() {
    let read = |bytes: &[u8]| PermitDescription::read(bytes, &keys(), at(NOON));
    let good = description().sign(&status_key()).unwrap();
    let mut forged = good.clone();
    *forged.last_mut().unwrap() ^= 1;
    assert!(matches!(read(&forged), Err(DescriptionError::Forged)));
    assert!(matches!(
        read(&other_half(good.clone())),
        Err(DescriptionError::Forged)
    ));
    let by_permit_key = description().sign(&permit_key()).unwrap();
    assert!(matches!(
        read(&by_permit_key),
        Err(DescriptionError::UnknownKey(_))
    ));
    let list = list().sign(&status_key()).unwrap();
    assert!(matches!(read(&list), Err(DescriptionError::Envelope(_))));
    assert!(matches!(read(&good[1..]), Err(DescriptionError::Envelope(_))));
}

#[test]
fn a_permit_is_told_in_words() {
    let claims = Claims {
        fields: vec![
            Field::Text("Rosa".to_owned()),
            Field::Absent,
            Field::Text("health".to_owned()),
            Field::Integer(3),
        ],
        ..claims()
    };
    let told = |language| {
        let description = description();
        let lines = description.lines(&claims, language);
        lines
            .iter()
            .map(|line| format!("{}: {}", line.label, line.value.as_deref().unwrap_or("–")))
            .collect::<Vec<_>>()
    };
    assert_eq!(told("en"), ["Name: Rosa", "Document: –", "Reason: Health"]);
    assert_eq!(told("qu"), ["Nombre: Rosa", "Documento: –", "Motivo: Salud"]);
}

#[test]
fn several_codes_are_told_one_after_the_other() {
    let fields = vec![
        Field::Absent,
        Field::Absent,
        Field::Text("health,other".to_owned()),
    ];
    let claims = Claims { fields, ..claims() };
    let description = description();
    let reason = description.lines(&claims, "es").remove(2);
    assert_eq!(reason.value.as_deref(), Some("Salud, other"));
}

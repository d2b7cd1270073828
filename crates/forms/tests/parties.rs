//! Whom answers name, and what an application is found by.

use forms::answers::IdentityDocument;
use forms::{Answer, Answers, Canonical, DocumentKind, Service};

/// Every type of question, some of them in the group too.
fn source() -> String {
    let inner = "- {id: passenger, type: full-name, label: *words}";
    let more = [
        "{id: passenger_document, type: identity-document, label: *words}",
        "{id: passenger_mail, type: e-mail, label: *words}",
        "{id: passenger_plate, type: vehicle-plate, label: *words}",
    ];
    let more = more.map(|question| format!("\n          - {question}")).concat();
    include_str!("good/every-type.yaml").replace(inner, &format!("{inner}{more}"))
}

fn service() -> Service {
    forms::read("every-type.yaml", &source()).expect("the service is right")
}

/// The same where the vehicle is free text.
fn service_of_foreign_cars() -> Service {
    let source = source().replace("{answer: plate, role: vehicle}", "{answer: line, role: vehicle}");
    forms::read("cars.yaml", &source).expect("the service is right")
}

fn answers(given: &[(&str, Answer)]) -> Answers {
    Answers(
        given
            .iter()
            .map(|(id, answer)| ((*id).into(), answer.clone()))
            .collect(),
    )
}

fn document(kind: DocumentKind, number: &str) -> Answer {
    Answer::IdentityDocument(IdentityDocument {
        kind,
        number: number.to_owned(),
    })
}

fn named(found: &[Canonical]) -> Vec<String> {
    let words = found
        .iter()
        .map(|one| format!("{} {}", one.kind().as_str(), one.text()));
    words.collect()
}

fn whole_family() -> Answers {
    let inner = answers(&[
        ("passenger", Answer::FullName("Rosa Quispe".to_owned())),
        (
            "passenger_document",
            document(DocumentKind::FOREIGNER_CARD, "001234567"),
        ),
        ("passenger_mail", Answer::Email("Rosa.Q+x@gmail.com".to_owned())),
        ("passenger_plate", Answer::VehiclePlate("A1B-234".to_owned())),
    ]);
    answers(&[
        ("document", document(DocumentKind::DNI, "10117410")),
        ("name", Answer::FullName("Ana Quispe".to_owned())),
        ("line", Answer::Text("10203040".to_owned())),
        ("mail", Answer::Email("Ana+permiso@EXAMPLE.org".to_owned())),
        ("phone", Answer::Phone("+51987654321".to_owned())),
        ("tax", Answer::TaxNumber("10456789012".to_owned())),
        ("plate", Answer::VehiclePlate("ABC-123".to_owned())),
        ("passengers", Answer::Group(vec![inner])),
    ])
}

#[test]
fn every_document_mailbox_and_phone_names_a_party() {
    assert_eq!(
        named(&service().parties(&whole_family())),
        [
            "document 001234567",
            "document 10117410",
            "document 45678901",
            "e-mail ana@example.org",
            "e-mail rosaq@gmail.com",
            "phone +51987654321",
            "tax-number 10456789012",
        ]
    );
    assert_eq!(service().parties(&Answers::default()), []);
    let (service, family) = (service(), whole_family());
    assert_eq!(service.review.parties(&family), service.parties(&family));
    assert_eq!(family.parties(), service.parties(&family), "by the answers alone");
}

#[test]
fn a_vehicle_is_no_party_and_found_by() {
    let (service, answers) = (service(), whole_family());
    let found = service.found_by(&answers);
    assert!(
        service
            .parties(&answers)
            .iter()
            .all(|party| found.contains(party))
    );
    let rest = found
        .iter()
        .filter(|one| !service.parties(&answers).contains(one))
        .cloned();
    assert_eq!(named(&rest.collect::<Vec<_>>()), ["plate A1B234", "plate ABC123"]);
}

#[test]
fn free_text_is_a_plate_where_the_permit_shows_it_as_one() {
    let text = answers(&[("line", Answer::Text("x 99 yz".to_owned()))]);
    assert_eq!(service().found_by(&text), []);
    assert_eq!(named(&service_of_foreign_cars().found_by(&text)), ["plate X99YZ"]);
    assert_eq!(service_of_foreign_cars().parties(&text), []);
}

#[test]
fn what_the_form_does_not_ask_names_nobody() {
    let stray = answers(&[("elsewhere", Answer::Phone("+51987654321".to_owned()))]);
    assert_eq!(service().found_by(&stray), []);
}

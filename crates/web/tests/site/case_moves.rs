//! `/admin/services/…/cases` and `/admin/case-moves/…`: an owner sees what moving open cases would do, and moves them.

use axum::http::StatusCode;
use forms::Service;

use crate::world::{World, every_type, publish};

const CASES: &str = "/admin/services/every-type/cases";

/// The service after some change.
fn changed(changes: &[(&str, &str)]) -> Service {
    let mut source = include_str!("every-type.yaml").to_owned();
    for (was, is) in changes {
        assert!(source.contains(was), "{was}");
        source = source.replacen(was, is, 1);
    }
    forms::read("every-type.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn renamed() -> Service {
    changed(&[(
        "{id: check, name: {es: Revisión,",
        "{id: counter, name: {es: Ventanilla,",
    )])
}

/// A site on which somebody has applied, and the service was published anew since; the reference.
async fn applied(newer: &Service) -> (World, String) {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    publish(&world.app, newer).await;
    for login in ["olga", "otilia"] {
        world.employ(login, &["service-owner@every-type"]).await;
    }
    (world, reference)
}

#[tokio::test]
async fn an_owner_maps_the_steps_sees_what_would_be_moved_and_moves_it() {
    let (mut world, reference) = applied(&renamed()).await;
    let applicant = world.cookies();
    world.log_in("olga").await;
    let page = world.get("/admin/services/every-type").await;
    for part in ["1 solicitud abierta está en una versión anterior", CASES] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let page = world.get(CASES).await;
    for part in [
        "Revisión",
        "No se eligió ningún paso: 1",
        "Pasarían 0 solicitudes",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let page = world.get(&format!("{CASES}?step-check=counter")).await;
    for part in [
        "Ventanilla: 1",
        "Pasaría 1 solicitud",
        "value=\"counter\" selected",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let english = world.get(&format!("{CASES}?step-check=counter&lang=en")).await;
    assert!(english.body.contains("1 case would be moved"), "{}", english.body);
    world.get("/?lang=es").await;
    let (to, id) = (page.field("to").unwrap(), page.field("move").unwrap());
    let chosen = [("to", &*to), ("move", &id), ("step-check", "counter")];
    // Other steps were chosen than those whose outcome was on the page.
    for seen in ["", "hearing"] {
        let fields = [&chosen[..], &[("seen-check", seen)]].concat();
        let back = world.send_form(CASES, &fields).await.location();
        assert_eq!(back, format!("{CASES}?step-check=counter&changed=1"));
        let page = world.get(&back).await;
        for part in ["No se pasó ninguna", "Ventanilla: 1"] {
            assert!(page.body.contains(part), "{part} in {}", page.body);
        }
    }
    let fields = [&chosen[..], &[("seen-check", "counter")]].concat();
    let look = [&fields[..], &[("look", "1")]].concat();
    let look = world.send_form(CASES, &look).await.location();
    assert_eq!(look, format!("{CASES}?step-check=counter"));
    let asked = world.send_form(CASES, &fields).await.location();
    assert_eq!(asked, format!("/admin/case-moves/{id}"));
    let page = world.get(&asked).await;
    assert!(
        page.body.contains("Se están pasando las solicitudes"),
        "{}",
        page.body
    );
    engine::jobs::runner::run_jobs(&world.app).await.unwrap();
    let page = world.get(&asked).await;
    for part in [
        "Se pasaron las solicitudes",
        "Pasó 1 solicitud.",
        "Ventanilla",
        "olga",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let page = world.get(CASES).await;
    for part in ["Ninguna solicitud abierta está en otra versión", &asked] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let page = world.get("/admin/services/every-type").await;
    assert!(!page.body.contains(CASES), "{}", page.body);

    // The officer, the auditor and the applicant read of it.
    world.employ("rosa", &["officer"]).await;
    world.log_in("rosa").await;
    let case = world.get(&format!("/o/cases/{reference}")).await;
    for part in ["la pasó a la versión vigente", "Ahora en: Ventanilla", "olga"] {
        assert!(case.body.contains(part), "{part} in {}", case.body);
    }
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let log = world.get("/admin/audit").await;
    for part in [
        "pidió pasar solicitudes abiertas",
        "check → counter",
        "pasó solicitudes abiertas a otra versión",
        "Pasó 1 solicitud.",
    ] {
        assert!(log.body.contains(part), "{part} in {}", log.body);
    }
    world.restore_cookies(applicant);
    let own = world.get(&format!("/a/{reference}")).await;
    assert!(
        own.body.contains("tu solicitud sigue con las nuevas"),
        "{}",
        own.body
    );
}

#[tokio::test]
async fn another_person_confirms_what_takes_two() {
    let two = changed(&[(
        "service: every-type\n",
        "service: every-type\npublish: two-people\n",
    )]);
    let (mut world, reference) = applied(&two).await;
    world.log_in("olga").await;
    let page = world.get(CASES).await;
    assert!(
        page.body.contains("Pedir que otra persona lo confirme"),
        "{}",
        page.body
    );
    let (to, id) = (page.field("to").unwrap(), page.field("move").unwrap());
    let asked = world
        .send_form(CASES, &[("to", &to), ("move", &id)])
        .await
        .location();
    let page = world.get(&asked).await;
    assert!(page.body.contains("Tú lo pediste"), "{}", page.body);
    assert!(!page.body.contains("/confirm"), "{}", page.body);
    let own = world.post(&format!("{asked}/confirm"), &[]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);
    world.log_in("otilia").await;
    let page = world.get(&asked).await;
    for part in ["Espera a otra persona", "/confirm", CASES] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let done = world.send_form(&format!("{asked}/confirm"), &[]).await.location();
    engine::jobs::runner::run_jobs(&world.app).await.unwrap();
    let page = world.get(&done).await;
    for part in ["Pasó 1 solicitud.", "otilia"] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert_eq!(
        world.get(&asked).await.location(),
        done,
        "it is known by another id since"
    );
    let case = world.store.case_by_reference(&reference.parse().unwrap()).await;
    assert_eq!(case.unwrap().application.version, two.hash());
}

/// The amounts and their words are those of the version that charged them.
#[tokio::test]
async fn what_was_charged_is_told_as_it_was() {
    let charging = |text: &str, amount: &str| {
        let fee = format!("fee: {{rows: [{{text: {{es: {text}, en: Fee}}, amount: {amount}}}]}}\nform:\n");
        changed(&[("form:\n", &fee)])
    };
    let (cheap, dear) = (charging("Derecho viejo", "10"), charging("Derecho nuevo", "30"));
    let mut world = World::with(std::slice::from_ref(&cheap)).await;
    let reference = world.apply(&cheap).await;
    let applicant = world.cookies();
    publish(&world.app, &dear).await;
    world.employ("olga", &["service-owner@every-type"]).await;
    world.log_in("olga").await;
    let page = world.get(CASES).await;
    let (to, id) = (page.field("to").unwrap(), page.field("move").unwrap());
    world.send_form(CASES, &[("to", &to), ("move", &id)]).await;
    engine::jobs::runner::run_jobs(&world.app).await.unwrap();
    let case = world.store.case_by_reference(&reference.parse().unwrap()).await;
    assert_eq!(case.unwrap().application.version, dear.hash());
    world.restore_cookies(applicant);
    let own = world.get(&format!("/a/{reference}")).await;
    for (part, is_there) in [
        ("Derecho viejo", true),
        ("10.00", true),
        ("Derecho nuevo", false),
        ("30.00", false),
    ] {
        assert_eq!(own.body.contains(part), is_there, "{part} in {}", own.body);
    }
}

/// An answer that is asked no more is told with its question, by the version that had asked it.
#[tokio::test]
async fn what_fell_away_is_told() {
    let story = "      - {id: story, type: long-text, label: {es: Historia, en: Story}, max_length: 300, hint: {es: Breve., en: Short.}}\n";
    let renamed = "{id: check, name: {es: Ventanilla,";
    let newer = changed(&[(story, ""), ("{id: check, name: {es: Revisión,", renamed)]);
    let (mut world, reference) = applied(&newer).await;
    let applicant = world.cookies();
    world.employ("rosa", &["officer"]).await;
    world.log_in("rosa").await;
    let case = format!("/o/cases/{reference}");
    world.post(&format!("{case}/claim"), &[]).await;
    world.post(&format!("{case}/release"), &[]).await;
    world.log_in("olga").await;
    let page = world.get(CASES).await;
    let (to, id) = (page.field("to").unwrap(), page.field("move").unwrap());
    let fields = [
        ("to", &*to),
        ("move", &id),
        ("step-check", "check"),
        ("seen-check", "check"),
    ];
    world.send_form(CASES, &fields).await;
    engine::jobs::runner::run_jobs(&world.app).await.unwrap();
    world.log_in("rosa").await;
    let case = world.get(&case).await;
    for part in [
        "Ya no se pregunta «Historia». Se había respondido: ",
        "Ahora en: Ventanilla",
    ] {
        assert!(case.body.contains(part), "{part} in {}", case.body);
    }
    world.restore_cookies(applicant);
    let own = world.get(&format!("/a/{reference}")).await;
    assert!(
        own.body.contains("Algo de lo que enviaste ya no se pide"),
        "{}",
        own.body
    );
}

/// What cannot be moved is told with its reason, in the words of the form.
#[tokio::test]
async fn the_reasons_are_told_in_words() {
    for (was, is, told) in [
        (
            "      - {id: nickname,",
            "      - {id: trade, type: text, label: {es: Oficio, en: Trade}}\n      - {id: nickname,",
            "Sin respuesta a «Oficio»: 1",
        ),
        (
            "type: phone, label: {es: Teléfono,",
            "type: tax-number, label: {es: Teléfono,",
            "La respuesta a «Teléfono» no sirve: 1",
        ),
    ] {
        let (mut world, _) = applied(&changed(&[(was, is)])).await;
        world.log_in("olga").await;
        let page = world.get(CASES).await;
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
}

#[tokio::test]
async fn each_role_finds_what_is_theirs() {
    let (mut world, _) = applied(&renamed()).await;
    world.log_in("olga").await;
    let page = world.get(CASES).await;
    let (to, id) = (page.field("to").unwrap(), page.field("move").unwrap());
    let fields = [
        ("to", &*to),
        ("move", &id),
        ("step-check", "counter"),
        ("seen-check", "counter"),
    ];
    let job = world.send_form(CASES, &fields).await.location();
    for (login, grant, sees) in [
        ("rosa", "officer", false),
        ("fuera", "service-owner@another-service", false),
        ("aurora", "auditor", true),
        ("sara", "supervisor", true),
    ] {
        world.employ(login, &[grant]).await;
        world.log_in(login).await;
        let page = world.get("/admin/services/every-type").await;
        assert_eq!(page.status == StatusCode::OK, sees, "{login}: {}", page.body);
        assert!(!page.body.contains(CASES), "{login}: {}", page.body);
        for (path, is_seen) in [(CASES, false), (&*job, sees)] {
            let seen = world.get(path).await;
            let status = if is_seen {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(seen.status, status, "{login} {path}: {}", seen.body);
        }
        let refused = world.post(CASES, &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}: {}", refused.body);
        let refused = world.post(&format!("{job}/confirm"), &[]).await;
        assert!(refused.status.is_client_error(), "{login}: {}", refused.body);
    }
    // A form that does not say what was seen, and one that has seen another version.
    world.log_in("olga").await;
    let nothing = world.post(CASES, &[]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST, "{}", nothing.body);
    let older = every_type().hash().to_string();
    let stale = world.post(CASES, &[("to", &*older), ("move", &id)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
}

//! A service in one language, on pages in another: what it says is marked, so that it is read aloud as it is written.

use review::Command;

use crate::world::World;

/// Each of its texts begins with a sign that no text of ours has.
const SOURCE: &str = "
service: stall
languages: [es]
name: §Permiso de puesto
summary: §Para vender en la feria.
audience: §Quien quiera vender.
requirements: [§Tu documento.]
cost: §Gratis
takes: §Un día
channels:
  online: true
  in_person: [{office: centro, name: §Centro, address: §Jirón Lima 1, hours: §De 8 a 13}]
authority: {name: §Municipio, office: §Comercio}
legal_basis: [§Ordenanza 1.]
contact: {text: §Llama al 105.}
drafts: pin
fee: {pay: §En la caja., rows: [{text: §Revisión, amount: 12}]}
form:
  - page: who
    title: §Tus datos
    questions:
      - {id: name, type: full-name, label: §Nombre, hint: §Como en tu documento.}
      - {id: email, type: e-mail, label: §Correo}
      - {id: kind, type: choice, label: §Giro, options: {food: §Comida, bombs: §Bombas}}
      - {id: extras, type: choices, label: §Más, options: {power: §Luz, water: §Agua}}
      - {id: story, type: long-text, label: §Detalles, hint: §Lo que quieras., max_length: 40, optional: true}
    stop_if: [{when: kind == 'bombs', say: §Nadie vende bombas.}]
  - page: helpers
    title: §Quién ayuda
    questions:
      - {id: helpers, type: group, label: §Ayudantes, each: §Ayudante, questions: [{id: helper, type: full-name, label: §Su nombre}]}
      - {id: oath, type: declaration, label: §Juramento, say: §Todo es cierto.}
review:
  steps:
    - {id: check, name: §Revisión, role: officer, tell: §Te llamamos.}
  reasons: {full: §No queda sitio.}
  may_ask: [kind]
permit:
  type: 98
  title: §Permiso
  valid: 30d
  claims: [{answer: name, role: holder}]
  prints: [kind]
  conditions: [§Llévalo contigo.]
";

/// The service's words that stand on a page without a mark; those in the title and in attributes can have none.
fn unmarked(html: &str) -> Vec<&str> {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let unmarked = |(at, _): (usize, &str)| {
        let (before, said) = body.split_at(at);
        let (opened, closed) = (before.rfind('<')?, before.rfind('>')?);
        let is_attribute = opened > closed;
        let is_marked = before[opened..].contains(" lang=\"es\"");
        (!is_attribute && !is_marked).then(|| said.split('<').next().unwrap_or_default())
    };
    body.match_indices('§').filter_map(unmarked).collect()
}

async fn assert_marked(world: &mut World, path: &str, told: &[&str]) {
    let join = if path.contains('?') { '&' } else { '?' };
    let page = world.get(&format!("{path}{join}lang=en")).await;
    assert!(page.body.contains("<html lang=\"en\""), "{path}: {}", page.body);
    for words in told {
        assert!(
            page.body.contains(words),
            "{words} is not at {path}: {}",
            page.body
        );
    }
    let unmarked = unmarked(&page.body);
    assert!(unmarked.is_empty(), "{path}: {unmarked:?}");
}

#[tokio::test]
async fn what_a_service_says_in_another_language_than_its_page_is_marked() {
    let service = forms::read("stall.yaml", SOURCE).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    assert_marked(&mut world, "/", &["§Permiso de puesto", "§Para vender"]).await;
    let about = ["§Gratis", "§Comercio", "§Ordenanza", "§Jirón", "§Llama", "§Quien"];
    assert_marked(&mut world, "/s/stall", &about).await;
    world.post("/s/stall/apply", &[]).await;
    let who = "/s/stall/apply/who";
    let asked = ["§Tus datos", "§Como en", "§Comida", "§Luz", "§Lo que"];
    assert_marked(&mut world, who, &asked).await;
    let wrong = world.send_form(who, &[("name", "1"), ("kind", "food")]).await;
    assert_marked(
        &mut world,
        wrong.location().split('#').next().unwrap(),
        &["error-message"],
    )
    .await;
    let typed = [
        ("name", "Ana Quispe"),
        ("email", "ana@example.pe"),
        ("extras", "power"),
        ("kind", "bombs"),
    ];
    let stops = world.send_form(who, &typed).await.location();
    assert_marked(&mut world, &stops, &["§Nadie"]).await;
    let helpers = "/s/stall/apply/helpers";
    world.get(who).await;
    world
        .post(
            who,
            &[
                ("kind", "food"),
                ("name", "Ana Quispe"),
                ("email", "ana@example.pe"),
                ("extras", "power"),
            ],
        )
        .await;
    assert_marked(
        &mut world,
        helpers,
        &["§Ayudante 1", "§Su nombre", "§Todo", "§Juramento"],
    )
    .await;
    world
        .post(helpers, &[("helpers.0.helper", "Beto Ríos"), ("oath", "yes")])
        .await;
    assert_marked(
        &mut world,
        "/s/stall/apply/check",
        &["§Giro", "§Comida", "§Revisión", "§En la caja"],
    )
    .await;
    let sent = world.post("/s/stall/apply/submit", &[]).await.location();
    let own = sent.trim_end_matches("?sent=1").to_owned();
    let reference = own.trim_start_matches("/a/").to_owned();
    assert_marked(&mut world, &own, &["§Te llamamos", "§Giro"]).await;
    for page in ["/withdraw", "/access", "/data"] {
        assert_marked(&mut world, &format!("{own}{page}"), &["§Permiso de puesto"]).await;
    }
    let ask = Command::Ask {
        questions: vec!["kind".into()],
        message: "What?".to_owned(),
    };
    world.command(&reference, vec![Command::Claim, ask]).await;
    assert_marked(&mut world, &format!("{own}/answer"), &["§Giro", "§Comida"]).await;
    let comes = world.post(&format!("{own}/answer"), &[("kind", "food")]).await;
    assert_eq!(comes.location(), own);
    let reject = Command::Reject {
        reason: "full".into(),
        note: None,
    };
    world.command(&reference, vec![Command::Claim, reject]).await;
    assert_marked(&mut world, &own, &["§No queda sitio"]).await;
}

#[tokio::test]
async fn the_permits_own_page_is_marked_too() {
    let service = forms::read("stall.yaml", SOURCE).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let approve = Command::APPROVE;
    world.command(&reference, vec![Command::Claim, approve]).await;
    let told = [
        "§Permiso",
        "§Municipio",
        "§Nombre",
        "§Giro",
        "§Comida",
        "§Llévalo",
        "§Ordenanza",
    ];
    assert_marked(&mut world, &format!("/a/{reference}/permit"), &told).await;
}

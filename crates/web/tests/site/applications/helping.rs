//! What a service says of a question to whoever wants to know more.

use crate::world::World;

const SOURCE: &str = "\
service: stall
languages: [es]
name: Puesto
summary: Un puesto.
audience: Vecinos.
requirements: [Nada]
cost: Gratis
takes: Un día
authority: {name: Municipalidad}
legal_basis: [Ordenanza 1]
contact: {text: Pregunta.}
form:
  - page: you
    title: Tus datos
    questions:
      - id: name
        type: full-name
        label: Tu nombre
        help: |
          Como en tu documento & sin apodos:

          - completo
          - mira [el ejemplo](https://example.pe/a?b=1&c=2)
      - {id: born, type: date, label: Nacimiento, help: Está en tu documento.}
review:
  steps: [{id: check, name: Revisión, role: officer}]
  reasons: {no: {for: [reject], text: No.}}
permit:
  type: 98
  title: Permiso
  valid: 36h
  claims: [{answer: name, role: holder}]
";

#[tokio::test]
async fn help_is_opened_by_whoever_needs_it_and_marked_in_its_language() {
    let service = forms::read("stall.yaml", SOURCE).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.post("/s/stall/apply", &[]).await;
    for (language, div, summary) in [
        ("es", "<div>", "Ayuda para responder"),
        ("en", "<div lang=\"es\">", "Help with this"),
    ] {
        let page = world.get(&format!("/s/stall/apply/you?lang={language}")).await;
        for said in [
            summary,
            div,
            "<p>Como en tu documento &#38; sin apodos:</p>",
            "<ul><li>completo</li><li>mira <a href=\"https://example.pe/a?b=1&#38;c=2\" target=\"_blank\" rel=\"noopener noreferrer\">el ejemplo</a></li></ul>",
            "<p>Está en tu documento.</p>",
        ] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
    }
}

/// What may not be published any more may be kept: it is shown as it is written, and is no element of the page.
#[tokio::test]
async fn help_with_html_is_refused_and_never_shown_as_html() {
    assert!(forms::read("stall.yaml", &SOURCE.replace("sin apodos", "<b>sin</b> apodos")).is_err());
    let canonical = forms::read("stall.yaml", SOURCE).unwrap().canonical_json();
    let canonical = canonical.replace("sin apodos", "<b>sin</b> apodos");
    let kept = forms::read_kept("stall.json", &canonical).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&kept)).await;
    world.post("/s/stall/apply", &[]).await;
    let page = world.get("/s/stall/apply/you").await;
    let is_shown = page.body.contains("&#60;b&#62;sin&#60;/b&#62; apodos");
    assert!(is_shown && !page.body.contains("<b>"), "{}", page.body);
}

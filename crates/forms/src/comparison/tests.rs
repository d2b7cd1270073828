use super::*;

const SHIPPED: &str = include_str!("../../../../forms/transit-permit.yaml");

fn edited(edits: &[(&str, &str)]) -> Vec<String> {
    let read = |source: &str| crate::read("transit-permit.yaml", source).unwrap();
    let mut source = SHIPPED.to_owned();
    for (from, to) in edits {
        assert!(source.contains(from), "{from} is not in the file");
        source = source.replacen(from, to, 1);
    }
    let found = differences(&read(SHIPPED), &read(&source));
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn each_edit_is_told_where_it_was_made() {
    for (from, to, told) in [
        ("# Pase", "# Otro comentario: pase", vec![]),
        ("valid: 36h", "valid: 48h", vec!["permit › valid: 36h → 48h"]),
        (
            "Por ejemplo, 6:30 am",
            "Por ejemplo, 7:30 am",
            vec!["form › trip › questions › leaves › hint › es: Por ejemplo, 6:30 am → Por ejemplo, 7:30 am"],
        ),
        (
            "then: approve, because: essential-work, sample: 5",
            "then: approve, because: essential-work, sample: 10",
            vec!["review › rules › 2 › sample: 5 → 10"],
        ),
        (
            "    - {when: \"same_person(boss_email, email)\", then: refer, to: check}\n",
            "",
            vec![
                r#"- review › rules › 1: {"then":"refer","to":"check","when":"same_person(boss_email, email)"}"#,
            ],
        ),
        (
            "  rules:\n",
            "  rules:\n    - {when: \"reason == 'other'\", then: refer, to: check}\n",
            vec![r#"+ review › rules › 1: {"then":"refer","to":"check","when":"reason == 'other'"}"#],
        ),
        ("kept_for: 1 year", "", vec!["- kept_for: 1 year"]),
        (
            "label: {es: Celular, en: Mobile phone}, optional: true",
            "label: {es: Celular, en: Mobile phone}",
            vec!["- form › you › questions › phone › optional: true"],
        ),
        (
            "  prints: [destination, route]",
            "  prints: [destination]",
            vec!["- permit › prints › 2: route"],
        ),
    ] {
        assert_eq!(edited(&[(from, to)]), told, "{from} → {to}");
    }
}

/// By the names that keys have today, and ids by their own: a question may be called like a key's earlier name.
#[test]
fn keys_have_the_names_of_today() {
    let wide = "- {id: valid, type: integer, label: {es: Metros, en: Metres}, rules: [{rule: answer > 1, say: {es: Más., en: More.}}]}";
    let read = |source: &str| crate::read("transit-permit.yaml", source).unwrap();
    let source = SHIPPED.replacen("- {id: email,", &format!("{wide}\n      - {{id: email,"), 1);
    let changed = source.replacen("answer > 1", "answer > 2", 1);
    let told = |before: &str, after: &str| -> Vec<String> {
        let found = differences(&read(before), &read(after));
        found.iter().map(|found| found.path.join(" › ")).collect()
    };
    assert_eq!(
        told(&source, &changed),
        ["form › you › questions › valid › rules › 1 › rule"]
    );
    let routed = SHIPPED.replacen("routed_by: home", "routed_by: destination", 1);
    assert_eq!(told(SHIPPED, &routed), ["review › routed_by"]);
}

#[test]
fn what_has_an_id_is_known_by_it_wherever_it_stands() {
    let route = r#"      - {id: route, type: text, label: {es: ¿Por dónde vas?, en: Which way do you go?}, short: {es: Ruta, en: Route}, hint: {es: "Las avenidas principales.", en: "The main avenues."}, max_length: 120}
"#;
    let travels = "      - id: travels_by\n";
    let moved = edited(&[
        (route, ""),
        (
            "      - {id: destination,",
            &format!("{route}      - {{id: destination,"),
        ),
    ]);
    assert_eq!(
        moved,
        ["form › trip › questions: days, leaves, returns, route, destination, travels_by"]
    );
    let added = edited(&[(
        travels,
        &format!(
            "      - {{id: helper, type: full-name, label: {{es: Quién ayuda, en: Who helps}}}}\n{travels}"
        ),
    )]);
    assert_eq!(
        added,
        [
            r#"+ form › trip › questions › helper: {"id":"helper","label":{"en":"Who helps","es":"Quién ayuda"},"type":"full-name"}"#,
            "form › trip › questions: days, leaves, returns, destination, route, helper, travels_by"
        ]
    );
}

/// Whatever is changed is told: each value of the file that can be another is made another, one at a time.
#[test]
fn no_difference_goes_untold() {
    let service = crate::read("transit-permit.yaml", SHIPPED).unwrap();
    let whole: Value = serde_json::from_str(&service.canonical).unwrap();
    let mut pointers = Vec::new();
    collect(&whole, String::new(), &mut pointers);
    assert!(pointers.len() > 300, "{}", pointers.len());
    for pointer in pointers {
        let mut other = whole.clone();
        *other.pointer_mut(&pointer).unwrap() = Value::String("another".to_owned());
        let mut found = Found::default();
        found.values(&whole, &other);
        assert!(
            !found.differences.is_empty(),
            "{pointer} differs and nothing is told"
        );
    }
    let mut found = Found::default();
    found.values(&whole, &whole);
    assert_eq!(found.differences, []);
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                collect(value, format!("{pointer}/{key}"), pointers);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                collect(value, format!("{pointer}/{at}"), pointers);
            }
        }
        _ => pointers.push(pointer),
    }
}

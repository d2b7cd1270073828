//! Whole service files: those that are right read and keep their meaning, those that are wrong say so well.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use std::path::{Path, PathBuf};

use jiff::SignedDuration;

use forms::{ReasonFor, ScanPolicy, Span, advice, read, read_kept};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn good_files_read() {
    for path in files("good") {
        let source = std::fs::read_to_string(&path).unwrap();
        if let Err(diagnostics) = read(&name(&path), &source) {
            panic!("{diagnostics}");
        }
    }
}

/// Each file's diagnostics, whole, stand beside it in a `.snap` of its name.
#[test]
fn broken_files_say_what_is_wrong() {
    let files = files("broken");
    assert!(
        files.len() >= 50,
        "the collection of broken files shrank to {}",
        files.len()
    );
    insta::with_settings!({
        snapshot_path => "broken",
        prepend_module_to_snapshot => false,
        omit_expression => true
    }, {
        for path in files {
            let source = std::fs::read_to_string(&path).unwrap();
            let diagnostics = read(&name(&path), &source).expect_err("a broken file was read");
            insta::assert_snapshot!(path.file_stem().unwrap().to_string_lossy().as_ref(), diagnostics);
        }
    });
}

#[test]
fn the_transit_permit_in_one_language_stays_under_80_lines() {
    let source = include_str!("good/transit-permit.yaml");
    assert!(source.lines().count() < 80, "{} lines", source.lines().count());
}

#[test]
fn canonical_json_reads_back_to_the_same_service() {
    for path in files("good") {
        let service = read(&name(&path), &std::fs::read_to_string(&path).unwrap()).unwrap();
        let again = read("canonical.json", &service.canonical_json()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(again, service, "{}", path.display());
        assert_eq!(again.hash(), service.hash(), "{}", path.display());
    }
}

#[test]
fn the_hash_is_of_the_meaning_not_of_the_spelling() {
    let source = include_str!("good/smallest.yaml");
    let hash = |source: &str| {
        read("service.yaml", source)
            .unwrap_or_else(|e| panic!("{e}"))
            .hash()
    };
    let (head, tail) = source.split_at(source.find("name: ").unwrap());
    let (cost, rest) = tail.split_at(tail.find("takes: ").unwrap());
    let respelled = format!("# Another order.\n{rest}{cost}{head}");
    assert_eq!(hash(&respelled), hash(source));
    assert_eq!(
        hash(&source.replace("cost: Free", "cost: {en: Free}")),
        hash(source)
    );
    assert_ne!(hash(&source.replace("cost: Free", "cost: Cheap")), hash(source));
    insta::assert_snapshot!(
        hash(source),
        @"d7941925bccea597654a65ca4e08efd43d4959d959b9942b63bdb27e4933ef67"
    );
}

/// A key that was renamed makes no new version of a service whose owner writes it as it is called today.
#[test]
fn a_keys_earlier_name_means_the_same() {
    let source = include_str!("good/fair.yaml");
    let earlier = source
        .replace("rules: [{rule:", "valid: [{rule:")
        .replace("  routed_by: ", "  office: ");
    assert_ne!(earlier, source);
    let read = |source: &str| read("fair.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(read(&earlier), read(source));
    assert_eq!(read(&earlier).hash(), read(source).hash());
}

#[test]
fn options_keep_their_order_through_the_canonical_json() {
    let service = read("t.yaml", include_str!("good/transit-permit.yaml")).unwrap();
    let again = read("t.json", &service.canonical_json()).unwrap();
    let forms::Kind::Choice { options } = &again.question(&"travels_by".into()).unwrap().kind else {
        panic!("a choice");
    };
    let codes: Vec<_> = options.iter().map(|option| option.code.as_str()).collect();
    assert_eq!(codes, ["foot", "bus", "car"]);
}

#[test]
fn claims_may_only_be_added_at_the_end() {
    let source = include_str!("good/transit-permit.yaml");
    let service = |source: &str| read("t.yaml", source).unwrap_or_else(|e| panic!("{e}"));
    let previous = service(source);
    let added = source.replace(
        "    - {answer: reason}\n",
        "    - {answer: reason}\n    - {answer: route}\n",
    );
    assert_eq!(service(&added).compatible_claims(&previous), Ok(()));
    let shown_otherwise = added.replace("{answer: reason}", "{answer: reason, role: zone}");
    assert_eq!(service(&shown_otherwise).compatible_claims(&previous), Ok(()));
    let removed = source.replace("    - {answer: reason}\n", "");
    insta::assert_snapshot!(
        service(&removed).compatible_claims(&previous).unwrap_err(),
        @"claim 4 of permit type 1 was `reason` and must stay so: add claims at the end, or give the permit a new `type`"
    );
    let another_type = removed.replace("  type: 1\n", "  type: 2\n");
    assert_eq!(service(&another_type).compatible_claims(&previous), Ok(()));
}

#[test]
fn a_condition_that_permits_carry_stays_known() {
    let service = |choose: &str| {
        let conditions = format!("conditions: {{choose: {{{choose}}}}}");
        let source = include_str!("good/transit-permit.yaml")
            .replace("conditions: [Lleva tu documento., Usa mascarilla.]", &conditions)
            .replace(
                "    - {answer: reason}\n",
                "    - {answer: reason}\n    - {answer: office_conditions}\n",
            );
        read("t.yaml", &source).unwrap_or_else(|e| panic!("{e}"))
    };
    let previous = service("day: Solo de día., mask: Usa mascarilla.");
    let more = service("mask: Usa siempre mascarilla., day: Solo de día., feet: Solo a pie.");
    assert_eq!(more.compatible_claims(&previous), Ok(()));
    insta::assert_snapshot!(
        service("mask: Usa mascarilla.").compatible_claims(&previous).unwrap_err(),
        @"the condition `day` is on permits of type 1 that are out: keep it in `choose`, or give the permit a new `type`"
    );
}

#[test]
fn texts_fall_back_to_the_default_language() {
    let service = read("t.yaml", include_str!("good/every-type.yaml")).unwrap();
    let name = |language: &str| service.about.name.in_language(&language.into());
    assert_eq!(
        [name("es"), name("en"), name("qu"), name("fr")],
        ["Todo", "Everything", "Llapan", "Todo"]
    );
}

/// Every key that an editor completes, with its description, from the types that the file is read into.
#[test]
fn the_schema_describes_every_key() {
    let schema = forms::schema();
    assert_eq!(schema["properties"]["service"]["type"], "string");
    assert_eq!(schema["additionalProperties"], false);
    let definitions = schema["$defs"].as_object().unwrap();
    for (definition, body) in definitions.iter().chain([(&"service".to_owned(), &schema)]) {
        for (key, value) in body["properties"].as_object().into_iter().flatten() {
            assert!(
                value["description"].is_string(),
                "{definition}.{key} has no description"
            );
        }
    }
    let types = serde_json::to_string(&definitions["QuestionType"]).unwrap();
    assert!(
        types.contains("\"identity-document\"") && types.contains("\"e-mail\""),
        "{types}"
    );
}

#[test]
fn a_permit_says_how_it_is_checked_in_the_street() {
    let source = include_str!("good/transit-permit.yaml");
    let permit = |source: &str| read("t.yaml", source).unwrap_or_else(|e| panic!("{e}")).permit;
    let silent = permit(source);
    assert_eq!(silent.offline_for, SignedDuration::from_hours(24));
    assert_eq!(
        silent.scans,
        ScanPolicy {
            kept_for: Span::days(30),
            shown_to_holder: false
        }
    );
    let said = source.replace(
        "  renewal: {opens: 12h}\n",
        "  renewal: {opens: 12h}\n  offline_for: 90 minutes\n  scans: {kept_for: 7d, shown_to_holder: true}\n",
    );
    let said = permit(&said);
    assert_eq!(said.offline_for, SignedDuration::from_mins(90));
    assert_eq!(
        said.scans,
        ScanPolicy {
            kept_for: Span::days(7),
            shown_to_holder: true
        }
    );
}

#[test]
fn a_service_may_say_how_long_it_keeps_what_people_sent() {
    let source = include_str!("good/smallest.yaml");
    let kept_for = |source: &str| read("s.yaml", source).unwrap_or_else(|e| panic!("{e}")).kept_for;
    assert_eq!(kept_for(source), None, "for ever, unless it says so");
    let said = format!("kept_for: 1825d\n{source}");
    assert_eq!(kept_for(&said), Some(Span::days(1825)));
}

/// A file of before reasons said what they are for reads as it did, hashes as it did, and is advised to say it.
#[test]
fn a_reason_that_does_not_say_what_it_is_for_is_advised_to() {
    let source = include_str!("good/smallest.yaml");
    let service = read("smallest.yaml", source).unwrap();
    let told = advice("smallest.yaml", source);
    assert_eq!(told.len(), service.review.reasons.len());
    assert!(told.to_string().contains("warning: the reason"), "{told}");
    let kept = read_kept("kept", &service.canonical_json()).unwrap();
    assert_eq!(kept.hash(), service.hash());
    assert!(!service.canonical_json().contains("\"for\""));
    for reason in &kept.review.reasons {
        assert!(reason.is_for(ReasonFor::Approval) && reason.is_for(ReasonFor::Rejection));
    }
}

/// A map and a list of the same reasons are the same version.
#[test]
fn reasons_say_what_they_are_for_in_a_map_or_a_list() {
    let source = include_str!("good/smallest.yaml");
    let (before, _) = source.split_once("  reasons:").unwrap();
    let (_, after) = source.split_once("\npermit:").unwrap();
    let with = |reasons: &str| {
        let source = format!("{before}  reasons:\n{reasons}\npermit:{after}");
        assert!(advice("f", &source).is_empty(), "{source}");
        read("f", &source).unwrap()
    };
    let map =
        with("    welcome: {for: [approve], text: Come in.}\n    full: {for: [reject], text: It is full.}");
    let list = with(
        "    - {code: welcome, for: [approve], text: Come in.}\n    - {code: full, for: [reject], text: It is full.}",
    );
    assert_eq!(map.hash(), list.hash());
    let purposes: Vec<_> = map.review.reasons.iter().map(|reason| &reason.purposes).collect();
    assert_eq!(purposes, [&[ReasonFor::Approval], &[ReasonFor::Rejection]]);
    let kept = read_kept("kept", &map.canonical_json()).unwrap();
    assert_eq!(kept.review.reasons, map.review.reasons);
}

/// What only the paper says, a phone that reads the code cannot tell.
#[test]
fn days_that_the_code_does_not_carry_are_advised_of() {
    let source = include_str!("good/every-type.yaml");
    let spoken = |source: &str| {
        let told = advice("every-type.yaml", source);
        told.to_string().matches("speaks of days of the week").count()
    };
    assert_eq!(spoken(source), 0, "{}", advice("every-type.yaml", source));
    let transit = include_str!("../../../forms/transit-permit.yaml");
    assert_eq!(spoken(transit), 0);
    let without = transit.replace("    - {answer: days, role: days}\n", "");
    assert_eq!(
        spoken(&without),
        0,
        "neither the paper nor the conditions name a day"
    );
    let printed = without.replace("prints: [", "prints: [days, ");
    let told = advice("transit-permit.yaml", &printed).to_string();
    assert!(told.contains("this speaks of days of the week"), "{told}");
    assert!(told.contains("{answer: days, role: days}"), "{told}");
    let named = without.replace("Es personal: no lo prestes", "No vale los domingos");
    assert_eq!(spoken(&named), 1, "{}", advice("transit-permit.yaml", &named));
}

#[test]
fn a_role_that_is_nearly_anothers_name_is_advised_of() {
    let transit = include_str!("../../../forms/transit-permit.yaml");
    for (role, advised) in [
        ("officer", false),
        ("oficer", true),
        ("supervisor", false),
        ("clerk", false),
    ] {
        let source = transit.replacen("role: officer", &format!("role: {role}"), 1);
        let told = advice("transit-permit.yaml", &source).to_string();
        assert_eq!(told.contains("is nearly `officer`"), advised, "{role}: {told}");
    }
}

/// A text that ends at ` #` may have been meant to go on; what stands further off is a comment.
#[test]
fn a_text_that_a_comment_cuts_short_is_advised_of() {
    let source = include_str!("good/smallest.yaml");
    for (written, advised) in [
        ("cost: Free # 3", true),
        ("cost: Free #3  ", true),
        ("cost: {en: Free}  # of charge", false),
        ("cost: Free   # of charge", false),
        ("cost: \"Free # 3\"", false),
        ("cost: \"Free\" # of charge", false),
        ("cost: Free#3", false),
    ] {
        let told = advice("f.yaml", &source.replace("cost: Free", written)).to_string();
        assert_eq!(told.contains("YAML takes `#"), advised, "{written}: {told}");
    }
    let told = advice("f.yaml", &source.replace("cost: Free", "cost: Free # 3")).to_string();
    assert!(told.contains("put all of it in quotes: `\"Free # 3\"`"), "{told}");
}

/// What counts as empty is unequal to everything: whoever compares so is told, and how to write either reading.
#[test]
fn a_comparison_that_holds_without_an_answer_is_advised_of() {
    let source = include_str!("good/smallest.yaml");
    let questions = "      - {id: sure, type: choice, label: Sure, options: {a: A, b: B}}\n      \
                     - {id: maybe, type: choice, label: Maybe, optional: true, options: {a: A, b: B}}\n      \
                     - {id: agrees, type: yes-no, label: Agrees, optional: true}\n      \
                     - {id: seats, type: integer, label: Seats, when: sure == 'a'}\n";
    let (before, after) = source.split_once("review:").unwrap();
    let told = |when: &str| {
        let asked =
            format!("      - {{id: last, type: text, label: Last, optional: true, when: \"{when}\"}}\n");
        let source = format!("{before}{questions}{asked}review:{after}");
        read("f", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let told = advice("f", &source);
        let found = told
            .iter()
            .filter(|one| one.message.contains("nothing is answered"));
        found
            .map(|one| {
                (
                    source[one.span.clone()].to_owned(),
                    one.message.clone(),
                    one.help.clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    for (when, at) in [
        ("maybe != 'a'", "maybe != 'a'"),
        ("sure == 'a' && maybe != 'a'", "maybe != 'a'"),
        ("!(maybe == 'a')", "!(maybe =="),
        ("!(maybe in ['a', 'b'])", "!(maybe in"),
        ("!agrees", "!agrees"),
        ("seats < 3", "seats < 3"),
        ("seats == 0", "seats == 0"),
        ("!maybe.startsWith('a')", "!maybe"),
    ] {
        let found = told(when);
        assert_eq!(found.len(), 1, "{when}: {found:?}");
        assert!(found[0].0.starts_with(at), "{when}: {found:?}");
    }
    for when in [
        "sure != 'a'",
        "maybe == 'a'",
        "!(maybe != 'a')",
        "maybe != ''",
        "maybe == ''",
        "answered(maybe) && maybe != 'a'",
        "!answered(maybe) || maybe != 'a'",
        "seats > 3",
        "sure == 'a' && seats < 3",
        "agrees",
    ] {
        assert_eq!(told(when), [], "{when}");
    }
    let told = |when: &str| {
        let (_, message, help) = told(when).remove(0);
        format!("{message}: {}", help.unwrap())
    };
    assert_eq!(
        told("maybe != 'a'"),
        "this holds too where `maybe` is left empty, since nothing is answered then: if that is meant, write \
         `!answered(maybe) || …`; if not, `answered(maybe) && …`"
    );
    assert!(told("seats < 3").starts_with("this holds too where `seats` is not asked"));
}

#[test]
fn a_permit_may_say_who_checks_it() {
    let source = include_str!("good/smallest.yaml");
    let said = source.replacen("permit:\n", "permit:\n  checked_by: The wardens of the park\n", 1);
    let checked_by = |source: &str| {
        read("s.yaml", source)
            .unwrap_or_else(|e| panic!("{e}"))
            .permit
            .checked_by
    };
    let words = checked_by(&said).map(|who| who.in_language(&"en".into()).to_owned());
    assert_eq!(words.as_deref(), Some("The wardens of the park"));
    assert_eq!(checked_by(source), None);
    assert!(
        !read("s.yaml", source)
            .unwrap()
            .canonical_json()
            .contains("checked_by")
    );
}

#[test]
fn a_letter_that_does_not_tell_the_conditions_is_advised_of() {
    let source = include_str!("good/every-type.yaml");
    let offered = source.replace(
        "conditions: [*words]",
        "conditions: {always: [*words], write: true}",
    );
    for (source, letter, advised) in [
        (
            &offered[..],
            "approved: {subject: Ready, body: 'Here it is. {conditions}'}",
            false,
        ),
        (&offered, "approved: {subject: Ready, body: Here it is.}", true),
        (&offered, "received: {subject: Here, body: We have it.}", false),
        (source, "approved: {subject: Ready, body: Here it is.}", false),
    ] {
        let (head, _) = source.split_once("messages:\n").unwrap();
        let source = format!("{head}messages:\n  {letter}\n");
        let told = advice("every-type.yaml", &source).to_string();
        assert_eq!(
            told.contains("does not tell the holder which"),
            advised,
            "{letter}: {told}"
        );
    }
}

#[test]
fn a_letter_of_steps_that_tell_nothing_is_advised_of() {
    let source = include_str!("good/smallest.yaml");
    let tells = source.replacen("role: librarian", "role: librarian, tell: We read it.", 1);
    assert_ne!(source, tells);
    let advanced = "advanced: {subject: It goes on, body: Look.}";
    let received = "received: {subject: It is here, body: Look.}";
    for (source, letter, advised) in [
        (source, advanced, true),
        (source, received, false),
        (&tells, advanced, false),
    ] {
        let source = format!("{source}\nmessages:\n  {letter}\n");
        let told = advice("smallest.yaml", &source).to_string();
        assert_eq!(told.contains("is never sent"), advised, "{letter}: {told}");
    }
}

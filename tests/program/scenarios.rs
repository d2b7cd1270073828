//! `test`, and the services that `new` begins with.

use std::fs;

use journeys::program::{Terminal, shipped};

const FORMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../forms");
const TRIED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/services");
const NAMES: [&str; 10] = [
    "transit-permit",
    "event-notice",
    "market-stall-permit",
    "tree-removal",
    "driver-licence-revalidation",
    "fishing",
    "drone-flight",
    "residents-parking",
    "filming",
    "minors-journey",
];

#[test]
fn what_ships_comes_out_as_its_scenarios_say() {
    let said = Terminal::new().chasqui(["test", FORMS, TRIED]);
    assert!(said.good, "{}{}", said.out, said.err);
    assert!(
        said.out.ends_with("51 scenarios came out as they say\n"),
        "{}",
        said.out
    );
}

/// The scenarios of the documentation belong to the service of the guide.
#[test]
fn the_documentation_comes_out_as_it_says() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let block = |file: &str, begins: &str| {
        let text = fs::read_to_string(format!("{docs}/{file}")).unwrap();
        let mut blocks = text.split("```yaml\n").skip(1);
        let block = blocks.find(|block| block.starts_with(begins)).unwrap();
        block.split("```").next().unwrap().to_owned()
    };
    let terminal = Terminal::new();
    fs::write(
        terminal.path("dog-walk.yaml"),
        block("first-service-file.md", "service: dog-walk"),
    )
    .unwrap();
    fs::write(
        terminal.path("dog-walk.scenarios.yaml"),
        block("scenarios.md", "- scenario"),
    )
    .unwrap();
    let said = terminal.chasqui(["test", "dog-walk.scenarios.yaml"]).done();
    assert!(said.contains("3 scenarios came out as they say"), "{said}");
    // The failure that it shows.
    let longer = block("first-service-file.md", "service: dog-walk").replace("valid: 30d", "valid: 60d");
    fs::write(terminal.path("dog-walk.yaml"), longer).unwrap();
    let said = terminal.chasqui(["test", "."]);
    let shown = "          dog-walk.scenarios.yaml:7: it holds until 2027-02-07, and 2027-01-08 is expected";
    assert!(said.out.contains(shown.trim()), "{}", said.out);
    assert!(
        fs::read_to_string(format!("{docs}/scenarios.md"))
            .unwrap()
            .contains(shown)
    );
}

/// Ten services, as their owners find them.
#[test]
fn one_begins_with_a_service_that_is_whole() {
    let terminal = Terminal::new();
    let listed = terminal.chasqui(["new", "--list"]).done();
    for name in NAMES {
        assert!(listed.contains(name), "{name} in {listed}");
        terminal
            .chasqui(["new", &format!("my-{name}"), "--from", name])
            .done();
    }
    terminal.chasqui(["new", "plain"]).done();
    let said = terminal.chasqui(["test", "."]).done();
    assert!(said.contains("101 scenarios came out as they say"), "{said}");
    terminal
        .chasqui(["new", "my-fishing", "--from", "fishing"])
        .refused("my-fishing.yaml exists already");
    terminal
        .chasqui(["new", "other", "--from", "fish"])
        .refused("there is no fish to begin with; there are: transit-permit, ");
    let all: Vec<String> = NAMES.iter().map(|name| format!("my-{name}.yaml")).collect();
    let check: Vec<&str> = ["check"]
        .into_iter()
        .chain(all.iter().map(String::as_str))
        .collect();
    assert_eq!(
        terminal.chasqui(check).done().matches(" is good (").count(),
        NAMES.len()
    );
}

/// Each change to a service shows in what one of its scenarios says, with the line and both values.
#[test]
fn what_came_out_otherwise_is_told_with_its_line() {
    let terminal = Terminal::new();
    let source = fs::read_to_string(shipped("market-stall-permit")).unwrap();
    let scenarios = fs::read_to_string(format!("{FORMS}/market-stall-permit.scenarios.yaml")).unwrap();
    let scenarios: Vec<&str> = scenarios.split("\n\n").collect();
    for (scenario, from, to, told) in [
        ("cooked food", "for: 1 year", "for: 1 month", "it holds until"),
        (
            "cooked food",
            "trade == 'cooked'",
            "trade == 'crafts'",
            "the pages are",
        ),
        (
            "without a check",
            "then: escalate, to: inspection",
            "then: reject, because: no-space",
            "it ends rejected, and",
        ),
        (
            "alcohol",
            "trade == 'alcohol'",
            "trade == 'crafts'",
            "what is wrong is [], and [trade] is expected",
        ),
        (
            "lets it lapse",
            "answer_within: 5 business days",
            "answer_within: 15 business days",
            "it ends check, and lapsed is expected",
        ),
        (
            "cooked food",
            "{answer: trade}",
            "{answer: birth}",
            "no claim of the permit is called `trade`",
        ),
        (
            "too wide",
            "min: 0.5, max: 3}",
            "min: 0.5, max: 30}",
            "what is wrong is [closes], and [width, closes] is expected",
        ),
    ] {
        let changed = source.replace(from, to);
        assert_ne!(changed, source, "{from}");
        fs::write(terminal.path("stall.yaml"), changed).unwrap();
        let scenario = scenarios.iter().find(|one| one.contains(scenario));
        fs::write(terminal.path("stall.scenarios.yaml"), scenario.unwrap()).unwrap();
        let said = terminal.chasqui(["test", "stall.yaml"]);
        let all = format!("{}{}", said.out, said.err);
        assert!(!said.good && all.contains(told), "{told} in {all}");
        assert!(all.contains("stall.scenarios.yaml:"), "{all}");
    }
}

#[test]
fn what_cannot_be_played_is_said() {
    let terminal = Terminal::new();
    terminal
        .chasqui(["test", &shipped("nothing")])
        .refused("cannot read");
    fs::copy(shipped("transit-permit"), terminal.path("a.yaml")).unwrap();
    let said = terminal.chasqui(["test", "a.yaml"]);
    assert!(said.out.contains("a.yaml has no scenarios"), "{}", said.out);
    fs::write(
        terminal.path("a.scenarios.yaml"),
        "- scenario: A\n  sent: 2026-12-09\n  ends: nowhere\n",
    )
    .unwrap();
    for command in ["test", "check"] {
        terminal
            .chasqui([command, "a.scenarios.yaml"])
            .refused("nothing ends at `nowhere`");
    }
    let acts = "- scenario: A\n  sent: 2026-12-09 10:00\n  answers: {reason: care}\n  then: [{approve: second-look}, {withdraw: true}]\n";
    fs::write(terminal.path("a.scenarios.yaml"), acts).unwrap();
    let said = terminal.chasqui(["test", "a.yaml"]);
    assert!(
        said.out
            .contains("a.scenarios.yaml:4: nobody decides there: it is at check"),
        "{}",
        said.out
    );
}

/// What the applicant could not send comes to nothing, however it was asked for.
#[test]
fn an_answer_that_could_not_be_sent_is_told() {
    let terminal = Terminal::new();
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/first-service-file.md");
    let guide = fs::read_to_string(guide).unwrap();
    let service = guide.split("```yaml\n").nth(1).unwrap();
    fs::write(terminal.path("dogs.yaml"), service.split("```").next().unwrap()).unwrap();
    for (answer, told) in [
        (
            "{dogs: 9}",
            "the answer cannot be sent: [dogs] is wrong, or was not asked",
        ),
        ("{dogs: many}", "the answer cannot be sent: [dogs]"),
        ("{name: Ana}", "the answer cannot be sent: [name]"),
    ] {
        let acts = format!("then: [{{ask: [dogs], answer: {answer}}}, {{approve: check}}]");
        let scenario = format!("- scenario: A\n  sent: 2026-12-09\n  answers: {{dogs: 3}}\n  {acts}\n");
        fs::write(terminal.path("dogs.scenarios.yaml"), scenario).unwrap();
        let said = terminal.chasqui(["test", "dogs.yaml"]);
        assert!(!said.good && said.out.contains(told), "{told} in {}", said.out);
    }
    // And what the form itself does not let through.
    let scenario = "- scenario: A\n  sent: 2026-12-09\n  answers:\n    dogs: 5\n  ends: approved\n";
    fs::write(terminal.path("dogs.scenarios.yaml"), scenario).unwrap();
    let said = terminal.chasqui(["test", "dogs.yaml"]);
    let told = "dogs.scenarios.yaml:4: it cannot be sent: `dogs`: ";
    assert!(said.out.contains(told), "{}", said.out);
    fs::copy(shipped("market-stall-permit"), terminal.path("stall.yaml")).unwrap();
    let scenario = "- scenario: A\n  sent: 2026-12-09\n  answers: {trade: alcohol}\n  ends: approved\n";
    fs::write(terminal.path("stall.scenarios.yaml"), scenario).unwrap();
    let said = terminal.chasqui(["test", "stall.yaml"]);
    let told = "stall.scenarios.yaml:3: it cannot be sent: the page `stall` ends the form: En un puesto no se permite";
    assert!(said.out.contains(told), "{}", said.out);
    let scenario = "- scenario: A\n  sent: 2026-12-09\n  answers: {cats: 3}\n";
    fs::write(terminal.path("dogs.scenarios.yaml"), scenario).unwrap();
    terminal
        .chasqui(["check", "dogs.yaml"])
        .refused("no question is called `cats`");
}

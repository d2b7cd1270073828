//! `keys`: the folder that belongs to a database.

use journeys::program::Terminal;

#[test]
fn a_database_is_opened_with_the_secret_it_was_begun_with_or_by_word() {
    let terminal = Terminal::new();
    drop(terminal.demo());
    std::fs::rename(terminal.path("data/keys"), terminal.path("data/kept")).unwrap();
    let demo = ["demo", "--port", "0", "--data", "data"];
    let refused = terminal.chasqui(demo);
    assert!(
        !refused.good && refused.err.contains("copy the folder of keys"),
        "{}",
        refused.err
    );

    let terminal = terminal
        .with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db")
        .with("CHASQUI_KEYS", "data/keys");
    let adopted = terminal.chasqui(["keys", "adopt"]);
    assert!(adopted.good, "{}", adopted.err);
    drop(terminal.demo());
}

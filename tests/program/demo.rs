//! `demo` and the settings.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use journeys::program::{Demo, Terminal};

/// The first line of the answer to a request with these header lines.
fn answer(demo: &Demo, headers: &str) -> String {
    let mut stream = TcpStream::connect(demo.host()).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn it_prints_addresses_and_people_and_answers_its_own_machine_alone() {
    let demo = Terminal::new().demo();
    for word in [
        "/o",
        "/v",
        "/demo/mail",
        "officer",
        "supervisor",
        "administrator",
        "auditor",
    ] {
        assert!(demo.printed.contains(word), "{word} in {}", demo.printed);
    }
    let own = format!("Host: {}\r\n", demo.host());
    assert_eq!(answer(&demo, &own), "HTTP/1.1 200 OK");
    for foreign in [
        "Host: rebound.example\r\n".to_owned(),
        format!(
            "Host: rebound.example:{}\r\n",
            demo.host().rsplit(':').next().unwrap()
        ),
        format!("{own}X-Forwarded-For: 203.0.113.9\r\n"),
        format!("{own}Forwarded: for=203.0.113.9\r\n"),
        format!("{own}X-Real-IP: 203.0.113.9\r\n"),
    ] {
        assert!(answer(&demo, &foreign).contains("421"), "{foreign}");
    }
}

#[test]
fn a_port_that_is_taken_is_said() {
    let demo = Terminal::new().demo();
    let port = demo.host().rsplit(':').next().unwrap();
    let said = Terminal::new().chasqui(["demo", "--port", port]);
    assert!(
        !said.good && said.err.contains(&format!("cannot listen on 127.0.0.1:{port}")),
        "{}",
        said.err
    );
}

#[test]
fn a_demos_data_is_not_served_as_a_ministrys() {
    let terminal = Terminal::new();
    drop(terminal.demo());
    let said = terminal
        .with("CHASQUI_LISTEN", "127.0.0.1:0")
        .with("CHASQUI_DATABASE_URL", "sqlite://data/demo.db")
        .chasqui(["serve"]);
    assert!(
        !said.good && said.err.contains("this database is a demo's"),
        "{}",
        said.err
    );
}

#[test]
fn a_wrong_setting_stops_the_start_and_names_itself() {
    for (name, value, says) in [
        ("CHASQUI_LISTEN", "eighty", "listen"),
        ("CHASQUI_DATABASE_URL", "mysql://x/y", "database_url"),
        ("CHASQUI_BASE_URL", "permisos.gob.pe", "base_url"),
        ("CHASQUI_SMTP_URL", "s3cret", "smtp_url"),
        ("CHASQUI_SMTP_CA", "nowhere.pem", "smtp_ca"),
        ("CHASQUI_TIME_ZONE", "Peru/Lima", "time_zone"),
        ("CHASQUI_COLOUR", "red", "colour"),
    ] {
        let mut terminal = Terminal::new().with(name, value);
        if name != "CHASQUI_LISTEN" {
            terminal = terminal.with("CHASQUI_LISTEN", "127.0.0.1:0");
        }
        if name == "CHASQUI_SMTP_CA" {
            terminal = terminal.with("CHASQUI_SMTP_URL", "smtp://127.0.0.1");
        }
        let said = terminal.chasqui(["serve"]);
        assert!(!said.good && said.err.contains(says), "{name}: {}", said.err);
        assert!(!said.err.contains("s3cret"), "{}", said.err);
    }
}

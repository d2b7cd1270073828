//! A morning's log-ins: what they take of the memory, and what they keep of it.

use std::thread;

use journeys::{citizen::Citizen, office::Officer, program::Terminal, server::Server};

/// As many as begin their day in one minute.
const AT_ONCE: usize = 60;
const ROUNDS: usize = 2;
const EMAIL: &str = "rosa@ejemplo.gob.pe";
/// Four passwords at a time take 19 MiB each; the rest is sixty connections and their threads.
const MOST_MORE: u64 = 160 << 20;

/// What the server has of the memory, and had at the most, in bytes.
struct Memory {
    resident: u64,
    peak: u64,
}

impl Memory {
    fn of(server: &Server) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap();
        let bytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            let kibibytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
            kibibytes << 10
        };
        Self {
            resident: bytes("VmRSS:"),
            peak: bytes("VmHWM:"),
        }
    }
}

#[test]
fn many_log_ins_at_once_take_little_memory_and_keep_less() {
    let terminal = Terminal::new();
    Citizen::publish_errand(&terminal.path("forms"));
    Officer::hire(&terminal, "Rosa Flores", EMAIL, &["officer@errand"]);
    let server = terminal.serve().unwrap();
    let before = Memory::of(&server);
    for _ in 0..ROUNDS {
        thread::scope(|threads| {
            for _ in 0..AT_ONCE {
                threads.spawn(|| Officer::log_in(&server.address, EMAIL));
            }
        });
    }
    let after = Memory::of(&server);
    let more = |bytes: u64| bytes.saturating_sub(before.resident);
    println!(
        "{} log-ins: {} MB before, {} at the most, {} after",
        AT_ONCE * ROUNDS,
        before.resident >> 20,
        after.peak >> 20,
        after.resident >> 20
    );
    assert!(
        more(after.peak) < MOST_MORE,
        "{} MB more at the most",
        more(after.peak) >> 20
    );
    assert!(
        more(after.resident) < MOST_MORE,
        "{} MB more kept",
        more(after.resident) >> 20
    );
}

//! A PostgreSQL server of a test's own, durable as it ships, that can be killed whole and started again.

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::net::TcpListener;
use std::ops::Range;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use store::conformance::kill::PATIENCE;

/// Where Debian keeps its servers, one folder a version.
const VERSIONS: &str = "/usr/lib/postgresql";
const PAUSE: Duration = Duration::from_millis(10);
/// Below those that the system hands out by itself: while a killed server is away, nobody else gets its port by chance.
const PORTS: Range<u16> = 20_000..32_000;
/// How much of its log is shown where it failed.
const LAST_LINES: usize = 30;
/// Small, so that checkpoints come often and kills meet them.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
shared_buffers = 32MB
max_wal_size = 64MB
checkpoint_timeout = 30s
max_connections = 100
dynamic_shared_memory_type = mmap
log_min_messages = fatal
";

/// A server with its data in a folder.
pub(crate) struct Server {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    running: Option<Child>,
}

impl Server {
    /// Makes a cluster in a folder, which must be empty.
    pub(crate) fn new(folder: &Path) -> Self {
        let port = free_port();
        let server = Self {
            programs: programs(),
            data: folder.join("data"),
            port,
            running: None,
        };
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(&server.data).unwrap();
        if let Some((user, group)) = postgres() {
            chown(&server.data, Some(user), Some(group)).unwrap();
        }
        let data = server.data.display().to_string();
        let made = server
            .command("initdb")
            .args([
                "-D",
                &data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ])
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb");
        let sockets = format!("unix_socket_directories = '{data}'\nport = {port}\n");
        let settings = server.data.join("postgresql.conf");
        fs::write(&settings, format!("{SETTINGS}{sockets}")).unwrap();
        server
    }

    /// What `CHASQUI_DATABASE_URL` says.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it, and answers at once: it may have to recover first.
    pub(crate) fn start(&mut self) {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.data.with_extension("log"));
        let mut command = self.command("postgres");
        let child = command
            .arg("-D")
            .arg(&self.data)
            .stdout(Stdio::null())
            .stderr(log.unwrap())
            .spawn();
        self.running = Some(child.unwrap());
    }

    /// Waits until it takes connections, and answers how long that took.
    pub(crate) fn ready(&mut self) -> Duration {
        let begun = Instant::now();
        while !self.answers() {
            assert!(self.is_running(), "the server ended by itself: {}", self.log());
            assert!(
                begun.elapsed() < PATIENCE,
                "the server does not recover: {}",
                self.log()
            );
            thread::sleep(PAUSE);
        }
        begun.elapsed()
    }

    fn is_running(&mut self) -> bool {
        let running = |child: &mut Child| matches!(child.try_wait(), Ok(None));
        self.running.as_mut().is_some_and(running)
    }

    fn answers(&self) -> bool {
        let port = self.port.to_string();
        let asked = Command::new(self.programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port])
            .status();
        asked.unwrap().success()
    }

    /// Kills the server with everything that belongs to it, at once and without a word.
    pub(crate) fn kill(&mut self) {
        let mut child = self.running.take().expect("it runs");
        let main = child.id().to_string();
        // Stopped first, so that it starts no others while they are counted.
        signal("-STOP", std::slice::from_ref(&main));
        let mut all = children(child.id());
        all.insert(0, main);
        signal("-KILL", &all);
        child.wait().unwrap();
        let begun = Instant::now();
        // Whoever still holds its shared memory keeps a new server from starting.
        while !all.iter().all(|id| has_ended(id)) {
            assert!(begun.elapsed() < PATIENCE, "a backend lives on");
            thread::sleep(PAUSE);
        }
        // Its number may be somebody else's by now, whom a new server would take for the old one. A lock that it was killed in the middle
        // of writing is empty, which a new server asks an administrator to take away.
        for lock in [
            "postmaster.pid".to_owned(),
            format!(".s.PGSQL.{}.lock", self.port),
        ] {
            let _ = fs::remove_file(self.data.join(lock));
        }
    }

    /// Asks something as the administrator does.
    pub(crate) fn sql(&self, statement: &str) -> String {
        self.try_sql(statement).unwrap()
    }

    /// Waits until no program is connected.
    pub(crate) fn deserted(&self) {
        let begun = Instant::now();
        let connected = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chasqui'";
        while self.sql(connected) != "0" {
            assert!(begun.elapsed() < PATIENCE, "a connection outlives its program");
            thread::sleep(PAUSE);
        }
    }

    /// Makes it begin a new file of its log, for which there may be no room: then it has stopped afterwards.
    pub(crate) fn next_log_file(&self) {
        // The answer is lost where it stops.
        let _ = self.try_sql("SELECT pg_switch_wal()");
        let _ = self.try_sql("CREATE TABLE moved_on ()");
    }

    /// Starts it again if it has given up.
    pub(crate) fn start_if_ended(&mut self) {
        if !self.is_running() {
            self.start();
        }
    }

    fn try_sql(&self, statement: &str) -> Result<String, String> {
        let done = Command::new(self.programs.join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d"])
            .args([&self.url(), "-c", statement])
            // Also where everybody else may only read.
            .env("PGOPTIONS", "-c default_transaction_read_only=off")
            .output()
            .unwrap();
        let said = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
        if done.status.success() {
            Ok(said(done.stdout))
        } else {
            Err(said(done.stderr))
        }
    }

    fn log(&self) -> String {
        let log = fs::read_to_string(self.data.with_extension("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
    }

    /// A program of the server's, as its user: it refuses to run as root.
    fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if postgres().is_some() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]);
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.is_running() {
            self.kill();
        }
    }
}

/// One that nobody listens at.
fn free_port() -> u16 {
    let draw = RandomState::new();
    let width = u64::from(PORTS.end - PORTS.start);
    let drawn = (0_u64..).map(|turn| u16::try_from(draw.hash_one(turn) % width).expect("below the width"));
    let mut ports = drawn.map(|offset| PORTS.start + offset);
    ports
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("they have no end")
}

/// The newest server that is installed.
fn programs() -> PathBuf {
    let versions = fs::read_dir(VERSIONS).expect("PostgreSQL is not installed: ./just --install postgresql");
    let newest = versions
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .max();
    let newest = newest.expect("PostgreSQL is not installed: ./just --install postgresql");
    Path::new(VERSIONS).join(newest.to_string()).join("bin")
}

/// Who runs the server where we are root.
fn postgres() -> Option<(u32, u32)> {
    let id = |words: &[&str]| {
        let said = Command::new("id").args(words).output().unwrap();
        String::from_utf8(said.stdout).unwrap().trim().parse::<u32>().ok()
    };
    (id(&["-u"]) == Some(0)).then(|| {
        let of = |what| id(&[what, "postgres"]).expect("there is a user postgres");
        (of("-u"), of("-g"))
    })
}

fn signal(which: &str, ids: &[String]) {
    // One that has ended meanwhile is no failure.
    let _ = Command::new("kill")
        .arg(which)
        .args(ids)
        .stderr(Stdio::null())
        .status()
        .unwrap();
}

/// The processes whose parent this is.
fn children(parent: u32) -> Vec<String> {
    let listed = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let processes = listed.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    processes.filter(|id| parent_of(id) == Some(parent)).collect()
}

fn parent_of(id: &str) -> Option<u32> {
    stat(id)?.split(' ').nth(1)?.parse().ok()
}

/// Gone, or a zombie: only then has it let go of all that it had.
fn has_ended(id: &str) -> bool {
    stat(id).is_none_or(|stat| stat.starts_with(['Z', 'X']))
}

/// `/proc/ID/stat` from its third field on, which is the state; the second is a name in brackets, in which anything may be.
fn stat(id: &str) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.to_owned())
}

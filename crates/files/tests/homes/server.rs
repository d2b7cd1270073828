//! A real S3-compatible server in a process of its own (moto, from Python's registry, in a folder of the build).

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use files::{Files, FilesError};

/// A server that listens; it goes with the value.
pub(crate) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_at(0)
    }

    fn start_at(port: u16) -> Self {
        let mut process = Command::new(python())
            .arg(here().join("server.py"))
            .arg(port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let said = process.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the server says its port");
        Self { process, port }
    }

    /// Kills it at once.
    pub(crate) fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Another one at the same port, which has forgotten everything.
    pub(crate) fn start_again(&mut self) {
        *self = Self::start_at(self.port);
    }

    /// A home on this server, with the right credentials.
    pub(crate) fn open(&self, address: &str) -> Files {
        self.open_as(address, "PERMISOS", "quinua-con-leche").unwrap()
    }

    pub(crate) fn open_as(&self, address: &str, key: &str, secret: &str) -> Result<Files, FilesError> {
        open_at(&format!("http://127.0.0.1:{}", self.port), address, key, secret)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn open_at(endpoint: &str, address: &str, key: &str, secret: &str) -> Result<Files, FilesError> {
    let variables = [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", key),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("AWS_SOMETHING_OF_ANOTHER_PROGRAM", "x"),
    ];
    Files::open(
        address,
        variables.map(|(name, value)| (name.to_owned(), value.to_owned())),
    )
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/s3-server")
}

/// The interpreter of a virtual environment made once for these requirements; whoever comes meanwhile waits.
fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(folder.join("s3-server.lock")).unwrap();
    lock.lock().unwrap();
    let (venv, requirements) = (folder.join("s3-server"), here().join("requirements.txt"));
    let (python, done) = (venv.join("bin/python"), venv.join("done.txt"));
    let wanted = fs::read_to_string(&requirements).unwrap();
    if fs::read_to_string(&done).is_ok_and(|made| made == wanted) {
        return python;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv));
    run(Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(&requirements));
    fs::write(done, wanted).unwrap();
    python
}

fn run(command: &mut Command) {
    let ran = command.status();
    assert!(
        ran.is_ok_and(|status| status.success()),
        "{command:?} failed: `./just --install python3-venv` installs what it needs"
    );
}

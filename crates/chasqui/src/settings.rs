//! Settings: a TOML file, then the environment over it; each value parsed once, a wrong one named.

use std::{
    collections::BTreeMap,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, Result, bail};
use engine::peer::Networks;
use forms::Role;
use jiff::tz::TimeZone;
use permit::Fingerprint;
use url::Url;

use crate::{database::Database, text_file};

/// What an administrator sets, checked. The names here, upper-cased after `CHASQUI_`, are the variables.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the server listens.
    pub(crate) listen: SocketAddr,
    /// `sqlite://PATH`, or `postgres://user:password@host:port/database`.
    pub(crate) database: Database,
    /// A folder, `file:///FOLDER` or `s3://BUCKET/PREFIX`.
    pub(crate) files_url: String,
    /// What citizens type: `https://permisos.example.gob.pe`.
    pub(crate) base_url: Url,
    /// The bare host that permits name as their issuer; the base address's host unless set.
    pub(crate) issuer: String,
    /// `smtp://user:password@host:587?tls=required`; without it, mail waits in the outbox.
    pub(crate) smtp_url: Option<Url>,
    /// A PEM file of root certificates that vouch for the mail server besides the public ones, such as a ministry's own.
    pub(crate) smtp_ca: Option<PathBuf>,
    /// The sender of every mail.
    pub(crate) mail_from: String,
    /// The folder of keys and of the server's secret.
    pub(crate) keys: PathBuf,
    /// The fingerprint of the off-line root that vouches for the keys; without one, phones believe the server itself.
    pub(crate) root: Option<Fingerprint>,
    /// The folder of service files, published when the server starts.
    pub(crate) services: PathBuf,
    /// The file that says who runs the site; without one, pages tell nobody whose they are.
    pub(crate) site: Option<PathBuf>,
    /// Whether the last `X-Forwarded-For` is the word of a proxy of yours (`yes` or `no`).
    pub(crate) behind_proxy: bool,
    /// The IANA time zone in which citizens read their times.
    pub(crate) time_zone: String,
    /// Whether nobody decides of whom no identity document is kept (`yes` or `no`).
    pub(crate) officers_need_documents: bool,
    /// Networks of offices and other places that many people apply from: limits of addresses do not fall on them.
    pub(crate) exempt_networks: Networks,
    /// Nobody with one of these roles is let in without a second factor: words with spaces or commas between them.
    pub(crate) second_factor_roles: Vec<Role>,
}

const NAMES: [&str; 17] = [
    "listen",
    "database_url",
    "files_url",
    "base_url",
    "issuer",
    "smtp_url",
    "smtp_ca",
    "mail_from",
    "keys",
    "root",
    "services",
    "site",
    "behind_proxy",
    "time_zone",
    "officers_need_documents",
    "exempt_networks",
    "second_factor_roles",
];

/// The time zone of that setting.
pub(crate) fn zone(time_zone: &str) -> Result<TimeZone> {
    TimeZone::get(time_zone)
        .with_context(|| format!("the setting time_zone is wrong: {time_zone} is no IANA time zone"))
}

/// Who reaches furthest.
const SECOND_FACTOR_ROLES: &str = "administrator supervisor service-owner";

impl Settings {
    /// Reads `file` where there is one, then the process's `CHASQUI_…` variables over it.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self> {
        let mut values = Values::default();
        if let Some(path) = file {
            let text = text_file::read(path)
                .with_context(|| format!("cannot read the settings file {}", path.display()))?;
            values.add_toml(&text, &path.display().to_string())?;
        }
        values.add_environment(std::env::vars())?;
        Self::from_values(&values)
    }

    fn from_values(values: &Values) -> Result<Self> {
        let base_url: Url = values.parsed("base_url", "http://127.0.0.1:8080")?;
        let host = base_url.host_str().unwrap_or_default().to_owned();
        if host.is_empty() || !matches!(base_url.path(), "" | "/") {
            bail!("base_url: give the address alone, such as https://permisos.example.gob.pe");
        }
        Ok(Self {
            listen: values.parsed(
                "listen",
                &SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)).to_string(),
            )?,
            database: values.parsed("database_url", "sqlite://data/chasqui.db")?,
            files_url: values.text("files_url", "data/files"),
            issuer: values.text("issuer", &host),
            smtp_url: values
                .get("smtp_url")
                .map(|url| parse("smtp_url", url))
                .transpose()?,
            smtp_ca: values.get("smtp_ca").map(PathBuf::from),
            mail_from: values.text("mail_from", &format!("no-responder@{host}")),
            keys: values.text("keys", "data/keys").into(),
            root: values
                .get("root")
                .map(|fingerprint| parse("root", fingerprint))
                .transpose()?,
            services: values.text("services", "forms").into(),
            site: values.get("site").map(PathBuf::from),
            behind_proxy: values.is_yes("behind_proxy")?,
            time_zone: values.text("time_zone", "America/Lima"),
            officers_need_documents: values.is_yes("officers_need_documents")?,
            exempt_networks: values.parsed("exempt_networks", "")?,
            second_factor_roles: values.roles("second_factor_roles", SECOND_FACTOR_ROLES)?,
            base_url,
        })
    }
}

/// What was set, by name, with where it was set.
#[derive(Default)]
struct Values(BTreeMap<&'static str, String>);

impl Values {
    fn add_toml(&mut self, text: &str, file: &str) -> Result<()> {
        let table: toml::Table = toml::from_str(text).with_context(|| format!("{file} is not TOML"))?;
        for (name, value) in table {
            let toml::Value::String(value) = value else {
                bail!("{file}: {name} must be a text in quotes");
            };
            self.0.insert(known(&name, file)?, value);
        }
        Ok(())
    }

    fn add_environment(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<()> {
        for (variable, value) in variables {
            match variable.strip_prefix("CHASQUI_") {
                None | Some("CONFIG" | "LOG" | "LOG_FORMAT") => {}
                Some(name) => {
                    self.0
                        .insert(known(&name.to_ascii_lowercase(), &variable)?, value);
                }
            }
        }
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn text(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or(default).to_owned()
    }

    /// Whether a setting that is `no` unless set is `yes`.
    fn is_yes(&self, name: &str) -> Result<bool> {
        match self.get(name) {
            None | Some("no") => Ok(false),
            Some("yes") => Ok(true),
            Some(_) => bail!("the setting {name} is wrong: say yes or no"),
        }
    }

    /// Roles with spaces or commas between them; none where it is empty.
    fn roles(&self, name: &str, default: &str) -> Result<Vec<Role>> {
        let text = self.text(name, default);
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        let is_role = |word: &str| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        words
            .map(|word| {
                if is_role(word) {
                    Ok(Role::new(word))
                } else {
                    bail!("the setting {name} is wrong: name roles such as {default}, or leave it empty")
                }
            })
            .collect()
    }

    fn parsed<T: FromStr<Err: fmt::Display>>(&self, name: &str, default: &str) -> Result<T> {
        parse(name, self.get(name).unwrap_or(default))
    }
}

fn known(name: &str, place: &str) -> Result<&'static str> {
    let known = NAMES.into_iter().find(|known| *known == name);
    known.with_context(|| {
        let nearest = NAMES
            .into_iter()
            .max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
        let nearest = nearest.unwrap_or_default();
        format!(
            "{place}: there is no setting {name}; did you mean {nearest}? The settings are {}",
            NAMES.join(", ")
        )
    })
}

fn parse<T: FromStr<Err: fmt::Display>>(name: &str, value: &str) -> Result<T> {
    // The value itself may hold a password (smtp_url, database_url): the message names the setting only.
    value
        .parse()
        .map_err(|reason| anyhow::anyhow!("the setting {name} is wrong: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(toml: &str, variables: &[(&str, &str)]) -> Result<Settings> {
        let mut values = Values::default();
        values.add_toml(toml, "chasqui.toml")?;
        values.add_environment(variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))?;
        Settings::from_values(&values)
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let read = settings(
            "base_url = 'https://permisos.gob.pe'\nlisten = '0.0.0.0:80'",
            &[("CHASQUI_LISTEN", "127.0.0.1:9000")],
        )
        .unwrap();
        assert_eq!(read.listen, "127.0.0.1:9000".parse().unwrap());
        assert_eq!(read.issuer, "permisos.gob.pe");
        assert_eq!(read.mail_from, "no-responder@permisos.gob.pe");
    }

    #[test]
    fn documents_are_asked_of_officers_where_somebody_says_so() {
        assert!(!settings("", &[]).unwrap().officers_need_documents);
        let asked = settings("officers_need_documents = 'yes'", &[]).unwrap();
        assert!(asked.officers_need_documents);
    }

    #[test]
    fn who_reaches_furthest_needs_a_second_factor_unless_somebody_says_otherwise() {
        for (set, roles) in [
            ("", &["administrator", "supervisor", "service-owner"][..]),
            ("second_factor_roles = ''", &[]),
            (
                "second_factor_roles = 'auditor, service-owner officer'",
                &["auditor", "service-owner", "officer"],
            ),
        ] {
            let read = settings(set, &[]).unwrap().second_factor_roles;
            let read: Vec<&str> = read.iter().map(Role::as_str).collect();
            assert_eq!(read, roles, "{set}");
        }
    }

    #[test]
    fn a_wrong_setting_names_itself_and_never_its_value() {
        for (toml, variable, says) in [
            ("", ("CHASQUI_LISTEN", "eighty"), "listen is wrong"),
            (
                "",
                ("CHASQUI_LISTENS", "x"),
                "there is no setting listens; did you mean listen?",
            ),
            ("colour = 'red'", ("A", "b"), "there is no setting colour"),
            ("listen = 80", ("A", "b"), "listen must be a text"),
            ("", ("CHASQUI_SMTP_URL", "s3cret"), "smtp_url is wrong"),
            (
                "",
                ("CHASQUI_ROOT", "5a7a78cc"),
                "the setting root is wrong: a root's fingerprint is 64 hexadecimal digits",
            ),
            (
                "",
                ("CHASQUI_OFFICERS_NEED_DOCUMENTS", "s3cret"),
                "officers_need_documents is wrong: say yes or no",
            ),
            (
                "",
                ("CHASQUI_EXEMPT_NETWORKS", "203.0.113.0/24, s3cret"),
                "exempt_networks is wrong: give networks or addresses with commas between them",
            ),
            (
                "",
                ("CHASQUI_SECOND_FACTOR_ROLES", "Everybody!"),
                "second_factor_roles is wrong: name roles such as administrator supervisor",
            ),
            (
                "",
                ("CHASQUI_BASE_URL", "https://a.pe/path"),
                "base_url: give the address alone",
            ),
        ] {
            let error = format!("{:#}", settings(toml, &[variable]).unwrap_err());
            assert!(error.contains(says), "{error}");
            assert!(!error.contains("s3cret"));
        }
    }
}

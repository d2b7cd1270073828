//! The scanner: a page that checks permits in the browser, and goes on when the network is gone.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use permit::verdict::Verdict;

use super::app;
use crate::{
    app::App,
    assets,
    error::WebError,
    page::Page,
    prepared::{HTML, Wanted},
};

use device::{PROBLEMS, REPORT_KINDS, SAID};

mod device;

/// What the script fills into sentences; the template leaves these places open.
const PLACES: [&str; 21] = [
    "title", "from", "until", "left", "since", "starts", "age", "address", "value", "n", "number", "limit",
    "time", "start", "end", "span", "weekday", "day", "month", "year", "count",
];
/// The sentences that dates and lengths of time are put together from.
const TIMES: [&str; 11] = [
    "seconds", "minutes", "hours", "days", "and", "ago", "in", "weekdays", "months", "day", "moment",
];
/// What a code may be that is not a permit.
const KINDS: [&str; 9] = [
    "damaged", "own", "address", "contact", "wifi", "health", "boarding", "payment", "text",
];
const WARNINGS: [&str; 8] = [
    "no-camera-permission",
    "no-camera",
    "camera-failed",
    "insecure",
    "no-keys",
    "keys-expired",
    "foreign-root",
    "storage-full",
];
const PROGRESS: [&str; 2] = ["checking", "updating"];
/// What the camera's picture lacks, where nothing is read.
const HINTS: [&str; 4] = ["closer", "farther", "steady", "blind"];

#[derive(Template)]
#[template(path = "verify/scanner.html")]
struct Scanner {
    page: Page,
    script: String,
    decoder: String,
    zxing: String,
    wasm: String,
    apple_icon: String,
    device: String,
    device_style: String,
    time_zone: String,
    /// The fingerprint that phones pin; empty where no root vouches for the keys.
    root: String,
}

/// `GET /v`
pub(crate) async fn show(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let root = app.issuer().root().map(|root| root.to_string());
    let root = root.unwrap_or_default();
    let wanted = Wanted {
        address: "/v",
        language: Some(page.language),
        edition: root.clone(),
        kind: HTML,
    };
    app.prepared()
        .answer(wanted, &headers, || Ok(scanner(&app, page, root).render()?))
}

fn scanner(app: &App, page: Page, root: String) -> Scanner {
    Scanner {
        page: page.for_everybody("/v"),
        script: assets::address("verify.js"),
        decoder: app::address("v-decoder.js"),
        zxing: app::address("v-zxing.js"),
        wasm: app::address("v-zxing.wasm"),
        apple_icon: assets::address("icon-apple.png"),
        device: assets::address("v-device.js"),
        device_style: assets::address("v-device.css"),
        time_zone: app.settings.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        root,
    }
}

impl Scanner {
    /// One for each verdict, and one for a valid permit by too old a list.
    fn screens() -> impl Iterator<Item = &'static str> {
        Verdict::ALL.map(Verdict::name).into_iter().chain(["unconfirmed"])
    }

    /// A text with its places left open: `{age}` stays `{age}` for the script.
    fn say(&self, key: impl AsRef<str>) -> String {
        let open = PLACES.map(|place| (place.to_owned(), format!("{{{place}}}")));
        self.page.language.filled(key.as_ref(), &BTreeMap::from(open))
    }

    fn verdict(&self, name: &str, part: &str) -> String {
        self.say(format!("verdict-{name}-{part}"))
    }

    fn notice(&self, name: &str) -> String {
        self.page.t(format!("scan-notice-{name}")).into_owned()
    }

    fn hint(&self, name: &str) -> String {
        self.page.t(format!("scan-hint-{name}")).into_owned()
    }

    /// Of a code that its issuer did not sign there is nobody to tell of.
    fn tells_of_holder(name: &str) -> bool {
        !["not-a-permit", "unknown-issuer", "forged"].contains(&name)
    }
}

/// The sentences of an enrolled phone.
impl Scanner {
    fn problem(&self, name: &str) -> String {
        self.page.t(format!("device-problem-{name}")).into_owned()
    }

    fn said(&self, name: &str) -> String {
        self.page.t(format!("device-{name}")).into_owned()
    }

    fn kind(&self, name: &str) -> String {
        self.page.t(format!("device-report-{name}")).into_owned()
    }
}

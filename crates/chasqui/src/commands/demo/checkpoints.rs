//! The demo's checkpoints: two phones, what they scanned over the last days, a copy that was at both, and a report of it.

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use permit::{Freshness, SigningKey, Verdict};
use store::{
    AuditActor, AuditEntry, Checkpoint, Deed, Device, DeviceId, DeviceKey, Enrolled, Enrolment, IncidentId,
    IncidentKind, PermitRow, Person, Place, Report, SCANS_AT_ONCE, Scan, ScanId, TokenHash,
};
use web::{App, desk};

const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
const PERMITS: u32 = 60;

struct Gate {
    name: &'static str,
    lat: f64,
    lon: f64,
    phrase: &'static str,
}

/// North and south of Lima, 90 kilometres apart.
const GATES: [Gate; 2] = [
    Gate {
        name: "Garita Ancón",
        lat: -11.77,
        lon: -77.18,
        phrase: "cóndor puente 47",
    },
    Gate {
        name: "Garita Pucusana",
        lat: -12.48,
        lon: -76.80,
        phrase: "quena nieve 12",
    },
];

/// Enrols the phones and lets them work; `administrator` is who invited them.
pub(super) async fn add(app: &App, administrator: &Person) -> Result<()> {
    let [ancon, pucusana] = [
        enrol(app, administrator, &GATES[0]).await?,
        enrol(app, administrator, &GATES[1]).await?,
    ];
    let permits = app.store.permits_after(None, app.now(), PERMITS).await?;
    let mut scans = [Vec::new(), Vec::new()];
    for (at, permit) in permits.iter().enumerate() {
        scans[at % 2].extend(days_of(app, permit, at));
    }
    scans[0].extend(strangers(app));
    if let Some(copied) = permits.iter().min_by_key(|permit| permit.issued_at) {
        let seen = app.now() - SignedDuration::from_mins(50);
        scans[0].push(scan(app, Some(copied), Verdict::Valid, seen));
        let again = seen + SignedDuration::from_mins(25);
        scans[1].push(scan(app, Some(copied), Verdict::Valid, again));
        app.store.report(&report(app, &pucusana, copied, again)).await?;
    }
    for (phone, scans) in [&ancon, &pucusana].into_iter().zip(&scans) {
        for some in scans.chunks(SCANS_AT_ONCE) {
            app.store.keep_scans(phone.id, some, app.now()).await?;
        }
        app.store.seen(phone.id, app.now()).await?;
    }
    Ok(())
}

/// A phone whose key nobody has: it only shows what phones do.
async fn enrol(app: &App, administrator: &Person, gate: &Gate) -> Result<Device> {
    let then = app.now() - MONTH;
    let offer = Enrolment {
        token: TokenHash(app.random.token()),
        name: gate.name.into(),
        checkpoint: Some(Checkpoint {
            name: gate.name.into(),
            place: Place::near(gate.lat, gate.lon),
        }),
        phrase: gate.phrase.into(),
        made_by: administrator.id,
        expires_at: then + SignedDuration::from_mins(10),
        device: None,
    };
    let entry = AuditEntry {
        at: then,
        actor: AuditActor::Person(administrator.id),
        deed: Deed::DeviceOffered(gate.name.into()),
    };
    app.store.offer_enrolment(&offer, &entry).await?;
    let key = SigningKey::generate().context("no key for a demo's phone")?;
    let key = DeviceKey(*key.public_key().point());
    let id = DeviceId(desk::new_id(app));
    match app.store.enrol(&offer.token, key, id, then).await? {
        Enrolled::Now(device) => Ok(device),
        other => anyhow::bail!("a demo's phone was not enrolled: {other:?}"),
    }
}

/// A permit is shown every few hours, at one gate.
fn days_of(app: &App, permit: &PermitRow, at: usize) -> Vec<Scan> {
    let pause = SignedDuration::from_mins(95 + 37 * i64::try_from(at % 5).unwrap_or_default());
    let first = permit.issued_at + SignedDuration::from_mins(25);
    let mut seen = first;
    let mut scans = Vec::new();
    let last = app.now() - SignedDuration::from_hours(3);
    while seen < last && scans.len() < 12 {
        let verdict = match (seen < permit.not_before, seen >= permit.expires_at) {
            (true, _) => Verdict::NotYetValid,
            (_, true) => Verdict::Expired,
            _ => Verdict::Valid,
        };
        scans.push(scan(app, Some(permit), verdict, seen));
        seen += pause;
    }
    scans
}

/// Codes that are no permits of ours.
fn strangers(app: &App) -> Vec<Scan> {
    let ago = |hours| app.now() - SignedDuration::from_hours(hours);
    [
        (4, Verdict::NotAPermit),
        (11, Verdict::Forged),
        (28, Verdict::UnknownIssuer),
        (29, Verdict::Forged),
    ]
    .map(|(hours, verdict)| scan(app, None, verdict, ago(hours)))
    .into()
}

fn scan(app: &App, permit: Option<&PermitRow>, verdict: Verdict, at: Timestamp) -> Scan {
    Scan {
        id: ScanId(desk::new_id(app)),
        permit: permit.map(|permit| permit.id),
        verdict,
        freshness: Freshness::Fresh,
        scanned_at: at,
        at,
        place: None,
    }
}

fn report(app: &App, phone: &Device, permit: &PermitRow, at: Timestamp) -> Report {
    Report {
        id: IncidentId(desk::new_id(app)),
        device: phone.id,
        kind: IncidentKind::Fake,
        reason: "copied".into(),
        note: Some("La foto del DNI no es la de quien maneja".into()),
        permit: Some(permit.id),
        code: Some(permit::SignedPermit::from_kept(permit.signed.clone()).qr_text(&app.settings.base_url)),
        verdict: Verdict::Valid,
        scanned_at: at,
        at,
        received_at: at + SignedDuration::from_mins(1),
    }
}

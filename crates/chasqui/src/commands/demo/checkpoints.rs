//! The demo's checkpoints: two phones, what they scanned over the last days, a copy that was at both, and a report of it.

use anyhow::Result;
use engine::{
    authorise::Caller,
    devices::{Checkpoint, Place, settings::DeviceSettings},
    engine::Engine,
    incidents::{IncidentId, IncidentKind, report::ReportTold},
    permits::PermitRow,
    scans::{ScanId, receive::ScanTold},
};
use jiff::{SignedDuration, Timestamp};
use permit::{Freshness, Verdict};

use super::{earlier::earlier, phone::Phone};

const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
const PERMITS: u32 = 60;
/// So many a phone hands in at once.
const SCANS: usize = 100;

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
pub(super) async fn add(engine: &Engine, administrator: &Caller) -> Result<()> {
    let [ancon, pucusana] = [
        enrol(engine, administrator, &GATES[0]).await?,
        enrol(engine, administrator, &GATES[1]).await?,
    ];
    let operator = Caller::operator();
    let permits = engine.permits_that_may_hold(&operator, None, PERMITS).await?;
    let mut scans = [Vec::new(), Vec::new()];
    for (at, permit) in permits.iter().enumerate() {
        scans[at % 2].extend(days_of(engine, permit, at));
    }
    scans[0].extend(strangers(engine));
    if let Some(copied) = permits.iter().min_by_key(|permit| permit.issued_at) {
        let seen = engine.now() - SignedDuration::from_mins(50);
        scans[0].push(scan(engine, Some(copied), Verdict::Valid, seen));
        let again = seen + SignedDuration::from_mins(25);
        scans[1].push(scan(engine, Some(copied), Verdict::Valid, again));
        report(engine, &pucusana, copied, again).await?;
    }
    for (phone, scans) in [&ancon, &pucusana].into_iter().zip(scans) {
        let caller = phone.caller(engine).await?;
        for some in scans.chunks(SCANS) {
            engine.keep_scans(&caller, engine.now(), some.to_vec()).await?;
        }
    }
    Ok(())
}

async fn enrol(engine: &Engine, administrator: &Caller, gate: &Gate) -> Result<Phone> {
    let settings = DeviceSettings {
        name: gate.name.into(),
        checkpoint: Some(Checkpoint {
            name: gate.name.into(),
            place: Place::near(gate.lat, gate.lon),
        }),
        phrase: gate.phrase.into(),
    };
    Phone::enrol(&earlier(engine, MONTH), administrator, settings).await
}

/// A permit is shown every few hours, at one gate.
fn days_of(engine: &Engine, permit: &PermitRow, at: usize) -> Vec<ScanTold> {
    let pause = SignedDuration::from_mins(95 + 37 * i64::try_from(at % 5).unwrap_or_default());
    let first = permit.issued_at + SignedDuration::from_mins(25);
    let mut seen = first;
    let mut scans = Vec::new();
    let last = engine.now() - SignedDuration::from_hours(3);
    while seen < last && scans.len() < 12 {
        let verdict = match (seen < permit.not_before, seen >= permit.expires_at) {
            (true, _) => Verdict::NotYetValid,
            (_, true) => Verdict::Expired,
            _ => Verdict::Valid,
        };
        scans.push(scan(engine, Some(permit), verdict, seen));
        seen += pause;
    }
    scans
}

/// Codes that are no permits of ours.
fn strangers(engine: &Engine) -> Vec<ScanTold> {
    let ago = |hours| engine.now() - SignedDuration::from_hours(hours);
    [
        (4, Verdict::NotAPermit),
        (11, Verdict::Forged),
        (28, Verdict::UnknownIssuer),
        (29, Verdict::Forged),
    ]
    .map(|(hours, verdict)| scan(engine, None, verdict, ago(hours)))
    .into()
}

fn scan(engine: &Engine, permit: Option<&PermitRow>, verdict: Verdict, at: Timestamp) -> ScanTold {
    ScanTold {
        id: ScanId(engine.new_id()),
        permit: permit.map(|permit| permit.id),
        verdict,
        freshness: Freshness::Fresh,
        scanned_at: at,
        place: None,
    }
}

/// Tells of a copy a minute after it was scanned.
async fn report(engine: &Engine, phone: &Phone, permit: &PermitRow, scanned_at: Timestamp) -> Result<()> {
    let sent_at = scanned_at + SignedDuration::from_mins(1);
    let then = earlier(engine, engine.now().duration_since(sent_at));
    let told = ReportTold {
        id: IncidentId(engine.new_id()),
        kind: IncidentKind::Fake,
        reason: "copied".into(),
        note: Some("La foto del DNI no es la de quien maneja".into()),
        permit: Some(permit.id),
        code: Some(engine.code_text(permit)),
        verdict: Verdict::Valid,
        scanned_at,
        sent_at,
    };
    then.report_incident(&phone.caller(&then).await?, told).await?;
    Ok(())
}

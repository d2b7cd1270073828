//! The targets.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use permit::key::{Pinned, SignedKeySet};
use permit::{
    Claims, KeySet, PermitDescription, PublishedList, Signer, Verdict, cose::Envelope, digits, qr_text,
};

use crate::issuer::{ADDRESS, HOST, Issuer, claims};
use crate::jws::{RequestClaims, SignedRequest};
use crate::seeds::SERVICE;

/// A reader under fuzz.
pub struct Target {
    /// What it is called on the command line and in the corpus.
    pub name: &'static str,
    /// Reads these bytes; a panic is a finding.
    pub read: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "text",
        read: text,
    },
    Target {
        name: "permit",
        read: permit,
    },
    Target {
        name: "claims",
        read: signed_claims,
    },
    Target {
        name: "list",
        read: list,
    },
    Target {
        name: "description",
        read: description,
    },
    Target {
        name: "keys",
        read: keys,
    },
    Target {
        name: "service",
        read: service,
    },
    Target {
        name: "request",
        read: request,
    },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

static ISSUER: LazyLock<Issuer> = LazyLock::new(Issuer::new);

/// Whether a finding was planted, to see that it is found: `CHASQUI_PLANTED=1`.
static PLANTED: LazyLock<bool> = LazyLock::new(|| std::env::var_os("CHASQUI_PLANTED").is_some());

/// Fails where a planted finding is reached.
fn planted(reached: bool) {
    assert!(!(reached && *PLANTED), "planted");
}

/// What a scanner reads out of a code.
fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(code) = qr_text::parse(&text) {
        assert_eq!(qr_text::build(&code.address, &code.bytes), text, "one spelling");
        planted(code.address != ADDRESS && code.bytes.len() >= 7);
    }
    let checked = permit::verify(&text, &ISSUER.trust, ISSUER.now);
    assert_ne!(checked.verdict, Verdict::Valid, "nobody but the issuer signs");
}

/// The bytes of a permit.
fn permit(bytes: &[u8]) {
    if let Ok(envelope) = Envelope::read(bytes, None) {
        planted(
            ![&ISSUER.permits, &ISSUER.status]
                .map(Signer::key_id)
                .contains(&envelope.key_id()),
        );
    }
    let checked = permit::verify_bytes(bytes, &ISSUER.trust, ISSUER.now);
    assert_ne!(checked.verdict, Verdict::Valid, "nobody but the issuer signs");
    let text = format!("{ADDRESS}/v#{}", digits::encode(bytes));
    let again = permit::verify(&text, &ISSUER.trust, ISSUER.now);
    // Digits hold no more than a QR does.
    assert!(
        checked.verdict == again.verdict || text.len() > 7089,
        "the same by either way"
    );
}

/// Claims that the issuer signed.
fn signed_claims(bytes: &[u8]) {
    let permit = Issuer::signed(bytes, None, &ISSUER.permits);
    let checked = permit::verify_bytes(&permit, &ISSUER.trust, ISSUER.now);
    let Ok(read) = Claims::read(bytes) else {
        assert_eq!(checked.verdict, Verdict::NotAPermit);
        return;
    };
    planted(read.index != 4711);
    assert_eq!(read.to_bytes(), bytes, "one spelling");
    if let Some(shown) = checked.claims {
        assert_eq!(shown, read);
        assert_eq!(shown.issuer, HOST);
    }
}

/// A status list, as it comes and signed anew.
fn list(bytes: &[u8]) {
    let read = |bytes: &[u8]| PublishedList::read(bytes, &ISSUER.keys, ISSUER.now);
    assert!(read(bytes).is_err(), "nobody but the issuer signs");
    let signed = Issuer::signed(bytes, Some("application/statuslist+cwt"), &ISSUER.status);
    if let Ok(list) = read(&signed) {
        planted(list.ttl != 300);
        assert!(list.statuses.status(list.statuses.capacity()).is_none());
        assert!(!list.is_fresh(list.expires_at));
    }
}

/// A permit description, and a permit told in its words.
fn description(bytes: &[u8]) {
    let read = |bytes: &[u8]| PermitDescription::read(bytes, &ISSUER.keys, ISSUER.now);
    assert!(read(bytes).is_err(), "nobody but the issuer signs");
    let typ = "application/chasqui-permit-description+json";
    if let Ok(description) = read(&Issuer::signed(bytes, Some(typ), &ISSUER.status)) {
        planted(description.offline_for != 3600);
        let claims = claims();
        for language in ["es", "qu", ""] {
            assert!(description.lines(&claims, language).len() <= claims.fields.len());
            let _ = description.text(&description.title, language);
        }
    }
}

/// A key set, plain and signed by a root.
fn keys(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(keys) = KeySet::from_json(&text) {
        planted(keys.issuer.as_deref() != Some(HOST));
        assert_eq!(
            KeySet::from_json(&keys.to_json()).expect("it was read before"),
            keys
        );
    }
    for bytes in [
        bytes,
        &Issuer::signed(bytes, Some("application/chasqui-key-set+json"), &ISSUER.status),
    ] {
        if let Ok(set) = SignedKeySet::read(bytes) {
            let mut pinned = Pinned::new(set.fingerprint());
            if pinned.accept(bytes, HOST, ISSUER.now).is_ok() {
                assert!(
                    pinned.accept(bytes, HOST, ISSUER.now).is_ok(),
                    "the same set again"
                );
            }
        }
    }
}

/// A phone's signature over a request, as it comes and signed anew: the header in the first line, the claims below.
fn request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let stranger = SignedRequest::read(&text);
    assert!(!stranger.is_some_and(|request| request.is_by(ISSUER.permits.public_key())));

    let (header, claims) = text.split_once('\n').unwrap_or((&text, ""));
    let encode = |part: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(part);
    let message = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
    let signature = ISSUER.permits.sign(message.as_bytes()).expect("a signature");
    if let Some(request) = SignedRequest::read(&format!("{message}.{}", encode(&signature))) {
        let RequestClaims { htm, htp, nonce, bsh } = &request.claims;
        planted(htm != "POST");
        assert!(request.is_by(ISSUER.permits.public_key()));
        assert!(header.contains(&request.device.to_string()));
        // What an escape spells is never longer than the escape.
        assert!([htm, htp, nonce, bsh].into_iter().map(String::len).sum::<usize>() < claims.len());
    }
}

/// A service file, to be published or kept.
fn service(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let kept = forms::read_kept("service.yaml", &text);
    match forms::read("service.yaml", &text) {
        Ok(service) => {
            planted(text != SERVICE);
            let kept = kept.expect("what may be published reads where it is kept");
            assert!((kept.form, kept.review, kept.permit) == (service.form, service.review, service.permit));
        }
        // Each is shown with the line it is about.
        Err(diagnostics) => assert!(!diagnostics.to_string().is_empty()),
    }
}

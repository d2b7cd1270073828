//! A phone of the demo: it enrols and signs as the phones at checkpoints do. Its key is gone when the demo has its past.

use anyhow::{Context, Result, bail};
use engine::{
    authorise::Caller,
    devices::{DeviceId, enrolling::Enrolling, invitations::InvitationState, settings::DeviceSettings},
    engine::Engine,
    peer::Peer,
    secret,
};
use permit::{Signer, SigningKey};
use serde_json::json;

/// What is signed is a request over HTTP; the demo's makes none, so its path is nobody's.
const METHOD: &str = "POST";
const PATH: &str = "/demo";

/// An enrolled phone.
pub(super) struct Phone {
    id: DeviceId,
    key: SigningKey,
}

impl Phone {
    /// Takes an administrator's invitation.
    pub(super) async fn enrol(
        engine: &Engine,
        administrator: &Caller,
        settings: DeviceSettings,
    ) -> Result<Self> {
        let invitation = engine.invite_device(administrator, settings).await?;
        let invitation = engine.invitation(administrator, invitation).await?;
        let InvitationState::Open { link, .. } = invitation.state else {
            bail!("an invitation that was just made is not open");
        };
        let (_, token) = link
            .split_once("#enrol=")
            .context("the invitation has no token")?;
        let key = SigningKey::generate().context("no key for a demo's phone")?;
        let enrolling = Enrolling {
            token,
            key: &key.public_key().to_jwk(),
            proof: &secret::to_text(&key.sign(token.as_bytes())?),
        };
        let id = engine.enrol_device(Peer::UNKNOWN, enrolling).await?.id;
        Ok(Self { id, key })
    }

    /// Shows who it is.
    pub(super) async fn caller(&self, engine: &Engine) -> Result<Caller> {
        let header = json!({"alg": "ES256", "kid": self.id.0});
        let claims = json!({
            "htm": METHOD,
            "htp": PATH,
            "nonce": engine.device_nonce(self.id.0),
            "bsh": secret::to_text(&secret::hash(b"")),
        });
        let part = |json: &serde_json::Value| secret::to_text(json.to_string().as_bytes());
        let message = format!("{}.{}", part(&header), part(&claims));
        let signature = secret::to_text(&self.key.sign(message.as_bytes())?);
        let signature = engine
            .request_signature(&format!("{message}.{signature}"))
            .await?;
        Ok(engine.caller_by_signature(signature, METHOD, PATH, b"").await?)
    }
}

//! Letting a phone in: its signature, the nonce, and that it was over this request.

use std::sync::Arc;

use aws_lc_rs::constant_time;
use permit::PublicKey;
use store::{Device, DeviceId, if_there};
use uuid::Uuid;

use super::{
    jws::{RequestClaims, SignedRequest},
    nonce,
    refusal::DeviceRefusal,
};
use crate::{
    authorise::{Action, Caller, Denied, Scope, authorise},
    engine::Engine,
    error::Error,
    secret,
};

/// A signature of one of our phones, with a nonce of ours, over a request that is still to be compared with it.
#[derive(Debug)]
pub struct RequestSignature {
    device: Arc<Device>,
    claims: RequestClaims,
}

/// The device that a signature names, proved or not: whom the answer's nonce is for.
pub fn named(signature: &str) -> Option<Uuid> {
    Some(SignedRequest::read(signature)?.device)
}

/// The phone that asks, if it may do this; a refusal says whether it must be enrolled or was shut out.
pub(crate) fn asking(caller: &Caller, action: Action) -> Result<&Device, Error> {
    authorise(caller, action, &Scope::Somewhere).map_err(|denied| match denied {
        Denied::Unknown => DeviceRefusal::Unknown,
        Denied::Forbidden | Denied::Unproven => DeviceRefusal::Revoked,
    })?;
    let device = caller.device().ok_or(DeviceRefusal::Unknown)?;
    Ok(&**device)
}

impl Engine {
    /// The signature that a request came with, read and checked; the request's body need not be read before.
    pub async fn request_signature(&self, text: &str) -> Result<RequestSignature, Error> {
        let signed = SignedRequest::read(text).ok_or(DeviceRefusal::Signature)?;
        let device = if_there(self.store.device(DeviceId(signed.device)).await)?;
        let device = device.ok_or(DeviceRefusal::Unknown)?;
        let key = PublicKey::from_point(device.key.0)
            .ok_or_else(|| Error::broken(format!("the key of device {} is none", signed.device)))?;
        if !signed.is_by(&key) {
            return Err(DeviceRefusal::Signature.into());
        }
        if !nonce::is_ours(self, signed.device, &signed.claims.nonce) {
            return Err(DeviceRefusal::Nonce.into());
        }
        Ok(RequestSignature {
            device: Arc::new(device),
            claims: signed.claims,
        })
    }

    /// The phone that signed this very request, shut out or not.
    pub async fn caller_by_signature(
        &self,
        signature: RequestSignature,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<Caller, Error> {
        if !signature.is_over(method, path, body) {
            return Err(DeviceRefusal::Signature.into());
        }
        self.store.seen(signature.device.id, self.now()).await?;
        Ok(Caller::device_of(signature.device))
    }

    /// The nonce of a device's next request.
    pub fn device_nonce(&self, device: Uuid) -> String {
        nonce::fresh(self, device)
    }
}

impl RequestSignature {
    fn is_over(&self, method: &str, path: &str, body: &[u8]) -> bool {
        let same_body = secret::from_text(&self.claims.bsh)
            .is_some_and(|hash| constant_time::verify_slices_are_equal(&hash, &secret::hash(body)).is_ok());
        self.claims.htm == method && self.claims.htp == path && same_body
    }
}

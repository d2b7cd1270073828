//! What police find a permit by where they see only the car.

use forms::{Answer, Answers, ClaimRole, Service};
use store::VehicleHash;

use crate::{engine::Engine, secret::Purpose};

/// The vehicle of a permit that is for one.
pub(super) fn of(engine: &Engine, service: &Service, answers: &Answers) -> Option<VehicleHash> {
    let claims = service.permit.claims.iter();
    let mut vehicles = claims.filter(|claim| claim.role == ClaimRole::Vehicle);
    vehicles.find_map(|claim| match answers.get(&claim.answer)? {
        Answer::VehiclePlate(plate) | Answer::Text(plate) => Some(vehicle_hash(engine, plate)),
        _ => None,
    })
}

/// A plate as it is kept: hashed with the server's secret, however it was typed.
pub(crate) fn vehicle_hash(engine: &Engine, plate: &str) -> VehicleHash {
    let letters = plate.chars().filter(|letter| letter.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_uppercase).collect();
    VehicleHash(
        engine
            .secret
            .code(Purpose::LookUp, &[b"vehicle", plain.as_bytes()]),
    )
}

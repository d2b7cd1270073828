//! What police find a permit by where they see only the car.

use forms::{Answer, Answers, ClaimRole, Service, canonical};
use store::VehicleHash;

use crate::{
    engine::Engine,
    secret::{Purpose, Secret},
};

/// The vehicle of a permit that is for one.
pub(super) fn of(engine: &Engine, service: &Service, answers: &Answers) -> Option<VehicleHash> {
    let claims = service.permit.claims.iter();
    let mut vehicles = claims.filter(|claim| claim.role == ClaimRole::Vehicle);
    vehicles.find_map(|claim| match answers.get(&claim.answer)? {
        Answer::VehiclePlate(plate) | Answer::Text(plate) => {
            Some(hash(&engine.secret, canonical::plate(plate)?.text()))
        }
        _ => None,
    })
}

/// Each hash that a permit for a car with this plate may have been kept with.
pub(super) fn hashes(secret: &Secret, plate: &str) -> Vec<VehicleHash> {
    let now = canonical::plate(plate).map(|plate| plate.text().to_owned());
    let before =
        Some(as_kept_before(plate)).filter(|before| !before.is_empty() && now.as_ref() != Some(before));
    let texts = now.into_iter().chain(before);
    texts.map(|text| hash(secret, &text)).collect()
}

fn hash(secret: &Secret, plain: &str) -> VehicleHash {
    VehicleHash(secret.code(Purpose::LookUp, &[b"vehicle", plain.as_bytes()]))
}

/// The form of plates before there was a canonical one: they differ where a plate was asked for as free text and is not written
/// in Latin letters and digits. Of use until the permits have run out that were issued before 0.2.
fn as_kept_before(plate: &str) -> String {
    let letters = plate.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{hash, hashes};
    use crate::secret::Secret;

    #[test]
    fn a_plate_is_found_as_it_is_kept_now_and_as_it_was_before() {
        let secret = Secret::new([7; 32]);
        for (typed, kept) in [
            ("abc-123", &["ABC123"][..]),
            ("ABC 123", &["ABC123"]),
            ("١٢٣-٤٥٦", &["123456", "١٢٣٤٥٦"]),
            ("ａｂｃ１２３", &["ABC123", "ＡＢＣ１２３"]),
            (" - ", &[]),
        ] {
            let kept = kept.iter().map(|text| hash(&secret, text));
            assert_eq!(hashes(&secret, typed), kept.collect::<Vec<_>>(), "{typed}");
        }
    }
}

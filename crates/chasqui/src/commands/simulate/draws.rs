//! What is drawn by lot, always from a seed.

use fastrand::Rng;

/// A length with an exponential distribution of that mean.
pub(super) fn exponential(rng: &mut Rng, mean: f64) -> f64 {
    // From 0 to below 1, and 1 is not taken: a logarithm of 0 is none.
    -mean * (1.0 - rng.f64()).ln()
}

/// The draws of one application, apart from those of all others: what happens to one moves no other, however many officers there are.
pub(super) fn of_application(draw: u64, subject: u64) -> Rng {
    Rng::with_seed(draw ^ subject.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Bytes as `review` asks for them.
pub(super) fn bytes(rng: &mut Rng) -> [u8; 16] {
    rng.u128(..).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_the_mean_and_the_spread_that_they_should() {
        let lengths: Vec<f64> = (0..200_000_u64)
            .map(|draw| {
                let mut rng = of_application(draw, 1);
                exponential(&mut rng, 4.0)
            })
            .collect();
        let count = 200_000.0;
        let mean = lengths.iter().sum::<f64>() / count;
        let variance = lengths.iter().map(|length| (length - mean).powi(2)).sum::<f64>() / count;
        assert!((mean - 4.0).abs() < 0.05, "{mean}");
        assert!((variance.sqrt() - 4.0).abs() < 0.1, "{variance}");
        assert!(lengths.iter().all(|length| length.is_finite() && *length >= 0.0));
    }
}

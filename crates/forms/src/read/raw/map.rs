//! Where a map's places must lie, as written.

use schemars::JsonSchema;
use serde::Serialize;

use crate::read::field::{At, Scalar, keys};
use crate::read::node::Value;

keys! {
    /// What lies between two latitudes and two longitudes, in decimal degrees.
    RawExtent, "`within`" {
        /// The latitude of its northern edge: less than 0 south of the equator.
        north: At<RawDegrees>,
        /// The latitude of its southern edge.
        south: At<RawDegrees>,
        /// The longitude of its western edge: less than 0 west of Greenwich.
        west: At<RawDegrees>,
        /// The longitude of its eastern edge.
        east: At<RawDegrees>,
    }
}

/// Decimal degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct RawDegrees(pub(crate) f64);

impl Scalar for RawDegrees {
    const EXPECTED: &'static str = "decimal degrees, such as -12.046374";

    #[expect(
        clippy::cast_precision_loss,
        reason = "degrees are far below 2^53, or refused"
    )]
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(Self(*number as f64)),
            Value::Decimal(number) => Some(Self(*number)),
            _ => None,
        }
    }
}

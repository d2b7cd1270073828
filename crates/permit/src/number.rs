//! The codes that people hold in their hands.

use crate::crockford::Code;

/// What a permit is checked by where no camera is: 50 random bits, shown `7K2QM-X9T4B-H`.
pub type PermitNumber = Code<10>;

/// What an applicant asks after an application by: 40 random bits, shown `7K2Q-MX9T-5`.
pub type Reference = Code<8>;

/// What an applicant opens an application with again, beside a second fact: 50 bits, shown `7K2QM-X9T4B-H`.
pub type ReturnCode = Code<10>;

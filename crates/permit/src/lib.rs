//! The permit: its claims, signature, QR text and status list.
//!
//! Pure: time and randomness are arguments, nothing is fetched and nothing is kept.

pub mod qr;

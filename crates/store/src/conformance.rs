//! The suite that every backend runs whole.

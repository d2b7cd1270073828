//! What SQLite says, as the store says it.

use sqlx::error::ErrorKind;
use store::{StoreError, Subject};

/// A failure that no value of the caller's can explain, unless it broke a rule of the tables.
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    match error.as_database_error().map(sqlx::error::DatabaseError::kind) {
        Some(ErrorKind::ForeignKeyViolation) => {
            StoreError::Contradiction("it refers to something that is not kept")
        }
        Some(ErrorKind::NotNullViolation | ErrorKind::CheckViolation) => {
            StoreError::Contradiction("a value is outside of what its column holds")
        }
        _ => StoreError::unavailable(error),
    }
}

/// A failure of an insertion whose unique columns stand for these subjects (`table.column` in SQLite's words).
pub(crate) fn taken<'a>(subjects: &'a [(&'a str, Subject)]) -> impl Fn(sqlx::Error) -> StoreError + use<'a> {
    move |error| {
        let Some(database) = error
            .as_database_error()
            .filter(|error| error.is_unique_violation())
        else {
            return failed(error);
        };
        let named = subjects
            .iter()
            .find(|(column, _)| database.message().contains(column));
        match named {
            Some((_, subject)) => StoreError::AlreadyExists(*subject),
            None => failed(error),
        }
    }
}

//! What PostgreSQL says, as the store says it.

use sqlx::error::ErrorKind;
use sqlx::postgres::PgDatabaseError;
use store::{StoreError, Subject};

/// A failure that no value of the caller's can explain, unless it broke a rule of the tables. Whatever
/// concerns the server or the way to it (it starts, stops, only reads, has no room, broke a deadlock, was
/// cut off) is [`StoreError::Unavailable`].
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    match error.as_database_error().map(sqlx::error::DatabaseError::kind) {
        Some(ErrorKind::ForeignKeyViolation) => {
            StoreError::Contradiction("it refers to something that is not kept")
        }
        Some(ErrorKind::NotNullViolation | ErrorKind::CheckViolation) => {
            StoreError::Contradiction("a value is outside of what its column holds")
        }
        // Data exceptions: a NUL in a text, a number or time beyond its column.
        _ if state(&error).is_some_and(|state| state.starts_with("22")) => {
            StoreError::Contradiction("a value is outside of what its column holds")
        }
        _ => StoreError::unavailable(error),
    }
}

/// A failure of an insertion whose unique constraints stand for these subjects.
pub(crate) fn taken<'a>(subjects: &'a [(&'a str, Subject)]) -> impl Fn(sqlx::Error) -> StoreError + use<'a> {
    move |error| {
        let constraint = error
            .as_database_error()
            .filter(|error| error.is_unique_violation())
            .and_then(sqlx::error::DatabaseError::constraint);
        let named = constraint.and_then(|name| subjects.iter().find(|(subject, _)| *subject == name));
        match named {
            Some((_, subject)) => StoreError::AlreadyExists(*subject),
            None => failed(error),
        }
    }
}

/// Whether it is certain that nothing was written, though no value is to blame: a deadlock was broken, or
/// transactions crossed each other.
pub(crate) fn was_undone(error: &StoreError) -> bool {
    let StoreError::Unavailable(source) = error else {
        return false;
    };
    let source = source.downcast_ref::<sqlx::Error>();
    source
        .and_then(state)
        .is_some_and(|state| state.starts_with("40"))
}

/// The five letters of PostgreSQL's own error codes.
fn state(error: &sqlx::Error) -> Option<&str> {
    let database = error.as_database_error()?;
    Some(database.try_downcast_ref::<PgDatabaseError>()?.code())
}

//! Rows in the columns of their tables: each table stands here once, with the way from a value into its columns and back, for
//! every store and for all that is written, be it by a transition, by erasure or by moving. How a database holds an id, a time
//! or a document is its store's to say, and so is the SQL.

#![expect(
    missing_docs,
    reason = "a field is the column of its name, which the migrations tell of"
)]

/// A table: each column's field, its name, its type and, where there is one way into it, its value. From it come the row, the way
/// into it (`of`), and a macro that hands the names to another one, before whatever else that takes.
macro_rules! columns {
    ($d:tt $(#[$doc:meta])* $row:ident $names:ident of($from:ident: $from_type:ty) {
        $($field:ident $name:literal: $type:ty = $value:expr,)*
    }) => {
        columns! { $d $(#[$doc])* $row $names { $($field $name: $type,)* } }

        impl<C: WriteColumns> $row<C> {
            /// The same in its columns.
            pub fn of($from: $from_type) -> Result<Self, StoreError> {
                Ok(Self { $($field: $value,)* })
            }
        }
    };
    ($d:tt $(#[$doc:meta])* $row:ident $names:ident {
        $($(#[$serde:meta])* $field:ident $name:literal: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Serialize)]
        #[serde(bound = "C: JsonColumns")]
        pub struct $row<C: ColumnTypes> {
            $($(#[$serde])* pub $field: $type,)*
        }

        #[doc = concat!("Hands the names of the columns of [`", stringify!($row), "`](crate::columns::", stringify!($row), ") to a macro.")]
        #[macro_export]
        macro_rules! $names {
            ($d then:ident!($d($d more:tt)*)) => { $d then! { [$($name)*] $d($d more)* } };
        }
    };
}

/// A select of all the columns of a row, ended by a condition, which sqlx checks against the database of the store that says it.
#[macro_export]
macro_rules! select {
    ([$first:literal $($column:literal)*] $record:ident $table:literal $condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            $record,
            "SELECT " + $first $(+ ", " + $column)* + " FROM " + $table + " " + $condition
            $(, $value)*
        )
    };
    ($columns:ident of $record:ident from $table:literal, $($condition:tt)+) => {
        $crate::$columns!(select!($record $table $($condition)+))
    };
}

mod case;
mod credential;
mod draft;
mod erasure;
mod event;
mod job;
mod line;
mod mail;
mod permit;
mod timer;
mod transition;

use std::fmt::Debug;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{RowOf, StoreError};

pub use case::{ApplicationColumns, CaseColumns};
pub use credential::CredentialColumns;
pub use draft::DraftColumns;
pub use erasure::ErasureColumns;
pub use event::EventColumns;
pub use job::JobColumns;
pub use line::LineColumns;
pub use mail::MailColumns;
pub use permit::{ApproverColumns, PermitColumns};
pub use timer::TimerColumns;
pub use transition::{Step, TransitionColumns};

/// How a database's driver takes or gives what is not text or truth.
pub trait ColumnTypes {
    /// Sixteen bytes that identify something.
    type Id: Debug;
    /// A time; what is finer than a microsecond is not kept.
    type Time: Debug;
    /// Bytes.
    type Bytes: Debug;
    /// JSON.
    type Document: Debug;
    /// A number that has room in 31 bits.
    type Number: Debug;
}

/// Values on their way into columns.
pub trait WriteColumns: ColumnTypes {
    /// As an id is written.
    fn id(id: Uuid) -> Self::Id;
    /// As a time is written.
    fn time(time: Timestamp) -> Self::Time;
    /// As bytes are written.
    fn bytes(bytes: &[u8]) -> Self::Bytes;
    /// As JSON is written.
    fn document(value: &impl Serialize) -> Result<Self::Document, StoreError>;
    /// As a number is written; one that has no room is a contradiction.
    fn number(number: u32) -> Result<Self::Number, StoreError>;
}

/// Columns on their way back into values.
pub trait ReadColumns: ColumnTypes<Bytes: AsRef<[u8]>, Number: Into<i64> + Copy> {
    /// The row that an id is the key of, for what is wrong in it.
    fn row_of(table: &'static str, key: &Self::Id) -> RowOf;
    /// The id that was read.
    fn read_id(row: &RowOf, column: &'static str, id: &Self::Id) -> Result<Uuid, StoreError>;
    /// The time that was read.
    fn read_time(row: &RowOf, column: &'static str, time: &Self::Time) -> Result<Timestamp, StoreError>;
    /// The words of JSON that was read.
    fn words(document: &Self::Document) -> &str;
}

/// Columns that travel as the fields of a JSON object.
pub trait JsonColumns:
    ColumnTypes<Id: Serialize, Time: Serialize, Bytes: Serialize, Document: Serialize, Number: Serialize>
{
}

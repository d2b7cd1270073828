//! The columns of a job.

use review::MaybeNewer;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{JobId, KeptJob, StoreError, name_of};

columns! { $
    /// The columns that make a [`KeptJob`]. Who has just taken it is not among them.
    JobColumns job_columns of(kept: &KeptJob) {
        id "id": C::Id = C::id(kept.id.0),
        instruction "instruction": C::Document = C::document(&kept.instruction)?,
        asked_by "asked_by": C::Document = C::document(&kept.by)?,
        asked_at "asked_at": C::Time = C::time(kept.at),
        progress "progress": C::Document = C::document(&kept.progress)?,
        due_at "due_at": C::Time = C::time(kept.due_at),
        attempts "attempts": C::Number = C::number(kept.attempts)?,
        last_error "last_error": Option<String> = kept.last_error.clone(),
        ended_at "ended_at": Option<C::Time> = kept.ended.as_ref().map(|(at, _)| C::time(*at)),
        result "result": Option<String> = kept.ended.as_ref().map(|(_, result)| name_of(result)).transpose()?,
    }
}

impl<C: ReadColumns> JobColumns<C> {
    /// The job.
    pub fn read(&self) -> Result<KeptJob, StoreError> {
        let row = C::row_of("jobs", &self.id);
        let ended_at = self.ended_at.as_ref();
        let ended_at = ended_at
            .map(|at| C::read_time(&row, "ended_at", at))
            .transpose()?;
        let result = self.result.clone().map(|word| MaybeNewer::read(word.into()));
        Ok(KeptJob {
            id: JobId(C::read_id(&row, "id", &self.id)?),
            instruction: row.json("instruction", C::words(&self.instruction))?,
            by: row.json("asked_by", C::words(&self.asked_by))?,
            at: C::read_time(&row, "asked_at", &self.asked_at)?,
            progress: row.json("progress", C::words(&self.progress))?,
            due_at: C::read_time(&row, "due_at", &self.due_at)?,
            attempts: row.number("attempts", self.attempts)?,
            last_error: self.last_error.clone(),
            ended: ended_at.zip(result),
        })
    }
}

//! What connections may take.

use std::time::Duration;

use rlimit::Resource;

/// Files and sockets that are kept for the database, the files' home, mail, and what is half closed.
const KEPT_BACK: u64 = 64;
/// More than these need memory rather than files.
const MOST: u64 = 8192;

/// What connections may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most at once.
    pub(crate) most: usize,
    /// How long one may be without a whole request's head.
    pub(crate) silence: Duration,
    /// How long its client may take nothing of what is sent.
    pub(crate) stall: Duration,
}

impl Limits {
    /// As many as the process may open files for, after raising that to what the system allows it.
    pub(crate) fn of_this_process() -> Self {
        let files = rlimit::increase_nofile_limit(u64::MAX)
            .or_else(|_| Resource::NOFILE.get_soft())
            .unwrap_or(1024);
        Self {
            most: most(files),
            silence: Duration::from_secs(30),
            stall: Duration::from_secs(30),
        }
    }
}

/// How many connections a process may have that may open so many files.
fn most(files: u64) -> usize {
    let kept_back = KEPT_BACK.max(files / 4);
    let most = files.saturating_sub(kept_back).clamp(8, MOST);
    usize::try_from(most).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn files_are_kept_for_the_rest_of_the_program() {
        let cases = [
            (0, 8),
            (64, 8),
            (160, 96),
            (1024, 768),
            (4096, 3072),
            (1_048_576, 8192),
        ];
        for (files, expected) in cases {
            assert_eq!(most(files), expected, "{files}");
        }
    }
}

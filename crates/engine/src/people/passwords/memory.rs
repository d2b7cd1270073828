//! The memory that Argon2 fills: as many blocks as there may be passwords at work, each made once and used again.
//!
//! Left to the allocator, sixty log-ins at once took a gigabyte and kept it: each thread's arena holds on to what it had.

use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

use argon2::{Block, Params};

/// More at once would be no faster on any machine, since each keeps a core busy and fills its memory twice.
const MOST: usize = 4;
/// What a password of ours takes: 19 MiB in blocks of 1 KiB.
const BLOCKS: usize = Params::DEFAULT_M_COST as usize;

static MEMORY: LazyLock<Memory> = LazyLock::new(|| Memory::of(at_once()));

struct Memory {
    idle: Mutex<Vec<Vec<Block>>>,
    back: Condvar,
}

/// How many passwords are hashed at once: one a core, and few on a large machine.
pub(super) fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST))
}

/// Lends memory for so many blocks, once it is the caller's turn.
pub(super) fn lend<T>(blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
    let mut lent = Lent(MEMORY.take());
    // A password that was kept with other parameters may want more than ours do.
    if blocks > lent.0.len() {
        lent.0.resize(blocks, Block::new());
    }
    work(&mut lent.0[..blocks])
}

/// Memory that goes back whatever becomes of the work. What is left in it tells no password: it is argon2's, and the next
/// password fills it anew.
struct Lent(Vec<Block>);

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.truncate(BLOCKS);
        self.0.shrink_to_fit();
        MEMORY.put_back(std::mem::take(&mut self.0));
    }
}

impl Memory {
    fn of(count: usize) -> Self {
        Self {
            idle: Mutex::new((0..count).map(|_| vec![Block::new(); BLOCKS]).collect()),
            back: Condvar::new(),
        }
    }

    fn take(&self) -> Vec<Block> {
        let mut idle = self.idle();
        loop {
            match idle.pop() {
                Some(lent) => return lent,
                None => idle = self.back.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn put_back(&self, lent: Vec<Block>) {
        self.idle().push(lent);
        self.back.notify_one();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

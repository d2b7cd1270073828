//! What the kernel tells of a process: the time that it computed, and the most memory that it held.

use std::{fs, time::Duration};

use anyhow::{Context, Result};

/// The kernel counts in hundredths of a second on every Linux (`getconf CLK_TCK`).
const TICKS: u32 = 100;

/// `utime` and `stime` of a process (proc(5)).
pub(crate) fn cpu(pid: u32) -> Result<Duration> {
    Ok(read(pid)?.own)
}

/// The same of a process with its children, those that have ended included.
pub(crate) fn cpu_with_children(parent: u32) -> Result<Duration> {
    let mut sum = read(parent)?.own + read(parent)?.ended_children;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let pid = name.to_str().and_then(|name| name.parse().ok());
        // One that ends while we look is counted the next time, with its parent.
        if let Some(Ok(child)) = pid.map(read)
            && child.parent == parent
        {
            sum += child.own;
        }
    }
    Ok(sum)
}

/// The most memory that it has held since [`forget_peak`], in bytes.
pub(crate) fn peak(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    let kilobytes: u64 = kilobytes.context("it has ended")?.parse()?;
    Ok(kilobytes * 1024)
}

/// Lets the peak begin anew from what is held now.
pub(crate) fn forget_peak(pid: u32) -> Result<()> {
    Ok(fs::write(format!("/proc/{pid}/clear_refs"), "5")?)
}

#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: Duration,
    ended_children: Duration,
}

fn read(pid: u32) -> Result<Stat> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    stat(&line).with_context(|| format!("/proc/{pid}/stat is unlike itself"))
}

/// The name in parentheses may hold anything, so that fields are counted from its end.
fn stat(line: &str) -> Option<Stat> {
    let (_, after) = line.rsplit_once(") ")?;
    let fields: Vec<&str> = after.split(' ').collect();
    // `state` is the third field.
    let field = |number: usize| fields.get(number - 3)?.parse::<u32>().ok();
    let time = |user, system| Some(Duration::from_secs(1) / TICKS * (field(user)? + field(system)?));
    Some(Stat {
        parent: field(4)?,
        own: time(14, 15)?,
        ended_children: time(16, 17)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_moves_no_field() {
        let line = "4242 (a ) b) S 17 1 1 0 -1 4194560 1 2 3 4 150 50 7 3 20 0 9 0 1 2 3";
        let expected = Stat {
            parent: 17,
            own: Duration::from_secs(2),
            ended_children: Duration::from_millis(100),
        };
        assert_eq!(stat(line), Some(expected));
        assert_eq!(stat("4242 (short) S 17"), None);
    }
}

//! The leader of a real Patroni cluster dies, then loses its network, under a steady load of submissions.

mod cluster;
mod etcd;
mod haproxy;
mod http;
mod namespace;
mod patroni;
mod process;
mod wait;

use anyhow::Result;
use std::time::{Duration, Instant};
use cluster::Cluster;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?.keep(); println!("{}", folder.display());
    let t = Instant::now();
    let mut cluster = match Cluster::build(&folder) { Ok(c) => c, Err(e) => return Err(e) };
    println!("built {:?}", t.elapsed());
    cluster.sql("CREATE TABLE t (n serial)", "postgres")?;
    let write = |c: &Cluster| wait::until("a write", Duration::from_secs(60), || c.sql("INSERT INTO t DEFAULT VALUES RETURNING n", "postgres").ok());
    for _ in 0..1 {
    let t = Instant::now();
    let n = cluster.kill_leader()?;
    println!("killed {n}");
    write(&cluster)?;
    println!("write after {:?}", t.elapsed());
    cluster.revive(n)?;
    let t = Instant::now();
    if let Err(e) = cluster.whole() { println!("{e} {}", folder.display()); return Ok(()) }
    println!("whole after {:?}", t.elapsed());
    let t = Instant::now();
    let n = cluster.cut_leader()?;
    println!("cut {n}");
    write(&cluster)?;
    println!("write after {:?}", t.elapsed());
    cluster.mend(n)?;
    let t = Instant::now();
    if let Err(e) = cluster.whole() { println!("{e} {}", folder.display()); return Ok(()) }
    println!("whole after {:?}", t.elapsed());
    }
    for t in patroni::history(cluster.leader().unwrap())? { println!("{} {} {} {} {}", t.0,t.1,t.2,t.3,t.4) }
    Ok(())
}

//! `just throughput`: durable submissions a second, on SQLite and on PostgreSQL in turns, so that the figures compare.
//! With `look-ups` as second argument: what it costs to keep what applications are found by.

mod look_ups;
mod rate;
mod stores;

use stores::Stores;

const ROUNDS: usize = 3;
const CROWDS: [usize; 3] = [1, 16, 64];

#[tokio::main]
async fn main() -> stores::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    match arguments.next().as_deref() {
        Some("look-ups") => look_ups::compare(&folder).await,
        _ => compare_stores(&folder).await,
    }
}

async fn compare_stores(folder: &str) -> stores::Result<()> {
    let mut rates: [[Vec<f64>; CROWDS.len()]; 2] = Default::default();
    for _ in 0..ROUNDS {
        let stores = Stores::fresh(folder).await?;
        for (crowd, submitters) in CROWDS.into_iter().enumerate() {
            for (store, world) in stores.each().into_iter().enumerate() {
                let shares = rate::shares(world, submitters)?;
                rates[store][crowd].push(rate::of(world, shares).await);
            }
        }
        stores.close().await;
    }
    println!("durable submissions/s, medians of {ROUNDS}\n");
    println!(
        "{:>12}{:>12}{:>12}{:>9}",
        "submitters", "SQLite", "PostgreSQL", "ratio"
    );
    for (crowd, submitters) in CROWDS.into_iter().enumerate() {
        let [sqlite, postgres] = [0, 1].map(|store| rate::median(rates[store][crowd].clone()));
        println!(
            "{submitters:>12}{sqlite:>12.0}{postgres:>12.0}{:>9.2}",
            postgres / sqlite
        );
    }
    Ok(())
}

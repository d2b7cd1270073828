//! What it costs to keep what applications are found by: submissions with and without, in turns, each into a fresh store.

use crate::rate;
use crate::stores::{Result, Stores};

const ROUNDS: usize = 7;
const SUBMITTERS: usize = 64;

/// Prints each round's rates, then the medians: those of the ratios, since what else the machine does changes from round to round.
pub(crate) async fn compare(folder: &str) -> Result<()> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let round = [rates(folder, false).await?, rates(folder, true).await?];
        println!("without {:.0?}, with {:.0?}", round[0], round[1]);
        rounds.push(round);
    }
    for (store, name) in ["SQLite", "PostgreSQL"].into_iter().enumerate() {
        let of = |value: &dyn Fn(&[[f64; 2]; 2]) -> f64| rate::median(rounds.iter().map(value).collect());
        println!(
            "{name}, {SUBMITTERS} submitters: {:.0} submissions/s without, {:.0} with, ratio {:.2}",
            of(&|round| round[0][store]),
            of(&|round| round[1][store]),
            of(&|round| round[1][store] / round[0][store]),
        );
    }
    Ok(())
}

async fn rates(folder: &str, with: bool) -> Result<[f64; 2]> {
    let stores = Stores::fresh(folder).await?;
    let mut rates = [0.0; 2];
    for (rate, world) in rates.iter_mut().zip(stores.each()) {
        let mut shares = rate::shares(world, SUBMITTERS)?;
        if !with {
            for transition in shares.iter_mut().flatten() {
                transition.look_ups = None;
            }
        }
        *rate = rate::of(world, shares).await;
    }
    stores.close().await;
    Ok(rates)
}

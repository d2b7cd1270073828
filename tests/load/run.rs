//! What is measured, in which order.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    citizen::Town,
    crowd::{Bounds, Crowd, Work},
    mail::{self, Letters},
    options::{Options, Program},
    recording::Recording,
    report::{self, Line},
    server::Server,
    window::Window,
};

const WARMING_UP: Bounds = Bounds {
    time: Duration::from_secs(10),
    count: 50,
};
/// More than a server does in any time that is asked for.
const MOST: usize = 200_000;
/// How many at once where one thing is measured alone, and with letters.
const AT_ONCE: usize = 64;
/// Of each program where there are several.
const TURNS: u32 = 4;
/// Submissions that are prepared, a second of measuring.
const PREPARED: usize = 100;

/// A server with the people around it.
struct Side {
    server: Server,
    crowd: Arc<Crowd>,
}

pub(crate) async fn run(options: &Options) -> Result<()> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../forms")
        .canonicalize()?;
    let town = Arc::new(Town::read(&services)?);
    let start = |kind, mail| -> Result<Vec<Side>> {
        let start = |numbered: (usize, &Program)| -> Result<Side> {
            let server = Server::start(numbered, kind, &services, mail)?;
            let crowd = Crowd::new(server.address, Arc::clone(&town));
            Ok(Side { server, crowd })
        };
        options.programs()?.iter().enumerate().map(start).collect()
    };
    for kind in options.kinds() {
        let sides = start(kind, None)?;
        warm_up(&sides, None).await?;
        let whole = whole(options, &sides).await?;
        println!("{}", report::whole(kind, &whole));
        if options.whole {
            continue;
        }
        println!("{}", report::parts(kind, AT_ONCE, &parts(options, &sides).await?));
        drop(sides);
        let (address, letters) = mail::open().await?;
        let sides = start(kind, Some(address))?;
        warm_up(&sides, Some(&letters)).await?;
        let with = with_letters(options, &sides, &letters).await?;
        println!("{}", report::letters(kind, AT_ONCE, &with, &whole));
    }
    Ok(())
}

async fn warm_up(sides: &[Side], letters: Option<&Letters>) -> Result<()> {
    for side in sides {
        let before = letters.map_or(0, Letters::count);
        let tally = side.crowd.work(Work::Whole, 4, WARMING_UP).await?;
        let failures = tally.most_failures();
        ensure!(
            failures.is_empty(),
            "{} cannot be measured: {failures:?}",
            side.server.program
        );
        if let Some(letters) = letters {
            letters.all_there(before + tally.journeys()).await?;
        }
    }
    Ok(())
}

async fn whole(options: &Options, sides: &[Side]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for connections in &options.connections {
        lines.extend(in_turns(options, sides, (Work::Whole, *connections), None).await?);
    }
    Ok(lines)
}

async fn parts(options: &Options, sides: &[Side]) -> Result<Vec<Line>> {
    for side in sides {
        let bounds = Bounds {
            time: options.time() * 2,
            count: PREPARED * options.seconds,
        };
        side.crowd.work(Work::Prepare, AT_ONCE, bounds).await?;
    }
    let mut lines = Vec::new();
    for work in [Work::Submit, Work::Status, Work::Pdf, Work::Scanner] {
        lines.extend(in_turns(options, sides, (work, AT_ONCE), None).await?);
    }
    Ok(lines)
}

async fn with_letters(options: &Options, sides: &[Side], letters: &Letters) -> Result<Vec<Line>> {
    in_turns(options, sides, (Work::Whole, AT_ONCE), Some(letters)).await
}

/// Each program in its turn, and again in the other order, so that what else the machine does meanwhile strikes all.
async fn in_turns(
    options: &Options,
    sides: &[Side],
    (work, connections): (Work, usize),
    letters: Option<&Letters>,
) -> Result<Vec<Line>> {
    let mut windows: Vec<Window> = sides.iter().map(|_| Window::default()).collect();
    let turns = if sides.len() > 1 { TURNS } else { 1 };
    let bounds = bounds(options, work, turns);
    for turn in 0..turns {
        let mut order: Vec<usize> = (0..sides.len()).collect();
        if turn % 2 == 1 {
            order.reverse();
        }
        for place in order {
            let side = &sides[place];
            eprintln!("{work:?}, {connections} connections, {}", side.server.program);
            windows[place].add(one_turn(options, side, (work, connections), bounds, letters).await?);
        }
    }
    let lines = sides.iter().zip(windows).map(|(side, window)| Line {
        program: side.server.program.clone(),
        work,
        connections,
        window,
    });
    Ok(lines.collect())
}

/// A part alone takes half the time: it has less to vary in. What was prepared is shared out among the turns.
fn bounds(options: &Options, work: Work, turns: u32) -> Bounds {
    let time = options.time() / turns;
    let prepared = PREPARED * options.seconds / turns as usize;
    match work {
        Work::Whole | Work::Prepare => Bounds { time, count: MOST },
        Work::Submit | Work::Pdf => Bounds {
            time: time / 2,
            count: prepared,
        },
        Work::Status | Work::Scanner => Bounds {
            time: time / 2,
            count: MOST,
        },
    }
}

async fn one_turn(
    options: &Options,
    side: &Side,
    (work, connections): (Work, usize),
    bounds: Bounds,
    letters: Option<&Letters>,
) -> Result<Window> {
    let recorded = options.record.as_ref().filter(|_| work == Work::Whole);
    let recording = recorded
        .map(|file| Recording::begin(side.server.pid(), file))
        .transpose()?;
    let window = Window::measure(&side.server, &side.crowd, (work, connections), bounds, letters).await?;
    recording.map_or(Ok(()), Recording::end)?;
    Ok(window)
}

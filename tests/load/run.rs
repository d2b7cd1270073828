//! What is measured, in which order.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    citizen::Applicants,
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
    /// Where its letters go, if they leave.
    letters: Option<Letters>,
}

pub(crate) async fn run(options: &Options) -> Result<()> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../forms")
        .canonicalize()?;
    let applicants = Arc::new(Applicants::read(&services)?);
    let programs = options.programs()?;
    let (mail, letters) = mail::open().await?;
    let start = |kind, with_letters: bool| -> Result<Vec<Side>> {
        let start = |(number, program): (usize, &Program)| -> Result<Side> {
            let (number, mail) = if with_letters {
                (number + programs.len(), Some(mail))
            } else {
                (number, None)
            };
            let server = Server::start((number, program), kind, &services, mail)?;
            Ok(Side {
                crowd: Crowd::new(server.address, Arc::clone(&applicants)),
                letters: with_letters.then(|| letters.clone()),
                server,
            })
        };
        programs.iter().enumerate().map(start).collect()
    };
    for kind in options.kinds() {
        let mut sides = start(kind, false)?;
        warm_up(&sides).await?;
        println!("{}", report::whole(kind, &whole(options, &sides).await?));
        if options.whole {
            continue;
        }
        prepare(options, &sides).await?;
        println!("{}", report::parts(kind, AT_ONCE, &parts(options, &sides).await?));
        // The same again with letters, in turns with those that send none.
        let with_letters = start(kind, true)?;
        warm_up(&with_letters).await?;
        sides.extend(with_letters);
        let lines = in_turns(options, &sides, Work::Whole, AT_ONCE).await?;
        println!("{}", report::letters(kind, AT_ONCE, &lines));
    }
    Ok(())
}

async fn warm_up(sides: &[Side]) -> Result<()> {
    for side in sides {
        let bounds = WARMING_UP;
        let window = Window::measure(
            &side.server,
            &side.crowd,
            (Work::Whole, 4),
            bounds,
            side.letters.as_ref(),
        );
        let failures = window.await?.tally;
        let failures = failures.most_failures();
        ensure!(
            failures.is_empty(),
            "{} cannot be measured: {failures:?}",
            side.server.program
        );
    }
    Ok(())
}

async fn whole(options: &Options, sides: &[Side]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for connections in &options.connections {
        lines.extend(in_turns(options, sides, Work::Whole, *connections).await?);
    }
    Ok(lines)
}

/// Brings people up to the last button.
async fn prepare(options: &Options, sides: &[Side]) -> Result<()> {
    for side in sides {
        let bounds = Bounds {
            time: options.time() * 2,
            count: PREPARED * options.seconds,
        };
        let tally = side.crowd.work(Work::Prepare, AT_ONCE, bounds).await?;
        for (what, count) in tally.most_failures() {
            println!(
                "Failed, {}, while preparing: {count} × {what}\n",
                side.server.program
            );
        }
    }
    Ok(())
}

async fn parts(options: &Options, sides: &[Side]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for work in [Work::Submit, Work::Status, Work::Pdf, Work::Scanner] {
        lines.extend(in_turns(options, sides, work, AT_ONCE).await?);
    }
    Ok(lines)
}

/// Each server in its turn, and again in the other order, so that what else the machine does meanwhile strikes all.
async fn in_turns(options: &Options, sides: &[Side], work: Work, connections: usize) -> Result<Vec<Line>> {
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
            let recorded = options.record.as_ref().filter(|_| work == Work::Whole);
            let recording = recorded.map(|file| Recording::begin(side.server.pid(), file));
            let recording = recording.transpose()?;
            let letters = side.letters.as_ref();
            let window = Window::measure(&side.server, &side.crowd, (work, connections), bounds, letters);
            windows[place].add(window.await?);
            recording.map_or(Ok(()), Recording::end)?;
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

//! The tables, in Markdown.

mod table;

use crate::{
    crowd::Work,
    database::Kind,
    tally::{Percentiles, Step},
    window::Window,
};
use table::{Table, number, or_dash};

/// What one program did with one work.
pub(crate) struct Line {
    pub(crate) program: String,
    pub(crate) work: Work,
    pub(crate) connections: usize,
    pub(crate) window: Window,
}

/// Whole journeys, then their steps.
pub(crate) fn whole(kind: Kind, lines: &[Line]) -> String {
    let mut table = Table::new(&format!("{kind}: whole journeys"));
    table.head(&[
        "program",
        "connections",
        "journeys",
        "failures",
        "journeys/s",
        "requests/s",
        "server CPU, ms/journey",
        "PostgreSQL CPU, ms/journey",
        "kB/journey",
        "peak memory, MB",
        "p50, ms",
        "p99, ms",
    ]);
    for line in lines {
        let window = &line.window;
        let [p50, p99] = milliseconds(window.tally.of_journeys());
        table.row(&[
            line.program.clone(),
            line.connections.to_string(),
            window.done().to_string(),
            window.tally.failures().to_string(),
            number(window.rate(window.done())),
            number(window.rate(window.tally.requests())),
            number(window.each(window.server)),
            or_dash(window.database.map(|cpu| window.each(cpu))),
            number(kilobytes(window)),
            (window.peak / 1_000_000).to_string(),
            p50,
            p99,
        ]);
    }
    table.list(&ratios(lines));
    table.list(&failures(lines));
    table.list(&[own_cost(&lines[0].window)]);
    table.written() + "\n" + &steps(kind, lines)
}

/// The median and the slowest hundredth of each step.
fn steps(kind: Kind, lines: &[Line]) -> String {
    let mut table = Table::new(&format!("{kind}: each step, p50 / p99 in ms"));
    let several = lines.iter().any(|line| line.program != lines[0].program);
    let columns = lines.iter().map(|line| {
        let connections = line.connections;
        if several {
            format!("{}, {connections}", line.program)
        } else {
            connections.to_string()
        }
    });
    let head: Vec<String> = std::iter::once("step".to_owned()).chain(columns).collect();
    table.head(&head.iter().map(String::as_str).collect::<Vec<_>>());
    for step in Step::ALL {
        let cells = lines.iter().map(|line| line.window.tally.of_step(step));
        let cells: Vec<_> = cells.collect();
        if cells.iter().any(Option::is_some) {
            let cells = cells.into_iter().map(|found| milliseconds(found).join(" / "));
            let row: Vec<String> = std::iter::once(step.request().to_owned()).chain(cells).collect();
            table.row(&row);
        }
    }
    table.written()
}

/// Parts of journeys alone.
pub(crate) fn parts(kind: Kind, connections: usize, lines: &[Line]) -> String {
    let mut table = Table::new(&format!("{kind}: one thing alone, {connections} connections"));
    table.head(&[
        "what",
        "program",
        "requests",
        "failures",
        "requests/s",
        "server CPU, ms each",
        "PostgreSQL CPU, ms each",
        "kB each",
        "p50, ms",
        "p99, ms",
    ]);
    for line in lines {
        let window = &line.window;
        let found = Step::ALL.into_iter().find_map(|step| window.tally.of_step(step));
        let [p50, p99] = milliseconds(found);
        table.row(&[
            line.work.name().to_owned(),
            line.program.clone(),
            window.done().to_string(),
            window.tally.failures().to_string(),
            number(window.rate(window.done())),
            number(window.each(window.server)),
            or_dash(window.database.map(|cpu| window.each(cpu))),
            number(kilobytes(window)),
            p50,
            p99,
        ]);
    }
    table.list(&ratios(lines));
    table.list(&failures(lines));
    table.written()
}

/// What letters cost: the programs without them, then in the same order with them.
pub(crate) fn letters(kind: Kind, connections: usize, lines: &[Line]) -> String {
    let mut table = Table::new(&format!(
        "{kind}: whole journeys with letters, {connections} connections"
    ));
    table.head(&[
        "program",
        "journeys",
        "letters",
        "failures",
        "journeys/s",
        "server CPU, ms/journey",
        "without letters",
        "a letter, ms",
    ]);
    let (without, with) = lines.split_at(lines.len() / 2);
    for (line, without) in with.iter().zip(without) {
        let window = &line.window;
        let [each, without] = [window, &without.window].map(|window| window.each(window.server));
        let journeys = window.rate(window.done()) / window.rate(window.letters);
        table.row(&[
            line.program.clone(),
            window.done().to_string(),
            window.letters.to_string(),
            window.tally.failures().to_string(),
            number(window.rate(window.done())),
            number(each),
            number(without),
            number((each - without) * journeys),
        ]);
    }
    table.list(&ratios(with));
    table.list(&failures(lines));
    table.written()
}

/// What each program does for one of the first's.
fn ratios(lines: &[Line]) -> Vec<String> {
    let ratio = |line: &Line| {
        let same = |other: &&Line| other.work == line.work && other.connections == line.connections;
        let first = lines.iter().find(same)?;
        let (now, before) = (&line.window, &first.window);
        (first.program != line.program).then(|| {
            format!(
                "{}, {} connections, {} : {}: rate × {:.2}, server CPU × {:.2}",
                line.work.name(),
                line.connections,
                line.program,
                first.program,
                now.rate(now.done()) / before.rate(before.done()),
                now.each(now.server) / before.each(before.server),
            )
        })
    };
    lines.iter().filter_map(ratio).collect()
}

/// The most frequent of each line.
fn failures(lines: &[Line]) -> Vec<String> {
    let of = |line: &Line| -> Vec<String> {
        let most = line.window.tally.most_failures().into_iter().take(4);
        most.map(|(what, count)| {
            let (work, program, connections) = (line.work.name(), &line.program, line.connections);
            format!("failed: {work}, {program}, {connections} connections: {count} × {what}")
        })
        .collect()
    };
    lines.iter().flat_map(of).collect()
}

/// What the measuring itself costs, and how many requests a journey is.
fn own_cost(window: &Window) -> String {
    let requests = window.rate(window.tally.requests()) / window.rate(window.done());
    let own = number(window.each(window.own));
    format!(
        "a journey is {requests:.0} requests; sending them costs {own} ms of CPU time beside the server's"
    )
}

impl Work {
    fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole journeys",
            Self::Prepare => "journeys up to the check",
            Self::Submit => "submissions",
            Self::Status => "status pages",
            Self::Pdf => "PDFs",
            Self::Scanner => "the scanner's page",
        }
    }
}

/// A body is 4 GB at the most, and a mean needs no more digits.
#[expect(clippy::cast_precision_loss, reason = "a mean")]
fn kilobytes(window: &Window) -> f64 {
    window.tally.bytes as f64 / 1000.0 / window.done() as f64
}

fn milliseconds(found: Option<Percentiles>) -> [String; 2] {
    let Some(Percentiles { p50, p99 }) = found else {
        return ["–".to_owned(), "–".to_owned()];
    };
    [p50, p99].map(|time| number(time.as_secs_f64() * 1000.0))
}

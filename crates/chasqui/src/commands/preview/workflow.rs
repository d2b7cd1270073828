//! The workflow as a drawing: steps, rules, deadlines, and where each leads.

use engine::lengths;
use forms::{DeadlineAction, Language, Next, Ruling, Service, Step, StepId, Text};
use layout::{
    adt::dag::NodeHandle,
    backends::svg::SVGWriter,
    core::{base::Orientation, color::Color, geometry::Point, style::StyleAttr},
    std_shapes::shapes::{Arrow, Element, LineEndKind, ShapeKind},
    topo::layout::VisualGraph,
};
use locale::Language as Spoken;
use std::collections::HashMap;

/// An SVG of the service's workflow in its first language.
pub(super) fn draw(service: &Service) -> String {
    let mut drawing = Drawing::new(service);
    drawing.rules();
    for step in &service.review.steps {
        drawing.step(step);
    }
    drawing.appeal();
    let mut svg = SVGWriter::new();
    drawing.graph.do_it(false, false, false, &mut svg);
    legible(&svg.finalize())
}

/// White paper, and white around the words that lie on arrows.
fn legible(svg: &str) -> String {
    let style = "<style>text{font-family:sans-serif;paint-order:stroke;stroke:#fff;stroke-width:4px}</style>\
                 <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";
    match svg
        .find("<svg")
        .and_then(|start| svg[start..].find('>').map(|end| start + end + 1))
    {
        Some(inside) => format!("{}{style}{}", &svg[..inside], &svg[inside..]),
        None => svg.to_owned(),
    }
}

struct Drawing<'a> {
    service: &'a Service,
    spoken: Spoken,
    language: &'a Language,
    graph: VisualGraph,
    submitted: NodeHandle,
    permit: NodeHandle,
    rejected: NodeHandle,
    steps: HashMap<&'a StepId, NodeHandle>,
}

impl<'a> Drawing<'a> {
    fn new(service: &'a Service) -> Self {
        let language = &service.languages[0];
        let spoken = Spoken::of(language.as_str()).unwrap_or(Spoken::DEFAULT);
        let mut graph = VisualGraph::new(Orientation::TopToBottom);
        let submitted = node(&mut graph, &spoken.t("workflow-submitted"), true);
        let steps = service.review.steps.iter();
        let steps = steps
            .map(|step| {
                (
                    &step.id,
                    node(&mut graph, &caption(step, spoken, language), false),
                )
            })
            .collect();
        let permit = node(&mut graph, &spoken.t("workflow-permit"), true);
        let rejected = node(&mut graph, &spoken.t("workflow-rejected"), true);
        Self {
            service,
            spoken,
            language,
            graph,
            submitted,
            permit,
            rejected,
            steps,
        }
    }

    fn rules(&mut self) {
        let review = &self.service.review;
        for rule in &review.rules {
            let (to, because) = match &rule.then {
                Ruling::Approve { because, .. } => (Some(self.permit), self.reason(because)),
                Ruling::Reject { because } => (Some(self.rejected), self.reason(because)),
                Ruling::Refer { to } => (self.steps.get(to).copied(), String::new()),
            };
            self.arrow(self.submitted, to, &because);
        }
        let first = review
            .first_step()
            .and_then(|step| self.steps.get(&step.id).copied());
        self.arrow(self.submitted, first, "");
        if let Some(sample) = &review.sample_step {
            let words = self.spoken.t("workflow-sample");
            self.arrow(self.permit, self.steps.get(sample).copied(), &words);
        }
    }

    fn step(&mut self, step: &'a Step) {
        let from = self.steps[&step.id];
        if self.service.review.sample_step.as_ref() != Some(&step.id) {
            let next = match &step.next {
                Next::Permit => Some(self.permit),
                Next::Step(id) => self.steps.get(id).copied(),
            };
            self.arrow(from, next, &self.spoken.t("workflow-yes"));
        }
        self.arrow(from, Some(self.rejected), &self.spoken.t("workflow-no"));
        if let Some(deadline) = &step.deadline {
            let to = match &deadline.then {
                Some(DeadlineAction::Escalate { to }) => self.steps.get(to).copied(),
                Some(DeadlineAction::Approve { .. }) => Some(self.permit),
                Some(DeadlineAction::Reject { .. } | DeadlineAction::Lapse) => Some(self.rejected),
                None => None,
            };
            self.arrow(
                from,
                to,
                &self.spoken.t1(
                    "workflow-after",
                    "time",
                    lengths::term(deadline.after, self.spoken),
                ),
            );
        }
    }

    fn appeal(&mut self) {
        if let Some(appeal) = &self.service.review.appeal {
            let words = self.spoken.t("workflow-appeal");
            self.arrow(self.rejected, self.steps.get(&appeal.step).copied(), &words);
        }
    }

    fn arrow(&mut self, from: NodeHandle, to: Option<NodeHandle>, words: &str) {
        let Some(to) = to else { return };
        let mut arrow = Arrow::simple(words);
        arrow.end = LineEndKind::Arrow;
        self.graph.add_edge(arrow, from, to);
    }

    fn reason(&self, code: &forms::ReasonCode) -> String {
        let reason = self.service.review.reason(code);
        reason.map_or_else(|| code.to_string(), |reason| words(&reason.text, self.language))
    }
}

fn caption(step: &Step, spoken: Spoken, language: &Language) -> String {
    let caption = format!("{}\n{}", words(&step.name, language), step.role);
    let caption = match step.people {
        0 | 1 => caption,
        people => format!("{caption} · {}", spoken.tn("workflow-people", people.into())),
    };
    match &step.when {
        Some(when) => format!(
            "{caption}\n{}",
            spoken.t1("workflow-only-if", "when", when.source())
        ),
        None => caption,
    }
}

fn words(text: &Text, language: &Language) -> String {
    text.in_language(language).to_owned()
}

fn node(graph: &mut VisualGraph, caption: &str, end: bool) -> NodeHandle {
    let lines: Vec<&str> = caption.lines().collect();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(1);
    let shape = if end {
        ShapeKind::new_circle(caption)
    } else {
        ShapeKind::new_box(caption)
    };
    let fill = Color::fast(if end { "lightgray" } else { "white" });
    let look = StyleAttr::new(Color::fast("black"), 1, Some(fill), if end { 0 } else { 6 }, 14);
    let size = Point::new(
        40.0 + 9.0 * approximate(longest),
        26.0 + 20.0 * approximate(lines.len()),
    );
    graph.add_node(Element::create(shape, look, Orientation::TopToBottom, size))
}

fn approximate(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

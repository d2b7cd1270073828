//! The workflow as a drawing: steps, rules, deadlines, and where each leads.

use engine::lengths;
use forms::{DeadlineAction, Language, Next, Ruling, Service, Step, StepId, Taker, Text};
use layout::{
    adt::dag::NodeHandle,
    core::{base::Orientation, color::Color, geometry::Point, style::StyleAttr},
    std_shapes::shapes::{Arrow, Element, LineEndKind, ShapeKind},
    topo::layout::VisualGraph,
};
use locale::Language as Spoken;
use std::collections::HashMap;

use super::drawing::{self, room};
use crate::terminal::wrapped;

/// So many letters stand in one line of a box, and beside an arrow.
const IN_A_BOX: usize = 28;
const BESIDE_AN_ARROW: usize = 36;
const SIZE: usize = 14;

/// An SVG of the service's workflow in one of its languages: the conditions of rules stand on their arrows as the file writes them.
pub(super) fn draw(service: &Service, language: &Language) -> String {
    let mut drawing = Drawing::new(service, language);
    drawing.rules();
    for step in &service.review.steps {
        drawing.step(step);
    }
    drawing.appeal();
    let mut paper = drawing::Drawing::new();
    drawing.graph.do_it(false, false, false, &mut paper);
    paper.finish()
}

struct Drawing<'a> {
    service: &'a Service,
    spoken: Spoken,
    language: &'a Language,
    graph: VisualGraph,
    submitted: NodeHandle,
    permit: NodeHandle,
    rejected: NodeHandle,
    /// Where what nobody decided in time ends; only where a deadline says so.
    lapsed: Option<NodeHandle>,
    steps: HashMap<&'a StepId, NodeHandle>,
}

impl<'a> Drawing<'a> {
    fn new(service: &'a Service, language: &'a Language) -> Self {
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
        let may_run_out = service.review.steps.iter().any(|step| {
            let then = step.deadline.as_ref().and_then(|deadline| deadline.then.as_ref());
            then == Some(&DeadlineAction::Lapse)
        });
        let lapsed = may_run_out.then(|| node(&mut graph, &spoken.t("status-lapsed"), true));
        Self {
            service,
            spoken,
            language,
            graph,
            submitted,
            permit,
            rejected,
            lapsed,
            steps,
        }
    }

    fn rules(&mut self) {
        let review = &self.service.review;
        for (at, rule) in review.rules.iter().enumerate() {
            let (to, because) = match &rule.then {
                Ruling::Approve { because, .. } => (Some(self.permit), self.reason(because)),
                Ruling::Reject { because } => (Some(self.rejected), self.reason(because)),
                Ruling::Refer { to } => (self.steps.get(to).copied(), String::new()),
            };
            let words = format!("{}. {}\n{because}", at + 1, rule.when.source());
            self.arrow(self.submitted, to, words.trim_end());
        }
        let first = review.first_step();
        let first = first.and_then(|step| self.steps.get(&step.id).copied());
        let otherwise = (!review.rules.is_empty()).then(|| self.spoken.t("workflow-otherwise"));
        self.arrow(self.submitted, first, &otherwise.unwrap_or_default());
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
            let words = match step.opinions() {
                [] if step.inspection().is_some() => "workflow-inspected",
                [] => "workflow-yes",
                _ => "workflow-opinions-there",
            };
            self.arrow(from, next, &self.spoken.t(words));
        }
        if step.is_decided_at() || step.consent().is_some() {
            self.arrow(from, Some(self.rejected), &self.spoken.t("workflow-no"));
        }
        if let Some(deadline) = &step.deadline {
            let (to, because) = match &deadline.then {
                Some(DeadlineAction::Escalate { to }) => (self.steps.get(to).copied(), String::new()),
                Some(DeadlineAction::Approve { because }) => (Some(self.permit), self.reason(because)),
                Some(DeadlineAction::Reject { because }) => (Some(self.rejected), self.reason(because)),
                Some(DeadlineAction::Lapse) => (self.lapsed, String::new()),
                None => (None, String::new()),
            };
            let time = lengths::term(deadline.after, self.spoken);
            let after = self.spoken.t1("workflow-after", "time", time);
            self.arrow(from, to, format!("{after}\n{because}").trim_end());
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
        let mut arrow = Arrow::simple(&wrapped(words, BESIDE_AN_ARROW));
        arrow.end = LineEndKind::Arrow;
        self.graph.add_edge(arrow, from, to);
    }

    fn reason(&self, code: &forms::ReasonCode) -> String {
        let reason = self.service.review.reason(code);
        reason.map_or_else(|| code.to_string(), |reason| words(&reason.text, self.language))
    }
}

/// A step's name, who takes it or is asked there, and by when it is promised where nothing else happens then.
fn caption(step: &Step, spoken: Spoken, language: &Language) -> String {
    let who = match &step.taker {
        Taker::Office { role, .. } => role.to_string(),
        Taker::Inspection(request) => spoken.t1("workflow-inspection", "role", request.role.to_string()),
        Taker::Consent(_) => spoken.t("workflow-consent").into_owned(),
        Taker::Opinions(asked) => {
            let names: Vec<String> = asked.iter().map(|asked| words(&asked.name, language)).collect();
            spoken.t1("workflow-opinions", "bodies", names.join(", "))
        }
    };
    let mut caption = format!("{}\n{who}", words(&step.name, language));
    if step.people() > 1 {
        let people = spoken.tn("workflow-people", step.people().into());
        caption = format!("{caption} · {people}");
    }
    if let Some(promise) = step.deadline.as_ref().filter(|deadline| deadline.then.is_none()) {
        let time = lengths::term(promise.after, spoken);
        let key = match step.opinions() {
            [] => "workflow-promise",
            _ => "workflow-opinions-until",
        };
        caption = format!("{caption}\n{}", spoken.t1(key, "time", time));
    }
    if let Some(when) = &step.when {
        let only = spoken.t1("workflow-only-if", "when", when.source());
        caption = format!("{caption}\n{only}");
    }
    caption
}

fn words(text: &Text, language: &Language) -> String {
    text.in_language(language).to_owned()
}

fn node(graph: &mut VisualGraph, caption: &str, end: bool) -> NodeHandle {
    let caption = wrapped(caption, IN_A_BOX);
    let words = room(&caption, SIZE);
    let shape = if end {
        ShapeKind::new_circle(&caption)
    } else {
        ShapeKind::new_box(&caption)
    };
    let fill = Color::fast(if end { "lightgray" } else { "white" });
    let look = StyleAttr::new(Color::fast("black"), 1, Some(fill), if end { 0 } else { 6 }, SIZE);
    let size = Point::new(words.x + 40.0, words.y * 1.4 + 26.0);
    graph.add_node(Element::create(shape, look, Orientation::TopToBottom, size))
}

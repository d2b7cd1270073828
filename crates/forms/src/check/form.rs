//! Pages and questions, in the order they are asked: a condition sees what was asked before it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Check;
use crate::condition::types::Scope;
use crate::definition::size::MOST_SENT;
use crate::read::raw::{RawComputed, RawPage, RawQuestion, RawRule, RawStop};
use crate::{Computed, Form, Formula, Kind, Page, Question, Rule, Stop, Text};

/// The names used so far, and every name of the form with its order.
struct Names<'r> {
    seen: BTreeSet<String>,
    all: Vec<&'r str>,
}

impl Check<'_> {
    pub(super) fn form(&mut self, raw: &[RawPage], service: &Range<usize>) -> Form {
        let all = raw.iter().flat_map(|page| {
            let asked = page.questions.iter().map(|question| &question.id);
            let computed = page.computed.iter().flatten().map(|computed| &computed.id);
            asked.chain(computed).map(|id| id.value.as_str())
        });
        let mut names = Names {
            seen: BTreeSet::new(),
            all: all.collect(),
        };
        if raw.is_empty() {
            self.unreadable(service, "the form has no pages")
                .help("list at least one of its pages under `form`");
        }
        let mut ids = BTreeSet::new();
        let mut pages: Vec<Page> = Vec::new();
        for page in raw {
            self.unique(&page.page, &mut ids, "the page");
            let page = self.page(page, &pages, &mut names);
            if let Some(when) = &page.when {
                let questions = page.questions.iter();
                self.on_pages
                    .extend(questions.map(|question| (question.id.to_string(), when.source().to_owned())));
            }
            pages.push(page);
        }
        Form { pages }
    }

    fn page(&mut self, raw: &RawPage, earlier: &[Page], names: &mut Names<'_>) -> Page {
        let before: Vec<&Question> = earlier.iter().flat_map(Page::all).collect();
        let scope = scope(&before, &[], names);
        let when = raw.when.as_ref().and_then(|when| self.condition(when, &scope));
        if raw.questions.is_empty() {
            self.unpublishable(&raw.span, "this page asks nothing")
                .help("give it `questions`");
        }
        let mut questions: Vec<Question> = Vec::new();
        for question in raw.questions.iter() {
            let scope = scope_of(&before, &questions, names);
            let question = self.asked(question, &scope, names);
            questions.push(question);
        }
        let computed = self.computed(
            raw.computed.as_deref().unwrap_or_default(),
            &before,
            &questions,
            names,
        );
        let values = computed.iter().map(|computed| &computed.question);
        let here: Vec<&Question> = questions.iter().chain(values).collect();
        let after = self::scope(&before, &here, names).with_today();
        let page = Page {
            id: self.page_id(&raw.page).into(),
            title: self.text(&raw.title),
            when,
            stop_if: self.stops(&raw.stop_if, &after),
            questions,
            computed,
        };
        if page.most_sent() > MOST_SENT {
            let (most, taken) = (page.most_sent() >> 20, MOST_SENT >> 20);
            let message = format!(
                "with its longest answers this page sends more than {most} MiB; {taken} are taken at once"
            );
            self.unpublishable(&raw.page.span, message)
                .help("lower `max_length` or `at_most`, or ask some of it on another page");
        }
        page
    }

    /// Each sees the questions of its page and the values before it.
    fn computed(
        &mut self,
        raw: &[RawComputed],
        before: &[&Question],
        asked: &[Question],
        names: &mut Names<'_>,
    ) -> Vec<Computed> {
        let mut computed: Vec<Computed> = Vec::new();
        for written in raw {
            let values = computed.iter().map(|computed| &computed.question);
            let here: Vec<&Question> = asked.iter().chain(values).collect();
            let scope = scope(before, &here, names);
            self.unique(&written.id, &mut names.seen, "the question");
            let is = self.formula(&written.is, &scope);
            let is = is.unwrap_or_else(|| Formula::meaningless(&written.is.value));
            let question = Question {
                id: self.snake(&written.id, "a computed value's id").into(),
                label: self.text(&written.label),
                short: written.short.as_ref().map(|short| self.text(short)),
                hint: None,
                help: None,
                optional: false,
                when: None,
                valid: Vec::new(),
                kind: is.kind(),
            };
            computed.push(Computed { question, is });
        }
        computed
    }

    fn stops(&mut self, raw: &[RawStop], scope: &Scope) -> Vec<Stop> {
        let mut stops = Vec::new();
        for stop in raw {
            let say = self.text(&stop.say);
            stops.extend(self.condition(&stop.when, scope).map(|when| Stop { when, say }));
        }
        stops
    }

    fn asked(&mut self, raw: &RawQuestion, scope: &Scope, names: &mut Names<'_>) -> Question {
        self.unique(&raw.id, &mut names.seen, "the question");
        let kind = match &raw.questions {
            Some(inner) => {
                let inner = self.inner(inner, names);
                self.kind(raw, inner)
            }
            None => self.kind(raw, Vec::new()),
        };
        let own = scope.clone().with_own(&raw.id.value, &kind).with_today();
        Question {
            id: self.snake(&raw.id, "a question's id").into(),
            label: self.label(raw, &kind),
            short: raw.short.as_ref().map(|short| self.text(short)),
            hint: raw.hint.as_ref().map(|hint| self.text(hint)),
            help: raw.help.as_ref().map(|help| self.help(help)),
            optional: raw.optional.as_ref().is_some_and(|optional| optional.value),
            when: raw.when.as_ref().and_then(|when| self.condition(when, scope)),
            valid: self.rules(&raw.rules, &own),
            kind,
        }
    }

    /// What a group asks of each entry. Their conditions see the entry's own earlier answers alone.
    fn inner(&mut self, raw: &[RawQuestion], names: &mut Names<'_>) -> Vec<Question> {
        let mut questions: Vec<Question> = Vec::new();
        for question in raw {
            if let Some(nested) = question.questions.as_ref().and_then(|nested| nested.first()) {
                // Its answers would be read, but neither found nor printed.
                self.unreadable(&nested.span, "a group cannot hold another group");
            }
            let scope = Scope::new(&questions, raw.iter().map(|later| later.id.value.as_str()))
                .of_group(names.all.iter().copied());
            let question = self.asked(question, &scope, names);
            questions.push(question);
        }
        questions
    }

    fn label(&mut self, raw: &RawQuestion, kind: &Kind) -> Text {
        match (&raw.label, kind) {
            (Some(label), _) => self.text(label),
            // The sworn text is what one reads beside the box.
            (None, Kind::Declaration { say }) => say.clone(),
            (None, _) => {
                self.unreadable(&raw.span, "a question lacks the key `label`")
                    .help("write what is asked");
                Text::new("es".into(), "")
            }
        }
    }

    fn rules(&mut self, raw: &[RawRule], scope: &Scope) -> Vec<Rule> {
        let mut rules = Vec::new();
        for rule in raw {
            let say = self.text(&rule.say);
            rules.extend(self.condition(&rule.rule, scope).map(|rule| Rule { rule, say }));
        }
        rules
    }
}

fn scope_of(before: &[&Question], here: &[Question], names: &Names<'_>) -> Scope {
    let here: Vec<&Question> = here.iter().collect();
    scope(before, &here, names)
}

fn scope(before: &[&Question], here: &[&Question], names: &Names<'_>) -> Scope {
    let known = before.iter().chain(here).copied();
    Scope::new(known, names.all.iter().copied())
}

//! Questions that are asked in many services, written once: `use: person` stands for them in a form, whether they ship or stand under the
//! file's own `blocks`.
//!
//! They are put in place before the file is read, so that a version holds every question that it asks, whatever ships later.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::field::FromNode;
use super::node::{self, Key, Node, Value};
use super::problems::Problems;
use super::raw::{RawUse, Word};

/// More questions than this come from blocks in no form that somebody would fill in.
const MOST: usize = 500;

/// The blocks that ship.
static SHIPPED: LazyLock<Vec<Block>> = LazyLock::new(|| {
    let root = node::parse(include_str!("../../data/blocks.yaml"), &mut Problems::default());
    match root.map(|root| root.value) {
        Some(Value::Map(entries)) => entries
            .into_iter()
            .filter_map(|(key, node)| Block::of(key, node))
            .collect(),
        _ => Vec::new(),
    }
});

/// Questions with a name.
#[derive(Clone)]
struct Block {
    key: Key,
    questions: Vec<Node>,
}

impl Block {
    fn of(key: Key, node: Node) -> Option<Self> {
        match node.value {
            Value::List(questions) => Some(Self { key, questions }),
            _ => None,
        }
    }
}

/// The names of the blocks that ship, for the documentation.
pub(crate) fn shipped() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    SHIPPED.iter().map(|block| {
        let ids = block
            .questions
            .iter()
            .filter_map(|question| Some(id(question)?.1.as_str()));
        (block.key.name.as_str(), ids.collect())
    })
}

/// The file with the questions of blocks in their places, and without its own blocks.
pub(super) fn put_in(mut root: Node, problems: &mut Problems) -> Node {
    let languages = languages(&root);
    let Value::Map(entries) = &mut root.value else {
        return root;
    };
    let own = own(entries, problems);
    let mut places = Places {
        own: &own,
        languages,
        used: BTreeSet::new(),
        count: 0,
        problems,
    };
    for (key, form) in entries.iter_mut() {
        if let (true, Value::List(pages)) = (key.name == "form", &mut form.value) {
            for page in pages {
                places.in_group(page);
            }
        }
    }
    let used = std::mem::take(&mut places.used);
    for block in own.iter().filter(|block| !used.contains(&block.key.name)) {
        let message = format!("no page uses the block `{}`", block.key.name);
        problems.unreadable(block.key.span.clone(), message).help(format!(
            "write `- {{use: {}}}` among the questions of a page, or take it out",
            block.key.name
        ));
    }
    root
}

/// Takes the file's own blocks out of it.
fn own(entries: &mut Vec<(Key, Node)>, problems: &mut Problems) -> Vec<Block> {
    let Some(at) = entries.iter().position(|(key, _)| key.name == "blocks") else {
        return Vec::new();
    };
    let (key, node) = entries.remove(at);
    let Value::Map(blocks) = node.value else {
        problems
            .unreadable(key.span, "`blocks` has a name for each list of questions")
            .help("write `blocks: {driver: [{id: licence, type: text, label: Licence}]}`");
        return Vec::new();
    };
    let mut own = Vec::new();
    for (key, node) in blocks {
        let span = key.span.clone();
        let message = format!("the block `{}` is no list of questions", key.name);
        match Block::of(key, node) {
            Some(block) => own.push(block),
            None => {
                problems.unreadable(span, message);
            }
        }
    }
    own
}

struct Places<'a> {
    own: &'a [Block],
    languages: Vec<String>,
    used: BTreeSet<String>,
    count: usize,
    problems: &'a mut Problems,
}

impl Places<'_> {
    /// The questions of a page, or of a group.
    fn in_group(&mut self, group: &mut Node) {
        let Value::Map(entries) = &mut group.value else {
            return;
        };
        for (key, node) in entries {
            if let (true, Value::List(questions)) = (key.name == "questions", &mut node.value) {
                let written = std::mem::take(questions);
                for mut question in written {
                    if is_use(&question) {
                        questions.extend(self.meant(&question));
                    } else {
                        self.in_group(&mut question);
                        questions.push(question);
                    }
                }
            }
        }
    }

    /// The questions that a `use` stands for.
    fn meant(&mut self, node: &Node) -> Vec<Node> {
        let Some(raw) = RawUse::from_node(node, self.problems) else {
            return Vec::new();
        };
        let name = &raw.r#use;
        let own = self.own.iter().find(|block| block.key.name == name.value);
        let shipped = || SHIPPED.iter().find(|block| block.key.name == name.value);
        let Some(block) = own.or_else(shipped) else {
            let known = self
                .own
                .iter()
                .chain(SHIPPED.iter())
                .map(|block| block.key.name.as_str());
            self.problems
                .unreadable(name.span.clone(), format!("no block is called `{}`", name.value))
                .did_you_mean(&name.value, known);
            return Vec::new();
        };
        self.used.insert(name.value.clone());
        let mut questions = self.chosen(block, &raw);
        self.count += questions.len();
        if self.count > MOST {
            let message = format!("blocks stand for more than {MOST} questions here");
            self.problems.unreadable(name.span.clone(), message);
            return Vec::new();
        }
        if own.is_none() {
            for question in &mut questions {
                self.spoken(question, name);
            }
        }
        for question in &mut questions {
            rename(question, &raw);
        }
        questions
    }

    /// Those that `only` names, or all.
    fn chosen(&mut self, block: &Block, raw: &RawUse) -> Vec<Node> {
        let ids: Vec<&str> = block
            .questions
            .iter()
            .filter_map(|question| Some(id(question)?.1.as_str()))
            .collect();
        for word in raw
            .only
            .iter()
            .flatten()
            .filter(|word| !ids.contains(&word.value.as_str()))
        {
            self.problems
                .unreadable(
                    word.span.clone(),
                    format!("the block `{}` has no question `{}`", block.key.name, word.value),
                )
                .did_you_mean(&word.value, ids.iter().copied());
        }
        let is_chosen = |question: &&Node| {
            let Some(only) = &raw.only else { return true };
            id(question).is_some_and(|(_, id)| only.iter().any(|word| word.value == *id))
        };
        let chosen: Vec<Node> = block.questions.iter().filter(is_chosen).cloned().collect();
        for question in chosen.iter().filter(|question| is_use(question)) {
            self.problems
                .unreadable(
                    question.span.clone(),
                    "a block is made of questions, and uses no other block",
                )
                .help("write its questions out");
        }
        chosen
    }

    /// A shipped question in the file's languages, to be complained of where it is used.
    fn spoken(&mut self, node: &mut Node, at: &Word) {
        node.span = at.span.clone();
        if let Some(texts) = by_language(&node.value) {
            let missing: Vec<&String> = self
                .languages
                .iter()
                .filter(|language| !texts.contains(&language.as_str()))
                .collect();
            if let Some(language) = missing.first() {
                let message = format!("the block `{}` is not written in `{language}`", at.value);
                self.problems.unreadable(at.span.clone(), message).help(format!(
                    "write its questions out, or a block of your own: `blocks: {{{}: […]}}`",
                    at.value
                ));
            }
        }
        let is_text = by_language(&node.value).is_some();
        match &mut node.value {
            Value::Map(entries) => {
                if is_text {
                    entries.retain(|(key, _)| self.languages.contains(&key.name));
                }
                for (key, node) in entries {
                    key.span = at.span.clone();
                    self.spoken(node, at);
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.spoken(item, at)),
            _ => {}
        }
    }
}

/// With what `as` puts before each id.
fn rename(question: &mut Node, raw: &RawUse) {
    let (Some(prefix), Value::Map(entries)) = (&raw.r#as, &mut question.value) else {
        return;
    };
    for (key, node) in entries {
        if let (true, Value::Word(id)) = (key.name == "id", &mut node.value) {
            *id = format!("{}_{id}", prefix.value);
            node.span = prefix.span.clone();
        }
    }
}

fn is_use(question: &Node) -> bool {
    match &question.value {
        Value::Map(entries) => entries.iter().any(|(key, _)| key.name == "use"),
        _ => false,
    }
}

/// The id of a question, and where it stands.
fn id(question: &Node) -> Option<(Range<usize>, &String)> {
    let Value::Map(entries) = &question.value else {
        return None;
    };
    let (_, node) = entries.iter().find(|(key, _)| key.name == "id")?;
    match &node.value {
        Value::Word(id) => Some((node.span.clone(), id)),
        _ => None,
    }
}

/// The languages of a text that is written in several.
fn by_language(value: &Value) -> Option<Vec<&str>> {
    let Value::Map(entries) = value else {
        return None;
    };
    let codes: Vec<&str> = entries.iter().map(|(key, _)| key.name.as_str()).collect();
    codes.contains(&"es").then_some(codes)
}

fn languages(root: &Node) -> Vec<String> {
    let Value::Map(entries) = &root.value else {
        return Vec::new();
    };
    let listed = entries.iter().find(|(key, _)| key.name == "languages");
    let Some(Value::List(items)) = listed.map(|(_, node)| &node.value) else {
        return Vec::new();
    };
    let words = items.iter().filter_map(|item| match &item.value {
        Value::Word(word) => Some(word.clone()),
        _ => None,
    });
    words.collect()
}

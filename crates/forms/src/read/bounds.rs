//! How much a file that is to be published may say. Checks compare things of a file with each other, so one with tens of thousands of them
//! would keep a processor busy for minutes, and nobody could fill its form in either.

use super::node::{Node, Value};
use super::problems::{Forbids, Problems};

/// Values and lists in the whole file.
const VALUES: usize = 30_000;
/// Keys of one group, such as the options of a choice: there are fewer than 2,000 districts.
const KEYS: usize = 3_000;
/// Things in one list.
const ITEMS: usize = 1_000;
/// The lists of which everything is compared with everything, and how long they may be.
const SHORTER: [(&str, usize); 3] = [("form", 200), ("rules", 300), ("steps", 50)];

/// Notes what there is too much of; whether that is nothing.
pub(super) fn held(root: &Node, problems: &mut Problems) -> bool {
    held_with(KEYS, root, problems)
}

/// The same of texts in other languages: there is one for each option of several choices.
pub(super) fn texts_held(root: &Node, problems: &mut Problems) -> bool {
    held_with(VALUES, root, problems)
}

fn held_with(keys: usize, root: &Node, problems: &mut Problems) -> bool {
    let mut bounds = Bounds {
        keys,
        problems,
        values: 0,
        is_held: true,
    };
    bounds.look("", root);
    if bounds.values > VALUES {
        let message = format!(
            "this file says {} things; a service file says at most {VALUES}",
            bounds.values
        );
        bounds.too_much(root, message);
    }
    bounds.is_held
}

struct Bounds<'p> {
    problems: &'p mut Problems,
    keys: usize,
    values: usize,
    is_held: bool,
}

impl Bounds<'_> {
    /// The value of that key.
    fn look(&mut self, key: &str, node: &Node) {
        self.values += 1;
        match &node.value {
            Value::List(items) => {
                let shorter = SHORTER.iter().find(|(name, _)| *name == key);
                let most = shorter.map_or(ITEMS, |(_, most)| *most);
                if items.len() > most {
                    let message = format!(
                        "a list of {} is too long: here it has at most {most}",
                        items.len()
                    );
                    self.too_much(node, message);
                }
                for item in items {
                    self.look("", item);
                }
            }
            Value::Map(entries) => {
                if entries.len() > self.keys {
                    let message = format!(
                        "{} keys are too many: a group has at most {}",
                        entries.len(),
                        self.keys
                    );
                    self.too_much(node, message);
                }
                for (key, value) in entries {
                    self.look(&key.name, value);
                }
            }
            _ => {}
        }
    }

    fn too_much(&mut self, node: &Node, message: String) {
        self.is_held = false;
        // Where it begins: all of it would fill the screen.
        let start = node.span.start;
        self.problems
            .add(Forbids::Publishing, start..start + 1, message)
            .help("make several services of it, or ask for less");
    }
}

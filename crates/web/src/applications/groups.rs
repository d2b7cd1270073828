//! Adding and taking away a block of a repeated group, on what was sent.

use forms::{Kind, Page, answers::Raw};

use super::fields::{
    field::id_of,
    group::{block_id, blocks},
};

/// What a button inside a group asked for; the page is then shown again with it done, with this part of it in view, and nothing is
/// judged yet.
pub(super) fn rearrange(page: &Page, raw: &mut Raw) -> Option<String> {
    if !raw.contains_key("add") && !raw.contains_key("remove") {
        return None;
    }
    let mut in_view = String::from("main");
    let (add, remove) = (raw.remove("add"), raw.remove("remove"));
    for question in &page.questions {
        let Kind::Group {
            at_least, at_most, ..
        } = question.kind
        else {
            continue;
        };
        let name = question.id.as_str();
        let count = blocks(raw, name, at_least);
        if said(add.as_ref(), name) && count < at_most {
            // A field without a name says how many blocks there are.
            raw.insert(format!("{name}.{count}."), vec![String::new()]);
            in_view = block_id(name, count);
        }
        let removed = remove
            .as_ref()
            .and_then(|values| values.first())
            .and_then(|value| value.rsplit_once('.'));
        if let Some((_, index)) = removed.filter(|(group, _)| *group == name)
            && let Ok(index) = index.parse()
        {
            take_away(raw, name, index);
            in_view = id_of(name);
        }
    }
    Some(in_view)
}

fn said(values: Option<&Vec<String>>, name: &str) -> bool {
    values.is_some_and(|values| values.iter().any(|value| value == name))
}

/// The blocks behind the one that goes move up by one.
fn take_away(raw: &mut Raw, name: &str, gone: u32) {
    let prefix = format!("{name}.");
    let old = std::mem::take(raw);
    for (key, values) in old {
        let Some((index, rest)) = key.strip_prefix(&prefix).and_then(|rest| rest.split_once('.')) else {
            raw.insert(key, values);
            continue;
        };
        match index.parse::<u32>() {
            Ok(index) if index == gone => {}
            Ok(index) if index > gone => {
                raw.insert(format!("{prefix}{}.{rest}", index - 1), values);
            }
            _ => {
                raw.insert(key, values);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_behind_one_that_goes_move_up() {
        let mut raw: Raw = [
            ("who.0.name", "Ana"),
            ("who.1.name", "Luz"),
            ("who.2.name", "Eva"),
            ("whole", "x"),
        ]
        .map(|(key, value)| (key.to_owned(), vec![value.to_owned()]))
        .into();
        take_away(&mut raw, "who", 1);
        let left: Vec<_> = raw
            .iter()
            .map(|(key, values)| format!("{key}={}", values[0]))
            .collect();
        assert_eq!(left, ["who.0.name=Ana", "who.1.name=Eva", "whole=x"]);
    }
}

//! Help under a question: paragraphs, short lists and links, which is all of Markdown that is taken.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A part of a help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpBlock {
    /// Sentences.
    Paragraph(Vec<HelpWords>),
    /// One thing a line.
    List(Vec<Vec<HelpWords>>),
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpWords {
    /// As they are.
    Plain(String),
    /// Words that lead somewhere.
    Link {
        /// What one reads.
        words: String,
        /// An address that begins with `https:`, `mailto:` or `tel:`.
        address: String,
    },
}

/// What a help cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotHelp {
    /// Another part of Markdown, by its name.
    #[error("a help cannot have {0}")]
    Other(&'static str),
    /// A link that leads elsewhere than to a page, a mailbox or a telephone.
    #[error("a help cannot link to `{0}`")]
    Address(String),
}

/// The parts of a help, in its order.
pub fn help(text: &str) -> Result<Vec<HelpBlock>, NotHelp> {
    let mut reading = Reading::default();
    for event in Parser::new(text) {
        reading.take(event)?;
    }
    Ok(reading.blocks)
}

#[derive(Default)]
struct Reading {
    blocks: Vec<HelpBlock>,
    /// Of the paragraph or the line that is being read.
    line: Vec<HelpWords>,
    /// The lines of the list that is being read.
    list: Option<Vec<Vec<HelpWords>>>,
    /// Where the link leads that is being read, and its words so far.
    link: Option<(String, String)>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) -> Result<(), NotHelp> {
        match event {
            Event::Text(words) => self.words(&words),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Start(tag) => self.begin(tag)?,
            Event::End(tag) => self.end(tag),
            Event::Code(_) => return Err(NotHelp::Other("code")),
            Event::Html(_) | Event::InlineHtml(_) => return Err(NotHelp::Other("HTML")),
            Event::Rule => return Err(NotHelp::Other("a rule across")),
            _ => return Err(NotHelp::Other("this sign of Markdown")),
        }
        Ok(())
    }

    fn begin(&mut self, tag: Tag<'_>) -> Result<(), NotHelp> {
        match tag {
            Tag::Paragraph if self.list.is_some() && !self.line.is_empty() => {
                return Err(NotHelp::Other("two paragraphs in one line of a list"));
            }
            Tag::Paragraph | Tag::Item => {}
            Tag::List(None) if self.list.is_none() => self.list = Some(Vec::new()),
            Tag::Link { dest_url, .. } => {
                let address = dest_url.into_string();
                if !["https:", "mailto:", "tel:"]
                    .iter()
                    .any(|known| address.starts_with(known))
                {
                    return Err(NotHelp::Address(address));
                }
                self.link = Some((address, String::new()));
            }
            Tag::List(None) => return Err(NotHelp::Other("a list in a list")),
            Tag::List(Some(_)) => return Err(NotHelp::Other("a numbered list")),
            Tag::Heading { .. } => return Err(NotHelp::Other("a heading")),
            Tag::CodeBlock(_) => return Err(NotHelp::Other("lines that are indented like code")),
            Tag::HtmlBlock => return Err(NotHelp::Other("HTML")),
            Tag::Image { .. } => return Err(NotHelp::Other("a picture")),
            Tag::Emphasis | Tag::Strong => return Err(NotHelp::Other("words in italics or bold")),
            _ => return Err(NotHelp::Other("this sign of Markdown")),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.list.is_none() => {
                let line = std::mem::take(&mut self.line);
                self.blocks.push(HelpBlock::Paragraph(line));
            }
            TagEnd::Item => {
                let line = std::mem::take(&mut self.line);
                self.list.get_or_insert_default().push(line);
            }
            TagEnd::List(_) => {
                let lines = self.list.take().unwrap_or_default();
                self.blocks.push(HelpBlock::List(lines));
            }
            TagEnd::Link => {
                if let Some((address, words)) = self.link.take() {
                    self.line.push(HelpWords::Link { words, address });
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, more: &str) {
        if let Some((_, words)) = &mut self.link {
            words.push_str(more);
        } else if let Some(HelpWords::Plain(words)) = self.line.last_mut() {
            words.push_str(more);
        } else {
            self.line.push(HelpWords::Plain(more.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(words: &str) -> HelpWords {
        HelpWords::Plain(words.to_owned())
    }

    fn link(words: &str, address: &str) -> HelpWords {
        HelpWords::Link {
            words: words.to_owned(),
            address: address.to_owned(),
        }
    }

    #[test]
    fn paragraphs_lists_and_links_are_taken() {
        let text = "It is on your\nbill, see [how](https://example.pe/bill?a=1&b=2).\n\nBring:\n\n- your card\n- [call us](tel:+5115550100) & \"ask\"\n";
        assert_eq!(
            help(text),
            Ok(vec![
                HelpBlock::Paragraph(vec![
                    plain("It is on your bill, see "),
                    link("how", "https://example.pe/bill?a=1&b=2"),
                    plain("."),
                ]),
                HelpBlock::Paragraph(vec![plain("Bring:")]),
                HelpBlock::List(vec![
                    vec![plain("your card")],
                    vec![link("call us", "tel:+5115550100"), plain(" & \"ask\"")],
                ]),
            ])
        );
    }

    #[test]
    fn all_else_is_refused_by_its_name() {
        for (text, what) in [
            ("# Where?", "a heading"),
            ("<script>alert(1)</script>", "HTML"),
            ("see <b>here</b>", "HTML"),
            ("1. first\n2. second", "a numbered list"),
            ("- one\n  - two", "a list in a list"),
            (
                "- your card\n\n  or a copy",
                "two paragraphs in one line of a list",
            ),
            ("![a](https://example.pe/a.png)", "a picture"),
            ("*here*", "words in italics or bold"),
            ("`here`", "code"),
            ("    here", "lines that are indented like code"),
            ("a\n\n---\n", "a rule across"),
        ] {
            assert_eq!(help(text), Err(NotHelp::Other(what)), "{text}");
        }
        for address in [
            "http://example.pe",
            "javascript:alert(1)",
            "/o",
            "data:text/html,x",
            "HTTPS:x",
        ] {
            let text = format!("[here]({address})");
            assert_eq!(help(&text), Err(NotHelp::Address(address.to_owned())));
        }
    }
}

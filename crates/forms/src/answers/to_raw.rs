//! A typed answer back into fields, so that a form can be filled in again.

use super::{ASKED, Address, Answer, Raw};
use crate::regions::{self, RegionCode};
use crate::{Kind, Question};

impl Answer {
    /// The fields that a browser would send for this answer. Reading them again gives the same answer.
    pub fn to_raw(&self, question: &Question) -> Raw {
        let mut raw = Raw::new();
        self.put(question.id.as_str(), &question.kind, &mut raw);
        raw
    }

    fn put(&self, name: &str, kind: &Kind, raw: &mut Raw) {
        let value = match self {
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => decimal(number, kind),
            Self::Time(time) => format!("{:02}:{:02}", time.hour(), time.minute()),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Declaration => "yes".to_owned(),
            Self::Map(places) => {
                let lines: Vec<String> = places
                    .iter()
                    .map(|place| place.to_string().replace(',', ", "))
                    .collect();
                lines.join("\n")
            }
            other => match other.text() {
                Some(text) => text.to_owned(),
                None => return other.put_parts(name, kind, raw),
            },
        };
        if let Self::Email(_) = self {
            part(raw, name, ASKED, &value);
        }
        raw.insert(name.to_owned(), vec![value]);
    }

    fn put_parts(&self, name: &str, kind: &Kind, raw: &mut Raw) {
        match self {
            Self::Choices(codes) => {
                raw.insert(name.to_owned(), codes.clone());
            }
            Self::Date(date) => {
                part(raw, name, "day", &date.day());
                part(raw, name, "month", &date.month());
                part(raw, name, "year", &format!("{:04}", date.year()));
            }
            Self::IdentityDocument(document) => {
                part(raw, name, "kind", &document.kind.code());
                part(raw, name, "number", &document.number);
            }
            Self::Region(region) => put_region(region, name, raw),
            Self::Address(Address {
                region,
                street,
                reference,
            }) => {
                put_region(region, name, raw);
                part(raw, name, "street", street);
                part(raw, name, "reference", reference);
            }
            Self::Group(blocks) => {
                let Kind::Group { questions, .. } = kind else {
                    return;
                };
                for (index, block) in blocks.iter().enumerate() {
                    for inner in questions {
                        let Some(answer) = block.get(&inner.id) else {
                            continue;
                        };
                        answer.put(&format!("{name}.{index}.{}", inner.id), &inner.kind, raw);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A decimal with the sign that the question's country has.
pub(crate) fn decimal(number: &str, kind: &Kind) -> String {
    match kind {
        Kind::Decimal { country, .. } => number.replace('.', country.money.point.encode_utf8(&mut [0; 4])),
        _ => number.to_owned(),
    }
}

fn put_region(region: &RegionCode, name: &str, raw: &mut Raw) {
    // The words that were looked for and the choice from what was found, as if its whole name had been typed.
    let path = regions::path(region.as_str());
    part(raw, name, "find", &path);
    part(raw, name, "found", &path);
    part(raw, name, "region", &region.as_str());
}

fn part(raw: &mut Raw, name: &str, part: &str, value: &impl ToString) {
    raw.insert(format!("{name}.{part}"), vec![value.to_string()]);
}

//! Real answers as a scenario may give them: what is chosen, counted and dated stays; names, numbers and words of people do not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::answers::{Address, IdentityDocument};
use crate::country_rules::CountryRules;
use crate::samples::{candidates, elsewhere, entry};
use crate::{Answer, Answers, Kind, Question, Service};

/// Dates further back are birthdays, in all likelihood.
const BIRTHDAYS: i16 = 10;
/// Of nobody.
const NAMES: [&str; 5] = [
    "María Elena Quispe Huamán",
    "José Mamani Condori",
    "Rosa Flores Rojas",
    "Luis Díaz Vargas",
    "Carmen Torres Soto",
];

/// The answers of an application that was sent on that day, for a scenario about nobody. What is left out is answered as is usual. Birthdays
/// are moved to that day, so that everybody is as old as they were, and where different people or vehicles are named they stay different.
pub fn anonymised(service: &Service, answers: &Answers, today: Date) -> Map<String, Value> {
    let mut anonymiser = Anonymiser::new(service, today);
    let mut told = Map::new();
    for page in service.journey(answers) {
        for question in service.visible(page, answers) {
            let value = match answers.get(&question.id) {
                Some(answer) => anonymiser.given(question, answer),
                None if question.optional => Some(Value::Null),
                None => None,
            };
            told.extend(value.map(|value| (question.id.to_string(), value)));
        }
    }
    told
}

/// What was answered anew, in the same way; values that nobody types are left out.
pub fn anonymised_anew(
    service: &Service,
    before: &Answers,
    anew: &Answers,
    today: Date,
) -> Map<String, Value> {
    let mut anonymiser = Anonymiser::new(service, today);
    let mut told = Map::new();
    for question in service.form.pages.iter().flat_map(|page| &page.questions) {
        let earlier = before.get(&question.id);
        if let Some(earlier) = earlier {
            anonymiser.given(question, earlier);
        }
        let value = anew
            .get(&question.id)
            .and_then(|answer| anonymiser.given(question, answer));
        told.extend(value.map(|value| (question.id.to_string(), value)));
    }
    told
}

struct Anonymiser {
    country: &'static CountryRules,
    today: Date,
    /// Whom and what was named so far, by kind of answer.
    named: BTreeMap<&'static str, Vec<String>>,
}

impl Anonymiser {
    fn new(service: &Service, today: Date) -> Self {
        Self {
            country: service.country,
            today,
            named: BTreeMap::new(),
        }
    }

    /// What a scenario gives in the place of an answer; nothing where the usual answer does.
    fn given(&mut self, question: &Question, answer: &Answer) -> Option<Value> {
        let usual = candidates(question, &Answers::default(), self.today);
        match answer {
            Answer::Text(_) | Answer::Declaration => None,
            Answer::Date(date) if self.is_birthday(question, *date) => Some(json!(as_old(*date, self.today))),
            Answer::Address(address) => usual.into_iter().find_map(|usual| match usual {
                Answer::Address(street) => Some(written(&Answer::Address(Address {
                    region: address.region.clone(),
                    ..street
                }))),
                _ => None,
            }),
            Answer::Map(places) => elsewhere(question, places).map(|places| written(&Answer::Map(places))),
            Answer::Group(entries) => Some(
                entries
                    .iter()
                    .map(|answers| self.entry(question, answers))
                    .collect(),
            ),
            other => match self.somebody_else(other) {
                // The usual answer names the same nobody.
                Some(told) => (usual.first() != Some(&told)).then(|| written(&told)),
                None => Some(written(other)),
            },
        }
    }

    /// An entry of a group is written whole: what people wrote in their own words is as usual.
    fn entry(&mut self, group: &Question, answers: &Answers) -> Value {
        let Kind::Group { questions, .. } = &group.kind else {
            return Value::Null;
        };
        let usual = entry(group, self.today).unwrap_or_default();
        let mut told = Map::new();
        for question in questions {
            let Some(answer) = answers.get(&question.id) else {
                continue;
            };
            let value = match answer {
                Answer::Text(_) | Answer::Declaration => usual.get(&question.id).map(written),
                other => match self.somebody_else(other) {
                    Some(told) => Some(written(&told)),
                    None => self.given(question, other),
                },
            };
            told.extend(value.map(|value| (question.id.to_string(), value)));
        }
        Value::Object(told)
    }

    fn is_birthday(&self, question: &Question, date: Date) -> bool {
        question.asks_birthday() || date.year() < self.today.year() - BIRTHDAYS
    }

    /// In the place of what names a person or a vehicle, what names nobody: the same for the same, another for another.
    fn somebody_else(&mut self, answer: &Answer) -> Option<Answer> {
        let (kind, own) = match answer {
            Answer::FullName(name) => ("name", name.as_str()),
            Answer::Email(address) => ("email", address.as_str()),
            Answer::Phone(number) => ("phone", number.as_str()),
            Answer::TaxNumber(number) => ("tax number", number.as_str()),
            Answer::VehiclePlate(plate) => ("plate", plate.as_str()),
            Answer::IdentityDocument(document) => (document.kind.code(), document.number.as_str()),
            _ => return None,
        };
        let own = own.to_lowercase();
        let named = self.named.entry(kind).or_default();
        let at = named.iter().position(|known| *known == own);
        let at = at.unwrap_or_else(|| {
            named.push(own);
            named.len() - 1
        });
        Some(nobody(answer, self.country, at))
    }
}

/// An answer of the same kind that names nobody, another for each number.
fn nobody(answer: &Answer, country: &CountryRules, at: usize) -> Answer {
    match answer {
        Answer::FullName(_) => Answer::FullName(NAMES[at % NAMES.len()].to_owned()),
        Answer::Email(_) if at == 0 => Answer::Email("maria.quispe@ejemplo.pe".to_owned()),
        Answer::Email(_) => Answer::Email(format!("persona{at}@ejemplo.pe")),
        Answer::Phone(_) => Answer::Phone(country.phone.invented(at)),
        Answer::TaxNumber(_) => Answer::TaxNumber(country.tax_number.invented(at)),
        Answer::VehiclePlate(_) => Answer::VehiclePlate(country.plate.invented(at)),
        Answer::IdentityDocument(document) => Answer::IdentityDocument(IdentityDocument {
            kind: document.kind,
            number: document
                .kind
                .identifier()
                .map_or_else(String::new, |identifier| identifier.invented(at)),
        }),
        other => other.clone(),
    }
}

/// The day on which somebody has their birthday today who was born that day, as the same age counts.
fn as_old(born: Date, today: Date) -> Date {
    let years = today.year() - born.year();
    let had = (born.month(), born.day()) <= (today.month(), today.day());
    let year = today.year() - years + i16::from(!had);
    let day = Date::new(year, today.month(), today.day());
    day.unwrap_or_else(|_| Date::constant(year, 2, 28))
}

/// An answer as a scenario writes it.
fn written(answer: &Answer) -> Value {
    match answer {
        Answer::Integer(number) => json!(number),
        Answer::Decimal(number) => number
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| json!(number), Value::Number),
        Answer::Date(date) => json!(date),
        Answer::Time(time) => json!(time.strftime("%H:%M").to_string()),
        Answer::YesNo(yes) => json!(yes),
        Answer::Declaration => json!(true),
        Answer::Choices(codes) => json!(codes),
        Answer::Region(code) => json!(code.as_str()),
        Answer::Address(address) => json!({"region": address.region.as_str(), "street": address.street}),
        Answer::IdentityDocument(document) => {
            json!({"kind": document.kind.code(), "number": document.number})
        }
        Answer::Map(places) => match places.as_slice() {
            [place] => json!(place),
            places => json!(places),
        },
        Answer::Group(entries) => {
            let entry = |answers: &Answers| {
                let told = answers
                    .iter()
                    .map(|(id, answer)| (id.to_string(), written(answer)));
                Value::Object(told.collect())
            };
            entries.iter().map(entry).collect()
        }
        text => json!(text.text()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use serde_json::json;

    use super::{anonymised, anonymised_anew, as_old};
    use crate::answers::{Address, IdentityDocument};
    use crate::{Answer, Answers, DocumentKind, samples};

    /// The same answers, as somebody gave them whom they would name.
    fn of_a_person(answers: &Answers) -> Answers {
        let own = |answer: &Answer| match answer {
            Answer::Text(_) => Answer::Text("Zoila de Zorritos".to_owned()),
            Answer::FullName(_) => Answer::FullName("Zoila Zapata".to_owned()),
            Answer::Email(_) => Answer::Email("zoila@zorritos.pe".to_owned()),
            Answer::Phone(_) => Answer::Phone("+51987000111".to_owned()),
            Answer::TaxNumber(_) => Answer::TaxNumber("10870001112".to_owned()),
            Answer::VehiclePlate(_) => Answer::VehiclePlate("ZOI-987".to_owned()),
            Answer::IdentityDocument(_) => Answer::IdentityDocument(IdentityDocument {
                kind: DocumentKind::PASSPORT,
                number: "ZOI987000".to_owned(),
            }),
            Answer::Address(address) => Answer::Address(Address {
                region: address.region.clone(),
                street: "Jirón Zela 987".to_owned(),
                reference: "Zaguán".to_owned(),
            }),
            Answer::Date(day) if day.year() < 2010 => Answer::Date(date(1987, 9, 8)),
            Answer::Group(entries) => Answer::Group(entries.iter().map(of_a_person).collect()),
            other => other.clone(),
        };
        Answers(
            answers
                .iter()
                .map(|(id, answer)| (id.clone(), own(answer)))
                .collect(),
        )
    }

    #[test]
    fn nothing_that_names_somebody_is_told() {
        let today = date(2026, 12, 1);
        for source in [
            include_str!("../../../../forms/transit-permit.yaml"),
            include_str!("../../../../forms/market-stall-permit.yaml"),
            include_str!("../../../../forms/driver-licence-revalidation.yaml"),
        ] {
            let service = crate::read("shipped.yaml", source).unwrap();
            let answers = of_a_person(&samples::sample(&service, today));
            let told = serde_json::to_string(&anonymised(&service, &answers, today)).unwrap();
            for own in ["Z", "zoila", "9870", "8700", "1987-09-08"] {
                assert!(!told.contains(own), "{own} is in {told}");
            }
            assert!(told.len() > 40, "{told}");
        }
    }

    #[test]
    fn who_is_different_stays_different_and_who_is_the_same_the_same() {
        let source = r"
service: fair
languages: [en]
name: Fair
summary: Fair.
audience: All.
requirements: []
cost: Free
takes: A day
authority: {name: Town}
legal_basis: []
contact: {phone: '1'}
form:
  - page: you
    title: You
    questions:
      - {id: name, type: full-name, label: Name}
      - {id: mine, type: e-mail, label: Mine}
      - {id: boss, type: e-mail, label: Boss}
      - {id: again, type: e-mail, label: Again}
      - {id: child_birth, type: date, label: Born}
      - {id: trip, type: date, label: Trip}
      - {id: weight, type: decimal, label: Weight}
      - {id: story, type: text, label: Story}
      - {id: plate, type: vehicle-plate, label: Plate, optional: true}
      - {id: helpers, type: group, label: Helpers, questions: [{id: who, type: identity-document, label: Who, accepts: [dni]}, {id: says, type: text, label: Says}]}
    computed: [{id: writes, is: mine, label: Writes}]
review: {steps: [{id: check, name: Check, role: officer}], reasons: {no: {for: [reject], text: No.}}}
permit: {type: 9, title: Fair, valid: 30d, claims: [{answer: name, role: holder}], prints: [], conditions: []}
";
        let service = crate::read("fair.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let email = |name: &str| Answer::Email(format!("{name}@zorritos.pe"));
        let dni = |number: &str| {
            Answer::IdentityDocument(IdentityDocument {
                kind: DocumentKind::DNI,
                number: number.to_owned(),
            })
        };
        let helper = |number: &str| {
            let said = Answer::Text("Zoila".to_owned());
            Answers([("who".into(), dni(number)), ("says".into(), said)].into())
        };
        let answers = Answers(
            [
                ("name".into(), Answer::FullName("Zoila Zapata".to_owned())),
                ("mine".into(), email("zoila")),
                ("boss".into(), email("zoilo")),
                ("again".into(), email("Zoila")),
                ("child_birth".into(), Answer::Date(date(2019, 3, 27))),
                ("trip".into(), Answer::Date(date(2026, 12, 20))),
                ("weight".into(), Answer::Decimal("2.5".to_owned())),
                ("story".into(), Answer::Text("Soy Zoila".to_owned())),
                (
                    "helpers".into(),
                    Answer::Group(vec![helper("87654321"), helper("87654322"), helper("87654321")]),
                ),
                ("writes".into(), email("zoila")),
            ]
            .into(),
        );
        let today = date(2026, 12, 1);
        let told = serde_json::to_value(anonymised(&service, &answers, today)).unwrap();
        let who =
            |number: &str| json!({"who": {"kind": "dni", "number": number}, "says": "Ejemplo de respuesta"});
        assert_eq!(
            told,
            json!({
                "boss": "persona1@ejemplo.pe",
                "child_birth": "2019-12-01",
                "trip": "2026-12-20",
                "weight": 2.5,
                "plate": null,
                "helpers": [who("45871236"), who("45871237"), who("45871236")],
            })
        );
        let anew = Answers(
            [
                ("boss".into(), email("zacarias")),
                ("writes".into(), email("zoila")),
            ]
            .into(),
        );
        let told = serde_json::to_value(anonymised_anew(&service, &answers, &anew, today)).unwrap();
        assert_eq!(
            told,
            json!({"boss": "persona2@ejemplo.pe"}),
            "and nothing that nobody types"
        );
    }

    #[test]
    fn who_was_born_stays_as_old_and_has_another_birthday() {
        let today = date(2026, 12, 1);
        for (born, told) in [
            (date(1990, 5, 17), date(1990, 12, 1)),
            (date(1990, 12, 1), date(1990, 12, 1)),
            (date(1990, 12, 2), date(1991, 12, 1)),
        ] {
            assert_eq!(as_old(born, today), told, "{born}");
        }
        assert_eq!(as_old(date(1990, 1, 5), date(2028, 2, 29)), date(1990, 2, 28));
    }
}

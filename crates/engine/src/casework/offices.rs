//! The offices that services route their cases to, by the codes that grants name them by.

use forms::{Kind, OfficeId, Service, ServiceId, Text, regions};

use crate::engine::Engine;

/// An office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOffice {
    /// As cases and grants name it.
    pub id: OfficeId,
    /// What it is called.
    pub name: OfficeName,
}

/// What an office is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficeName {
    /// A department, by its official name.
    Department(&'static str),
    /// An option of a question, in its service's words. A department means the same to every service.
    Option {
        /// Whose question.
        service: ServiceId,
        /// The option.
        name: Text,
    },
}

impl Engine {
    /// The offices of the services that are published now: departments first, in the order of their codes.
    pub fn offices(&self) -> Vec<KnownOffice> {
        let services = self.services.all();
        let services = services.iter().map(|published| &published.service);
        let mut has_departments = false;
        let mut others = Vec::new();
        for service in services {
            match routing(service) {
                Some(Kind::Region | Kind::Address) => has_departments = true,
                Some(Kind::Choice { options, .. }) => {
                    others.extend(options.iter().map(|option| KnownOffice {
                        id: OfficeId::new(option.code.as_str()),
                        name: OfficeName::Option {
                            service: service.id.clone(),
                            name: option.label.clone(),
                        },
                    }));
                }
                _ => {}
            }
        }
        let departments = regions::departments().iter().filter(|_| has_departments);
        let departments = departments.map(|department| KnownOffice {
            id: OfficeId::new(department.code.as_str()),
            name: OfficeName::Department(department.name),
        });
        departments.chain(others).collect()
    }

    /// Whether cases of a service, or of any where none is named, can come to an office of this name.
    pub fn is_office(&self, id: &OfficeId, service: Option<&ServiceId>) -> bool {
        let services = self.services.all();
        let mut services = services.iter().map(|published| &published.service);
        services.any(|routed| {
            service.is_none_or(|wanted| *wanted == routed.id)
                && match routing(routed) {
                    Some(Kind::Region | Kind::Address) => regions::departments()
                        .iter()
                        .any(|department| department.code.as_str() == id.as_str()),
                    Some(Kind::Choice { options, .. }) => {
                        options.iter().any(|option| option.code.as_str() == id.as_str())
                    }
                    _ => false,
                }
        })
    }
}

/// The kind of the question whose answer routes a service's cases.
fn routing(service: &Service) -> Option<&Kind> {
    let question = service.question(service.review.office.as_ref()?)?;
    Some(&question.kind)
}

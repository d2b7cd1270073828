//! The services that one can begin with, each with its scenarios.

use anyhow::{Result, anyhow};
use forms::Service;

/// A service that ships.
pub(super) struct Template {
    /// Its id, as it is written.
    pub(super) name: &'static str,
    /// The file.
    pub(super) service: &'static str,
    /// What must come of it.
    pub(super) scenarios: &'static str,
}

macro_rules! template {
    ($name:literal, $folder:literal) => {
        Template {
            name: $name,
            service: include_str!(concat!($folder, $name, ".yaml")),
            scenarios: include_str!(concat!($folder, $name, ".scenarios.yaml")),
        }
    };
}

/// A short one that shows how it is done.
pub(super) const FIRST: Template = template!("my-permit", "templates/");

/// Whole ones, in Spanish and English.
pub(super) const TEMPLATES: &[Template] = &[
    template!("transit-permit", "../../../../../forms/"),
    template!("event-notice", "templates/"),
    template!("market-stall-permit", "../../../../../forms/"),
    template!("tree-removal", "templates/"),
    template!("driver-licence-revalidation", "../../../../../forms/"),
    template!("fishing", "templates/"),
    template!("drone-flight", "templates/"),
    template!("residents-parking", "templates/"),
    template!("filming", "templates/"),
    template!("minors-journey", "templates/"),
];

impl Template {
    /// The file of a service of that id.
    pub(super) fn of(&self, id: &str) -> String {
        let own = format!("service: {}", self.name);
        self.service.replacen(&own, &format!("service: {id}"), 1)
    }

    /// What it is for, in English.
    pub(super) fn summary(&self) -> Result<String> {
        let english = forms::Language::new("en");
        Ok(self.read()?.about.summary.in_language(&english).to_owned())
    }

    /// The number of its permits' description.
    pub(super) fn permit_type(&self) -> Result<u32> {
        Ok(self.read()?.permit.kind)
    }

    fn read(&self) -> Result<Service> {
        forms::read(self.name, self.service).map_err(|wrong| anyhow!("{wrong}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_checks_under_another_id_with_its_scenarios_and_a_type_of_its_own() {
        let mut types = BTreeSet::new();
        for template in TEMPLATES.iter().chain([&FIRST]) {
            let source = template.of("another-id");
            let service = forms::read(template.name, &source).unwrap_or_else(|wrong| panic!("{wrong}"));
            assert_eq!(service.id.as_str(), "another-id", "{}", template.name);
            assert!(
                forms::advice(template.name, &source).is_empty(),
                "{}",
                template.name
            );
            let scenarios = forms::scenarios::read(template.name, template.scenarios, &service);
            let scenarios = scenarios.unwrap_or_else(|wrong| panic!("{wrong}"));
            assert!(scenarios.len() > 1, "{}", template.name);
            assert!(types.insert(service.permit.kind), "{}", template.name);
        }
        assert!(TEMPLATES.iter().all(|template| template.summary().is_ok()));
    }
}

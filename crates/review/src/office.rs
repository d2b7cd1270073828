use forms::{Answer, Answers, OfficeId, Workflow};

/// The office that an application is routed to: the option chosen, or the department of a place.
pub(crate) fn office_of(workflow: &Workflow, answers: &Answers) -> Option<OfficeId> {
    match answers.get(workflow.office.as_ref()?)? {
        Answer::Choice(option) => Some(OfficeId::new(option.clone())),
        Answer::Region(region) => department(&region.0),
        Answer::Address(address) => department(&address.region.0),
        _ => None,
    }
}

/// A region's code begins with its department's two digits.
fn department(region: &str) -> Option<OfficeId> {
    region.get(..2).map(OfficeId::from)
}

use forms::{Answer, Answers, OfficeId, Workflow};

/// The office that an application is routed to: the option chosen, or the department of a place.
pub(crate) fn office_of(workflow: &Workflow, answers: &Answers) -> Option<OfficeId> {
    match answers.get(workflow.office.as_ref()?)? {
        Answer::Choice(option) => Some(OfficeId::new(option.clone())),
        Answer::Region(region) => Some(OfficeId::from(region.department())),
        Answer::Address(address) => Some(OfficeId::from(address.region.department())),
        _ => None,
    }
}

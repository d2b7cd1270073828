//! What nobody can go on with, told to those who can mend it.

use engine::{
    authorise::{Action, Caller, Scope},
    casework::unattended::{Abandoned, EmptyStep, Unattended},
};
use form_urlencoded::Serializer;
use forms::{OfficeId, Service, ServiceId};

use super::{
    names::Names,
    roles::{office_name, role},
    service_name::service_name,
};
use crate::{app::App, error::WebError, page::Page};

/// One thing that wants mending.
pub(crate) struct Need {
    pub(crate) text: String,
    /// Where the cases are, for whom they are listed.
    pub(crate) cases: Option<String>,
}

/// All that this person can have mended; nothing for most.
pub(crate) async fn of(app: &App, caller: &Caller, page: &Page) -> Result<Vec<Need>, WebError> {
    let needs = app.needs(caller).await?;
    let names = Names::load(app).await?;
    let lists = caller.may(Action::SeeQueue, &Scope::Somewhere);
    let unattended = needs
        .unattended
        .iter()
        .map(|one| unattended(app, one, lists, page));
    let abandoned = needs
        .abandoned
        .iter()
        .map(|one| abandoned(&names, one, lists, page));
    Ok(unattended.chain(abandoned).collect())
}

fn unattended(app: &App, one: &Unattended, lists: bool, page: &Page) -> Need {
    let spoken = page.language.code().into();
    let step = one.step_name.in_language(&spoken).to_owned();
    let place = place(app, &one.service, step, one.office.as_ref(), page);
    let role = role(one.role.as_str(), page);
    let why = page.t2("office-need-role", ("role", &role), ("place", &place));
    let query = Serializer::new(String::new())
        .append_pair("service", one.service.as_str())
        .append_pair("step", one.step.as_str())
        .finish();
    Need {
        text: format!("{} {why}", page.tn("office-need-cases", one.count)),
        cases: lists.then(|| format!("/o?{query}")),
    }
}

fn abandoned(names: &Names, one: &Abandoned, lists: bool, page: &Page) -> Need {
    let why = page.t1("office-need-disabled", "name", names.of(one.person, page));
    Need {
        text: format!("{} {why}", page.tn("office-need-held", one.count)),
        cases: lists.then(|| "/o?status=Claimed".to_owned()),
    }
}

/// A step of a published service where nobody could decide, in a sentence.
pub(crate) fn empty_step(app: &App, step: &EmptyStep, page: &Page) -> String {
    let published = app.services.current(step.service.as_str());
    let service = published.as_ref().map(|published| &published.service);
    empty_step_of(app, service, step, page)
}

/// The same of that service, published or not.
pub(crate) fn empty_step_of(app: &App, service: Option<&Service>, step: &EmptyStep, page: &Page) -> String {
    let name = service.and_then(|service| {
        let spoken = service.language_for(page.language.code());
        let step = service.review.step(&step.step)?;
        Some(step.name.in_language(&spoken).to_owned())
    });
    let name = name.unwrap_or_else(|| step.step.to_string());
    let place = place(app, &step.service, name, None, page);
    let role = role(step.role.as_str(), page);
    page.t2("office-need-empty", ("role", &role), ("place", &place))
}

fn place(app: &App, service: &ServiceId, step: String, office: Option<&OfficeId>, page: &Page) -> String {
    let office = office.map(|office| page.t1("role-of-office", "office", office_name(office)));
    let parts = [Some(service_name(app, page, service)), Some(step), office];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

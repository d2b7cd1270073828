//! Before something is taken from somebody: what will happen, to be confirmed.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use engine::{
    authorise::Authorised,
    people::{Grant, accounts::Account, change::AccountChange, grants},
};

use crate::{
    app::App,
    error::WebError,
    form::Form,
    officers::{needs, roles},
    page::Page,
};

/// What is taken away.
pub(super) enum Removal {
    Change(AccountChange),
    Factors,
}

#[derive(Template)]
#[template(path = "admin/confirm.html")]
struct Confirm {
    page: Page,
    name: String,
    /// The person's page.
    back: String,
    /// Where the form goes.
    action: String,
    title: String,
    lines: Vec<String>,
    revision: u64,
    /// What the button of the page before sent.
    pressed: &'static str,
    grant: Option<String>,
}

/// Whether a change takes something away and was not confirmed yet. What nobody may do to themselves is refused without a question.
pub(super) fn wants(account: &Authorised<Account>, change: &AccountChange, form: &Form) -> bool {
    let takes = matches!(change, AccountChange::Disable | AccountChange::Ungrant(_));
    takes && !form.has("confirmed") && !is_own(account)
}

/// Whether it is the asker's own account.
pub(super) fn is_own(account: &Authorised<Account>) -> bool {
    let asking = account.caller().person();
    asking.is_some_and(|person| person.id == account.id())
}

/// The page that says what will happen.
pub(super) async fn page(
    app: &App,
    page: Page,
    account: &Authorised<Account>,
    removal: Removal,
) -> Result<Response, WebError> {
    let name = account.name().to_owned();
    let back = format!("/admin/people/{}", account.id());
    let held = match &removal {
        Removal::Change(AccountChange::Ungrant(grant)) => Some(grant.clone()),
        _ => None,
    };
    let (pressed, title, lines) = match &removal {
        Removal::Factors => (
            "remove-factors",
            page.t1("admin-confirm-factors", "name", &name),
            vec![page.t("admin-confirm-factors-lead").into_owned()],
        ),
        Removal::Change(AccountChange::Ungrant(grant)) => (
            "ungrant",
            page.t2(
                "admin-confirm-ungrant",
                ("name", &name),
                ("grant", &roles::grant(app, grant, &page)),
            ),
            losses(app, &page, account, Some(grant)).await?,
        ),
        Removal::Change(_) => (
            "disable",
            page.t1("admin-confirm-disable", "name", &name),
            losses(app, &page, account, None).await?,
        ),
    };
    let view = Confirm {
        action: match removal {
            Removal::Factors => format!("{back}/proofs"),
            Removal::Change(_) => back.clone(),
        },
        name,
        back,
        title,
        lines,
        revision: account.revision(),
        pressed,
        grant: held.as_ref().map(grants::show),
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// What happens when somebody loses a grant, or their access as a whole.
async fn losses(
    app: &App,
    page: &Page,
    account: &Authorised<Account>,
    grant: Option<&Grant>,
) -> Result<Vec<String>, WebError> {
    let caller = account.caller();
    let lead = match grant {
        Some(_) => "admin-confirm-ungrant-lead",
        None => "admin-confirm-disable-lead",
    };
    let mut lines = vec![page.t(lead).into_owned()];
    let in_hand = app.cases_in_hand(caller, account.id()).await?;
    if in_hand > 0 {
        lines.push(page.tn("admin-confirm-in-hand", in_hand));
    }
    let empty = app.steps_left_empty(caller, account.id(), grant).await?;
    lines.extend(empty.iter().map(|step| needs::empty_step(app, step, page)));
    Ok(lines)
}

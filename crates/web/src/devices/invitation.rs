//! An invitation: the code that makes a phone one of ours, for as long as it is good.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::{
    devices::invitations::{InvitationId, InvitationState},
    error::Error,
};
use locale::dates;
use permit::qr;
use uuid::Uuid;

use crate::{app::App, error::WebError, gate::By, page::Page, path::Path, permits::code::svg};

#[derive(Template)]
#[template(path = "devices/invitation.html")]
struct InvitationPage {
    page: Page,
    name: String,
    phrase: String,
    state: Standing,
}

enum Standing {
    /// Nobody has taken it.
    Open {
        code: String,
        link: String,
        until: String,
    },
    /// A phone has taken it.
    Taken { device: Uuid },
    /// Nobody took it in time.
    Over,
}

/// `GET /admin/devices/invitations/{invitation}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let invitation = app.invitation(&caller, InvitationId(id)).await?;
    let state = match invitation.state {
        InvitationState::Taken(device) => Standing::Taken { device: device.0 },
        InvitationState::Over => Standing::Over,
        InvitationState::Open { link, expires_at } => Standing::Open {
            code: picture(&link)?,
            until: dates::time(expires_at, &app.settings.time_zone),
            link,
        },
    };
    Ok(Html(
        InvitationPage {
            page,
            name: invitation.name,
            phrase: invitation.phrase,
            state,
        }
        .render()?,
    ))
}

fn picture(link: &str) -> Result<String, WebError> {
    let code =
        qr::encode(link).map_err(|error| Error::broken(format!("an invitation has no QR: {error}")))?;
    Ok(svg(&code))
}

/// Where an invitation's page is.
pub(super) fn address(InvitationId(id): InvitationId) -> String {
    format!("/admin/devices/invitations/{id}")
}

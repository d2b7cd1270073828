//! An invitation: the code that makes a phone one of ours, for as long as it is good.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use locale::dates;
use permit::qr;
use store::TokenHash;
use uuid::Uuid;

use crate::{
    app::App,
    desk,
    error::WebError,
    page::Page,
    permits::code::svg,
    secret::{self, Purpose},
};

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

/// The store knows an invitation by its token's hash alone, and the page's address tells nobody the token: that takes the
/// server's secret. So the page can be loaded again, and no log and no history holds what enrols a phone.
pub(super) struct Invitation(Uuid);

/// `GET /admin/devices/invitations/{invitation}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    page: Page,
) -> Result<Html<String>, WebError> {
    let invitation = Invitation(id);
    let offer = app.store.enrolment(&invitation.token_hash(&app)).await?;
    let state = match offer.device {
        Some(device) => Standing::Taken { device: device.0 },
        None if offer.expires_at <= app.now() => Standing::Over,
        None => {
            let link = invitation.link(&app);
            Standing::Open {
                code: picture(&link)?,
                until: dates::time(offer.expires_at, &app.settings.time_zone),
                link,
            }
        }
    };
    Ok(Html(
        InvitationPage {
            page,
            name: offer.name,
            phrase: offer.phrase,
            state,
        }
        .render()?,
    ))
}

fn picture(link: &str) -> Result<String, WebError> {
    let code =
        qr::encode(link).map_err(|error| WebError::broken(format!("an invitation has no QR: {error}")))?;
    Ok(svg(&code))
}

impl Invitation {
    pub(super) fn new(app: &App) -> Self {
        Self(desk::new_id(app))
    }

    /// Where its page is.
    pub(super) fn address(&self) -> String {
        format!("/admin/devices/invitations/{}", self.0)
    }

    /// What the store knows it by.
    pub(super) fn token_hash(&self, app: &App) -> TokenHash {
        TokenHash(secret::hash(&self.token(app)))
    }

    /// What the code says. The fragment never reaches a server.
    fn link(&self, app: &App) -> String {
        format!(
            "{}/v#enrol={}",
            app.settings.base_url,
            secret::to_text(&self.token(app))
        )
    }

    fn token(&self, app: &App) -> [u8; 32] {
        app.secret.code(Purpose::Enrolment, &[self.0.as_bytes()])
    }
}
